"""Organisations on pages: the secretariat vouches for them, and thinks twice where nobody does."""

import pytest
from sqlmodel import Session

from matchmaker.errors import IllegalTransition
from matchmaker.models import Organisation
from matchmaker.services import matches
from matchmaker.vocabulary import Event, MatchState, OrganisationState, Result, Role
from tests.cast import NOON, Cast, an_organisation
from tests.stories import a_match
from tests.web.conftest import Client

SOME = 8  # on one page: the second asks how many there are
VERIFIED, UNVERIFIED = OrganisationState.VERIFIED, OrganisationState.UNVERIFIED


def path(organisation: Organisation, deed: str = "") -> str:
    return f"/organisations/{organisation.ref}{deed}"


def test_the_secretariat_verifies_an_organisation_and_can_take_it_back(
    client: Client, cast: Cast, session: Session, told
) -> None:
    newcomer = an_organisation(session, cast)
    cast.dao.language = "en"
    browser = client(cast.dao)
    assert "Nobody has looked into it yet." in browser.get(path(newcomer)).text
    steps = [("verify", "A letter of the register."), ("unverify", "The register knows nothing of it.")]
    answers = [browser.post(path(newcomer, f"/{deed}"), data={"note": note}) for deed, note in steps]
    assert [answer.location for answer in answers] == [path(newcomer)] * 2
    page = browser.get(path(newcomer)).text
    assert all(note in page for _deed, note in steps)
    assert cast.dao.name in page
    dao, about = (Event.MOVE, Result.DONE, cast.dao.id, Role.CASE_OFFICER), ("organisation", newcomer.ref)
    assert told() == [
        (*dao, "organisation.verify", *about, "unverified > verified"),
        (*dao, "organisation.unverify", *about, "verified > unverified"),
    ]


def test_nobody_vouches_without_saying_why(client: Client, cast: Cast, session: Session) -> None:
    newcomer = an_organisation(session, cast)
    assert client(cast.dao).post(path(newcomer, "/verify"), data={"note": " "}).status_code == 422
    session.refresh(newcomer)
    assert newcomer.state == UNVERIFIED


def test_of_two_who_verify_at_once_the_second_is_told(client: Client, cast: Cast, session: Session) -> None:
    newcomer = an_organisation(session, cast)
    note = {"note": "A letter of the register."}
    answers = [client(cast.erik).post(path(newcomer, "/verify"), data=note).status_code for _ in range(2)]
    assert answers == [302, 409]


def test_nobody_else_verifies_and_outsiders_find_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    newcomer = an_organisation(session, cast)
    seen = {}
    for name in ("eve", "bashir", "amina", "carla", "farah", "gus"):
        browser = client(getattr(cast, name) if name != "eve" else None)
        list_, page = browser.get("/organisations/"), browser.get(path(newcomer))
        post = browser.post(path(newcomer, "/verify"), data={"note": "Mine."})
        seen[name] = list_.status_code, page.status_code, post.status_code
    outsiders = dict.fromkeys(("bashir", "amina", "carla", "farah"), (403, 404, 404))
    assert seen == {"eve": (302, 404, 404), **outsiders, "gus": (200, 200, 403)}
    session.refresh(newcomer)
    assert newcomer.state == UNVERIFIED


def test_the_secretariat_does_not_vouch_for_itself(client: Client, cast: Cast) -> None:
    house = cast.dao.organisation
    assert client(cast.erik).post(path(house, "/unverify"), data={"note": "Me?"}).status_code == 403


def test_those_that_nobody_vouches_for_stand_first(client: Client, cast: Cast, session: Session) -> None:
    newcomer = an_organisation(session, cast, name="Zenith of the alphabet")
    page = client(cast.dao).get("/organisations/").text
    assert page.index(newcomer.ref) < page.index(cast.carla.organisation.ref)


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    browser = client(cast.dao)
    browser.get("/organisations/")
    with count_queries() as few:
        browser.get("/organisations/")
    for _ in range(SOME):
        an_organisation(session, cast)
    session.commit()
    with count_queries() as many:
        browser.get("/organisations/")
    assert many.count == few.count


def test_a_pair_with_an_unverified_provider_is_released_and_introduced_only_by_an_explicit_yes(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.TO_RELEASE)
    cast.carla.organisation.state = UNVERIFIED
    session.commit()
    cast.erik.language = "en"
    browser = client(cast.erik)

    def tried(deed: str) -> tuple[list[int], MatchState]:
        button = "Release although not verified" if deed == "release" else "Introduce although not verified"
        assert button in browser.get(f"/matches/{match.ref}").text
        sent = ({}, {"knowingly": "yes"})
        answers = [browser.post(f"/matches/{match.ref}/{deed}", data=data).status_code for data in sent]
        session.refresh(match)
        return answers, match.state

    assert tried("release") == ([409, 302], MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    session.commit()
    assert tried("introduce") == ([409, 302], MatchState.INTRODUCED)


def test_a_service_asks_for_that_yes_too(cast: Cast, session: Session) -> None:
    match = a_match(session, cast, state=MatchState.TO_RELEASE)
    cast.carla.organisation.state = UNVERIFIED
    with pytest.raises(IllegalTransition):
        matches.release(session, match, by=cast.erik, now=NOON)
    assert match.state == MatchState.TO_RELEASE
