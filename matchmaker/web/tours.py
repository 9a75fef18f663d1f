"""The guided tour of the demonstration: whom to be, where to go and what to look at there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, url_for
from flask_login import current_user

from matchmaker import clock
from matchmaker.models import Match, Person
from matchmaker.queries import matches, needs
from matchmaker.services import factors, seeding
from matchmaker.services.seeding.rows import PersonRow
from matchmaker.vocabulary import MatchState, NeedState
from matchmaker.web.access import actor
from matchmaker.web.session import session
from matchmaker.web.stages import awaited
from matchmaker.wording import Wording, say


@dataclass(frozen=True)
class Stop:
    """*who* of the cast goes there (a visitor, if nobody); *place* finds the address for whoever is signed in."""

    code: str
    who: str
    heading: Wording
    look: Wording
    place: Callable[[], str]


def _desk() -> str:
    return url_for("desk.show")


def _open_need() -> str:
    """The first need of this person's State for which offers are looked for."""
    ours = needs.in_states(session, actor(), [NeedState.IN_MATCHING])
    ref = next((need.ref for need in ours if need.organisation_id == current_user.organisation_id), None)
    return url_for("needs.show", ref=ref, _anchor="fitting") if ref else _desk()


def _draft() -> str:
    drafts = needs.in_states(session, actor(), [NeedState.DRAFT])
    return url_for("needs.edit", ref=drafts[0].ref) if drafts else _desk()


def _awaiting() -> str:
    """The first introduction that waits for this person; their desk, once it is answered."""
    return next((url_for("matches.show", ref=match.ref) for match in _asked()), _desk())


def _asked() -> Iterator[Match]:
    asked = matches.in_states(session, actor(), [MatchState.CONSENT_ASKED])
    return (match for match in asked if awaited(match) == current_user.role)


STOPS = (
    Stop(
        "catalogue",
        "",
        say("Look around"),
        say(
            "Most needs show a title, a region and a summary, and no country: the State has not agreed to more. "
            "Filter by a topic. Then choose another language at the top."
        ),
        lambda: url_for("needs.index"),
    ),
    Stop(
        "desk",
        "Amina",
        say("The desk of a focal point"),
        say(
            "What waits stands first, with its day. Below are the needs of her State, "
            "and how many offers fit each of them."
        ),
        _desk,
    ),
    Stop(
        "need",
        "Amina",
        say("A need, and what fits it"),
        say(
            "Below her need stand the offers that fit, each with reasons in words. The history tells who did what."
        ),
        _open_need,
    ),
    Stop(
        "question",
        "Amina",
        say("May we introduce you?"),
        say(
            "An offer in Chinese for a need in English. Read why they fit, what does not, "
            "and the words marked in both texts. One press says yes or no."
        ),
        _awaiting,
    ),
    Stop(
        "draft",
        "Bashir",
        say("Writing a need"),
        say(
            "Bashir finishes a draft. Leave a date wrong, or open it in two windows: nothing that was typed is lost."
        ),
        _draft,
    ),
    Stop(
        "answer",
        "Carla",
        say("A donor with little time"),
        say(
            "The State has said yes; now the donor is asked. Everything she needs for an answer is on one page."
        ),
        _awaiting,
    ),
    Stop(
        "queue",
        "Dao",
        say("The review queue"),
        say(
            "Every suggestion with what fits and what does not. Shortlist one, then propose it with a note. "
            "To release it is for somebody else."
        ),
        lambda: url_for("matches.queue"),
    ),
    Stop(
        "introduction",
        "Erik",
        say("The second pair of eyes"),
        say(
            "When both sides have said yes, Erik introduces them. Only then does each read the other’s contact."
        ),
        _awaiting,
    ),
    Stop(
        "trail",
        "Farah",
        say("Who did what"),
        say(
            "An auditor reads every step and every look at a restricted part, and none of the restricted text."
        ),
        lambda: url_for("trail.index"),
    ),
)


def stop_under(code: str) -> Stop | None:
    return next((stop for stop in STOPS if stop.code == code), None)


def init(app: Flask) -> None:
    """For a demonstration alone: its cast, and the one password that everybody may know."""
    cast = seeding.read_cast(seeding.FOLDER)

    def of_the_cast(name: str) -> PersonRow:
        return next(one for one in cast.person if one.name == name)

    def shown_by_app_of(person: Person) -> str:
        """Nobody has their telephone. Of an app that somebody else has set up since, nothing is known here."""
        key = next((one.app for one in cast.person if one.email == person.email), "")
        return factors.shown(key, clock.now()) if key else ""

    app.jinja_env.globals.update(cast=cast, of_the_cast=of_the_cast, shown_by_app_of=shown_by_app_of)
