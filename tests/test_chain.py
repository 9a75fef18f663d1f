"""The chain of the audit trail: whatever is changed, taken out or put elsewhere is found, and named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker import chain
from matchmaker.chain import BadExport, Head, Verdict, check, hash_of, read_export, read_head

LENGTH = 6


def a_row(seq: int, before: str) -> dict[str, str]:
    row = {
        "seq": str(seq),
        "at": f"2026-11-22T12:00:0{seq}.000000+00:00",
        "event": "move",
        "result": "done",
        "by_id": "7",
        "by_role": "releaser",
        "action": "need.publish",
        "noun": "need",
        "ref": "N-7F3K9Q",
        "detail": "no_objection > published, “said” in one, two",
        "before": before,
    }
    return row | {"hash": hash_of(row)}


@pytest.fixture
def rows() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for seq in range(1, LENGTH + 1):
        found.append(a_row(seq, found[-1]["hash"] if found else chain.START))
    return found


def head_of(row: dict[str, str]) -> Head:
    return Head(int(row["seq"]), row["hash"])


def test_a_chain_that_nobody_touched_is_whole(rows: list[dict[str, str]]) -> None:
    assert check(rows, [head_of(rows[2]), head_of(rows[-1])]) == Verdict(LENGTH, head_of(rows[-1]))
    assert check([]) == Verdict(0, Head(0, chain.START))


@pytest.mark.proves("S57")
@pytest.mark.parametrize("column", chain.COLUMNS)
def test_a_changed_column_is_found_in_its_row(rows: list[dict[str, str]], column: str) -> None:
    rows[3][column] = "9"
    verdict = check(rows)
    assert verdict.rows == 3
    assert "ow 4 " in verdict.fault


@pytest.mark.proves("S57")
def test_a_row_that_was_changed_and_hashed_anew_does_not_hold_the_next(rows: list[dict[str, str]]) -> None:
    rows[3]["by_id"] = "8"
    rows[3]["hash"] = hash_of(rows[3])
    assert check(rows).fault == "Row 5 does not follow row 4: one of the two was changed."


@pytest.mark.proves("S57")
def test_a_row_taken_out_of_the_middle_is_missed(rows: list[dict[str, str]]) -> None:
    assert check(rows[:3] + rows[4:]).fault == "Row 4 is missing: row 5 stands in its place."
    assert check(rows[1:]).fault == "Row 1 is missing: row 2 stands in its place."


@pytest.mark.proves("S57")
def test_two_rows_that_changed_places_are_found(rows: list[dict[str, str]]) -> None:
    third, fourth = rows[2] | {"seq": "4"}, rows[3] | {"seq": "3"}
    assert "Row 3 " in check([*rows[:2], fourth, third, *rows[4:]]).fault
    assert "Row 3 is missing" in check([*rows[:2], rows[3], rows[2], *rows[4:]]).fault


@pytest.mark.proves("S57")
def test_a_missing_tail_is_found_by_a_head_that_was_kept(rows: list[dict[str, str]]) -> None:
    assert check(rows[:4]).fault == ""
    assert check(rows[:4], [head_of(rows[1]), head_of(rows[4])]).fault == (
        "The tail is missing: row 5 stood here once."
    )
    assert check([], [head_of(rows[0])]).fault == "The tail is missing: row 1 stood here once."


@pytest.mark.proves("S57")
def test_a_chain_written_anew_is_found_by_a_head_that_was_kept(rows: list[dict[str, str]]) -> None:
    anew = [a_row(1, chain.START) | {"by_id": "8"}]
    anew[0]["hash"] = hash_of(anew[0])
    anew.append(a_row(2, anew[0]["hash"]))
    assert check(anew).fault == ""
    assert check(anew, [head_of(rows[1])]).fault.startswith("Row 2 is not the one that stood here once")


def exported(rows: list[dict[str, str]], file: Path) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        chain.write_export(rows, out, file.suffix)
    return file


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_an_export_is_read_as_it_was_written(rows: list[dict[str, str]], tmp_path: Path, suffix: str) -> None:
    assert list(read_export(exported(rows, tmp_path / f"trail{suffix}"))) == rows


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("no.csv", "", "The first line"),
        ("other.csv", "a,b\n1,2\n", "The first line"),
        ("short.csv", ",".join(chain.COLUMNS) + "\n1,2\n", "Line 2 has 2 cells"),
        ("broken.jsonl", '{"seq": "1"\n', "Line 1 is no JSON"),
        ("less.jsonl", '{"seq": "1"}\n', "Line 1 does not have the columns"),
    ],
)
def test_what_is_no_export_is_refused_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BadExport, match=said):
        list(read_export(tmp_path / name))


@pytest.mark.parametrize("text", ["", "12", "0:" + "a" * 64, "x:" + "a" * 64, "1:abc"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(BadExport, match="is no head"):
        read_head(text)


def test_a_head_is_read_as_it_is_written(rows: list[dict[str, str]]) -> None:
    assert read_head(f" {head_of(rows[0])}\n") == head_of(rows[0])


@pytest.mark.proves("S57")
def test_the_module_checks_an_export_by_itself_with_python_and_nothing_else(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    copied = tmp_path / "chain.py"
    copied.write_text(Path(chain.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    whole = exported(rows, tmp_path / "whole.csv")
    rows[3]["ref"] = "N-ANOTHER"
    bad = exported(rows, tmp_path / "bad.jsonl")

    def run(*words: object) -> tuple[int, str]:
        # -I -S: neither the checkout nor any installed package can be found.
        called = [sys.executable, "-I", "-S", str(copied), *map(str, words)]
        done = subprocess.run(called, capture_output=True, text=True, check=False)  # noqa: S603  # our own file
        return done.returncode, done.stdout + done.stderr

    assert run(whole, "--head", head_of(rows[1])) == (
        0,
        f"6 rows, unbroken. Keep this head, away from here: {head_of(rows[-1])}\n",
    )
    assert run(bad) == (
        1,
        "Row 4 was changed after it was written. The 3 rows before it are whole.\n",
    )
    assert run(tmp_path / "none.csv")[0] == 2


def test_an_export_says_each_row_as_it_is_hashed(rows: list[dict[str, str]], tmp_path: Path) -> None:
    first = exported(rows, tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first) == rows[0]
