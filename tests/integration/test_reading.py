"""What reads the complaints: measured, taught, and the same at preview and intake."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import HotlineTest, paths

FURTHER = paths.ROOT / "server" / "routing" / "data" / "further_complaints.jsonl"
HELD_OUT = paths.ROOT / "tests" / "unit" / "routing" / "data" / "held_out.jsonl"
COMPARED = 40


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([paths.SERVER, *arguments], capture_output=True, text=True, check=False)


def held_out() -> list[dict]:
    lines = HELD_OUT.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if "text" in json.loads(line)]


class CommandLine(unittest.TestCase):
    def test_evaluate_prints_every_figure_and_misses_only_on_request(self):
        shown = run("evaluate", HELD_OUT)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        for figure in ("NAME", "over-redacted words per 1,000", "leaked characters per 1,000", "field in three",
                       "unit", "macro F1", "calibration error", "dangers to life found"):
            self.assertIn(figure, shown.stdout)
        self.assertNotIn("h-0001", shown.stdout)
        self.assertIn(" field ", run("evaluate", "--misses", HELD_OUT).stdout)

    def test_a_bad_file_is_named(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write("{}\n")
            file.flush()
            refused = run("evaluate", file.name)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("line 1", refused.stderr)
        self.assertEqual(run("evaluate", "/nowhere").returncode, 1)

    def test_the_same_texts_give_the_same_model(self):
        with tempfile.TemporaryDirectory() as folder:
            models = [Path(folder) / name for name in ("a.hlm", "b.hlm")]
            names = [run("train", FURTHER, "--out", model).stdout.strip() for model in models]
            self.assertRegex(names[0], r"^hlm2-[0-9a-f]{12}$")
            self.assertEqual(names[0], names[1])
            self.assertEqual(models[0].read_bytes(), models[1].read_bytes())
            self.assertLess(models[0].stat().st_size, 8 << 20)
            self.assertIn("field", run("evaluate", "--model", models[0], HELD_OUT).stdout)


class PreviewAndIntake(HotlineTest):
    def test_intake_does_what_the_preview_said(self):
        operator = self.server.client("operator")
        for complaint in held_out()[:COMPARED]:
            with self.subTest(complaint["id"]):
                shown = self.assert_status(
                    operator.post("/v1/intake/preview", {"text": complaint["text"]}), 200
                ).json
                case = self.record(operator, {"channel": "phone", "text": complaint["text"]})
                self.assertEqual(case["class"], shown["class"]["code"])
                self.assertEqual(case["field"], shown["field"]["code"])
                counted = sum(each["count"] for each in case["redactions"])
                self.assertEqual(counted, len(shown["spans"]))
                self.assertTrue(all(span["detector"] for span in shown["spans"]))

    def test_a_model_of_the_data_folder_wins_and_is_named(self):
        operator = self.server.client("operator")
        text = {"text": "mất điện cả ngày, gọi điện lực không ai nghe"}
        built_in = operator.post("/v1/intake/preview", text).json["model"]
        name = run("train", FURTHER, "--out", self.server.data / "reading.hlm").stdout.strip()
        self.server.restart()
        taught = operator.post("/v1/intake/preview", text).json["model"]
        self.assertEqual(taught, name)
        self.assertNotEqual(taught, built_in)


if __name__ == "__main__":
    unittest.main()
