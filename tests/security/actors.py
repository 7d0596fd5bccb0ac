"""Who asks: one actor a role, and those whose token is worth nothing."""

import json
import secrets
from dataclasses import dataclass

from harness import Client, LogIn, Server

OWNING_UNIT = "so-xay-dung"
OTHER_UNIT = "so-y-te"
THIRD_UNIT = "so-noi-vu"

COMPLAINT = {
    "channel": "phone",
    "text": "Đường Hùng Vương đoạn trước chợ có ổ gà rất sâu, đề nghị sửa sớm.",
    "class": "phan-anh",
    "field": "giao-thong",
    "area": "my-tho",
    "unit": OWNING_UNIT,
    "reporter": {"full_name": "Trần Văn Bảy", "phone": "0939 517 284", "call_name": "anh Bảy"},
    "consents": {"contact_by_unit": True},
}
LOOK = {
    "compartments": ["contact"],
    "purpose": "contact-citizen",
    "note": "Gọi lại để hỏi vị trí chính xác của ổ gà",
}


@dataclass
class Actor:
    name: str
    client: Client
    log_in: LogIn | None = None


def staff(server: Server) -> list[Actor]:
    """A member of every role; officers of the owning and of another unit."""
    people = {
        "operator": server.log_in_of("operator"),
        "supervisor": server.log_in_of("supervisor"),
        "officer": server.log_in_of("officer", OWNING_UNIT),
        "foreign officer": server.log_in_of("officer", OTHER_UNIT),
        "lead": server.log_in_of("lead", OWNING_UNIT),
        "auditor": server.log_in_of("auditor"),
        "admin": server.log_in_of("admin"),
    }
    return [Actor(name, server.new_session(log_in), log_in) for name, log_in in people.items()]


def nobodies(server: Server) -> list[Actor]:
    """No token, a made-up one, a malformed one, one whose session has ended, a cookie without its header."""
    ended = server.new_session(server.log_in_of("supervisor"))
    assert ended.delete("/v1/sessions/current").status == 204
    return [
        Actor("nobody", server.anonymous()),
        Actor("nobody, made-up token", Client(server, secrets.token_urlsafe(32))),
        Actor("nobody, malformed token", Client(server, "x")),
        Actor("nobody, ended session", ended),
        Actor("nobody, cookie alone", CookieClient(server, bare=True)),
    ]


class CookieClient(Client):
    """An operator's browser. `bare`: as when another site makes it send its cookie."""

    def __init__(self, server: Server, bare: bool = False):
        super().__init__(server)
        log_in = server.log_in_of("operator")
        credentials = {"username": log_in.username, "password": log_in.password}
        answer = super().request(
            "POST", "/v1/sessions", json.dumps(credentials).encode(), {"Content-Type": "application/json"}
        )
        if answer.status != 201:
            raise AssertionError(f"{log_in.username} cannot log in: {answer}")
        self.set_cookie = answer.headers["Set-Cookie"]
        self.first_answer = answer
        self._fields = {"Cookie": self.set_cookie.partition(";")[0]}
        if not bare:
            self._fields["X-Requested-With"] = "hotline"

    def request(self, method, path, body=None, headers=None):
        return super().request(method, path, body, {**self._fields, **(headers or {})})
