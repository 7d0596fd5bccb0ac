"""What a unit file lets a process ask of the kernel, and what a process asked according to strace."""

import re

START = 'execve("/usr/bin/hotline-server"'
CALL = re.compile(r"^\d+ +(\w+)\((.*)$", re.MULTILINE)
LATER_EXECUTABLE = re.compile(r"PROT_WRITE\|PROT_EXEC")
HARMLESS_FAMILY = "AF_NETLINK"  # glibc asks for the machine's addresses and goes on without an answer


class Sandbox:
    def __init__(self, unit: list[tuple[str, str]], groups: str):
        """`groups`: what `systemd-analyze syscall-filter` prints."""
        self._groups = self._read_groups(groups)
        self._allowed: set[str] = set()
        self._families: set[str] = set()
        for name, value in unit:
            if name == "RestrictAddressFamilies":
                self._families = set(value.split())
            elif name == "SystemCallFilter":
                calls = {call for word in value.lstrip("~").split() for call in self._expand(word)}
                self._allowed = self._allowed - calls if value.startswith("~") else self._allowed | calls

    def refused(self, trace: str) -> list[str]:
        """The calls after the program's start that the unit would refuse."""
        if START not in trace:
            raise AssertionError("the trace does not show the program's start")
        found = set()
        for name, arguments in CALL.findall(trace.rpartition(START)[2].partition("\n")[2]):
            if not self._may(name, arguments):
                found.add(name)
        return sorted(found)

    def _may(self, name: str, arguments: str) -> bool:
        if name not in self._allowed:
            return False
        if name == "socket":
            return arguments.split(",")[0] in self._families | {HARMLESS_FAMILY}
        if name == "mprotect" and "PROT_EXEC" in arguments:
            return False
        return not (name == "mmap" and LATER_EXECUTABLE.search(arguments))

    @staticmethod
    def _read_groups(text: str) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for line in text.splitlines():
            if line.startswith("@"):
                groups[line.strip()] = members = []
            elif line.startswith("    ") and not line.strip().startswith("#"):
                members.append(line.strip())
        return groups

    def _expand(self, word: str) -> set[str]:
        if not word.startswith("@"):
            return {word}
        return {call for member in self._groups[word] for call in self._expand(member)}
