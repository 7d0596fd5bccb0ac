"""kill -9 at random moments under mixed load: nothing acknowledged is lost, nothing is opened without a leaf."""

import http.client
import random
import subprocess
import sys
import threading
import time
import unittest
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "integration"))

from harness import NO_LIMITS, HotlineTest, new_key, paths  # noqa: E402

KILLS = 200 if paths.LONG else 10
IN_THE_GAP = 50 if paths.LONG else 2  # kills that must fall between a leaf's commit and its answer
WRITERS = 6
SEED = 20261122
UNIT = "so-y-te"
NOTE = "Gọi lại để xác minh nội dung phản ánh"


@dataclass
class Ledger:
    """What the load was told, by key. Guarded by the lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    bodies: dict[str, dict] = field(default_factory=dict)
    acknowledged: dict[str, dict] = field(default_factory=dict)
    revealed: list[dict] = field(default_factory=list)  # answers whose plaintext left the server


class Load:
    """Threads that record, accept, reply and reveal until the server dies."""

    def __init__(self, server, ledger: Ledger, seed: int):
        self.server = server
        self.ledger = ledger
        self.stopping = threading.Event()
        tokens = {role: server.client(role, unit).token for role, unit in (("operator", None), ("officer", UNIT))}
        self.threads = [
            threading.Thread(target=self._run, args=(act, tokens[role], seed * 100 + number), daemon=True)
            for number, (act, role) in enumerate(
                [(self._record, "operator")] * WRITERS + [(self._work_on_cases, "officer")] * 2
            )
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def _client(self, token: str):
        client = self.server.anonymous()
        client.token = token
        return client

    def _run(self, act, token: str, seed: int) -> None:
        client = self._client(token)
        rng = random.Random(seed)
        while not self.stopping.is_set():
            try:
                act(client, rng)
            except (OSError, ValueError, http.client.HTTPException):
                return  # the server is gone, in the middle of an answer perhaps

    def _record(self, client, rng: random.Random) -> None:
        key = new_key()
        body = {
            "channel": "phone",
            "text": f"Bệnh viện thu sai phí {rng.randrange(10**9)}, số của tôi 0912345678.",
            "class": "phan-anh",
            "field": "y-te",
            "reporter": {"full_name": "Trần Thị Bình", "phone": "0912345678"},
            "consents": {"contact_by_unit": True},
        }
        with self.ledger.lock:
            self.ledger.bodies[key] = body
        answer = client.post("/v1/cases", body, key=key)
        if answer.status == 201:
            with self.ledger.lock:
                self.ledger.acknowledged[key] = answer.json

    def _work_on_cases(self, client, rng: random.Random) -> None:
        with self.ledger.lock:
            known = list(self.ledger.acknowledged.values())
        if not known:
            return
        case = rng.choice(known)
        path = f"/v1/cases/{case['id']}"
        wanted = {"compartments": ["contact"], "purpose": "contact-citizen", "note": NOTE}
        answer = client.post(f"{path}/reveal", wanted)
        if answer.status == 200:
            with self.ledger.lock:
                self.ledger.revealed.append({"case": case["id"], "leaf": answer.json["leaf"]})
        seen = client.get(path)
        if seen.status != 200:
            return
        acts = seen.json["acts"]
        if "accept" in acts:
            client.post(f"{path}/accept", {"version": seen.json["version"]}, key=new_key())
        elif "reply" in acts and rng.random() < 0.5:
            body = {"text": "Đã tiếp nhận, đang kiểm tra.", "version": seen.json["version"], "interim": True}
            client.post(f"{path}/reply", body, key=new_key())


class KillTest(HotlineTest):
    limits = NO_LIMITS

    def test_nothing_acknowledged_is_lost_and_nothing_is_opened_without_a_leaf(self):
        ledger = Ledger()
        rng = random.Random(SEED)
        gaps = 0
        for number in range(KILLS):
            load = Load(self.server, ledger, number)
            load.start()
            time.sleep(rng.uniform(0.02, 0.6))
            self.server.kill()
            load.join()
            self._check_folder(number)
            self.server.serve()
            gaps += self._send_all_again(ledger)
        self._check_counts(ledger)
        self._check_reveals(ledger)
        print(
            f"kills {KILLS}, between commit and answer {gaps}, keys {len(ledger.bodies)}, "
            f"reveals {len(ledger.revealed)}"
        )
        self.assertGreaterEqual(gaps, IN_THE_GAP, "too few kills fell between a commit and its answer")

    def _check_folder(self, number: int) -> None:
        done = subprocess.run(
            [paths.SERVER, "fsck", "--data", self.server.data], capture_output=True, encoding="utf-8", timeout=300
        )
        self.assertEqual(done.returncode, 0, f"kill {number}: {done.stdout[-2000:]} {done.stderr[-2000:]}")

    def _send_all_again(self, ledger: Ledger) -> bool:
        """Every key since the last kill is sent again; true when one was stored but had not been answered."""
        operator = self.server.client("operator")
        before = self.case_count(operator)
        unanswered = [key for key in ledger.bodies if key not in ledger.acknowledged]
        for key, answer in ledger.acknowledged.items():
            if answer.get("checked"):
                continue
            again = self.assert_status(operator.post("/v1/cases", ledger.bodies[key], key=key), 201).json
            self.assertEqual(again, answer)
            answer["checked"] = True
        self.assertEqual(self.case_count(operator), before, "an acknowledged case was lost")
        for key in unanswered:
            again = self.assert_status(operator.post("/v1/cases", ledger.bodies[key], key=key), 201).json
            ledger.acknowledged[key] = {**again, "checked": True}
        new = self.case_count(operator) - before
        return len(unanswered) > new

    def _check_counts(self, ledger: Ledger) -> None:
        self.assertEqual(self.case_count(self.server.client("operator")), len(ledger.bodies))

    def _check_reveals(self, ledger: Ledger) -> None:
        auditor = self.server.client("auditor")
        for reveal in ledger.revealed:
            entry = self.assert_status(auditor.get(f"/v1/log/entries/{reveal['leaf']}"), 200).json
            self.assertIn("\ne reveal.requested\n", entry["leaf"])
            self.assertIn(reveal["case"], entry["shown"])


if __name__ == "__main__":
    unittest.main()
