"""The server's two accounts of itself: the table of its routes and /openapi.json."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from harness import Answer, Server, paths
from schema import find_faults, resolve

METHODS = ("get", "post", "put", "patch", "delete")
DEFAULT_MAX_BODY = 262144


@dataclass(frozen=True)
class Route:
    """One line of `hotline-server routes`."""

    method: str
    path: str
    name: str
    auth: str
    roles: tuple[str, ...]


def load_routes() -> list[Route]:
    done = subprocess.run([paths.SERVER, "routes"], capture_output=True, timeout=60, check=True)
    return [
        Route(row["method"], row["path"], row["name"], row["auth"], tuple(row["roles"]))
        for row in json.loads(done.stdout)
    ]


@dataclass(frozen=True)
class Operation:
    """One call of the description."""

    method: str
    path: str
    body: dict = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.body["operationId"]

    @property
    def max_body(self) -> int:
        return self.body.get("x-max-body-bytes", DEFAULT_MAX_BODY)

    def matches(self, method: str, path: str) -> bool:
        # A parameter fits one segment; {rest} fits all that follow.
        parts = [
            ".+" if part == "{rest}" else "[^/]+" if part.startswith("{") else re.escape(part)
            for part in re.split(r"(\{[^}]+\})", self.path)
        ]
        return method == self.method and re.fullmatch("".join(parts), path) is not None


class Description:
    def __init__(self, root: dict):
        self.root = root
        self.operations = [
            Operation(method.upper(), path, body)
            for path, item in root["paths"].items()
            for method, body in item.items()
            if method in METHODS
        ]

    def operation_of(self, method: str, target: str) -> Operation:
        path = urlsplit(target).path
        found = [operation for operation in self.operations if operation.matches(method, path)]
        # A literal segment wins over a parameter, as in the server.
        return min(found, key=lambda operation: operation.path.count("{"))

    def request_schema(self, operation: Operation) -> dict | None:
        if "requestBody" not in operation.body:
            return None
        body = resolve(operation.body["requestBody"], self.root)
        if "application/json" not in body["content"]:
            return None  # a page's form
        return resolve(body["content"]["application/json"]["schema"], self.root)

    def faults_of(self, operation: Operation, answer: Answer) -> list[str]:
        """How the answer differs from what is described for its status."""
        described = operation.body["responses"]
        status = str(answer.status)
        if answer.status < 400 and status not in described:
            return [f"{status} is not described"]
        response = resolve(described.get(status, described.get("default", {})), self.root)
        content = response.get("content", {})
        if not content:
            return [f"{status} has a body and should not"] if answer.body else []
        if answer.type not in content:
            return [f"{status} came as {answer.type}, described is {sorted(content)}"]
        if not answer.type.endswith("json"):
            return []
        return find_faults(answer.json, content[answer.type]["schema"], self.root)


def load_description(server: Server) -> Description:
    anyone = server.anonymous()
    root = anyone.get("/openapi.json").json
    anyone.close()
    return Description(root)
