"""Who may call what: every route tried by every role, against a table written from the contract."""

import subprocess
import unittest
from dataclasses import dataclass

from actors import COMPLAINT, LOOK, OTHER_UNIT, OWNING_UNIT, THIRD_UNIT, Actor, CookieClient, nobodies, staff
from description import Route, load_description, load_routes
from harness import Client, HotlineTest, paths
from harness.raw import send_raw
from streams import EventStream

DESK = {"operator", "supervisor"}
UNIT = {"officer", "lead"}
UNITS = UNIT | {"foreign officer"}
STAFF = DESK | UNITS | {"auditor", "admin"}
KEEPERS = {"supervisor", "lead", "auditor", "admin"}  # of people and keys, each of their own
NOBODIES = {
    f"nobody{kind}"
    for kind in ("", ", made-up token", ", malformed token", ", ended session", ", cookie alone")
}
ALL = STAFF | NOBODIES

# Written from the contract, not from the server's answers. `foreign officer` is of a unit that does not hold
# the case. A new route fails the test until somebody has written here who may call it.
MAY_CALL = {
    "sessions.open": ALL,
    "sessions.current": STAFF,
    "sessions.close": STAFF,
    "sessions.step_up": STAFF,
    "sessions.list": STAFF,
    "sessions.end": STAFF,
    "sessions.end_others": STAFF,
    "totp.begin": STAFF,
    "totp.confirm": STAFF,
    "totp.remove": STAFF,
    "password.change": STAFF,
    "recovery_code.renew": STAFF,
    "recovery_code.confirm": STAFF,
    "recovery": ALL,
    "invitations.activate": ALL,
    "users.list": KEEPERS,
    "users.read": KEEPERS,
    "users.invite": {"admin"},
    "users.confirm": {"admin"},
    "users.grant": KEEPERS,
    "users.reinvite": {"admin"},
    "users.suspend": {"admin"},
    "users.reinstate": {"admin"},
    "users.remove": {"admin"},
    "units.list": KEEPERS,
    "intake.preview": DESK,
    "cases.create": DESK,
    "cases.list": DESK | UNITS,
    "cases.read": DESK | UNIT,
    "cases.accept": DESK | UNIT,
    "cases.transfer": DESK | UNIT,
    "cases.reply": DESK | UNIT,
    "cases.close": DESK | UNIT,
    "cases.reveal": DESK | UNIT,
    "cases.divert": DESK,
    "approvals.list": DESK | UNITS,
    "approvals.ask": DESK | UNITS,
    "approvals.read": {"officer", "supervisor"},
    "approvals.approve": {"supervisor"},
    "approvals.refuse": {"supervisor"},
    "callers.lookup": DESK,
    "work": DESK | UNITS,
    "directory.read": STAFF,
    "events": DESK | UNITS | {"auditor"},
    "public.create": ALL,
    "public.track": ALL,
    "log.checkpoint": ALL,
    "log.tile": ALL,
    "log.proof": ALL,
    "log.entry": {"auditor"},
    "audit.events": {"auditor"},
    "audit.alerts": {"auditor"},
    "audit.ack": {"auditor"},
    "audit.canaries": {"auditor"},
    "audit.canary": {"auditor"},
    "audit.export": {"auditor"},
    "audit.file": {"auditor"},
    "openapi": ALL,
    "citizen.form": ALL,
    "citizen.send": ALL,
    "citizen.ask": ALL,
    "citizen.track": ALL,
    "web.page": ALL,
    "web.asset": ALL,
}
UNAUTHENTICATED, FORBIDDEN, NOT_FOUND = 401, 403, 404
STALE = 2_147_483_647  # a version that no case has: whoever may act gets 409 and changes nothing
BAD_BODIES = (b"{", b"[]", b'{"colour": "red"}', b"\xff", b"")


@dataclass(frozen=True)
class Sample:
    """A good request of a route, and what it answers to those who may call it."""

    path: str
    status: int = 200
    body: dict | None = None


