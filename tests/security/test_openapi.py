"""openapi.yaml is true: its table of routes, its bounds and its answers are the server's."""

import copy
import json
import unittest

from actors import COMPLAINT, LOOK, OTHER_UNIT, OWNING_UNIT, THIRD_UNIT
from description import Operation, load_description, load_routes
from harness import Answer, Client, HotlineTest, new_key
from harness.raw import send_raw
from schema import CHECKS, ANNOTATIONS, SchemaError, find_faults, resolve
from streams import EventStream

STALE = 2_147_483_647  # a version that no case has: acts get past the form and change nothing
REASON = "Kiểm tra định kỳ việc mở thông tin người phản ánh"


class SchemaChecker(unittest.TestCase):
    """The checker can fail."""

    SCHEMA = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "integer", "minimum": 0},
            "b": {"type": ["string", "null"], "pattern": "^x", "maxLength": 3},
            "c": {"type": "array", "maxItems": 2, "uniqueItems": True, "items": {"enum": ["p", "q"]}},
            "d": {"oneOf": [{"type": "string"}, {"$ref": "#/whole"}]},
            "e": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    }
    ROOT = {"whole": {"type": "number"}}

    def faults(self, value: object) -> list[str]:
        return find_faults(value, self.SCHEMA, self.ROOT)

    def test_what_fits(self):
        for value in ({"a": 0}, {"a": 1, "b": None, "c": ["p", "q"], "d": 1.5, "e": {"n": 1}}, {"a": 1, "d": "s"}):
            self.assertEqual(self.faults(value), [], value)

    def test_what_does_not(self):
        wrong = ({}, [], {"a": -1}, {"a": True}, {"a": "1"}, {"a": 1, "b": "y"}, {"a": 1, "b": "xxxx"})
        nested = ({"c": ["p", "p"]}, {"c": ["r"]}, {"c": ["p", "q", "p"]}, {"d": None}, {"e": {"n": "1"}})
        unknown = ({"a": 1, "z": 1},)
        for value in (*wrong, *({"a": 1, **each} for each in nested), *unknown):
            self.assertEqual(len(self.faults(value)) > 0, True, value)

    def test_what_the_checker_cannot_judge(self):
        for schema in ({"allOf": []}, {"$ref": "#/nowhere"}, {"required": ["ghost"]}):
            with self.assertRaises(SchemaError):
                find_faults({}, schema, self.ROOT)


