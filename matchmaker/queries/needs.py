"""Reading needs. `readable` and `whole` are the twins of the policy's rows need.read and need.read_whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matchmaker.lists import Stage
from matchmaker.models import Component, NamedDonor, Need, NeedTag, Organisation, Person
from matchmaker.queries.hits import NO_HITS, Hits, Known, among
from matchmaker.queries.months import begins, days_of, ends
from matchmaker.queries.paging import MOST_WAITING, PER_PAGE, Page, page_of
from matchmaker.queries.places import countries_in, is_whole_region
from matchmaker.queries.sums import COMPARED, in_reach
from matchmaker.rules import TO_ALL, TO_DONORS, Actor
from matchmaker.vocabulary import MATCHABLE_NEED_STATES, OPEN_NEED_STATES, NeedState, Role, Visibility

STAFF = frozenset({Role.CASE_OFFICER, Role.RELEASER})
ASKERS = frozenset({Role.DRAFTER, Role.FOCAL_POINT})
STAGES = {Stage.OPEN: MATCHABLE_NEED_STATES, Stage.TAKEN: OPEN_NEED_STATES - MATCHABLE_NEED_STATES}


@dataclass(frozen=True)
class NeedFilter:
    """What a reader looks for; an empty field looks for anything."""

    words: str = ""
    topic: str = ""  # an area (EVI) or a leaf (EVI-02)
    modality: str = ""
    place: str = ""  # ISO alpha-3, M49 or group
    language: str = ""  # a working language
    stage: str = ""  # a word of Stage
    starts: str = ""  # the month in which it must start, 2027-03
    published: str = ""  # the month in which it was published
    sum: str = ""  # what a donor could spend, in whole units of *currency*
    currency: str = ""
    by: str = ""  # the day by which it can begin, 2027-03-31


def _own(actor: Actor) -> ColumnElement[bool]:
    return col(Need.organisation_id) == actor.organisation_id


def _open() -> ColumnElement[bool]:
    return col(Need.state).in_(OPEN_NEED_STATES)


def _named(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        col(NamedDonor.need_id) == Need.id, col(NamedDonor.organisation_id) == actor.organisation_id
    )


def _for_donor(actor: Actor) -> ColumnElement[bool]:
    to_named = and_(col(Need.visibility) == Visibility.NAMED_DONORS, _named(actor))
    return and_(_open(), or_(col(Need.visibility).in_(TO_DONORS), to_named))


def readable(actor: Actor) -> ColumnElement[bool]:
    """Rows that *actor* may know of."""
    listed = and_(_open(), col(Need.visibility).in_(TO_ALL))
    if actor.role in STAFF:
        return col(Need.submitted_at).is_not(None)
    if actor.role in ASKERS:
        return or_(_own(actor), listed)
    if actor.role == Role.DONOR_OFFICER:
        return _for_donor(actor)
    return false() if actor.role == Role.PORTAL else listed


def whole(actor: Actor) -> ColumnElement[bool]:
    """Rows that *actor* may read in full, not by the public summary alone."""
    unrestricted = and_(_open(), col(Need.visibility) == Visibility.PUBLIC)
    if actor.role in STAFF or actor.role == Role.DONOR_OFFICER:
        return readable(actor)
    if actor.role in ASKERS:
        return or_(_own(actor), unrestricted)
    return false() if actor.role == Role.PORTAL else unrestricted


def with_parts(needs: SelectOfScalar[Need]) -> SelectOfScalar[Need]:
    """*needs* with all that a page shows of them, in a fixed number of queries."""
    return needs.options(
        selectinload(Need.organisation),  # type: ignore[arg-type]  # a relationship at class level
        selectinload(Need.components),  # type: ignore[arg-type]
        selectinload(Need.tags),  # type: ignore[arg-type]
        selectinload(Need.named_donors).selectinload(NamedDonor.organisation),  # type: ignore[arg-type]
    )


def visible_to(actor: Actor) -> SelectOfScalar[Need]:
    return with_parts(select(Need).where(readable(actor)))


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Need | None:
    """The need under *ref*; with *hold* nobody else changes it before this transaction ends."""
    rows = with_parts(select(Need).where(Need.ref == ref))
    return session.exec(rows.with_for_update(of=Need, key_share=True) if hold else rows).first()


def by_key(session: Session, key: str | None) -> Need | None:
    """The need that was written or imported under *key*."""
    return session.exec(with_parts(select(Need).where(Need.key == key))).first() if key else None


def catalogue(
    session: Session,
    actor: Actor,
    wanted: NeedFilter,
    page: int,
    *,
    on: date,
    hits: Hits = NO_HITS,
    size: int = PER_PAGE,
) -> Page[Need]:
    """Open needs that *actor* may know of, newest first; if words are asked for, those before that have them in their
    title. *hits* is what these words hit."""
    rows = with_parts(select(Need).where(*found(actor, wanted, on=on, hits=hits)))
    order = (col(Need.published_at).desc(), col(Need.id).desc())
    titled = [among(col(Need.id), hits.titled).desc()] if hits.titled else []
    return page_of(session, rows.order_by(*titled, *order), page, size=size)


def number(session: Session, actor: Actor, wanted: NeedFilter, *, on: date, hits: Hits = NO_HITS) -> int:
    """How many the catalogue would show."""
    rows = select(func.count()).select_from(Need).where(*found(actor, wanted, on=on, hits=hits))
    return session.exec(rows).one()


def known(session: Session, actor: Actor, wanted: NeedFilter, *, on: date, hits: Hits) -> Known:
    """All that the catalogue would show."""
    rows = session.exec(select(Need.id, whole(actor)).where(*found(actor, wanted, on=on, hits=hits))).all()
    return Known(
        frozenset(id_ for id_, is_whole in rows if is_whole),
        frozenset(id_ for id_, is_whole in rows if not is_whole),
    )


def found(actor: Actor, wanted: NeedFilter, *, on: date, hits: Hits) -> list[ColumnElement[bool]]:
    """What is true of a need in the catalogue of *actor* that fits *wanted*, the words of which hit *hits*."""
    return [listed(actor), *fits(actor, wanted, on=on, hits=hits)]


def listed(actor: Actor) -> ColumnElement[bool]:
    """It stands in the catalogue of *actor*."""
    return and_(readable(actor), _open())


def fits(actor: Actor, wanted: NeedFilter, *, on: date, hits: Hits = NO_HITS) -> list[ColumnElement[bool]]:
    """What is true of a need that fits *wanted*, wherever it stands."""
    clauses = [_hit(actor, hits)] if wanted.words else []
    if wanted.topic:
        clauses.append(_has_component(col(Component.topic).startswith(wanted.topic, autoescape=True)))
    if wanted.modality:
        clauses.append(_has_component(col(Component.modality) == wanted.modality))
    if wanted.language:
        spoken = exists().where(col(NeedTag.need_id) == Need.id, col(NeedTag.code) == wanted.language)
        clauses.append(and_(spoken, whole(actor)))  # a summary does not tell its working languages
    if wanted.place:
        clauses.append(_in_place(actor, wanted.place, on))
    if wanted.sum and wanted.currency:
        clauses.append(_in_reach(actor, wanted))
    return clauses + _in_time(actor, wanted)


def _in_time(actor: Actor, wanted: NeedFilter) -> list[ColumnElement[bool]]:
    clauses = []
    if wanted.stage:
        clauses.append(col(Need.state).in_(STAGES[Stage(wanted.stage)]))
    if wanted.starts:
        clauses.append(starts_in(actor, wanted.starts))
    if wanted.published:
        clauses.append(published_in(wanted.published))
    if wanted.by:
        begun = col(Need.earliest_start) <= date.fromisoformat(wanted.by)
        clauses.append(or_(begun, col(Need.earliest_start).is_(None), ~whole(actor)))
    return clauses


def _in_reach(actor: Actor, wanted: NeedFilter) -> ColumnElement[bool]:
    """Its size may be met with a sum. A size that is not stated, or that this reader may not read, bars nothing: to
    leave the need out would tell it."""
    met = [
        and_(col(Need.currency) == currency, col(Need.budget_band).in_(bands))
        for currency, bands in in_reach(int(wanted.sum), wanted.currency).items()
    ]
    unknown = or_(col(Need.budget_band).is_(None), col(Need.currency).not_in(COMPARED), ~_reads_budget(actor))
    return or_(unknown, *met)


def _reads_budget(actor: Actor) -> ColumnElement[bool]:
    """The twin of the policy's row need.read_budget."""
    shown = col(Need.budget_visibility)
    if actor.role in STAFF:
        return readable(actor)
    if actor.role == Role.DONOR_OFFICER:
        return and_(
            _for_donor(actor),
            or_(shown.in_(TO_DONORS), and_(shown == Visibility.NAMED_DONORS, _named(actor))),
        )
    to_all = and_(_open(), col(Need.visibility) == Visibility.PUBLIC, shown == Visibility.PUBLIC)
    return or_(_own(actor), to_all) if actor.role in ASKERS else to_all


