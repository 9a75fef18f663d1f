"""Posting letters. Until mail is sent, a letter is posted by writing it into a folder."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from matchmaker.models import Letter

FOLDER = "letters"


def drop(session: Session, *, folder: Path, base_url: str, now: datetime) -> int:
    """Write every letter that has not been posted into *folder*, as text; how many there were."""
    waiting = select(Letter).options(selectinload(Letter.to)).where(col(Letter.sent_at).is_(None))  # type: ignore[arg-type]  # a relationship at class level
    letters = session.exec(waiting.order_by(col(Letter.id))).all()
    folder.mkdir(parents=True, exist_ok=True)
    for letter in letters:
        (folder / f"{letter.ref}.txt").write_text(as_text(letter, base_url), encoding="utf-8")
        letter.sent_at = now
    return len(letters)


def as_text(letter: Letter, base_url: str) -> str:
    """The letter as a mail would say it, with the whole address of its page."""
    head = f"To: {letter.to.name} <{letter.to.email}>\nSubject: {letter.subject}\n"
    return f"{head}\n{letter.body}\n\n{base_url}{letter.path}\n"
