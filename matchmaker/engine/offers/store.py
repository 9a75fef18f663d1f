"""Named arrays in a folder: written beside and then swapped in, opened as memory maps, checked on opening.

To add up all that is saved takes as long as to read it: a second for a gigabyte. So it is done when a file is not as
it was when that was last done: another one, or written to since.
"""

import json
import shutil
import time
import uuid
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

CURRENT = "current.json"  # names the generation to open; replaced in one step
SEEN = "seen.json"  # in a generation: how its files looked when their sums were found right
QUIET = (
    2  # seconds: what is written to twice within that may look the same, by the clocks of some file systems
)
ABANDONED_AFTER = 3600  # seconds: no save takes that long, so its writer was killed


def save(folder: Path, arrays: Mapping[str, npt.NDArray], version: str) -> None:
    """Writes *arrays* as a new generation and makes it the current one: a reader sees the old or the new.

    Raises OSError, for example when the disk is full; then the old generation stays current.
    """
    generation = folder / uuid.uuid4().hex
    generation.mkdir(parents=True)
    try:
        for name, array in arrays.items():
            np.save(generation / f"{name}.npy", array, allow_pickle=False)
        current = {"version": version, "generation": generation.name, "checks": checks(arrays)}
        (generation / CURRENT).write_text(json.dumps(current), encoding="utf-8")
        former = current_generation(folder)
        (generation / CURRENT).replace(folder / CURRENT)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    sweep(folder, generation, former)


def load(folder: Path, version: str) -> dict[str, npt.NDArray] | None:
    """The current arrays, read-only; None where none were saved by this *version*, or they are damaged."""
    with suppress(Exception):  # damage has too many faces to list, and all of them mean: build it anew
        current = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        generation = folder / Path(current["generation"]).name
        looks = {name: looks_of(generation / f"{name}.npy") for name in current["checks"]}
        arrays = {name: opened(generation / f"{name}.npy") for name in looks}
        if current["version"] != version:
            return None
        if seen(generation) == looks:
            return arrays
        if current["checks"] == checks(arrays):
            remember(generation, looks)
            return arrays
    return None


def looks_of(path: Path) -> list[int]:
    """What becomes another when somebody writes to a file, or puts another in its place."""
    found = path.stat()
    return [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def seen(generation: Path) -> dict[str, list[int]] | None:
    with suppress(OSError, ValueError):
        return json.loads((generation / SEEN).read_text(encoding="utf-8"))
    return None


def remember(generation: Path, looks: dict[str, list[int]]) -> None:
    """Keeps how the files looked before their sums were found right, unless somebody has just written to one."""
    changed = max((changed for *_, changed in looks.values()), default=0)
    if time.time_ns() - changed >= QUIET * 10**9:
        with suppress(OSError):  # then the next one adds up anew
            beside = generation / f"{uuid.uuid4().hex}.json"
            beside.write_text(json.dumps(looks), encoding="utf-8")
            beside.replace(generation / SEEN)


def opened(path: Path) -> npt.NDArray:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def checks(arrays: Mapping[str, npt.NDArray]) -> dict[str, int]:
    """Name -> CRC-32 of the content: 15 ms for the 30 MB of 12,000 offers."""
    return {
        name: zlib.crc32(np.ascontiguousarray(array).view(np.uint8).data) for name, array in arrays.items()
    }


def current_generation(folder: Path) -> Path | None:
    with suppress(Exception):
        current = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        return folder / Path(current["generation"]).name
    return None


def sweep(folder: Path, generation: Path, former: Path | None) -> None:
    """Removes what *generation* replaced and what killed writers left. Readers keep what they mapped."""
    with suppress(OSError):
        now = generation.stat().st_mtime
        for path in folder.iterdir():
            if path == former or (path.is_dir() and now - path.stat().st_mtime > ABANDONED_AFTER):
                shutil.rmtree(path, ignore_errors=True)
