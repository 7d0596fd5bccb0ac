"""The memory of a server with 50 logged-in idle members, read by root: no key of theirs, no word of a complaint.

The same scan in the middle of served requests must find keys, or it would prove nothing.
"""

import os
import shutil
import subprocess
import threading
import time
import unittest
from pathlib import Path

from actors import COMPLAINT, LOOK, OWNING_UNIT
from harness import Client, Server, new_key, paths
from markers import Markers
from process_memory import Needles, ProcessMemory

HELPERS = Path(os.environ.get("HOTLINE_TEST_HELPERS", paths.PROGRAMS))
MEMBERS = 50
CASES = 20
QUIET_S = 12  # longer than anything is kept for: rows for a second, window keys for ten
HALTS = 200
BUSY_CLIENTS = 4


class Memory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.start_demo()
        cls.server.stop()
        cls.keys = cls.open_keys()
        cls.server.serve()
        cls.markers = Markers()
        cls.memory = ProcessMemory(cls.server.pid)
        cls.clients = [cls.server.new_session(log_in) for log_in in cls.server.log_ins[:MEMBERS]]
        cls.anyone = cls.server.anonymous()
        for client in [*cls.clients, cls.anyone]:
            cls.addClassCleanup(client.close)

    @classmethod
    def open_keys(cls) -> dict[str, bytes]:
        """Every secret key that a password of this folder leads to."""
        copy = cls.server.folder / "copy"
        shutil.copytree(cls.server.data, copy)
        log_ins = cls.server.folder / "log-ins.json"
        printed = subprocess.run(
            [HELPERS / "member_keys", copy, log_ins], check=True, stdout=subprocess.PIPE, encoding="utf-8"
        )
        shutil.rmtree(copy)
        return {what: bytes.fromhex(key) for what, _, key in (line.partition(" ") for line in printed.stdout.splitlines())}

    @property
    def needles(self) -> Needles:
        needles = Needles()
        for what, key in self.keys.items():
            needles.key(key, what)
        for client, log_in in zip(self.clients, self.server.log_ins):
            needles.text(client.token, f"session token of {log_in.username}")
            needles.text(log_in.password, f"password of {log_in.username}")
        return needles

    def use(self) -> None:
        """Complaints full of markers that are filed, listed, opened, looked up and followed."""
        operator, officer = self.server.client("operator"), self.server.client("officer", OWNING_UNIT)
        for number in range(CASES):
            case = self.file(operator, number)
            self.ok(operator.post(f"/v1/cases/{case['id']}/reveal", LOOK | {
                "compartments": ["identity", "contact", "original"], "note": self.markers.new("note of a reveal")}))  # fmt: skip
            self.ok(officer.get(f"/v1/cases/{case['id']}"))
            self.ok(self.anyone.post("/v1/public/track", {"tracking_code": case["tracking_code"]}))
        for client in self.clients:
            client.get("/v1/cases")
        for client in (operator, self.anyone):
            for bad in (b'{"text": "', b'["', b'{"'):
                self.assertGreaterEqual(client.post("/v1/public/cases", bad + self.markers.new("bad body").encode()).status, 400)

    def file(self, operator: Client, number: int) -> dict:
        word = self.markers.new
        reporter = {field: word(field) for field in ("full_name", "email", "address", "call_name", "via")}
        body = COMPLAINT | {
            "text": f"Tôi là {word('text')}. Đường trước nhà {word('text')} hỏng nặng.",
            "reporter": reporter | {"phone": f"0939{number:06}"},
            "location": {"text": word("location"), "lat": 10.3, "lon": 106.3},
            "external_ref": word("external_ref"),
        }
        self.ok(operator.post("/v1/intake/preview", {"text": body["text"]}))
        return self.ok(operator.post("/v1/cases", body, key=new_key()), 201)

    def ok(self, answer, status: int = 200) -> dict:
        self.assertEqual(status, answer.status, answer)
        return answer.json

    # ---- what must not be found, and what must ---------------------------------------------------------

    def test_nothing_is_left_when_idle(self):
        self.use()
        time.sleep(QUIET_S)
        needles = self.needles
        needles.text(self.markers.stem, "marker")
        self.assertGreaterEqual(len(self.clients), MEMBERS)
        with self.memory.halted():
            found = self.memory.scan(needles)
        self.assertGreaterEqual(self.memory.scanned_bytes, self.memory.anonymous_bytes, "a part was not read")
        print(f"memory: {len(self.keys)} keys, {len(self.markers.places)} markers, "
              f"{self.memory.scanned_bytes:,} bytes scanned, {len(found)} found")  # fmt: skip
        self.assertEqual([], [str(each) for each in found[:10]], f"{len(found)} found")

    def test_the_scan_finds_keys_while_requests_are_served(self):
        """Halted again and again between two instructions, until one of them works with a key."""
        officer = self.server.log_in_of("officer", OWNING_UNIT)
        needles = Needles()
        for what in (f"box/{officer.username}", f"unit/{OWNING_UNIT}/1"):
            needles.key(self.keys[what], what)
        over = threading.Event()
        busy = [threading.Thread(target=self.keep_busy, args=(officer, over)) for _ in range(BUSY_CLIENTS)]
        for thread in busy:
            thread.start()
        try:
            self.assertTrue(any(self.found_in_the_middle(needles) for _ in range(HALTS)))
        finally:
            over.set()
            for thread in busy:
                thread.join()

    def found_in_the_middle(self, needles: Needles) -> bool:
        with self.memory.halted():
            return bool(self.memory.scan(needles))

    def keep_busy(self, officer, over: threading.Event) -> None:
        client = self.server.new_session(officer)
        while not over.is_set():
            client.get("/v1/cases")
        client.close()


if __name__ == "__main__":
    unittest.main()
