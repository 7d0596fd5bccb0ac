"""Shows that each rule can fail: small trees with one fault each, and sound trees beside them."""

import tempfile
import unittest
from pathlib import Path

import arrows
import rules
from source_tree import SourceTree

SOUND = {
    "CMakeLists.txt": "add_subdirectory(crypto)\n",
    "README.md": "# hotline\n",
    ".gitignore": "build/\n",
    "build/CMakeLists.txt": "file(GLOB left_alone *)\n",
    "crypto/CMakeLists.txt": "add_library(hotline_crypto envelope.cpp)\n",
    "crypto/DESIGN.md": "# crypto\n",
    "crypto/envelope.hpp": "#pragma once\nint open_envelope();\n",
    "crypto/envelope.cpp": '#include "crypto/envelope.hpp"\n\n#include <vector>\n',
    "storage/DESIGN.md": "# storage\n",
    "storage/event_log.hpp": "#pragma once\nclass RevealPermit { friend class EventLog; };\n",
    "storage/event_log.cpp": '#include "storage/event_log.hpp"\nauto p = RevealPermit(1);\n',
    "server/main.cpp": '#include "server/app.hpp"\n',
    "server/app.hpp": '#pragma once\n#include "server/flow/receive.hpp"\n',
    "server/flow/DESIGN.md": "# flow\n",
    "server/flow/receive.hpp": '// first a word\n#pragma once\n#include "server/vault/vault.hpp"\n',
    "server/vault/DESIGN.md": "# vault\n",
    "server/vault/vault.hpp": "#pragma once\nvoid open_it(RevealPermit permit) { open_envelope(); }\n",
    "server/flow/notes.cpp": '// open_envelope is the vault\'s\nconst char* s = "RevealPermit(";\n',
    "tests/unit/crypto/CMakeLists.txt": "add_executable(crypto_tests envelope_test.cpp)\n",
    "tests/unit/crypto/envelope_test.cpp": '#include "crypto/envelope.hpp"\nint x = open_envelope();\n',
    "tests/vectors/large.json": "x" * (rules.MAX_BYTES + 1),
}


