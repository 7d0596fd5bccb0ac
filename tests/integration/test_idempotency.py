"""The same request twice is done once, restarts included."""

import threading
import unittest

from harness import Answer, HotlineTest, new_key

CASE = {
    "channel": "phone",
    "text": "Cống thoát nước trước hẻm bị nghẹt, mưa là ngập vào nhà",
    "class": "phan-anh",
    "field": "y-te",
    "area": "my-tho",
}
OTHER = {**CASE, "text": "Thùng rác ở đầu hẻm đầy đã năm ngày chưa ai lấy"}
THREADS = 8


class Idempotency(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.supervisor = cls.server.client("supervisor")

    def setUp(self):
        self.before = self.case_count(self.supervisor)

    def assert_recorded(self, number: int) -> None:
        self.assertEqual(self.case_count(self.supervisor) - self.before, number)

    def assert_same(self, first: Answer, second: Answer) -> None:
        self.assertEqual((first.status, first.json), (second.status, second.json))

    def test_without_a_key_it_is_done_twice(self):
        first, second = (self.record(self.operator, CASE) for _ in range(2))
        self.assertNotEqual(first["id"], second["id"])
        self.assert_recorded(2)

    def test_same_key_gets_the_first_answer(self):
        key = new_key()
        first = self.assert_status(self.operator.post("/v1/cases", CASE, key=key), 201)
        for _ in range(3):
            self.assert_same(first, self.operator.post("/v1/cases", CASE, key=key))
        self.assert_recorded(1)

    def test_other_body_under_the_key_is_refused(self):
        key = new_key()
        first = self.assert_status(self.operator.post("/v1/cases", CASE, key=key), 201)
        self.assert_problem(self.operator.post("/v1/cases", OTHER, key=key), 422)
        self.assert_same(first, self.operator.post("/v1/cases", CASE, key=key))
        self.assert_recorded(1)

    def test_key_belongs_to_its_caller(self):
        key = new_key()
        other = self.server.client("operator", index=1)
        first = self.record(self.operator, CASE, key)
        second = self.record(other, CASE, key)
        self.assertNotEqual(first["id"], second["id"])
        self.assert_recorded(2)

    def test_key_belongs_to_its_route(self):
        key = new_key()
        case = self.record(self.operator, CASE, key)
        officer = self.server.client("officer", case["unit"])
        accepted = officer.post(f"/v1/cases/{case['id']}/accept", {"version": case["version"]}, key=key)
        self.assert_status(accepted, 200)

    def test_acts_are_replayed_too(self):
        case = self.record(self.operator, CASE)
        officer = self.server.client("officer", case["unit"])
        key, path = new_key(), f"/v1/cases/{case['id']}/accept"
        first = self.assert_status(officer.post(path, {"version": case["version"]}, key=key), 200)
        self.assert_same(first, officer.post(path, {"version": case["version"]}, key=key))

    def test_refused_request_may_be_mended_under_its_key(self):
        """A refusal stored nothing, so it is not the answer for ever."""
        key = new_key()
        self.assert_problem(self.operator.post("/v1/cases", {"channel": "phone"}, key=key), 400, 422)
        self.assert_status(self.operator.post("/v1/cases", CASE, key=key), 201)
        self.assert_recorded(1)

    def test_short_keys_are_refused(self):
        for key in ("1", "a" * 21):
            self.assert_problem(self.operator.post("/v1/cases", CASE, key=key), 400, 422)
        self.assert_recorded(0)

    def test_after_a_restart_the_answer_is_the_same(self):
        key = new_key()
        first = self.assert_status(self.operator.post("/v1/cases", CASE, key=key), 201)
        self.server.restart()
        self.assert_same(first, self.operator.post("/v1/cases", CASE, key=key))
        self.assert_problem(self.operator.post("/v1/cases", OTHER, key=key), 422)
        self.assert_recorded(1)

    def test_after_a_kill_the_answer_is_the_same(self):
        key = new_key()
        first = self.assert_status(self.operator.post("/v1/cases", CASE, key=key), 201)
        self.server.kill()
        self.server.serve()
        self.assert_same(first, self.operator.post("/v1/cases", CASE, key=key))
        self.assert_recorded(1)

    def test_reveal_and_preview_are_never_replayed(self):
        reporter = {"reporter": {"phone": "0939 517 284"}, "consents": {"contact_by_unit": True}}
        case = self.record(self.operator, {**CASE, **reporter})
        look = {"compartments": ["contact"], "purpose": "contact-citizen", "note": "Gọi lại hỏi địa điểm"}
        key, path = new_key(), f"/v1/cases/{case['id']}/reveal"
        officer = self.server.client("officer", case["unit"])
        leaves = [self.assert_status(officer.post(path, look, key=key), 200).json["leaf"] for _ in range(2)]
        self.assertLess(leaves[0], leaves[1])

    def test_at_the_same_time_it_is_done_once(self):
        """Those who come while the first is at work wait for its answer or are told to ask again."""
        key, token = new_key(), self.operator.token
        answers: list[Answer] = []
        barrier = threading.Barrier(THREADS)

        def send() -> None:
            client = self.server.anonymous()
            client.token = token
            barrier.wait(timeout=60)
            answers.append(client.post("/v1/cases", CASE, key=key))
            client.close()

        threads = [threading.Thread(target=send) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        self.assertEqual(len(answers), THREADS)
        done = [answer for answer in answers if answer.status == 201]
        self.assertTrue(done)
        self.assertEqual(len({answer.json["id"] for answer in done}), 1)
        self.assertLessEqual({answer.status for answer in answers}, {201, 409, 503})
        self.assert_recorded(1)


if __name__ == "__main__":
    unittest.main()
