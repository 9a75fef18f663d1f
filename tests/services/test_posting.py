"""Posting letters into a folder: each once, as a mail would say it."""

from pathlib import Path

from sqlmodel import Session, select

from matchmaker.models import Letter
from matchmaker.services import posting
from matchmaker.vocabulary import NeedState
from tests.cast import NOON, Cast
from tests.stories import a_need


def drop(session: Session, folder: Path) -> int:
    posted = posting.drop(session, folder=folder, base_url="http://localhost:8000", now=NOON)
    session.flush()
    return posted


def test_a_letter_is_posted_once(session: Session, cast: Cast, tmp_path: Path) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    assert (drop(session, tmp_path / "letters"), drop(session, tmp_path / "letters")) == (1, 0)
    letter = session.exec(select(Letter)).one()
    assert letter.sent_at == NOON
    assert (tmp_path / "letters" / f"{letter.ref}.txt").read_text(encoding="utf-8") == (
        "To: Amina Ceesay <amina@example.org>\n"
        f"Subject: We have received your need {need.ref}\n\n"
        f"{letter.body}\n\n"
        f"http://localhost:8000/needs/{need.ref}\n"
    )


def test_an_empty_outbox_posts_nothing(session: Session, tmp_path: Path) -> None:
    assert drop(session, tmp_path / "letters") == 0
    assert list((tmp_path / "letters").iterdir()) == []
