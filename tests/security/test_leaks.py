"""Nothing personal in the clear after a kill: database, journals, logs, metrics, configuration, temp files.

Unique markers go into every personal field of many cases through the real API; then the server is killed and
everything it has left behind is scanned for them in every form. HOTLINE_LONG=1 plants 200 cases.
"""

import json
import os
import shutil
import sqlite3
import tempfile
import unittest
from pathlib import Path

from harness import paths
from markers import Markers, Scanner, forms_of
from planting import Planting, WatchedServer

CASES = 200 if paths.LONG else 60
STAFF_WORDS = {"note", "reason", "evidence"}  # sealed to the audit unit, so the auditor may read them


def write_leaky_database(path: Path, data: bytes) -> None:
    """A database whose only row holds this among other bytes."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE leak (data BLOB)")
    database.execute("INSERT INTO leak VALUES (?)", (b"\x80before" + data + b"behind\x80",))
    database.commit()
    database.close()


class Leaks(unittest.TestCase):
    """Planted, killed and scanned once; the tests look at different parts of what is left."""

    @classmethod
    def setUpClass(cls):
        cls.work = Path(tempfile.mkdtemp(prefix="hotline-leaks-"))
        cls.addClassCleanup(shutil.rmtree, cls.work, ignore_errors=True)
        cls.use_as_temporary_folder(cls.work)
        cls.markers = Markers()
        cls.scanner = Scanner(cls.markers)
        cls.server = WatchedServer()
        cls.addClassCleanup(cls.server.close)
        cls.server.start_demo()
        cls.planting = Planting(cls.server, cls.markers, cls.scanner, CASES)
        cls.planting.plant()
        cls.metrics = cls.server.metrics
        cls.server.kill()

    @classmethod
    def use_as_temporary_folder(cls, folder: Path) -> None:
        """For the server and for this program, so that nothing is written elsewhere."""
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)

        def restore():
            tempfile.tempdir = None
            os.environ.pop("TMPDIR")
            if before is not None:
                os.environ["TMPDIR"] = before

        cls.addClassCleanup(restore)

    @classmethod
    def tearDownClass(cls):
        count, patterns, scanned = (
            len(cls.markers.places),
            len(cls.scanner.patterns),
            cls.scanner.scanned_bytes,
        )
        print(f"leaks: {CASES} cases, {count} markers, {patterns} patterns, {scanned:,} bytes scanned")

    def files_left(self) -> list[Path]:
        log_ins = self.server.folder / "log-ins.json"  # holds the passwords, as it should
        return [path for path in self.work.rglob("*") if path.is_file() and path != log_ins]

    def assert_clean(self, hits: list) -> None:
        self.assertEqual([], [str(hit) for hit in hits[:20]], f"{len(hits)} hits")

    # ---- what must not be found ----------------------------------------------------------------------

    def test_files_are_clean(self):
        files = self.files_left()
        names = {path.name for path in files}
        self.assertLessEqual({"hotline.db", "hotline.db-wal", "hotline.toml", "log.key"}, names)
        self.assert_clean(self.scanner.scan_files(files))

    # ASVS 5.0.0: 16.2.5
    def test_logs_are_clean(self):
        self.assertIn("server.started", self.server.errors)
        self.assert_clean(self.scanner.scan_bytes(self.server.errors.encode(), "stderr"))
        self.assertIn("listening on", self.server.output)
        self.assert_clean(self.scanner.scan_bytes(self.server.output.encode(), "stdout"))

    def test_metrics_are_clean(self):
        self.assertIn("hotline_storage_commits", self.metrics)
        self.assert_clean(self.scanner.scan_bytes(self.metrics.encode(), "/metrics"))

    def test_auditor_reads_no_person(self):
        """Listing and export show what staff wrote for the auditor and nothing of what citizens said."""
        words = "\n".join(self.planting.audit_texts)
        self.assertEqual({place.split(" ")[-1] for place in self.places_in(words)}, STAFF_WORDS)

    def places_in(self, text: str) -> list[str]:
        """The places of the markers that stand in this text as they are or JSON-escaped."""
        return [
            place
            for marker, place in self.markers.places.items()
            if marker in text or json.dumps(marker)[1:-1] in text
        ]

    # ---- that it was worth scanning ------------------------------------------------------------------

    def test_what_was_planted_had_been_stored(self):
        self.assertGreater(len(self.planting.revealed), CASES // 3)
        for case_id, revealed in self.planting.revealed.items():
            told = self.planting.people[case_id]
            person = {**revealed["identity"], **revealed["contact"]}
            expected = {
                **told["reporter"],
                **{key: told[key] for key in ("external_ref", "call_id") if key in told},
            }
            self.assertEqual(person, expected)
            self.assertEqual(revealed["original"], told["text"])

    def test_every_form_is_found_in_a_leaky_copy(self):
        planted = {"marker": self.markers.new("leaky copy"), "telephone number": self.planting.phone()}
        leaky = self.work / "leaky.db"
        for what, text in planted.items():
            for form, encodings in forms_of(text).items():
                for encoding in encodings:
                    write_leaky_database(leaky, encoding)
                    found = [
                        hit.form for hit in self.scanner.scan_files([leaky]) if hit.what.startswith(what)
                    ]
                    self.assertIn(form, found, encoding)
        leaky.unlink()

    def test_clear_row_in_the_real_database_is_found(self):
        folder = self.work / "copy"
        shutil.copytree(self.server.data, folder)
        self.assert_clean(self.scanner.scan_files([folder / "hotline.db"]))
        marker = self.markers.new("control")
        database = sqlite3.connect(folder / "hotline.db")
        database.execute("CREATE TABLE leak (name TEXT)")
        database.execute("INSERT INTO leak VALUES (?)", (marker,))
        database.commit()
        files = [path for path in folder.iterdir() if path.name.startswith("hotline.db")]
        hits = self.scanner.scan_files(files)
        self.assertTrue(any(hit.form == "UTF-8 NFC" and "control" in hit.what for hit in hits), hits)
        database.close()
        shutil.rmtree(folder)

    def test_clear_log_line_and_secret_are_found(self):
        phone = self.planting.phone()
        for line in (f'{{"event":"x","phone":"{phone}"}}', f"token {self.planting.operator.token}"):
            self.assertEqual(
                len({hit.what for hit in self.scanner.scan_bytes(line.encode(), "line")}), 1, line
            )


if __name__ == "__main__":
    unittest.main()
