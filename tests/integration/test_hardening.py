"""What the process may not do, and what it refuses to start with."""

import os
import re
import stat
import subprocess
import unittest
from pathlib import Path

from harness import Server, paths

TIMEOUT_S = 60


class Hardening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.start_demo()

    def setUp(self):
        if not self.server.is_alive:
            self.server.serve()

    def process(self, file: str, what: str) -> str:
        text = Path(f"/proc/{self.server.pid}/{file}").read_text(encoding="utf-8")
        return re.search(rf"(?m)^{what}:? +(.*)$", text.replace("\t", " ")).group(1)

    def test_no_core_file_and_no_tracing(self):
        self.assertEqual(["0", "0"], self.process("limits", "Max core file size").split()[:2])
        # A process that may be traced belongs to its user here, one that may not to root.
        self.assertEqual(0, os.stat(f"/proc/{self.server.pid}/environ").st_uid)

    def test_locks_its_memory_or_says_that_it_cannot(self):
        locked_kb = int(self.process("status", "VmLck").split()[0])
        self.assertEqual(locked_kb == 0, '"memory.not_locked"' in self.server.errors)

    # ASVS 5.0.0: 16.4.2
    def test_makes_files_for_its_user_alone(self):
        for path in [self.server.data, *self.server.data.rglob("*")]:
            self.assertEqual(0, stat.S_IMODE(path.stat().st_mode) & 0o077, path)

    def test_refuses_what_others_can_read_or_change(self):
        self.server.stop()
        for name in ("", "hotline.toml", "hotline.db", "log.key", "tls.key"):
            path = self.server.data / name
            right = stat.S_IMODE(path.stat().st_mode)
            for opened in (0o040, 0o002):
                path.chmod(right | opened)
                for command in ("serve", "fsck"):
                    self.assert_refused(f"chmod {right:o} {path}", command)
            path.chmod(right)
        self.server.serve()

    def test_refuses_another_user(self):
        self.server.stop()
        self.assert_refused("no such user", "serve", "--user", "no-such-user-1022")
        if os.geteuid() == 0:
            os.chown(self.server.data, 65534, -1)
            self.assert_refused("--user NAME", "serve")
            os.chown(self.server.data, 0, -1)
        else:
            self.assert_refused("only root", "serve", "--user", "root")
        self.server.serve()

    def assert_refused(self, reason: str, command: str, *options: str) -> None:
        done = subprocess.run(
            [paths.SERVER, command, "--data", self.server.data, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        self.assertEqual((1, ""), (done.returncode, done.stdout), done.stderr)
        self.assertIn(reason, done.stderr)


if __name__ == "__main__":
    unittest.main()
