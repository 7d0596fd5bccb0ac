"""The work that fills a data folder: something of every kind that is stored, some of it with an older state."""

from actors import COMPLAINT, LOOK, OTHER_UNIT, OWNING_UNIT
from harness import Answer, Client, Server, new_key
from harness.totp import Authenticator

PHONES = ("0939 517 284", "0918 222 333")
PASSWORD = "đò chiều cập bến muộn"
GUESS = (
    "Tôi tố cáo ông Trần Văn B, cán bộ địa chính phường, nhận hối lộ 50 triệu đồng để cấp giấy, "
    "tôi có ghi âm và sẵn sàng đối chất."
)
REASON = "Kiểm tra định kỳ việc mở thông tin người phản ánh"


def ok(answer: Answer, *statuses: int) -> dict:
    if answer.status not in (statuses or (200, 201)):
        raise AssertionError(str(answer))
    return answer.json if answer.body else {}


def once(server: Server, method: str, path: str, body=None, *, token=None, key=None) -> Answer:
    """One call on a connection of its own."""
    client = Client(server, token)
    try:
        return client.get(path) if method == "GET" else client.post(path, body, key=key)
    finally:
        client.close()


class Story:
    """The work that fills the folder; remembers what the uses need."""

    def __init__(self, server: Server):
        self.server = server
        self.tokens: dict[str, str] = {}
        self.cases: list[dict] = []
        self.repeats: list[tuple[str, str, dict, str]] = []  # role, path, body, key
        self.exports: list[dict] = []
        self.approvals: dict[str, str] = {}  # what becomes of it → id
        self.guarded = ""  # username of the member with a second factor
        self.invited_twice = ""  # id
        self.authenticator: Authenticator | None = None

    def sign_in(self) -> None:
        self.operator = self.server.client("operator")
        self.officer = self.server.client("officer", OWNING_UNIT)
        self.auditor = self.server.client("auditor")
        self.supervisor = self.server.client("supervisor")
        self.admin = self.server.client("admin")
        self.tokens = {
            "operator": self.operator.token,
            "officer": self.officer.token,
            "auditor": self.auditor.token,
            "supervisor": self.supervisor.token,
            "admin": self.admin.token,
        }

    def first_half(self) -> None:
        self.sign_in()
        for number in range(6):
            body = {**COMPLAINT, "reporter": {**COMPLAINT["reporter"], "phone": PHONES[number % 2]}}
            body["confidential"] = number == 4
            self.cases.append(self.post("operator", "/v1/cases", body))
        public = {key: value for key, value in COMPLAINT.items() if key != "unit"}
        public["channel"] = "web"
        self.cases.append(ok(once(self.server, "POST", "/v1/public/cases", public, key=new_key())))
        self.operator.finish_work()
        self.post("operator", "/v1/cases", {"channel": "phone", "text": GUESS, "reporter": COMPLAINT["reporter"]})
        for _ in range(2):
            ok(self.auditor.post("/v1/audit/canaries", {**COMPLAINT, "channel": "web"}, key=new_key()))
        self.act(0, "accept")
        self.ask_supervisors()
        self.admit_people()
        self.export_log()

    def second_half(self) -> None:
        self.sign_in()
        self.decide()
        self.guard()
        self.act(0, "reply", text="Sở Xây dựng đã vá mặt đường.")
        self.act(0, "close", reason="Đã xong")
        away = {"unit": OTHER_UNIT, "reason": "Không đúng đơn vị", "version": self.cases[1]["version"]}
        ok(self.officer.post(f"/v1/cases/{self.cases[1]['id']}/transfer", away, key=new_key()))
        self.act(2, "accept")
        ok(self.operator.post(f"/v1/cases/{self.cases[0]['id']}/reveal", LOOK))
        ok(self.operator.post("/v1/callers/lookup", {"phone": PHONES[0]}))
        for case in self.cases[:3]:
            ok(once(self.server, "POST", "/v1/public/track", {"tracking_code": case["tracking_code"]}))
        for client in (self.operator, self.officer):
            ok(client.get("/v1/cases", limit=50))
        self.cases.append(self.post("operator", "/v1/cases", COMPLAINT))  # its number waits for its index
        self.export_log()

    def ask_supervisors(self) -> None:
        for name, number, compartment in (
            ("ended", 0, "identity"),  # when its case is closed
            ("approved", 3, "identity"),
            ("pending", 3, "original"),
            ("refused", 5, "identity"),
        ):
            look = {**LOOK, "purpose": "legal-duty", "compartments": [compartment]}
            asked = ok(self.officer.post(f"/v1/cases/{self.cases[number]['id']}/reveal", look), 202)
            self.approvals[name] = asked["approval"]["id"]
        lift = {"kind": "limit", "note": "Đợt gọi lại toàn bộ người dân khu chợ"}
        self.approvals["lift"] = ok(self.officer.post("/v1/approvals", lift), 202)["approval"]["id"]

    def decide(self) -> None:
        for name in ("approved", "lift"):
            ok(self.supervisor.post(f"/v1/approvals/{self.approvals[name]}/approve", {}, key=new_key()))
        reason = {"reason": "Chưa đủ căn cứ để mở danh tính"}
        ok(self.supervisor.post(f"/v1/approvals/{self.approvals['refused']}/refuse", reason, key=new_key()))

    def admit_people(self) -> None:
        """One who was let in, one who waits for the admin, two who have not come yet."""
        for name, steps in (("co.ma", 2), ("cho.duyet", 1), ("cho.vao", 0), ("moi.lai", 0)):
            body = {"username": name, "display_name": f"Lê Thị {name}", "roles": ["officer"], "units": [OTHER_UNIT]}
            invited = ok(self.admin.post("/v1/users", body))
            if steps > 0:
                activation = {"invitation": invited["invitation"], "password": PASSWORD}
                ok(once(self.server, "POST", "/v1/invitations/activate", activation))
            if steps > 1:
                ok(self.admin.post(f"/v1/users/{invited['id']}/confirm", {}))
                self.guarded = name
            if name == "moi.lai":
                self.invited_twice = invited["id"]

    def guard(self) -> None:
        """The second factor, an invitation made anew, a new recovery code: rows that have an older state."""
        credentials = {"username": self.guarded, "password": PASSWORD, "bearer": True}
        token = ok(once(self.server, "POST", "/v1/sessions", credentials))["token"]
        self.tokens["guarded"] = token
        secret = ok(once(self.server, "POST", "/v1/sessions/current/totp", {}, token=token))["secret"]
        self.authenticator = Authenticator(secret)
        code = {"code": self.authenticator.next_code()}
        ok(once(self.server, "POST", "/v1/sessions/current/totp/confirm", code, token=token), 204)
        ok(once(self.server, "POST", "/v1/sessions/current/recovery-code", {}, token=token))
        ok(self.admin.post(f"/v1/users/{self.invited_twice}/reinvite", {}))

    def post(self, role: str, path: str, body: dict) -> dict:
        key = new_key()
        self.repeats.append((role, path, body, key))
        return ok(getattr(self, role).post(path, body, key=key))

    def act(self, number: int, name: str, **body: str) -> None:
        case = self.cases[number]
        done = self.post("officer", f"/v1/cases/{case['id']}/{name}", {**body, "version": case["version"]})
        case["version"] = done["version"]

    def export_log(self) -> None:
        self.exports.append(ok(self.auditor.post("/v1/audit/exports", {"reason": REASON})))
