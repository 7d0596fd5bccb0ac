"""Deadlines explained to people and programs: on the command line, in a case, and after the calendar changed."""

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from harness import HotlineTest, new_key, paths

DATA = Path(__file__).resolve().parents[2] / "server/calendar/data"
TIMEOUT_S = 60
COMPLAINT = {"channel": "phone", "class": "phan-anh", "field": "giao-thong", "area": "my-tho",
             "text": "Đường Hùng Vương có ổ gà sâu, đề nghị sửa sớm."}
IN_MINUTES = {"minute": 1, "hour": 60, "working_hour": 60}


def calendar(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(paths.SERVER), "calendar", *arguments], capture_output=True, text=True,
                          timeout=TIMEOUT_S, check=False)


def read_calendar() -> dict:
    return json.loads((DATA / "calendar.json").read_text(encoding="utf-8"))


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "calendar.json"

    def ok(self, *arguments: str) -> str:
        done = calendar(*arguments)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def written(self, content: dict) -> str:
        self.file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return str(self.file)

    def test_a_year_is_printed_with_names_and_documents(self):
        lines = [line.split("\t") for line in self.ok("show", "2026").splitlines()]
        self.assertIn(["2026-01-10", "thứ Bảy 10/01/2026", "làm bù", "Làm bù cho thứ Sáu 02/01/2026",
                       "Văn phòng Chính phủ 12729/VPCP-KGVX"], lines)
        self.assertIn("đang tắt", [line[-1] for line in lines if line[0] == "2026-11-24"])
        self.assertIn("chưa xác minh", [line[-1] for line in lines if line[0] == "2026-08-31"])

    def test_a_deadline_is_explained_in_words(self):
        text = self.ok("explain", "--rule", "accept-any", "--from", "2026-02-13T16:00")
        self.assertTrue(text.startswith("Tiếp nhận lúc 16:00 thứ Sáu 13/02/2026. 8 giờ làm việc, đến 16:00 thứ Hai "
                                        "23/02/2026. Không tính: 14/02/2026 (cuối tuần)"), text)

    def test_a_deadline_with_pause_and_extension_adds_up(self):
        found = json.loads(self.ok(
            "explain", "--rule", "answer-normal", "--from", "2026-02-11T09:00", "--json", "--extend", "extend-any",
            "--pause", "2026-02-12T07:00/2026-02-12T18:00", "--pause", "2026-02-24T07:30/2026-02-24T12:00"))
        self.assertEqual(2, len(found["pauses"]))
        for term in found["terms"]:
            counted = sum(day["counted"] for day in term["days"])
            self.assertEqual(term["amount"] * IN_MINUTES.get(term["unit"], 1), counted)

    def test_hours_are_those_of_the_province(self):
        asked = ("explain", "--rule", "accept-urgent", "--from", "2026-06-02T06:00", "--json", "--province")
        self.assertEqual("2026-06-02T01:00:00.000Z", json.loads(self.ok(*asked, "Vĩnh Phúc"))["at"])
        self.assertEqual("2026-06-02T01:30:00.000Z", json.loads(self.ok(*asked, "Đồng Tháp"))["at"])

    def test_a_computed_year_can_be_put_into_the_file(self):
        whole = read_calendar()
        whole["years"].update(json.loads("{" + self.ok("prefill", "2028") + "}"))
        lines = self.ok("check", "--calendar", self.written(whole)).splitlines()
        days = len(whole["years"]["2028"]["days"])
        self.assertIn(f"2028: {days} ngày, {days} chưa xác minh", lines)
        self.assertIn("# 2029: chưa có thông báo", self.ok("show", "2029", "--calendar", str(self.file)))

    def test_a_fault_is_named_with_its_place(self):
        whole = read_calendar()
        whole["years"]["2026"]["days"][0]["date"] = "2026-02-30"
        refused = calendar("check", "--calendar", self.written(whole))
        self.assertEqual(1, refused.returncode)
        self.assertIn("year 2026: 2026-02-30: no such day", refused.stderr)
        for wrong in (("--rule", "no-such", "--from", "2026-02-11T09:00"),
                      ("--rule", "answer-normal", "--from", "yesterday"),
                      ("--rule", "answer-normal", "--from", "2026-02-11T09:00", "--pause", "2026-02-12T07:00")):
            self.assertEqual(1, calendar("explain", *wrong).returncode, wrong)


class Cases(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")

    def due_of(self, case: dict) -> dict:
        shown = self.assert_status(self.operator.get(f"/v1/cases/{case['id']}"), 200).json
        self.assertEqual(case["due_at"], shown["due_at"])
        return shown["due"]

    def wait_until_moved(self, case: dict) -> dict:
        for _ in range(600):
            shown = self.assert_status(self.operator.get(f"/v1/cases/{case['id']}"), 200).json
            if shown["due_at"] != case["due_at"]:
                return shown
            time.sleep(0.1)
        self.fail("the deadline was not moved")

    def test_a_case_says_why_it_is_due(self):
        case = self.record(self.operator, COMPLAINT, key=new_key())
        due = self.due_of(case)
        self.assertEqual(case["due_at"], due["at"])
        self.assertTrue(due["agrees"])
        (term,) = due["terms"]
        self.assertEqual(("answer", "answer-normal", 5, "working_day"),
                         (term["phase"], term["rule"], term["amount"], term["unit"]))
        self.assertEqual(5, sum(day["counted"] for day in term["days"]))
        self.assertEqual("start", term["days"][0]["reason"])
        self.assertIn("đến hết", due["text"])

    def test_a_diverted_case_has_no_deadline_to_explain(self):
        case = self.record(self.operator, {**COMPLAINT, "class": "khieu-nai"}, key=new_key())
        self.assertIsNone(case["due_at"])
        self.assertIsNone(self.due_of(case))

    def test_the_folders_own_files_hold(self):
        before = self.record(self.operator, COMPLAINT, key=new_key())
        rules = json.loads((DATA / "service_levels.json").read_text(encoding="utf-8"))
        for rule in rules["rules"]:
            if rule["id"] == "answer-normal":
                rule["amount"] = 7
        file = self.server.data / "service_levels.json"
        file.write_text(json.dumps(rules), encoding="utf-8")
        file.chmod(0o600)
        self.addCleanup(self.server.restart)
        self.addCleanup(file.unlink)
        self.server.restart()
        after = self.record(self.operator, COMPLAINT, key=new_key())
        self.assertEqual(7, self.due_of(after)["terms"][0]["amount"])
        moved = self.wait_until_moved(before)
        self.assertEqual(after["due_at"][:10], moved["due_at"][:10])
        self.assertEqual(before["version"] + 1, moved["version"])
        self.assertTrue(moved["due"]["agrees"])
        self.assertEqual(1, [act["act"] for act in moved["timeline"]].count("case.rescheduled"))

    def test_a_faulty_file_in_the_folder_stops_the_start(self):
        file = self.server.data / "calendar.json"
        file.write_text("{}", encoding="utf-8")
        file.chmod(0o600)
        self.server.stop()
        self.addCleanup(self.server.serve)
        self.addCleanup(file.unlink)
        refused = subprocess.run([str(paths.SERVER), "serve", "--data", str(self.server.data)], capture_output=True,
                                 text=True, timeout=TIMEOUT_S, check=False)
        self.assertEqual(1, refused.returncode)
        self.assertIn("calendar: missing text: time_zone", refused.stderr)


if __name__ == "__main__":
    unittest.main()
