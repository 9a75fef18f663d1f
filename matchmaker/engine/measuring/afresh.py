"""What `bench` measures in processes of their own: the first answer after a start, and the peak of memory."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from time import perf_counter

import numpy as np

from matchmaker.engine.finding.search import Inverted
from matchmaker.engine.finding.vectors import Vectors
from matchmaker.engine.measuring.bench import OURS, Line, Race, vectors
from matchmaker.engine.offers import store

INDEX, NEEDS = "index", "needs"  # folders
STATUS = Path("/proc/self/status")  # where Linux tells the peak of memory


def afresh(race: Race) -> Iterator[Line]:
    """The index is saved, and opened by memory map in each process."""
    with tempfile.TemporaryDirectory() as folder:
        for name, value in ((INDEX, race.index), (NEEDS, vectors(race.needs))):
            (Path(folder) / name).mkdir()
            for field in fields(value):
                array = getattr(value, field.name)
                np.save(Path(folder) / name / f"{field.name}.npy", array, allow_pickle=False)
        first = in_new_process("first_answer", folder, race.top)
        yield Line("first answer after opening", OURS, first, "ms", None, "by memory map, in a new process")
        if STATUS.exists():
            peak = in_new_process("peak_of_all", folder, race.top, race.threads)
            yield Line("all pairs, peak memory", OURS, peak, "MB", None, "with the index and the needs in it")


def in_new_process(function: str, *arguments: object) -> float:
    program = f"from matchmaker.engine.measuring import afresh; print(afresh.{function}(*{arguments!r}))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own program
    return float(json.loads(done.stdout))


def opened(folder: str) -> Inverted:
    paths = {field.name: Path(folder) / INDEX / f"{field.name}.npy" for field in fields(Inverted)}
    return Inverted(**{name: store.opened(path) for name, path in paths.items()})


def asked(folder: str) -> Vectors:
    paths = {field.name: Path(folder) / NEEDS / f"{field.name}.npy" for field in fields(Vectors)}
    return Vectors(**{name: store.opened(path) for name, path in paths.items()})


def first_answer(folder: str, top: int) -> float:
    """Milliseconds from opening an index to the best offers for the first need."""
    need = asked(folder).part(0, 1)
    began = perf_counter()
    opened(folder).one(need.cols, need.weights, top)
    return 1000 * (perf_counter() - began)


def peak_of_all(folder: str, top: int, threads: int) -> float:
    """MB that a process has used at most when it has found the best offers for all needs."""
    opened(folder).all(asked(folder), top, threads)
    # What getrusage tells is that of the process which began this one, if that was larger.
    (peak,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024
