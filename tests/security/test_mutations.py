"""A DBA's single changes: each is named by `hotline-server fsck`, refused at use, or shown to change nothing.

The folder is made once by the real server; every mutation gets a fresh copy of its database, with all
checksums that need no key made right. What `fsck` does not name is served, and a fixed script of uses looks
for a difference. HOTLINE_LONG=1 tries every change that can be made of the schema, which takes some
minutes; otherwise one for each column and for each thing that may happen to a row.
"""

import shutil
import sqlite3
import time
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from forgeries import forgeries
from harness import Server, paths
from story import Story
from tampering import Mutation, column_mutations, read_tables, row_mutations
from uses import Copy, Uses, same

AT_LEAST = 500 if paths.LONG else 200
WORKERS = 2
OLD_SESSIONS = "sessions of before"
LEASE_S = 11  # a copy is another server: it may not sign before the lease of the first has ended

CACHE = "a copy of a wrap that is missing or does not open is passed over for the original"
OLD_CHECKPOINT = "only the newest checkpoint is read; a changed one of before proves nothing to anybody"
LEASE = "it is given anew by the next signature; one that no server would give binds nobody"
STEP = "an older step takes a code twice in its half minute, from who has the password; a waiting secret is sealed"
REPLAY = "an answer is kept for a day; until when, and in which order they go, opens and changes nothing"

FACT = "the one fact names the calendar that deadlines were worked out by; otherwise they are worked out again"

# Silent, and the script shows that every answer stays the same. (table, what) → why it may be so.
HARMLESS = {
    ("migrations", "applied_at"): "nobody reads when a step was applied",
    ("cases", "awaits_token"): "the next work call fills the index in, or leaves it: see phone_token below",
    **{("wrap_cache", what): CACHE for what in ("wrap", "deleted", "exchanged", "rolled back", "put back")},
    ("wrap_cache", "number"): CACHE,
    ("wrap_cache", "compartment"): CACHE,
    ("wrap_cache", "unit"): CACHE,
    **{("checkpoints", what): OLD_CHECKPOINT for what in ("size", "root", "note", "deleted", "exchanged")},
    ("checkpoints", "at"): "nobody reads it; the note has no time",
    **{("signer_lease", what): LEASE for what in ("holder", "until", "deleted", "rolled back")},
    ("exports", "tree_size"): "nobody reads it: an export ends with its own leaf",
    ("exports", "copied"): "the seed opens for the row that it was sealed with, so the copy is an export of nobody",
    **{("facts", what): FACT for what in ("key", "value", "deleted", "copied", "added")},
    ("idempotency", "n"): REPLAY,
    ("idempotency", "at"): REPLAY,
    ("canary_marks", "exchanged"): "the marks of one canary tell the same; another's are refused by the list",
    ("sessions", "deleted"): "a session that ends early asks for a log-in",
    ("sessions", "copied"): "nobody has the token of another id",
    **{("second_factors", what): STEP for what in ("last_step", "pending")},
}

# Silent, and an answer changes. (table, what) → (the uses that may differ, why it is accepted).
FORGOTTEN = "rows of a day, left out of backups: a repeat is then a new case, whose leaf everybody sees"
ACCEPTED = {
    ("idempotency", "id"): ({"repeats", "intake"}, FORGOTTEN),
    ("idempotency", "deleted"): ({"repeats", "intake"}, FORGOTTEN),
    ("cases", "phone_token"): (
        {"look-up"},
        "a look-up can be made to miss a case, by somebody who cannot know whose number it is; it cannot be made to "
        "show a wrong one, since the vault compares the numbers themselves",
    ),
}


# The story stores nothing here; the server may, some time after its start.
EMPTY = {"facts"}
FAULTS = {
    "harmless": "is seen by nobody: let fsck or a use refuse it, or give the reason in HARMLESS:",
    "unnoticed": "changes answers and nobody says so: let fsck name it. Different:",
    "impossible": "was not tried:",
}


