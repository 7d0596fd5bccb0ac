#!/usr/bin/env python3
"""Intake, each complaint acknowledged after fsync: storage alone, the pipeline in process, HTTP, TLS, and one
connection alone; in turn, so that each figure stands beside its ceiling of the same minute."""

import sys

from bench_kit import Figures, Load, Quiet, Workshop, is_long, ratios

ROUNDS = 9 if is_long() else 5
SECONDS = 4
CONNECTIONS = 64


class Intake:
    def __init__(self, shop: Workshop, quiet: Quiet) -> None:
        self.shop = shop
        self.quiet = quiet
        self.in_process = shop.copy("in-process")
        self.plain = shop.serve(shop.copy("plain"))
        self.tls = shop.serve(shop.copy("tls"), tls=True)
        operator = shop.member("operator")
        self.tokens = {server: server.log_in(operator) for server in (self.plain, self.tls)}

    def probe(self, command: str, *options: object, given: bool = True) -> dict:
        return self.quiet.run(lambda: self.shop.probe(command, self.in_process, *options, given=given))

    def http(self, server, given: bool = True, connections: int = CONNECTIONS) -> dict:
        body = f"@{self.shop.body(given)}"
        load = Load([("POST", "/v1/cases", body)], self.tokens[server], connections)
        return self.quiet.run(lambda: load.run(server, SECONDS), (server.pid,))

    def round(self) -> dict[str, dict]:
        return {
            "storage": self.quiet.run(lambda: self.shop.storage()),
            "process": self.probe("intake"),
            "plain": self.http(self.plain),
            "tls": self.http(self.tls),
            "process text": self.probe("intake", given=False),
            "plain text": self.http(self.plain, given=False),
            "sync": self.probe("sync"),
            "one": self.http(self.plain, connections=1),
            "stages": self.probe("stages"),
        }


def report(rounds: list[dict[str, dict]], quiet: Quiet) -> None:
    def values(run: str, name: str) -> list[float]:
        return [each[run][name] for each in rounds]

    bare = [each["storage"]["bare"]["cases_per_second"] for each in rounds]
    engine = [each["storage"]["engine"]["cases_per_second"] for each in rounds]
    rate = {run: values(run, "per_second") for run in ("plain", "tls", "plain text", "one")}
    rate |= {run: values(run, "cases_per_second") for run in ("process", "process text")}

    figures = Figures("intake", quiet)
    figures.add("bare SQLite, 256 a transaction", bare, "cases/s")
    figures.add("(a) the writer alone, 256 outstanding", engine, "cases/s")
    figures.add("    a : bare SQLite", ratios(engine, bare), "×", least=0.8)
    for title, run in (("class, field and area given", ""), ("text only", " text")):
        process, plain = rate["process" + run], rate["plain" + run]
        figures.add(f"(b) the pipeline in process, {title}", process, "cases/s")
        figures.add("    processor a case", values("process" + run, "processor_us"), "µs")
        figures.add("    works a commit", values("process" + run, "group"), "")
        figures.add(f"(c) plain HTTP, 64 connections, {title}", plain, "cases/s")
        figures.add("    c : a", ratios(plain, engine), "×", least=0.25)
        figures.add("    c : b", ratios(plain, process), "×", least=0.4)
        figures.add("    processor a case, server", values("plain" + run, "processor_us"), "µs", most=200)
        figures.add("    p50", values("plain" + run, "p50_ms"), "ms")
        figures.add("    p99", values("plain" + run, "p99_ms"), "ms", most=50)
    figures.add("(d) TLS 1.3, 64 connections, class, field and area given", rate["tls"], "cases/s")
    figures.add("    d : c", ratios(rate["tls"], rate["plain"]), "×")
    figures.add("    processor a case, server", values("tls", "processor_us"), "µs")
    figures.add("    p99", values("tls", "p99_ms"), "ms", most=50)
    one_ms, sync_ms = values("one", "p50_ms"), [us / 1000 for us in values("sync", "p50_us")]
    figures.add("one connection alone: p50", one_ms, "ms")
    figures.add("    write + fdatasync of 1.5 KB: p50", sync_ms, "ms")
    figures.add("    one connection : fdatasync", ratios(one_ms, sync_ms), "×", most=4)
    report_stages(figures, rounds)
    figures.finish()


def report_stages(figures: Figures, rounds: list[dict[str, dict]]) -> None:
    """What the pure stages cost alone, and the share of sealing in what the server used a case."""
    for name in rounds[0]["stages"]:
        title = "alone: " + name.removesuffix("_us").replace("_", " ")
        figures.add(title, [each["stages"][name] for each in rounds], "µs")
    sealing = [
        sum(each["stages"][name] for name in ("seal_case_us", "seal_leaf_us", "seal_answer_us"))
        / each["plain"]["processor_us"]
        for each in rounds
    ]
    figures.add("sealing and wrapping : processor a case (c)", sealing, "×", most=0.15)


def main() -> int:
    quiet = Quiet()
    with Workshop() as shop:
        intake = Intake(shop, quiet)
        rounds = []
        for number in range(ROUNDS):
            rounds.append(intake.round())
            rate = rounds[-1]["plain"]["per_second"]
            print(f"  round {number + 1} of {ROUNDS}: plain HTTP {rate:,.0f} cases/s", flush=True)
        report(rounds, quiet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
