"""Which pages there are for whom: every route that is read, for everything that looks different to this reader."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import MapAdapter, Rule

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.models import (
    Announcement,
    Appointment,
    Concept,
    Lesson,
    Letter,
    Match,
    Need,
    Offer,
    Organisation,
    Passkey,
    Person,
    Pool,
    Profile,
    Search,
)
from matchmaker.policy import Actor
from matchmaker.services.moves import LIVES
from matchmaker.services.signing import Purpose, signed
from matchmaker.vocabulary import LetterKind, MatchState, Role

NOUNS = {
    "needs": Need,
    "offers": Offer,
    "matches": Match,
    "letters": Letter,
    "lexicon": Concept,
    "lessons": Lesson,
    "organisations": Organisation,
    "passkeys": Passkey,
    "people": Person,
    "appointments": Appointment,
    "announcements": Announcement,
    "my-searches": Search,
    "profiles": Profile,
    "pools": Pool,
}
READING = {
    Need: Action.READ_NEED,
    Offer: Action.READ_OFFER,
    Match: Action.READ_MATCH,
    Letter: Action.READ_LETTERS,
    Concept: Action.READ_LEXICON,
    Lesson: Action.READ_LESSONS,
    Organisation: Action.READ_ORGANISATIONS,
    Passkey: Action.READ_PASSKEY,
    Person: Action.READ_PERSON,
    Appointment: Action.READ_APPOINTMENT,
    Announcement: Action.READ_ANNOUNCEMENTS,
    Search: Action.READ_SEARCH,
    Profile: Action.READ_PROFILE,
    Pool: Action.READ_POOL,
}
# Files, what machines are told, a way to a page that stands here under its own name, and what only a letter leads to.
NO_PAGES = (
    "static",
    "attachments.show",
    "health.alive",
    "health.ready",
    "health.security_txt",
    "tour.show",
    "account.confirm_address",
)
MAILED = {  # what mails link to: how it is signed, and a letter that has such a link
    "preferences.stop": (Purpose.STOP_LETTERS, LetterKind.NEED_PUBLISHED),
    "passwords.choose": (Purpose.ACCOUNT_LINK, LetterKind.INVITED),
}
GUIDES = ("my-need", "my-offer", "secretariat", "everybody")
# What a list shows when it is asked for something.
ASKED = {
    "needs.index": ("?words=phone&topic=EVI&place=002", "?words=nothing+is+like+this"),
    "lexicon.index": ("?words=preuve", "?words=xyzzy"),
    "picture.show": ("?topic=EVI&place=002", "?place=GMB&modality=TRN", "?topic=FIN-01&place=LLDC"),
    "offers.index": ("?page=2", "?language=fr&modality=TRN"),
    "search.show": ("?words=preuve+num%C3%A9rique", "?words=evidense+laywer"),
    "matches.queue": tuple(f"?state={state}" for state in (MatchState.TO_RELEASE, MatchState.CONSENT_ASKED)),
}
# What changes the page of a thing inside its state.
INSIDE = ("title", "cleared_at", "agreed_at", "requester_accepted_at", "donor_accepted_at")


@dataclass(frozen=True)
class Page:
    """`name` is for people: the endpoint, and what the thing is in. `face` tells what looks different."""

    name: str
    path: str
    face: object = ()


def pages_of(app: Flask, actor: Actor, things: Mapping[type, Sequence[Any]]) -> Iterator[Page]:
    """The pages that the policy gives to *actor*. Of things that look alike to them, one is enough."""
    urls = app.url_map.bind("localhost")
    shown = {getattr(view, "action", None) for view in app.view_functions.values()}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES:
            continue
        action = getattr(app.view_functions[rule.endpoint], "action", None)
        if rule.endpoint in MAILED:  # for whoever holds the letter
            purpose, kind = MAILED[rule.endpoint]
            ref = next(letter.ref for letter in things[Letter] if letter.kind == kind)
            code = signed(purpose, ref, app.extensions["settings"].secret_key)
            if actor.role == Role.VISITOR:
                yield Page(rule.endpoint, urls.build(rule.endpoint, {"code": code}))
        elif rule.endpoint == "help.show":
            for code in GUIDES:
                yield Page(f"{rule.endpoint} ({code})", urls.build(rule.endpoint, {"code": code}))
        elif rule.arguments:
            wanted = [thing for thing in things[_kind(rule)] if _may(actor, action, thing)]
            yield from _different(urls, rule, actor, wanted, shown)
        elif policy.can(actor, action) if action else actor.role == Role.VISITOR:
            for asked in ("", *ASKED.get(rule.endpoint, ())):
                yield Page(rule.endpoint + asked, urls.build(rule.endpoint) + asked)


def _kind(rule: Rule) -> type:
    """What the view of *rule* is handed."""
    return Need if "/for/" in rule.rule else NOUNS[rule.rule.split("/")[1]]


def _may(actor: Actor, action: Action, thing: Any) -> bool:
    """Whether *actor* may read *thing*, and who and when agree on *action*."""
    moves = LIVES[type(thing)].moves if type(thing) in LIVES else {}
    in_time = action not in moves or thing.state in moves[action].sources
    return in_time and policy.can(actor, READING[type(thing)], thing) and policy.can(actor, action, thing)


def _different(
    urls: MapAdapter, rule: Rule, actor: Actor, things: Sequence[Any], deeds: Set[Action | None]
) -> Iterator[Page]:
    """The pages of *things*; one stands for all that look alike to *actor*."""
    faces = set()
    for thing in things:
        face = _face(actor, thing, deeds) if rule.endpoint.endswith(".show") else ()
        if face not in faces:
            faces.add(face)
            which = (
                getattr(thing, "state", "")
                or getattr(thing, "language", "")
                or getattr(thing, "catalogue", "")
            )
            yield Page(f"{rule.endpoint} ({which})", urls.build(rule.endpoint, {"ref": thing.ref}), face)


def _face(actor: Actor, thing: Any, deeds: Set[Action | None]) -> object:
    """What makes a page look different: what this reader may read of it and do with it, and how far it is."""
    if isinstance(thing, Letter):
        return thing.language == "ar"
    if isinstance(thing, Search):
        return thing.catalogue
    readings = {action for action in Action if action.startswith(f"{type(thing).__name__.lower()}.read")}
    can_do = readings | (LIVES[type(thing)].moves.keys() & deeds)
    done = [bool(getattr(thing, step, None)) for step in INSIDE]
    return frozenset(action for action in can_do if _may(actor, action, thing)), *done
