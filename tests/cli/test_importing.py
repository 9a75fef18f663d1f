"""`matchmaker import`."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session, select

from matchmaker.models import Match, Need, Offer
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import Cast
from tests.cli.conftest import Run
from tests.stories import a_need

OFFERS = "id,name,text,colour\n7,Mentors,Examiners who read locked phones.,blue\n8,Kits,Six kits.,red\n"
MAPPED = ("--map", "id=key", "--map", "name=title", "--map", "text=description")
ANSWERS = {
    "topics": "EVI-02",
    "modalities": "TRN",
    "languages": "en",
    "not_covered": "Nothing.",
    "conditions": "None.",
    "valid_from": "2026-09-01",
    "valid_until": "2028-12-31",
}
SAME = tuple(word for field, value in ANSWERS.items() for word in ("--set", f"{field}={value}"))
CARLA = ("--as", "carla@example.org")
PUBLISH = ("--publish-as", "dao@example.org", "erik@example.org")


@pytest.fixture
def file(session: Session, cast: Cast, tmp_path: Path) -> Path:
    session.commit()
    found = tmp_path / "catalogue.csv"
    found.write_text(OFFERS, encoding="utf-8")
    return found


def offers(session: Session) -> list[tuple[str | None, str]]:
    session.rollback()
    return [(offer.key, offer.state) for offer in session.exec(select(Offer).order_by(Offer.key))]


def test_an_import_writes_drafts_and_names_the_columns_it_did_not_use(
    run: Run, session: Session, file: Path
) -> None:
    result = run("import", "offers", file, *CARLA, *MAPPED)
    unused, summary = result.output.splitlines()
    assert (result.exit_code, unused) == (0, "Columns that were not used: colour.")
    assert re.fullmatch(r"Written: 2, changed: 0, unchanged: 0, published: 0\. \d+\.\d s\.", summary)
    assert offers(session) == [("7", OfferState.DRAFT), ("8", OfferState.DRAFT)]


@pytest.mark.proves("S51")
def test_a_dry_run_says_what_would_happen_and_changes_nothing(run: Run, session: Session, file: Path) -> None:
    result = run("import", "offers", file, *CARLA, *MAPPED, *SAME, *PUBLISH, "--dry-run")
    assert result.output.splitlines()[1].startswith(
        "Would be written: 2, changed: 0, unchanged: 0, published: 2."
    )
    assert offers(session) == []


@pytest.mark.proves("S51")
def test_a_second_import_of_the_same_file_changes_nothing(run: Run, session: Session, file: Path) -> None:
    for said in ("Written: 2, changed: 0, unchanged: 0", "Written: 0, changed: 0, unchanged: 2"):
        assert run("import", "offers", file, *CARLA, *MAPPED).output.splitlines()[1].startswith(said)


def test_a_published_catalogue_is_matched_at_once(run: Run, session: Session, cast: Cast, file: Path) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    session.commit()
    result = run("import", "offers", file, *CARLA, *MAPPED, *SAME, *PUBLISH)
    assert result.exit_code == 0
    assert offers(session) == [("7", OfferState.PUBLISHED), ("8", OfferState.PUBLISHED)]
    assert {match.need_id for match in session.exec(select(Match))} == {need.id}


@pytest.mark.proves("S51")
def test_a_file_with_a_bad_row_imports_nothing_and_names_every_bad_row(
    run: Run, session: Session, file: Path
) -> None:
    file.write_text(OFFERS + "8,Again,x,y\n9,\x07,x,y\n", encoding="utf-8")
    result = run("import", "offers", file, *CARLA, *MAPPED)
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "Error: Nothing was imported.",
            "Row 4: its key “8” stands in row 3 already.",
            'Row 5: title: found "\\x07"; it holds a character that cannot be read.',
        ],
    )
    assert offers(session) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--as", "nobody@example.org", *MAPPED), 1, "Nobody works here under nobody@example.org."),
        (("--as", "amina@example.org", *MAPPED), 1, "Amina Ceesay (Focal point) does not write offers."),
        ((*CARLA, *MAPPED, *SAME, "--publish-as", "erik@example.org", "dao@example.org"), 1,
         "erik@example.org is a Releaser, not a Case officer."),
        ((*CARLA, "--map", "id=key", "--map", "name=titel"), 1, "There is no field “titel”."),
        ((*CARLA, "--map", "idkey"), 2, "“idkey” has no = in it."),
        (MAPPED, 2, "Missing option '--as'"),
    ],
)  # fmt: skip
def test_a_wrong_use_is_said_in_a_sentence(
    run: Run, session: Session, file: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    result = run("import", "offers", file, *words)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output
    assert offers(session) == []


def test_needs_are_imported_as_drafts_and_cannot_be_published_over_the_head_of_their_state(
    run: Run, session: Session, file: Path
) -> None:
    words = ("import", "needs", file, "--as", "amina@example.org", "--map", "id=key", "--map", "name=title")
    assert run(*words, *PUBLISH).exit_code == 2
    assert run(*words).exit_code == 0
    session.rollback()
    assert [(need.title, need.state) for need in session.exec(select(Need).order_by(Need.key))] == [
        ("Mentors", NeedState.DRAFT),
        ("Kits", NeedState.DRAFT),
    ]
