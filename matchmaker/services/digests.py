"""Digests: letters that may wait, gathered into one for each person and day.

What a digest holds is settled when it is written and never grows, so that it can be tried again as the same letter.
While one waits for the mail server the next is not written: after weeks of silence a person gets two, not twenty.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, or_, select

from matchmaker.models import Letter
from matchmaker.services import letters, preferences
from matchmaker.vocabulary import LetterKind


def gather(session: Session, *, now: datetime) -> int:
    """Write the digests that are due; how many. The caller commits."""
    rows = select(Letter).where(
        col(Letter.pace).in_(preferences.GATHERED),
        col(Letter.sent_at).is_(None),
        col(Letter.stopped).is_(None),
        col(Letter.digest_id).is_(None),
        Letter.due_at <= now,
    )
    waiting = session.exec(
        rows.order_by(col(Letter.to_id), col(Letter.id)).with_for_update(skip_locked=True)
    ).all()
    by_reader = [[*of_one] for _, of_one in groupby(waiting, key=lambda letter: letter.to_id)]
    return sum(_enclose(session, enclosed, now) for enclosed in by_reader)


def _enclose(session: Session, enclosed: Sequence[Letter], now: datetime) -> bool:
    """Put letters to one person into a digest, unless one waits or went out since the last hour of digests."""
    slot = preferences.slot(now)
    reader = enclosed[0].to
    # Held, so that who gathers at the same moment waits here, and then sees the digest that was written meanwhile.
    session.refresh(reader, with_for_update={"key_share": True})
    unsent = col(Letter.sent_at).is_(None) & col(Letter.stopped).is_(None)
    lately = select(Letter.id).where(
        Letter.to_id == reader.id,
        Letter.kind == LetterKind.DIGEST,
        or_(unsent, col(Letter.sent_at) >= slot, col(Letter.created_at) >= slot),
    )
    if session.exec(lately).first():
        return False
    digest = letters.write_digest(session, reader, occasion=f"digest {slot:%Y-%m-%d}", now=now)
    for letter in enclosed:
        letter.digest_id = digest.id
    return True