def _hit(actor: Actor, hits: Hits) -> ColumnElement[bool]:
    """In as much of it as this reader may read."""
    return or_(among(col(Need.id), hits.summary), and_(whole(actor), among(col(Need.id), hits.whole)))


def starts_in(actor: Actor, month: str) -> ColumnElement[bool]:
    """It must start in *month*, as far as this reader may know: a summary does not tell when."""
    return and_(col(Need.earliest_start).between(*days_of(month)), whole(actor))


def published_in(month: str) -> ColumnElement[bool]:
    return col(Need.published_at).between(begins(month), ends(month))


def _has_component(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Component.need_id) == Need.id, clause)


def _in_place(actor: Actor, place: str, on: date) -> ColumnElement[bool]:
    """In *place*, as far as this reader may know: a summary without its country tells its region only."""
    inside = exists().where(
        col(Organisation.id) == Need.organisation_id,
        col(Organisation.country).in_(countries_in(place, on=on)),
    )
    if is_whole_region(place):
        return inside
    return and_(inside, or_(whole(actor), col(Need.shows_country)))


def newest(session: Session, actor: Actor, *, count: int) -> Sequence[Need]:
    rows = visible_to(actor).where(_open())
    return session.exec(rows.order_by(col(Need.published_at).desc(), col(Need.id).desc()).limit(count)).all()


