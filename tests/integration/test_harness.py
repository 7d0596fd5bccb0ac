"""The harness can fail: a checker that accepts everything would prove nothing."""

import base64
import hashlib
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import load_complaints, new_key, proof

SIZES = range(1, 34)
ORIGIN = "example.vn/1022"


def leaf(index: int) -> bytes:
    return f"leaf {index}".encode()


def tree_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if len(leaves) == 1:
        return proof.hash_leaf(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return proof.hash_node(tree_root(leaves[:split]), tree_root(leaves[split:]))


def tree_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return tree_path(index, leaves[:split]) + [tree_root(leaves[split:])]
    return tree_path(index - split, leaves[split:]) + [tree_root(leaves[:split])]


class InclusionPaths(unittest.TestCase):
    def test_every_leaf_of_small_trees(self):
        for size in SIZES:
            leaves = [leaf(index) for index in range(size)]
            root = tree_root(leaves)
            for index in range(size):
                path = tree_path(index, leaves)
                self.assertEqual(proof.root_from_path(index, size, proof.hash_leaf(leaf(index)), path), root)

    def test_wrong_leaf_index_or_length(self):
        leaves = [leaf(index) for index in range(11)]
        path, root = tree_path(4, leaves), tree_root(leaves)
        self.assertNotEqual(proof.root_from_path(4, 11, proof.hash_leaf(b"other"), path), root)
        self.assertNotEqual(proof.root_from_path(5, 11, proof.hash_leaf(leaf(4)), path), root)
        for wrong in (path[:-1], path + [root]):
            with self.assertRaises(proof.ProofError):
                proof.root_from_path(4, 11, proof.hash_leaf(leaf(4)), wrong)


class SignedProofs(unittest.TestCase):
    """A small log, signed by openssl."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem")
        public = self.openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER")[-32:]
        typed = bytes([proof.ED25519]) + public
        self.key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + typed).digest()[:4]
        self.vkey = f"{ORIGIN}+{self.key_id.hex()}+{base64.b64encode(typed).decode()}"
        self.leaves = [leaf(index) for index in range(11)]
        self.proof = self.proof_of(4)

    def openssl(self, *arguments: str) -> bytes:
        return subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, timeout=60, check=True
        ).stdout

    def proof_of(self, index: int) -> str:
        root = base64.b64encode(tree_root(self.leaves)).decode()
        text = f"{ORIGIN}\n{len(self.leaves)}\n{root}\n"
        (self.folder / "text").write_text(text, encoding="utf-8")
        self.openssl("pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "text", "-out", "signature")
        signature = self.key_id + (self.folder / "signature").read_bytes()
        hashes = "".join(base64.b64encode(part).decode() + "\n" for part in tree_path(index, self.leaves))
        note = f"{text}\n\u2014 {ORIGIN} {base64.b64encode(signature).decode()}\n"
        return f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n{note}"

    def test_sound_proof(self):
        checkpoint = proof.check_proof(self.proof, 4, leaf(4), self.vkey)
        self.assertEqual((checkpoint.origin, checkpoint.size), (ORIGIN, 11))

    def test_another_leaf_or_index(self):
        for index, content in ((4, leaf(5)), (5, leaf(4))):
            with self.assertRaises(proof.ProofError):
                proof.check_proof(self.proof, index, content, self.vkey)

    def test_every_changed_character(self):
        for offset in range(len(self.proof)):
            old = self.proof[offset]
            changed = self.proof[:offset] + ("B" if old != "B" else "C") + self.proof[offset + 1 :]
            if offset < len(self.proof) - 1:  # the last line feed ends the file
                with self.subTest(offset), self.assertRaises((proof.ProofError, ValueError)):
                    proof.check_proof(changed, 4, leaf(4), self.vkey)

    def test_access_whose_text_is_not_in_the_leaf(self):
        shown, salt = '{"unit":"so-y-te"}', bytes(32)
        digest = base64.b64encode(hashlib.sha256(salt + shown.encode()).digest()).decode()
        text = f"1022/event/v1\nn 4\nt 1\ne reveal.requested\np -\nb -\nd {digest}\ns -\n"
        self.leaves[4] = text.encode()
        access = {
            "leaf": 4,
            "leaf_text": text,
            "shown": shown,
            "salt": base64.b64encode(salt).decode(),
            "proof": self.proof_of(4),
        }
        proof.check_access(access, self.vkey)
        other_salt = base64.b64encode(b"x" * 32).decode()
        for change in ({"shown": '{"unit":"so-y-tế"}'}, {"leaf": 5}, {"salt": other_salt}):
            with self.subTest(change), self.assertRaises(proof.ProofError):
                proof.check_access({**access, **change}, self.vkey)


class Helpers(unittest.TestCase):
    def test_keys_are_long_and_new(self):
        keys = {new_key() for _ in range(100)}
        self.assertEqual(len(keys), 100)
        self.assertTrue(all(len(key) == 32 for key in keys))

    def test_strict_base64(self):
        self.assertEqual(proof.decode("AAE="), b"\x00\x01")
        for text in ("AAF=", "AAE", "AA E=", "AAE=\n", "_-8="):
            with self.subTest(text), self.assertRaises(proof.ProofError):
                proof.decode(text)

    def test_sample_has_areas_or_none(self):
        areas = {complaint.area for complaint in load_complaints()}
        self.assertIn(None, areas)
        self.assertNotIn("none", areas)


if __name__ == "__main__":
    unittest.main()
