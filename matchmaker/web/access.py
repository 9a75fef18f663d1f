"""Loading and checking are one act: 404 to whoever may not read, 403 to a reader who may not act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker import policy
from matchmaker.actions import Action
from matchmaker.errors import Conflict, NotAllowed, NotFound
from matchmaker.models import (
    Announcement,
    Appointment,
    Attachment,
    Concept,
    Invitation,
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
    Visit,
)
from matchmaker.queries import (
    announcements,
    appointments,
    attachments,
    concepts,
    lessons,
    letters,
    matches,
    needs,
    offers,
    organisations,
    passkeys,
    people,
    pools,
    profiles,
    searches,
    visits,
)
from matchmaker.rules import VISITOR
from matchmaker.services.moves import LIVES, life_of, refusal
from matchmaker.web import quotas, second_step, witness
from matchmaker.web.session import READING, session
from matchmaker.wording import say

LOADERS: dict[type, tuple[Callable[..., Any], Action]] = {
    Need: (needs.by_ref, Action.READ_NEED),
    Offer: (offers.by_ref, Action.READ_OFFER),
    Match: (matches.by_ref, Action.READ_MATCH),
    Letter: (letters.by_ref, Action.READ_LETTERS),
    Concept: (concepts.by_ref, Action.READ_LEXICON),
    Lesson: (lessons.by_ref, Action.READ_LESSONS),
    Organisation: (organisations.by_ref, Action.READ_ORGANISATIONS),
    Profile: (profiles.by_ref, Action.READ_PROFILE),
    Search: (searches.by_ref, Action.READ_SEARCH),
    Passkey: (passkeys.by_ref, Action.READ_PASSKEY),
    Visit: (visits.by_ref, Action.READ_VISIT),
    Person: (people.by_ref, Action.READ_PERSON),
    Announcement: (announcements.by_ref, Action.READ_ANNOUNCEMENTS),
    Appointment: (appointments.by_ref, Action.READ_APPOINTMENT),
    Pool: (pools.by_ref, Action.READ_POOL),
    Attachment: (attachments.by_ref, Action.READ_ATTACHMENT),
    Invitation: (pools.invitation_by_ref, Action.READ_INVITATION),
}
NOTHING = say("There is nothing here that you may read.")
View = Callable[..., ResponseReturnValue]


def actor() -> policy.Actor:
    """Who reads: the person who makes this request, the visitor, or for a moment their stand-in."""
    if "stand_in" in g:
        return g.stand_in
    reader = current_user._get_current_object()  # the way to them is long, and a page asks hundreds of times
    return reader if reader.is_authenticated else VISITOR


@contextmanager
def reading_as(stand_in: policy.Actor) -> Iterator[None]:
    """Meanwhile every page is made for *stand_in*."""
    g.stand_in = stand_in
    try:
        yield
    finally:
        g.pop("stand_in")


def allows(action: Action, kind: type | None = None) -> Callable[[View], View]:
    """Guard a view by *action*; with *kind* it is handed the thing that the reference in the URL names."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(ref: str | None = None, **parts: Any) -> ResponseReturnValue:
            if kind is None and not policy.can(actor(), action):
                return refuse(action)
            quotas.spend(action, actor())
            if kind is None:
                return view(**parts)
            thing = load(kind, ref or "")
            try:
                _require(action, thing)
                _refuse_stale(thing)
                return view(thing, **parts)
            except (NotFound, NotAllowed):  # by us, or by the service that was asked
                witness.refused(actor(), action, thing)
                raise

        # The guards and the role matrix read these.
        guarded.action, guarded.kind = action, kind  # type: ignore[attr-defined]  # of a function
        return guarded

    return guard


def refuse(action: Action) -> ResponseReturnValue:
    """A page of no thing in particular: visitors sign in first, others are told that it is not theirs."""
    if current_user.is_authenticated:
        witness.refused(actor(), action)
        raise NotAllowed(say("This page is for people in another role."))
    return redirect(second_step.way_in())


def load(kind: type, ref: str) -> Any:
    """The thing under *ref*, whoever may read it; NotFound if there is none."""
    find, _reading = LOADERS[kind]
    # Of two who press at once the second waits here, and is then told what the first has done.
    thing = find(session, ref) if request.method in READING else find(session, ref, hold=True)
    if thing is None:
        raise NotFound(NOTHING)
    return thing


def _require(action: Action, thing: Any) -> None:
    """NotFound, as if there were nothing, to whoever must not know of *thing*; NotAllowed to other readers."""
    _find, reading = LOADERS[type(thing)]
    if not policy.can(actor(), reading, thing):
        raise NotFound(NOTHING)
    if not policy.can(actor(), action, thing):
        raise NotAllowed(refusal(actor(), thing))


def _refuse_stale(thing: Any) -> None:
    """Buttons carry the version that their reader saw; what has none is never an old one."""
    seen = request.form.get("version")
    if seen is not None and seen != str(getattr(thing, "version", seen)):
        raise Conflict(say("Somebody else has changed this since you opened the page. Look at it again."))


def may(action: str, thing: Any = None, *, after: str = "") -> bool:
    """For templates: who and when agree, so a button shows only when it would work.

    *after*: whether it would work once that other action, which may be done now, has been done.
    """
    word = Action(action)
    if not policy.can(actor(), word, thing):
        return False
    if type(thing) not in LIVES or word not in life_of(thing).moves:
        return True
    life = life_of(thing)
    return life.allows(word, life.after(Action(after), thing.state) if after else thing.state)
