"""Load on a server by wrk."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .server import BenchServer

SCRIPT = Path(__file__).resolve().parent / "load.lua"
ONCE_S = 5  # wrk runs for its whole time, even when its threads have ended


@dataclass(frozen=True)
class Load:
    """Requests to send: (method, path, body), where the body is text, or "@FILE", or empty."""

    requests: list[tuple[str, str, str]]
    token: str
    connections: int

    def run(self, server: BenchServer, seconds: float | None) -> dict:
        """Sends the list over and over for so many seconds, or, without, each request once. Raises when the
        server refused one; answers what wrk saw and the server's processor time a request."""
        threads = min(2, self.connections)
        with tempfile.TemporaryDirectory() as name:
            requests, token = Path(name, "requests"), Path(name, "token")
            requests.write_text("".join("\t".join(each) + "\n" for each in self.requests), encoding="utf-8")
            token.write_text(self.token, encoding="ascii")
            mode = "once" if seconds is None else "again"
            duration = ONCE_S if seconds is None else seconds
            command = ["wrk", f"-t{threads}", f"-c{self.connections}", f"-d{duration:g}s", "--timeout", "30s"]
            command += ["-s", SCRIPT, server.url, "--", requests, token, mode, threads]
            before = server.processor_seconds
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
            used = server.processor_seconds - before
        if done.returncode != 0:
            raise RuntimeError(f"wrk ended with {done.returncode}: {done.stdout}{done.stderr}")
        found = json.loads(done.stdout.splitlines()[-1])
        if found["refused"] or found["broken"] or not found["requests"]:
            raise RuntimeError(f"the server did not answer as it should: {found}")
        if seconds is None and found["requests"] < len(self.requests) - self.connections:
            raise RuntimeError(f"only {found['requests']} of {len(self.requests)} were answered in {ONCE_S} s")
        found["per_second"] = found["requests"] / found["seconds"]
        found["processor_us"] = used * 1e6 / found["requests"]
        return found
