"""Reading offers. `readable` is the twin of the policy's row offer.read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.lists import Stage
from matchmaker.models import Offer, OfferTag, Organisation, Person
from matchmaker.policy import Actor
from matchmaker.queries.hits import NO_HITS, Hits, Known, among
from matchmaker.queries.months import days_of
from matchmaker.queries.needs import STAFF
from matchmaker.queries.paging import MOST_WAITING, PER_PAGE, Page, page_of
from matchmaker.queries.places import at_home_in, reach_codes
from matchmaker.vocabulary import OPEN_OFFER_STATES, BudgetBand, OfferState, Role, TagKind, Visibility

REACH = (TagKind.COUNTRY, TagKind.REGION, TagKind.GROUP)
STAGES = {Stage.OPEN: {OfferState.PUBLISHED}, Stage.TAKEN: {OfferState.EXHAUSTED}}


@dataclass(frozen=True)
class OfferFilter:
    """What a reader looks for; an empty field looks for anything."""

    words: str = ""
    topic: str = ""
    modality: str = ""
    place: str = ""
    language: str = ""
    budget: str = ""  # a word of BudgetBand
    stage: str = ""  # a word of Stage
    valid: str = ""  # a month in which it can be given, 2027-03
    source: str = ""  # the region in which its donor is at home, or WORLD


def _open() -> ColumnElement[bool]:
    return col(Offer.state).in_(OPEN_OFFER_STATES)


def readable(actor: Actor) -> ColumnElement[bool]:
    """Rows that *actor* may read."""
    public = and_(_open(), col(Offer.visibility) == Visibility.PUBLIC)
    if actor.role in STAFF:
        return col(Offer.submitted_at).is_not(None)
    if actor.role == Role.DONOR_OFFICER:
        to_donors = and_(_open(), col(Offer.visibility).in_((Visibility.PUBLIC, Visibility.DONORS)))
        return or_(col(Offer.organisation_id) == actor.organisation_id, to_donors)
    return false() if actor.role == Role.PORTAL else public


def with_parts(offers: SelectOfScalar[Offer]) -> SelectOfScalar[Offer]:
    """*offers* with all that a page shows of them, in a fixed number of queries."""
    return offers.options(
        selectinload(Offer.organisation),  # type: ignore[arg-type]  # a relationship at class level
        selectinload(Offer.tags),  # type: ignore[arg-type]
    )


def visible_to(actor: Actor) -> SelectOfScalar[Offer]:
    return with_parts(select(Offer).where(readable(actor)))


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Offer | None:
    """The offer under *ref*; with *hold* nobody else changes it before this transaction ends."""
    rows = with_parts(select(Offer).where(Offer.ref == ref))
    return session.exec(rows.with_for_update(of=Offer, key_share=True) if hold else rows).first()


def by_key(session: Session, key: str | None) -> Offer | None:
    """The offer that was written or imported under *key*."""
    return session.exec(with_parts(select(Offer).where(Offer.key == key))).first() if key else None


def catalogue(
    session: Session,
    actor: Actor,
    wanted: OfferFilter,
    page: int,
    *,
    on: date,
    hits: Hits = NO_HITS,
    size: int = PER_PAGE,
) -> Page[Offer]:
    """Open offers that *actor* may read, newest first; if words are asked for, those before that have them in their
    title. *hits* is what these words hit."""
    rows = select(Offer.id).where(*found(actor, wanted, on=on, hits=hits))
    order = (col(Offer.published_at).desc(), col(Offer.id).desc())
    titled = [among(col(Offer.id), hits.titled).desc()] if hits.titled else []
    ids = page_of(session, rows.order_by(*titled, *order), page, size=size)
    # An index tells which: the long rows themselves are read of this page alone.
    shown = {offer.id: offer for offer in by_ids(session, [id_ for id_ in ids.rows if id_])}
    return Page([shown[id_] for id_ in ids.rows], ids.number, ids.total, ids.size)


def number(session: Session, actor: Actor, wanted: OfferFilter, *, on: date, hits: Hits = NO_HITS) -> int:
    """How many the catalogue would show."""
    rows = select(func.count()).select_from(Offer).where(*found(actor, wanted, on=on, hits=hits))
    return session.exec(rows).one()


def known(session: Session, actor: Actor, wanted: OfferFilter, *, on: date, hits: Hits) -> Known:
    """All that the catalogue would show."""
    rows = select(Offer.id).where(*found(actor, wanted, on=on, hits=hits))
    return Known(frozenset(id_ for (id_,) in session.connection().execute(rows)))


def found(actor: Actor, wanted: OfferFilter, *, on: date, hits: Hits) -> list[ColumnElement[bool]]:
    """What is true of an offer in the catalogue of *actor* that fits *wanted*, the words of which hit *hits*."""
    return [listed(actor), *_wanted(wanted, on, hits)]


def listed(actor: Actor) -> ColumnElement[bool]:
    """It stands in the catalogue of *actor*."""
    return and_(readable(actor), _open())


def _tagged(*clauses: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(OfferTag.offer_id) == Offer.id, *clauses)


def _wanted(wanted: OfferFilter, on: date, hits: Hits) -> list[ColumnElement[bool]]:
    kind, code = col(OfferTag.kind), col(OfferTag.code)
    clauses = [among(col(Offer.id), hits.whole)] if wanted.words else []
    if wanted.topic:
        clauses.append(_tagged(kind == TagKind.TOPIC, code.startswith(wanted.topic, autoescape=True)))
    if wanted.modality:
        clauses.append(_tagged(kind == TagKind.MODALITY, code == wanted.modality))
    if wanted.language:
        clauses.append(_tagged(kind == TagKind.LANGUAGE, code == wanted.language))
    if wanted.budget:
        clauses.append(col(Offer.budget_band) == BudgetBand(wanted.budget))
    if wanted.place:
        reached = _tagged(kind.in_(REACH), code.in_(reach_codes(wanted.place, on=on)))
        clauses.append(or_(reached, ~_tagged(kind.in_(REACH))))
    return clauses + _in_time(wanted)


def _in_time(wanted: OfferFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.stage:
        clauses.append(col(Offer.state).in_(STAGES[Stage(wanted.stage)]))
    if wanted.valid:
        clauses.append(valid_in(wanted.valid))
    if wanted.source:
        home = col(Organisation.id) == Offer.organisation_id
        clauses.append(exists().where(home, at_home_in(wanted.source)))
    return clauses


def valid_in(month: str) -> ColumnElement[bool]:
    """It can be given on some day of *month*; without a day it is bound to none."""
    first, last = days_of(month)
    still, already = col(Offer.valid_until) >= first, col(Offer.valid_from) <= last
    return and_(or_(already, col(Offer.valid_from).is_(None)), or_(still, col(Offer.valid_until).is_(None)))


def newest(session: Session, actor: Actor, *, count: int) -> Sequence[Offer]:
    rows = visible_to(actor).where(_open())
    return session.exec(
        rows.order_by(col(Offer.published_at).desc(), col(Offer.id).desc()).limit(count)
    ).all()


def _of_organisation(actor: Actor) -> SelectOfScalar[Offer]:
    rows = with_parts(select(Offer).where(col(Offer.organisation_id) == actor.organisation_id))
    return rows.order_by(col(Offer.changed_at).desc(), col(Offer.id).desc())


def last_submitted(session: Session, person: Person) -> Offer | None:
    """The last of what *person* wrote, and finished, for the donor for which they write now."""
    own = (Offer.written_by_id == person.id, Offer.organisation_id == person.organisation_id)
    rows = with_parts(select(Offer).where(*own, col(Offer.submitted_at).is_not(None)))
    return session.exec(rows.order_by(col(Offer.id).desc()).limit(1)).first()


def of_organisation(session: Session, actor: Actor) -> Sequence[Offer]:
    """All offers of the actor's organisation, the last changed first."""
    return session.exec(_of_organisation(actor)).all()


