"""Visiting every route of the portal: an address for each, and people who are signed in."""

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.routing import Rule

from matchmaker import clock
from matchmaker.models import Letter, Person, Visit
from matchmaker.services import visits
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import Cast, Stranger, an_announcement, an_appointment
from tests.device import a_passkey
from tests.entering import enter
from tests.files import a_file
from tests.interests import a_profile, a_search
from tests.islands import a_pool
from tests.stories import a_lesson, a_match, a_need, an_offer


def references(session: Session, cast: Cast) -> dict[str, str]:
    """Blueprint -> a reference, of things in the middle of their lives; committed."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    match = a_match(session, cast, need=need, offer=offer, state=MatchState.CONSENT_ASKED)
    letter = session.exec(select(Letter)).first()
    assert letter is not None
    pool = a_pool(session, cast)
    refs = {
        "needs": need.ref,
        "offers": offer.ref,
        "matches": match.ref,
        "letters": letter.ref,
        "lexicon": "police",
        "lessons": a_lesson(session, cast).ref,
        "people": cast.bashir.ref,
        "appointments": an_appointment(session, cast).ref,
        "announcements": an_announcement(session, cast).ref,
        "passkeys": a_passkey(session, cast.bashir).ref,
        "organisations": cast.carla.organisation.ref,
        "my-searches": a_search(session, cast).ref,
        "my-visits": a_visit(session, cast).ref,
        "profiles": a_profile(session, cast).ref,
        "pools": pool.ref,
        "attachments": a_file(session, cast, need).ref,
        "invitations": pool.invitations[0].ref,
    }
    session.commit()
    return refs


def a_visit(session: Session, cast: Cast) -> Visit:
    """Of Amina's, at a browser that nobody uses here."""
    visits.begin(session, cast.amina, device="Firefox, Windows", now=clock.now())
    return session.exec(select(Visit)).one()


def addresses(app: Flask, refs: dict[str, str], method: str) -> dict[str, str]:
    """Endpoint -> an address of it, for every route that takes *method*."""
    urls = app.url_map.bind("localhost")
    return {
        rule.endpoint: urls.build(rule.endpoint, {name: _word(rule, name, refs) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and "static" not in rule.endpoint
    }


def _word(rule: Rule, name: str, refs: dict[str, str]) -> str:
    """What stands in the address: a reference of the noun that the view is handed, or a language."""
    noun = "needs" if "/for/" in rule.rule else rule.rule.split("/")[1]
    return refs[noun] if name == "ref" else "fr"


def browser(app: Flask, person: Person | Stranger) -> FlaskClient:
    """A browser in which *person* is signed in; Eve is not."""
    client = app.test_client()
    if isinstance(person, Person):
        enter(client, person, app.extensions["engine"])
    return client
