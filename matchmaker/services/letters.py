"""Letters of the portal: worded here, written into the outbox in the transaction of the deed they tell of."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from matchmaker.labels import label
from matchmaker.models import (
    Appointment,
    Invitation,
    Letter,
    Match,
    Need,
    Offer,
    Organisation,
    Person,
    Pool,
    Profile,
    Search,
)
from matchmaker.queries import letters, people
from matchmaker.services import account_letters, handover_letters, pool_letters, preferences, reminders, work
from matchmaker.vocabulary import LetterKind, Pace, Role
from matchmaker.wording import Wording, mark, say

# Kind -> (subject, body). Never a title, a name or a text that is restricted: only what happened and a link.
TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.PLEASE_CLEAR: (
        mark("A need waits for your clearance (%(ref)s)"),
        mark(
            "A colleague has finished the draft of need %(ref)s. Please read it, then clear it or send it back."
        ),
    ),
    LetterKind.NEED_RECEIVED: (
        mark("We have received your need %(ref)s"),
        mark("Thank you. Your need %(ref)s has arrived and will be checked by %(day)s."),
    ),
    LetterKind.NEED_RETURNED: (
        mark("A question about your need %(ref)s"),
        mark(
            "The secretariat has a question about your need %(ref)s. You find it on the page; nothing you wrote is lost."
        ),
    ),
    LetterKind.PLEASE_AGREE: (
        mark("Please look at what others will read of need %(ref)s"),
        mark(
            "The public summary of your need %(ref)s is ready. Please look at it and say whether you agree by %(day)s. Silence is not consent."
        ),
    ),
    LetterKind.NEED_PUBLISHED: (
        mark("Your need %(ref)s is published"),
        mark("Your need %(ref)s is now in the catalogue, and the search for offers has begun."),
    ),
    LetterKind.NEED_NOT_TAKEN_UP: (
        mark("Your need %(ref)s could not be taken up"),
        mark(
            "The secretariat could not take up your need %(ref)s. The reason is on its page, and you have the right to reply."
        ),
    ),
    LetterKind.OFFER_RECEIVED: (
        mark("We have received your offer %(ref)s"),
        mark("Thank you. Your offer %(ref)s has arrived and will be checked by %(day)s."),
    ),
    LetterKind.OFFER_RETURNED: (
        mark("A question about your offer %(ref)s"),
        mark(
            "The secretariat has a question about your offer %(ref)s. You find it on the page; nothing you wrote is lost."
        ),
    ),
    LetterKind.OFFER_PUBLISHED: (
        mark("Your offer %(ref)s is published"),
        mark(
            "Your offer %(ref)s is now in the catalogue. You will hear from us when a State would like to meet you."
        ),
    ),
    **reminders.TEXTS,
    **handover_letters.TEXTS,
    **account_letters.TEXTS,
    **pool_letters.TEXTS,
    LetterKind.INTEREST_SHOWN: (
        mark("A donor is interested (%(ref)s)"),
        mark("A donor has shown interest in a need. The match %(ref)s waits in the review queue."),
    ),
    LetterKind.ASK_REQUESTER: (
        mark("May we introduce you to a donor? (%(ref)s)"),
        mark(
            "We have found an offer that may serve your need. Please look at it and answer by %(day)s. You are free to decline."
        ),
    ),
    LetterKind.ASK_DONOR: (
        mark("May we introduce you to a State? (%(ref)s)"),
        mark(
            "A State whose need your offer may serve would like to meet you. Please look at it and answer by %(day)s. You are free to decline."
        ),
    ),
    LetterKind.INTRODUCTION: (
        mark("You are introduced (%(ref)s)"),
        mark("Both sides have said yes. The contacts of each are now on the page of the match."),
    ),
    LetterKind.NOT_PROCEEDING: (
        mark("This introduction does not go ahead (%(ref)s)"),
        mark("The introduction will not go ahead. The need stays open and the search goes on."),
    ),
    LetterKind.NEWS: (
        mark("News of %(ref)s"),
        mark("%(ref)s is now in the state “%(state)s”. Its page says why, and what you can do."),
    ),
    LetterKind.NO_LONGER_OPEN: (
        mark("This introduction does not go ahead (%(ref)s)"),
        mark("The introduction will not go ahead: what it was about is no longer open."),
    ),
    LetterKind.MESSAGE: (
        mark("A message for you (%(ref)s)"),
        mark(
            "Somebody has written to you about %(ref)s. You find the message on its page, and answer it there."
        ),
    ),
    LetterKind.DIGEST: (
        mark("What is new for you"),
        mark("This is what has happened since the last letter of this kind."),
    ),
    LetterKind.HELP_ASKED: (
        mark("Somebody asks for help after an introduction (%(ref)s)"),
        mark("One of the two sides says that it needs help. You find the match and its words on the page."),
    ),
    LetterKind.AGREEMENT_RECORDED: (
        mark("An agreement is recorded (%(ref)s)"),
        mark(
            "What was agreed stands on the page of the match. Please look at it, and tell the secretariat if anything is wrong."
        ),
    ),
    LetterKind.OFFER_EXHAUSTED: (
        mark("Your offer %(ref)s is used up"),
        mark(
            "Agreements now use all that your offer %(ref)s can give. It is suggested to no other State until there is room again."
        ),
    ),
    LetterKind.OFFER_REPLENISHED: (
        mark("Your offer %(ref)s has room again"),
        mark("What an agreement had taken of your offer %(ref)s is free again. It stands in the catalogue."),
    ),
    LetterKind.DELIVERY_STARTED: (
        mark("Delivery has begun (%(ref)s)"),
        mark("What you agreed on is under way. When it is complete, please say so on the page of the match."),
    ),
    LetterKind.CONFIRM_DELIVERY: (
        mark("Please confirm delivery (%(ref)s)"),
        mark(
            "The other side says that everything is delivered. Please look at it and confirm it on the page of the match."
        ),
    ),
    LetterKind.GIVE_FEEDBACK: (
        mark("Delivered: five short questions (%(ref)s)"),
        mark(
            "Both sides say that it is delivered. Please answer five short questions; it takes two minutes."
        ),
    ),
    LetterKind.MATCH_CLOSED: (
        mark("This match is closed (%(ref)s)"),
        mark(
            "The work of the secretariat on this match is done. A year after delivery the State is asked whether the result is still in use."
        ),
    ),
}
GREETING = mark("Dear %(name)s,")
CLOSING = mark("The Matchmaker secretariat")
MY_LETTERS = "/my-letters/"
PATHS = {
    Need: "/needs",
    Offer: "/offers",
    Match: "/matches",
    Pool: "/pools",
    Search: "/my-searches",
    Organisation: "/organisations",
    Profile: "/profiles",
    Person: "/people",
    Appointment: "/appointments",
}
QUEUE_PATH = "/matches/"
DESK_PATH = "/desk/"


def write(
    session: Session,
    kind: LetterKind,
    to: Iterable[Person],
    *,
    about: Need | Offer | Match | Pool | Search | Organisation | Person | Profile | Appointment | None,
    now: datetime,
    occasion: str = "",
    page: str = "",
    **gaps: object,
) -> list[Letter]:
    """One letter to each of *to*, in the language of each; none to who had one on this *occasion* already.

    It leads to *page* of the thing; what is *about* nothing in particular, to that page or to the review queue.
    """
    had = letters.who_heard(session, occasion) if occasion else frozenset()
    readers = [person for person in to if person.id not in had]
    paces = preferences.paces(session, readers, kind)
    told = {"ref": about.ref, **gaps} if about else gaps
    path = f"{PATHS[type(about)]}/{about.ref}{page}" if about else page or QUEUE_PATH
    written = [_worded(kind, person, told, path, paces[person.id], now) for person in readers]
    for letter in written:
        letter.occasion = occasion or None
        session.add(letter)
        work.ask(session, work.Job.POST_LETTERS)
    return written


def write_digest(session: Session, reader: Person, *, occasion: str, now: datetime) -> Letter:
    """The letter around letters that were gathered."""
    digest = _worded(LetterKind.DIGEST, reader, {}, MY_LETTERS, Pace.AT_ONCE, now)
    digest.occasion = occasion
    session.add(digest)
    session.flush()
    return digest


def _worded(
    kind: LetterKind, person: Person, told: Mapping[str, object], path: str, pace: Pace, now: datetime
) -> Letter:
    """A letter in the language of *person*, to go out at *pace*."""
    language = person.language
    subject, body = _said(kind, person, language, told)
    letter = Letter(
        kind=kind, to_id=person.id, language=language, subject=subject, body=body, path=path, created_at=now
    )
    preferences.set_pace(letter, pace, now)
    return letter


def _said(kind: LetterKind, person: Person, language: str, told: Mapping[str, object]) -> tuple[str, str]:
    """The subject and the body."""
    subject, body = TEXTS[kind]
    parts = [say(GREETING, name=person.name), Wording(body, told), Wording(CLOSING)]
    return Wording(subject, told).said_in(language), "\n\n".join(part.said_in(language) for part in parts)


def say_anew(letter: Letter, **gaps: object) -> None:
    """Before it goes out: what was counted when it was written has become less."""
    letter.subject, letter.body = _said(letter.kind, letter.to, letter.language, gaps)


def readdress(letter: Letter, to: Person) -> None:
    """*letter* waits for *to* instead, and in no digest yet; in the language in which it was written."""
    before, after = (say(GREETING, name=one.name).said_in(letter.language) for one in (letter.to, to))
    letter.body = letter.body.replace(before, after, 1)
    letter.to, letter.digest_id = to, None


def to_focal_points(session: Session, kind: LetterKind, need: Need, *, now: datetime, **gaps: object) -> None:
    readers = people.of_organisation(session, need.organisation_id, Role.FOCAL_POINT)
    write(session, kind, readers, about=need, now=now, **gaps)


def to_officers(
    session: Session, kind: LetterKind, offer: Offer | Profile, *, now: datetime, **gaps: object
) -> None:
    readers = people.of_organisation(session, offer.organisation_id, Role.DONOR_OFFICER)
    write(session, kind, readers, about=offer, now=now, **gaps)


def to_requester(session: Session, kind: LetterKind, match: Match, *, now: datetime, **gaps: object) -> None:
    readers = people.of_organisation(session, match.need.organisation_id, Role.FOCAL_POINT)
    write(session, kind, readers, about=match, now=now, **gaps)


def to_donor(session: Session, kind: LetterKind, match: Match, *, now: datetime, **gaps: object) -> None:
    readers = people.of_organisation(session, match.offer.organisation_id, Role.DONOR_OFFICER)
    write(session, kind, readers, about=match, now=now, **gaps)


def to_invited(
    session: Session, kind: LetterKind, invitation: Invitation, *, now: datetime, **gaps: object
) -> None:
    readers = people.of_organisation(session, invitation.organisation_id, Role.FOCAL_POINT)
    write(session, kind, readers, about=invitation.pool, now=now, **gaps)


def news(session: Session, thing: Need | Offer, *, by: Person, now: datetime) -> None:
    """To its owners, and to the secretariat if one of them acts: where it stands now. Not to whoever did it."""
    role = Role.FOCAL_POINT if isinstance(thing, Need) else Role.DONOR_OFFICER
    readers = [*people.of_organisation(session, thing.organisation_id, role)]
    if by.organisation_id == thing.organisation_id and thing.reviewed_by_id is not None:
        readers += people.by_ids(session, [thing.reviewed_by_id])
    others = [person for person in readers if person.id != by.id]
    write(session, LetterKind.NEWS, others, about=thing, now=now, state=label(thing.state))


def to_reviewer(session: Session, kind: LetterKind, thing: Need | Offer, *, now: datetime) -> None:
    """To the case officer who has it in hand; as long as nobody has, to all of them."""
    officers = people.in_role(session, Role.CASE_OFFICER)
    in_hand = [person for person in officers if person.id == thing.reviewed_by_id]
    write(session, kind, in_hand or officers, about=thing, now=now)


def to_case_officers(session: Session, kind: LetterKind, match: Match, *, now: datetime) -> None:
    write(session, kind, people.in_role(session, Role.CASE_OFFICER), about=match, now=now)
