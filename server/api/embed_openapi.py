"""Turns openapi.yaml into a C++ source that holds the same as JSON. Refuses calls that the policy has no line for, or
another one. Usage: embed_openapi.py IN POLICY OUT"""
import json
import sys

import yaml

METHODS = ("get", "post", "put", "patch", "delete")


def read_policy(path):
    """Roles that may make each call, and whether anyone may: {call: (roles, anyone)}."""
    with open(path, encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    roles = lines[0][2:-1]
    return {
        words[0]: ({role for role, scope in zip(roles, words[2:]) if scope != "-"}, words[1] == "yes")
        for words in lines[1:]
    }


def differences(description, policy):
    calls = {
        operation["operationId"]: operation
        for item in description["paths"].values()
        for method, operation in item.items()
        if method in METHODS
    }
    yield from (f"{name}: no line in the policy" for name in calls.keys() - policy.keys())
    yield from (f"{name}: a line in the policy, but no such call" for name in policy.keys() - calls.keys())
    for name in calls.keys() & policy.keys():
        roles, anyone = policy[name]
        described = set(calls[name]["x-roles"])
        if anyone and described:
            yield f"{name}: open to anyone in the policy, x-roles is {sorted(described)}"
        if not anyone and described != roles:
            yield f"{name}: the policy lets {sorted(roles)}, x-roles is {sorted(described)}"


def write_source(description, path):
    data = json.dumps(description, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    rows = [",".join(str(byte) for byte in data[at:at + 32]) for at in range(0, len(data), 32)]
    with open(path, "w", encoding="ascii") as out:
        out.write('#include "server/api/openapi_json.hpp"\n\nnamespace hotline::api {\nnamespace {\n')
        out.write("constexpr unsigned char kText[] = {\n" + ",\n".join(rows) + "};\n}\n")
        out.write("std::string_view openapi_json() noexcept {\n"
                  "    return {reinterpret_cast<const char*>(kText), sizeof kText};\n}\n}\n")


def main(source, policy, out):
    with open(source, encoding="utf-8") as file:
        description = yaml.safe_load(file)
    if found := sorted(differences(description, read_policy(policy))):
        sys.exit("openapi.yaml and policy.txt differ:\n  " + "\n  ".join(found))
    write_source(description, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
