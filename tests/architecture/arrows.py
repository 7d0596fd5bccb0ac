"""Who may include whom. One table; what is not in it is an arrow the wrong way."""

import re

GROUND = {"server/http", "server/ops"}
BASE = {"server/vault", "server/audit"}
SERVICES = {
    f"server/{room}"
    for room in ("access", "redaction", "routing", "calendar", "letters", "reports", "events")
}
FLOW = {"server/flow"}
API = {"server/api"}
TOP = {"server/app", "server/config", "server/demo"}
LAYERS = {"crypto", "storage"}

# A room may include itself and these. Rooms side by side do not see each other.
ALLOWED = {
    "crypto": set(),
    "storage": {"crypto"},
    "clients": {"crypto"},
    **{room: {"crypto"} for room in GROUND},
    **{room: LAYERS | GROUND for room in BASE},
    **{room: LAYERS | GROUND | BASE for room in SERVICES},
    **{room: LAYERS | GROUND | BASE | SERVICES for room in FLOW},
    **{room: LAYERS | GROUND | BASE | SERVICES | FLOW for room in API},
    **{room: LAYERS | GROUND | BASE | SERVICES | FLOW | API | TOP for room in TOP},
    "server/main": LAYERS | GROUND | BASE | SERVICES | FLOW | API | TOP,
}

# (file or room that includes, room or file that is included): the reason.
EXCEPTIONS = {
    ("server/http", "server/ops"): "the listener uses the clock, log and pool; ops knows nothing of it",
    ("server/ops/await_engine.hpp", "storage"): "makes the engine's callbacks awaitable for every room",
    ("server/audit", "server/access"): "an act is by a member, and the member is access's word",
    ("server/audit", "server/vault/sealer.hpp"): "the staff half of a leaf is sealed to the audit unit",
    ("server/routing", "server/redaction"): "the classifier reads the text that redaction prepared and cut",
    ("server/access", "server/redaction/text.hpp"): "passwords are hashed as NFC; Unicode lives there",
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)
TOP_ROOMS = {"crypto", "storage", "server", "clients", "tests"}


def room_of(path: str) -> str:
    """The room a file lies in; a file directly in server/ is a room of its own (main, app, config)."""
    parts = path.split("/")
    if parts[0] == "server" and len(parts) > 1:
        return f"server/{parts[1].split('.')[0]}"
    return parts[0]


def is_allowed(path: str, included: str) -> bool:
    room, other = room_of(path), room_of(included)
    if room == "tests" or room == other or other in ALLOWED.get(room, set()):
        return True
    return any((a, b) in EXCEPTIONS for a in (path, room) for b in (included, other))
