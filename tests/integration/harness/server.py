"""A hotline-server of one's own: its folder, its port, its log-ins."""

import json
import os
import queue
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .client import Client

START_S = 300  # the demonstration makes a key pair and a slow password hash for every user
STOP_S = 60
# [limits] of hotline.toml for tests that open more than a person may
NO_LIMITS = {
    "reveals_per_hour": 1_000_000,
    "reveals_per_day": 1_000_000,
    "unassigned_per_day": 1_000_000,
    "burst_reveals": 1_000_000,
    "burst_looks": 1_000_000,
    "burst_oversight": 1_000_000,
}


@dataclass(frozen=True)
class LogIn:
    username: str
    password: str
    roles: tuple[str, ...]
    units: tuple[str, ...]
    totp_secret: str | None = None


class Server:
    """Runs in a folder of its own on a free loopback port; `with` stops it and takes the folder away."""

    def __init__(
        self, complaints: Path | None = None, tls: bool = False, limits: dict[str, int] | None = None
    ):
        self.folder = Path(tempfile.mkdtemp(prefix="hotline-test-"))
        self.data = self.folder / "data"
        self.host, self.port = "127.0.0.1", 0
        self.tls = tls
        self.starts = 0
        self.ahead_s = 0
        self.log_ins: list[LogIn] = []
        self._complaints = complaints
        self._limits = limits
        self._process: subprocess.Popen | None = None
        self._errors: list[str] = []
        self._clients: dict[str, Client] = {}

    def __enter__(self) -> "Server":
        try:
            self.start_demo()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """Trusts the certificate that the server has made for itself, and no other."""
        return ssl.create_default_context(cafile=str(self.data / "tls.crt"))

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def errors(self) -> str:
        """Everything the server has written to stderr so far, over all its starts."""
        return "".join(self._errors)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    # ---- life ----------------------------------------------------------------------------------------

    def start_demo(self) -> None:
        credentials = self.folder / "log-ins.json"
        options = ["--directory", paths.DIRECTORY, "--credentials", credentials]
        if self._complaints is not None:
            options += ["--complaints", self._complaints]
        self._start("demo", *options)
        with open(credentials, encoding="utf-8") as file:
            self.log_ins = [_read_log_in(row) for row in json.load(file)]
        if self._limits is not None:
            self._serve_with_limits(self._limits)

    def serve(self, *options: str | Path) -> None:
        """Serves the folder that an earlier start made."""
        self._start("serve", *options)

    def _serve_with_limits(self, limits: dict[str, int]) -> None:
        self.stop()
        with open(self.data / "hotline.toml", "a", encoding="utf-8") as file:
            file.write("\n[limits]\n" + "".join(f"{name} = {value}\n" for name, value in limits.items()))
        self.serve()

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, as when the power fails."""
        self._end(signal.SIGKILL)

    def restart(self, ahead_s: int = 0) -> None:
        """The next server's clock goes `ahead_s` seconds before ours."""
        status = self.stop()
        if status != 0:
            raise AssertionError(f"the server ended with {status}\n{self.errors[-4000:]}")
        self.ahead_s = ahead_s
        self.serve()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        if self.is_alive:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- people --------------------------------------------------------------------------------------

    def log_in_of(self, role: str, unit: str | None = None, index: int = 0) -> LogIn:
        """The index-th user who has this role, in this unit when one is named."""
        found = [
            log_in
            for log_in in self.log_ins
            if role in log_in.roles and (unit is None or unit in log_in.units)
        ]
        if index >= len(found):
            raise AssertionError(f"no user number {index} of role {role} in {unit or 'any unit'}")
        return found[index]

    def client(self, role: str, unit: str | None = None, index: int = 0) -> Client:
        """A client of that user; logs in once and is shared from then on."""
        log_in = self.log_in_of(role, unit, index)
        if log_in.username not in self._clients:
            self._clients[log_in.username] = self.new_session(log_in)
        return self._clients[log_in.username]

    def new_session(self, log_in: LogIn) -> Client:
        client = Client(self)
        credentials = {"username": log_in.username, "password": log_in.password, "bearer": True}
        answer = client.post("/v1/sessions", credentials)
        if answer.status != 201:
            raise AssertionError(f"{log_in.username} cannot log in: {answer}")
        client.token = answer.json["token"]
        return client

    def anonymous(self) -> Client:
        return Client(self)

    # ---- process -------------------------------------------------------------------------------------

    def _running(self) -> subprocess.Popen:
        if self._process is None:
            raise AssertionError("the server was not started")
        return self._process

    def _start(self, command: str, *options: str | Path) -> None:
        if self.is_alive:
            raise AssertionError("the server runs already")
        if not self.tls:
            options = ("--plain-http", *options)
        self._process = subprocess.Popen(
            [paths.SERVER, command, "--data", self.data, "--listen", "127.0.0.1:0", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=os.environ | _clock_ahead(self.ahead_s),
        )
        lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=_pump, args=(self._process.stdout, lines.put), daemon=True).start()
        threading.Thread(target=_pump, args=(self._process.stderr, self._keep_error), daemon=True).start()
        self.port = self._wait_for_port(lines)
        self.starts += 1

    def _keep_error(self, line: str | None) -> None:
        if line is not None:
            self._errors.append(line)

    def _wait_for_port(self, lines: "queue.Queue[str | None]") -> int:
        before = []
        while True:
            try:
                line = lines.get(timeout=START_S)
            except queue.Empty:
                self.kill()
                raise AssertionError(f"not listening after {START_S} s\n{self.errors[-4000:]}") from None
            if line is None:
                status = self._running().wait(STOP_S)
                raise AssertionError(f"ended with {status}: {''.join(before)}\n{self.errors[-4000:]}")
            if line.startswith("listening on "):
                return int(line.rstrip().rpartition(":")[2])
            before.append(line)

    def _end(self, number: signal.Signals) -> int:
        process = self._running()
        process.send_signal(number)
        try:
            return process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)
            raise AssertionError(f"still alive {STOP_S} s after {number.name}") from None


def _clock_ahead(seconds: int) -> dict[str, str]:
    """Without the program of libfaketime, which would stand between us and the server's process id."""
    if seconds == 0:
        return {}
    return {
        "LD_PRELOAD": "/usr/$LIB/faketime/libfaketimeMT.so.1",  # the dynamic linker fills $LIB in
        "FAKETIME": f"+{seconds}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def _pump(stream, take) -> None:
    with stream:
        for line in stream:
            take(line)
    take(None)


def _read_log_in(row: dict) -> LogIn:
    return LogIn(
        username=row["username"],
        password=row["password"],
        roles=tuple(row["roles"]),
        units=tuple(row["units"]),
        totp_secret=row.get("totp_secret"),
    )
