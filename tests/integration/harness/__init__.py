"""Starts the real programs and talks to them; Python's standard library only."""

from . import paths, proof
from .cases import HotlineTest
from .client import Answer, Client, new_key
from .cli import Cli
from .complaints import Complaint, load_complaints
from .server import NO_LIMITS, LogIn, Server

__all__ = [
    "NO_LIMITS",
    "Answer",
    "Cli",
    "Client",
    "Complaint",
    "HotlineTest",
    "LogIn",
    "Server",
    "load_complaints",
    "new_key",
    "paths",
    "proof",
]
