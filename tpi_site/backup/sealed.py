"""Encrypts a stream in pieces, so that a backup of any size needs little memory, and finds any
change to it: a byte that flipped, pieces that were moved, an end that is missing.

A file is MAGIC, 8 bytes that name the key and 32 bytes of salt, then pieces of AES-256-GCM. Each
file has a key of its own, from the salt. The number of a piece and whether it is the last one are
in its nonce, so no piece can stand in the place of another.
"""

import hashlib
import os
from base64 import urlsafe_b64decode
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tpi_site.backup.refusals import Damaged, WrongKey

MAGIC = b"guide backup 1\n"
NAME, SALT, TAG = 8, 32, 16
PIECE = 1 << 20


def name_of(key: str) -> bytes:
    """Says which key it is and nothing else about it."""
    return hashlib.sha256(b"guide backup key " + key.encode()).digest()[:NAME]


def _cipher(key: str, salt: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt, b"guide backup pieces").derive(urlsafe_b64decode(key))
    return AESGCM(derived)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class Sealer:
    """Has `write`, as tarfile wants it. Only `close` makes the file whole."""

    def __init__(self, file: BinaryIO, key: str):
        salt = os.urandom(SALT)
        self.file, self.cipher, self.number = file, _cipher(key, salt), 0
        self.header, self.waiting = MAGIC + name_of(key) + salt, bytearray()
        file.write(self.header)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:  # and not "as long as": the last piece is never known here
            self._seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self.number, is_last)
        self.file.write(self.cipher.encrypt(nonce, piece, self.header))
        self.number += 1


class Opener:
    """Has `read`, as tarfile wants it. Raises WrongKey and Damaged."""

    def __init__(self, file: BinaryIO, keys: list[str]):
        self.file, self.number, self.opened = file, 0, bytearray()
        self.header = file.read(len(MAGIC) + NAME + SALT)
        if not self.header.startswith(MAGIC):
            raise Damaged("This is no backup of this site, or its first bytes were damaged.")
        if len(self.header) < len(MAGIC) + NAME + SALT:
            raise Damaged("The end of the file is missing. Copy it again from where it is whole.")
        name = self.header[len(MAGIC) :][:NAME]
        key = next((key for key in keys if name_of(key) == name), None)
        if key is None:
            raise WrongKey(
                f"No key here opens this backup; it was made with key {name.hex()}. Put the file "
                "backup_key of that time into the data folder, or set BACKUP_KEY."
            )
        self.cipher = _cipher(key, self.header[-SALT:])
        self.next = file.read(PIECE + TAG)
        self.is_over = False

    def read(self, size: int) -> bytes:
        while len(self.opened) < size and not self.is_over:
            self.opened += self._open()
        data = bytes(self.opened[:size])
        del self.opened[:size]
        return data

    def finish(self) -> None:
        """Reads to the end, which is the only place that says that nothing is missing."""
        while self.read(PIECE):
            pass

    def _open(self) -> bytes:
        piece, self.next = self.next, self.file.read(PIECE + TAG)
        self.is_over = not self.next
        try:
            data = self.cipher.decrypt(_nonce(self.number, self.is_over), piece, self.header)
        except InvalidTag:
            raise Damaged(self._what_happened(piece)) from None
        self.number += 1
        return data

    def _what_happened(self, piece: bytes) -> str:
        if self.is_over and (len(piece) < TAG or self._opens_as_a_middle(piece)):
            return "The end of the file is missing. Copy it again from where it is whole."
        place = len(self.header) + self.number * (PIECE + TAG)
        return (
            f"The file was damaged or cut, somewhere in the {PIECE + TAG:,} bytes after byte "
            f"{place:,}. Use another copy, or an older backup."
        )

    def _opens_as_a_middle(self, piece: bytes) -> bool:
        try:
            self.cipher.decrypt(_nonce(self.number, False), piece, self.header)
        except InvalidTag:
            return False
        return True
