"""A fixed script of uses of a folder: what every role sees and does, asked of a copy."""

import copy
import http.client
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from actors import COMPLAINT, LOOK, OWNING_UNIT
from harness import Answer, Cli, Client, Server, new_key, paths, proof
from story import PASSWORD, PHONES, Story, once


# What takes the keys that a session holds, for those who see no case.
OPENING = {
    "auditor": ("GET", "/v1/audit/events?limit=1"),
    "admin": ("POST", "/v1/sessions/current/recovery-code"),
    "guarded": ("POST", "/v1/sessions/current/recovery-code"),
}


class Refused(Exception):
    """The server, or a check that anybody can make, says no."""


class Copy(Server):
    """Serves a folder that somebody else made. `checkpoint` is the file that is kept outside."""

    def __init__(self, log_ins: list):
        super().__init__()
        self.log_ins = log_ins
        self.checkpoint = self.folder / "checkpoint"

    def __enter__(self) -> "Copy":
        return self

    def fsck(self) -> list[str]:
        done = subprocess.run(
            [paths.SERVER, "fsck", "--data", self.data, "--checkpoint", self.checkpoint],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return (done.stdout or done.stderr).splitlines() if done.returncode else []


class Uses:
    """Runs the script against a served copy. Every use gives what it saw, or raises Refused."""

    def __init__(self, story: Story, vkey: Path, leaves: int):
        self.story, self.vkey, self.leaves = story, vkey, leaves
        self.people: dict[str, Client] = {}

    def run(self, server: Copy) -> dict[str, object]:
        try:
            server.serve("--checkpoint", server.checkpoint)
        except AssertionError as refusal:
            return {"start": f"refused: {str(refusal)[-300:]}"}
        try:
            return {name: self._seen(use, server) for name, use in self._script()}
        finally:
            server.kill()
            for client in self.people.values():
                client.close()

    def _seen(self, use: Callable, server: Copy):
        try:
            return use(server)
        except (Refused, proof.ProofError) as refusal:
            return f"refused: {refusal}"
        except http.client.HTTPException as broken:  # a stream that the server cut because of what it read
            return f"refused: {type(broken).__name__}"

    def _script(self):
        yield "sessions of before", self.sessions
        yield "log-ins", self.log_ins
        yield "inbox", self.inbox
        yield "cases", self.read_cases
        yield "people", self.see_people
        yield "approvals", self.see_approvals
        yield "approved", self.open_approved
        yield "canaries", self.see_canaries
        yield "look-up", self.look_up
        yield "reveal", self.reveal
        yield "work", self.work
        yield "repeats", self.repeat
        yield "audit list", self.audit_list
        yield "exports", self.fetch_exports
        yield "tracking", self.track
        yield "acts", self.acts
        yield "intake", self.intake

    def who(self, role: str) -> Client:
        if role not in self.people:
            raise Refused("could not log in")
        return self.people[role]

    @staticmethod
    def said(answer: Answer, *statuses: int) -> dict:
        if answer.status not in (statuses or (200, 201)):
            raise Refused(str(answer)[:200])
        return answer.json

    def sessions(self, server: Copy):
        """Who the tokens of before speak for, and whether they still open what is theirs."""
        seen = []
        for role, token in self.story.tokens.items():
            method, path = OPENING.get(role, ("GET", "/v1/cases?limit=1"))
            who = self.said(once(server, "GET", "/v1/sessions/current", token=token))
            opened = self.said(once(server, method, path, {}, token=token))
            seen.append([who["user"], who["roles"], who["units"], sorted(opened)])
        return seen

    def log_ins(self, server: Copy):
        people = {
            "operator": server.log_in_of("operator"),
            "officer": server.log_in_of("officer", OWNING_UNIT),
            "auditor": server.log_in_of("auditor"),
            "supervisor": server.log_in_of("supervisor"),
            "admin": server.log_in_of("admin"),
        }
        bodies = {
            name: {"username": log_in.username, "password": log_in.password} for name, log_in in people.items()
        }
        code = copy.copy(self.story.authenticator).next_code()  # of a step later than the stored one
        bodies["guarded"] = {"username": self.story.guarded, "password": PASSWORD, "otp": code}
        seen = []
        for name, credentials in bodies.items():
            client = Client(server)
            body = {**credentials, "bearer": True}
            said = self.said(client.post("/v1/sessions", body))
            client.token = said["token"]
            self.people[name] = client
            seen.append([said["user"], said["roles"], said["units"]])
        return seen

    def inbox(self, _server: Copy):
        return [self.said(self.who(role).get("/v1/cases", limit=200)) for role in ("operator", "officer")]

    def read_cases(self, _server: Copy):
        cases = [self.said(self.who("operator").get(f"/v1/cases/{case['id']}")) for case in self.story.cases]
        for case in cases:  # without this very look
            case["timeline"] = [each for each in case["timeline"] if each["leaf"] < self.leaves]
        return cases

    def see_people(self, _server: Copy):
        account = self.said(self.who("guarded").get("/v1/sessions/current"))
        return [self.said(self.who("admin").get("/v1/users")), account["second_factor"], account["recovery_code"]]

    def see_approvals(self, _server: Copy):
        mine = [self.said(self.who("officer").get(f"/v1/approvals/{a}")) for a in self.story.approvals.values()]
        return [mine, self.said(self.who("supervisor").get("/v1/approvals"))]

    def open_approved(self, _server: Copy):
        path = f"/v1/cases/{self.story.cases[3]['id']}/reveal"
        opened = self.who("officer").post(path, {"approval": self.story.approvals["approved"]})
        return self.said(opened)["identity"]

    def see_canaries(self, _server: Copy):
        return self.said(self.who("auditor").get("/v1/audit/canaries"))

    def look_up(self, _server: Copy):
        operator = self.who("operator")
        return [self.said(operator.post("/v1/callers/lookup", {"phone": phone}))["items"] for phone in PHONES]

    def reveal(self, _server: Copy):
        look = {**LOOK, "compartments": ["identity", "contact", "original"]}
        seen = []
        for case in self.story.cases[:2]:
            said = self.said(self.who("operator").post(f"/v1/cases/{case['id']}/reveal", look))
            seen.append({name: said.get(name) for name in look["compartments"]})
        return seen

    def work(self, _server: Copy):
        return self.said(self.who("operator").post("/v1/work", {}))["left"]

    def repeat(self, _server: Copy):
        repeats = self.story.repeats
        return [self.said(self.who(role).post(path, body, key=key)) for role, path, body, key in repeats]

    def audit_list(self, _server: Copy):
        events = self._all_events()
        if any(event["kind"] == "log.resumed" for event in events):
            raise Refused("the log names leaves that it found unsigned")
        return [event for event in events if event["index"] < self.leaves]

    def _all_events(self):
        try:
            return list(self.who("auditor").items("/v1/audit/events", limit=200))
        except AssertionError as refusal:
            raise Refused(str(refusal)[:200]) from None

    def fetch_exports(self, server: Copy):
        return [self._fetch(server.folder / "export", export) for export in self.story.exports]

    def _fetch(self, folder: Path, export: dict):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in export["files"]:
            answer = self.who("auditor").get(f"/v1/audit/exports/{export['id']}/files/{name}")
            if answer.status != 200:
                raise Refused(str(answer)[:200])
            (folder / name).write_bytes(answer.body)
        checked = Cli().run("audit", "verify", folder, "--key", self.vkey)
        if checked.status != 0:
            raise Refused(checked.err[:200])
        return {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}

    def track(self, server: Copy):
        seen = []
        for case in self.story.cases:
            code = {"tracking_code": case["tracking_code"]}
            said = self.said(once(server, "POST", "/v1/public/track", code))
            for access in said["accesses"]:
                proof.check_access(access, self.vkey.read_text("utf-8"))
            told = [access for access in said.pop("accesses") if access["leaf"] < self.leaves]
            seen.append([said, [{**access, "proof": None} for access in told]])
        return seen

    def acts(self, _server: Copy):
        """A change must not vouch for what another hand changed before it."""
        case = self.story.cases[2]
        reply = {"text": "Đang xử lý.", "version": case["version"], "interim": True}
        said = self.said(self.who("officer").post(f"/v1/cases/{case['id']}/reply", reply, key=new_key()))
        return [said["state"], said["version"], said["due_at"]]

    def intake(self, _server: Copy):
        said = self.said(self.who("operator").post("/v1/cases", COMPLAINT, key=new_key()), 201)
        return [said[name] for name in ("reference", "state", "class", "field", "unit", "version")]


def same(before: object, after: object) -> bool:
    return json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
