"""The command-line client, run as an auditor would run it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .client import Client

TIMEOUT_S = 120


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit {self.status}\n{self.out[-2000:]}\n{self.err[-2000:]}"


class Cli:
    """Runs `hotline`; the token travels in the environment, never in arguments."""

    def __init__(self, client: Client | None = None):
        self._client = client

    def run(self, *arguments: str | Path) -> Outcome:
        environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8"}
        if self._client is not None:
            environment["HOTLINE_SERVER"] = self._client.server.url
            environment["HOTLINE_TOKEN"] = self._client.token or ""
        done = subprocess.run(
            [paths.CLI, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            encoding="utf-8",
            env=environment,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)
