"""The rules of the house. Each takes a SourceTree and yields one line for every place that breaks it."""

import re
from collections.abc import Iterator

import arrows
from source_tree import SourceTree, line_of

CPP = (".cpp", ".hpp")
SOURCES = (*CPP, ".ts", ".tsx")
WRITTEN = (*SOURCES, ".py", ".sh", ".cmake", "CMakeLists.txt", ".sql", ".css", ".html", ".md", ".yaml")

TOP_NAMES = {*arrows.TOP_ROOMS, "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "dev"}

ROOMS = ["crypto", "storage", "clients/cli", "clients/web", "clients/witness"] + [
    f"server/{room}"
    for room in ("access", "api", "app", "audit", "calendar", "demo", "events", "flow", "http", "letters", "ops")
    + ("redaction", "reports", "routing", "vault")
]

# What turns sealed bytes into plain ones. Only the vault asks for a permit first, so only it may call these.
# Others may hold the WrapOpener of a session and hand it to the vault, but not make one or call its open().
OPENERS = ("open_envelope", "open_sealed", "open_citizen_wrap", "AttachmentOpener", "WrapContext")
MAY_OPEN = ("crypto/", "server/vault/", "tests/")

PERMITS = r"(?:RevealPermit|IndexPermit)"
MAY_ISSUE = ("storage/event_log.hpp", "storage/event_log.cpp")

MAX_BYTES = 500_000
MAY_BE_LARGE = re.compile(r"(^|/)package-lock\.json$|^tests/vectors/")

Findings = Iterator[str]


def includes_follow_the_arrows(tree: SourceTree) -> Findings:
    for path in tree.named(*CPP):
        text = tree.text(path)
        for hit in arrows.INCLUDE.finditer(text):
            included, line = hit.group(1), line_of(text, hit.start())
            if included.split("/")[0] not in arrows.TOP_ROOMS:
                yield f'{path}:{line}: include "{included}" from the repository root'
            elif not arrows.is_allowed(path, included):
                yield f"{path}:{line}: {arrows.room_of(path)} may not include {included}"


def only_the_vault_opens(tree: SourceTree) -> Findings:
    opener = re.compile(rf"\b(?:{'|'.join(OPENERS)})\b|\bWrapOpener\s*[({{]|\bWrapOpener::open\b")
    for path in tree.named(*CPP):
        if path.startswith(MAY_OPEN):
            continue
        code = tree.code(path)
        held = set(re.findall(r"\bWrapOpener\b[>&\s]*\b(\w+)", code))
        calls = [rf"\b{name}\)?\s*(?:\.|->)\s*open\b" for name in held]
        uses = re.compile("|".join([opener.pattern, *calls]))
        for hit in uses.finditer(code):
            yield f"{path}:{line_of(code, hit.start())}: only server/vault may use crypto's {hit.group()}"


def only_the_log_issues_permits(tree: SourceTree) -> Findings:
    made = re.compile(rf"\b{PERMITS}\s*[({{]|\bmake_\w+<[^>;]*{PERMITS}>|\bin_place_type<[^>;]*{PERMITS}>")
    for path in tree.named(*CPP):
        code = tree.code(path)
        if path in MAY_ISSUE:
            for hit in re.finditer(r"\bfriend\b(?!\s+class\s+EventLog\s*;)[^;]*", code):
                yield f"{path}:{line_of(code, hit.start())}: a permit has no friend but EventLog"
            continue
        for hit in made.finditer(code):
            yield f"{path}:{line_of(code, hit.start())}: only storage/event_log may make a permit"


def every_test_is_in_cmake(tree: SourceTree) -> Findings:
    lists = {path.rpartition("/")[0]: tree.text(path) for path in tree.named("CMakeLists.txt")}
    for path in tree.files:
        name = path.rpartition("/")[2]
        if not (name.endswith("_test.cpp") or re.fullmatch(r"test_\w+\.py", name)):
            continue
        if not any(_lists_file(text, folder, path) for folder, text in lists.items()):
            yield f"{path}: no CMakeLists.txt names this test, so it never runs"


def _lists_file(cmake: str, folder: str, path: str) -> bool:
    prefix = f"{folder}/" if folder else ""
    if not path.startswith(prefix):
        return False
    listed = re.sub(r"#[^\n]*", "", cmake)
    return re.search(rf"(?<![\w/.-]){re.escape(path[len(prefix):])}(?![\w.-])", listed) is not None


def cmake_globs_nothing(tree: SourceTree) -> Findings:
    for path in tree.named("CMakeLists.txt", ".cmake"):
        text = tree.text(path)
        for hit in re.finditer(r"\bfile\s*\(\s*GLOB", text, re.IGNORECASE):
            yield f"{path}:{line_of(text, hit.start())}: list the files by name"


def nothing_is_left_to_do(tree: SourceTree) -> Findings:
    left = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    for path in tree.named(*WRITTEN):
        text = tree.text(path)
        for hit in left.finditer(text):
            yield f"{path}:{line_of(text, hit.start())}: {hit.group()}: do it, or open an issue"


# Where a condition is asked for again and again, with a bound.
POLLS = {"tests/unit/http/http_fixture.cpp"}


def tests_do_not_sleep(tree: SourceTree) -> Findings:
    for path in tree.named(*CPP):
        # A bench paces its load by time.
        if not path.startswith("tests/") or path.startswith("tests/bench/") or path in POLLS:
            continue
        code = tree.code(path)
        for hit in re.finditer(r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\b", code):
            yield f"{path}:{line_of(code, hit.start())}: wait for the event, not for time"


def every_room_explains_itself(tree: SourceTree) -> Findings:
    for room in ROOMS:
        has_sources = any(path.startswith(f"{room}/") for path in tree.named(*SOURCES))
        if has_sources and f"{room}/DESIGN.md" not in tree.files:
            yield f"{room}: has no DESIGN.md"


def every_room_is_known(tree: SourceTree) -> Findings:
    for path in tree.named(*SOURCES):
        room = "/".join(path.split("/")[:2])
        if path.startswith(("server/", "clients/")) and path.count("/") > 1 and room not in ROOMS:
            yield f"{path}: {room} is not a room of the house"


def headers_are_included_once(tree: SourceTree) -> Findings:
    for path in tree.named(".hpp"):
        if not re.match(r"\s*#pragma once\b", tree.code(path)):
            yield f"{path}: must begin with #pragma once"


def the_top_level_is_closed(tree: SourceTree) -> Findings:
    for name in tree.top_names:
        if name not in TOP_NAMES and not name.startswith("."):
            yield f"{name}: nothing is added at the top"


def files_are_small(tree: SourceTree) -> Findings:
    for path in tree.files:
        if tree.size(path) > MAX_BYTES and not MAY_BE_LARGE.search(path):
            yield f"{path}: {tree.size(path)} bytes, more than {MAX_BYTES}"


RULES = [
    includes_follow_the_arrows,
    only_the_vault_opens,
    only_the_log_issues_permits,
    every_test_is_in_cmake,
    cmake_globs_nothing,
    nothing_is_left_to_do,
    tests_do_not_sleep,
    every_room_explains_itself,
    every_room_is_known,
    headers_are_included_once,
    the_top_level_is_closed,
    files_are_small,
]