def page_of_organisation(session: Session, actor: Actor, page: int) -> Page[Offer]:
    """The same, a page of them."""
    return page_of(session, _of_organisation(actor), page)


def in_states(
    session: Session, actor: Actor, states: Sequence[OfferState], *only: ColumnElement[bool]
) -> Sequence[Offer]:
    """Offers the actor may read that stand in *states*, the longest waiting first."""
    rows = visible_to(actor).where(col(Offer.state).in_(states), *only)
    return session.exec(rows.order_by(col(Offer.changed_at), col(Offer.id)).limit(MOST_WAITING)).all()


def to_confirm(session: Session, actor: Actor) -> Sequence[Offer]:
    """The offers of the actor's organisation that wait for somebody to say that they still hold, the soonest first."""
    asked = and_(col(Offer.state) == OfferState.PUBLISHED, col(Offer.confirm_by).is_not(None))
    own = col(Offer.organisation_id) == actor.organisation_id
    rows = with_parts(select(Offer).where(own, or_(asked, Offer.state == OfferState.UNCONFIRMED)))
    return session.exec(rows.order_by(col(Offer.confirm_by), col(Offer.id)).limit(MOST_WAITING)).all()


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Offer]:
    """The offers with these ids, in their order of id."""
    found: list[Offer] = []
    for start in range(0, len(ids), 500):  # SQLite takes a limited number of bound values
        rows = with_parts(select(Offer).where(col(Offer.id).in_(ids[start : start + 500])))
        found.extend(session.exec(rows.order_by(col(Offer.id))).all())
    return found