class Table(HotlineTest):
    """Routes and description, both ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = load_description(cls.server)
        cls.routes = load_routes()

    def test_every_route_is_described_and_nothing_else_is(self):
        served = {
            (route.method, route.path.replace("...}", "}"), route.name, frozenset(route.roles), route.auth)
            for route in self.routes
        }
        described = {
            (each.method, each.path, each.name, frozenset(each.body["x-roles"]), self.auth_of(each))
            for each in self.description.operations
        }
        self.assertEqual(served - described, set(), "routes without a true description")
        self.assertEqual(described - served, set(), "descriptions without a route")
        self.assertEqual(len(served), len(self.routes))
        self.assertGreater(len(served), 20)

    @staticmethod
    def auth_of(operation: Operation) -> str:
        return "anyone" if operation.body.get("security") == [] else "staff"

    def test_operations_are_told_apart(self):
        names = [each.name for each in self.description.operations]
        self.assertEqual(sorted(names), sorted(set(names)))

    def test_every_path_parameter_is_described(self):
        for each in self.description.operations:
            parameters = [resolve(one, self.description.root) for one in each.body.get("parameters", [])]
            named = {one["name"] for one in parameters if one["in"] == "path"}
            in_path = {part[1:-1] for part in each.path.split("/") if part.startswith("{")}
            self.assertEqual(named, in_path, each.name)

    def test_summaries_are_in_both_languages(self):
        for each in self.description.operations:
            vietnamese, _, english = each.body["summary"].partition(" / ")
            self.assertTrue(vietnamese and english, each.name)

    def test_references_and_keywords_are_known(self):
        self.look_over(self.description.root["components"]["schemas"])
        self.follow(self.description.root)

    def follow(self, node: object) -> None:
        if isinstance(node, dict):
            resolve(node, self.description.root)
            self.assertNotIn(None, node.values(), f"a comma without quotes makes keys: {list(node)}")
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self.follow(child)

    def look_over(self, schemas: dict) -> None:
        for name, schema in schemas.items():
            unknown = set(schema) - set(CHECKS) - ANNOTATIONS - {"$ref"}
            self.assertEqual(unknown, set(), name)
            self.look_over(schema.get("properties", {}))
            if "items" in schema:
                self.look_over({f"{name}[]": schema["items"]})

    def test_requests_refuse_unknown_keys(self):
        for each in self.description.operations:
            schema = self.description.request_schema(each)
            for part in [schema, *self.groups_of(schema or {}).values()] if schema else ():
                self.assertIs(part["additionalProperties"], False, each.name)

    def groups_of(self, schema: dict) -> dict:
        parts = {name: resolve(part, self.description.root) for name, part in schema["properties"].items()} if schema else {}
        return {name: part for name, part in parts.items() if part["type"] == "object"}


class Answers(HotlineTest):
    """Every call once and more, each answer held against its description."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = load_description(cls.server)
        cls.answered: set[str] = set()
        cls.anyone = cls.server.anonymous()
        cls.addClassCleanup(cls.anyone.close)

    def call(self, client: Client, method: str, target: str, body: object = None, *statuses: int, **options) -> Answer:
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
        case = self.desk_calls()
        self.officer_calls(case)
        self.moves(case)
        self.public_calls()
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

    def desk_calls(self) -> dict:
        operator = self.server.client("operator")
        text = {"text": "Tôi tên Nguyễn Thị Thanh Trúc, số 0939 517 284. Ổ gà trước chợ Mỹ Tho.", "channel": "phone"}
        self.call(operator, "POST", "/v1/intake/preview", text)
        self.call(operator, "POST", "/v1/intake/preview", {"text": "Cháy nhà, có người bị kẹt, cứu với!", "area": "my-tho"})
        full = {
            **COMPLAINT,
            "urgency": "urgent",
            "location": {"text": "Trước chợ", "lat": 10.35, "lon": 106.36},
            "occurred_at": "2026-01-02T03:04:05Z",
            "received_at": "2026-01-02T03:04:05Z",
            "external_ref": "1022/7",
            "call_id": "call-7",
        }
        full["reporter"] = {**full["reporter"], "email": "bay@example.vn", "address": "1 Hùng Vương",
                            "citizen_id": "082 099 001 234", "birth_date": "1990-01-02", "via": "bà Tám"}
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
        self.call(operator, "GET", f"/v1/cases?limit=1&cursor={page['next']}&due=overdue&state=forwarded&class=phan-anh")
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
        self.call(self.server.client("operator"), "POST", f"{path}/reveal",
                  {**LOOK, "compartments": ["identity", "contact", "original"]})
        self.call(officer, "POST", f"{path}/reveal", {**LOOK, "compartments": ["original"]}, 403)
        self.call(officer, "POST", f"{path}/reveal", {**LOOK, "note": "ngắn"}, 400)
        self.call(officer, "POST", f"{path}/accept", {"version": STALE}, 409)
        version = self.call(officer, "POST", f"{path}/accept", {"version": case["version"]}, key=new_key()).json["version"]
        interim = {"text": "Đã cử người đi xem.", "interim": True, "version": version}
        version = self.call(officer, "POST", f"{path}/reply", interim).json["version"]
        version = self.call(officer, "POST", f"{path}/reply", {"text": "Đã vá mặt đường.", "version": version}).json["version"]
        self.call(officer, "GET", path)
        self.call(officer, "POST", f"{path}/close", {"version": version, "reason": "Đã làm xong"})
        self.call(officer, "POST", f"{path}/close", {"version": version + 1}, 409)
        self.call(self.server.client("officer", OTHER_UNIT), "GET", path, None, 404)

    def moves(self, _case: dict) -> None:
        officer = self.server.client("officer", OWNING_UNIT)
        case = self.record(self.server.client("operator"), COMPLAINT)
        path = f"/v1/cases/{case['id']}/transfer"
        wanted = {"unit": THIRD_UNIT, "reason": "Thuộc thẩm quyền đơn vị khác", "version": case["version"]}
        self.call(officer, "POST", path, {**wanted, "unit": "no-such-unit"}, 400)
        self.call(officer, "POST", path, wanted)
        self.call(officer, "POST", path, wanted, 404)

    def public_calls(self) -> None:
        anyone = self.anyone
        own = {key: COMPLAINT[key] for key in ("channel", "text", "class", "field", "area", "reporter", "consents")}
        case = self.call(anyone, "POST", "/v1/public/cases", own, 201, key=new_key()).json
        self.call(anyone, "POST", "/v1/public/cases", {"text": own["text"]}, 201)
        for desk_only in ("unit", "urgency", "received_at", "external_ref", "call_id"):
            value = {"unit": OWNING_UNIT, "urgency": "normal"}.get(desk_only, "2026-01-02T03:04:05Z")
            answer = self.call(anyone, "POST", "/v1/public/cases", {**own, desk_only: value}, 400)
            self.assertEqual(answer.pointers, [f"/{desk_only}"])
        desk = self.server.client("operator")
        self.call(desk, "POST", f"/v1/cases/{case['id']}/reveal", LOOK)
        officer = self.server.client("officer", case["unit"])
        version = self.call(officer, "POST", f"/v1/cases/{case['id']}/accept", {"version": case["version"]}).json["version"]
        self.call(officer, "POST", f"/v1/cases/{case['id']}/reply", {"text": "Đã sửa.", "version": version})
        tracked = self.call(anyone, "POST", "/v1/public/track", {"tracking_code": case["tracking_code"]}).json
        self.assertEqual(len(tracked["replies"]), 1)
        self.call(anyone, "POST", "/v1/public/track", {"tracking_code": "26-000001-0000-0000-0000-0000"}, 404)
        self.call(anyone, "POST", "/v1/public/track", {}, 400)
        self.call(anyone, "GET", "/openapi.json")

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
        self.call(auditor, "GET", f"/v1/audit/events?case={case['reference']}&kind=reveal.&purpose=contact-citizen")
        self.call(auditor, "GET", "/v1/audit/events?case=none", None, 400)
        for narrowed in ({}, {"case": case["id"], "unit": OWNING_UNIT}):
            export = self.call(auditor, "POST", "/v1/audit/exports", {"reason": REASON, **narrowed}, 201).json
            for name in export["files"]:
                self.call(auditor, "GET", f"/v1/audit/exports/{export['id']}/files/{name}")
        self.call(auditor, "GET", f"/v1/audit/exports/{export['id']}/files/passwd", None, 404)
        self.call(auditor, "POST", "/v1/audit/exports", {"reason": "ngắn"}, 400)
        self.call(self.server.client("auditor", index=1), "GET",
                  f"/v1/audit/exports/{export['id']}/files/manifest", None, 404)

    def live_notices(self) -> None:
        with EventStream(self.server, self.server.client("operator").token) as stream:
            self.assertEqual((stream.status, stream.type), (200, "text/event-stream"))
            case = self.record(self.server.client("operator"), COMPLAINT)
            notice = stream.wait_for(case["id"])
        self.assertEqual(set(notice.data), {"id"})
        self.assertEqual(notice.event, "case.received")
        self.assertTrue(notice.id)
        self.answered.add("events")


