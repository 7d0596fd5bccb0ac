"""Cases full of markers, and everything the API can do with them, malformed requests included."""

import json
import secrets
from urllib.parse import quote
from urllib.request import urlopen

from actors import OTHER_UNIT, OWNING_UNIT
from harness import NO_LIMITS, Answer, Server, new_key
from harness.raw import send_raw
from markers import Markers, Scanner

PUBLIC_CASES = 20  # fewer than a citizen's address may send at once
TRACKED_CASES = 40
LOOK_UPS = 20
REPORTER_FIELDS = ("full_name", "phone", "email", "address", "citizen_id", "birth_date", "call_name", "via")


class WatchedServer(Server):
    """Keeps what the server writes to stdout as well."""

    def __init__(self):
        # One operator opens what a whole hotline opens in a week.
        super().__init__(limits=NO_LIMITS)
        self._lines = None
        self._early: list[str] = []

    def get(self, timeout: float) -> str | None:
        """As a queue, for the harness that waits for the port."""
        line = self._lines.get(timeout=timeout)
        self._early.append(line or "")
        return line

    def _wait_for_port(self, lines) -> int:
        self._lines = lines
        return super()._wait_for_port(self)

    @property
    def output(self) -> str:
        while not self._lines.empty():
            self._early.append(self._lines.get() or "")
        return "".join(self._early)

    @property
    def metrics(self) -> str:
        """What the listener for operations says; its address stands in the log."""
        started = [json.loads(line) for line in self.errors.splitlines() if '"server.started"' in line]
        with urlopen(f"{started[-1]['operations']}/metrics", timeout=60) as answer:
            return answer.read().decode()


