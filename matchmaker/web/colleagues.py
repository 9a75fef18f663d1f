"""Who of the secretariat looks after what, by name, and whom a form hands it to."""

from collections.abc import Mapping

from flask import Flask, g, request
from flask_login import current_user

from matchmaker.errors import BadInput
from matchmaker.models import Match, Need, Offer, Organisation, Person
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


def standing_back(*houses: Organisation) -> list[str]:
    """The names of those who decide about nothing of any of *houses*, because they have an interest in it."""
    ids = _recused(*(house.id for house in houses))
    return [person.name for id, person in secretariat().items() if id in ids and person.active]


def _recused(*houses: int | None) -> frozenset[int]:
    """Who stands back from any of *houses*: read once for a request."""
    if "standing_back" not in g:
        g.standing_back = people.standing_back(session)
    return frozenset(id for house in houses for id in g.standing_back.get(house, ()))


def _recused_from(thing: Need | Offer | Match) -> frozenset[int]:
    sides = (thing.need, thing.offer) if isinstance(thing, Match) else (thing,)
    return _recused(*(side.organisation_id for side in sides))


def needs_another(thing: Need | Offer | Match) -> bool:
    """Whether the person who looks after *thing* has an interest in it."""
    return thing.assignee_id in _recused_from(thing)


def is_mine(thing: Need | Offer | Match) -> bool:
    """Whether this reader looks after *thing*."""
    return thing.assignee_id is not None and thing.assignee_id == actor().id


def could_be_mine(thing: Need | Offer | Match) -> bool:
    """Whether this reader may look after *thing*, and does not yet."""
    return not is_mine(thing) and actor().id not in _recused_from(thing)


def colleagues(thing: Need | Offer | Match) -> list[tuple[str, str]]:
    """Whoever may look after *thing*, to choose from."""
    aside = _recused_from(thing)
    return [(one.email, one.name) for id, one in secretariat().items() if one.active and id not in aside]


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
        assignee_of=assignee_of,
        assigned_to=assigned_to,
        colleagues=colleagues,
        could_be_mine=could_be_mine,
        needs_another=needs_another,
        standing_back=standing_back,
    )
