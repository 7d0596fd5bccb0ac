"""Answers that must not tell things apart: who exists, which cases exist, which codes are nearly right."""

import secrets
import unittest

from actors import COMPLAINT, LOOK, OTHER_UNIT, OWNING_UNIT
from harness import Answer, HotlineTest

UNKNOWN_ID = secrets.token_hex(16)
UNKNOWN_REFERENCE = "26-999999"
CASE_CALLS = {
    "": None,
    "/accept": {"version": 1},
    "/transfer": {"version": 1, "unit": OTHER_UNIT, "reason": "Chuyển"},
    "/reply": {"version": 1, "text": "Đã xem"},
    "/close": {"version": 1},
    "/reveal": LOOK,
    "/divert": {"version": 1, "confirmed": True},
}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class EqualAnswers(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.anyone = cls.server.anonymous()
        cls.addClassCleanup(cls.anyone.close)
        cls.case = cls.operator.post("/v1/cases", COMPLAINT).json

    def shape(self, answer: Answer) -> tuple:
        """Everything a client sees of a problem but the date and the request id.

        `Connection` only tells whether the body had arrived when the answer was ready.
        """
        problem = answer.json
        self.assertEqual(problem.pop("instance"), answer.headers["X-Request-Id"])
        passing = ("Date", "X-Request-Id", "Connection")
        fields = {name: value for name, value in answer.headers.items() if name not in passing}
        return answer.status, fields, problem

    def assert_alike(self, status: int, answers: dict[str, Answer]) -> None:
        shapes = {}
        for what, answer in answers.items():
            self.assert_problem(answer, status, what=what)
            shapes[what] = self.shape(answer)
        first = next(iter(shapes.values()))
        for what, shape in shapes.items():
            self.assertEqual(shape, first, what)

    def log_in(self, username: str, password: str) -> Answer:
        credentials = {"username": username, "password": password, "bearer": True}
        return self.anyone.post("/v1/sessions", credentials)

    # ASVS 5.0.0: 6.3.8
    def test_unknown_user_and_wrong_password(self):
        known = self.server.log_in_of("operator")
        answers = {
            "unknown user": self.log_in("nobody-of-this-name", known.password),
            "wrong password": self.log_in(known.username, "not the password"),
            "another's password": self.log_in(known.username, self.server.log_in_of("admin").password),
            "nearly right": self.log_in(known.username, known.password[:-1]),
            "odd name": self.log_in("a'; DROP TABLE users --", "x"),
        }
        self.assert_alike(401, answers)
        self.assertEqual(self.log_in(known.username, known.password).status, 201, "the right one is right")

    def test_unknown_case_and_foreign_case(self):
        foreign = self.server.client("officer", OTHER_UNIT)
        names = {
            "foreign id": self.case["id"],
            "foreign reference": self.case["reference"],
            "unknown id": UNKNOWN_ID,
            "unknown reference": UNKNOWN_REFERENCE,
            "no id at all": "zz",
            "id cut short": self.case["id"][:-2],
        }
        for call, body in CASE_CALLS.items():
            answers = {
                f"{what} {call}": (
                    foreign.get(f"/v1/cases/{name}")
                    if body is None
                    else foreign.post(f"/v1/cases/{name}{call}", body)
                )
                for what, name in names.items()
            }
            self.assert_alike(404, answers)
        owner = self.server.client("officer", OWNING_UNIT)
        self.assertEqual(owner.get(f"/v1/cases/{self.case['id']}").status, 200, "the owner sees it")

    def test_roles_without_cases_learn_nothing_of_them(self):
        for role in ("auditor", "admin"):
            client = self.server.client(role)
            for call, body in CASE_CALLS.items():
                answers = {
                    name: (
                        client.get(f"/v1/cases/{name}")
                        if body is None
                        else client.post(f"/v1/cases/{name}{call}", body)
                    )
                    for name in (self.case["id"], UNKNOWN_ID, "zz")
                }
                self.assert_alike(404, answers)

    def test_unknown_path_and_foreign_case(self):
        foreign = self.server.client("officer", OTHER_UNIT)
        answers = {
            "path": foreign.get("/v1/no-such-thing"),
            "case": foreign.get(f"/v1/cases/{self.case['id']}"),
        }
        self.assert_alike(404, answers)

    @staticmethod
    def other(character: str) -> str:
        return CROCKFORD[(CROCKFORD.index(character) + 1) % len(CROCKFORD)]

    def test_unknown_code_and_wrong_code(self):
        right = self.case["tracking_code"]
        reference, secret = self.case["reference"], right[len(self.case["reference"]) :]
        codes = {
            "wrong at the end": right[:-1] + self.other(right[-1]),
            "wrong at the start": reference + "-" + self.other(secret[1]) + secret[2:],
            "unknown case": UNKNOWN_REFERENCE + secret,
            "of another case": self.operator.post("/v1/cases", COMPLAINT).json["reference"] + secret,
            "too short": right[:-5],
            "no code": "hello",
        }
        answers = {
            what: self.anyone.post("/v1/public/track", {"tracking_code": code})
            for what, code in codes.items()
        }
        self.assert_alike(404, answers)
        self.assertEqual(
            self.anyone.post("/v1/public/track", {"tracking_code": right}).status,
            200,
            "the right one is right",
        )

    def test_export_of_another_and_unknown_export(self):
        reason = {"reason": "Kiểm tra định kỳ việc mở thông tin"}
        export = self.server.client("auditor").post("/v1/audit/exports", reason).json
        other = self.server.client("auditor", index=1)
        ids = {"another's": export["id"], "unknown": UNKNOWN_ID, "no id": "zz"}
        answers = {what: other.get(f"/v1/audit/exports/{name}/files/manifest") for what, name in ids.items()}
        self.assert_alike(404, answers)


if __name__ == "__main__":
    unittest.main()
