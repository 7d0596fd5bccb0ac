"""Malformed, oversized and hostile requests: refused with a reason, nothing stored, the server lives on."""

import json
import socket
import unittest

from harness import HotlineTest
from harness.raw import RawAnswer, connect, read_answer, send_raw

GOOD = {"channel": "phone", "text": "Đèn đường trước chợ bị hỏng ba ngày nay"}
PATH = "/v1/cases"
ANNOUNCED_BYTES = 100 * 1024 * 1024


def with_member(name: str, raw: str) -> bytes:
    """The good complaint and one more member, whose value is written as it is."""
    return (json.dumps(GOOD)[:-1] + f', "{name}": {raw}' + "}").encode()


class BadInput(HotlineTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.server.client("operator")
        cls.supervisor = cls.server.client("supervisor")

    def setUp(self):
        self.before = self.case_count(self.supervisor)

    def tearDown(self):
        self.assertTrue(self.server.is_alive, self.server.errors[-4000:])
        self.assertEqual(self.case_count(self.supervisor), self.before, "nothing may be stored")

    def refuse(self, body: bytes, pointer: str | None = None, *statuses: int) -> None:
        """The body gets a 4xx problem that names `pointer`."""
        answer = self.operator.post(PATH, body)
        self.assert_problem(answer, *(statuses or (400, 422)), what=repr(body[:80]))
        if pointer is not None:
            self.assertIn(pointer, answer.pointers, f"{body[:80]!r}: {answer}")

    # ---- JSON ----------------------------------------------------------------------------------------

    def test_good_complaint_is_good(self):
        """So that the refusals below are for the fault and not for the rest."""
        self.record(self.operator, GOOD)
        self.before += 1

    def test_malformed_utf8(self):
        for bad in (b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe1\xba"):
            with self.subTest(bad):
                self.refuse(b'{"channel": "phone", "text": "a' + bad + b'b"}', "/text")

    def test_nul_and_lone_surrogates(self):
        for bad in (b"a\\u0000b", b"\\ud800", b"\\udc00\\ud800", b"a\x00b"):
            with self.subTest(bad):
                self.refuse(b'{"channel": "phone", "text": "' + bad + b'"}', "/text")

    # ASVS 5.0.0: 1.5.2, 15.3.3
    def test_unknown_keys(self):
        self.refuse(with_member("colour", '"red"'), "/colour")
        self.refuse(with_member("reporter", '{"nickname": "x"}'), "/reporter/nickname")
        self.refuse(with_member("__proto__", "{}"), "/__proto__")
        self.refuse(with_member("a/b~c", "1"), "/a~1b~0c")

    def test_duplicate_keys(self):
        self.refuse(with_member("text", '"again"'), "/text")
        self.refuse(with_member("\\u0074ext", '"again"'), "/text")
        twice = '{"phone": "0901234567", "phone": "0907654321"}'
        self.refuse(with_member("reporter", twice), "/reporter/phone")

    def test_depth_bombs(self):
        for depth in (10, 1_000, 100_000):
            # The deepest are also too large, which is said first.
            self.refuse(b"[" * depth, None, 400, 413)
            self.refuse(b'{"a":' * depth, None, 400, 413)
            self.refuse(with_member("reporter", '{"phone":' * depth + "1" + "}" * depth), None, 400, 413)
        self.refuse(with_member("text2", "[" * 1000 + "]" * 1000))

    def test_wrong_types(self):
        wrong = {
            "class": ("1", "[]", "{}", "true"),
            "reporter": ('"x"', "[]", "1"),
            "consents": ('{"publish": "yes"}', '{"publish": 1}', "[]"),
            "anonymous": ('"true"', "1", "{}"),
            "location": ('{"lat": "10.3"}', '{"lat": [1]}', "7"),
        }
        for name, values in wrong.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    answer = self.operator.post(PATH, with_member(name, value))
                    self.assert_problem(answer, 400, 422)
                    named = [pointer.startswith(f"/{name}") for pointer in answer.pointers]
                    self.assertTrue(named and all(named), answer)

    def test_whole_body_of_wrong_type(self):
        other_values = (b"[]", b'"text"', b"1", b"null", b"true", b"", b" ")
        broken = (b"{}x", b"{} {}", b'{"text"', b"\xef\xbb\xbf{}")
        for body in other_values + broken:
            with self.subTest(body):
                self.refuse(body)

    def test_huge_numbers(self):
        for number in ("1e400", "-1e400", "1" + "0" * 400, "NaN", "Infinity", "0x10", "01", "91", "-91"):
            with self.subTest(number[:20]):
                self.refuse(with_member("location", f'{{"lat": {number}, "lon": 105.6}}'))

    def test_bad_versions(self):
        case = self.record(self.operator, {**GOOD, "class": "phan-anh", "field": "y-te", "area": "my-tho"})
        self.before += 1
        officer = self.server.client("officer", case["unit"])
        numbers = ("-1", "1.5", "1e2", "4294967297", "99999999999999999999")
        for version in (*numbers, '"1"', "null", "[1]", "true"):
            with self.subTest(version):
                answer = officer.post(f"{PATH}/{case['id']}/accept", f'{{"version": {version}}}'.encode())
                self.assert_problem(answer, 400, 422)
                self.assertIn("/version", answer.pointers)

    def test_texts_beyond_their_bounds(self):
        self.refuse(json.dumps({**GOOD, "text": ""}).encode(), "/text")
        self.refuse(json.dumps({**GOOD, "text": "ạ" * 20_001}, ensure_ascii=False).encode(), "/text")
        self.refuse(json.dumps({**GOOD, "channel": "pigeon"}).encode(), "/channel")
        self.refuse(json.dumps({"channel": "phone"}).encode(), "/text")
        self.refuse(json.dumps({**GOOD, "field": "no-such-field"}).encode(), "/field")
        self.refuse(json.dumps({**GOOD, "area": "no-such-area"}).encode(), "/area")
        self.refuse(json.dumps({**GOOD, "unit": "no-such-unit"}).encode(), "/unit")

    def test_longest_text_is_taken(self):
        self.record(self.operator, {**GOOD, "text": "ạ" * 20_000})
        self.before += 1

    def test_every_fault_is_named_at_once(self):
        answer = self.operator.post(PATH, b'{"channel": "pigeon", "text": "", "colour": 1}')
        self.assert_problem(answer, 400, 422)
        self.assertLessEqual({"/text", "/colour"}, set(answer.pointers))

    def test_bad_queries(self):
        limits = ("limit=0", "limit=201", "limit=x", "limit=1&limit=2")
        for query in (*limits, "cursor=zzz", "due=later", "colour=red"):
            with self.subTest(query):
                answer = self.supervisor.get(f"{PATH}?{query}")
                self.assert_problem(answer, 400, 422, what=query)
        self.assert_problem(self.supervisor.get(f"{PATH}?state=%ff%fe"), 400, 422)
        self.assert_problem(self.supervisor.get(f"{PATH}?state=%00"), 400, 422)

    def test_bad_media_types(self):
        for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = self.operator.request("POST", PATH, json.dumps(GOOD).encode(), {"Content-Type": media})
            self.assert_problem(answer, 400, 415, what=media)

    # ASVS 5.0.0: 16.5.1
    def test_problem_repeats_nothing_that_was_sent(self):
        answer = self.operator.post(PATH, with_member("reporter", '{"phone": "0939517284", "phone": 1}'))
        self.assert_problem(answer, 400, 422)
        self.assertNotIn("0939517284", str(answer))

    # ---- HTTP ----------------------------------------------------------------------------------------

    def head(self, *fields: str, target: str = PATH, method: str = "POST") -> bytes:
        lines = [
            f"{method} {target} HTTP/1.1",
            f"Host: {self.server.host}:{self.server.port}",
            f"Authorization: Bearer {self.operator.token}",
            "Content-Type: application/json",
            *fields,
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def assert_raw_problem(self, answer: RawAnswer, *statuses: int, what: str = "") -> None:
        self.assertIn(answer.status, statuses, f"{what}: {answer}")
        self.assertEqual(answer.type, "application/problem+json", what)

    def test_announced_100_megabytes_are_refused_unread(self):
        body = json.dumps(GOOD).encode()
        answer = send_raw(self.server, self.head(f"Content-Length: {ANNOUNCED_BYTES}") + body)
        self.assert_raw_problem(answer, 413)

    def test_chunked_body_beyond_the_bound(self):
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        answer = send_raw(self.server, self.head("Transfer-Encoding: chunked") + chunk * 64)
        self.assert_raw_problem(answer, 413)

    # ASVS 5.0.0: 4.2.1
    def test_ambiguous_framing(self):
        body = json.dumps(GOOD).encode()
        size = f"Content-Length: {len(body)}"
        chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        ambiguous = {
            "both": self.head(size, "Transfer-Encoding: chunked") + chunked,
            "both, the other way": self.head("Transfer-Encoding: chunked", size) + body,
            "two lengths": self.head(size, f"Content-Length: {len(body) + 1}") + body,
            "list of lengths": self.head(f"Content-Length: {len(body)}, {len(body) + 1}") + body,
            "negative length": self.head("Content-Length: -1") + body,
            "signed length": self.head(f"Content-Length: +{len(body)}") + body,
            "hex length": self.head(f"Content-Length: 0x{len(body):x}") + body,
            "huge length": self.head("Content-Length: 99999999999999999999999") + body,
            "unknown coding": self.head("Transfer-Encoding: gzip, chunked") + chunked,
            "chunked is not last": self.head("Transfer-Encoding: chunked, identity") + chunked,
            "bad chunk size": self.head("Transfer-Encoding: chunked") + b"zz\r\n" + body,
            "huge chunk size": self.head("Transfer-Encoding: chunked") + b"fffffffffffffffff\r\n" + body,
            "space before colon": self.head(f"Content-Length : {len(body)}") + body,
            "folded field": self.head("X-Note: a\r\n b", size) + body,
        }
        for what, request in ambiguous.items():
            with self.subTest(what):
                self.assert_raw_problem(send_raw(self.server, request), 400, 413, 501, what=what)

    def test_malformed_heads(self):
        host = f"Host: {self.server.host}"
        malformed = {
            "no version": b"GET /healthz\r\n\r\n",
            "no host": b"GET /v1/cases HTTP/1.1\r\n\r\n",
            "two hosts": f"GET /v1/cases HTTP/1.1\r\n{host}\r\n{host}x\r\n\r\n".encode(),
            "NUL in a field": self.head("X-Note: a\0b"),
            "control in the target": self.head(target="/v1/ca\x01ses", method="GET"),
            "bare line feeds": b"GET /v1/cases HTTP/1.1\nHost: x\n\n",
            "TLS hello": bytes.fromhex("16030100c8010000c40303") + b"\0" * 189,
            "noise": bytes(range(1, 256)) * 8,
            "other protocol": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        }
        for what, request in malformed.items():
            with self.subTest(what):
                answer = send_raw(self.server, request)
                self.assertIn(answer.status, (0, 400, 404, 505), f"{what}: {answer}")

    def test_heads_beyond_their_bounds(self):
        self.assert_raw_problem(send_raw(self.server, self.head(f"X-Note: {'a' * 100_000}")), 431)
        self.assert_raw_problem(send_raw(self.server, self.head(*["X-Note: a"] * 500)), 431)
        answer = send_raw(self.server, self.head(target="/v1/" + "a" * 100_000, method="GET"))
        self.assert_raw_problem(answer, 414, 431)

    def test_unknown_paths_and_methods(self):
        self.assert_problem(self.operator.get("/v1/no-such-thing"), 404)
        self.assert_problem(self.operator.get("/v1/cases/../../etc/passwd"), 400, 404)
        self.assert_problem(self.operator.get("/v1/cases/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), 400, 404)
        self.assert_problem(self.operator.delete(PATH), 405)
        self.assert_raw_problem(send_raw(self.server, self.head(method="BREW")), 405, 501)

    def test_slow_heads_are_cut_and_hinder_nobody(self):
        slow = [self.begin_head() for _ in range(200)]
        self.assertEqual(self.supervisor.get(PATH, limit=1).status, 200)
        for connection in slow:
            with connection:
                self.assertIn(read_answer(connection).status, (0, 408))

    def begin_head(self) -> socket.socket:
        connection = connect(self.server)
        connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: {self.server.host}\r\nX-Slow: ".encode())
        return connection

    def test_slow_body_is_cut(self):
        body = json.dumps(GOOD).encode()
        answer = send_raw(self.server, self.head(f"Content-Length: {len(body)}") + body[:-1])
        self.assertIn(answer.status, (0, 408))

    def test_half_a_request_and_away(self):
        for cut in (1, 20, 80):
            with connect(self.server) as connection:
                connection.sendall(self.head("Content-Length: 500")[:cut])
        self.assertEqual(self.supervisor.get(PATH, limit=1).status, 200)


if __name__ == "__main__":
    unittest.main()