def last_submitted(session: Session, person: Person) -> Need | None:
    """The last of what *person* wrote, and finished, for the State for which they write now."""
    own = (Need.written_by_id == person.id, Need.organisation_id == person.organisation_id)
    rows = with_parts(select(Need).where(*own, col(Need.submitted_at).is_not(None)))
    return session.exec(rows.order_by(col(Need.id).desc()).limit(1)).first()


def of_organisation(session: Session, actor: Actor, page: int) -> Page[Need]:
    """The needs of the actor's State, the last changed first."""
    rows = with_parts(select(Need).where(_own(actor)))
    return page_of(session, rows.order_by(col(Need.changed_at).desc(), col(Need.id).desc()), page)


def in_states(
    session: Session, actor: Actor, states: Sequence[NeedState], *only: ColumnElement[bool]
) -> Sequence[Need]:
    """Needs the actor may read that stand in *states*, the longest waiting first."""
    rows = visible_to(actor).where(col(Need.state).in_(states), *only)
    return session.exec(rows.order_by(col(Need.changed_at), col(Need.id)).limit(MOST_WAITING)).all()


def joined(session: Session, actor: Actor, need: Need) -> Sequence[Need]:
    """Needs that were joined into *need* and that *actor* may read, the oldest first."""
    rows = visible_to(actor).where(col(Need.merged_into_id) == need.id)
    return session.exec(rows.order_by(col(Need.id))).all()


def to_confirm(session: Session, actor: Actor) -> Sequence[Need]:
    """The needs of the actor's State that wait for somebody to say that they still hold, the soonest first."""
    asked = and_(col(Need.state).in_(MATCHABLE_NEED_STATES), col(Need.confirm_by).is_not(None))
    rows = with_parts(select(Need).where(_own(actor), or_(asked, Need.state == NeedState.UNCONFIRMED)))
    return session.exec(rows.order_by(col(Need.confirm_by), col(Need.id)).limit(MOST_WAITING)).all()


def matchable(session: Session) -> Sequence[Need]:
    """Every need for which the engine looks for offers, oldest first."""
    rows = with_parts(select(Need).where(col(Need.state).in_(MATCHABLE_NEED_STATES)))
    return session.exec(rows.order_by(col(Need.id))).all()


def to_serve(session: Session, donor: Actor, topics: Sequence[str], *, count: int) -> Sequence[Need]:
    """Needs on *topics* that look for offers and that all donors may read, *donor* too, the newest first."""
    rows = visible_to(donor).where(
        col(Need.state).in_(MATCHABLE_NEED_STATES),
        col(Need.visibility).in_(TO_DONORS),
        _has_component(col(Component.topic).in_(topics)),
    )
    return session.exec(rows.order_by(col(Need.published_at).desc(), col(Need.id).desc()).limit(count)).all()
