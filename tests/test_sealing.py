"""A sealed file: what went in comes out, to whoever has the key, whole or not at all."""

import io
from collections.abc import Callable

import pytest

from matchmaker import sealing
from matchmaker.sealing import MAGIC, SALT, TAG, BadSeal

KEY = "vQ8-3yZ0rT_kLm5pXw2aBc7dEf9gHj4nRs6uVt1o"
FIRST = len(MAGIC) + SALT  # where the first piece begins


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 64)


def sealed(lines: list[str]) -> bytes:
    out = io.BytesIO()
    sealing.write(lines, out, KEY)
    return out.getvalue()


def opened(data: bytes, key: str = KEY) -> list[str]:
    return list(sealing.read(io.BytesIO(data), key))


LINES = [f"{number} Fälle, 案件 {number**5}" for number in range(400)]


@pytest.mark.parametrize("count", [0, 1, 2, 17, 400])
def test_what_went_in_comes_out(count: int) -> None:
    assert opened(sealed(LINES[:count])) == LINES[:count]


@pytest.mark.proves("S61")
def test_nothing_can_be_read_without_the_key_and_no_two_files_are_alike() -> None:
    one, other = sealed(["a confidential need"] * 50), sealed(["a confidential need"] * 50)
    assert one[FIRST:] != other[FIRST:]
    assert b"confidential" not in one
    with pytest.raises(BadSeal, match="another one"):
        opened(one, KEY + "x")


def pieces(data: bytes) -> list[bytes]:
    size = sealing.PIECE + TAG
    return [data[at : at + size] for at in range(FIRST, len(data), size)]


Harm = Callable[[list[bytes]], list[bytes]]


@pytest.mark.proves("R27", "S61")
@pytest.mark.parametrize(
    "harm",
    [
        lambda all_: all_[:-1],
        lambda all_: all_[1:],
        lambda all_: [*all_[:3], *all_[4:]],
        lambda all_: [all_[1], all_[0], *all_[2:]],
        lambda all_: [*all_, all_[-1]],
        lambda all_: [*all_[:-1], all_[-1][:-1]],
        lambda all_: [*all_, b"\0"],
        lambda all_: [bytes([all_[0][0] ^ 1]) + all_[0][1:], *all_[1:]],
        lambda all_: [],
    ],
    ids=["cut", "headless", "dropped", "swapped", "doubled", "shorter", "longer", "changed", "empty"],
)
def test_what_was_harmed_is_refused(harm: Harm) -> None:
    data = sealed(LINES)
    assert len(pieces(data)) > 5
    with pytest.raises(BadSeal):
        opened(data[:FIRST] + b"".join(harm(pieces(data))))


def test_another_file_is_no_copy() -> None:
    for other in (b"", b"SQLite format 3\0" + bytes(100), MAGIC[:-1]):
        with pytest.raises(BadSeal, match="no copy"):
            opened(other)
