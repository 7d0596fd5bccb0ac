"""The real server as a process."""

import http.client
import json
import signal
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

from .machine import RELEASE, processor_seconds, resident_mb

STOP_S = 60


class BenchServer:
    """Runs until stop(); `started_at` is the moment before the process was made (monotonic)."""

    def __init__(self, data: Path, command: str, *options: object, tls: bool = False):
        arguments = [RELEASE / "hotline-server", command, "--data", data, "--listen", "127.0.0.1:0", *options]
        if not tls:
            arguments.append("--plain-http")
        self.tls = tls
        self.log = open(data.parent / f"{data.name}.log", "ab")
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            [str(part) for part in arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        self.port = self._read_port()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def processor_seconds(self) -> float:
        return processor_seconds(self.pid)

    @property
    def resident_mb(self) -> float:
        return resident_mb(self.pid)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(STOP_S)
        self.log.close()
        if status != 0:
            raise RuntimeError(f"the server ended with {status}: see {self.log.name}")

    def request(self, method: str, path: str, body: Any = None, token: str | None = None) -> Any:
        """One request on a connection of its own; raises unless the answer is a success."""
        return self.connect(token).request(method, path, body)

    def connect(self, token: str | None = None) -> "Connection":
        return Connection(self, token)

    def log_in(self, member: dict) -> str:
        credentials = {"username": member["username"], "password": member["password"], "bearer": True}
        return self.request("POST", "/v1/sessions", credentials)["token"]

    def _read_port(self) -> int:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(b"listening on "):
                return int(line.rstrip().rpartition(b":")[2])
        raise RuntimeError(f"the server ended with {self._process.wait()}: see {self.log.name}")


class Connection:
    def __init__(self, server: BenchServer, token: str | None):
        if server.tls:
            # The certificate was made by the server itself a moment ago, on this machine.
            trust = ssl._create_unverified_context()
            self._http = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=60, context=trust)
        else:
            self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._token = token

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; raises unless it is a success."""
        status, answer = self._exchange(method, path, body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:500]!r}")
        return json.loads(answer) if answer else None

    def status(self, method: str, path: str, body: Any = None) -> int:
        return self._exchange(method, path, body)[0]

    def _exchange(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        headers = {} if self._token is None else {"Authorization": f"Bearer {self._token}"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        self._http.request(method, path, body=data, headers=headers)
        response = self._http.getresponse()
        return response.status, response.read()
