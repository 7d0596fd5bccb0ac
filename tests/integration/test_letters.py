"""Letters measured from their PDF: text, margins, columns, fonts, page numbers (Decree 30/2020, Appendix I)."""

import os
import re
import subprocess
import tempfile
import unicodedata
import unittest
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from harness import paths

TEMPLATES = Path(__file__).resolve().parents[2] / "server/letters/data"
KINDS = sorted(file.stem for file in TEMPLATES.glob("*.txt"))
TIMEOUT_S = 60
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
COLUMN_LEFT, COLUMN_RIGHT = (30, 97), (99, 195)
NATIONAL = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
A_LINE = 5
FACE_HEIGHT = 0.891 + 0.216  # ascent and descent of the font, of its size
NOTE = "BẢN XEM TRƯỚC – chưa phải văn bản được ban hành"


@dataclass
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=True)
    return done.stdout.decode()


def preview(out: Path, kind: str, *more: str, **environment: str) -> bytes:
    program = str(paths.SERVER)
    subprocess.run([program, "letter", "preview", kind, "--out", str(out), *more], check=True, timeout=TIMEOUT_S,
                   env={**os.environ, **environment})
    return out.read_bytes()


def pages_of(pdf: Path) -> list[list[Word]]:
    """The words of each page with their places in millimetres."""
    tree = ElementTree.fromstring(run("pdftotext", "-bbox", str(pdf), "-"))
    html = "{http://www.w3.org/1999/xhtml}"
    return [[Word(word.text, *(float(word.get(side)) / MM for side in ("xMin", "yMin", "xMax", "yMax")))
             for word in page.iter(f"{html}word")] for page in tree.iter(f"{html}page")]


