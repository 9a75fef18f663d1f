"""The store: files are whole or not there, and nothing but our own names reaches the disk."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matchmaker.filing.store import Store, new_name

NOW = datetime.now(UTC)


def test_what_is_kept_is_read_and_removed(tmp_path: Path) -> None:
    store, name = Store(tmp_path / "var"), new_name()
    assert store.read(name) is None
    store.keep(name, b"bytes")
    assert store.read(name) == b"bytes"
    assert (store.folder.stat().st_mode & 0o777, (store.folder / name).stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    store.remove(name)
    store.remove(name)
    assert store.read(name) is None


@pytest.mark.proves("S48")
@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "", "a" * 31, "A" * 32, "a" * 32 + "/x"])
def test_no_other_name_than_ours_is_looked_for(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of ours"):
        Store(tmp_path).read(name)


def test_a_process_that_dies_while_it_writes_leaves_nothing_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, name = Store(tmp_path), new_name()

    def die(*_anything: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        store.keep(name, b"half")
    assert store.read(name) is None
    assert list(store.names_before(NOW + timedelta(days=1))) == [f"{name}.new"]


def test_what_has_just_come_is_not_yet_old(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert list(Store(tmp_path / "none").names_before(NOW)) == []
    store.keep(new_name(), b"x")
    assert list(store.names_before(NOW - timedelta(hours=1))) == []
