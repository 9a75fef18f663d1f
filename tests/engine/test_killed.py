"""The folder of an index when its writer is killed, is refused by the disk, or is of another time."""

import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from matchmaker.engine.offers import index, store
from matchmaker.engine.offers.index import Index
from tests.engine.samples import EVIDENCE, FORENSICS, VICTIMS, offer

NAMES = ("facts", "keys", "weights")
TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir"}
KILLS = 30
CHANGES, ATTEMPTS = 10, 20_000
LONGEST = 0.02  # seconds until a kill: some ten saves


def saved(folder: Path, number: int, size: int = 20_000) -> None:
    store.save(folder, {name: np.full(size, number) for name in NAMES}, "1")


def held(folder: Path) -> int | None:
    """The number of what is opened, of which every array is whole."""
    arrays = store.load(folder, "1")
    if arrays is None:
        return None
    (number,) = set(np.concatenate([arrays[name] for name in NAMES]).tolist())
    return number


@contextmanager
def forked(deed: Callable[[], object]) -> Iterator[int]:
    """A process that does *deed*; killed at the end, if it lives that long."""
    pid = os.fork()
    if not pid:
        try:
            deed()
        finally:
            os._exit(0)
    yield pid
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def killed_at(touch: int) -> None:
    """From now on this process dies just before it touches the disk the *touch*th time."""
    left = count(1)
    sys.addaudithook(
        lambda event, _: event in TOUCHES and next(left) == touch and os.kill(os.getpid(), signal.SIGKILL)
    )


def test_wherever_a_save_is_killed_the_old_or_the_new_one_is_opened(tmp_path: Path) -> None:
    found = []
    for touch in range(1, 40):
        folder = tmp_path / str(touch)
        saved(folder, 1, 100)
        pid = os.fork()
        if not pid:
            killed_at(touch)
            saved(folder, 2, 100)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        found.append((held(folder), os.WIFSIGNALED(status)))
        saved(folder, 3, 100)
        assert held(folder) == 3
    swapped = found.index((2, True))
    finished = found.index((2, False))
    assert 3 < swapped < finished
    assert found == [(1, True)] * swapped + [(2, True)] * (finished - swapped) + [(2, False)] * (
        39 - finished
    )


def test_a_writer_killed_at_any_moment_leaves_a_whole_save_and_never_an_older_one(tmp_path: Path) -> None:
    draw, last = np.random.default_rng(1), 0
    saved(tmp_path, last)
    for _ in range(KILLS):
        with forked(lambda: [saved(tmp_path, number) for number in count(last)]):  # noqa: B023  # forked at once
            time.sleep(draw.uniform(0, LONGEST))
        now = held(tmp_path)
        assert now is not None
        assert now >= last
        last = now


def test_whoever_opens_while_another_saves_gets_a_whole_save_or_none(tmp_path: Path) -> None:
    saved(tmp_path, 0)
    whole = [0]
    with forked(lambda: [saved(tmp_path, number) for number in count(1)]):
        for _ in range(ATTEMPTS):
            now = held(tmp_path)
            whole += [] if now is None else [now]
            if len(set(whole)) > CHANGES:
                break
    assert whole == sorted(whole)
    assert len(set(whole)) > CHANGES


def test_a_folder_deleted_while_others_save_and_read_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    saved(folder, 1)
    mapped = store.load(folder, "1")
    shutil.rmtree(folder)
    assert held(folder) is None
    assert {int(each.sum()) for each in mapped.values()} == {20_000}
    saved(folder, 2)
    assert held(folder) == 2


def test_a_disk_that_is_full_in_the_middle_of_a_save_leaves_the_old_one_and_no_rest(tmp_path: Path) -> None:
    saved(tmp_path, 1, 100)
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            saved(tmp_path, 2)
        except OSError:
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert held(tmp_path) == 1
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def renamed(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"old_{name}": array for name, array in arrays.items()}


def without_one(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: array for name, array in arrays.items() if name != "halves"}


def without_measure(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: array for name, array in arrays.items() if name != "measure"}


def measured_otherwise(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return arrays | {"measure": np.append(arrays["measure"], 0.0)}


@pytest.mark.parametrize("change", [renamed, without_one, without_measure, measured_otherwise])
def test_a_save_of_another_layout_is_as_good_as_none(
    tmp_path: Path, change: Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]
) -> None:
    made = Index().fit([offer(1, text=EVIDENCE), offer(2, text=FORENSICS), offer(3, text=VICTIMS)])
    made.save(tmp_path)
    version = made._version()
    store.save(tmp_path, change(dict(store.load(tmp_path, version))), version)
    opened = Index.load(tmp_path)
    assert (len(opened), opened.snapshot_.versions()) == (0, {})
    assert opened.sync({1: 1}, lambda ids: [offer(id_) for id_ in ids]) == {1}


def test_a_save_for_tiles_of_another_size_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index().fit([offer(1)]).save(tmp_path)
    assert len(Index.load(tmp_path)) == 1
    monkeypatch.setattr(index, "TILE", index.TILE // 2)
    assert len(Index.load(tmp_path)) == 0
