"""All sample complaints reach the unit that must answer, and nobody else."""

import sys
import unittest

from harness import Client, Complaint, HotlineTest, load_complaints
from harness.paths import DESK

UNKNOWN_ID = "00000000000000000000000000000000"
MAX_LIMIT = 200


class SampleComplaints(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.sample = load_complaints()
        # First by text alone: what an operator gives with a complaint is learned from.
        cls.by_text = [cls.post(complaint.as_text_only()) for complaint in cls.sample]
        cls.by_place = [cls.post(complaint.as_placed()) for complaint in cls.sample]
        cls.labelled = [cls.post(complaint.as_labelled()) for complaint in cls.sample]
        cls.pairs = list(zip(cls.sample, cls.labelled))
        cls.units = sorted({complaint.unit for complaint in cls.sample} | {DESK})

    @classmethod
    def post(cls, body: dict) -> dict:
        answer = cls.operator.post("/v1/cases", body)
        if answer.status != 201:
            raise AssertionError(f"{body['text'][:60]}: {answer}")
        return answer.json

    def officer_of(self, unit: str) -> Client:
        return self.operator if unit == DESK else self.server.client("officer", unit)

    def inbox_of(self, unit: str) -> dict[str, dict]:
        items = self.officer_of(unit).items("/v1/cases", unit=unit, limit=MAX_LIMIT)
        return {item["id"]: item for item in items}

    def unit_after(self, complaint: Complaint) -> str:
        return DESK if complaint.is_diverted else complaint.unit

    def test_sample_is_the_whole_sample(self):
        self.assertEqual(len(self.sample), 360)
        self.assertEqual(sum(complaint.is_diverted for complaint in self.sample), 44)

    def test_each_answer_names_the_unit(self):
        for complaint, case in self.pairs:
            with self.subTest(complaint.id):
                self.assertEqual(case["class"], complaint.class_code)
                self.assertEqual(case["field"], complaint.field)
                self.assertEqual(case["unit"], self.unit_after(complaint))
                self.assertRegex(case["tracking_code"], r"^\d\d-\d{6}(-[0-9A-HJKMNP-TV-Z]{4}){4}$")

    def test_each_case_is_in_one_inbox(self):
        inboxes = {unit: self.inbox_of(unit) for unit in self.units}
        for complaint, case in self.pairs:
            with self.subTest(complaint.id):
                holders = [unit for unit, inbox in inboxes.items() if case["id"] in inbox]
                self.assertEqual(holders, [self.unit_after(complaint)])

    def test_inbox_is_newest_first_and_without_doubles(self):
        for unit in self.units:
            ids = [item["id"] for item in self.officer_of(unit).items("/v1/cases", unit=unit, limit=7)]
            self.assertEqual(len(ids), len(set(ids)), unit)
            self.assertEqual(set(ids), set(self.inbox_of(unit)), unit)

    def test_diverted_classes_stay_with_the_desk(self):
        diverted = [case for complaint, case in self.pairs if complaint.is_diverted]
        self.assertEqual(len(diverted), 44)
        self.assertEqual({case["state"] for case in diverted}, {"diverted"})
        self.assertEqual({case["unit"] for case in diverted}, {DESK})
        for complaint, case in self.pairs:
            if not complaint.is_diverted:
                self.assertNotEqual(case["state"], "diverted", complaint.id)

    def test_no_department_lists_a_diverted_case(self):
        diverted = {case["id"] for complaint, case in self.pairs if complaint.is_diverted}
        for unit in self.units:
            if unit != DESK:
                self.assertFalse(diverted & set(self.inbox_of(unit)), unit)
                states = self.officer_of(unit).get("/v1/cases", limit=1).json["counts"]["by_state"]
                self.assertEqual(states.get("diverted", 0), 0, unit)

    def test_counts_are_those_of_the_list(self):
        for unit in self.units:
            states: dict[str, int] = {}
            for item in self.inbox_of(unit).values():
                states[item["state"]] = states.get(item["state"], 0) + 1
            counts = self.officer_of(unit).get("/v1/cases", unit=unit, limit=1).json["counts"]["by_state"]
            self.assertEqual({state: n for state, n in counts.items() if n}, states, unit)

    def test_officer_of_another_unit_finds_nothing(self):
        departments = [unit for unit in self.units if unit != DESK]
        for index, unit in enumerate(departments):
            stranger = self.officer_of(departments[index - 1])
            case = next(
                case for complaint, case in self.pairs if case["unit"] == unit and not complaint.is_diverted
            )
            with self.subTest(unit):
                self.assert_hidden_in_calls(stranger, case)
                self.assert_hidden_in_lists(stranger, unit, case)

    def assert_hidden_in_calls(self, stranger: Client, case: dict) -> None:
        """Every call answers as it does for a case that does not exist."""
        for name in (case["id"], case["reference"]):
            unknown = UNKNOWN_ID if name == case["id"] else "26-999999"
            self.assert_same_refusal(
                stranger.get(f"/v1/cases/{name}"), stranger.get(f"/v1/cases/{unknown}"), name
            )
        for act, body in self.calls_on(case):
            for sent in (body, {}, b"not json"):
                path = f"/v1/cases/{case['id']}/{act}"
                self.assert_same_refusal(
                    stranger.post(path, sent), stranger.post(f"/v1/cases/{UNKNOWN_ID}/{act}", sent), path
                )

    def calls_on(self, case: dict) -> list[tuple[str, dict]]:
        version = case["version"]
        look = {"purpose": "contact-citizen", "note": "Gọi lại để hỏi thêm chi tiết sự việc"}
        return [
            ("reveal", {"compartments": ["contact"], **look}),
            ("accept", {"version": version}),
            ("transfer", {"unit": "so-y-te", "reason": "Thuộc lĩnh vực của đơn vị khác", "version": version}),
            ("reply", {"text": "Đơn vị đã xử lý xong.", "version": version}),
            ("close", {"version": version}),
        ]

    def assert_same_refusal(self, answer, unknown, what: str) -> None:
        self.assert_problem(answer, 404, what=what)
        self.assert_problem(unknown, 404, what=what)
        mine, theirs = answer.json, unknown.json
        for problem in (mine, theirs):
            problem.pop("instance")
        self.assertEqual(mine, theirs, what)

    def assert_hidden_in_lists(self, stranger: Client, unit: str, case: dict) -> None:
        own = {item["id"] for item in stranger.items("/v1/cases", limit=MAX_LIMIT)}
        self.assertTrue(own, "the stranger's own inbox is not empty")
        self.assertNotIn(case["id"], own)
        answer = stranger.get("/v1/cases", unit=unit)
        if answer.status == 200:
            self.assertEqual(answer.json["items"], [])
            self.assertEqual(sum(answer.json["counts"]["by_state"].values()), 0)
        else:
            self.assert_problem(answer, 403, 404, what=f"list of {unit}")

    def test_share_that_is_routed_without_labels(self):
        """A figure for people, not a bound: how far the text alone goes."""
        for name, cases in (("text alone", self.by_text), ("text, field and area", self.by_place)):
            pairs = list(zip(self.sample, cases))
            right = {
                "unit": sum(case["unit"] == self.unit_after(complaint) for complaint, case in pairs),
                "field": sum(case["field"] == complaint.field for complaint, case in pairs),
                "class": sum(case["class"] == complaint.class_code for complaint, case in pairs),
                "diverted": sum((case["state"] == "diverted") == c.is_diverted for c, case in pairs),
            }
            shares = ", ".join(f"{what} {count / len(pairs):.1%}" for what, count in right.items())
            print(f"as labelled, by {name}: {shares}", file=sys.stderr)
            self.assertEqual(len(pairs), 360)


if __name__ == "__main__":
    unittest.main()
