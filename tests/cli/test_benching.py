"""`matchmaker bench`: that it prints its lines and would not let a wrong answer pass; never how long it took."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.engine.measuring import bench as engine_bench
from matchmaker.engine.measuring.opponents import OPPONENTS, WrongResult

METHODS = {"matchmaker", *OPPONENTS}
OURS_ALONE = {
    "index built",
    "index, size",
    "first answer after opening",
    "all pairs, peak memory",
    "add one offer, p95",
    "change one offer, p95",
    "remove one offer, p95",
}
MASKED = {
    f"{measure} eligible{whose}"
    for share in ("1%", "10%", "50%")
    for measure, whose in (
        (f"one need, {share}", ""),
        (f"all pairs, {share}", ", the same"),
        (f"all pairs, {share}", ", own"),
    )
}
ALL = {measure: {"matchmaker"} for measure in OURS_ALONE | MASKED} | {
    "one need, p50": METHODS,
    "one need, p95": METHODS,
    "all pairs": {*METHODS, "matchmaker, no numba"},
    "answers equal to scikit-learn": {"matchmaker", "matchmaker, no numba"},
}


def bench(*words: object) -> Result:
    return CliRunner().invoke(main, ["bench", *map(str, words)])


def test_every_measure_is_printed_for_whom_it_is_of() -> None:
    result = bench("--needs", 20, "--offers", 30, "--top", 5, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    told: dict[str, set[str]] = {}
    for line in lines:
        told.setdefault(line["measure"], set()).add(line["method"])
    assert (result.exit_code, told) == (0, ALL)
    assert all(line["figure"] > 0 for line in lines)


def test_texts_of_a_file_are_compared_with_the_opponents_that_are_named(tmp_path: Path) -> None:
    file = tmp_path / "activities.csv"
    file.write_text("id,title,description\n1,Roads,in Peru\n2,Courts,judges in Peru\n", encoding="utf-8")
    result = bench(file, "--against", "scipy", "--needs", 1)
    assert (result.exit_code, result.stderr) == (0, "1 needs x 2 offers, the best 20.\n")
    assert "scipy" in result.stdout
    assert "sparse-dot-topn" not in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,name\n1,Roads\n", "has no text in a column title or description"),
        (b"title\n", "has no text in a column title or description"),
        (b"title\n\xff\xfe\n", "is not a CSV file in UTF-8"),
    ],
)
def test_a_file_without_texts_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "some.csv"
    file.write_bytes(content)
    result = bench(file)
    assert result.exit_code == 1
    assert said in result.output


def test_a_wrong_answer_ends_with_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise WrongResult("It is wrong.")

    monkeypatch.setattr(engine_bench, "check", wrong)
    result = bench("--needs", 2, "--offers", 3, "--against", "scipy")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "Error: It is wrong.")
