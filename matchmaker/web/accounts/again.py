"""Asking for the password again, before what it protects is changed."""

from flask import request

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.models import Person
from matchmaker.services import factors
from matchmaker.web.session import session


def is_password_of(person: Person, action: Action) -> bool:
    """Whether the form holds the password of *person*; a wrong one counts as a wrong second step."""
    factors.require_few_tries(session, person, now=clock.now())
    if person.verify_and_update_password(request.form.get("password", "")):
        return True
    factors.note_wrong(session, person, action, now=clock.now())
    return False
