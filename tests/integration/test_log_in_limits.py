"""Guessing at log-ins is slowed by account and address, locks nobody out, and is in the log."""

import json
import unittest

from harness import Answer, HotlineTest, LogIn

UNAUTHENTICATED, TOO_MANY = 401, 429


class LogInLimits(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        configuration = cls.server.data / "hotline.toml"
        text = configuration.read_text(encoding="utf-8")
        changed = text.replace("trusted_proxies = []", 'trusted_proxies = ["127.0.0.1"]')
        assert changed != text
        configuration.write_text(changed, encoding="utf-8")
        cls.server.serve()

    def setUp(self):
        self.client = self.server.anonymous()
        self.addCleanup(self.client.close)

    def attempt(self, username: str, password: str, address: str) -> Answer:
        """A log-in that a proxy on this machine hands on from `address`."""
        body = json.dumps({"username": username, "password": password, "bearer": True}).encode()
        headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        return self.client.request("POST", "/v1/sessions", body, headers)

    def guess(self, username: str, address: str = "203.0.113.") -> list[int]:
        """Seventy wrong passwords, each from an address of its own."""
        return [self.attempt(username, "sai mật khẩu", f"{address}{i}").status for i in range(70)]

    def log_in_of(self, role: str) -> LogIn:
        return self.server.log_in_of(role)

    # ASVS 5.0.0: 6.3.1, 2.4.1
    def test_strangers_are_slowed_and_the_member_is_not(self):
        own = self.log_in_of("supervisor")
        self.assert_status(self.attempt(own.username, own.password, "192.0.2.7"), 201)
        statuses = self.guess(own.username)
        self.assertIn(UNAUTHENTICATED, statuses)
        self.assertEqual(statuses[-1], TOO_MANY)
        slowed = self.assert_problem(self.attempt(own.username, own.password, "198.51.100.1"), TOO_MANY)
        self.assertTrue(int(slowed.headers["Retry-After"]) >= 1)
        self.assert_status(self.attempt(own.username, own.password, "192.0.2.7"), 201)

    def test_an_unknown_name_is_slowed_alike(self):
        def shape(answer: Answer) -> tuple:
            return answer.status, {**answer.json, "instance": ""}, sorted(answer.headers)

        unknown, known = self.guess("khong.co.ai"), self.guess(self.log_in_of("lead").username)
        self.assertEqual([unknown[0], unknown[-1]], [known[0], known[-1]])
        answers = [
            self.attempt(name, "sai mật khẩu", "198.51.100.9")
            for name in ("khong.co.ai", self.log_in_of("lead").username)
        ]
        self.assertEqual(shape(answers[0]), shape(answers[1]))

    def test_one_address_does_not_try_everybody(self):
        statuses = [self.attempt(f"ten{i}", "x", "203.0.113.250").status for i in range(230)]
        self.assertEqual(statuses[0], UNAUTHENTICATED)
        self.assertEqual(statuses[-1], TOO_MANY)
        self.assertEqual(self.attempt("ten0", "x", "203.0.113.251").status, UNAUTHENTICATED)

    # ASVS 5.0.0: 16.3.1, 16.3.2
    def test_refusals_are_leaves_with_a_count_and_no_unknown_name(self):
        guessed = self.log_in_of("auditor")
        for _ in range(3):
            self.attempt(guessed.username, "sai mật khẩu", "192.0.2.99")
        self.attempt("ten.khong.ai.biet", "sai mật khẩu", "192.0.2.99")
        self.server.restart()  # what was counted is written at the latest when the server stops
        auditor = self.server.new_session(self.server.log_in_of("auditor", index=1))
        self.addCleanup(auditor.close)
        events = self.assert_status(auditor.get("/v1/audit/events", kind="refuse.", limit=200), 200).json["items"]
        details = [event["detail"] for event in events]
        self.assertIn("count-3", details)
        self.assertTrue(any(detail.startswith("unknown-") for detail in details), details)
        self.assertNotIn("ten.khong.ai.biet", json.dumps(events))

    # ASVS 5.0.0: 4.1.3, 15.3.4
    def test_the_field_means_nothing_from_strangers(self):
        """Without the configuration every attempt counts for the one address that there is."""
        self.server.stop()
        configuration = self.server.data / "hotline.toml"
        text = configuration.read_text(encoding="utf-8")
        configuration.write_text(text.replace('["127.0.0.1"]', "[]"), encoding="utf-8")
        self.addCleanup(configuration.write_text, text, encoding="utf-8")
        self.server.serve()
        own = self.log_in_of("admin")
        self.assert_status(self.attempt(own.username, own.password, "192.0.2.7"), 201)
        statuses = [self.attempt(own.username, "sai", f"203.0.113.{i}").status for i in range(30)]
        self.assertEqual(statuses[-1], TOO_MANY, "one address, known, twenty tries")
        self.server.stop()
        configuration.write_text(text, encoding="utf-8")
        self.server.serve()


if __name__ == "__main__":
    unittest.main()
