"""Runs the package's unit without systemd: the same command, user, environment and notification socket."""

import os
import shlex
import signal
import socket
import struct
import subprocess
from pathlib import Path

from machine import QUIET, Machine, Outcome

START_S = 120
STOP_S = 60


MEMLOCK = ["prlimit", "--memlock=unlimited"]  # as the unit's LimitMEMLOCK=infinity


class Service:
    def __init__(self, machine: Machine):
        self.machine = machine
        self.address = ""
        self._process: subprocess.Popen | None = None
        self._told: socket.socket | None = None
        self._told_by = 0
        # Root of a container may lack the right to raise limits.
        self.may_lock = (
            subprocess.run([*MEMLOCK, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
        )

    def start(self, trace: Path | None = None) -> None:
        """Returns when the service manager has been told that it is ready. `trace`: strace writes there."""
        self._listen()
        self._process = self._open(trace, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self._process.stdout.readline()
        if not line.startswith("listening on "):
            raise AssertionError(f"the service did not start: {line!r}, exit {self._process.wait(STOP_S)}")
        self.address = line.split()[-1]
        self._told_by = self._expect("READY=1")

    @property
    def locked_kb(self) -> int:
        with open(self.machine.path(f"/proc/{self._told_by}/status"), encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmLck:"))

    def stop(self) -> None:
        os.kill(self._told_by, signal.SIGTERM)
        self._expect("STOPPING=1")
        status = self._process.wait(STOP_S)
        self._process.stdout.close()
        self._told.close()
        if status != 0:
            raise AssertionError(f"the service ended with {status}")

    def refused(self) -> Outcome:
        """The end of a start that must not succeed."""
        self._listen()
        process = self._open(None, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text, _ = process.communicate(timeout=START_S)
        self._told.close()
        return Outcome(process.returncode, text)

    def unit_lines(self) -> list[tuple[str, str]]:
        text = self.machine.path("/lib/systemd/system/hotline-server.service").read_text(encoding="utf-8")
        settings = (
            line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#")
        )
        return [(name, value) for name, _, value in settings]

    def _open(self, trace: Path | None, **streams: int) -> subprocess.Popen:
        unit = dict(self.unit_lines())
        variables = self.machine.path(unit["EnvironmentFile"].lstrip("-")).read_text(encoding="utf-8")
        options = dict(line.split("=", 1) for line in variables.splitlines() if line[:1] not in ("", "#"))
        words = shlex.split(unit["ExecStart"].replace("$HOTLINE_OPTIONS", options["HOTLINE_OPTIONS"]))
        limits = MEMLOCK if self.may_lock else []
        watch = ["strace", "-f", "-s", "0", "-o", str(trace)] if trace else []
        return subprocess.Popen(
            [*limits, *watch, *self.machine.command(*words, user=unit["User"])],
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=QUIET | {"NOTIFY_SOCKET": "/run/notify"},
            **streams,
        )

    def _listen(self) -> None:
        path = self.machine.path("/run/notify")
        path.unlink(missing_ok=True)
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._told.bind(str(path))
        Path(path).chmod(0o666)
        self._told.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._told.settimeout(START_S)

    def _expect(self, state: str) -> int:
        """Who said it: with strace in between, the service is not the process that was started."""
        told, ancillary, *_ = self._told.recvmsg(256, socket.CMSG_SPACE(12))
        if told.decode() != state:
            raise AssertionError(f"the service manager was told {told!r}, not {state!r}")
        return struct.unpack("3i", ancillary[0][2])[0]
