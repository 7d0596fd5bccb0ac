"""Every call once and more; each answer is held against what openapi.yaml says about it."""

import re
import unittest

from actors import COMPLAINT, LOOK, OTHER_UNIT, OWNING_UNIT, THIRD_UNIT
from description import load_description
from harness import Answer, Client, HotlineTest, new_key
from harness.totp import Authenticator
from streams import EventStream

STALE = 2_147_483_647  # a version that no case has
REASON = "Kiểm tra định kỳ việc mở thông tin người phản ánh"


class Calls(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = load_description(cls.server)
        cls.answered: set[str] = set()
        cls.anyone = cls.server.anonymous()
        cls.addClassCleanup(cls.anyone.close)

    def call(
        self, client: Client, method: str, target: str, body: object = None, *statuses: int, **options
    ) -> Answer:
        """The answer, which must be as described and have one of these statuses."""
        if method == "POST":
            answer = client.post(target, body, **options)
        else:
            answer = client.request(method, target)
        operation = self.description.operation_of(method, target)
        self.assertIn(answer.status, statuses or (200,), f"{method} {target}: {answer}")
        self.assertEqual(self.description.faults_of(operation, answer), [], f"{operation.name}: {answer}")
        if answer.status < 300:
            self.answered.add(operation.name)
        return answer

    def test_all_calls(self):
        self.sessions()
        self.accounts()
        case = self.desk_calls()
        self.officer_calls(case)
        self.transfers()
        self.denunciations()
        self.alerts()
        self.public_calls()
        self.pages()
        self.log_calls()
        self.audit_calls(case)
        self.live_notices()
        everything = {each.name for each in self.description.operations}
        self.assertEqual(everything - self.answered, set(), "described, but never seen to answer")

    def sessions(self) -> None:
        anyone = self.anyone
        log_in = self.server.log_in_of("officer", OWNING_UNIT)
        credentials = {"username": log_in.username, "password": log_in.password}
        self.call(anyone, "POST", "/v1/sessions", credentials, 201)
        token = self.call(anyone, "POST", "/v1/sessions", {**credentials, "bearer": True}, 201).json["token"]
        self.call(anyone, "POST", "/v1/sessions", {**credentials, "password": "wrong"}, 401)
        self.call(anyone, "POST", "/v1/sessions", {"username": 1}, 400)
        client = Client(self.server, token)
        self.addCleanup(client.close)
        self.call(client, "GET", "/v1/sessions/current")
        self.call(client, "POST", "/v1/sessions/current/step-up", {"password": log_in.password}, 204)
        self.call(client, "POST", "/v1/sessions/current/step-up", {"password": "wrong"}, 401)
        self.call(client, "DELETE", "/v1/sessions/current", None, 204)
        self.call(client, "GET", "/v1/sessions/current", None, 401)

    def accounts(self) -> None:
        admin, lead = self.server.client("admin"), self.server.client("lead", OWNING_UNIT)
        wanted = {"username": "nguoi.moi", "display_name": "Người Mới", "roles": ["officer"], "units": [OWNING_UNIT]}
        invited = self.call(admin, "POST", "/v1/users", wanted, 201, key=new_key()).json
        self.call(admin, "POST", "/v1/users", wanted, 400)
        path = f"/v1/users/{invited['id']}"
        self.call(admin, "GET", path)
        self.call(admin, "POST", f"{path}/confirm", {}, 409)
        own = {"invitation": invited["invitation"], "password": "đò chiều cập bến muộn"}
        activated = self.call(self.anyone, "POST", "/v1/invitations/activate", own, 201).json
        self.call(self.anyone, "POST", "/v1/invitations/activate", own, 404)
        self.call(admin, "POST", f"{path}/confirm", {})
        self.call(lead, "POST", f"{path}/grants", {"unit": OWNING_UNIT})
        self.call(admin, "POST", f"{path}/grants", {"unit": OWNING_UNIT}, 403)
        for keeper in (admin, lead):
            self.call(keeper, "GET", "/v1/users")
            self.call(keeper, "GET", "/v1/units")
        self.own_account(activated, own["password"])
        for act in ("suspend", "reinstate"):
            self.call(admin, "POST", f"{path}/{act}", {})
        self.call(admin, "POST", f"{path}/reinvite", {"accept_loss": False})
        self.call(admin, "POST", f"{path}/remove", {})
        self.call(admin, "POST", f"{path}/remove", {}, 409)

    def own_account(self, activated: dict, password: str) -> None:
        log_in = {"username": activated["username"], "password": password, "bearer": True}
        clients = [
            Client(self.server, self.call(self.anyone, "POST", "/v1/sessions", log_in, 201).json["token"])
            for _ in range(3)
        ]
        for client in clients:
            self.addCleanup(client.close)
        member, here = clients[0], "/v1/sessions/current"
        sessions = self.call(member, "GET", "/v1/sessions").json["items"]
        other = next(each["id"] for each in sessions if not each["current"])
        self.call(member, "DELETE", f"/v1/sessions/{other}", None, 204)
        self.call(member, "DELETE", f"/v1/sessions/{other}", None, 404)
        self.call(member, "DELETE", "/v1/sessions/others", None, 204)
        code = {"recovery_code": activated["recovery_code"]}
        self.call(member, "POST", f"{here}/recovery-code/confirm", code, 204)
        self.call(member, "GET", here)
        secret = self.call(member, "POST", f"{here}/totp", {}).json["secret"]
        self.call(member, "POST", f"{here}/totp/confirm", {"code": "x"}, 400)
        authenticator = Authenticator(secret)
        self.call(member, "POST", f"{here}/totp/confirm", {"code": authenticator.next_code()}, 204)
        self.call(self.anyone, "POST", "/v1/sessions", log_in, 401)
        self.call(member, "POST", f"{here}/step-up", {"otp": authenticator.next_code()}, 204)
        self.call(member, "DELETE", f"{here}/totp", None, 204)
        self.call(member, "DELETE", f"{here}/totp", None, 404)
        code = self.call(member, "POST", f"{here}/recovery-code", {}).json
        next_password = "bậc thang đá phủ rêu xanh"
        change = {"old_password": password, "new_password": next_password}
        self.call(member, "POST", f"{here}/password", change, 204)
        self.call(member, "POST", f"{here}/password", change, 401)
        recovery = {**code, "username": activated["username"], "new_password": password}
        self.call(self.anyone, "POST", "/v1/recovery", recovery)
        self.call(self.anyone, "POST", "/v1/recovery", recovery, 401)

    def desk_calls(self) -> dict:
        operator = self.server.client("operator")
        text = {
            "text": "Tôi tên Nguyễn Thị Thanh Trúc, số 0939 517 284. Ổ gà trước chợ Mỹ Tho.",
            "channel": "phone",
        }
        self.call(operator, "POST", "/v1/intake/preview", text)
        self.call(
            operator,
            "POST",
            "/v1/intake/preview",
            {"text": "Cháy nhà, có người bị kẹt, cứu với!", "area": "my-tho"},
        )
        full = {
            **COMPLAINT,
            "urgency": "urgent",
            "location": {"text": "Trước chợ", "lat": 10.35, "lon": 106.36},
            "occurred_at": "2026-01-02T03:04:05Z",
            "received_at": "2026-01-02T03:04:05Z",
            "external_ref": "1022/7",
            "call_id": "call-7",
        }
        full["reporter"] = {
            **full["reporter"],
            "email": "bay@example.vn",
            "address": "1 Hùng Vương",
            "citizen_id": "082 099 001 234",
            "birth_date": "1990-01-02",
            "via": "bà Tám",
        }
        key = new_key()
        case = self.call(operator, "POST", "/v1/cases", full, 201, key=key).json
        self.call(operator, "POST", "/v1/cases", full, 201, key=key)
        self.call(operator, "POST", "/v1/cases", COMPLAINT, 422, key=key)
        self.call(operator, "POST", "/v1/cases", {"channel": "pigeon", "text": "x"}, 400)
        for code in ("khieu-nai", "to-cao", "khan-cap"):
            diverted = {"channel": "web", "text": "Tôi muốn gửi đơn.", "class": code, "anonymous": True}
            self.call(operator, "POST", "/v1/cases", diverted, 201)
        self.call(operator, "GET", "/v1/cases")
        page = self.call(operator, "GET", "/v1/cases?limit=1").json
        self.call(
            operator,
            "GET",
            f"/v1/cases?limit=1&cursor={page['next']}&due=overdue&state=forwarded&class=phan-anh",
        )
        self.call(operator, "GET", "/v1/cases?colour=red", None, 400)
        self.call(operator, "GET", f"/v1/cases/{case['reference']}")
        self.call(operator, "POST", "/v1/work", {})
        self.call(operator, "POST", "/v1/callers/lookup", {"phone": "0939517284"})
        self.call(operator, "POST", "/v1/callers/lookup", {"phone": "chín"}, 400)
        self.call(operator, "GET", "/v1/directory")
        self.call(operator, "GET", "/v1/audit/events", None, 403)
        return case

    def officer_calls(self, case: dict) -> None:
        officer = self.server.client("officer", OWNING_UNIT)
        path = f"/v1/cases/{case['id']}"
        self.call(officer, "GET", path)
        self.call(officer, "POST", f"{path}/reveal", LOOK)
        self.call(
            self.server.client("operator"),
            "POST",
            f"{path}/reveal",
            {**LOOK, "compartments": ["identity", "contact", "original"]},
        )
        self.approvals(officer, path)
        self.call(officer, "POST", f"{path}/reveal", {**LOOK, "note": "ngắn"}, 400)
        self.call(officer, "POST", f"{path}/accept", {"version": STALE}, 409)
        version = self.call(
            officer, "POST", f"{path}/accept", {"version": case["version"]}, key=new_key()
        ).json["version"]
        interim = {"text": "Đã cử người đi xem.", "interim": True, "version": version}
        version = self.call(officer, "POST", f"{path}/reply", interim).json["version"]
        version = self.call(
            officer, "POST", f"{path}/reply", {"text": "Đã vá mặt đường.", "version": version}
        ).json["version"]
        self.call(officer, "GET", path)
        self.call(officer, "POST", f"{path}/close", {"version": version, "reason": "Đã làm xong"})
        self.call(officer, "POST", f"{path}/close", {"version": version + 1}, 409)
        self.call(self.server.client("officer", OTHER_UNIT), "GET", path, None, 404)

    def approvals(self, officer: Client, path: str) -> None:
        supervisor = self.server.client("supervisor")
        look = {**LOOK, "compartments": ["original"]}
        first = self.call(officer, "POST", f"{path}/reveal", look, 202).json["approval"]["id"]
        limit = {"kind": "limit", "note": LOOK["note"]}
        second = self.call(officer, "POST", "/v1/approvals", limit, 202).json["approval"]["id"]
        self.call(officer, "POST", "/v1/approvals", {"kind": "more"}, 400)
        self.call(supervisor, "GET", "/v1/approvals")
        self.call(officer, "GET", f"/v1/approvals/{first}")
        self.call(self.server.client("operator"), "GET", f"/v1/approvals/{first}", None, 404)
        self.call(supervisor, "POST", f"/v1/approvals/{first}/approve", {}, key=new_key())
        self.call(supervisor, "POST", f"/v1/approvals/{first}/approve", {}, 409)
        self.call(supervisor, "POST", f"/v1/approvals/{second}/refuse", {"reason": LOOK["note"]})
        self.call(supervisor, "POST", f"/v1/approvals/{'0' * 32}/refuse", {}, 404)
        self.call(officer, "POST", f"{path}/reveal", {"approval": first})
        self.call(officer, "POST", f"{path}/reveal", {**LOOK, "approval": first}, 400)

    def denunciations(self) -> None:
        operator = self.server.client("operator")
        text = "Tôi tố cáo ông Trần Văn B, cán bộ địa chính phường, nhận hối lộ 50 triệu đồng để cấp giấy."
        case = self.record(operator, {"channel": "phone", "text": text})
        path = f"/v1/cases/{case['id']}"
        self.call(operator, "GET", path)
        decision = {"confirmed": True, "version": case["version"]}
        self.call(operator, "POST", f"{path}/divert", {**decision, "confirmed": False}, 403)
        self.call(operator, "POST", f"{path}/divert", decision, key=new_key())
        self.call(operator, "POST", f"{path}/divert", decision, 409)
        tracked = self.call(self.anyone, "POST", "/v1/public/track", {"tracking_code": case["tracking_code"]})
        self.assertTrue(tracked.json["guidance"])

    def alerts(self) -> None:
        auditor = self.server.client("auditor")
        canary = self.call(auditor, "POST", "/v1/audit/canaries", COMPLAINT, 201, key=new_key()).json
        self.call(auditor, "GET", "/v1/audit/canaries")
        with EventStream(self.server, auditor.token) as stream:
            self.call(self.server.client("officer", OWNING_UNIT), "GET", f"/v1/cases/{canary['id']}")
            self.assertEqual(stream.next().event, "alert")
        alert = self.call(auditor, "GET", "/v1/audit/alerts").json["items"][0]
        self.assertEqual(alert["reference"], canary["reference"])
        self.call(auditor, "POST", f"/v1/audit/alerts/{alert['id']}/ack", {"note": REASON})
        other = self.server.client("auditor", index=1)
        self.call(other, "POST", f"/v1/audit/alerts/{alert['id']}/ack", {}, 409)
        self.call(other, "POST", "/v1/audit/alerts/0/ack", {}, 404)
        self.call(auditor, "GET", "/v1/audit/alerts")

    def transfers(self) -> None:
        officer = self.server.client("officer", OWNING_UNIT)
        case = self.record(self.server.client("operator"), COMPLAINT)
        path = f"/v1/cases/{case['id']}/transfer"
        wanted = {"unit": THIRD_UNIT, "reason": "Thuộc thẩm quyền đơn vị khác", "version": case["version"]}
        self.call(officer, "POST", path, {**wanted, "unit": "no-such-unit"}, 400)
        self.call(officer, "POST", path, wanted)
        self.call(officer, "POST", path, wanted, 404)

    def public_calls(self) -> None:
        anyone = self.anyone
        own = {
            key: COMPLAINT[key]
            for key in ("channel", "text", "class", "field", "area", "reporter", "consents")
        }
        case = self.call(anyone, "POST", "/v1/public/cases", own, 201, key=new_key()).json
        self.call(anyone, "POST", "/v1/public/cases", {"text": own["text"]}, 201)
        for desk_only in ("unit", "urgency", "received_at", "external_ref", "call_id"):
            value = {"unit": OWNING_UNIT, "urgency": "normal"}.get(desk_only, "2026-01-02T03:04:05Z")
            answer = self.call(anyone, "POST", "/v1/public/cases", {**own, desk_only: value}, 400)
            self.assertEqual(answer.pointers, [f"/{desk_only}"])
        desk = self.server.client("operator")
        self.call(desk, "POST", f"/v1/cases/{case['id']}/reveal", LOOK)
        officer = self.server.client("officer", case["unit"])
        version = self.call(
            officer, "POST", f"/v1/cases/{case['id']}/accept", {"version": case["version"]}
        ).json["version"]
        self.call(officer, "POST", f"/v1/cases/{case['id']}/reply", {"text": "Đã sửa.", "version": version})
        tracked = self.call(anyone, "POST", "/v1/public/track", {"tracking_code": case["tracking_code"]}).json
        self.assertEqual(len(tracked["replies"]), 1)
        self.call(anyone, "POST", "/v1/public/track", {"tracking_code": "26-000001-0000-0000-0000-0000"}, 404)
        self.call(anyone, "POST", "/v1/public/track", {}, 400)
        self.call(anyone, "GET", "/openapi.json")

    def pages(self) -> None:
        anyone = self.anyone
        for path, status in (("/", 200), ("/?lang=en", 200), ("/tra-cuu", 200), ("/login", 200), ("/no-such", 404)):
            self.call(anyone, "GET", path, None, status)
        script = re.search(r'/assets/[\w.-]+\.js', self.call(anyone, "GET", "/login").body.decode()).group()
        self.call(anyone, "GET", script)
        self.call(anyone, "GET", "/assets/no-such.js", None, 404)
        form = f"key={new_key()}&text=%E1%BB%94+g%C3%A0+tr%C6%B0%E1%BB%9Bc+ch%E1%BB%A3".encode()
        sent = self.call(anyone, "POST", "/", form, 201).body.decode()
        self.call(anyone, "POST", "/tra-cuu", b"code=" + re.search(r'aria-label="(\d\d-[\w-]+)"', sent).group(1).encode())
        for wrong in (b"text=x", b"key=short&text=x", b"key", b"text=%zz", b"text=x&text=y"):
            self.call(anyone, "POST", "/", wrong, 400)
        self.call(anyone, "POST", "/tra-cuu", b"code=26-000001-0000-0000-0000-0000", 404)
        self.call(anyone, "POST", "/tra-cuu", b"code", 400)

    def log_calls(self) -> None:
        anyone = self.anyone
        note = self.call(anyone, "GET", "/v1/log/checkpoint").body.decode()
        size = int(note.split("\n")[1])
        width = f"000.p/{size}" if size < 256 else "000"
        self.call(anyone, "GET", f"/v1/log/tile/0/{width}")
        self.call(anyone, "GET", "/v1/log/tile/0/x999/999", None, 404)
        self.call(anyone, "GET", "/v1/log/proof/0")
        self.call(anyone, "GET", "/v1/log/proof/999999", None, 404)

    def audit_calls(self, case: dict) -> None:
        auditor = self.server.client("auditor")
        self.call(auditor, "GET", "/v1/log/entries/0")
        self.call(auditor, "GET", f"/v1/log/entries/{case['leaf']}")
        self.call(auditor, "GET", "/v1/log/entries/999999", None, 404)
        page = self.call(auditor, "GET", "/v1/audit/events?limit=2").json
        self.call(auditor, "GET", f"/v1/audit/events?limit=200&cursor={page['next']}")
        self.call(
            auditor, "GET", f"/v1/audit/events?case={case['reference']}&kind=reveal.&purpose=contact-citizen"
        )
        self.call(auditor, "GET", "/v1/audit/events?case=none", None, 400)
        for narrowed in ({}, {"case": case["id"], "unit": OWNING_UNIT}):
            export = self.call(auditor, "POST", "/v1/audit/exports", {"reason": REASON, **narrowed}, 201).json
            for name in export["files"]:
                self.call(auditor, "GET", f"/v1/audit/exports/{export['id']}/files/{name}")
        self.call(auditor, "GET", f"/v1/audit/exports/{export['id']}/files/passwd", None, 404)
        self.call(auditor, "POST", "/v1/audit/exports", {"reason": "ngắn"}, 400)
        for filter_of_no_list in ({"unit": "0912345678"}, {"purpose": "0912345678"}):
            self.call(auditor, "POST", "/v1/audit/exports", {"reason": REASON, **filter_of_no_list}, 400)
        self.call(
            self.server.client("auditor", index=1),
            "GET",
            f"/v1/audit/exports/{export['id']}/files/manifest",
            None,
            404,
        )

    def live_notices(self) -> None:
        with EventStream(self.server, self.server.client("operator").token) as stream:
            self.assertEqual((stream.status, stream.type), (200, "text/event-stream"))
            case = self.record(self.server.client("operator"), COMPLAINT)
            notice = stream.wait_for(case["id"])
        self.assertEqual(set(notice.data), {"id"})
        self.assertEqual(notice.event, "case.received")
        self.assertTrue(notice.id)
        self.answered.add("events")


if __name__ == "__main__":
    unittest.main()
