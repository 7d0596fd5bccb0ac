"""Log-in attempts at a fixed rate, whatever the server answers, from several addresses of this machine."""

import asyncio
import collections
import contextlib
import json
import secrets
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field

ADDRESSES = [f"127.0.0.{last}" for last in range(2, 18)]  # all of 127/8 is this machine's
PATIENCE_S = 60  # an attempt that is answered later than that counts as unanswered
OPEN_AT_ONCE = 4000  # attempts that wait for an answer; beyond, the rate falls and the figures show it


@dataclass
class FloodOutcome:
    seconds: float = 0
    sent: int = 0
    statuses: collections.Counter = field(default_factory=collections.Counter)  # 0: no answer

    @property
    def per_second(self) -> float:
        return self.sent / self.seconds


class Flood:
    """Floods in a process of its own, so that it does not disturb what is measured; `with` waits for its end."""

    def __init__(self, port: int, known: list[str], per_second: int, seconds: float):
        """`known`: names of accounts; half of the attempts are for them, the rest for names that nobody has."""
        self._arguments = (port, known, per_second, seconds)
        self._pool = ProcessPoolExecutor(1)
        self._outcome: Future[FloodOutcome] | None = None

    def __enter__(self) -> "Flood":
        self._outcome = self._pool.submit(_flood, *self._arguments)
        return self

    def __exit__(self, *_) -> None:
        self._pool.shutdown(wait=True)

    @property
    def is_over(self) -> bool:
        return self._outcome.done()

    @property
    def outcome(self) -> FloodOutcome:
        return self._outcome.result()


def _flood(port: int, known: list[str], per_second: int, seconds: float) -> FloodOutcome:
    return asyncio.run(_Attack(port, known).run(per_second, seconds))


class _Attack:
    def __init__(self, port: int, known: list[str]):
        self.port = port
        self.known = known
        self.outcome = FloodOutcome()
        self.idle: dict[str, list] = {address: [] for address in ADDRESSES}
        self.room = asyncio.Semaphore(OPEN_AT_ONCE)

    async def run(self, per_second: int, seconds: float) -> FloodOutcome:
        attempts: set[asyncio.Task] = set()
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            for _ in range(int(passed * per_second) - self.outcome.sent):
                await self.room.acquire()
                task = asyncio.create_task(self.attempt(self.outcome.sent))
                attempts.add(task)
                task.add_done_callback(attempts.discard)
                self.outcome.sent += 1
            await asyncio.sleep(0.005)
        self.outcome.seconds = time.monotonic() - began
        await asyncio.gather(*attempts)
        for _, writer in (each for free in self.idle.values() for each in free):
            await _close(writer)
        return self.outcome

    async def attempt(self, number: int) -> None:
        address = ADDRESSES[number % len(ADDRESSES)]
        is_known = number // len(ADDRESSES) % 2 == 0
        name = self.known[number % len(self.known)] if is_known else f"nobody-{secrets.token_hex(6)}"
        try:
            status = await asyncio.wait_for(self.ask(address, name), PATIENCE_S)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, asyncio.TimeoutError):
            status = 0
        finally:
            self.room.release()
        self.outcome.statuses[status] += 1

    async def ask(self, address: str, name: str) -> int:
        free = self.idle[address]
        connection = free.pop() if free else await self.connect(address)
        try:
            status, stays = await self.exchange(*connection, name)
        except BaseException:
            connection[1].close()
            raise
        if stays:
            free.append(connection)
        else:
            await _close(connection[1])
        return status

    async def connect(self, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))

    @staticmethod
    async def exchange(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str
    ) -> tuple[int, bool]:
        """One attempt: the answer's status, and whether the connection stays."""
        body = json.dumps({"username": name, "password": secrets.token_urlsafe(15)}).encode()
        fields = f"Host: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"POST /v1/sessions HTTP/1.1\r\n{fields}\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await reader.readexactly(int(answer.partition("content-length: ")[2].partition("\r\n")[0]))
        return int(answer.split()[1]), "\r\nconnection: close" not in answer


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
