import json
from pathlib import Path

import pytest

from matchmaker.engine.measuring import judged
from matchmaker.engine.measuring.judged import BrokenCollection, Collection, Text

FILES = {
    "docs.jsonl": '{"id": "d1", "title": "Laboratory", "text": "forensics"}\n{"id": 2, "title": null}',
    "queries.jsonl": '{"id": "q1", "text": "a laboratory"}\n',
    "qrels.tsv": "q1\td1\t2\nq1\tgone\t1\r\n",
    "meta.json": json.dumps({"language": "en", "rel_min": 2, "licence": "ours"}),
}


def written(folder: Path, **changed: str | bytes | None) -> Path:
    """A whole collection, with some files *changed* (dots as underscores) or left out."""
    for name, content in FILES.items():
        content = changed.get(name.replace(".", "_"), content)
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_a_collection_is_read_whole(tmp_path: Path) -> None:
    assert judged.read(written(tmp_path)) == Collection(
        name=tmp_path.name,
        offers=(Text("d1", "Laboratory", "forensics"), Text("2", "", "")),
        needs=(Text("q1", "", "a laboratory"),),
        grades={"q1": {"d1": 2, "gone": 1}},
        offers_language="en",
        needs_language="en",
        relevant_from=2,
        excludes_itself=False,
        only_judged=False,
    )


def test_needs_and_offers_may_be_in_different_languages(tmp_path: Path) -> None:
    meta = {"language": "fr>en", "qlang": "fr", "dlang": "en", "self_exclude": True, "judged_only": True}
    found = judged.read(written(tmp_path, meta_json=json.dumps(meta)))
    assert (found.needs_language, found.offers_language) == ("fr", "en")
    assert (found.relevant_from, found.excludes_itself, found.only_judged) == (1, True, True)


@pytest.mark.parametrize(
    ("name", "content", "place", "reason"),
    [
        ("docs.jsonl", None, "docs.jsonl", "cannot be read (No such file or directory)"),
        ("docs.jsonl", '{"id": "a", "text": ""}\n{"id": ', "docs.jsonl, line 2", "no JSON"),
        ("docs.jsonl", "[1]\n", "docs.jsonl, line 1", "expected an object with an id"),
        ("docs.jsonl", '\n{"text": ""}\n', "docs.jsonl, line 2", "expected an object with an id"),
        ("docs.jsonl", '{"id": "a", "text": 3}\n', "docs.jsonl, line 1", "title and text must be text"),
        ("docs.jsonl", '{"id": "a"}\n{"id": "a"}\n', "docs.jsonl, line 2", 'the id "a" stands twice'),
        ("docs.jsonl", "[" * 100_000, "docs.jsonl, line 1", "no JSON"),
        ("queries.jsonl", b'{"id": "q", "text": "\xe9"}', "queries.jsonl, line 1", "not UTF-8"),
        (
            "qrels.tsv",
            "q1\td1\t1\nq1 d1 1\n",
            "qrels.tsv, line 2",
            "found 1 columns; expected query, document",
        ),
        ("qrels.tsv", "q1\td1\tgood\n", "qrels.tsv, line 1", 'found "good"; expected a whole number'),
        ("meta.json", "{\n", "meta.json, line", "no JSON"),
        ("meta.json", "[]", "meta.json, line 1", "found list; expected an object"),
        ("meta.json", '{"rel_min": "x"}', "meta.json, line 1", 'found "x"; expected a whole number'),
    ],
)
def test_a_garbled_file_is_named_with_line_and_reason(
    tmp_path: Path, name: str, content: str | bytes | None, place: str, reason: str
) -> None:
    written(tmp_path, **{name.replace(".", "_"): content})
    with pytest.raises(BrokenCollection) as error:
        judged.read(tmp_path)
    assert place in str(error.value)
    assert reason in str(error.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenCollection, match=r"nowhere.*cannot be read"):
        judged.read(tmp_path / "nowhere")
