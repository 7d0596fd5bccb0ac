"""Writes TypeScript types of the schemas of openapi.yaml. Usage: generate_api.py IN OUT"""

import sys

import yaml

SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def type_of(schema: dict) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return " | ".join("null" if one is None else f"'{one}'" for one in schema["enum"])
    kinds = schema.get("type", "object")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join(of_kind(kind, schema) for kind in kinds)


def of_kind(kind: str, schema: dict) -> str:
    if kind == "array":
        return f"Array<{type_of(schema['items'])}>"
    if kind != "object":
        return SIMPLE[kind]
    if "properties" in schema:
        return object_of(schema)
    more = schema.get("additionalProperties")
    return f"Record<string, {type_of(more)}>" if isinstance(more, dict) else "Record<string, never>"


def object_of(schema: dict) -> str:
    required = set(schema.get("required", ()))
    members = (f"{name}{'' if name in required else '?'}: {type_of(part)}" for name, part in schema["properties"].items())
    return "{ " + "; ".join(members) + " }"


def main(source: str, out: str) -> None:
    with open(source, encoding="utf-8") as file:
        schemas = yaml.safe_load(file)["components"]["schemas"]
    with open(out, "w", encoding="utf-8") as file:
        file.write("// Made from server/api/openapi.yaml by generate_api.py.\n")
        for name, schema in schemas.items():
            file.write(f"export type {name} = {type_of(schema)};\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
