import os
from pathlib import Path

import numpy as np
import pytest

from matchmaker.engine.offers import store

ARRAYS = {
    "long": np.arange(1000),
    "empty": np.empty(0, np.uint64),
    "rows": np.zeros(2, [("a", "i8"), ("b", "U4")]),
}


def loaded(folder: Path, version: str = "1") -> dict[str, list] | None:
    arrays = store.load(folder, version)
    return arrays and {name: array.tolist() for name, array in arrays.items()}


SAVED = {name: array.tolist() for name, array in ARRAYS.items()}


def generations(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]


def test_what_is_saved_is_loaded_read_only(tmp_path: Path) -> None:
    store.save(tmp_path / "new" / "folder", ARRAYS, "1")
    assert loaded(tmp_path / "new" / "folder") == SAVED
    with pytest.raises(ValueError, match="read-only"):
        store.load(tmp_path / "new" / "folder", "1")["long"][0] = 7


def test_another_version_and_an_empty_folder_give_nothing(tmp_path: Path) -> None:
    assert loaded(tmp_path) is None
    store.save(tmp_path, ARRAYS, "1")
    assert loaded(tmp_path, "2") is None


def test_a_new_save_replaces_the_old_one_and_readers_keep_theirs(tmp_path: Path) -> None:
    store.save(tmp_path, ARRAYS, "1")
    old = store.load(tmp_path, "1")
    store.save(tmp_path, {"long": np.arange(3)}, "1")
    assert loaded(tmp_path) == {"long": [0, 1, 2]}
    assert len(generations(tmp_path)) == 1
    assert old["long"].sum() == 499_500


def test_a_full_disk_leaves_the_old_save_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(tmp_path, ARRAYS, "1")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.np, "save", full)
    with pytest.raises(OSError, match="No space left"):
        store.save(tmp_path, {"long": np.arange(3)}, "1")
    assert loaded(tmp_path) == SAVED
    assert len(generations(tmp_path)) == 1


def test_what_a_killed_writer_left_is_swept_away_in_time(tmp_path: Path) -> None:
    abandoned, running = tmp_path / "abandoned", tmp_path / "running"
    abandoned.mkdir()
    running.mkdir()
    os.utime(abandoned, (0, 0))
    store.save(tmp_path, ARRAYS, "1")
    assert not abandoned.exists()
    assert running.exists()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b'{"version": "1"}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_damaged_list_of_contents_gives_nothing(tmp_path: Path, damage: bytes) -> None:
    store.save(tmp_path, ARRAYS, "1")
    (tmp_path / store.CURRENT).write_bytes(damage)
    assert loaded(tmp_path) is None
    store.save(tmp_path, ARRAYS, "1")
    assert loaded(tmp_path) == SAVED


@pytest.mark.parametrize("at", [0, 40, 128, 500, 8000])
def test_one_wrong_byte_anywhere_gives_nothing(tmp_path: Path, at: int) -> None:
    store.save(tmp_path, ARRAYS, "1")
    path = generations(tmp_path)[0] / "long.npy"
    content = bytearray(path.read_bytes())
    content[at] ^= 0x55
    path.write_bytes(content)
    assert loaded(tmp_path) is None


@pytest.mark.parametrize("size", [0, 5, 100, 1000])
def test_a_file_cut_short_gives_nothing(tmp_path: Path, size: int) -> None:
    store.save(tmp_path, ARRAYS, "1")
    path = generations(tmp_path)[0] / "long.npy"
    path.write_bytes(path.read_bytes()[:size])
    assert loaded(tmp_path) is None


def test_a_missing_file_gives_nothing(tmp_path: Path) -> None:
    store.save(tmp_path, ARRAYS, "1")
    (generations(tmp_path)[0] / "rows.npy").unlink()
    assert loaded(tmp_path) is None


def test_a_save_that_was_found_right_is_not_added_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "QUIET", 0)
    store.save(tmp_path, ARRAYS, "1")
    assert loaded(tmp_path) == SAVED
    monkeypatch.setattr(store, "checks", lambda arrays: {})
    assert loaded(tmp_path) == SAVED
    assert loaded(tmp_path, "2") is None


def test_a_file_that_was_written_to_since_is_added_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "QUIET", 0)
    store.save(tmp_path, ARRAYS, "1")
    assert loaded(tmp_path) == SAVED
    path = generations(tmp_path)[0] / "long.npy"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"\x55")
    os.utime(path, (1, 1))  # whatever the clock of the file system makes of it
    assert loaded(tmp_path) is None
    path.write_bytes(content)
    assert loaded(tmp_path) == SAVED


def test_what_was_just_written_is_added_up_until_it_has_been_quiet(tmp_path: Path) -> None:
    store.save(tmp_path, ARRAYS, "1")
    assert loaded(tmp_path) == SAVED
    assert not (generations(tmp_path)[0] / store.SEEN).exists()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
def test_how_files_looked_may_be_damaged_or_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    monkeypatch.setattr(store, "QUIET", 0)
    store.save(tmp_path, ARRAYS, "1")
    (generations(tmp_path)[0] / store.SEEN).write_bytes(damage)
    assert loaded(tmp_path) == SAVED
