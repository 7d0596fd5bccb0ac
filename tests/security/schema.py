"""A small JSON Schema checker: the keywords that openapi.yaml uses, and no others.

An answer's key that its schema does not name is a fault, although clients must bear one: the description is
to be complete. A keyword that the checker does not know is an error of the description, never passed over.
"""

import re
from typing import Any

ANNOTATIONS = {"description", "format", "default"}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


class SchemaError(Exception):
    """The description itself is wrong."""


def resolve(schema: dict, root: dict) -> dict:
    """Follows a local $ref."""
    while "$ref" in schema:
        node: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            if part not in node:
                raise SchemaError(f"no such reference: {schema['$ref']}")
            node = node[part]
        schema = node
    return schema


def find_faults(value: Any, schema: dict, root: dict, where: str = "$") -> list[str]:
    """Every way in which `value` breaks `schema`; empty when it fits."""
    schema = resolve(schema, root)
    faults = []
    for keyword, rule in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword not in CHECKS:
            raise SchemaError(f"{where}: the checker does not know '{keyword}'")
        faults += CHECKS[keyword](value, rule, schema, root, where)
    if isinstance(value, dict) and "properties" in schema and "additionalProperties" not in schema:
        faults += [f"{where}.{name}: not described" for name in value if name not in schema["properties"]]
    return faults


def is_of_type(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _type(value, rule, _schema, _root, where):
    names = rule if isinstance(rule, list) else [rule]
    if any(is_of_type(value, name) for name in names):
        return []
    return [f"{where}: {type(value).__name__} is not {' or '.join(names)}"]


def _enum(value, rule, _schema, _root, where):
    return [] if value in rule else [f"{where}: {value!r} is not one of {rule}"]


def _pattern(value, rule, _schema, _root, where):
    if not isinstance(value, str) or re.search(rule, value):
        return []
    return [f"{where}: {value!r} does not match {rule}"]


def _required(value, rule, schema, _root, where):
    if undeclared := set(rule) - set(schema.get("properties", {})):
        raise SchemaError(f"{where}: required but not described: {sorted(undeclared)}")
    if not isinstance(value, dict):
        return []
    return [f"{where}.{name}: missing" for name in rule if name not in value]


def _properties(value, rule, _schema, root, where):
    if not isinstance(value, dict):
        return []
    faults = []
    for name in value.keys() & rule.keys():
        faults += find_faults(value[name], rule[name], root, f"{where}.{name}")
    return faults


def _additional_properties(value, rule, schema, root, where):
    if not isinstance(value, dict) or rule is True:
        return []
    others = [name for name in value if name not in schema.get("properties", {})]
    if rule is False:
        return [f"{where}.{name}: not allowed" for name in others]
    faults = []
    for name in others:
        faults += find_faults(value[name], rule, root, f"{where}.{name}")
    return faults


def _items(value, rule, _schema, root, where):
    if not isinstance(value, list):
        return []
    faults = []
    for index, item in enumerate(value):
        faults += find_faults(item, rule, root, f"{where}[{index}]")
    return faults


def _one_of(value, rule, _schema, root, where):
    fitting = sum(1 for branch in rule if not find_faults(value, branch, root, where))
    return [] if fitting == 1 else [f"{where}: fits {fitting} of {len(rule)} shapes"]


def _bound(is_within, measure, kinds):
    def check(value, rule, _schema, _root, where):
        if not isinstance(value, kinds) or isinstance(value, bool) or is_within(measure(value), rule):
            return []
        return [f"{where}: out of the bound {rule}"]

    return check


def _unique(value, rule, _schema, _root, where):
    if not rule or not isinstance(value, list) or len({repr(item) for item in value}) == len(value):
        return []
    return [f"{where}: an item stands twice"]


def _same(value):
    return value


def _at_least(value, bound):
    return value >= bound


def _at_most(value, bound):
    return value <= bound


CHECKS = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional_properties,
    "items": _items,
    "oneOf": _one_of,
    "minimum": _bound(_at_least, _same, (int, float)),
    "maximum": _bound(_at_most, _same, (int, float)),
    "minLength": _bound(_at_least, len, str),
    "maxLength": _bound(_at_most, len, str),
    "minItems": _bound(_at_least, len, list),
    "maxItems": _bound(_at_most, len, list),
    "uniqueItems": _unique,
}
