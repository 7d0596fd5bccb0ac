"""Every line of the printed table of openings, for every role and every kind of case."""

import subprocess
import unittest
from dataclasses import dataclass

from actors import COMPLAINT, LOOK, Actor, nobodies, staff
from harness import NO_LIMITS, HotlineTest, paths

GUESS = (
    "Tôi tố cáo ông chủ tịch phường nhận hối lộ của nhà thầu để cấp phép xây dựng sai quy hoạch, "
    "đề nghị cơ quan thẩm quyền xử lý người vi phạm pháp luật."
)
DESK, UNIT = {"operator", "supervisor"}, {"officer", "lead"}
OPENED, ASKED = 200, 202


@dataclass(frozen=True)
class Kind:
    """A kind of case, and how the table and its departments see it."""

    name: str
    body: dict
    confidential: bool
    consent: bool
    of_unit: bool = True  # else it stays with the desk, and is nothing to a department


KINDS = (
    Kind("ordinary", COMPLAINT, False, True),
    Kind("ordinary, no consent", {**COMPLAINT, "consents": {}}, False, False),
    Kind("confidential", {**COMPLAINT, "confidential": True}, True, True),
    Kind("confidential, no consent", {**COMPLAINT, "confidential": True, "consents": {}}, True, False),
    Kind("diverted", {"channel": "phone", "text": GUESS, "reporter": COMPLAINT["reporter"]}, True, False, False),
)


def printed_table() -> dict[tuple[str, bool], dict[str, str]]:
    done = subprocess.run([paths.SERVER, "policy"], capture_output=True, timeout=60, check=True)
    lines = [line.split() for line in done.stdout.decode().splitlines() if line and line[0] != "#"]
    first = next(i for i, words in enumerate(lines) if words[0] == "part")
    return {
        (part, case == "confidential"): {"desk": desk, "unit": unit}
        for part, case, desk, unit, *_ in lines[first + 1 :]
    }


class Openings(HotlineTest):
    limits = NO_LIMITS

    def expected(self, actor: Actor, kind: Kind, condition: str) -> int:
        if actor.name.startswith("nobody"):
            return 401
        if actor.name not in DESK | UNIT or (actor.name in UNIT and not kind.of_unit):
            return 404
        if condition == "-" or ("consent" in condition and not kind.consent):
            return 403
        return ASKED if "two" in condition else OPENED

    def test_every_role_part_and_kind_of_case(self):
        table = printed_table()
        self.assertEqual({part for part, _ in table}, {"contact", "identity", "original"})
        actors = staff(self.server) + nobodies(self.server)
        cells = 0
        for kind in KINDS:
            case = self.record(self.server.client("operator"), kind.body)
            self.assertEqual(case["state"] != "diverted", kind.of_unit, kind.name)
            for part, _ in {key for key in table if key[1] == kind.confidential}:
                for actor in actors:
                    side = "unit" if actor.name in UNIT else "desk"
                    self.try_look(case, kind, part, actor, table[part, kind.confidential][side])
                    cells += 1
        print(f"openings: {cells} cells tried")
        for actor in actors:
            actor.client.close()

    def try_look(self, case: dict, kind: Kind, part: str, actor: Actor, condition: str) -> None:
        answer = actor.client.post(f"/v1/cases/{case['id']}/reveal", {**LOOK, "compartments": [part]})
        what = f"{actor.name} opens {part} of a case that is {kind.name}: {answer}"
        self.assertEqual(answer.status, self.expected(actor, kind, condition), what)
        opened = set(answer.json) & {"contact", "identity", "original"}
        self.assertEqual(opened, {part} if answer.status == OPENED else set(), what)
        for secret in ("0939517284", "0939 517 284", "Trần Văn Bảy"):
            if answer.status != OPENED:
                self.assertNotIn(secret, answer.body.decode(), what)


if __name__ == "__main__":
    unittest.main()
