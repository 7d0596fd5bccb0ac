"""openapi.yaml is true and whole: its table of routes is the server's, and its schemas can be judged."""

import unittest

from description import Operation, load_description, load_routes
from harness import HotlineTest
from schema import ANNOTATIONS, CHECKS, SchemaError, find_faults, resolve


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
        for value in (
            {"a": 0},
            {"a": 1, "b": None, "c": ["p", "q"], "d": 1.5, "e": {"n": 1}},
            {"a": 1, "d": "s"},
        ):
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
            if schema := self.description.request_schema(each):
                for part in self.objects_in(schema):
                    self.assertIs(part["additionalProperties"], False, each.name)

    def objects_in(self, schema: dict):
        schema = resolve(schema, self.description.root)
        if schema["type"] == "object":
            yield schema
            for part in schema["properties"].values():
                yield from self.objects_in(part)


if __name__ == "__main__":
    unittest.main()
