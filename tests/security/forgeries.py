"""What somebody who knows our source would try: wraps exchanged, keys substituted, roles raised, leaves forged."""

import base64
import hashlib
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tampering import Mutation, Table, sample, write_row

FIXED = struct.Struct("<BBBI16sI")  # kind, compartment, column, row version, row, length
WRAP = 2


@dataclass(frozen=True)
class Part:
    kind: int
    compartment: int
    column: int
    version: int
    row: bytes
    data: bytes


def decode(blob: bytes) -> list[Part]:
    assert blob[:2] == b"D\x01"
    count, at, parts = struct.unpack_from("<H", blob, 2)[0], 4, []
    for _ in range(count):
        kind, compartment, column, version, row, size = FIXED.unpack_from(blob, at)
        at += FIXED.size
        parts.append(Part(kind, compartment, column, version, row, blob[at : at + size]))
        at += size
    return parts


def encode(parts: list[Part]) -> bytes:
    ordered = sorted(parts, key=lambda p: (p.compartment, p.kind, p.column, p.row, p.data))
    out = b"D\x01" + struct.pack("<H", len(parts))
    for part in ordered:
        out += FIXED.pack(part.kind, part.compartment, part.column, part.version, part.row, len(part.data))
        out += part.data
    return out


def forgeries(tables: dict[str, Table]) -> Iterator[Mutation]:
    yield from dossier_forgeries(tables["cases"], "head")
    yield from dossier_forgeries(tables["case_bodies"], "body")
    yield from moved_parts(tables)
    yield from leaf_forgeries(tables["events"])
    yield appended_leaf(tables["events"])
    yield from key_forgeries(tables["unit_keys"])
    yield from member_forgeries(tables["users"])
    yield from checkpoint_forgeries(tables["checkpoints"])


def _set(table: Table, row: tuple, what: str, detail: str, **values) -> Mutation:
    changed = tuple(values.get(name, value) for name, value in zip(table.names, row))
    key = table.key_of(row)
    return Mutation(table.name, what, detail, lambda db: write_row(db, table, changed, key))


def dossier_forgeries(table: Table, column: str) -> Iterator[Mutation]:
    at = table.names.index(column)
    for row, other in zip(table.rows, table.rows[1:]):
        parts, strange = decode(row[at]), decode(other[at])
        wraps = [part for part in parts if part.kind == WRAP]
        theirs = [part for part in strange if part.kind == WRAP]
        if not wraps or not theirs:
            continue

        def with_parts(detail, changed, row=row):
            return _set(table, row, "sealed parts", detail, **{column: encode(changed)})

        without = [part for part in parts if part is not wraps[0]]
        yield with_parts("a wrap dropped", without)
        yield with_parts("a wrap of another case", [*without, replace(wraps[0], data=theirs[0].data)])
        yield with_parts("a wrap more", [*parts, theirs[-1]])
        yield with_parts("a wrap for a key of my own", [*without, _for_another_key(wraps[0])])
        yield with_parts("another data key's version", [*without, replace(wraps[0], version=2)])
        yield with_parts("another compartment", [*without, replace(wraps[0], compartment=9)])
        if len(wraps) > 1:
            rest = [part for part in parts if part not in wraps[:2]]
            swapped = [replace(wraps[0], data=wraps[1].data), replace(wraps[1], data=wraps[0].data)]
            heads = [part.data[:12] for part in swapped]
            mixed = [
                replace(part, data=head + part.data[12:]) for part, head in zip(swapped, reversed(heads))
            ]
            yield with_parts("wraps of two units exchanged under their heads", [*rest, *mixed])
        envelopes = [part for part in parts if part.kind != WRAP]
        if envelopes:
            rest = [part for part in parts if part is not envelopes[0]]
            yield with_parts("an envelope dropped", rest)
            yield with_parts("an envelope in another column", [*rest, replace(envelopes[0], column=6)])


def _for_another_key(wrap: Part) -> Part:
    return replace(wrap, data=wrap.data[:4] + secrets.token_bytes(8) + wrap.data[12:])


def moved_parts(tables: dict[str, Table]) -> Iterator[Mutation]:
    """A part of the body written into the head as well: the same parts would be read twice."""
    cases, bodies = tables["cases"], {row[0]: row[1] for row in tables["case_bodies"].rows}
    head = cases.names.index("head")
    for row in sample(cases.rows):
        doubled = decode(row[head]) + decode(bodies[row[0]])[:1]
        yield _set(cases, row, "sealed parts", "a part of the body in the head", head=encode(doubled))


