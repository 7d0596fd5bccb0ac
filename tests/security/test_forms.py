"""The forms take what the request schemas of openapi.yaml allow and refuse, by name, what they do not."""

import copy
import json
import unittest

from actors import COMPLAINT, LOOK, OWNING_UNIT, THIRD_UNIT
from description import Operation, load_description
from harness import NO_LIMITS, Client, HotlineTest
from harness.raw import send_raw
from schema import resolve
from streams import EventStream

STALE = 2_147_483_647  # a version that no case has: acts get past the form and change nothing
RATIONED = "public.create"  # the form of cases.create, but only so many calls a minute: tried with few bodies
REASON = "Kiểm tra định kỳ việc mở thông tin người phản ánh"


class Forms(HotlineTest):
    limits = NO_LIMITS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = load_description(cls.server)
        cls.case = cls.server.client("operator").post("/v1/cases", COMPLAINT).json
        cls.auditor, cls.officer = cls.server.client("auditor"), cls.server.client("officer", OWNING_UNIT)
        cls.supervisor = cls.server.client("supervisor")
        cls.operator, cls.anyone = cls.server.client("operator"), cls.server.anonymous()
        cls.admin = cls.server.client("admin")
        # Nobody does anything to himself: acts get past the form and change nothing.
        cls.own_id = cls.admin.get("/v1/sessions/current").json["user"]["id"]
        cls.addClassCleanup(cls.anyone.close)
        asked = cls.officer.post(f"/v1/cases/{cls.case['id']}/reveal", {**LOOK, "compartments": ["original"]})
        cls.approval = asked.json["approval"]["id"]
        cls.alert = cls.raise_alert()

    @classmethod
    def raise_alert(cls) -> str:
        """An alert of a canary that somebody reads."""
        canary = cls.auditor.post("/v1/audit/canaries", COMPLAINT).json
        with EventStream(cls.server, cls.auditor.token) as stream:
            cls.officer.get(f"/v1/cases/{canary['id']}")
            stream.next()
        return cls.auditor.get("/v1/audit/alerts").json["items"][0]["id"]

    def bodies(self) -> dict[str, tuple[Client, dict]]:
        """A good body for every operation that has one, and who sends it."""
        return {
            "sessions.open": (self.anyone, {"username": "x", "password": "y"}),
            "sessions.step_up": (self.operator, {"password": "y"}),
            **self.account_bodies(),
            "intake.preview": (self.operator, {"text": "Ổ gà"}),
            "cases.create": (
                self.operator,
                {"channel": "phone", "text": "Ổ gà", "reporter": {}, "consents": {}, "location": {}},
            ),
            "public.create": (self.anyone, {"text": "Ổ gà"}),
            "cases.accept": (self.officer, {"version": STALE}),
            "cases.transfer": (self.officer, {"unit": THIRD_UNIT, "reason": "x", "version": STALE}),
            "cases.reply": (self.officer, {"text": "x", "version": STALE}),
            "cases.close": (self.officer, {"version": STALE}),
            "cases.reveal": (self.officer, LOOK),
            "cases.divert": (self.operator, {"confirmed": True, "version": STALE}),
            "approvals.ask": (self.officer, {"kind": "limit", "note": LOOK["note"]}),
            "approvals.approve": (self.supervisor, {"version": STALE}),
            "approvals.refuse": (self.supervisor, {"reason": LOOK["note"], "version": STALE}),
            "audit.ack": (self.auditor, {"note": LOOK["note"]}),
            "audit.canary": (
                self.auditor,
                {"channel": "web", "text": "Ổ gà", "unit": OWNING_UNIT, "reporter": {}, "consents": {}, "location": {}},
            ),
            "callers.lookup": (self.operator, {"phone": "0939517284"}),
            "public.track": (self.anyone, {"tracking_code": "26-000001-0000-0000-0000-0000"}),
            "audit.export": (self.auditor, {"reason": REASON}),
        }

    def account_bodies(self) -> dict[str, tuple[Client, dict]]:
        code = "-".join(["0000"] * 8)
        return {
            "totp.confirm": (self.operator, {"code": "000000"}),
            "password.change": (self.operator, {"old_password": "x", "new_password": "y"}),
            "recovery_code.confirm": (self.operator, {"recovery_code": code}),
            "recovery": (self.anyone, {"username": "x", "recovery_code": code, "new_password": "y"}),
            "invitations.activate": (self.anyone, {"invitation": code, "password": "y"}),
            "users.invite": (
                self.admin,
                {"username": "x", "display_name": "X", "roles": ["officer"], "units": [OWNING_UNIT]},
            ),
            "users.confirm": (self.admin, {}),
            "users.grant": (self.admin, {"unit": OWNING_UNIT}),
            **{f"users.{act}": (self.admin, {}) for act in ("reinvite", "suspend", "reinstate", "remove")},
        }

    def operations(self):
        """(operation, path, client, good body, schema) of every operation with a body."""
        bodies = self.bodies()
        described = [each for each in self.description.operations if self.description.request_schema(each)]
        self.assertEqual({each.name for each in described}, set(bodies))
        for each in described:
            client, body = bodies[each.name]
            yield each, self.path_of(each), client, body, self.description.request_schema(each)

    def values(self):
        """(name, path, client, good body, pointer, rule) of every value in every body."""
        for each, path, client, body, schema in self.operations():
            if each.name != RATIONED:
                for pointer, rule in self.leaves_of(schema):
                    yield each.name, path, client, body, pointer, rule

    def leaves_of(self, schema: dict, prefix: str = ""):
        for name, part in schema["properties"].items():
            rule = resolve(part, self.description.root)
            if rule["type"] == "object":
                yield from self.leaves_of(rule, f"{prefix}/{name}")
            else:
                yield f"{prefix}/{name}", rule

    def path_of(self, operation: Operation) -> str:
        id_of = {"approvals.approve": self.approval, "approvals.refuse": self.approval, "audit.ack": self.alert}
        named = self.own_id if operation.path.startswith("/v1/users") else self.case["id"]
        return operation.path.replace("{id}", id_of.get(operation.name, named))

    def refuse(self, client: Client, path: str, body: object, pointer: str) -> None:
        answer = self.assert_problem(client.post(path, body), 400, what=f"{path} {pointer}")
        self.assertIn(pointer, answer.pointers, f"{path}: {answer}")

    def test_missing_keys(self):
        for _, path, client, body, schema in self.operations():
            for name in schema.get("required", []):
                self.refuse(
                    client, path, {key: value for key, value in body.items() if key != name}, f"/{name}"
                )

    def test_unknown_keys_and_other_shapes(self):
        for each, path, client, body, _ in self.operations():
            self.assert_problem(client.post(path, {**body, "colour": "red"}), 400, what=each.name)
            for other in (b"[]", b"1", b'"x"', b"null", b"{") if each.name != RATIONED else ():
                self.assert_problem(client.post(path, other), 400, what=f"{each.name} {other!r}")

    def test_wrong_types_are_refused_by_name(self):
        wrong = {"string": 1, "boolean": "true", "integer": "1", "number": "1", "array": "x"}
        for _, path, client, body, pointer, rule in self.values():
            self.refuse(client, path, changed(body, pointer, wrong[rule["type"]]), pointer)

    # ASVS 5.0.0: 2.2.1, 2.2.2
    def test_texts_are_bounded_as_described(self):
        tried = 0
        for name, path, client, body, pointer, rule in self.values():
            if "maxLength" not in rule:
                continue
            longest = "ạ" * rule["maxLength"]
            self.refuse(client, path, changed(body, pointer, longest + "ạ"), pointer)
            self.refuse(client, path, changed(body, pointer, "ạ" * (rule.get("minLength", 1) - 1)), pointer)
            answer = client.post(path, changed(body, pointer, longest))
            self.assertNotIn("Quá dài", answer.body.decode(), f"{name} {pointer}")
            tried += 1
        self.assertGreater(tried, 30)

    def test_numbers_are_bounded_as_described(self):
        for _, path, client, body, pointer, rule in self.values():
            if "maximum" in rule:
                self.refuse(client, path, changed(body, pointer, rule["maximum"] + 1), pointer)
                self.refuse(client, path, changed(body, pointer, rule["minimum"] - 1), pointer)

    # ASVS 5.0.0: 2.2.1
    def test_closed_lists_are_closed(self):
        for name, path, client, body, pointer, rule in self.values():
            if "enum" in rule:
                self.refuse(client, path, changed(body, pointer, "no-such"), pointer)
                for allowed in rule["enum"]:
                    answer = client.post(path, changed(body, pointer, allowed))
                    self.assertLess(answer.status, 400, f"{name} {pointer}={allowed}: {answer}")

    def test_bodies_are_bounded_as_described(self):
        for each in self.description.operations:
            if each.method != "POST":
                continue
            client, body = self.bodies().get(each.name, (self.operator, {}))
            if each.name not in (RATIONED, "work"):
                padded = json.dumps(body).encode().ljust(each.max_body)
                self.assertNotEqual(client.post(self.path_of(each), padded).status, 413, each.name)
            announced = self.announce(each, client, each.max_body + 1)
            self.assertEqual(send_raw(self.server, announced).status, 413, each.name)

    def announce(self, operation: Operation, client: Client, size: int) -> bytes:
        """The head of a request with a body of this size."""
        lines = [f"POST {self.path_of(operation)} HTTP/1.1", "Host: x", "Content-Type: application/json"]
        if client.token:
            lines.append(f"Authorization: Bearer {client.token}")
        return "\r\n".join([*lines, f"Content-Length: {size}", "\r\n"]).encode()


def changed(body: dict, pointer: str, value: object) -> dict:
    """A copy of `body` in which `pointer` holds `value`."""
    out = copy.deepcopy(body)
    *groups, name = pointer.removeprefix("/").split("/")
    place = out
    for group in groups:
        place = place.setdefault(group, {})
    place[name] = value
    return out


if __name__ == "__main__":
    unittest.main()