def source_of(kind: str) -> dict:
    """A template with its samples filled in, by another reader than the server's."""
    head, body = (TEMPLATES / f"{kind}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    lines = [line.split(": ", 1) for line in head.split("\n") if not line.startswith("#")]
    samples = {word.split()[1]: value for word, value in lines if word.startswith(("need ", "may "))}
    body = re.sub(r"\{\{[#/]\w+\}\}\n", "", body)
    fill = lambda text: re.sub(r"\{\{(\w+)\}\}", lambda name: samples[name[1]], text)
    rest = {word: fill(value) for word, value in lines if word in ("form", "title", "summary", "to")}
    copies = ["- " + fill(value) for word, value in lines if word == "copy"]
    paragraphs = [fill(line) for line in body.split("\n") if line]
    return {**rest, "copies": copies, "paragraphs": paragraphs}


def words_of_source(kind: str) -> Counter:
    source = source_of(kind)
    texts = [NATIONAL, MOTTO, NOTE, "UBND TỈNH ĐỒNG THÁP", "SỞ XÂY DỰNG", "Số: 128/SXD-VP",
             "Đồng Tháp, ngày 03 tháng 02 năm 2026", source["summary"], *source["paragraphs"], "Nơi nhận:",
             *source["copies"], "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bình"]
    if source["form"] == "titled":
        texts.append(source["title"])
    if "to" in source:
        texts.append(f"Kính gửi: {source['to']}.")
    return Counter(" ".join(texts).split())


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.pdf = {kind: cls.folder / f"{kind}.pdf" for kind in KINDS}
        cls.bytes = {kind: preview(pdf, kind) for kind, pdf in cls.pdf.items()}

    def line(self, words: list[Word], text: str) -> list[Word]:
        """The words of one line of the page; fails when they stand on two."""
        wanted = text.split()
        for start in range(len(words) - len(wanted) + 1):
            found = words[start:start + len(wanted)]
            if [word.text for word in found] == wanted:
                self.assertLess(max(w.top for w in found) - min(w.top for w in found), 1, f"not one line: {text}")
                return found
        self.fail(f"not on the page: {text}")

    def long_letter(self, paragraphs: int) -> list[list[Word]]:
        head, body = (TEMPLATES / "answer.txt").read_text(encoding="utf-8").split("\n\n", 1)
        template = self.folder / "long.txt"
        template.write_text(head + "\n\n" + body.replace("{{answer}}\n", "{{answer}}\n" * paragraphs), encoding="utf-8")
        pdf = self.folder / "long.pdf"
        preview(pdf, "answer", "--template", str(template))
        return pages_of(pdf)

    def test_there_are_seven_kinds(self):
        self.assertEqual(["answer", "apology", "extension", "receipt", "refusal", "return", "transfer"], KINDS)

    def test_the_text_is_that_of_the_template_in_nfc(self):
        for kind, pdf in self.pdf.items():
            with self.subTest(kind):
                text = run("pdftotext", "-raw", str(pdf), "-")
                self.assertEqual(unicodedata.normalize("NFC", text), text)
                self.assertEqual(words_of_source(kind), Counter(text.split()))
                joined = " ".join(text.split())
                for paragraph in source_of(kind)["paragraphs"]:
                    self.assertIn(" ".join(paragraph.split()), joined)

    def test_the_page_is_a4_with_the_margins_of_the_decree(self):
        for kind, pdf in self.pdf.items():
            with self.subTest(kind):
                self.assertRegex(run("pdfinfo", str(pdf)), r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)")
                (words,) = pages_of(pdf)
                text = [word for word in words if word.top < BOTTOM]
                self.assertEqual(" ".join(word.text for word in words if word.top >= BOTTOM), NOTE)
                self.assertAlmostEqual(LEFT, min(word.left for word in text), delta=0.5)
                self.assertAlmostEqual(RIGHT, max(word.right for word in text), delta=0.5)
                self.assertGreaterEqual(min(word.top for word in text), TOP - 0.5)
                self.assertLessEqual(max(word.bottom for word in text), BOTTOM + 0.5)

    def test_the_head_stands_in_two_columns(self):
        for kind, pdf in self.pdf.items():
            with self.subTest(kind):
                (words,) = pages_of(pdf)
                for text, (left, right) in ((NATIONAL, COLUMN_RIGHT), (MOTTO, COLUMN_RIGHT),
                                            ("Đồng Tháp, ngày 03 tháng 02 năm 2026", COLUMN_RIGHT),
                                            ("UBND TỈNH ĐỒNG THÁP", COLUMN_LEFT),
                                            ("SỞ XÂY DỰNG", COLUMN_LEFT), ("Số: 128/SXD-VP", COLUMN_LEFT)):
                    line = self.line(words, text)
                    self.assertGreaterEqual(line[0].left, left - 0.1, text)
                    self.assertLessEqual(line[-1].right, right + 0.1, text)
                    self.assertAlmostEqual((left + right) / 2, (line[0].left + line[-1].right) / 2, delta=0.5, msg=text)
                number, date = self.line(words, "Số: 128/SXD-VP"), self.line(words, "Đồng Tháp, ngày")
                self.assertAlmostEqual(number[0].bottom, date[0].bottom, delta=1)

    def test_signature_right_and_recipients_left_on_one_height(self):
        for kind, pdf in self.pdf.items():
            with self.subTest(kind):
                (words,) = pages_of(pdf)
                authority, copies = self.line(words, "KT. GIÁM ĐỐC"), self.line(words, "Nơi nhận:")
                self.assertGreater(authority[0].left, COLUMN_RIGHT[0])
                self.assertAlmostEqual(LEFT, copies[0].left, delta=0.5)
                self.assertAlmostEqual(authority[0].top, copies[0].top, delta=2)
                name = self.line(words, "Trần Thị Bình")
                self.assertGreater(name[0].top - authority[0].bottom, 25)

    def test_fonts_are_times_metric_embedded_subsets(self):
        for kind, pdf in self.pdf.items():
            with self.subTest(kind):
                fonts = run("pdffonts", str(pdf)).splitlines()[2:]
                self.assertGreaterEqual(len(fonts), 3)
                for font in fonts:
                    self.assertRegex(font, r"^[A-Z]{6}\+(LiberationSerif|Tinos)")
                    embedded, subset, unicode = font.split()[-5:-2]
                    self.assertEqual(("yes", "yes", "yes"), (embedded, subset, unicode))

    def test_sizes_are_those_of_the_decree(self):
        (words,) = pages_of(self.pdf["answer"])
        height = {text: self.line(words, text)[0] for text in (NATIONAL, MOTTO, "Số: 128/SXD-VP", "Sau khi xem")}
        points = {text: (word.bottom - word.top) * MM / FACE_HEIGHT for text, word in height.items()}
        for text, (least, most) in {NATIONAL: (12, 13), MOTTO: (13, 14), "Số: 128/SXD-VP": (13, 13),
                                    "Sau khi xem": (13, 14)}.items():
            self.assertTrue(least - 0.3 <= points[text] <= most + 0.3, f"{text}: {points[text]}")

    def test_page_numbers_begin_on_the_second_page(self):
        pages = self.long_letter(30)
        self.assertGreaterEqual(len(pages), 3)
        for number, words in enumerate(pages, start=1):
            margin = [word for word in words if word.bottom < TOP]
            if number == 1:
                self.assertEqual([], margin)
                continue
            self.assertEqual([str(number)], [word.text for word in margin])
            self.assertAlmostEqual((LEFT + RIGHT) / 2, (margin[0].left + margin[0].right) / 2, delta=0.5)
            text = [word for word in words if TOP <= word.bottom and word.top < BOTTOM]
            self.assertLessEqual(max(word.bottom for word in text), BOTTOM + 0.5)
            self.assertAlmostEqual(LEFT, min(word.left for word in text), delta=0.5)

    def test_a_signature_never_stands_alone(self):
        for paragraphs in range(8, 16):
            with self.subTest(paragraphs):
                last = [word for word in self.long_letter(paragraphs)[-1] if TOP <= word.bottom and word.top < BOTTOM]
                self.assertLess(min(word.top for word in last), self.line(last, "KT. GIÁM ĐỐC")[0].top - A_LINE)

    def test_the_same_letter_has_the_same_bytes_everywhere(self):
        for kind in KINDS:
            again = preview(self.folder / "again.pdf", kind, TZ="America/New_York", LC_ALL="C", LANG="vi_VN.UTF-8")
            self.assertEqual(self.bytes[kind], again, kind)

    def test_a_preview_says_so_and_its_title_names_nobody(self):
        for kind, pdf in self.pdf.items():
            about = run("pdfinfo", str(pdf))
            self.assertIn("2026", re.search(r"(?m)^CreationDate: +(.*)$", about)[1])
            self.assertNotIn("An", re.search(r"(?m)^Title: +(.*)$", about)[1].split())

    def test_a_bad_template_is_refused_with_its_fault(self):
        bad = self.folder / "bad.txt"
        bad.write_text("form: letter\nsummary: s\n\n{{who}}\n", encoding="utf-8")
        done = subprocess.run([str(paths.SERVER), "letter", "preview", "answer", "--template",
                               str(bad), "--out", str(self.folder / "bad.pdf")], capture_output=True,
                              timeout=TIMEOUT_S, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn("blank who is used and not declared", done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
