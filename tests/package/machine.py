"""A bare Debian 12 in a folder. Its namespaces end with the test, and with them mounts and processes."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


@dataclass(frozen=True)
class Outcome:
    status: int
    text: str  # stdout and stderr as they came

    def __str__(self) -> str:
        return f"exit {self.status}\n{self.text[-4000:]}"


def enter_namespaces() -> None:
    """Starts this program again as the first process of new mount and process namespaces."""
    if os.environ.get("HOTLINE_NAMESPACES") == "1":
        return
    os.environ["HOTLINE_NAMESPACES"] = "1"
    options = ["--mount", "--pid", "--fork", "--kill-child"]
    os.execvp("unshare", ["unshare", *options, sys.executable, *sys.argv])


class Machine:
    """HOTLINE_CHROOT_BASE names a folder that debootstrap has made, to be copied; without it one is made."""

    def __init__(self, root: Path):
        self.root = root
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        base = os.environ.get("HOTLINE_CHROOT_BASE")
        make = ["cp", "-a", base, root] if base else ["debootstrap", "--variant=minbase", "bookworm", root]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
        subprocess.run(["mount", "--bind", "/dev", root / "dev"], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        self.must("apt-get", "-qq", "update")

    def close(self) -> None:
        for folder in ("proc", "dev"):
            subprocess.run(["umount", "--lazy", self.root / folder], check=False)
        shutil.rmtree(self.root, ignore_errors=True)

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def command(self, *words: str, user: str | None = None) -> list[str]:
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        return ["chroot", str(self.root), *become, *words]

    def run(self, *words: str, user: str | None = None, given: str = "", **environment: str) -> Outcome:
        done = subprocess.run(
            self.command(*words, user=user),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=QUIET | {"HOME": "/root"} | environment,
            check=False,
        )
        return Outcome(done.returncode, done.stdout)

    def must(self, *words: str, **options: str) -> str:
        outcome = self.run(*words, **options)
        if outcome.status != 0:
            raise AssertionError(f"{' '.join(words)}: {outcome}")
        return outcome.text

    def install(self, package: Path) -> str:
        """By apt, with the packages it depends on; an older version too."""
        shutil.copy(package, self.root / "tmp")
        return self.must(
            "apt-get",
            "-qq",
            "install",
            "-y",
            "--no-install-recommends",
            "--allow-downgrades",
            f"/tmp/{package.name}",
        )
