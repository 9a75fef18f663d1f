"""Import: what a file may look like, what is refused by row and reason, and what becomes of the rows."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from matchmaker.models import History, Letter, Need, Offer
from matchmaker.services import importing, work
from matchmaker.services.importing import BadFile, Loaded, Publishers, csv_file
from matchmaker.services.work import Job
from matchmaker.vocabulary import NeedState, Noun, OfferState, TagKind
from tests.cast import NOON, Cast
from tests.stories import an_offer

HEADER = "key,title,description,topics,modalities,languages,not_covered,conditions,valid_from,valid_until"
GOOD = "lab-1,Mentors,Six weeks beside your examiners.,EVI-02;EVI-05,MEN,en|fr,Flights.,None.,2026-09-01,2028-12-31"
OTHER = "lab-2,Kits,Six kits.,EVI-01,EQU,en,Customs.,None.,2026-09-01,2028-12-31"


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "catalogue.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def drafts(
    tmp_path: Path,
    text: str | bytes,
    noun: Noun = Noun.OFFER,
    same: dict[str, str] | None = None,
    **columns: str,
) -> list[importing.KeyedDraft]:
    header, rows = importing.read_csv(written(tmp_path, text))
    return importing.read_drafts(
        noun, rows, importing.mapped(noun, header, list(columns.items()), same or {})
    )


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


def load(session: Session, cast: Cast, tmp_path: Path, text: str, **wanted: object) -> Loaded:
    asked = {"by": cast.carla, "now": NOON, **wanted}
    loaded = importing.load(session, Noun.OFFER, drafts(tmp_path, text), **asked)
    session.commit()
    return loaded


def refused(session: Session, cast: Cast, tmp_path: Path, text: str, **wanted: object) -> list[str]:
    session.commit()
    with pytest.raises(BadFile) as refusal:
        load(session, cast, tmp_path, text, **wanted)
    session.rollback()
    return list(refusal.value.problems)


def offers(session: Session) -> list[tuple[str | None, str, str]]:
    found = session.exec(select(Offer).order_by(col(Offer.key))).all()
    return [(offer.key, offer.title, offer.state) for offer in found]


def test_an_import_writes_drafts_of_the_writer(session: Session, cast: Cast, tmp_path: Path) -> None:
    assert load(session, cast, tmp_path, table(GOOD, OTHER)) == Loaded(written=2)
    assert offers(session) == [
        ("lab-1", "Mentors", OfferState.DRAFT),
        ("lab-2", "Kits", OfferState.DRAFT),
    ]
    offer = session.exec(select(Offer).where(Offer.key == "lab-1")).one()
    assert (offer.organisation_id, offer.written_by_id, offer.created_at) == (
        cast.carla.organisation_id,
        cast.carla.id,
        NOON,
    )
    assert (offer.topics, offer.languages, offer.codes(TagKind.REGION)) == (
        ["EVI-02", "EVI-05"],
        ["en", "fr"],
        [],
    )


def test_the_same_file_again_changes_nothing(session: Session, cast: Cast, tmp_path: Path) -> None:
    load(session, cast, tmp_path, table(GOOD, OTHER))
    before = [offer.model_dump() for offer in session.exec(select(Offer))]
    assert load(session, cast, tmp_path, table(GOOD, OTHER)) == Loaded(unchanged=2)
    assert [offer.model_dump() for offer in session.exec(select(Offer))] == before


def test_a_changed_row_changes_its_draft_and_no_other(session: Session, cast: Cast, tmp_path: Path) -> None:
    load(session, cast, tmp_path, table(GOOD, OTHER))
    changed = table(GOOD.replace("Mentors", "Coaches"), OTHER)
    assert load(session, cast, tmp_path, changed) == Loaded(changed=1, unchanged=1)
    assert [title for _, title, _ in offers(session)] == ["Coaches", "Kits"]


def test_a_catalogue_is_published_by_two_people_and_stands_as_if_it_had_walked_the_desks(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    loaded = load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    assert loaded == Loaded(written=1, published=1)
    imported = session.exec(select(Offer)).one()
    assert work.asked(session) == [work.Work(Job.RANK_OFFER, imported.id)]
    walked = an_offer(session, cast, state=OfferState.PUBLISHED)
    dates = {"state", "submitted_at", "check_by", "reviewed_by_id", "published_at", "confirmed_at"}
    assert imported.model_dump(include=dates) == walked.model_dump(include=dates)
    told = [
        [(row.action, row.from_state, row.to_state, row.by_id) for row in session.exec(rows)]
        for rows in (
            select(History).where(History.thing_id == offer.id).order_by(col(History.id))
            for offer in (imported, walked)
        )
    ]
    assert told[0] == told[1]


def test_a_catalogue_writes_no_letters(session: Session, cast: Cast, tmp_path: Path) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD, OTHER), publishers=publishers)
    assert session.exec(select(Letter)).all() == []


def test_what_is_published_and_unchanged_is_left_alone(session: Session, cast: Cast, tmp_path: Path) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    again = load(session, cast, tmp_path, table(GOOD, OTHER), publishers=publishers)
    assert again == Loaded(written=1, unchanged=1, published=1)


def test_what_is_published_is_not_changed_by_a_file_and_nothing_of_the_file_is_kept(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    load(session, cast, tmp_path, table(GOOD), publishers=publishers)
    ref = session.exec(select(Offer.ref)).one()
    changed = table(OTHER, GOOD.replace("Mentors", "Coaches"))
    assert refused(session, cast, tmp_path, changed) == [
        f"Row 3: it differs from {ref}, which is “Published”. Change it there."
    ]
    assert offers(session) == [("lab-1", "Mentors", OfferState.PUBLISHED)]


def test_a_row_that_is_not_complete_is_not_published_and_nothing_is(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    publishers = Publishers(case_officer=cast.dao, releaser=cast.erik)
    rows = table(GOOD, OTHER.replace("Customs.", ""), OTHER.replace("lab-2", "lab-3").replace("EVI-01", ""))
    assert refused(session, cast, tmp_path, rows, publishers=publishers) == [
        "Row 3: Say what is not covered; “nothing” is an answer.",
        "Row 4: Choose at least one topic.",
    ]
    assert offers(session) == []


def test_whoever_may_not_check_or_release_publishes_nothing(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    for publishers in (Publishers(cast.erik, cast.dao), Publishers(cast.dao, cast.dao)):
        said = refused(session, cast, tmp_path, table(GOOD), publishers=publishers)
        assert said == ["Row 2: You may read this, but this step is for somebody else to take."]
    assert offers(session) == []


def test_a_key_of_another_organisation_is_refused(session: Session, cast: Cast, tmp_path: Path) -> None:
    load(session, cast, tmp_path, table(GOOD))
    assert refused(session, cast, tmp_path, table(GOOD), by=cast.chen) == [
        "Row 2: its key “lab-1” belongs to another organisation."
    ]


def test_a_focal_point_does_not_write_offers(session: Session, cast: Cast, tmp_path: Path) -> None:
    assert refused(session, cast, tmp_path, table(GOOD), by=cast.amina) == [
        "Amina Ceesay (Focal point) does not write offers."
    ]


def test_needs_are_written_as_drafts_of_their_state(session: Session, cast: Cast, tmp_path: Path) -> None:
    text = table(
        "a,Laboratory,EVI-02,TRN",
        "b,Court,INV-04,CUR",
        header="key,title,component_1_topic,component_1_modality",
    )
    loaded = [
        importing.load(session, Noun.NEED, drafts(tmp_path, text, Noun.NEED), by=cast.bashir, now=NOON)
        for _ in range(2)
    ]
    assert loaded == [Loaded(written=2), Loaded(unchanged=2)]
    found = session.exec(select(Need).order_by(col(Need.key))).all()
    assert [(need.key, need.state, need.country, need.topics) for need in found] == [
        ("a", NeedState.DRAFT, "GMB", ["EVI-02"]),
        ("b", NeedState.DRAFT, "GMB", ["INV-04"]),
    ]


def test_more_rows_than_one_statement_takes_are_loaded(session: Session, cast: Cast, tmp_path: Path) -> None:
    rows = [OTHER.replace("lab-2", f"lab-{number}") for number in range(1, 1002)]
    assert load(session, cast, tmp_path, table(*rows)) == Loaded(written=1001)
    assert len({offer.ref for offer in session.exec(select(Offer))}) == 1001