class Requests(HotlineTest):
    """The forms take what the request schemas allow and refuse, by name, what they do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.description = load_description(cls.server)
        cls.case = cls.server.client("operator").post("/v1/cases", COMPLAINT).json
        cls.auditor, cls.officer = cls.server.client("auditor"), cls.server.client("officer", OWNING_UNIT)
        cls.operator, cls.anyone = cls.server.client("operator"), cls.server.anonymous()
        cls.addClassCleanup(cls.anyone.close)

    def bodies(self) -> dict[str, tuple[Client, dict]]:
        """A good body for every operation that has one, and who sends it."""
        return {
            "sessions.open": (self.anyone, {"username": "x", "password": "y"}),
            "sessions.step_up": (self.operator, {"password": "y"}),
            "intake.preview": (self.operator, {"text": "Ổ gà"}),
            "cases.create": (self.operator, {"channel": "phone", "text": "Ổ gà", "reporter": {}, "consents": {}, "location": {}}),
            "public.create": (self.anyone, {"text": "Ổ gà"}),
            "cases.accept": (self.officer, {"version": STALE}),
            "cases.transfer": (self.officer, {"unit": THIRD_UNIT, "reason": "x", "version": STALE}),
            "cases.reply": (self.officer, {"text": "x", "version": STALE}),
            "cases.close": (self.officer, {"version": STALE}),
            "cases.reveal": (self.officer, LOOK),
            "callers.lookup": (self.operator, {"phone": "0939517284"}),
            "public.track": (self.anyone, {"tracking_code": "26-000001-0000-0000-0000-0000"}),
            "audit.export": (self.auditor, {"reason": REASON}),
        }

    def operations(self):
        """(operation, path, client, good body, schema) of every operation with a body."""
        bodies = self.bodies()
        described = [each for each in self.description.operations if self.description.request_schema(each)]
        self.assertEqual({each.name for each in described}, set(bodies))
        for each in described:
            client, body = bodies[each.name]
            schema = self.description.request_schema(each)
            yield each, each.path.replace("{id}", self.case["id"]), client, body, schema

    def refuse(self, client: Client, path: str, body: object, pointer: str) -> None:
        answer = self.assert_problem(client.post(path, body), 400, what=f"{path} {pointer}")
        self.assertIn(pointer, answer.pointers, f"{path}: {answer}")

    def test_missing_keys(self):
        for _, path, client, body, schema in self.operations():
            for name in schema.get("required", []):
                self.refuse(client, path, {key: value for key, value in body.items() if key != name}, f"/{name}")

    def test_unknown_keys_and_other_shapes(self):
        for each, path, client, body, _ in self.operations():
            self.assert_problem(client.post(path, {**body, "colour": "red"}), 400, what=each.name)
            for other in (b"[]", b"1", b'"x"', b"null", b"{"):
                if each.name != "public.create":
                    self.assert_problem(client.post(path, other), 400, what=f"{each.name} {other!r}")

    def test_wrong_types_are_refused_by_name(self):
        wrong = {"string": 1, "boolean": "true", "integer": "1", "number": "1", "array": "x"}
        for each, path, client, body, schema in self.operations():
            for pointer, rule in self.leaves_of(schema):
                if each.name != "public.create":
                    self.refuse(client, path, changed(body, pointer, wrong[rule["type"]]), pointer)

    def test_texts_are_bounded_as_described(self):
        tried = 0
        for each, path, client, body, schema in self.operations():
            for pointer, rule in self.leaves_of(schema):
                if "maxLength" not in rule or each.name == "public.create":
                    continue
                longest = "ạ" * rule["maxLength"]
                self.refuse(client, path, changed(body, pointer, longest + "ạ"), pointer)
                self.refuse(client, path, changed(body, pointer, "ạ" * (rule.get("minLength", 0) - 1)), pointer)
                answer = client.post(path, changed(body, pointer, longest))
                self.assertNotIn("Quá dài", str(answer.body, "utf-8"), f"{each.name} {pointer}")
                tried += 1
        self.assertGreater(tried, 30)

    def test_numbers_are_bounded_as_described(self):
        for each, path, client, body, schema in self.operations():
            for pointer, rule in self.leaves_of(schema):
                if "maximum" in rule and each.name != "public.create":
                    self.refuse(client, path, changed(body, pointer, rule["maximum"] + 1), pointer)
                    self.refuse(client, path, changed(body, pointer, rule["minimum"] - 1), pointer)

    def test_closed_lists_are_closed(self):
        for each, path, client, body, schema in self.operations():
            for pointer, rule in self.leaves_of(schema):
                if "enum" in rule and each.name != "public.create":
                    self.refuse(client, path, changed(body, pointer, "no-such"), pointer)
                    for allowed in rule["enum"]:
                        self.assert_status_below_400(client.post(path, changed(body, pointer, allowed)), each.name)

    def assert_status_below_400(self, answer: Answer, what: str) -> None:
        self.assertLess(answer.status, 400, f"{what}: {answer}")

    def test_bodies_are_bounded_as_described(self):
        for each in self.description.operations:
            if each.method != "POST":
                continue
            client, body = self.bodies().get(each.name, (self.operator, {}))
            path = each.path.replace("{id}", self.case["id"])
            if each.name not in ("public.create", "work"):
                padded = json.dumps(body).encode().ljust(each.max_body)
                self.assertNotEqual(client.post(path, padded).status, 413, each.name)
            token = f"Authorization: Bearer {client.token}\r\n" if client.token else ""
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{token}Content-Type: application/json\r\n"
            announced = f"{head}Content-Length: {each.max_body + 1}\r\n\r\n".encode()
            self.assertEqual(send_raw(self.server, announced).status, 413, each.name)

    def leaves_of(self, schema: dict, prefix: str = ""):
        for name, part in schema["properties"].items():
            rule = resolve(part, self.description.root)
            if rule["type"] == "object":
                yield from self.leaves_of(rule, f"{prefix}/{name}")
            else:
                yield f"{prefix}/{name}", rule


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
