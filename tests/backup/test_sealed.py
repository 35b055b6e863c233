"""The encryption of a backup: what comes out is what went in, or nothing."""

import io
import os

import pytest

from tests.backup.keys import KEY, OTHER
from tpi_site.backup import sealed
from tpi_site.backup.refusals import Damaged, WrongKey
from tpi_site.backup.sealed import Opener, Sealer

WORDS = b"May I drive home after the injection?"


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(sealed, "PIECE", 16)


def closed(data: bytes = WORDS, key: str = KEY) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, key)
    for at in range(0, len(data), 5):
        sealer.write(data[at : at + 5])
    sealer.close()
    return file.getvalue()


def opened(file: bytes, keys: list[str] = (KEY,)) -> bytes:
    opener = Opener(io.BytesIO(file), list(keys))
    data = opener.read(10**6)
    opener.finish()
    return data


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 33, 200])
def test_it_opens_what_it_closed(length):
    data = os.urandom(length)
    assert opened(closed(data)) == data


def test_it_opens_with_any_of_the_keys():
    assert opened(closed(key=OTHER), [KEY, OTHER]) == WORDS


def test_it_shows_nothing_of_what_is_inside():
    assert b"drive" not in closed()
    assert closed() != closed()


def test_it_says_which_key_is_missing():
    with pytest.raises(WrongKey, match=sealed.name_of(KEY).hex()):
        opened(closed(), [OTHER])


def test_it_refuses_a_byte_that_flipped_at_any_place():
    file = closed()
    for place in range(len(file)):
        flipped = bytearray(file)
        flipped[place] ^= 1
        with pytest.raises((Damaged, WrongKey)):
            opened(bytes(flipped))


def test_it_refuses_a_file_that_is_cut_at_any_place():
    file = closed()
    for length in range(len(file)):
        with pytest.raises(Damaged):
            opened(file[:length])


@pytest.mark.parametrize("pieces", [1, 2])
def test_it_says_that_the_end_is_missing(pieces):
    header = len(sealed.MAGIC) + sealed.NAME + sealed.SALT
    with pytest.raises(Damaged, match="end of the file is missing"):
        opened(closed()[: header + pieces * (16 + sealed.TAG)])


def test_it_refuses_more_than_was_written():
    with pytest.raises(Damaged):
        opened(closed() + b"x")
    with pytest.raises(Damaged):
        opened(closed() + closed())


def test_it_refuses_pieces_in_another_order_or_of_another_file():
    header, size = len(sealed.MAGIC) + sealed.NAME + sealed.SALT, 16 + sealed.TAG
    file, other = closed(), closed()
    first, second = file[header : header + size], file[header + size : header + 2 * size]
    with pytest.raises(Damaged):
        opened(file[:header] + second + first + file[header + 2 * size :])
    with pytest.raises(Damaged):
        opened(other[: header + size] + second + other[header + 2 * size :])


def test_it_refuses_what_is_no_backup():
    with pytest.raises(Damaged, match="no backup of this site"):
        opened(b"PK\x03\x04" + bytes(100))
