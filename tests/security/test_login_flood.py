"""A flood of log-in attempts: bounded memory, no complaint refused, nobody locked out.

How fast intake stays is measured by tests/bench/flood_bench.py, which sends the same flood.
"""

import os
import re
import time
import unittest
from pathlib import Path

from actors import COMPLAINT
from bench_kit.flood import Flood
from harness import LogIn, Server, new_key, paths

PER_SECOND = 500
SECONDS = 30 if paths.LONG else 6
VICTIMS = 20
PEOPLE = 10  # half of them are victims
HASH_MB = 128
MEMORY_CAP_MB = 256 + HASH_MB * max(
    1, (os.cpu_count() or 1) - 1
)  # as many hashes at once as there are threads
TRIES, BETWEEN_S = 100, 0.2


class LoginFlood(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.start_demo()
        cls.server.stop()
        cls.raise_password_cost()
        cls.server.serve()
        cls.operator = cls.server.client("operator")
        cls.addClassCleanup(cls.operator.close)
        victims = cls.server.log_ins[-VICTIMS:]
        cls.people = cls.server.log_ins[-VICTIMS - PEOPLE // 2 : -VICTIMS + PEOPLE // 2]
        cls.recorded = []
        with Flood(cls.server.port, [victim.username for victim in victims], PER_SECOND, SECONDS) as flood:
            while not flood.is_over:
                cls.recorded.append(cls.operator.post("/v1/cases", COMPLAINT, key=new_key()).status)
        cls.flood = flood.outcome

    @classmethod
    def raise_password_cost(cls) -> None:
        """To that of real accounts: it is what every name that nobody has makes the server pay."""
        file = cls.server.data / "hotline.toml"
        text = re.sub(
            r"(?m)^memory_kib = .*$", f"memory_kib = {HASH_MB * 1024}", file.read_text(encoding="utf-8")
        )
        file.write_text(re.sub(r"(?m)^passes = .*$", "passes = 3", text), encoding="utf-8")

    def test_every_attempt_is_refused_in_an_orderly_way(self):
        self.assertEqual(set(), set(self.flood.statuses) - {401, 429, 503}, self.flood)
        self.assertGreater(self.flood.statuses[401], 0, self.flood)

    def test_every_complaint_is_taken(self):
        print(
            f"flood: {self.flood.sent} attempts, {dict(self.flood.statuses)}; {len(self.recorded)} complaints"
        )
        self.assertGreater(len(self.recorded), 0)
        self.assertEqual({201}, set(self.recorded))

    def test_memory_stays_under_its_cap(self):
        status = Path(f"/proc/{self.server.pid}/status").read_text(encoding="utf-8")
        peak_mb = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024
        print(f"flood: {peak_mb:.0f} MB at most, cap {MEMORY_CAP_MB} MB")
        self.assertLess(peak_mb, MEMORY_CAP_MB)

    def test_victims_and_others_log_in_afterwards(self):
        for log_in in self.people:
            self.assertTrue(any(self.is_let_in(log_in) for _ in range(TRIES)), log_in.username)

    def is_let_in(self, log_in: LogIn) -> bool:
        """Once more after a moment, as a person would."""
        client = self.server.anonymous()
        credentials = {"username": log_in.username, "password": log_in.password, "bearer": True}
        status = client.post("/v1/sessions", credentials).status
        client.close()
        if status != 201:
            time.sleep(BETWEEN_S)
        return status == 201


if __name__ == "__main__":
    unittest.main()
