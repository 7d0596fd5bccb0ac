"""Sessions end in time, a look needs a fresh proof, and what a browser keeps is given up with the session."""

import unittest

from actors import OWNING_UNIT
from harness import Answer, Client, HotlineTest, Server

MINUTE = 60
TOKEN = r"^[A-Za-z0-9_-]{43}$"  # 256 random bits
COMPLAINT = {
    "channel": "phone",
    "text": "Hố sâu giữa đường trước chợ, xe máy ngã hôm qua.",
    "class": "phan-anh",
    "unit": OWNING_UNIT,
    "reporter": {"full_name": "Trần Thị Bảy", "phone": "0939 517 284"},
    "consents": {"contact_by_unit": True},
}
STEP_UP = "/v1/sessions/current/step-up"


class Sessions(HotlineTest):
    def setUp(self):
        self.log_in = self.server.log_in_of("officer", OWNING_UNIT)
        self.server.restart()
        self.officer = self.server.new_session(self.log_in)
        self.addCleanup(self.officer.close)

    def status_after(self, minutes: int) -> int:
        """What the session is answered by a server whose clock is so much ahead."""
        self.server.restart(ahead_s=minutes * MINUTE)
        return self.officer.get("/v1/sessions/current").status

    # ASVS 5.0.0: 7.3.1
    def test_ends_after_fifteen_idle_minutes(self):
        self.assertEqual(self.status_after(14), 200)
        self.assertEqual(self.status_after(14 + 14), 200)
        self.assertEqual(self.status_after(14 + 14 + 16), 401)

    # ASVS 5.0.0: 7.3.2
    def test_ends_after_ten_hours_however_busy(self):
        for minutes in range(14, 10 * 60, 14):
            self.assertEqual(self.status_after(minutes), 200, minutes)
        self.assertEqual(self.status_after(10 * 60 + 1), 401)

    # ASVS 5.0.0: 7.2.3, 7.2.4
    def test_every_log_in_gives_another_token(self):
        others = [self.server.new_session(self.log_in) for _ in range(3)]
        tokens = {client.token for client in (self.officer, *others)}
        self.assertEqual(len(tokens), 4)
        for token in tokens:
            self.assertRegex(token, TOKEN)
        for client in others:
            client.close()

    # ASVS 5.0.0: 6.2.8
    def test_a_password_is_taken_as_it_is(self):
        good = self.log_in.password
        for typed in (good.upper(), good.lower(), good + " ", " " + good, good[:-1]):
            if typed != good:
                wrong = {"username": self.log_in.username, "password": typed, "bearer": True}
                self.assert_problem(self.server.anonymous().post("/v1/sessions", wrong), 401)

    # ASVS 5.0.0: 6.3.2
    def test_nobody_has_a_password_that_another_folder_knows(self):
        ours = {log_in.password for log_in in self.server.log_ins}
        self.assertEqual(len(ours), len(self.server.log_ins))
        with Server() as other:
            self.assertEqual(ours & {log_in.password for log_in in other.log_ins}, set())

    # ASVS 5.0.0: 7.5.3
    def test_a_look_needs_a_proof_of_the_last_ten_minutes(self):
        case = self.record(self.server.client("operator"), COMPLAINT)
        self.server.restart(ahead_s=11 * MINUTE)
        refused = self.assert_problem(self.look_at(self.officer, case), 403).json
        self.assertTrue(refused["type"].endswith("step-up-needed"), refused["type"])
        self.assert_status(self.officer.post(STEP_UP, {"password": self.log_in.password}), 204)
        self.assert_status(self.look_at(self.officer, case), 200)

    @staticmethod
    def look_at(client: Client, case: dict) -> Answer:
        look = {"compartments": ["contact"], "purpose": "contact-citizen", "note": "Gọi lại cho người dân"}
        return client.post(f"/v1/cases/{case['id']}/reveal", look)

    # ASVS 5.0.0: 14.3.1, 7.4.1
    def test_the_browser_forgets_with_the_session(self):
        ended = self.assert_status(self.officer.delete("/v1/sessions/current"), 204)
        self.assertEqual(ended.headers["Clear-Site-Data"], '"cache", "storage"')
        self.assertIn("Max-Age=0", ended.headers["Set-Cookie"])
        self.assertEqual(self.officer.get("/v1/sessions/current").status, 401)

    # ASVS 5.0.0: 3.4.2, 3.5.8
    def test_other_sites_read_nothing(self):
        for path in ("/v1/sessions/current", "/v1/directory", "/v1/log/checkpoint"):
            answer = self.officer.request("GET", path, headers={"Origin": "https://khac.example"})
            self.assertEqual([name for name in answer.headers if name.startswith("Access-Control")], [])
            self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "same-origin")

    # ASVS 5.0.0: 1.2.4
    def test_words_of_sql_are_words(self):
        words = "x' OR '1'='1' --"
        wrong = {"username": words, "password": words, "bearer": True}
        self.assert_problem(self.server.anonymous().post("/v1/sessions", wrong), 401)
        for name in ("field", "area", "unit", "state", "cursor"):
            answer = self.officer.get("/v1/cases", **{name: words})
            self.assertTrue(answer.status in (400, 422) or answer.json["items"] == [], name)
        self.assertTrue(self.server.is_alive)


if __name__ == "__main__":
    unittest.main()