class Planting:
    """Cases full of markers, and everything the API can do with them."""

    def __init__(self, server: Server, markers: Markers, scanner: Scanner, count: int):
        self.server, self.markers, self.scanner = server, markers, scanner
        self.count = count
        self.operator = self.sign_in("operator")
        self.supervisor = self.sign_in("supervisor")
        self.officer = self.sign_in("officer", OWNING_UNIT)
        self.other = self.sign_in("officer", OTHER_UNIT)
        self.auditor = self.sign_in("auditor")
        self.anyone = server.anonymous()
        self.people: dict[str, dict] = {}
        self.phones: list[str] = []
        self.audit_texts: list[str] = []
        self.revealed: dict[str, dict] = {}

    def sign_in(self, role: str, unit: str | None = None):
        log_in = self.server.log_in_of(role, unit)
        client = self.server.new_session(log_in)
        self.scanner.add(client.token, f"session token of {log_in.username}")
        self.scanner.add(log_in.password, f"password of {log_in.username}")
        return client

    def plant(self) -> None:
        cases = [self.receive(number) for number in range(self.count)]
        self.operator.finish_work()
        for number, case in enumerate(cases):
            self.work_on(number, case)
        for phone in self.phones[:LOOK_UPS]:
            found = ok(self.operator.post("/v1/callers/lookup", {"phone": phone}))
            assert len(found["items"]) == 1, found
        for case in cases[:TRACKED_CASES]:
            ok(self.anyone.post("/v1/public/track", {"tracking_code": case["tracking_code"]}))
        self.audit()
        self.misbehave()

    # ---- intake --------------------------------------------------------------------------------------

    def receive(self, number: int) -> dict:
        by_public = number % 3 == 2 and number // 3 < PUBLIC_CASES
        body = self.complaint(number)
        key = self.secret(new_key(), "Idempotency-Key")
        if by_public:
            for desk_only in ("unit", "external_ref", "call_id"):
                del body[desk_only]
            case = ok(self.anyone.post("/v1/public/cases", body, key=key), 201)
        else:
            ok(self.operator.post("/v1/intake/preview", {"text": body["text"]}))
            case = ok(self.operator.post("/v1/cases", body, key=key), 201)
            again = ok(self.operator.post("/v1/cases", body, key=key), 201)
            assert again["tracking_code"] == case["tracking_code"]
        self.people[case["id"]] = body
        secret = case["tracking_code"][len(case["reference"]) + 1 :]
        self.secret(secret, "tracking code")
        self.secret(secret.replace("-", ""), "tracking code without dashes")
        return case

    def complaint(self, number: int) -> dict:
        def marker(field: str) -> str:
            return self.markers.new(f"case {number} {field}")

        reporter = {field: marker(field) for field in REPORTER_FIELDS}
        if number % 2:
            reporter["phone"] = self.phone()
        latitude = f"10.{secrets.randbelow(10**7):07}"
        self.secret(latitude, "latitude")
        body = {
            "channel": "web" if number % 3 == 2 else "phone",
            "text": f"Tôi là {marker('text')}, ở {marker('text')}; gọi {self.phone()}. Đường hỏng nặng.",
            "class": "to-cao" if number % 10 == 9 else "phan-anh",
            "field": "giao-thong",
            "area": "my-tho",
            "unit": OWNING_UNIT,
            "reporter": reporter,
            "confidential": number % 4 == 1,
            "consents": {"contact_by_unit": number % 2 == 0, "evidence": marker("evidence")},
            "location": {"text": marker("location.text"), "lat": float(latitude), "lon": 106.3},
            "external_ref": marker("external_ref"),
            "call_id": marker("call_id"),
        }
        if number % 4 == 3 and number % 10 != 9:
            self.phones.append(reporter["phone"])
        return body

    def phone(self) -> str:
        number = f"09{secrets.randbelow(10**8):08}"
        self.secret(number, "telephone number")
        self.secret("+84" + number[1:], "telephone number in E.164")
        return number

    def secret(self, text: str, what: str) -> str:
        self.scanner.add(text, what)
        return text

    # ---- work ----------------------------------------------------------------------------------------

    def work_on(self, number: int, case: dict) -> None:
        path = f"/v1/cases/{case['id']}"
        self.reveal(number, case, path)
        if case["state"] != "forwarded" or case["unit"] != OWNING_UNIT:
            return
        worker, version = self.officer, case["version"]
        if number % 5 == 0:
            wanted = {
                "unit": OTHER_UNIT,
                "reason": self.markers.new(f"case {number} reason"),
                "version": version,
            }
            version = ok(worker.post(f"{path}/transfer", wanted, key=new_key()))["version"]
            worker = self.other
        version = ok(worker.post(f"{path}/accept", {"version": version}, key=new_key()))["version"]
        for interim in (True, False):
            words = f"Kính gửi {self.markers.new(f'case {number} reply')}, chúng tôi đã xem."
            reply = {"text": words, "interim": interim, "version": version}
            version = ok(worker.post(f"{path}/reply", reply, key=new_key()))["version"]
        closing = {"reason": self.markers.new(f"case {number} reason"), "version": version}
        ok(worker.post(f"{path}/close", closing, key=new_key()))
        ok(worker.get(path))

    def reveal(self, number: int, case: dict, path: str) -> None:
        if self.people[case["id"]]["confidential"] or case["class"] == "to-cao":
            return
        look = {
            "compartments": ["identity", "contact", "original"],
            "purpose": "contact-citizen",
            "note": f"Gọi lại {self.markers.new(f'case {number} note')}",
        }
        self.revealed[case["id"]] = ok(self.operator.post(f"{path}/reveal", look))
        ok(self.supervisor.get(path))

    def audit(self) -> None:
        self.audit_texts = [json.dumps(event) for event in self.auditor.items("/v1/audit/events", limit=200)]
        reason = {"reason": f"Kiểm tra {self.markers.new('export reason')}"}
        export = ok(self.auditor.post("/v1/audit/exports", reason), 201)
        for name in export["files"]:
            answer = self.auditor.get(f"/v1/audit/exports/{export['id']}/files/{name}")
            assert answer.status == 200, answer
            self.audit_texts.append(answer.body.decode())

    # ---- malformed input -----------------------------------------------------------------------------

    def misbehave(self) -> None:
        """Refused requests that carry markers wherever a request can carry something."""
        for client in (self.operator, self.anyone):
            for body in self.bad_bodies():
                for path in ("/v1/cases", "/v1/public/cases", "/v1/callers/lookup", "/v1/public/track"):
                    assert client.post(path, body).status >= 400
            word = quote(self.markers.new("target"))
            for target in (
                f"/v1/cases/{word}",
                f"/v1/cases?unit={word}&limit=x",
                f"/{word}",
                f"/v1/cases?{word}=1",
            ):
                assert client.get(target).status >= 400
            fields = {
                name: word
                for name in ("X-Note", "Idempotency-Key", "Last-Event-ID", "Accept-Language", "Expect")
            }
            client.request("POST", "/v1/cases", b"{}", {"Content-Type": word, **fields})
        self.refused_log_ins()
        self.broken_http()

    def bad_bodies(self) -> list[bytes]:
        word = self.markers.new("bad body").encode()
        return [
            b'{"text": "' + word,
            b'{"text": "' + word + b'\xff"}',
            b'{"' + word + b'": 1}',
            b'{"text": "' + word + b'", "text": "' + word + b'"}',
            b'{"reporter": {"phone": ["' + word + b'"]}}',
            b'{"reporter": {"' + word + b'": {"' + word + b'": 1}}}',
            b'{"channel": "' + word + b'", "text": "x"}',
            b'{"channel": "phone", "text": "x", "field": "' + word + b'", "unit": "' + word + b'"}',
            b'{"tracking_code": "' + word + b'"}',
            b'{"phone": "' + word + b'"}',
            word,
            b'["' + word + b'"]',
        ]

    def refused_log_ins(self) -> None:
        word = self.markers.new("log-in")
        known = self.server.log_in_of("operator").username
        for username, password in ((word, word), (known, word)):
            assert (
                self.anyone.post("/v1/sessions", {"username": username, "password": password}).status == 401
            )
        self.anyone.post("/v1/sessions", {"username": known, "password": word, "otp": word[:10]})
        assert (
            self.anyone.request("GET", "/v1/cases", None, {"Authorization": f"Bearer {quote(word)}"}).status
            == 401
        )

    def broken_http(self) -> None:
        word = self.markers.new("broken HTTP").encode()
        for request in (
            b"GET /" + word + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: " + word + b"\r\nX: a\r\n\r\n",
            word + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / " + word + b"\r\n\r\n",
            b"POST /v1/cases HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + word + b"\r\n\r\n" + word,
            b"POST /v1/public/cases HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            + word
            + b"\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nX-Note: " + word * 2000 + b"\r\n\r\n",
        ):
            send_raw(self.server, request)


def ok(answer: Answer, status: int = 200) -> dict:
    if answer.status != status:
        raise AssertionError(f"expected {status}: {answer}")
    return answer.json