class Mutations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(Server())
        cls.make_folder()
        cls.copies = SimpleQueue()
        for _ in range(WORKERS):
            copy = Copy(cls.server.log_ins)
            cls.addClassCleanup(copy.close)
            cls.copies.put(copy)

    @classmethod
    def make_folder(cls) -> None:
        server, outside = cls.server, cls.server.folder / "checkpoint"
        server.stop()
        server.serve("--checkpoint", outside)
        story = Story(server)
        story.first_half()
        server.stop()
        cls.older = cls.server.folder / "older.db"
        shutil.copy(server.data / "hotline.db", cls.older)
        server.serve("--checkpoint", outside)
        story.second_half()
        cls.vkey = server.folder / "log.vkey"
        export = story.auditor.get(f"/v1/audit/exports/{story.exports[0]['id']}/files/log.vkey")
        cls.vkey.write_bytes(export.body)
        server.stop()
        time.sleep(LEASE_S)
        cls.outside = outside
        cls.tables = read_tables(server.data / "hotline.db")
        cls.uses = lambda _: Uses(story, cls.vkey, len(cls.tables["events"].rows))

    def all_mutations(self) -> list[Mutation]:
        older = read_tables(self.older)
        made = []
        for name, table in self.tables.items():
            made += column_mutations(table)
            made += row_mutations(table, older.get(name))
        return made + list(forgeries(self.tables))

    def refresh(self, copy: Copy) -> None:
        shutil.rmtree(copy.data, ignore_errors=True)
        shutil.copytree(self.server.data, copy.data)
        shutil.copy(self.outside, copy.checkpoint)

    def try_one(self, mutation: Mutation) -> tuple[str, object]:
        """How it came out: impossible, named, refused, harmless or unnoticed, and what tells so."""
        copy = self.copies.get()
        try:
            self.refresh(copy)
            if not is_applied(mutation, copy.data / "hotline.db"):
                return "impossible", None
            findings = copy.fsck()
            if findings:
                return "named", findings[0]
            return self.judge(mutation, self.uses().run(copy))
        finally:
            self.copies.put(copy)

    def judge(self, mutation: Mutation, seen: dict) -> tuple[str, object]:
        differ = [use for use in self.sound | seen if not same(self.sound.get(use), seen.get(use))]
        if mutation.table != "sessions" and OLD_SESSIONS in differ:
            differ.remove(OLD_SESSIONS)  # on a slow machine they have ended by themselves
        if not differ:
            return "harmless", None
        if any(str(seen.get(use)).startswith("refused") for use in differ):
            return "refused", {use: str(seen.get(use))[:200] for use in differ}
        return "unnoticed", differ

    def look_at_sound_copy(self) -> None:
        copy = self.copies.get()
        self.refresh(copy)
        self.assertEqual(copy.fsck(), [])
        self.sound = self.uses().run(copy)
        refused = {use: seen for use, seen in self.sound.items() if str(seen).startswith("refused")}
        self.assertEqual(refused, {}, copy.errors[-3000:])
        self.refresh(copy)
        self.copies.put(copy)
        again = self.uses().run(copy)
        self.assertEqual([use for use in again if not same(again[use], self.sound[use])], [])

    def test_every_single_change_is_named_refused_or_harmless(self):
        self.assertEqual([name for name, table in self.tables.items() if not table.rows and name not in EMPTY], [],
                         "tables that the story leaves empty: nothing of them would be tried")  # fmt: skip
        self.look_at_sound_copy()
        mutations = self.all_mutations() if paths.LONG else one_of_each(self.all_mutations())
        # sessions of the story live for some minutes, so they come first
        mutations.sort(key=lambda mutation: mutation.table != "sessions")
        with ThreadPoolExecutor(WORKERS) as pool:
            outcomes = list(pool.map(self.try_one, mutations))
        counts = Counter(outcome for outcome, _ in outcomes)
        tried = len(mutations) - counts["impossible"]
        print(f"mutations: {tried} tried over {len(self.tables)} tables, {dict(counts)}")
        holes = [
            f"{mutation} {FAULTS[outcome]} {tells or ''}"
            for mutation, (outcome, tells) in zip(mutations, outcomes)
            if not self.is_right(mutation, outcome, tells)
        ]
        self.assertEqual(holes, [], "\n" + "\n".join(holes))
        self.assertGreaterEqual(tried, AT_LEAST)

    def is_right(self, mutation: Mutation, outcome: str, tells: object) -> bool:
        place = (mutation.table, mutation.what)
        if outcome == "harmless":
            return place in HARMLESS
        if outcome == "unnoticed":
            return place in ACCEPTED and set(tells) <= ACCEPTED[place][0]
        return True


def one_of_each(mutations: list[Mutation]) -> list[Mutation]:
    """The first for every column and every thing that may happen to a row or a sealed part."""
    first: dict[tuple[str, str], Mutation] = {}
    for mutation in mutations:
        first.setdefault((mutation.table, mutation.what), mutation)
    return list(first.values())


def is_applied(mutation: Mutation, file: Path) -> bool:
    """False when SQLite itself refuses the change: a broken UNIQUE, NOT NULL or type."""
    db = sqlite3.connect(file)
    try:
        db.execute("PRAGMA synchronous=OFF")
        mutation.apply(db)
        db.commit()
        return True
    except sqlite3.IntegrityError:
        return False
    finally:
        db.close()


if __name__ == "__main__":
    unittest.main()
