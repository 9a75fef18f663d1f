"""Who of the secretariat looks after what, by name, and whom a form hands it to."""

from collections.abc import Mapping

from flask import Flask, g, request
from flask_login import current_user

from matchmaker.errors import BadInput
from matchmaker.models import Match, Need, Offer, Person
from matchmaker.queries import people
from matchmaker.web.access import actor
from matchmaker.web.session import session
from matchmaker.web.words import person_name
from matchmaker.wording import say

ME = "me"  # on the button that needs no list


def secretariat() -> Mapping[int, Person]:
    """Case officers and releasers by their id, former ones too: read once for a request."""
    if "secretariat" not in g:
        g.secretariat = {person.id: person for person in people.secretariat(session)}
    return g.secretariat


def assignee_of(thing: Need | Offer | Match) -> str:
    """The name of who looks after *thing*; empty where nobody in particular does. For staff alone."""
    return person_name(secretariat()[thing.assignee_id]) if thing.assignee_id in secretariat() else ""


def assigned_to(thing: Need | Offer | Match) -> str:
    """The same by address, as the form names people: no number of a row stands on a page."""
    return secretariat()[thing.assignee_id].email if thing.assignee_id in secretariat() else ""


def name_under(ref: str) -> str:
    """The name of whoever of the secretariat has this reference; empty of nobody."""
    return next((person_name(one) for one in secretariat().values() if one.ref == ref), "")


def is_mine(thing: Need | Offer | Match) -> bool:
    """Whether this reader looks after *thing*."""
    return thing.assignee_id is not None and thing.assignee_id == actor().id


def colleagues() -> list[tuple[str, str]]:
    """Whoever may look after what waits, to choose from."""
    return [(person.email, person.name) for person in secretariat().values() if person.active]


def chosen_colleague() -> Person | None:
    """Whoever is to look after a thing; None for nobody in particular. BadInput for anybody else."""
    chosen = request.form.get("to", "")
    if chosen == ME:
        return current_user
    found = next((one for one in secretariat().values() if one.active and one.email == chosen), None)
    if chosen and found is None:
        raise BadInput(say("Choose somebody of the secretariat."))
    return found


def init(app: Flask) -> None:
    app.jinja_env.globals.update(
        assignee_of=assignee_of, assigned_to=assigned_to, colleagues=colleagues, is_mine=is_mine
    )
