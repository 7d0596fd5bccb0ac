"""A hand in the database: one change at a time, with every checksum that needs no key made right again.

Mutations are made from the schema of the file at hand, so a new column is changed without being named here.
"""

import hashlib
import secrets
import sqlite3
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LABEL = b"1022/row/v1"
DAY_MS = 86_400_000
SYNTHETIC = {"TEXT": "forged", "BLOB": b"\x00" * 16, "INTEGER": 7}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    not_null: bool
    key: int  # place in the primary key, from 1; 0 for other columns


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    unique: frozenset[str]
    rows: tuple[tuple, ...]

    @property
    def has_sum(self) -> bool:
        return self.columns[-1].name == "sum"

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def key_of(self, row: tuple) -> tuple:
        return tuple(value for column, value in zip(self.columns, row) if column.key)


@dataclass(frozen=True)
class Mutation:
    table: str
    what: str  # the column, or what happens to the row
    detail: str
    apply: Callable[[sqlite3.Connection], None]

    def __str__(self) -> str:
        return f"{self.table}.{self.what}: {self.detail}"


def read_tables(path: Path) -> dict[str, Table]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        names = "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        return {name: _read_table(db, name) for (name,) in db.execute(names).fetchall()}


def _read_table(db: sqlite3.Connection, name: str) -> Table:
    info = db.execute(f"PRAGMA table_info({name})").fetchall()
    columns = tuple(Column(row[1], row[2], bool(row[3]), row[5]) for row in info)
    unique = set()
    for index in db.execute(f"PRAGMA index_list({name})").fetchall():
        if index[2]:
            unique |= {row[2] for row in db.execute(f"PRAGMA index_info({index[1]})")}
    order = ",".join(column.name for column in columns if column.key)
    rows = tuple(db.execute(f"SELECT * FROM {name} ORDER BY {order}"))
    return Table(name, columns, frozenset(unique), rows)


def row_sum(table: str, values: tuple) -> bytes:
    """As storage/sqlite/value.cpp computes it, without any key."""
    text = LABEL + table.encode() + b"\x00"
    for value in values:
        if value is None:
            text += struct.pack("<BQ", 0, 0)
        elif isinstance(value, int):
            text += struct.pack("<Bq", 1, value)
        else:
            data = value.encode() if isinstance(value, str) else value
            text += struct.pack("<BQ", 2 if isinstance(value, str) else 3, len(data)) + data
    return hashlib.blake2b(text, digest_size=32).digest()[:16]


def with_sum(table: Table, row: tuple) -> tuple:
    return (*row[:-1], row_sum(table.name, row[:-1])) if table.has_sum else row


def write_row(db: sqlite3.Connection, table: Table, row: tuple, key: tuple | None = None) -> None:
    """Puts `row` in the place of the row that has `key`, or adds it."""
    row = with_sum(table, row)
    marks = ",".join("?" * len(row))
    if key is None:
        db.execute(f"INSERT INTO {table.name} VALUES({marks})", row)
        return
    sets = ",".join(f"{name}=?" for name in table.names)
    changed = db.execute(f"UPDATE {table.name} SET {sets} WHERE {_where(table)}", (*row, *key)).rowcount
    assert changed == 1, f"{table.name}: {changed} rows changed"


def _where(table: Table) -> str:
    return " AND ".join(f"{column.name}=?" for column in table.columns if column.key)


def sample(rows: tuple) -> list[tuple]:
    """The first and the last."""
    return list(dict.fromkeys([rows[0], rows[-1]])) if rows else []


def other_values(column: Column, value, rows_values: list) -> Iterator[tuple[str, object]]:
    """What a value may become: near it, far from it, empty, and as it stands in another row."""
    if isinstance(value, int):
        yield from ((f"{by:+}", value + by) for by in (1, -1, DAY_MS))
        yield from (("0", 0),) if value else ()
    elif isinstance(value, str):
        yield "longer", value + "x"
        yield from (("empty", ""),) if value else ()
    elif isinstance(value, bytes):
        yield from _other_bytes(value)
    else:
        yield "no longer NULL", SYNTHETIC[column.type]
    if value is not None and not column.not_null:
        yield "NULL", None
    strange = next((one for one in rows_values if one not in (value, None)), None)
    if strange is not None:
        yield "as in another row", strange


def _other_bytes(value: bytes) -> Iterator[tuple[str, bytes]]:
    if not value:
        yield "one byte", b"\x00"
        return
    for name, at in (("first byte", 0), ("middle byte", len(value) // 2), ("last byte", len(value) - 1)):
        yield f"{name} changed", value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    yield "cut by a byte", value[:-1]
    yield "empty", b""


def column_mutations(table: Table) -> Iterator[Mutation]:
    for at, column in enumerate(table.columns):
        if column.name == "sum":
            continue
        values = [row[at] for row in table.rows]
        for row in sample(table.rows):
            for detail, value in other_values(column, row[at], values):
                changed = (*row[:at], value, *row[at + 1 :])
                yield Mutation(table.name, column.name, detail, _replacing(table, table.key_of(row), changed))


def row_mutations(table: Table, older: Table | None) -> Iterator[Mutation]:
    for row in sample(table.rows):
        key = table.key_of(row)
        yield Mutation(table.name, "deleted", "row", _deleting(table, key))
        yield Mutation(table.name, "copied", "under a new key", _adding(table, _renamed(table, row)))
    if len(table.rows) > 1:
        first, last = table.rows[0], table.rows[-1]
        for one, from_row in ((first, last), (last, first)):
            yield Mutation(
                table.name, "exchanged", "contents of another row",
                _replacing(table, table.key_of(one), _contents_of(table, one, from_row)),
            )  # fmt: skip
    yield from rollbacks(table, older)
    if not table.rows:
        yield Mutation(table.name, "added", "row", _adding(table, _synthetic(table)))


def rollbacks(table: Table, older: Table | None) -> Iterator[Mutation]:
    """A row as it was some acts ago, its own sum included."""
    before = {older.key_of(row): row for row in older.rows} if older else {}
    now = {table.key_of(row): row for row in table.rows}
    changed = [row for key, row in before.items() if key in now and now[key] != row]
    for row in sample(tuple(changed)):
        yield Mutation(table.name, "rolled back", "row", _replacing(table, table.key_of(row), row))
    for row in sample(tuple(row for key, row in before.items() if key not in now)):
        yield Mutation(table.name, "put back", "row", _adding(table, row))


def _replacing(table: Table, key: tuple, row: tuple):
    return lambda db: write_row(db, table, row, key)


def _adding(table: Table, row: tuple):
    return lambda db: write_row(db, table, row)


def _deleting(table: Table, key: tuple):
    return lambda db: db.execute(f"DELETE FROM {table.name} WHERE {_where(table)}", key)


def _contents_of(table: Table, row: tuple, source: tuple) -> tuple:
    keep = [column.key or column.name in table.unique for column in table.columns]
    return tuple(mine if stays else theirs for mine, theirs, stays in zip(row, source, keep))


def _renamed(table: Table, row: tuple) -> tuple:
    def fresh(value):
        if isinstance(value, int):
            return max(one[at] for one in table.rows) + 1
        return value + "-copy" if isinstance(value, str) else secrets.token_bytes(len(value))

    out = list(row)
    for at, column in enumerate(table.columns):
        if column.key or column.name in table.unique:
            out[at] = fresh(row[at])
    return tuple(out)


def _synthetic(table: Table) -> tuple:
    return tuple(b"" if column.name == "sum" else SYNTHETIC[column.type] for column in table.columns)
