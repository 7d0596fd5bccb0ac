"""Bytes on a socket, for requests that no decent client would send."""

import socket
from dataclasses import dataclass

from .server import Server

TIMEOUT_S = 60


@dataclass(frozen=True)
class RawAnswer:
    """Status 0: the server closed the connection without a word."""

    status: int
    head: str
    body: bytes

    @property
    def type(self) -> str:
        for line in self.head.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "content-type":
                return value.strip().split(";")[0]
        return ""


def connect(server: Server) -> socket.socket:
    return socket.create_connection((server.host, server.port), timeout=TIMEOUT_S)


def send_raw(server: Server, request: bytes) -> RawAnswer:
    """Sends `request`, says nothing more and reads until the server closes or the answer is whole."""
    with connect(server) as connection:
        try:
            connection.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all was read; the answer is still there to be read
        return read_answer(connection)


def read_answer(connection: socket.socket) -> RawAnswer:
    """Errors: TimeoutError when the server neither answers nor closes within the bound."""
    received = b""
    while not _is_whole(received):
        try:
            part = connection.recv(65536)
        except ConnectionResetError:
            break
        if not part:
            break
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    text = head.decode("latin-1")
    return RawAnswer(int(text.split(" ")[1]) if text.startswith("HTTP/1.") else 0, text, body)


def _is_whole(received: bytes) -> bool:
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return False
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    return False
