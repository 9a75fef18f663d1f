"""Who is to be told: the people behind an organisation or a role."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from matchmaker.models import Match, Organisation, Person, Pool
from matchmaker.policy import Actor
from matchmaker.queries.needs import ASKERS, STAFF
from matchmaker.vocabulary import Role


def by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def by_ref(session: Session, ref: str, *, hold: bool = False) -> Person | None:
    rows = select(Person).where(Person.ref == ref)
    return session.exec(rows.with_for_update(of=Person) if hold else rows).first()


def of_house(session: Session, organisation: Organisation) -> Sequence[Person]:
    """Everybody who works or worked there, by name, those who are there before those who left."""
    rows = select(Person).where(Person.organisation_id == organisation.id)
    return session.exec(rows.order_by(col(Person.active).desc(), col(Person.name), col(Person.id))).all()


def heirs(session: Session, person: Person) -> Sequence[Person]:
    """Colleagues who can take over what *person* does: in the same role, or within a State in its other one."""
    roles = ASKERS if person.role in ASKERS else {person.role}
    rows = select(Person).where(
        Person.organisation_id == person.organisation_id,
        col(Person.role).in_(roles),
        col(Person.active),
        Person.id != person.id,
    )
    return session.exec(rows.order_by(col(Person.name), col(Person.id))).all()


def of_organisation(session: Session, organisation_id: int, role: Role) -> Sequence[Person]:
    """Active people in *role* at one organisation, the longest there first."""
    rows = select(Person).where(
        Person.organisation_id == organisation_id, Person.role == role, col(Person.active)
    )
    return session.exec(rows.order_by(col(Person.id))).all()


def secretariat(session: Session) -> Sequence[Person]:
    """Case officers and releasers by name, former ones too."""
    staff = select(Person).where(col(Person.role).in_(STAFF))
    return session.exec(staff.order_by(col(Person.name), col(Person.id))).all()


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Person]:
    """Of these, who is active."""
    rows = select(Person).where(col(Person.id).in_(ids), col(Person.active))
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
        col(Person.organisation_id).in_(houses), Person.role == Role.FOCAL_POINT, col(Person.active)
    )
    found: dict[int, list[Person]] = {house: [] for house in houses}
    for person in session.exec(rows.order_by(col(Person.id))).all():
        found[person.organisation_id].append(person)
    return found


def in_role(session: Session, role: Role) -> Sequence[Person]:
    """Active people in *role*, wherever they work, the longest there first."""
    return session.exec(
        select(Person).where(Person.role == role, col(Person.active)).order_by(col(Person.id))
    ).all()


def colleagues(session: Session, actor: Actor, ids: Iterable[int | None]) -> dict[int, str]:
    """Id -> name, of those of *ids* who work in the house of *actor*: of others the trail tells no names."""
    rows = select(Person.id, Person.name).where(
        col(Person.id).in_(set(ids)), Person.organisation_id == actor.organisation_id
    )
    return dict(session.exec(rows).all())
