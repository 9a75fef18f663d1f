"""A file that only the holder of a key can read, and that is whole or refused (docs/adr/0028-copies.md).

It begins with MAGIC and a salt. What follows are pieces of compressed text, each sealed with AES-256-GCM. The key is
drawn from the secret and the salt, so no two files share one; the nonce of a piece is its number, and whether it is
the last: none can be dropped, doubled, moved or cut off unseen.
"""

import zlib
from collections.abc import Iterable, Iterator
from secrets import token_bytes
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"matchmaker copy 1\n"
SALT = 16  # bytes
PIECE = 65_536  # bytes: what is held in memory at once
TAG = 16  # bytes by which a piece grows


class BadSeal(Exception):
    """A file that cannot be opened with this key; the message says what it may be."""


def write(lines: Iterable[str], out: BinaryIO, secret: str) -> None:
    """Seal *lines*, which hold no line break, into *out*."""
    salt = token_bytes(SALT)
    cipher, number, held = _cipher(secret, salt), 0, bytearray()
    out.write(MAGIC + salt)
    for data in _compressed(lines):
        held += data
        while len(held) > PIECE:
            out.write(cipher.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), None))
            number += 1
            del held[:PIECE]
    out.write(cipher.encrypt(_nonce(number, last=True), bytes(held), None))


def read(file: BinaryIO, secret: str) -> Iterator[str]:
    """The lines sealed in *file*. BadSeal as soon as something is wrong, at the latest after the last line."""
    head = file.read(len(MAGIC) + SALT)
    if not head.startswith(MAGIC):
        raise BadSeal("This is no copy that `matchmaker backup` has made.")
    unpacking, rest = zlib.decompressobj(), b""
    for piece in _pieces(file, _cipher(secret, head[len(MAGIC) :])):
        *lines, rest = (rest + unpacking.decompress(piece)).split(b"\n")
        yield from (line.decode() for line in lines)


def _pieces(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, piece = 0, file.read(PIECE + TAG)
    while piece or number == 0:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag as error:
            raise BadSeal("The key is another one, or the copy was cut short or changed.") from error
        number, piece = number + 1, following


def _compressed(lines: Iterable[str]) -> Iterator[bytes]:
    packing = zlib.compressobj()
    for line in lines:
        yield packing.compress(line.encode() + b"\n")
    yield packing.flush()


def _cipher(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=MAGIC).derive(secret.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
