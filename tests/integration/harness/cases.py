"""The base of the integration tests: one server per class, and assertions that show the answer."""

import unittest
from pathlib import Path

from .client import Answer, Client
from .server import Server


class HotlineTest(unittest.TestCase):
    """Starts one demonstration server for all tests of the class."""

    complaints: Path | None = None
    limits: dict[str, int] | None = None  # [limits] of hotline.toml, where a test needs others
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = cls.enterClassContext(Server(cls.complaints, limits=cls.limits))

    def assert_status(self, answer: Answer, status: int, what: str = "") -> Answer:
        self.assertEqual(answer.status, status, f"{what} {answer}")
        return answer

    def assert_problem(self, answer: Answer, *statuses: int, what: str = "") -> Answer:
        """A refusal is application/problem+json, whose status is the answer's."""
        self.assertIn(answer.status, statuses, f"{what} {answer}")
        self.assertEqual(answer.type, "application/problem+json", what)
        problem = answer.json
        self.assertEqual(problem["status"], answer.status, what)
        for member in ("type", "title", "detail", "instance"):
            self.assertTrue(problem[member], f"{what}: empty {member}")
        return answer

    def record(self, client: Client, body: dict, key: str | None = None) -> dict:
        """Records a case and returns the answer's body."""
        return self.assert_status(client.post("/v1/cases", body, key=key), 201).json

    def case_count(self, client: Client, **filters: str) -> int:
        page = self.assert_status(client.get("/v1/cases", limit=1, **filters), 200).json
        return sum(page["counts"]["by_state"].values())
