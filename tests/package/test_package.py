"""The package on a bare Debian 12: install, serve, upgrade with a migration, the way back, removal.

Needs root, for a Debian in a folder: `./dev package --test` runs it, CI does not.
"""

import json
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from machine import Machine, enter_namespaces
from sandbox import Sandbox
from service import Service

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "package-test"
DATA = "/var/lib/hotline"
COPY = "/var/backups/hotline"
DIRECTORY = "/usr/share/hotline/directory.json"
EXPOSURE = 15  # of systemd-analyze security, in tenths; 0 is closed, 100 open


def newest_package() -> Path:
    version = re.search(r"project\(hotline VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    return ROOT / "build" / f"hotline-server_{version}_amd64.deb"


def make_next(package: Path) -> Path:
    """The same package as a later version, with the program that has one more migration."""
    folder, result = WORK / "next", WORK / "hotline-server_9999.0_amd64.deb"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    program = folder / "usr/bin/hotline-server"
    subprocess.run(["strip", "-o", program, ROOT / "build/release/bin/hotline-server-next"], check=True)
    control = folder / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", "Version: 9999.0", control.read_text()))
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "DEBIAN" not in path.parts)
    sums = subprocess.run(["md5sum", *(str(path.relative_to(folder)) for path in files)], cwd=folder,
                          stdout=subprocess.PIPE, check=True)  # fmt: skip
    (folder / "DEBIAN/md5sums").write_bytes(sums.stdout)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", folder, result],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return result


