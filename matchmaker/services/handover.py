"""Handing over: what waits for one person passes to a colleague, and that person leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, select

from matchmaker.actions import Action
from matchmaker.errors import BadInput
from matchmaker.labels import label
from matchmaker.models import Letter, Match, Need, Offer, Person, Pool, Search
from matchmaker.models.columns import LINE_MAX
from matchmaker.policy import Actor
from matchmaker.queries import legacies, people
from matchmaker.services import account_letters, erasing, letters, preferences
from matchmaker.services.assigning import give
from matchmaker.services.moves import move, record, require
from matchmaker.services.people import SPEAKERS, give_role, note_change
from matchmaker.vocabulary import LetterKind, LetterStop, Role
from matchmaker.wording import say
from matchmaker.workflow.person import PERSON

HAND_OVER = Action.HAND_OVER_PERSON
OF_ONE = frozenset(
    {LetterKind.DIGEST, *account_letters.TEXTS}
)  # letters that are of use to their reader alone


def hand_over(session: Session, person: Person, *, to: Person, by: Person, now: datetime) -> None:
    """*to* takes over all that waits for *person*, who leaves: signed out everywhere, and never let in again.

    What *person* has done stays theirs: histories, the trail and the threads keep the name.
    """
    require(by, HAND_OVER, person)
    PERSON.after(HAND_OVER, person.state)
    session.refresh(to, with_for_update=True)  # who may be leaving at this moment
    if to not in people.heirs(session, person):
        raise BadInput(say("Choose a colleague of the same organisation."))
    left = legacies.legacy_of(session, person)
    _pass_under_way(session, left.drafts, "written_by_id", to, by, now)
    _pass_under_way(session, left.pools, "proposed_by_id", to, by, now)
    _pass_contacts(session, left.named, person, to, by, now)
    for thing in left.looked_after:
        give(session, thing, to=to, by=by, now=now)
    _pass_searches(session, left.searches, to)
    _pass_letters(session, left.letters, to, now)
    if person.role == Role.FOCAL_POINT != to.role:
        give_role(session, to, Role.FOCAL_POINT, action=HAND_OVER, by=by, now=now)
    _leave(session, person, to, by, now)
    _tell(session, person, to, left.introductions, now)


def _pass_under_way(
    session: Session, begun: Iterable[Need | Offer | Pool], whose: str, to: Person, by: Actor, now: datetime
) -> None:
    """Letters about what was *begun* go to *to*, by the column *whose*.

    It is no newer for that: whoever writes at it meanwhile has nothing to compare.
    """
    session.flush()
    for thing in begun:
        kind: Any = type(thing)
        session.connection().execute(update(kind).where(kind.id == thing.id).values({whose: to.id}))
        session.expire(thing, [whose])
        record(session, thing, HAND_OVER, was=thing.state, by=by, now=now)


def _pass_contacts(
    session: Session, named: Iterable[Need | Offer], person: Person, to: Person, by: Actor, now: datetime
) -> None:
    """Where the contact names *person*, it names *to*; the rest of the line stays as it was written."""
    said = legacies.mention(person)
    for thing in named:
        named_anew = said.sub(lambda found: to.email if "@" in found[0] else to.name, thing.contact)
        thing.contact = named_anew[:LINE_MAX]
        record(session, thing, HAND_OVER, was=thing.state, by=by, now=now)


def _pass_searches(session: Session, searches: Iterable[Search], to: Person) -> None:
    """Of two under one name *to* keeps their own."""
    known = {*session.exec(select(Search.name).where(Search.person_id == to.id))}
    for search in searches:
        if search.name not in known:
            search.person = to


def _pass_letters(session: Session, waiting: Iterable[Letter], to: Person, now: datetime) -> None:
    """Each goes to *to* instead, at the pace of *to*, unless *to* has had the same one, or it is about an account."""
    told = select(Letter.occasion, Letter.kind, Letter.path, Letter.created_at).where(Letter.to_id == to.id)
    had = {_gist(letter) for letter in session.exec(told)}
    for letter in waiting:
        if letter.kind in OF_ONE or _gist(letter) in had:
            letter.stopped = LetterStop.NO_LONGER_DUE
        else:
            letters.readdress(letter, to)
            preferences.set_pace(letter, preferences.paces(session, [to], letter.kind)[to.id], now)


def _gist(letter: Any) -> tuple[object, ...]:
    """The same for the letters that one deed, or one occasion, has brought to several people."""
    return (letter.occasion,) if letter.occasion else (letter.kind, letter.path, letter.created_at)


def _leave(session: Session, person: Person, to: Person, by: Actor, now: datetime) -> None:
    told = f"{person.role} > person {to.id}"
    note_change(session, person, told, action=HAND_OVER, by=by, now=now)
    move(session, person, HAND_OVER, by=by, now=now)
    erasing.shut_out(session, person)


def _tell(session: Session, person: Person, to: Person, met: Iterable[Match], now: datetime) -> None:
    """The successor; whoever was introduced to *person*; and the secretariat."""
    desk = {"about": None, "page": letters.DESK_PATH, "role": label(to.role)}
    letters.write(session, LetterKind.TAKEN_OVER, [to], now=now, **desk)
    other_side = letters.to_donor if person.role == Role.FOCAL_POINT else letters.to_requester
    for match in met:
        other_side(session, LetterKind.CONTACT_CHANGED, match, now=now)
    if person.role in SPEAKERS:
        officers = people.in_role(session, Role.CASE_OFFICER)
        letters.write(session, LetterKind.HANDED_OVER, officers, about=person.organisation, now=now)
