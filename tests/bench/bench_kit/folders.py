"""Data folders to measure in, on the same disk as the build."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from .machine import RELEASE, RESULTS, ROOT
from .server import BenchServer

TEXT = Path(__file__).resolve().parent.parent / "data" / "complaint.txt"
REPORTER = {
    "full_name": "Nguyễn Thị Kim Hoàng",
    "phone": "0918402736",
    "address": "215/7 đường Nguyễn Huệ, phường Mỹ Tho",
}
GIVEN = {"class": "phan-anh", "field": "giao-thong", "area": "my-tho"}
# One member opens here what a whole hotline opens in a day.
NO_LIMITS = "\n[limits]\n" + "".join(
    f"{name} = 1000000\n"
    for name in ("reveals_per_hour", "reveals_per_day", "unassigned_per_day", "burst_reveals")
    + ("burst_looks", "burst_oversight")
)
GIVEN_UNIT = "so-xay-dung"  # where the directory sends that field


def complaint(given: bool, phone: str = REPORTER["phone"]) -> dict:
    """The body of a POST /v1/cases: 800 characters, a reporter; with or without what an operator chooses."""
    return {
        "channel": "phone",
        "text": TEXT.read_text(encoding="utf-8").strip(),
        "reporter": REPORTER | {"phone": phone},
        "consents": {"contact_by_unit": True, "notify": True},
        **(GIVEN if given else {}),
    }


class Workshop:
    """A temporary folder with one founded data folder, of which each measurement gets a copy."""

    def __init__(self) -> None:
        RESULTS.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="work-", dir=RESULTS))
        self.log_ins = self.folder / "log-ins.json"
        self._founded = self.folder / "founded"
        self._servers: list[BenchServer] = []

    def __enter__(self) -> "Workshop":
        directory = ROOT / "server" / "routing" / "data" / "directory.json"
        founding = BenchServer(
            self._founded, "demo", "--directory", directory, "--credentials", self.log_ins
        )
        founding.stop()
        with open(self._founded / "hotline.toml", "a", encoding="utf-8") as file:
            file.write(NO_LIMITS)
        for given in (True, False):
            self.body(given).write_text(json.dumps(complaint(given), ensure_ascii=False), encoding="utf-8")
        return self

    def __exit__(self, *_) -> None:
        for server in self._servers:
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def body(self, given: bool) -> Path:
        return self.folder / ("body-given.json" if given else "body-text.json")

    def copy(self, name: str) -> Path:
        target = self.folder / name
        shutil.copytree(self._founded, target)
        return target

    def serve(self, data: Path, tls: bool = False) -> BenchServer:
        server = BenchServer(data, "serve", tls=tls)
        self._servers.append(server)
        return server

    def member(self, role: str, unit: str | None = None) -> dict:
        """The first log-in with this role, in this unit when one is named."""
        for log_in in json.loads(self.log_ins.read_text(encoding="utf-8")):
            if role in log_in["roles"] and (unit is None or unit in log_in["units"]):
                return log_in
        raise LookupError(f"no {role} of {unit}")

    def probe(self, command: str, data: Path, *options: object, given: bool = True) -> dict:
        """Runs a command of the C++ probe on a folder that no server has open."""
        arguments = [RELEASE / "probe", command, data]
        if command != "sync":
            arguments += [self.log_ins, self.body(given)]
        return run_json(*arguments, *options)

    def storage(self, *options: object) -> dict:
        return run_json(RELEASE / "storage_bench", "--json", *options, cwd=self.folder)


def run_json(*command: object, cwd: Path | None = None) -> dict:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
