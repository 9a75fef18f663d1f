"""The store: files are whole or not there, and nothing but our own names reaches the disk or the bucket."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matchmaker.errors import StoreAway
from matchmaker.filing import bucket
from matchmaker.filing.bucket import BucketStore
from matchmaker.filing.store import Store, new_name
from tests.bucket import LocalStore, open_store

NOW = datetime.now(UTC)


@pytest.fixture
def elsewhere() -> Iterator[LocalStore]:
    """An S3-compatible store."""
    with open_store() as opened:
        yield opened


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Every test that asks for it runs on a folder and on a bucket."""
    if request.param == "folder":
        return Store(tmp_path / "var")
    return BucketStore(request.getfixturevalue("elsewhere").settings())


def test_what_is_kept_is_read_and_removed(store: Store) -> None:
    name, large = new_name(), os.urandom(5 * 1024 * 1024)
    assert store.read(name) is None
    store.keep(name, large)
    assert store.read(name) == large
    store.remove(name)
    store.remove(name)
    assert store.read(name) is None


def test_an_empty_file_is_one(store: Store) -> None:
    name = new_name()
    store.keep(name, b"")
    assert store.read(name) == b""


def test_a_folder_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    store, name = Store(tmp_path / "var"), new_name()
    store.keep(name, b"bytes")
    modes = [path.stat().st_mode & 0o777 for path in (store.folder, store.folder / name)]
    assert modes == [0o700, 0o600]


@pytest.mark.proves("S48")
@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "", "a" * 31, "A" * 32, "a" * 32 + "/x"])
def test_no_other_name_than_ours_is_looked_for(store: Store, name: str) -> None:
    for deed in (store.read, store.remove, lambda other: store.keep(other, b"x")):
        with pytest.raises(ValueError, match="no name of ours"):
            deed(name)


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


def test_what_has_just_come_is_not_yet_old(store: Store) -> None:
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert list(store.names_before(later)) == []
    kept = {new_name() for _ in range(5)}
    for name in kept:
        store.keep(name, b"x")
    assert list(store.names_before(NOW - timedelta(hours=1))) == []
    assert set(store.names_before(later)) == kept


@pytest.mark.proves("S48")
def test_a_bucket_takes_signed_requests_alone_and_nothing_twice(elsewhere: LocalStore) -> None:
    store, name = BucketStore(elsewhere.settings()), new_name()
    store.keep(name, b"bytes")
    assert (list(elsewhere.kept), elsewhere.asked) == (
        [f"portal/files/{name}"],
        [f"PUT /papers/portal/files/{name}"],
    )
    store.keep(name, b"bytes")  # a copy is brought back to where its files still are
    with pytest.raises(StoreAway, match="AlreadyExists"):
        store.keep(name, b"other")
    assert elsewhere.kept[f"portal/files/{name}"].content == b"bytes"
    with pytest.raises(StoreAway):
        BucketStore(replace(elsewhere.settings(), name="another")).read(name)
    for wrong in ({"secret": "another"}, {"key": "another"}, {"region": "another"}, {"name": "another"}):
        stranger = BucketStore(replace(elsewhere.settings(), **wrong))
        with pytest.raises(StoreAway) as refused:
            stranger.keep(new_name(), b"x")
        assert "another" not in str(refused.value)
    assert len(elsewhere.kept) == 1


def test_what_else_lies_in_a_bucket_is_not_ours_to_see(elsewhere: LocalStore) -> None:
    store, mine = BucketStore(elsewhere.settings(prefix="")), new_name()
    store.keep(mine, b"x")
    for key in ("readme.txt", f"{new_name()}.new", f"other/{new_name()}"):
        elsewhere.kept[key] = elsewhere.kept[mine]
    assert list(store.names_before(datetime.now(UTC) + timedelta(days=1))) == [mine]


@pytest.mark.parametrize("status", [500, 503, 403, 400, 301, 501])
def test_a_bucket_that_answers_otherwise_has_kept_nothing(elsewhere: LocalStore, status: int) -> None:
    store, name = BucketStore(elsewhere.settings()), new_name()
    elsewhere.instead = status
    for deed in (
        lambda: store.keep(name, b"x"),
        lambda: store.read(name),
        lambda: store.remove(name),
        lambda: list(store.names_before(NOW)),
    ):
        with pytest.raises(StoreAway):
            deed()


def test_a_bucket_that_hangs_or_is_gone_is_not_waited_for(
    elsewhere: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "TO_END", timedelta(seconds=0.3))
    store = BucketStore(elsewhere.settings(prefix="hangs"))
    elsewhere.let.clear()
    with pytest.raises(StoreAway):
        store.keep(new_name(), b"x")
    gone = BucketStore(replace(elsewhere.settings(), endpoint="http://127.0.0.1:9"))
    with pytest.raises(StoreAway):
        gone.read(new_name())
