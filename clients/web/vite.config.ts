// Builds every page of pages/ into build/web, with hashed names and ready compressed forms.
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const pages = resolve(import.meta.dirname, 'pages');
const out = resolve(import.meta.dirname, '../../build/web');
const compressible = /\.(css|html|js|svg)$/;

/** The words of the citizen's pages, and FILE.br and FILE.gz beside every text, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      copyFileSync(resolve(import.meta.dirname, 'src/citizen/texts.json'), join(out, 'citizen/texts.json'));
      const names = readdirSync(out, { recursive: true, encoding: 'utf8' });
      for (const name of names.filter((each) => compressible.test(each))) {
        const path = join(out, name);
        const bytes = readFileSync(path);
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: pages,
  publicDir: false,
  plugins: [compressed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // the content policy knows no data: addresses
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: readdirSync(pages, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.html')).map((name) => join(pages, name)),
    },
  },
});
