"""One person's connection to the server."""

import http.client
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterator
from urllib.parse import urlencode

if TYPE_CHECKING:
    from .server import Server

TIMEOUT_S = 60
CLOSED_WHILE_IDLE = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)


def new_key() -> str:
    """An Idempotency-Key of 192 random bits."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.headers.get_content_type()

    @property
    def pointers(self) -> list[str]:
        """The JSON pointers that a problem names."""
        return [error["pointer"] for error in self.json.get("errors", [])]

    def __str__(self) -> str:
        return f"{self.status} {self.body[:2000].decode('utf-8', 'replace')}"


class Client:
    """Keeps one connection alive and follows the server over restarts. Not for use by two threads."""

    def __init__(self, server: "Server", token: str | None = None):
        self.server = server
        self.token = token
        self._connection: http.client.HTTPConnection | None = None
        self._start: int | None = None

    def get(self, path: str, **query: Any) -> Answer:
        return self.request("GET", f"{path}?{urlencode(query)}" if query else path)

    def delete(self, path: str) -> Answer:
        return self.request("DELETE", path)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        """`body` is sent as JSON, or as it is when it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        headers = {"Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        return self.request("POST", path, data, headers)

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        sent = dict(headers or {})
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        was_open = self._is_open()
        try:
            return self._send(method, path, body, sent)
        except CLOSED_WHILE_IDLE:
            self.close()
            if not was_open:
                raise
            return self._send(method, path, body, sent)

    def items(self, path: str, **query: Any) -> Iterator[dict]:
        """Every item of a list, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, **query, **cursor)
            if page.status != 200:
                raise AssertionError(f"GET {path}: {page}")
            yield from page.json["items"]
            if page.json["next"] is None:
                return
            cursor = {"cursor": page.json["next"]}

    def finish_work(self, bound: int = 1000) -> None:
        """Does the pending key work of this member's units."""
        for _ in range(bound):
            answer = self.post("/v1/work", {})
            if answer.status != 200:
                raise AssertionError(f"POST /v1/work: {answer}")
            if answer.json["left"] == 0:
                return
        raise AssertionError(f"work is still left after {bound} calls")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _is_open(self) -> bool:
        if self._start != self.server.starts:
            self.close()
        return self._connection is not None and self._connection.sock is not None

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = self._connect()
            self._start = self.server.starts
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def _connect(self) -> http.client.HTTPConnection:
        where = (self.server.host, self.server.port)
        if self.server.tls:
            return http.client.HTTPSConnection(*where, timeout=TIMEOUT_S, context=self.server.trust)
        return http.client.HTTPConnection(*where, timeout=TIMEOUT_S)
