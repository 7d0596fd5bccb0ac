"""Turns openapi.yaml into a C++ source that holds the same as JSON. Usage: embed_openapi.py IN OUT"""
import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as source:
    text = json.dumps(yaml.safe_load(source), ensure_ascii=False, separators=(",", ":"))
data = text.encode("utf-8")
rows = [",".join(str(byte) for byte in data[at:at + 32]) for at in range(0, len(data), 32)]
with open(sys.argv[2], "w", encoding="ascii") as out:
    out.write('#include "server/api/openapi_json.hpp"\n\nnamespace hotline::api {\nnamespace {\n')
    out.write("constexpr unsigned char kText[] = {\n" + ",\n".join(rows) + "};\n}\n")
    out.write("std::string_view openapi_json() noexcept {\n"
              "    return {reinterpret_cast<const char*>(kText), sizeof kText};\n}\n}\n")
