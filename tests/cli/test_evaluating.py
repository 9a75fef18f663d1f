"""`matchmaker evaluate`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.engine.measuring.ablation import PARTS

FILES = {
    "meta.json": '{"language": "en", "rel_min": 1}',
    "docs.jsonl": '{"id": "a", "title": "Phones", "text": "locked phones"}\n{"id": "b", "text": "courts"}\n',
    "queries.jsonl": '{"id": "q", "text": "a locked phone"}\n',
    "qrels.tsv": "q\ta\t1\n",
}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def evaluate(*words: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, words)])


def test_a_collection_is_ranked_and_its_figures_printed(collection: Path) -> None:
    result = evaluate(collection)
    assert result.exit_code == 0
    assert result.output.split() == [
        *("small", "ndcg@10", "1.0000", "mrr@10", "1.0000", "recall@20", "1.0000", "map", "1.0000"),
        *("queries", "1", "seconds", result.output.split()[-1]),
    ]


def test_each_part_of_the_engine_is_taken_out_in_turn(collection: Path) -> None:
    lines = [json.loads(line) for line in evaluate("--ablate", "--json", collection).output.splitlines()]
    assert [line.get("without") for line in lines] == [None, *PARTS]
    without_words = lines[1]
    assert (without_words["ndcg@10"], without_words["lost"]) == (1.0, 0.0)  # the pair still finds it


def test_json_is_one_object_a_line(collection: Path, small_seed: Path) -> None:
    result = evaluate("--json", collection, small_seed / "judgements")
    found = [json.loads(line) for line in result.output.splitlines()]
    for_all = ["collection", "ndcg@10", "mrr@10", "recall@20", "map", "queries", "seconds"]
    assert list(found[0]) == for_all
    assert list(found[1]) == [
        *for_all,
        "ndcg@10 not in English",
        *(f"nothing suitable {name}" for name in ("precision", "recall", "due")),
    ]
    assert [(one["collection"], one["ndcg@10"], one["queries"]) for one in found] == [
        ("small", 1.0, 1),
        ("exam", 1.0, 1),
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("qrels.tsv", "q\ta\n", "qrels.tsv, line 1: found 2 columns; expected query, document, grade."),
        ("docs.jsonl", "{\n", "docs.jsonl, line 1: no JSON"),
        ("meta.json", "[]", "meta.json, line 1: found list; expected an object."),
    ],
)
def test_a_broken_collection_is_said_in_a_sentence(collection: Path, name: str, text: str, said: str) -> None:
    (collection / name).write_text(text, encoding="utf-8")
    result = evaluate(collection)
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("en-examiners", "en-examiner", "english.csv, line 2: there is no offer en-examiner in the seed."),
        ("gmb-lab", "gmb-l", "english.csv, line 2: there is no need gmb-loratory in the seed."),
        (",3,", ",4,", "english.csv, line 2: found grade 4; it may be 0, 1, 2, 3."),
        ("grade", "mark", "english.csv, line 1: the columns must be need, offer, grade, reason."),
    ],
)
def test_a_wrong_judgement_is_named_with_its_line(small_seed: Path, old: str, new: str, said: str) -> None:
    judgements = small_seed / "judgements" / "english.csv"
    text = judgements.read_text(encoding="utf-8").replace(old, new)
    judgements.write_text(text, encoding="utf-8")
    result = evaluate(small_seed / "judgements")
    assert result.exit_code == 1
    assert result.output == f"Error: {said}\n"


def test_a_pair_is_graded_once(small_seed: Path) -> None:
    judgements = small_seed / "judgements" / "english.csv"
    text = judgements.read_text(encoding="utf-8")
    judgements.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    result = evaluate(small_seed / "judgements")
    assert result.exit_code == 1
    assert result.output == (
        "Error: english.csv, line 3: the pair of gmb-laboratory and en-examiners is graded twice.\n"
    )


def test_a_folder_with_nothing_to_judge_is_said_so(tmp_path: Path) -> None:
    result = evaluate(tmp_path)
    assert (result.exit_code, result.output) == (
        1,
        f"Error: {tmp_path} holds no graded pairs (a .csv file), and no collection (meta.json).\n",
    )


def test_judgements_without_a_seed_beside_them_are_said_so(small_seed: Path) -> None:
    (small_seed / "cast.toml").unlink()
    result = evaluate(small_seed / "judgements")
    assert result.exit_code == 1
    assert result.output.startswith("Error: cast.toml: ")


def test_the_exam_of_the_real_seed_is_passed() -> None:
    """The floor below which the ranking must not fall; docs/engine.md has the figures."""
    seed = Path(__file__).parent.parent.parent / "seed" / "judgements"
    (found,) = map(json.loads, evaluate("--json", seed).output.splitlines())
    assert found["ndcg@10"] >= 0.9
    assert found["ndcg@10 not in English"] >= 0.85
    assert found["nothing suitable precision"] == 1
