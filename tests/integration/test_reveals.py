"""Who may open what, with whom, how often; what happens to those who open too much."""

import time
import unittest

from harness import NO_LIMITS, Answer, Client, HotlineTest, new_key

UNIT = "so-xay-dung"
OTHER_UNIT = "so-y-te"
NAME = "Nguyễn Thị Thanh Trúc"
PHONE = "0939 517 284"
NOTE = "Đối chiếu người gửi, số điện thoại 0912 345 678"
POLL_S = 0.1


def complaint(**changes: object) -> dict:
    return {
        "channel": "phone",
        "text": f"Tôi tên {NAME}. Đường Hùng Vương đoạn trước chợ phường Mỹ Tho có ổ gà rất sâu.",
        "class": "phan-anh",
        "field": "giao-thong",
        "area": "my-tho",
        "unit": UNIT,
        "reporter": {"full_name": NAME, "phone": PHONE},
        "consents": {"contact_by_unit": True},
        **changes,
    }


def look(*compartments: str, **changes: object) -> dict:
    return {"compartments": list(compartments), "purpose": "legal-duty", "note": NOTE, **changes}


class RevealTest(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.supervisor = cls.server.client("supervisor")
        cls.second = cls.server.client("supervisor", index=1)
        cls.officer = cls.server.client("officer", UNIT)
        cls.auditor = cls.server.client("auditor")

    def path_of(self, **changes: object) -> str:
        return f"/v1/cases/{self.record(self.operator, complaint(**changes))['id']}"

    def ask(self, client: Client, path: str, *compartments: str) -> dict:
        return self.assert_status(client.post(f"{path}/reveal", look(*compartments)), 202).json

    def approve(self, client: Client, approval: str) -> Answer:
        return client.post(f"/v1/approvals/{approval}/approve", {}, key=new_key())

    def open(self, client: Client, path: str, approval: str) -> Answer:
        return client.post(f"{path}/reveal", {"approval": approval})

    def events(self, kind: str) -> list[dict]:
        return list(self.auditor.items("/v1/audit/events", kind=kind))


class TwoPeople(RevealTest):
    limits = NO_LIMITS

    def test_operator_opens_an_ordinary_case_alone(self):
        answer = self.operator.post(f"{self.path_of()}/reveal", look("identity", "contact", "original"))
        self.assertEqual(self.assert_status(answer, 200).json["identity"]["full_name"], NAME)

    # ASVS 5.0.0: 2.3.5
    def test_officer_opens_identity_with_a_supervisor(self):
        path = self.path_of()
        access = {part["name"]: part["access"] for part in self.officer.get(path).json["compartments"]}
        self.assertEqual((access["identity"], access["contact"]), ("approval", "reveal"))
        asked = self.ask(self.officer, path, "original", "identity")
        self.assertEqual(asked["approval"]["state"], "pending")
        again = self.ask(self.officer, path, "identity", "original")
        self.assertEqual(again["approval"], asked["approval"], "the same open request is asked for once")
        approval = asked["approval"]["id"]
        waiting = self.assert_status(self.open(self.officer, path, approval), 202).json
        self.assertEqual(waiting["approval"]["id"], approval)

        seen = self.assert_status(self.supervisor.get(f"/v1/approvals/{approval}"), 200).json
        self.assertEqual(seen["compartments"], ["original", "identity"])
        self.assertNotIn("0912 345 678", seen["note"], "notes are redacted before anybody reads them")
        self.assertTrue(seen["may_decide"])
        approved = self.assert_status(self.approve(self.supervisor, approval), 200).json
        self.assertEqual(approved["state"], "approved")

        opened = self.assert_status(self.open(self.officer, path, approval), 200).json
        self.assertEqual(opened["identity"]["full_name"], NAME)
        self.assertIn(NAME, opened["original"])
        event = next(event for event in self.events("reveal.requested") if event["index"] == opened["leaf"])
        self.assertEqual(event["staff"]["approver"], approved["approver"])
        self.assertEqual(event["compartments"], ["original", "identity"])

    def test_approval_is_for_one_officer_one_case_and_one_set(self):
        path, other_path = self.path_of(), self.path_of()
        approval = self.ask(self.officer, path, "identity")["approval"]["id"]
        self.assert_status(self.approve(self.supervisor, approval), 200)
        colleague = self.server.client("officer", UNIT, 1)
        self.assert_problem(self.open(colleague, path, approval), 404)
        self.assert_problem(self.open(self.officer, other_path, approval), 404)
        wider = {"approval": approval, "compartments": ["identity", "original"]}
        self.assert_problem(self.officer.post(f"{path}/reveal", wider), 400)
        self.assert_status(self.open(self.officer, path, approval), 200)

    def test_only_supervisors_decide_and_strangers_see_nothing(self):
        approval = self.ask(self.officer, self.path_of(), "identity")["approval"]["id"]
        for client in (self.operator, self.officer, self.auditor):
            self.assert_problem(self.approve(client, approval), 403)
        for client in (self.operator, self.server.client("officer", OTHER_UNIT)):
            self.assert_problem(client.get(f"/v1/approvals/{approval}"), 404)
            self.assertNotIn(approval, str(client.get("/v1/approvals").json))
        mine = self.assert_status(self.officer.get(f"/v1/approvals/{approval}"), 200).json
        self.assertIsNone(mine["note"])
        self.assertFalse(mine["may_decide"])

    def test_refused_opens_nothing(self):
        path = self.path_of()
        approval = self.ask(self.officer, path, "identity")["approval"]["id"]
        reason = {"reason": "Không cần danh tính để vá ổ gà này"}
        self.assert_status(self.supervisor.post(f"/v1/approvals/{approval}/refuse", reason), 200)
        self.assert_problem(self.open(self.officer, path, approval), 409)
        self.assert_problem(self.approve(self.supervisor, approval), 409)

    def test_confidential_person_needs_two_supervisors(self):
        path = self.path_of(confidential=True)
        for client in (self.operator, self.officer):
            self.assertEqual(self.ask(client, path, "contact")["approval"]["state"], "pending")
        approval = self.ask(self.supervisor, path, "identity", "contact")["approval"]["id"]
        self.assert_problem(self.approve(self.supervisor, approval), 403, what="one's own request")
        self.assert_status(self.approve(self.second, approval), 200)
        opened = self.assert_status(self.open(self.supervisor, path, approval), 200).json
        self.assertEqual(opened["contact"]["phone"], PHONE)

    def test_contact_without_consent_cannot_be_asked_for(self):
        for confidential in (False, True):
            path = self.path_of(consents={"contact_by_unit": False}, confidential=confidential)
            self.assert_problem(self.officer.post(f"{path}/reveal", look("contact")), 403)

    def test_transfer_and_close_end_approvals(self):
        case = self.record(self.operator, complaint())
        path = f"/v1/cases/{case['id']}"
        approval = self.ask(self.officer, path, "identity")["approval"]["id"]
        self.assert_status(self.approve(self.supervisor, approval), 200)
        for unit in (OTHER_UNIT, UNIT):
            version = self.operator.get(path).json["version"]
            moved = {"unit": unit, "reason": "Chuyển đúng thẩm quyền", "version": version}
            self.assert_status(self.operator.post(f"{path}/transfer", moved), 200)
        self.assertEqual(self.officer.get(f"/v1/approvals/{approval}").json["state"], "ended")
        self.assert_problem(self.open(self.officer, path, approval), 409)

    def test_same_decision_again_gets_the_first_answer(self):
        approval = self.ask(self.officer, self.path_of(), "identity")["approval"]["id"]
        key, path = new_key(), f"/v1/approvals/{approval}/approve"
        first = self.assert_status(self.supervisor.post(path, {"version": 1}, key=key), 200).json
        again = self.assert_status(self.supervisor.post(path, {"version": 1}, key=key), 200).json
        self.assertEqual(again["version"], first["version"])
        self.assert_problem(self.supervisor.post(path, {"version": 1}, key=new_key()), 409)


class Limits(RevealTest):
    def test_the_eleventh_of_an_hour_waits_for_a_supervisor(self):
        path = self.path_of()
        for _ in range(10):
            self.assert_status(self.officer.post(f"{path}/reveal", look("contact")), 200)
        refused = self.assert_problem(self.officer.post(f"{path}/reveal", look("contact")), 403)
        self.assertTrue(refused.json["type"].endswith("/reveal-limit"))
        self.server.restart()
        refused = self.assert_problem(self.officer.post(f"{path}/reveal", look("contact")), 403)
        self.assertTrue(refused.json["type"].endswith("/reveal-limit"), "a restart forgets nothing")
        leaves = [each for each in self.events("reveal.requested") if each["case"] == path[len("/v1/cases/") :]]
        self.assertEqual(len(leaves), 10, "what was refused is not in the log as a look")

        wanted = {"kind": "limit", "note": "Đợt gọi lại toàn bộ người dân khu chợ"}
        approval = self.assert_status(self.officer.post("/v1/approvals", wanted), 202).json["approval"]["id"]
        self.assert_status(self.approve(self.supervisor, approval), 200)
        self.assert_status(self.officer.post(f"{path}/reveal", look("contact")), 200)

    def test_three_a_day_of_what_is_not_the_own_work(self):
        stranger = self.server.client("operator", index=1)
        path = self.path_of()
        for _ in range(3):
            self.assert_status(stranger.post(f"{path}/reveal", look("contact")), 200)
        refused = self.assert_problem(stranger.post(f"{path}/reveal", look("contact")), 403)
        self.assertTrue(refused.json["type"].endswith("/reveal-limit"))
        self.assert_status(self.operator.post(f"{path}/reveal", look("contact")), 200)


class Bursts(RevealTest):
    def open_alerts(self) -> list[dict]:
        return [alert for alert in self.auditor.get("/v1/audit/alerts").json["items"] if alert["state"] == "open"]

    def wait_for_alert(self, what: str) -> dict:
        """The alert comes beside the answer, not before it."""
        for _ in range(50):
            found = [alert for alert in self.open_alerts() if alert["what"] == what]
            if found:
                return found[0]
            time.sleep(POLL_S)
        raise AssertionError(f"no alert {what}")

    # ASVS 5.0.0: 2.4.1, 16.3.3
    def test_scripted_views_end_the_session(self):
        log_in = self.server.log_in_of("operator", index=1)
        curious, other = self.server.new_session(log_in), self.server.new_session(log_in)
        paths = [self.path_of() for _ in range(20)]
        statuses = [curious.get(path).status for path in paths]
        self.assertEqual(statuses[:14], [200] * 14)
        self.assertEqual(statuses[14:], [401] * 6)
        self.assert_problem(other.get("/v1/cases"), 401)
        alert = self.wait_for_alert("burst-readings")
        self.assertEqual(alert["officer"], log_in.username)
        note = {"note": "Đã trao đổi với trưởng ca, theo dõi thêm"}
        self.assert_status(self.auditor.post(f"/v1/audit/alerts/{alert['id']}/ack", note), 200)
        self.assertNotIn(alert["id"], [each["id"] for each in self.open_alerts()])
        self.assert_status(self.auditor.post(f"/v1/audit/alerts/{alert['id']}/ack", note), 200)
        self.assertEqual(len(self.events("admin.alert_acknowledged")), 1, "the same again is no second leaf")
        other_auditor = self.server.client("auditor", index=1)
        self.assert_problem(other_auditor.post(f"/v1/audit/alerts/{alert['id']}/ack", {}), 409)
        self.assert_problem(self.auditor.post("/v1/audit/alerts/0/ack", {}), 404)
        self.assertEqual(len([e for e in self.events("read.case")]), 15)

    def test_many_persons_at_once_end_the_session(self):
        log_in = self.server.log_in_of("lead", UNIT)
        lead = self.server.new_session(log_in)
        paths = [self.path_of() for _ in range(7)]
        statuses = [lead.post(f"{path}/reveal", look("contact")).status for path in paths]
        self.assertEqual(statuses, [200] * 5 + [401] * 2)
        self.assertEqual(self.wait_for_alert("burst-reveals")["officer"], log_in.username)

    def test_canary_tells_the_auditors_and_nobody_else(self):
        body = complaint(channel="web", text="Nhà bên xả nước thải ra hẻm suốt tuần, mùi rất nặng.")
        made = self.assert_status(self.auditor.post("/v1/audit/canaries", body, key=new_key()), 201).json
        ordinary = self.path_of(channel="web")
        shown, other = self.officer.get(f"/v1/cases/{made['id']}"), self.officer.get(ordinary)
        self.assertEqual(set(self.assert_status(shown, 200).json), set(other.json))
        self.assertNotIn("canary", shown.body.decode())
        alert = self.wait_for_alert("canary-read")
        self.assertEqual(alert["reference"], made["reference"])
        opened = self.officer.post(f"/v1/cases/{made['id']}/reveal", look("contact"))
        self.assertEqual(self.assert_status(opened, 200).json["contact"]["phone"], PHONE)
        self.assertEqual(self.wait_for_alert("canary-reveal")["reference"], made["reference"])
        listed = self.auditor.get("/v1/audit/canaries").json["items"]
        self.assertEqual([each["reference"] for each in listed], [made["reference"]])
        for client in (self.operator, self.officer, self.supervisor):
            self.assert_problem(client.get("/v1/audit/canaries"), 403)
            self.assert_problem(client.get("/v1/audit/alerts"), 403)
        timeline = self.officer.get(f"/v1/cases/{made['id']}").json["timeline"]
        self.assertNotIn("admin.alert", [entry["act"] for entry in timeline])


class Denunciations(RevealTest):
    GUESS = (
        "Tôi tố cáo ông Trần Văn B, cán bộ địa chính phường, nhận hối lộ 50 triệu đồng để cấp giấy, "
        "tôi có ghi âm và sẵn sàng đối chất."
    )

    def guess(self) -> dict:
        body = {
            "channel": "phone",
            "text": self.GUESS,
            "reporter": {"full_name": NAME, "phone": PHONE},
            "consents": {"contact_by_unit": True},
        }
        case = self.record(self.operator, body)
        self.assertEqual((case["class"], case["state"]), ("to-cao", "diverted"))
        return case

    def divert(self, client: Client, case: dict, confirmed: bool) -> Answer:
        body = {"confirmed": confirmed, "version": case["version"]}
        return client.post(f"/v1/cases/{case['id']}/divert", body, key=new_key())

    def parts(self, case: dict) -> set[str]:
        return {part["name"] for part in self.operator.get(f"/v1/cases/{case['id']}").json["compartments"]}

    def test_confirmed_wipes_the_person(self):
        case = self.guess()
        self.assertIn("divert", self.operator.get(f"/v1/cases/{case['id']}").json["acts"])
        self.assertLessEqual({"identity", "contact", "original"}, self.parts(case))
        self.assert_status(self.divert(self.operator, case, True), 200)
        self.assertEqual(self.parts(case), {"report", "conversation"})
        tracked = self.server.anonymous().post("/v1/public/track", {"tracking_code": case["tracking_code"]})
        self.assertIn("Luật Tố cáo", tracked.json["guidance"])
        self.assertEqual(self.events("erase.confirmed")[0]["case"], case["id"])
        case["version"] += 1
        self.assert_problem(self.divert(self.supervisor, case, False), 409)
        answer = self.operator.post(f"/v1/cases/{case['id']}/reveal", look("identity"))
        self.assertNotIn("identity", answer.json)

    def test_refuted_by_a_supervisor_is_an_ordinary_case(self):
        case = self.guess()
        moved = {"unit": UNIT, "reason": "Thuộc thẩm quyền", "version": case["version"]}
        self.assert_problem(self.supervisor.post(f"/v1/cases/{case['id']}/transfer", moved), 409)
        self.assert_problem(self.divert(self.operator, case, False), 403)
        restored = self.assert_status(self.divert(self.supervisor, case, False), 200).json
        self.assertEqual(restored["state"], "new")
        self.assertTrue(restored["due_at"])
        opened = self.operator.post(f"/v1/cases/{case['id']}/reveal", look("identity"))
        self.assertEqual(self.assert_status(opened, 200).json["identity"]["full_name"], NAME)
        moved["version"] = restored["version"]
        self.assert_status(self.operator.post(f"/v1/cases/{case['id']}/transfer", moved), 200)


if __name__ == "__main__":
    unittest.main()
