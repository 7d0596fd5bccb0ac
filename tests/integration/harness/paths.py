"""Where the programs and the data are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(os.environ.get("HOTLINE_BIN", ROOT / "build" / "release" / "bin"))
SERVER = PROGRAMS / "hotline-server"
CLI = PROGRAMS / "hotline"
DIRECTORY = ROOT / "server" / "routing" / "data" / "directory.json"
COMPLAINTS = ROOT / "server" / "demo" / "data" / "complaints.jsonl"

DESK = "tong-dai-1022"
LONG = os.environ.get("HOTLINE_LONG") == "1"
