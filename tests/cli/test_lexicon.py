"""`matchmaker lexicon`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

LIST = "preuve\tproof|evidence\nroussette\tdogfish\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list_fr-en.tsv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_goes_in_is_used_and_goes_out_again(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("lexicon", "import", "--dry-run", file).output.startswith("Would be added: 3 concepts")
    assert run("lexicon", "import", file).output.startswith("Added: 3 concepts, changed: 0, unchanged: 0.")
    assert run("lexicon", "import", file).output.startswith("Added: 0 concepts, changed: 0, unchanged: 3.")
    out = tmp_path / "all.csv"
    said = run("lexicon", "export", out).output
    assert "imported/dogfish,dogfish,roussette,,,,," in out.read_text(encoding="utf-8").splitlines()
    assert said == f"{len(out.read_text(encoding='utf-8').splitlines()) - 1} concepts in {out}.\n"
    assert run("lexicon", "forget").output == "Taken out: 3 concepts.\n"


def test_a_loaded_list_is_what_evaluate_ranks_with(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fish"
    folder.mkdir()
    for name, text in {
        "meta.json": '{"qlang": "fr", "dlang": "en", "rel_min": 1}',
        "docs.jsonl": '{"id": "a", "title": "", "text": "dogfish"}\n{"id": "b", "text": "tunny"}\n',
        "queries.jsonl": '{"id": "q", "text": "la roussette"}\n',
        "qrels.tsv": "q\ta\t1\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert "ndcg@10 0.0000" in run("evaluate", folder).output
    run("lexicon", "import", file)
    assert "ndcg@10 1.0000" in run("evaluate", folder).output


def test_a_broken_list_changes_nothing_and_is_said(run: Run, file: Path) -> None:
    file.write_text("preuve\tproof\nlonely\n", encoding="utf-8")
    result = run("lexicon", "import", file)
    assert result.exit_code == 1
    assert result.output == (
        "Error: Nothing was imported.\nlist_fr-en.tsv, line 2: found 1 columns; expected 2.\n"
    )
    assert run("lexicon", "forget").output == "Taken out: 0 concepts.\n"


def test_languages_are_given_as_a_pair(run: Run, file: Path) -> None:
    assert (
        "Give two languages, for example fr,en." in run("lexicon", "import", "--languages", "fr", file).output
    )


def test_a_form_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    result = run("lexicon", "export", tmp_path / "all.pdf")
    assert (result.exit_code, "files that end in .csv" in result.output) == (1, True)
