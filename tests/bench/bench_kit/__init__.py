"""What the benches share: servers in folders of their own, load, figures, a quiet machine."""

from .figures import Figures, median, ratios
from .folders import Workshop
from .load import Load
from .machine import RELEASE, Quiet, is_long
from .server import BenchServer

__all__ = ["RELEASE", "BenchServer", "Figures", "Load", "Quiet", "Workshop", "is_long", "median", "ratios"]
