"""A role in the secretariat takes two administrators; any other takes one, and taking one away takes one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from matchmaker import clocks
from matchmaker.database import open_session
from matchmaker.models import Appointment, Letter, Person, Trail
from matchmaker.services import appointments
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.vocabulary import AccountState, AppointmentState, Event, LetterKind, Role
from tests.cast import NOON, Cast, a_colleague, an_appointment
from tests.entering import enter
from tests.web.conftest import Client
from tests.web.houses import House
from tests.web.situations import Situation

OTHERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah")


def path(appointment: Appointment, deed: str = "") -> str:
    return f"/appointments/{appointment.ref}{deed}"


def letters(session: Session) -> list[tuple[LetterKind, int]]:
    return [(one.kind, one.to_id) for one in session.exec(select(Letter).order_by(col(Letter.id)))]


@pytest.mark.proves("S55", "S7")
def test_a_colleague_has_another_role_once_a_second_administrator_confirms_it(
    client: Client, cast: Cast, session: Session
) -> None:
    gus, hiba, dao = client(cast.gus), client(cast.hiba), client(cast.dao)
    answer = gus.post(f"/people/{cast.dao.ref}/appoint", data={"role": "releaser"})
    proposal = session.exec(select(Appointment)).one()
    assert (answer.status_code, answer.location) == (302, path(proposal))
    assert (cast.dao.role, dao.get("/desk/").status_code) == (Role.CASE_OFFICER, 200)
    confirm = path(proposal, "/confirm")
    session.rollback()
    assert hiba.post(confirm).status_code == 302
    session.refresh(cast.dao)
    session.refresh(proposal)
    assert (cast.dao.role, dao.get("/desk/").status_code) == (Role.RELEASER, 302)  # to sign in anew
    assert (proposal.state, proposal.decided_by_id) == (AppointmentState.CONFIRMED, cast.hiba.id)
    assert letters(session) == [
        (LetterKind.APPOINTMENT_WAITS, cast.hiba.id),
        (LetterKind.APPOINTMENT_ENDED, cast.gus.id),
    ]
    told = select(Trail).where(col(Trail.event).in_([Event.MOVE, Event.ROLE_CHANGE])).order_by(col(Trail.seq))
    assert [(row.by_id, row.action, row.detail) for row in session.exec(told)] == [
        (cast.gus.id, "appointment.propose", "waiting > waiting"),
        (cast.hiba.id, "appointment.confirm", "waiting > confirmed"),
        (cast.hiba.id, "person.appoint", "case_officer > releaser"),
    ]


def test_somebody_new_has_neither_account_nor_letter_before_the_role_is_confirmed(
    client: Client, cast: Cast, session: Session
) -> None:
    proposal = an_appointment(session, cast)
    email = proposal.email
    new = select(Person).where(Person.email == email)
    assert (session.exec(new).first(), letters(session)) == (
        None,
        [(LetterKind.APPOINTMENT_WAITS, cast.hiba.id)],
    )
    session.commit()
    assert client(cast.hiba).post(path(proposal, "/confirm")).status_code == 302
    mirela = session.exec(new).one()
    assert (mirela.role, mirela.password, mirela.organisation_id) == (
        Role.CASE_OFFICER,
        None,
        cast.gus.organisation_id,
    )
    assert (LetterKind.INVITED, mirela.id) in letters(session)
    session.refresh(proposal)
    assert proposal.person_id == mirela.id


def test_nobody_decides_on_their_own_proposal_and_nobody_about_themselves(
    client: Client, cast: Cast, session: Session
) -> None:
    proposal = an_appointment(session, cast)
    session.commit()
    gus, hiba = client(cast.gus), client(cast.hiba)
    deeds = ("/confirm", "/refuse", "/take-back")
    as_gus = [gus.post(path(proposal, deed), data={"note": "No."}).status_code for deed in deeds[:2]]
    as_hiba = hiba.post(path(proposal, "/take-back")).status_code
    herself = hiba.post(f"/people/{cast.hiba.ref}/appoint", data={"role": "releaser"}).status_code
    gus.post(f"/people/{cast.hiba.ref}/appoint", data={"role": "releaser"})
    about_hiba = session.exec(select(Appointment).where(Appointment.person_id == cast.hiba.id)).one()
    pages = [path(about_hiba, deed) for deed in deeds]
    session.rollback()
    about = [hiba.post(page, data={"note": "No."}).status_code for page in pages]
    assert (as_gus, as_hiba, herself, about) == ([403, 403], 403, 403, [403] * 3)
    session.refresh(cast.hiba)
    assert (cast.hiba.role, proposal.state) == (Role.ADMINISTRATOR, AppointmentState.WAITING)


def test_nobody_else_reads_proposes_or_decides(client: Client, cast: Cast, session: Session) -> None:
    proposal = an_appointment(session, cast)
    session.commit()
    seen = {}
    for name in OTHERS:
        browser = client(getattr(cast, name) if name != "eve" else None)
        seen[name] = (
            browser.get(path(proposal)).status_code,
            browser.post(path(proposal, "/confirm")).status_code,
            browser.post(f"/people/{cast.chen.ref}/appoint", data={"role": "focal_point"}).status_code,
        )
    assert seen == dict.fromkeys(OTHERS, (404, 404, 404))


def test_a_refusal_says_why_and_a_proposal_that_was_taken_back_is_over(
    client: Client, cast: Cast, session: Session
) -> None:
    refused, taken = an_appointment(session, cast), an_appointment(session, cast)
    session.commit()
    gus, hiba = client(cast.gus), client(cast.hiba)
    assert hiba.post(path(refused, "/refuse"), data={"note": " "}).status_code == 422
    assert hiba.post(path(refused, "/refuse"), data={"note": "We are enough."}).status_code == 302
    assert "We are enough." in gus.get(path(refused)).text
    assert gus.post(path(taken, "/take-back")).status_code == 302
    assert hiba.post(path(taken, "/confirm")).status_code == 409
    assert session.exec(select(Person).where(col(Person.email).startswith("mirela"))).all() == []


def test_what_waits_stands_on_the_desk_and_above_the_list_and_is_proposed_once(
    client: Client, cast: Cast, session: Session
) -> None:
    proposal = an_appointment(session, cast)
    session.commit()
    for name, words in (("gus", "Another administrator decides"), ("hiba", "Confirm or refuse")):
        getattr(cast, name).language = "en"
        session.commit()
        for page in ("/desk/", "/people/"):
            text = client(getattr(cast, name)).get(page).text
            assert (name, page, path(proposal) in text, words in text) == (name, page, True, True)
    where = f"/people/{cast.erik.ref}/appoint"
    twice = [client(cast.gus).post(where, data={"role": "auditor"}).status_code for _ in range(2)]
    assert twice == [302, 409]


def test_a_state_s_own_roles_take_one_administrator_and_only_those_of_its_house(
    client: Client, cast: Cast, session: Session
) -> None:
    gus, where = client(cast.gus), f"/people/{cast.bashir.ref}/appoint"
    wrong = [gus.post(where, data={"role": role}).status_code for role in ("releaser", "portal", "king", "")]
    assert (wrong, cast.bashir.role) == ([400, 400, 422, 422], Role.DRAFTER)
    assert gus.post(where, data={"role": "focal_point"}).status_code == 302
    session.refresh(cast.bashir)
    assert (cast.bashir.role, session.exec(select(Appointment)).all()) == (Role.FOCAL_POINT, [])


def test_a_role_is_confirmed_for_nobody_who_is_suspended_or_whose_address_is_taken_meanwhile(
    client: Client, cast: Cast, session: Session
) -> None:
    about_dao = appointments.appoint(session, cast.dao, role=Role.RELEASER, by=cast.gus, now=NOON)
    new = an_appointment(session, cast)
    a_colleague(session, cast.ines, "Lucas").email = new.email
    cast.dao.state, cast.dao.changed_at = AccountState.SUSPENDED, NOON
    session.commit()
    hiba = client(cast.hiba)
    statuses = [hiba.post(path(one, "/confirm")).status_code for one in (about_dao, new)]
    session.expire_all()
    assert (statuses, cast.dao.role) == ([409, 400], Role.CASE_OFFICER)
    assert {about_dao.state, new.state} == {AppointmentState.WAITING}


@pytest.mark.proves("S62")
def test_somebody_who_was_not_let_in_is_forgotten_and_the_page_says_so(
    client: Client, cast: Cast, session: Session
) -> None:
    refused = an_appointment(session, cast, state=AppointmentState.REFUSED)
    waiting, about_dao = (
        an_appointment(session, cast),
        appointments.appoint(session, cast.dao, role=Role.RELEASER, by=cast.gus, now=NOON),
    )
    appointments.refuse(session, about_dao, note="We are enough.", by=cast.hiba, now=NOON)
    cast.gus.language = "en"
    session.commit()
    gus, email, about = client(cast.gus), refused.email, path(refused)
    session.rollback()
    for days, kept in ((180, True), (190, False)):
        clocks.tick(session.get_bind(), now=NOON + timedelta(days=days))
        page = gus.get(about).text
        assert (days, email in page, "Mirela" in page) == (days, kept, kept)
    assert "Somebody who was not let in" in page
    assert (waiting.name, "Dao" in gus.get(path(about_dao)).text) == ("Mirela Ionescu", True)


@pytest.mark.proves("S55")
@pytest.mark.parametrize("house", ["gambia", "lights"])
def test_whoever_speaks_for_a_house_hears_who_else_is_let_into_it_and_finds_them_on_their_own_page(
    client: Client, cast: Cast, session: Session, house: str
) -> None:
    speaker, role = {
        "gambia": (cast.amina, Role.FOCAL_POINT),
        "lights": (cast.carla, Role.DONOR_OFFICER),
    }[house]
    draft = AccountDraft(name="Mallory Stone", email="mallory@example.org", language="en", role=role)
    appointments.open_account(session, speaker.organisation, draft, by=cast.gus, now=NOON)
    joined = session.exec(select(Letter).where(Letter.kind == LetterKind.COLLEAGUE_JOINED)).all()
    assert [(one.to_id, one.path) for one in joined] == [(speaker.id, "/my-account/")]
    assert [word in joined[0].body for word in ("Mallory", "mallory")] == [False, False]
    session.commit()
    page = client(speaker).get(joined[0].path).text
    assert ("Mallory Stone" in page, "Dao" in page) == (True, False)


def test_a_new_role_in_a_house_is_told_to_who_speaks_for_it_and_one_in_the_secretariat_to_nobody_else(
    client: Client, cast: Cast, session: Session
) -> None:
    appointments.appoint(session, cast.bashir, role=Role.FOCAL_POINT, by=cast.gus, now=NOON)
    assert letters(session) == [(LetterKind.COLLEAGUE_JOINED, cast.amina.id)]
    an_appointment(session, cast, state=AppointmentState.CONFIRMED)
    assert [kind for kind, _to in letters(session)].count(LetterKind.COLLEAGUE_JOINED) == 1


def decide(who: tuple[FlaskClient, str], ready: Barrier) -> int:
    """The status of the answer to a press that comes as soon as the other is *ready* too."""
    browser, where = who
    ready.wait()
    return browser.post(where, data={"note": "We are enough."}).status_code


@pytest.mark.proves("R15")
def test_of_two_administrators_who_decide_at_once_one_wins(houses: list[House]) -> None:
    for house in houses:
        with open_session(house.engine, writes=True) as session:
            ada = a_colleague(session, session.get_one(Person, house.cast.gus.id), f"Ada{house.name}").id
            session.commit()
        about = house.make(Situation("appointments", AppointmentState.WAITING))
        third = house.app.test_client()
        with open_session(house.engine, writes=False) as session:
            enter(third, session.get_one(Person, ada), house.engine)
        both = [(house.new_browser("hiba"), f"{about}/confirm"), (third, f"{about}/refuse")]
        with ThreadPoolExecutor(2) as crowd:
            statuses = sorted(crowd.map(decide, both, [Barrier(2)] * 2))
        assert (house.name, statuses) == (house.name, [302, 409])
        with open_session(house.engine, writes=False) as session:
            rows = select(Trail).where(
                Trail.ref == about.split("/")[-1], Trail.action != "appointment.propose"
            )
            assert len(session.exec(rows).all()) == 1