def count_fields(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(count_fields(each) for each in value.values())
    return sum(count_fields(each) for each in value) if isinstance(value, list) else 0


class Matrix(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = load_routes()
        cls.case = cls.server.client("operator").post("/v1/cases", COMPLAINT).json
        reason = {"reason": "Kiểm tra định kỳ việc mở thông tin"}
        cls.actors = cls.all_actors()
        auditor = next(actor for actor in cls.actors if actor.name == "auditor")
        cls.export = auditor.client.post("/v1/audit/exports", reason).json
        cls.approval = cls.ask_approval()
        cls.cells = cls.fields = 0
        cls.description = load_description(cls.server)

    @classmethod
    def ask_approval(cls) -> str:
        """A request of the actor `officer`, which waits during all tests."""
        officer = next(actor for actor in cls.actors if actor.name == "officer")
        body = {**LOOK, "compartments": ["original"]}
        return officer.client.post(f"/v1/cases/{cls.case['id']}/reveal", body).json["approval"]["id"]

    @classmethod
    def all_actors(cls) -> list[Actor]:
        actors = staff(cls.server) + nobodies(cls.server)
        for actor in actors:
            cls.addClassCleanup(actor.client.close)
        return actors

    @classmethod
    def tearDownClass(cls):
        print(f"matrix: {cls.cells} cells tried, {cls.fields} fields of their answers")
        super().tearDownClass()

    def tearDown(self):
        """Whatever was tried, nothing may have happened to the case."""
        case = self.server.client("operator").get(f"/v1/cases/{self.case['id']}").json
        self.assertEqual((case["version"], case["state"]), (self.case["version"], self.case["state"]))

    def samples(self, name: str = "id") -> dict[str, Sample]:
        case = f"/v1/cases/{self.case[name]}"
        act = {"version": STALE}
        text = {"text": "Ổ gà trước chợ"}
        return {
            "sessions.open": Sample("/v1/sessions", UNAUTHENTICATED, {"username": "x", "password": "y"}),
            "sessions.current": Sample("/v1/sessions/current"),
            "sessions.step_up": Sample("/v1/sessions/current/step-up", 204, {"password": "its own"}),
            **self.account_samples(),
            "intake.preview": Sample("/v1/intake/preview", 200, text),
            "cases.create": Sample("/v1/cases", 201, {**text, "channel": "phone"}),
            "cases.list": Sample("/v1/cases"),
            "cases.read": Sample(case),
            "cases.accept": Sample(f"{case}/accept", 409, act),
            "cases.transfer": Sample(f"{case}/transfer", 409, {**act, "unit": THIRD_UNIT, "reason": "x"}),
            "cases.reply": Sample(f"{case}/reply", 409, {**act, "text": "x"}),
            "cases.close": Sample(f"{case}/close", 409, act),
            "cases.reveal": Sample(f"{case}/reveal", 200, LOOK),
            "cases.divert": Sample(f"{case}/divert", 409, {**act, "confirmed": True}),
            "approvals.list": Sample("/v1/approvals"),
            "approvals.ask": Sample("/v1/approvals", 202, {"kind": "limit", "note": LOOK["note"]}),
            "approvals.read": Sample(f"/v1/approvals/{self.approval}"),
            "approvals.approve": Sample(f"/v1/approvals/{self.approval}/approve", 409, act),
            "approvals.refuse": Sample(
                f"/v1/approvals/{self.approval}/refuse", 409, {**act, "reason": LOOK["note"]}
            ),
            "callers.lookup": Sample("/v1/callers/lookup", 200, {"phone": "0939517284"}),
            "work": Sample("/v1/work", 200, {}),
            "directory.read": Sample("/v1/directory"),
            "public.create": Sample("/v1/public/cases", 201, text),
            "public.track": Sample("/v1/public/track", 200, {"tracking_code": self.case["tracking_code"]}),
            "log.checkpoint": Sample("/v1/log/checkpoint"),
            "log.tile": Sample("/v1/log/tile/0/000.p/1"),
            "log.proof": Sample("/v1/log/proof/0"),
            "log.entry": Sample("/v1/log/entries/0"),
            "audit.events": Sample("/v1/audit/events"),
            "audit.alerts": Sample("/v1/audit/alerts"),
            "audit.ack": Sample("/v1/audit/alerts/0/ack", 404, {}),
            "audit.canaries": Sample("/v1/audit/canaries"),
            "audit.canary": Sample(
                "/v1/audit/canaries", 201, {**text, "channel": "web", "unit": OWNING_UNIT}
            ),
            "audit.export": Sample("/v1/audit/exports", 201, {"reason": "Kiểm tra định kỳ"}),
            "audit.file": Sample(f"/v1/audit/exports/{self.export['id']}/files/checkpoint"),
            "openapi": Sample("/openapi.json"),
            "citizen.form": Sample("/"),
            "citizen.send": Sample("/", 400, {"text": "x"}),
            "citizen.ask": Sample("/tra-cuu"),
            "citizen.track": Sample("/tra-cuu", 400, {}),
            "web.page": Sample("/login"),
            "web.asset": Sample("/assets/no-such-file", NOT_FOUND),
        }

    def account_samples(self) -> dict[str, Sample]:
        """Calls that may be made and, by what they name or lack, change nothing."""
        current, nobody = "/v1/sessions/current", f"/v1/users/{'0' * 32}"
        code = {"recovery_code": "-".join(["0000"] * 8)}
        return {
            "sessions.list": Sample("/v1/sessions"),
            "sessions.end": Sample(f"/v1/sessions/{'0' * 32}", NOT_FOUND),
            "totp.begin": Sample(f"{current}/totp", 200, {}),
            "totp.confirm": Sample(f"{current}/totp/confirm", 400, {"code": "none"}),
            "totp.remove": Sample(f"{current}/totp", 204),
            "password.change": Sample(f"{current}/password", 400, {"old_password": "x"}),
            "recovery_code.renew": Sample(f"{current}/recovery-code", 200, {}),
            "recovery_code.confirm": Sample(f"{current}/recovery-code/confirm", 400, code),
            "recovery": Sample(
                "/v1/recovery", 400, {**code, "username": "x", "new_password": "ngắn"}
            ),
            "invitations.activate": Sample(
                "/v1/invitations/activate", NOT_FOUND, {"invitation": "x", "password": "y"}
            ),
            "users.list": Sample("/v1/users"),
            "users.read": Sample(nobody, NOT_FOUND),
            "users.invite": Sample("/v1/users", 400, {"username": "x", "display_name": "X", "roles": []}),
            **{
                f"users.{act}": Sample(f"{nobody}/{act}", NOT_FOUND, {})
                for act in ("confirm", "reinvite", "suspend", "reinstate", "remove")
            },
            "users.grant": Sample(f"{nobody}/grants", NOT_FOUND, {"unit": OWNING_UNIT}),
            "units.list": Sample("/v1/units"),
        }

    def refusal(self, route: Route, actor: Actor) -> int | None:
        """The status that this actor must get; None when it may call the route."""
        if actor.name in MAY_CALL[route.name]:
            return None
        if actor.name in NOBODIES:
            return UNAUTHENTICATED
        if route.name == "approvals.read" and actor.name in DESK | UNITS:
            return NOT_FOUND  # another member's request
        return NOT_FOUND if route.path.startswith("/v1/cases/{id}") else FORBIDDEN

    def send(self, client: Client, method: str, sample: Sample, body: object = None):
        type(self).cells += 1
        answer = client.post(sample.path, body) if method == "POST" else client.request(method, sample.path)
        if answer.body and answer.type.endswith("json"):
            type(self).fields += count_fields(answer.json)
        return answer

    def told_apart(self):
        """Every route that answers and ends, with its good request."""
        samples = self.samples()
        # One never ends, the others end actors: tested below.
        apart = {"events", "sessions.close", "sessions.end_others"}
        names = {route.name for route in self.routes}
        self.assertEqual(names, set(MAY_CALL), "every route needs its line in MAY_CALL")
        self.assertEqual(names - apart, set(samples), "every route needs a good request")
        return [(route, samples[route.name]) for route in self.routes if route.name not in apart]

    def test_the_printed_policy_says_the_same(self):
        """The table that people read is the contract's, and the scope of each role is the right one."""
        done = subprocess.run([paths.SERVER, "policy"], capture_output=True, timeout=60, check=True)
        lines = [line.split() for line in done.stdout.decode().splitlines() if line and line[0] != "#"]
        lines = lines[: [words[0] for words in lines].index("part")]  # there begins the table of openings
        roles = lines[0][2:-1]
        self.assertEqual(roles, ["operator", "supervisor", "officer", "lead", "auditor", "admin", "service"])
        self.assertEqual({words[0] for words in lines[1:]}, set(MAY_CALL))
        for call, anyone, *scopes in (words[: 2 + len(roles)] for words in lines[1:]):
            may = MAY_CALL[call]
            self.assertEqual(anyone == "yes", "nobody" in may, call)
            for role, scope in zip(roles[:-1], scopes):
                if scope != "self":  # a member's own things; the table above speaks of another's
                    self.assertEqual(scope != "-", role in may, f"{role} on {call}")
                if call.startswith("cases.") and call != "cases.create" and role in may:
                    self.assertEqual(scope, "own" if role in UNIT else "all", f"{role} on {call}")

    # ASVS 5.0.0: 8.2.1
    def test_every_role_on_every_route(self):
        for route, sample in self.told_apart():
            for actor in self.actors:
                self.try_good_request(route, sample, actor)

    def try_good_request(self, route: Route, sample: Sample, actor: Actor) -> None:
        body = sample.body
        if route.name == "sessions.step_up" and actor.log_in:
            body = {"password": actor.log_in.password}
        if route.name == "sessions.open":
            body = {**body, "username": f"x{type(self).cells}"}  # failures are counted for each name
        answer = self.send(actor.client, route.method, sample, body)
        refused = self.refusal(route, actor)
        self.assertEqual(answer.status, refused or sample.status, f"{actor.name} on {route.name}: {answer}")
        operation = self.description.operation_of(route.method, sample.path)
        self.assertEqual(self.description.faults_of(operation, answer), [], f"{actor.name} on {route.name}")
        if refused:
            self.assert_problem(answer, refused)

    def test_case_named_by_its_reference(self):
        for route in self.routes:
            if not route.path.startswith("/v1/cases/{id}"):
                continue
            for actor in self.actors:
                self.try_good_request(route, self.samples("reference")[route.name], actor)

    # ASVS 5.0.0: 8.3.1
    def test_rights_come_before_the_body(self):
        for route, sample in self.told_apart():
            if route.method != "POST":
                continue
            for actor in self.actors:
                if refused := self.refusal(route, actor):
                    self.try_bad_bodies(route, sample, actor, refused)

    def try_bad_bodies(self, route: Route, sample: Sample, actor: Actor, refused: int) -> None:
        for body in BAD_BODIES:
            answer = self.send(actor.client, "POST", sample, body)
            self.assertEqual(answer.status, refused, f"{actor.name} on {route.name} with {body!r}: {answer}")
        plain = actor.client.request("POST", sample.path, b"x", {"Content-Type": "text/plain"})
        self.assertEqual(plain.status, refused, f"{actor.name} on {route.name}, text/plain: {plain}")
        huge = send_raw(self.server, self.head_of(sample.path, actor, "Content-Length: 99999999"))
        self.assertEqual(huge.status, refused, f"{actor.name} on {route.name}, huge")
        type(self).cells += 2

    def head_of(self, path: str, actor: Actor, *fields: str) -> bytes:
        token = [f"Authorization: Bearer {actor.client.token}"] if actor.client.token else []
        lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", *token, *fields]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def test_head_tells_no_more_than_get(self):
        for route, sample in self.told_apart():
            for actor in self.actors if route.method == "GET" else ():
                answer = self.send(actor.client, "HEAD", sample)
                self.assertEqual(
                    answer.status,
                    self.refusal(route, actor) or sample.status,
                    f"{actor.name}: HEAD {route.name}",
                )
                self.assertEqual(answer.body, b"")

    # ASVS 5.0.0: 3.5.3, 4.1.4
    def test_other_methods_are_nobodys(self):
        paths = {}
        for route, sample in self.told_apart():
            paths.setdefault(sample.path, set()).add(route.method)
        paths["/v1/sessions/current"].add("DELETE")
        for path, methods in paths.items():
            for method in {"GET", "PUT", "PATCH", "DELETE"} - methods:
                for actor in self.actors:
                    answer = self.send(actor.client, method, Sample(path))
                    self.assertIn(answer.status, (404, 405), f"{actor.name}: {method} {path}: {answer}")

    def test_live_notices(self):
        route = next(route for route in self.routes if route.name == "events")
        for actor in self.actors:
            type(self).cells += 1
            if isinstance(actor.client, CookieClient):
                status = actor.client.get("/v1/events").status
            else:
                with EventStream(self.server, actor.client.token) as stream:
                    status = stream.status
            self.assertEqual(status, self.refusal(route, actor) or 200, actor.name)

    # ASVS 5.0.0: 7.4.1
    def test_log_out(self):
        for actor in self.all_actors():
            expected = 204 if actor.log_in else UNAUTHENTICATED
            answer = self.send(actor.client, "DELETE", Sample("/v1/sessions/current"))
            self.assertEqual(answer.status, expected, actor.name)
            self.assertEqual(actor.client.get("/v1/sessions/current").status, UNAUTHENTICATED, actor.name)

    def test_ending_other_sessions(self):
        """Of a member whom no other test uses: his other sessions end, and nobody else's."""
        log_in = self.server.log_in_of("officer", THIRD_UNIT)
        member, other = self.server.new_session(log_in), self.server.new_session(log_in)
        for actor in (actor for actor in self.actors if actor.name in NOBODIES):
            self.assertEqual(actor.client.delete("/v1/sessions/others").status, UNAUTHENTICATED, actor.name)
        self.assertEqual(member.delete("/v1/sessions/others").status, 204)
        self.assertEqual(other.get("/v1/sessions/current").status, UNAUTHENTICATED)
        self.assertEqual(member.get("/v1/sessions/current").status, 200)
        for actor in (actor for actor in self.actors if actor.log_in):
            self.assertEqual(actor.client.get("/v1/sessions/current").status, 200, actor.name)
        for client in (member, other):
            client.close()

    # ASVS 5.0.0: 3.3.1, 3.3.2, 3.3.3, 3.3.4, 3.5.1
    def test_cookie_counts_only_with_its_header(self):
        browser, bare = CookieClient(self.server), CookieClient(self.server, bare=True)
        self.assertEqual(browser.get("/v1/sessions/current").status, 200)
        for attribute in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(attribute, browser.set_cookie.split("; "))
        self.assertNotIn("token", browser.first_answer.json)
        self.assertEqual(bare.get("/v1/sessions/current").status, UNAUTHENTICATED)
        self.assertEqual(bare.post("/v1/cases", COMPLAINT).status, UNAUTHENTICATED)
        for client in (browser, bare):
            client.close()

    def test_export_is_its_makers(self):
        other = self.server.client("auditor", index=1)
        for name in self.export["files"]:
            path = f"/v1/audit/exports/{self.export['id']}/files/{name}"
            self.assert_problem(other.get(path), NOT_FOUND)


class OtherUnitsCases(HotlineTest):
    """For officers of other units a case is not there: not in lists, counts or notices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.owner = cls.server.client("officer", OWNING_UNIT)
        cls.foreign = cls.server.client("officer", OTHER_UNIT)

    def counts(self, client: Client) -> dict:
        return self.assert_status(client.get("/v1/cases"), 200).json["counts"]

    def ids(self, client: Client, **filters: str) -> set[str]:
        return {item["id"] for item in client.items("/v1/cases", **filters)}

    # ASVS 5.0.0: 8.2.2
    def test_lists_and_counts(self):
        before = self.counts(self.foreign), self.counts(self.owner)
        case = self.record(self.operator, COMPLAINT)
        self.assertEqual(self.counts(self.foreign), before[0])
        self.assertEqual(
            self.counts(self.owner)["by_state"]["forwarded"], before[1]["by_state"].get("forwarded", 0) + 1
        )
        self.assertIn(case["id"], self.ids(self.owner))
        for filters in (
            {},
            {"unit": OWNING_UNIT},
            {"state": "forwarded"},
            {"field": "giao-thong"},
            {"due": "ok"},
        ):
            self.assertNotIn(case["id"], self.ids(self.foreign, **filters), filters)
        self.assertEqual(self.foreign.get("/v1/cases", unit=OWNING_UNIT).json["items"], [])

    def test_cursor_of_another_reaches_no_further(self):
        for _ in range(3):
            self.record(self.operator, COMPLAINT)
        cursor = self.operator.get("/v1/cases", limit=1).json["next"]
        page = self.assert_status(self.foreign.get("/v1/cases", cursor=cursor), 200).json
        self.assertTrue(all(item["unit"] == OTHER_UNIT for item in page["items"]))

    def test_notices(self):
        case = self.record(self.operator, COMPLAINT)
        streams = [EventStream(self.server, who.token) for who in (self.owner, self.foreign, self.operator)]
        owners, foreigns, desks = streams
        self.work_on(case)
        # A case of their own comes last: in commit order everything of the other case would be before it.
        own = self.record(self.operator, {**COMPLAINT, "unit": OTHER_UNIT})
        foreigns.wait_for(own["id"])
        desks.wait_for(own["id"])
        self.assertEqual(foreigns.seen_ids, {own["id"]})
        acts = ["case.accepted", "case.interim_reply", "case.transferred"]
        self.assertEqual([notice.event for notice in desks.seen[:-1]], acts)
        for act in acts:
            self.assertEqual(owners.wait_for(case["id"]).event, act)
        for stream in streams:
            stream.close()

    def work_on(self, case: dict) -> None:
        """Accepted, answered, transferred to a third unit."""
        path, version = f"/v1/cases/{case['id']}", case["version"]
        acts = {
            "accept": {},
            "reply": {"text": "Đã cử người đi xem.", "interim": True},
            "transfer": {"unit": THIRD_UNIT, "reason": "Thuộc thẩm quyền đơn vị khác"},
        }
        for act, body in acts.items():
            answer = self.assert_status(self.owner.post(f"{path}/{act}", {**body, "version": version}), 200)
            version = answer.json["version"]

    def test_earlier_notices_are_asked_for_in_vain(self):
        with EventStream(self.server, self.operator.token) as desk:
            first = self.record(self.operator, COMPLAINT)
            last_id = desk.wait_for(first["id"]).id
        self.record(self.operator, COMPLAINT)
        own = self.record(self.operator, {**COMPLAINT, "unit": OTHER_UNIT})
        with EventStream(self.server, self.foreign.token, last_id) as foreigns:
            foreigns.wait_for(own["id"])
            self.assertEqual(foreigns.seen_ids, {own["id"]})

    def test_ended_session_hears_no_more(self):
        client = self.server.new_session(self.server.log_in_of("officer", OTHER_UNIT, 1))
        self.addCleanup(client.close)
        with EventStream(self.server, client.token) as stream:
            self.assertEqual(client.delete("/v1/sessions/current").status, 204)
            case = self.record(self.operator, {**COMPLAINT, "unit": OTHER_UNIT})
            with self.assertRaisesRegex(AssertionError, "the stream ended"):
                stream.wait_for(case["id"])

    # ASVS 5.0.0: 8.3.2
    def test_transfer_moves_the_sight(self):
        case = self.record(self.operator, COMPLAINT)
        path = f"/v1/cases/{case['id']}"
        self.assert_problem(self.foreign.get(path), NOT_FOUND)
        wanted = {"unit": OTHER_UNIT, "reason": "Thuộc thẩm quyền đơn vị khác", "version": case["version"]}
        self.assert_status(self.owner.post(f"{path}/transfer", wanted), 200)
        self.assert_problem(self.owner.get(path), NOT_FOUND)
        self.assert_problem(self.owner.post(f"{path}/reveal", LOOK), NOT_FOUND)
        self.assertNotIn(case["id"], self.ids(self.owner))
        self.assert_status(self.foreign.get(path), 200)
        self.assertIn(case["id"], self.ids(self.foreign))

    def test_withheld_contact_stays_with_the_desk(self):
        withheld = {key: value for key, value in COMPLAINT.items() if key != "consents"}
        path = f"/v1/cases/{self.record(self.operator, withheld)['id']}"
        self.assert_problem(self.owner.post(f"{path}/reveal", LOOK), FORBIDDEN)
        for part in ("identity", "original"):
            self.assert_problem(
                self.foreign.post(f"{path}/reveal", {**LOOK, "compartments": [part]}), NOT_FOUND
            )
            self.assert_status(self.owner.post(f"{path}/reveal", {**LOOK, "compartments": [part]}), 202)
        self.assert_status(self.operator.post(f"{path}/reveal", LOOK), 200)


if __name__ == "__main__":
    unittest.main()
