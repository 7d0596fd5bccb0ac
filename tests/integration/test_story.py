"""One complaint from the telephone call to the outside check of who looked at it."""

import shutil
import tempfile
import unittest
from pathlib import Path

from harness import Cli, HotlineTest, new_key, proof

UNIT = "so-xay-dung"
NAME = "Nguyễn Thị Thanh Trúc"
PHONE = "0939 517 284"
TEXT = (
    f"Tôi tên {NAME}, số điện thoại {PHONE}. Đường Hùng Vương đoạn trước chợ phường Mỹ Tho có ổ gà rất sâu, "
    "hai xe máy đã té trong tuần này, đề nghị sửa sớm."
)
REPLY = "Sở Xây dựng đã vá mặt đường ngày hôm qua và sẽ thảm lại toàn đoạn trong tháng này."
NOTE = "Gọi lại để hỏi vị trí chính xác của ổ gà"
REASON = "Kiểm tra định kỳ việc mở thông tin người phản ánh"
AUDIT_FAILED = 6


class Story(HotlineTest):
    """The tests share one story, told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.officer = cls.server.client("officer", UNIT)
        cls.auditor = cls.server.client("auditor")
        cls.tell()

    @classmethod
    def tell(cls) -> None:
        preview = {"text": TEXT, "channel": "phone"}
        cls.preview = cls.ok(cls.operator.post("/v1/intake/preview", preview))
        cls.case = cls.ok(cls.operator.post("/v1/cases", cls.complaint(), key=new_key()), 201)
        cls.path = f"/v1/cases/{cls.case['id']}"
        cls.inbox = list(cls.officer.items("/v1/cases", unit=UNIT))
        cls.read = cls.ok(cls.officer.get(cls.path))
        look = {"compartments": ["contact"], "purpose": "contact-citizen", "note": NOTE}
        cls.revealed = cls.ok(cls.officer.post(f"{cls.path}/reveal", look))
        cls.accepted = cls.act("accept", cls.case["version"])
        cls.replied = cls.act("reply", cls.accepted["version"], text=REPLY)
        cls.closed = cls.act("close", cls.replied["version"])
        code = {"tracking_code": cls.case["tracking_code"]}
        cls.tracked = cls.ok(cls.server.anonymous().post("/v1/public/track", code))

    @classmethod
    def complaint(cls) -> dict:
        return {
            "channel": "phone",
            "text": TEXT,
            "class": "phan-anh",
            "field": "giao-thong",
            "area": "my-tho",
            "reporter": {"full_name": NAME, "phone": PHONE, "call_name": "chị Trúc"},
            "consents": {"contact_by_unit": True, "notify": False, "publish": False},
        }

    @classmethod
    def act(cls, name: str, version: int, **body: str) -> dict:
        return cls.ok(cls.officer.post(f"{cls.path}/{name}", {**body, "version": version}, key=new_key()))

    @staticmethod
    def ok(answer, status: int = 200) -> dict:
        if answer.status != status:
            raise AssertionError(f"expected {status}: {answer}")
        return answer.json

    # ---- operator ------------------------------------------------------------------------------------

    def test_preview_marks_the_person_and_stores_nothing(self):
        text = self.preview["normalized_text"]
        self.assertEqual(text, TEXT)
        found = {(span["type"], text[span["start"] : span["end"]]) for span in self.preview["spans"]}
        self.assertIn(("PHONE", PHONE), found)
        self.assertIn(("NAME", NAME), found)
        self.assertNotIn(PHONE, self.preview["redacted_text"])
        self.assertNotIn(NAME, self.preview["redacted_text"])
        self.assertTrue(self.preview["field"]["code"])
        self.assertTrue(self.preview["unit"]["code"])
        self.assertEqual(self.case_count(self.server.client("supervisor")), 1)

    def test_recorded_case_has_its_unit_deadline_and_code(self):
        self.assertEqual(self.case["state"], "forwarded")
        self.assertEqual(self.case["unit"], UNIT)
        self.assertGreater(self.case["due_at"], self.case["received_at"])
        self.assertIsInstance(self.case["leaf"], int)
        redacted = {entry["type"]: entry["count"] for entry in self.case["redactions"]}
        self.assertEqual(redacted.get("PHONE"), 1)
        self.assertEqual(redacted.get("NAME"), 1)

    # ---- officer -------------------------------------------------------------------------------------

    def test_inbox_shows_the_case_without_the_person(self):
        item = next(item for item in self.inbox if item["id"] == self.case["id"])
        self.assertEqual(item["reference"], self.case["reference"])
        self.assertTrue(item["subject"])
        self.assertLessEqual(len(item["subject"]), 80)
        self.assert_no_person(item)

    def test_officer_reads_the_redacted_report_only(self):
        self.assertIn("ổ gà rất sâu", self.read["report"])
        self.assert_no_person(self.read)
        access = {part["name"]: part["access"] for part in self.read["compartments"]}
        self.assertEqual(access["report"], "open")
        self.assertEqual(access["contact"], "reveal")
        self.assertNotEqual(access.get("original"), "open")

    # ASVS 5.0.0: 8.2.3
    def test_reveal_opens_what_was_asked_and_no_more(self):
        self.assertEqual(self.revealed["contact"]["phone"], PHONE)
        self.assertEqual(self.revealed["contact"]["call_name"], "chị Trúc")
        self.assertNotIn("identity", self.revealed)
        self.assertNotIn("original", self.revealed)
        self.assertGreater(self.revealed["leaf"], self.case["leaf"])

    def test_states_follow_the_acts(self):
        self.assertEqual(self.accepted["state"], "accepted")
        self.assertEqual(self.replied["state"], "answered")
        self.assertEqual(self.closed["state"], "closed")
        versions = [step["version"] for step in (self.case, self.accepted, self.replied, self.closed)]
        self.assertEqual(versions, sorted(set(versions)))

    def test_old_version_is_a_conflict(self):
        answer = self.officer.post(f"{self.path}/reply", {"text": REPLY, "version": self.case["version"]})
        self.assert_problem(answer, 409)

    def assert_no_person(self, shown: object) -> None:
        for secret in (NAME, PHONE, PHONE.replace(" ", ""), "Trúc"):
            self.assertNotIn(secret, repr(shown))

    # ---- citizen -------------------------------------------------------------------------------------

    def test_citizen_sees_the_answer(self):
        self.assertEqual(self.tracked["reference"], self.case["reference"])
        self.assertEqual(self.tracked["state"], "closed")
        self.assertEqual(self.tracked["unit"], UNIT)
        self.assertEqual([reply["text"] for reply in self.tracked["replies"]], [REPLY])

    def test_citizen_sees_who_looked_and_why(self):
        looks = [access for access in self.tracked["accesses"] if access["leaf"] == self.revealed["leaf"]]
        self.assertEqual(len(looks), 1)
        self.assertEqual(looks[0]["purpose"], "contact-citizen")
        self.assertEqual(looks[0]["compartments"], ["contact"])
        self.assertEqual(looks[0]["unit"], UNIT)
        username = self.server.log_in_of("officer", UNIT).username
        self.assertNotIn(username, repr(self.tracked))
        self.assertNotIn(NOTE, repr(self.tracked))

    def test_citizen_can_prove_every_access(self):
        self.assertTrue(self.tracked["accesses"])
        for access in self.tracked["accesses"]:
            proof.check_access(access, self.tracked["log_vkey"])

    def test_proof_of_changed_access_fails(self):
        access = dict(self.tracked["accesses"][0])
        access["shown"] = access["shown"].replace('"', "'", 1)
        with self.assertRaises(proof.ProofError):
            proof.check_access(access, self.tracked["log_vkey"])
        access = dict(self.tracked["accesses"][0])
        access["leaf_text"] = access["leaf_text"].replace("\nt 1", "\nt 2", 1)
        with self.assertRaises(proof.ProofError):
            proof.check_access(access, self.tracked["log_vkey"])

    def test_code_is_read_without_dashes_and_case(self):
        code = self.case["tracking_code"].replace("-", "").lower()
        answer = self.server.anonymous().post("/v1/public/track", {"tracking_code": code})
        self.assert_status(answer, 200)

    # ASVS 5.0.0: 14.2.1
    def test_wrong_code_and_unknown_case_look_alike(self):
        right = self.case["tracking_code"]
        wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
        unknown = "26-999999" + right[9:]
        answers = [self.track_refused(code) for code in (wrong, unknown)]
        self.assertEqual(answers[0], answers[1])

    def track_refused(self, code: str) -> dict:
        answer = self.server.anonymous().post("/v1/public/track", {"tracking_code": code})
        problem = self.assert_problem(answer, 404).json
        problem.pop("instance")
        return problem

    # ---- auditor -------------------------------------------------------------------------------------

    def test_auditor_lists_the_reveal_with_its_reason(self):
        events = list(self.auditor.items("/v1/audit/events", kind="reveal.requested"))
        event = next(event for event in events if event["index"] == self.revealed["leaf"])
        self.assertEqual(event["purpose"], "contact-citizen")
        self.assertEqual(event["reference"], self.case["reference"])
        self.assertEqual(event["staff"]["note"], NOTE)
        self.assertTrue(event["staff"]["officer"])

    def test_auditor_reads_no_complaint(self):
        self.assert_problem(self.auditor.get(self.path), 404)
        self.assert_problem(self.officer.get("/v1/audit/events"), 403, 404)

    def test_whole_export_verifies(self):
        folder = self.export()
        verified = Cli().run("audit", "verify", folder, "--key", self.pinned_key(folder))
        self.assertEqual(verified.status, 0, verified)
        names = {file.name for file in folder.iterdir()}
        self.assertLessEqual({"log.vkey", "checkpoint", "manifest", "README.txt"}, names)

    def test_filtered_export_verifies(self):
        folder = self.export("--unit", UNIT)
        verified = Cli().run("audit", "verify", folder, "--key", self.pinned_key(folder))
        self.assertEqual(verified.status, 0, verified)

    def test_unpinned_key_is_said_aloud(self):
        verified = Cli().run("audit", "verify", self.export())
        self.assertEqual(verified.status, 0, verified)
        self.assertIn("chưa được ghim", verified.err)

    def test_one_changed_byte_is_found_in_every_file(self):
        folder = self.export()
        for file in sorted(folder.iterdir()):
            sound = file.read_bytes()
            for offset in sorted({0, len(sound) // 3, len(sound) // 2, len(sound) - 1}):
                with self.subTest(file=file.name, offset=offset):
                    changed = bytearray(sound)
                    changed[offset] ^= 1
                    file.write_bytes(changed)
                    self.assert_rejected(folder)
            file.write_bytes(sound)
        self.assertEqual(Cli().run("audit", "verify", folder).status, 0)

    def test_missing_extra_and_cut_files_are_found(self):
        folder = self.export()
        leaves = folder / "leaves-000000.ndjson"
        sound = leaves.read_bytes()
        leaves.unlink()
        self.assert_rejected(folder)
        leaves.write_bytes(b"".join(sound.splitlines(keepends=True)[:-1]))
        self.assert_rejected(folder)
        leaves.write_bytes(sound)
        (folder / "leaves-000001.ndjson").write_bytes(b"")
        self.assert_rejected(folder)

    def test_key_of_another_log_is_rejected(self):
        folder = self.export()
        pinned = self.pinned_key(folder)
        name, key_id, key = pinned.read_text(encoding="utf-8").strip().split("+", 2)
        other = "A" if key[10] != "A" else "B"
        pinned.write_text(f"{name}+{key_id}+{key[:10]}{other}{key[11:]}\n", encoding="utf-8")
        verified = Cli().run("audit", "verify", folder, "--key", pinned)
        self.assertIn(verified.status, (2, AUDIT_FAILED), verified)

    def export(self, *filters: str) -> Path:
        folder = self.new_folder() / "export"
        exported = Cli(self.auditor).run("audit", "export", "--out", folder, "--reason", REASON, *filters)
        self.assertEqual(exported.status, 0, exported)
        return folder

    def pinned_key(self, folder: Path) -> Path:
        """The key as an auditor keeps it: outside the export."""
        return Path(shutil.copy(folder / "log.vkey", self.new_folder() / "pinned.vkey"))

    def new_folder(self) -> Path:
        return Path(self.enterContext(tempfile.TemporaryDirectory()))

    def assert_rejected(self, folder: Path) -> None:
        verified = Cli().run("audit", "verify", folder)
        self.assertEqual(verified.status, AUDIT_FAILED, verified)

    def test_officer_cannot_export(self):
        folder = self.new_folder() / "export"
        outcome = Cli(self.officer).run("audit", "export", "--out", folder, "--reason", REASON)
        self.assertNotEqual(outcome.status, 0)


if __name__ == "__main__":
    unittest.main()