class Package(unittest.TestCase):
    """One machine; the tests are its story and run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        WORK.mkdir(parents=True, exist_ok=True)
        cls.old = newest_package()
        cls.next = make_next(cls.old)
        cls.machine = Machine(WORK / "root")
        cls.addClassCleanup(cls.machine.close)
        cls.service = Service(cls.machine)

    # ---- what the tests ask -----------------------------------------------------------------------------

    def hotline(self, *words: str, given: str = "") -> str:
        return self.machine.must("hotline", "--no-input", "--server", self.service.address, "--ca-file",
                                 f"{DATA}/tls.crt", *words, given=given)  # fmt: skip

    def log_in(self) -> None:
        log_ins = json.loads(self.machine.path(f"{DATA}/log-ins.json").read_text(encoding="utf-8"))
        operator = next(log_in for log_in in log_ins if log_in["roles"] == ["operator"])
        self.hotline("login", operator["username"], "--password-stdin", given=operator["password"] + "\n")

    def complain(self, text: str) -> str:
        """Files a complaint; returns its reference."""
        return json.loads(self.hotline("--json", "case", "new", given=text).splitlines()[-1])["reference"]

    def references(self) -> set[str]:
        return set(re.findall(r"\b\d{2}-\d{6}\b", self.hotline("case", "list", "--all")))

    def mode_of(self, inside: str) -> tuple[str, str]:
        mode, owner = self.machine.must("stat", "-c", "%a %U", inside).split()
        return mode, owner

    # ---- the story --------------------------------------------------------------------------------------

    def test_1_installs_with_what_it_needs(self):
        said = self.machine.install(self.old)
        self.assertIn("hotline-server init", said)
        self.assertEqual(("700", "hotline"), self.mode_of(DATA))
        self.assertEqual("", self.machine.must("dpkg", "--verify", "hotline-server"))
        for inside in ("man/man1/hotline.1.gz", "man/man5/hotline.toml.5.gz", "man/man8/hotline-server.8.gz",
                       "bash-completion/completions/hotline", "hotline/web/login.html",
                       "doc/hotline-server/examples/hotline.toml"):  # fmt: skip
            self.assertTrue(self.machine.path(f"/usr/share/{inside}").is_file(), inside)
        self.assertTrue(self.machine.must("hotline-server", "--version").strip())

    def test_2_founds_and_serves_as_its_own_user(self):
        kit = self.machine.must(
            "hotline-server", "init", "--user", "hotline", "--data", DATA, "--directory", DIRECTORY
        )
        self.assertIn("recovery code", kit)
        for name in ("hotline.toml", "hotline.db", "log.key", "tls.key"):
            self.assertEqual(("600", "hotline"), self.mode_of(f"{DATA}/{name}"))
        self.machine.path("/etc/hotline/server.env").write_text("HOTLINE_OPTIONS=--listen 127.0.0.1:0\n")
        self.service.start()
        self.assertEqual(self.service.may_lock, self.service.locked_kb > 0)
        self.service.stop()

    def test_3_serves_with_the_example_configuration(self):
        real = self.machine.path(f"{DATA}/hotline.toml").read_text(encoding="utf-8")
        example = self.machine.path("/usr/share/doc/hotline-server/examples/hotline.toml").read_text(
            encoding="utf-8"
        )
        for key in ("root", "origin"):
            given = re.search(rf'(?m)^{key} = "[^"]*"', real).group()
            example = re.sub(rf'(?m)^{key} = "[^"]*"', lambda _: given, example)
        self.machine.path(f"{DATA}/hotline.toml").write_text(example, encoding="utf-8")
        self.service.start()
        self.service.stop()

    def test_4_refuses_what_others_can_read_and_root(self):
        for name, mode in (("log.key", "640"), ("hotline.db", "604"), ("", "750")):
            path = f"{DATA}/{name}".rstrip("/")
            before, _ = self.mode_of(path)
            self.machine.must("chmod", mode, path)
            refused = self.service.refused()
            self.assertEqual(1, refused.status, refused)
            self.assertIn(f"chmod {before} {path}", refused.text)
            self.machine.must("chmod", before, path)
        by_root = self.machine.run("hotline-server", "fsck", "--data", DATA)
        self.assertEqual(1, by_root.status, by_root)
        self.assertIn("--user NAME", by_root.text)
        self.assertIn(
            "clean", self.machine.must("hotline-server", "fsck", "--user", "hotline", "--data", DATA)
        )

    def test_5_takes_a_complaint_from_the_client(self):
        """With sample accounts, of which a founded folder has only the administrator."""
        self.machine.must("sh", "-c", f"rm -r {DATA}/*")
        demo = subprocess.Popen(
            self.machine.command("hotline-server", "demo", "--data", DATA, "--directory", DIRECTORY,
                                 "--credentials",
                                 f"{DATA}/log-ins.json", "--listen", "127.0.0.1:0", user="hotline"),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")  # fmt: skip
        self.assertIn("listening on", demo.stdout.readline())
        demo.terminate()
        self.assertEqual(0, demo.wait(60))
        demo.stdout.close()
        self.service.start()
        self.log_in()
        type(self).first = self.complain("Đèn đường trước chợ Mỹ Tho hỏng đã ba ngày nay.")
        self.assertEqual({self.first}, self.references())
        self.service.stop()

    def test_6_upgrades_with_a_migration(self):
        self.machine.must("cp", "-a", DATA, COPY)
        self.machine.install(self.next)
        self.assertEqual("9999.0", self.machine.must("hotline-server", "--version").strip())
        self.assertIn("--listen 127.0.0.1:0", self.machine.path("/etc/hotline/server.env").read_text())
        self.service.start()
        self.log_in()
        self.assertEqual({self.first}, self.references())
        type(self).second = self.complain("Rác tràn ra đường trước cổng trường tiểu học.")
        self.service.stop()
        self.assertIn(
            "clean", self.machine.must("hotline-server", "fsck", "--user", "hotline", "--data", DATA)
        )

    def test_7_goes_back_with_the_copy_and_only_with_it(self):
        self.machine.install(self.old)
        refused = self.service.refused()
        self.assertEqual(1, refused.status, refused)
        self.assertIn("schema version 9999, newer than", refused.text)
        self.machine.must("mv", DATA, f"{DATA}.new")
        self.machine.must("cp", "-a", COPY, DATA)
        self.service.start()
        self.log_in()
        self.assertEqual({self.first}, self.references())
        self.service.stop()

    def test_8_has_a_unit_that_systemd_accepts(self):
        self.machine.must("apt-get", "-qq", "install", "-y", "--no-install-recommends", "systemd")
        unit = "/lib/systemd/system/hotline-server.service"
        self.assertEqual("", self.machine.must("systemd-analyze", "verify", "--man=no", unit))
        judged = self.machine.run(
            "systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", unit
        )
        print(judged.text.splitlines()[-1])
        self.assertEqual(0, judged.status, judged)

    def test_8_works_with_what_the_sandbox_leaves_it(self):
        """systemd does not run here, so what the service asks of the kernel is compared with what it may."""
        trace = WORK / "trace"
        self.service.start(trace)
        self.log_in()
        self.complain("Nước máy yếu cả tuần nay ở khu phố 3.")
        self.service.stop()
        groups = self.machine.must("systemd-analyze", "syscall-filter")
        sandbox = Sandbox(self.service.unit_lines(), groups)
        self.assertEqual([], sandbox.refused(trace.read_text(encoding="utf-8", errors="replace")))
        self.assertEqual(["reboot"], sandbox.refused('1 execve("/usr/bin/hotline-server"\n1 reboot(0) = 0\n'))

    def test_9_is_removed_without_a_word_lost(self):
        said = self.machine.must("apt-get", "-qq", "purge", "-y", "hotline-server")
        self.assertIn("was not touched", said)
        self.assertTrue(self.machine.path(f"{DATA}/hotline.db").is_file())
        self.assertFalse(self.machine.path("/etc/hotline/server.env").exists())
        self.machine.must("getent", "passwd", "hotline")
        self.machine.must("rm", "-r", DATA)
        self.machine.install(self.old)
        self.machine.must("apt-get", "-qq", "purge", "-y", "hotline-server")
        self.assertFalse(self.machine.path(DATA).exists())
        self.assertEqual(2, self.machine.run("getent", "passwd", "hotline").status)


if __name__ == "__main__":
    enter_namespaces()
    sys.argv.append("--failfast")
    unittest.main(verbosity=2)
