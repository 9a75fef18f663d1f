"""All the advice on one draft: worked out for whoever writes it, from what they may read, and kept nowhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from matchmaker import reference
from matchmaker.models import Need, Offer, Person
from matchmaker.queries import examples
from matchmaker.services import duplicates
from matchmaker.services.advising import previewing, questions, quoting, suggesting
from matchmaker.services.advising.previewing import Fit
from matchmaker.services.advising.questions import Question
from matchmaker.services.advising.quoting import Quoted, Sought
from matchmaker.services.advising.suggesting import Suggested
from matchmaker.services.drafts import NeedDraft, OfferDraft


@dataclass(frozen=True)
class Asked:
    """A question that is still open, and a sentence that answers it well elsewhere."""

    question: Question
    example: Quoted | None


@dataclass(frozen=True)
class Advice:
    """`answered` are the questions that need not be asked; `suggested` is not chosen yet."""

    open: Sequence[Asked]
    answered: Sequence[Question]
    suggested: Suggested
    fits: Sequence[Fit]
    alike: Sequence[Need | Offer]


def on_need(
    session: Session, draft: NeedDraft, *, need: Need | None, by: Person, index_folder: Path, now: datetime
) -> Advice:
    """Advice on *draft*, which is to be a new need, or to stand instead of *need*."""
    told = previewing.need_of(session, draft, need=need, by=by)
    suggested = suggesting.suggested(session, suggesting.written(told))
    sought = _sought(told, suggested)
    areas = {reference.topics()[topic].area for topic in sought.topics}
    known = examples.needs_like_it(session, sorted(areas), sorted(sought.modalities)) if areas else []
    topics = _topics(told, suggested)
    fits = previewing.offers_for(session, told, topics, by=by, index_folder=index_folder, now=now)
    return Advice(
        **_asked(questions.of_need(draft), lambda column: quoting.from_needs(column, known, sought)),
        suggested=_not_chosen(suggested, told),
        fits=fits,
        alike=duplicates.needs_like(session, by, told) if topics else [],
    )


def on_offer(
    session: Session, draft: OfferDraft, *, offer: Offer | None, by: Person, index_folder: Path, now: datetime
) -> Advice:
    """Advice on *draft*, which is to be a new offer, or to stand instead of *offer*."""
    told = previewing.offer_of(draft, offer=offer, by=by)
    suggested = suggesting.suggested(session, suggesting.of_offer(told))
    sought = _sought(told, suggested)
    known = examples.offers_like_it(session, sorted(sought.topics))
    topics = _topics(told, suggested)
    fits = previewing.needs_for(session, told, topics, by=by, index_folder=index_folder, now=now)
    return Advice(
        **_asked(questions.of_offer(draft), lambda column: quoting.from_offers(column, known, sought)),
        suggested=_not_chosen(suggested, told),
        fits=fits,
        alike=duplicates.offers_like(session, by, told) if topics else [],
    )


def _topics(told: Need | Offer, suggested: Suggested) -> Sequence[str]:
    """Those that were chosen; until then the one that the text sounds like most."""
    return told.topics or suggested.topics[:1]


def _sought(told: Need | Offer, suggested: Suggested) -> Sought:
    """What was chosen goes before what the text sounds like."""
    topics, modalities = told.topics or suggested.topics, told.modalities or suggested.modalities
    return Sought(frozenset(topics), frozenset(modalities), told.language)


def _asked(asked: Sequence[Question], quote: Callable[[str], Quoted | None]) -> dict[str, Sequence]:
    """The questions by whether they are open; each answer of others is quoted once."""
    still_open = [question for question in asked if not question.is_answered]
    first = {question.column: question for question in reversed(still_open)}
    return {
        "open": [Asked(one, quote(one.column) if first[one.column] is one else None) for one in still_open],
        "answered": [question for question in asked if question.is_answered],
    }


def _not_chosen(suggested: Suggested, told: Need | Offer) -> Suggested:
    return Suggested(
        tuple(code for code in suggested.topics if code not in told.topics),
        tuple(code for code in suggested.modalities if code not in told.modalities),
    )
