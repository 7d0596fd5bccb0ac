#include "server/app/letter_command.hpp"

#include "server/app/files.hpp"
#include "server/letters/typeset.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace hotline::app {
namespace {

struct Asked {
    std::string kind, template_file, out;
};

Result<letters::Template> template_of(const Asked& asked) {
    if (asked.template_file.empty()) return letters::Template::built_in(asked.kind);
    Result<std::string> text = read_file(asked.template_file);
    if (!text) return text.error();
    return letters::Template::parse(*text);
}

Result<void> preview(const Asked& asked) {
    Result<letters::Template> words = template_of(asked);
    if (!words) return words.error();
    Result<letters::Faces> faces = letters::find_faces();
    if (!faces) return faces.error();
    Result<SecretBytes> pdf = letters::render(*words, letters::sample_letter(*words), *faces);
    if (!pdf) return pdf.error();
    return write_private_file(asked.out, pdf->expose_text());
}

}  // namespace

void add_letter_command(CLI::App& program, int& code) {
    const auto asked = std::make_shared<Asked>();
    CLI::App* group = program.add_subcommand("letter", "official letters as PDF (Decree 30/2020)");
    group->require_subcommand(1);
    CLI::App* command = group->add_subcommand("preview", "a letter with sample values");
    std::string kinds;
    for (const std::string_view kind : letters::kinds())
        kinds += (kinds.empty() ? "" : ", ") + std::string(kind);
    command->add_option("kind", asked->kind, kinds)->required();
    command->add_option("--template", asked->template_file, "a template file instead of the program's");
    command->add_option("--out", asked->out, "the PDF to write")->required();
    command->callback([asked, &code] {
        const Result<void> done = preview(*asked);
        if (done) return;
        std::cerr << "hotline-server: " << name_of(done.error().code) << ": " << done.error().internal
                  << "\n";
        code = 1;
    });
}

}  // namespace hotline::app
