"""The memory of a server with 50 logged-in idle members, read by root: no key, no word of a complaint.

The same scan in the middle of served requests must find keys, or it would prove nothing.
"""

import os
import shutil
import sqlite3
import subprocess
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from actors import OWNING_UNIT
from harness import NO_LIMITS, Server, paths
from markers import Markers, Scanner
from planting import Planting
from process_memory import Needles, ProcessMemory

HELPERS = Path(os.environ.get("HOTLINE_TEST_HELPERS", paths.PROGRAMS))
MEMBERS = 50
CASES = 60 if paths.LONG else 20
QUIET_S = 12  # longer than anything is kept for: rows for a second, window keys for ten
HALTS = 20


class Used:
    """A server that 50 members are logged in to and that was used for everything the API can do."""

    def __init__(self, tls: bool):
        self.server = Server(tls=tls, limits=NO_LIMITS)
        self.server.start_demo()
        self.server.stop()
        self.keys = self._open_keys()
        self.server.serve()
        self.memory = ProcessMemory(self.server.pid)
        self.markers = Markers()
        self.scanner = Scanner(self.markers)
        self.clients = [self.server.new_session(log_in) for log_in in self.server.log_ins[:MEMBERS]]
        Planting(self.server, self.markers, self.scanner, CASES).plant()
        for client in self.clients:
            client.get("/v1/cases")

    def close(self) -> None:
        for client in self.clients:
            client.close()
        self.server.close()

    @property
    def needles(self) -> Needles:
        needles = Needles()
        for what, key in self.keys.items():
            needles.key(key, what)
        for client, log_in in zip(self.clients, self.server.log_ins):
            self.scanner.add(client.token, f"session token of {log_in.username}")
            self.scanner.add(log_in.password, f"password of {log_in.username}")
        for (pattern, form), what in self.scanner.patterns.items():
            needles.patterns[pattern] = f"{what}, {form}"
        return needles

    def _open_keys(self) -> dict[str, bytes]:
        """Every secret key that a password of this folder leads to."""
        copy = self.server.folder / "copy"
        shutil.copytree(self.server.data, copy)
        done = subprocess.run(
            [HELPERS / "member_keys", copy, self.server.folder / "log-ins.json"],
            check=True,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        shutil.rmtree(copy)
        return {what: bytes.fromhex(key) for what, key in (line.split() for line in done.stdout.splitlines())}


class Memory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = cls.use(tls=False)

    @classmethod
    def use(cls, tls: bool) -> Used:
        used = Used(tls)
        cls.addClassCleanup(used.close)
        return used

    def assert_nothing_left(self, used: Used) -> None:
        time.sleep(QUIET_S)
        needles, memory = used.needles, used.memory
        with memory.halted():
            found = memory.scan(needles)
        self.assertGreaterEqual(memory.scanned_bytes, memory.anonymous_bytes, "a part was not read")
        print(f"memory: {len(used.clients)} sessions, {len(used.keys)} keys, "
              f"{len(needles.patterns)} patterns, {memory.scanned_bytes:,} bytes scanned, {len(found)} found")  # fmt: skip
        self.assertEqual([], [str(each) for each in found[:10]], f"{len(found)} found")

    def test_an_idle_server_holds_nothing(self):
        self.assert_nothing_left(self.plain)

    def test_an_idle_server_with_tls_holds_nothing(self):
        self.assert_nothing_left(self.use(tls=True))

    def test_the_scan_finds_keys_while_requests_are_served(self):
        """A look opens the unit's key, then waits for its event to be on disk: here for another writer."""
        used = self.plain
        officer = used.server.log_in_of("officer", OWNING_UNIT)
        needles = Needles()
        for what in (f"box/{officer.username}", f"unit/{OWNING_UNIT}/1"):
            needles.key(used.keys[what], what)
        client = used.server.new_session(officer)
        case = next(client.items("/v1/cases"))
        look = {"compartments": ["contact"], "purpose": "contact-citizen", "note": "Gọi lại cho người dân"}
        with ThreadPoolExecutor() as other:
            with nothing_is_written(used.server):
                answer = other.submit(client.post, f"/v1/cases/{case['id']}/reveal", look)
                self.assertTrue(any(found_now(used.memory, needles) for _ in range(HALTS)))
            self.assertEqual(200, answer.result().status)
        client.close()


def found_now(memory: ProcessMemory, needles: Needles) -> bool:
    with memory.halted():
        return bool(memory.scan(needles))


@contextmanager
def nothing_is_written(server: Server):
    """Holds the lock of the one writer, for less time than the server waits for it."""
    database = sqlite3.connect(server.data / "hotline.db", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        database.execute("ROLLBACK")
        database.close()


if __name__ == "__main__":
    unittest.main()