def findings(rule, changes: dict[str, str | None]) -> list[str]:
    """What `rule` says about the sound tree with `changes` (None takes a file away)."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in {**SOUND, **changes}.items():
            if text is not None:
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        return list(rule(SourceTree(Path(folder))))


class RulesTest(unittest.TestCase):
    def assert_fails(self, rule, changes: dict[str, str | None], *named: str):
        found = findings(rule, changes)
        self.assertEqual(len(found), len(named), found)
        for finding, name in zip(found, named):
            self.assertIn(name, finding)

    def test_a_sound_tree_has_no_findings(self):
        for rule in rules.RULES:
            self.assertEqual(findings(rule, {}), [], rule.__name__)

    def test_every_rule_has_a_test_here(self):
        used = Path(__file__).read_text(encoding="utf-8")
        for rule in rules.RULES:
            self.assertIn(f"rules.{rule.__name__},", used)

    def test_arrow_the_wrong_way(self):
        wrong = [
            ("crypto/a.cpp", "storage/records.hpp"),
            ("storage/a.cpp", "server/vault/vault.hpp"),
            ("server/http/a.cpp", "storage/records.hpp"),
            ("server/ops/a.cpp", "server/http/request.hpp"),
            ("server/vault/a.cpp", "server/access/member.hpp"),
            ("server/routing/a.cpp", "server/calendar/days.hpp"),
            ("server/flow/a.cpp", "server/api/cases.hpp"),
            ("server/api/a.cpp", "server/app.hpp"),
            ("server/app.cpp", "server/main.hpp"),
            ("clients/cli/a.cpp", "server/api/cases.hpp"),
            ("clients/cli/a.cpp", "storage/records.hpp"),
            ("crypto/a.cpp", "tests/unit/helper.hpp"),
        ]
        for path, included in wrong:
            with self.subTest(path=path, included=included):
                change = {path: f'\n#include "{included}"\n'}
                self.assert_fails(rules.includes_follow_the_arrows, change, f"{path}:2: ")

    def test_include_that_is_not_from_the_root(self):
        change = {"crypto/a.cpp": '#include "envelope.hpp"\n'}
        self.assert_fails(rules.includes_follow_the_arrows, change, "repository root")

    def test_an_exception_holds_for_its_file_only(self):
        include = '#pragma once\n#include "storage/engine.hpp"\n'
        self.assert_fails(rules.includes_follow_the_arrows, {"server/ops/await_engine.hpp": include})
        self.assert_fails(rules.includes_follow_the_arrows, {"server/ops/clock.hpp": include}, "clock.hpp:2")

    def test_every_exception_has_a_reason(self):
        for pair, reason in arrows.EXCEPTIONS.items():
            self.assertGreater(len(reason.split()), 4, pair)

    def test_opening_outside_the_vault(self):
        for path in ("server/flow/reveal.cpp", "clients/cli/main.cpp", "storage/sqlite/cases.cpp"):
            for opener in rules.OPENERS:
                change = {path: f"int a;\nauto plain = crypto::{opener}(1);\n"}
                self.assert_fails(rules.only_the_vault_opens, change, f"{path}:2: ")

    def test_opener_that_is_used_where_it_may_only_be_held(self):
        held = "Result<crypto::WrapOpener> key = open_unit(); reader.open(*std::move(key));\n"
        self.assert_fails(rules.only_the_vault_opens, {"server/flow/reply.cpp": held})
        calls = ("key->open(context, wrap);", "(*key).open(context, wrap);")
        for use in (*calls, "crypto::WrapOpener(pair);", "WrapOpener{pair};"):
            change = {"server/flow/reply.cpp": held + use}
            self.assert_fails(rules.only_the_vault_opens, change, "reply.cpp:2: ")

    def test_permit_made_outside_the_log(self):
        made = ("RevealPermit{}", "storage::IndexPermit(7)", "std::make_unique<storage::RevealPermit>(1)")
        for code in made:
            change = {"server/flow/reveal.cpp": f"auto permit = {code};\n"}
            self.assert_fails(rules.only_the_log_issues_permits, change, "reveal.cpp:1: ")

    def test_permit_with_another_friend(self):
        change = {"storage/event_log.hpp": "#pragma once\nclass IndexPermit { friend class Vault; };\n"}
        self.assert_fails(rules.only_the_log_issues_permits, change, "no friend")

    def test_test_that_no_list_names(self):
        for listed in ("add_executable(t other_envelope_test.cpp)", "# envelope_test.cpp", ""):
            change = {"tests/unit/crypto/CMakeLists.txt": listed}
            self.assert_fails(rules.every_test_is_in_cmake, change, "envelope_test.cpp")
        self.assert_fails(rules.every_test_is_in_cmake, {"tests/integration/test_a.py": ""}, "test_a.py")

    def test_globbed_sources(self):
        change = {"crypto/CMakeLists.txt": "file( glob_recurse sources *.cpp)\n"}
        self.assert_fails(rules.cmake_globs_nothing, change, "crypto/CMakeLists.txt:1")

    def test_work_left_open(self):
        for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X"):
            change = {"crypto/envelope.cpp": f"// {word}: later\n"}
            self.assert_fails(rules.nothing_is_left_to_do, change, "envelope.cpp:1")

    def test_sleeping_test(self):
        change = {"tests/unit/crypto/envelope_test.cpp": "\nstd::this_thread::sleep_for(1s);\n"}
        self.assert_fails(rules.tests_do_not_sleep, change, "envelope_test.cpp:2")

    def test_room_without_design(self):
        self.assert_fails(rules.every_room_explains_itself, {"crypto/DESIGN.md": None}, "crypto: ")

    def test_unknown_room(self):
        self.assert_fails(rules.every_room_is_known, {"server/utils/a.cpp": ""}, "server/utils")

    def test_header_without_pragma_once(self):
        change = {"crypto/envelope.hpp": "// #pragma once\nint f();\n"}
        self.assert_fails(rules.headers_are_included_once, change, "envelope.hpp")

    def test_new_name_at_the_top(self):
        new = {"scripts/a.sh": "", "notes.txt": ""}
        self.assert_fails(rules.the_top_level_is_closed, new, "notes.txt", "scripts")

    def test_large_file(self):
        change = {"server/routing/data/big.json": "x" * (rules.MAX_BYTES + 1)}
        self.assert_fails(rules.files_are_small, change, "big.json")


if __name__ == "__main__":
    unittest.main()
