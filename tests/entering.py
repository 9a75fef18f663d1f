"""Being signed in without the sign-in page: a visit that has begun, and its key in a browser."""

from flask import g
from flask.testing import FlaskClient
from sqlalchemy import Engine

from matchmaker import clock
from matchmaker.database import transaction
from matchmaker.models import Person
from matchmaker.queries import visits as reading
from matchmaker.services import visits


def be(person: Person) -> None:
    """*person* makes the request of this moment, which keeps nothing of them."""
    g._login_user = person  # Flask-Login's


def enter(browser: FlaskClient, person: Person, engine: Engine) -> None:
    """*person* has signed in at *browser* just now, in two steps if they have two.

    *engine*: one whose commits nobody counts.
    """
    with transaction(engine) as session:
        key = visits.begin(session, person, device="", now=clock.now())
        begun = reading.by_key_hash(session, visits.hashed(key))
        begun.two_steps_since = begun.person.two_steps_since
    with browser.session_transaction() as cookie:
        cookie.update(_user_id=person.get_id(), _fresh=True, visit=key)
