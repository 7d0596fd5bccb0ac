"""Checks a transparency-log proof as an outsider would: only hashes, base64 and the openssl command.

RFC 6962 tree hashes; C2SP signed-note, tlog-checkpoint and tlog-proof texts. Every fault is a ProofError.
"""

import base64
import binascii
import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ED25519_KEY_HEAD = bytes.fromhex("302a300506032b6570032100")  # RFC 8410 SubjectPublicKeyInfo
ED25519 = 1  # algorithm byte of a C2SP verifier key


class ProofError(Exception):
    pass


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def check_access(access: dict, vkey: str) -> Checkpoint:
    """One entry of a tracking answer: `shown` is in the leaf, the leaf is in the signed tree."""
    leaf = access["leaf_text"].encode()
    lines = access["leaf_text"].split("\n")
    digest = hashlib.sha256(decode(access["salt"]) + access["shown"].encode()).digest()
    if f"d {base64.b64encode(digest).decode()}" not in lines:
        raise ProofError("the leaf does not commit to what is shown")
    if f"n {access['leaf']}" not in lines:
        raise ProofError("the leaf has another index")
    return check_proof(access["proof"], access["leaf"], leaf, vkey)


def check_proof(text: str, index: int, leaf: bytes, vkey: str) -> Checkpoint:
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise ProofError("not a proof")
    rest = [line for line in lines[1:] if not line.startswith("extra ")]
    if rest[0] != f"index {index}":
        raise ProofError("a proof of another leaf")
    checkpoint = check_note(note, vkey)
    path = [decode(line) for line in rest[1:]]
    if root_from_path(index, checkpoint.size, hash_leaf(leaf), path) != checkpoint.root:
        raise ProofError("the leaf is not in the tree")
    return checkpoint


def check_note(note: str, vkey: str) -> Checkpoint:
    name, key_id, encoded = vkey.strip().split("+", 2)
    key = decode(encoded)
    expected_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if key[0] != ED25519 or key_id != expected_id.hex():
        raise ProofError("not a verifier key of Ed25519")
    text, separator, signatures = note.rpartition("\n\n")
    signed = (text + "\n").encode()
    for line in signatures.splitlines() if separator else []:
        if not line.startswith(f"\u2014 {name} "):
            continue
        blob = decode(line.rpartition(" ")[2])
        if blob[:4] == expected_id and is_signed(signed, blob[4:], key[1:]):
            return read_checkpoint(text)
    raise ProofError("no valid signature of the log")


def read_checkpoint(text: str) -> Checkpoint:
    origin, size, root = text.split("\n")[:3]
    return Checkpoint(origin, int(size), decode(root))


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        files = {"key": ED25519_KEY_HEAD + public_key, "sig": signature, "msg": message}
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin"]
            + ["-in", "msg", "-sigfile", "sig"],
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
    return done.returncode == 0


def hash_leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_path(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        raise ProofError("the index is beyond the tree")
    here, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofError("the path is too long")
        if here & 1 or here == last:
            root = hash_node(sibling, root)
            while not here & 1 and here != 0:
                here, last = here >> 1, last >> 1
        else:
            root = hash_node(root, sibling)
        here, last = here >> 1, last >> 1
    if last != 0:
        raise ProofError("the path is too short")
    return root


def decode(text: str) -> bytes:
    """Strict base64: what does not encode back to itself is refused."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise ProofError("not canonical base64")
    return data
