"""One listener of GET /v1/events."""

import http.client
import json
import queue
import socket
import threading
from dataclasses import dataclass

from harness import Server

TIMEOUT_S = 60


@dataclass(frozen=True)
class Notice:
    id: str
    event: str
    data: dict


class EventStream:
    """Listens from the moment it is made; `with` closes the connection."""

    def __init__(self, server: Server, token: str | None, last_id: str | None = None):
        self._connection = http.client.HTTPConnection(server.host, server.port, timeout=TIMEOUT_S)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        self._connection.connect()
        self._socket = self._connection.sock  # http.client forgets it once the answer has begun
        self._connection.request("GET", "/v1/events", headers=headers)
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.type = self._response.headers.get_content_type()
        self.seen: list[Notice] = []
        self._notices: queue.Queue[Notice | None] = queue.Queue()
        if self.status == 200:
            # The server's first words come once it listens, so that nothing after this line is missed.
            self._response.readline()
            threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "EventStream":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Ends the reading thread too; closing alone would wait for the line it is reading."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the server was first
        self._connection.close()

    def next(self) -> Notice:
        """The next notice, whatever it is about; also kept in `seen`."""
        notice = self._notices.get(timeout=TIMEOUT_S)
        if notice is None:
            raise AssertionError("the stream ended")
        self.seen.append(notice)
        return notice

    def wait_for(self, case_id: str) -> Notice:
        """The next notice about this case; what comes before it is kept in `seen`."""
        while True:
            notice = self.next()
            if notice.data.get("id") == case_id:
                return notice

    @property
    def seen_ids(self) -> set[str]:
        return {notice.data["id"] for notice in self.seen}

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self._response:
                text = line.decode("utf-8").rstrip("\n")
                if text:
                    name, _, value = text.partition(":")
                    fields[name] = value.removeprefix(" ")
                    continue
                if "data" in fields:
                    self._notices.put(
                        Notice(fields.get("id", ""), fields.get("event", ""), json.loads(fields["data"]))
                    )
                fields = {}
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass  # closed by us while it was waiting
        self._notices.put(None)