def leaf_forgeries(table: Table) -> Iterator[Mutation]:
    """Columns changed together with the leaf that is made of them: only tree and signature can tell."""
    for row in sample(table.rows):
        event = dict(zip(table.names, row))
        for detail, values in (
            ("another kind", {"kind": "case.closed"}),
            ("another purpose", {"purpose": "legal-duty"}),
            ("earlier", {"t": event["t"] - 1}),
            ("another manifest", {"manifest": secrets.token_bytes(32)}),
            ("something else shown", {"shown_json": (event["shown_json"] or "{}") + " "}),
            ("other staff details", {"staff_hash": secrets.token_bytes(32)}),
        ):
            yield _set(table, row, "leaf made anew", detail, **values, leaf=leaf_of({**event, **values}))
        emptied = dict.fromkeys(("shown_json", "shown_salt", "staff_wrap", "staff_envelope"))
        yield _set(table, row, "emptied", "as if its person had been erased", **emptied)
        unsealed = {"staff_wrap": b"", "staff_envelope": b""}
        yield _set(table, row, "emptied", "without its sealed details", **unsealed)


def appended_leaf(table: Table) -> Mutation:
    """A leaf of my own after the last one, well made: the next signature would cover it."""
    event = dict(zip(table.names, table.rows[-1])) | {"n": len(table.rows), "kind": "session.opened"}
    event["leaf"] = leaf_of(event)
    return Mutation(table.name, "appended", "a leaf", lambda db: write_row(db, table, tuple(event.values())))


def leaf_of(event: dict) -> bytes:
    def b64(data: bytes) -> str:
        return base64.b64encode(data).decode()

    shown = hashlib.sha256(event["shown_salt"] + event["shown_json"].encode()).digest()
    manifest = b64(event["manifest"]) if event["manifest"] else "-"
    return (
        f"1022/event/v1\nn {event['n']}\nt {event['t']}\ne {event['kind']}\np {event['purpose'] or '-'}\n"
        f"b {manifest}\nd {b64(shown)}\ns {b64(event['staff_hash'])}\n"
    ).encode()


def key_forgeries(table: Table) -> Iterator[Mutation]:
    for row in sample(table.rows):
        mine = secrets.token_bytes(32)
        key = dict(zip(table.names, row))
        lines = key["entry"].decode().split("\n")
        lines[3] = "key " + base64.b64encode(mine).decode()
        entry = "\n".join(lines).encode()
        yield _set(table, row, "key substituted", "column alone", public_key=mine)
        yield _set(table, row, "key substituted", "column and entry", public_key=mine, entry=entry)
        yield _set(table, row, "key signed by nobody", "forged signature", public_key=mine, entry=entry,
                   root_signature=secrets.token_bytes(64))  # fmt: skip
        yield _set(table, row, "cosignature", "forged", cosignatures=secrets.token_bytes(80))
        yield _set(table, row, "key of before", "decrypt-only", state=2)


def member_forgeries(table: Table) -> Iterator[Mutation]:
    for row in sample(table.rows):
        user = dict(zip(table.names, row))
        lines = user["entry"].decode().split("\n")
        for at, line in ((5, "roles admin,supervisor,op"), (6, "units tong-dai-1022"), (2, "username root")):
            forged = "\n".join([*lines[:at], line, *lines[at + 1 :]]).encode()
            yield _set(table, row, "entry raised", line, entry=forged)
        other = next(dict(zip(table.names, one)) for one in table.rows if one != row)
        slot = {name: other[name] for name in ("salt", "passes", "memory_kib", "auth", "secrets")}
        yield _set(table, row, "password", "another member's whole slot", **slot)
        signed = {name: other[name] for name in ("entry", "entry_signature")}
        yield _set(table, row, "entry", "another member's, well signed", **signed)
        for state in (1, 2, 3, 4):
            if state != user["state"]:
                yield _set(table, row, "state", f"to {state}", state=state)


def checkpoint_forgeries(table: Table) -> Iterator[Mutation]:
    row = table.rows[-1]
    note = dict(zip(table.names, row))["note"]
    name = note.split("\n", 1)[0]
    line = f"\u2014 {name} {base64.b64encode(secrets.token_bytes(68)).decode()}\n"
    yield _set(table, row, "signature", "forged", note=note.rpartition("\n\n")[0] + "\n\n" + line)
    yield _set(table, row, "signature", "none", note=note.rpartition("\n\n")[0] + "\n\n")
