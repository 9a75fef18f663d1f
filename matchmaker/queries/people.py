"""Who is to be told: the people behind an organisation or a role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from matchmaker.folding import fold
from matchmaker.models import Match, Organisation, Person, Pool, Recusal, Trail
from matchmaker.policy import Actor
from matchmaker.queries import organisations
from matchmaker.queries.needs import ASKERS, STAFF
from matchmaker.queries.paging import Page, page_of
from matchmaker.vocabulary import AccountState, Event, Result, Role

WORKS = col(Person.state) == AccountState.ACTIVE  # they are let in


@dataclass(frozen=True)
class PeopleFilter:
    """Whom an administrator looks for; an empty field looks for anybody."""

    words: str = ""
    role: Role | None = None
    state: AccountState | None = None


def by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Person | None:
    rows = select(Person).where(Person.ref == ref)
    return session.exec(rows.with_for_update(of=Person) if hold else rows).first()


def by_name(session: Session, wanted: PeopleFilter, page: int) -> Page[Person]:
    """Those whom *wanted* asks for, with their organisations."""
    rows = select(Person).options(joinedload(Person.organisation)).where(*_clauses(session, wanted))  # type: ignore[arg-type]  # a relationship
    return page_of(session, rows.order_by(col(Person.name), col(Person.id)), page)


def _clauses(session: Session, wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.words:
        of_house = col(Person.organisation_id).in_(organisations.called(session, wanted.words))
        clauses.append(or_(col(Person.id).in_(_called(session, wanted.words)), of_house))
    if wanted.role:
        clauses.append(col(Person.role) == wanted.role)
    if wanted.state:
        clauses.append(col(Person.state) == wanted.state)
    return clauses


def _called(session: Session, words: str) -> list[int]:
    asked = fold(words).split()
    rows = session.exec(select(Person.id, Person.name, Person.email)).all()
    return [id for id, name, email in rows if all(word in fold(f"{name} {email}") for word in asked)]


def last_sign_ins(session: Session, people: Iterable[Person]) -> dict[int, datetime]:
    """Id -> when they last signed in, of those of *people* who ever have."""
    rows = select(Trail.by_id, func.max(Trail.at)).where(
        col(Trail.by_id).in_([one.id for one in people]),
        Trail.event == Event.SIGN_IN,
        Trail.result == Result.DONE,
    )
    return dict(session.exec(rows.group_by(col(Trail.by_id))).all())


def of_house(session: Session, organisation: Organisation) -> Sequence[Person]:
    """Everybody who works or worked there, by name, those who are there before those who left."""
    rows = select(Person).where(Person.organisation_id == organisation.id)
    return session.exec(rows.order_by(WORKS.desc(), col(Person.name), col(Person.id))).all()


def colleagues(session: Session, person: Person) -> Sequence[Person]:
    """Everybody else who is let in for the same organisation, by name."""
    house = col(Person.organisation_id) == person.organisation_id
    rows = select(Person).where(house, WORKS, Person.id != person.id)
    return session.exec(rows.order_by(col(Person.name), col(Person.id))).all()


def heirs(session: Session, person: Person) -> Sequence[Person]:
    """Colleagues who can take over what *person* does: in the same role, or within a State in its other one."""
    roles = ASKERS if person.role in ASKERS else {person.role}
    return [one for one in colleagues(session, person) if one.role in roles]


def of_organisation(session: Session, organisation_id: int, role: Role) -> Sequence[Person]:
    """Active people in *role* at one organisation, the longest there first."""
    rows = select(Person).where(Person.organisation_id == organisation_id, Person.role == role, WORKS)
    return session.exec(rows.order_by(col(Person.id))).all()


def secretariat(session: Session) -> Sequence[Person]:
    """Case officers and releasers by name, former ones too."""
    staff = select(Person).where(col(Person.role).in_(STAFF))
    return session.exec(staff.order_by(col(Person.name), col(Person.id))).all()


def standing_back(session: Session) -> dict[int, frozenset[int]]:
    """Of the secretariat, who stands back from which organisations."""
    rows = session.exec(select(Recusal.organisation_id, Recusal.person_id)).all()
    return {house: frozenset(id for one, id in rows if one == house) for house, _id in rows}


def recusals(session: Session, person: Person) -> Sequence[Recusal]:
    """From which organisations *person* stands back, and why, the oldest first."""
    rows = select(Recusal).where(Recusal.person_id == person.id).options(joinedload(Recusal.organisation))  # type: ignore[arg-type]  # a relationship
    return session.exec(rows.order_by(col(Recusal.at), col(Recusal.organisation_id))).all()


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Person]:
    """Of these, who is active."""
    rows = select(Person).where(col(Person.id).in_(ids), WORKS)
    return session.exec(rows.order_by(col(Person.id))).all()


def of_both_sides(session: Session, match: Match) -> list[tuple[str, str, Sequence[Person]]]:
    """Of the State and of the donor: (name, the contact that they wrote down, the people who answer)."""
    asking, giving = match.need.organisation, match.offer.organisation
    return [
        (asking.name, match.need.contact, of_organisation(session, asking.id, Role.FOCAL_POINT)),
        (giving.name, match.offer.contact, of_organisation(session, giving.id, Role.DONOR_OFFICER)),
    ]


def of_pool(session: Session, pool: Pool) -> dict[int, list[Person]]:
    """Of the States that ask together: organisation -> the people who answer for it."""
    houses = [one.organisation_id for one in pool.joined]
    rows = select(Person).where(
        col(Person.organisation_id).in_(houses), Person.role == Role.FOCAL_POINT, WORKS
    )
    found: dict[int, list[Person]] = {house: [] for house in houses}
    for person in session.exec(rows.order_by(col(Person.id))).all():
        found[person.organisation_id].append(person)
    return found


def in_role(session: Session, role: Role) -> Sequence[Person]:
    """Active people in *role*, wherever they work, the longest there first."""
    return session.exec(select(Person).where(Person.role == role, WORKS).order_by(col(Person.id))).all()


def names_of_colleagues(session: Session, actor: Actor, ids: Iterable[int | None]) -> dict[int, str]:
    """Id -> name, of those of *ids* who work in the house of *actor*: of others the trail tells no names."""
    rows = select(Person.id, Person.name).where(
        col(Person.id).in_(set(ids)), Person.organisation_id == actor.organisation_id, Person.name != ""
    )
    return dict(session.exec(rows).all())
