"""What a file of an import may look like, and what is refused by row and reason."""

from pathlib import Path

import pytest

from matchmaker.services import importing
from matchmaker.services.importing import BadFile, csv_file
from matchmaker.vocabulary import Noun
from tests.services.catalogues import GOOD, OTHER, drafts, table, written


def refusal(tmp_path: Path, text: str | bytes, **columns: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        drafts(tmp_path, text, **columns)
    return list(refused.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        table(GOOD).encode(),
        b"\xef\xbb\xbf" + table(GOOD).encode(),
        table(GOOD).replace("\n", "\r\n").encode(),
        table(GOOD).replace("\n", "\r").encode(),
        table(GOOD).replace("\n", "\r\n", 1).encode(),
        table(GOOD).replace(";", "|").replace(",", ";").encode(),
        table(GOOD).replace(",", "\t").encode(),
        table(GOOD, ",,,,,,,,,", "").encode(),
    ],
    ids=["plain", "BOM", "CRLF", "CR", "mixed", "semicolons", "tabs", "empty rows"],
)
def test_a_file_may_be_saved_in_many_ways(tmp_path: Path, text: bytes) -> None:
    (only,) = drafts(tmp_path, text)
    assert (only.number, only.key, only.draft.title) == (2, "lab-1", "Mentors")
    assert (only.draft.topics, only.draft.languages) == (["EVI-02", "EVI-05"], ["en", "fr"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "The file is empty: its first row must name the columns."),
        (b"key,title,key\n", "The header names these columns twice: key."),
        (
            b"key,title\na,b,c\nd\ne,f\n",
            "Row 2 has 3 cells; the header has 2.\nRow 3 has 1 cells; the header has 2.",
        ),
        (
            b"key,title\na,\x00b\nc,d\ne,\x00\n",
            "Line 2 holds a NUL character.\nLine 4 holds a NUL character.",
        ),
        (b"\xff\xfek\x00e\x00y\x00", "The file is encoded in UTF-16. Please save it as UTF-8."),
        (
            "key,title\na,b\nc,Prévention\n".encode("latin-1"),
            "Line 3 is not UTF-8. Read as Latin-1 (Windows-1252), it says “c,Prévention”. "
            "Please save the file as UTF-8.",
        ),
        (b'key,title\na,"b\n', "The file is not CSV: unexpected end of data."),
    ],
    ids=["empty", "twice", "ragged", "NUL", "UTF-16", "Latin-1", "open quote"],
)
def test_a_file_that_cannot_be_read_is_told_where_and_why(tmp_path: Path, text: bytes, said: str) -> None:
    assert refusal(tmp_path, text) == said.split("\n")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is not a file"):
        importing.read_csv(tmp_path / "nothing.csv")


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_ROWS", 2)
    assert refusal(tmp_path, "key\na\nb\nc\n") == ["The file has more than 2 rows. Please split it."]


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_BYTES", 1_000_000)
    assert refusal(tmp_path, b"x" * 1_000_001) == ["The file is larger than 1 MB. Please split it."]


def test_every_bad_row_is_reported_with_its_reason(tmp_path: Path) -> None:
    text = table(
        GOOD,
        GOOD.replace("EVI-05", "EVI-99"),
        OTHER.replace("lab-2", ""),
        OTHER.replace("2026-09-01", "1 September"),
        OTHER.replace("lab-2", "lab-3").replace("2026-09-01", "2029-01-01"),
        OTHER.replace("lab-2", "x" * 81),
        OTHER.replace("lab-2", "lab-4").replace("Kits", "K" * 201),
        OTHER.replace("lab-2", "lab-5").replace("Kits", "K\x07"),
    )
    assert refusal(tmp_path, text) == [
        "Row 3: its key “lab-1” stands in row 2 already.",
        'Row 3: topics.1: found "EVI-99"; this code is not in our lists.',
        "Row 4: it has no key.",
        'Row 5: valid_from: found "1 September"; it must be a day such as 2027-03-31.',
        "Row 6: dates: the end is before the start.",
        "Row 7: its key is longer than 80 characters.",
        f'Row 8: title: found "{"K" * 40}…"; it is longer than 200 characters.',
        'Row 9: title: found "K\\x07"; it holds a character that cannot be read.',
    ]


def test_columns_are_mapped_and_one_column_may_answer_two_questions(tmp_path: Path) -> None:
    text = "id,name,tongue,year\n7,Mentors,fr,2014\n"
    header, rows = importing.read_csv(written(tmp_path, text))
    pairs = [("id", "key"), ("name", "title"), ("tongue", "language"), ("tongue", "languages")]
    mapping = importing.mapped(Noun.OFFER, header, pairs, {"topics": "EVI-02"})
    (only,) = importing.read_drafts(Noun.OFFER, rows, mapping)
    assert (only.key, only.draft.title, only.draft.language) == ("7", "Mentors", "fr")
    assert (only.draft.languages, only.draft.topics) == (["fr"], ["EVI-02"])


def test_an_empty_cell_leaves_the_answer_that_is_the_same_for_all(tmp_path: Path) -> None:
    (one, other) = drafts(
        tmp_path, "key,currency\na,EUR\nb,\n", same={"currency": "CHF"}, key="key", currency="currency"
    )
    assert (one.draft.currency, other.draft.currency) == ("EUR", "CHF")


def test_a_mapping_of_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, "id,name\n", nome="title", name="titel")
    assert said[:2] == ["There is no column “nome” in the file.", "There is no field “titel”."]
    assert said[2].startswith("Fields: key, language, title, ")
    assert said[3] == "Say which column identifies a row, for example --map id=key."


def test_a_need_has_components_in_numbered_columns(tmp_path: Path) -> None:
    text = table(
        "a,Laboratory,EVI-02,TRN,12 examiners,EQP-01",
        header="key,title,component_1_topic,component_1_modality,component_1_quantity,component_3_topic",
    )
    (only,) = drafts(tmp_path, text, Noun.NEED)
    assert [(part.topic, part.modality, part.quantity) for part in only.draft.components] == [
        ("EVI-02", "TRN", "12 examiners"),
        ("EQP-01", "", ""),
    ]
