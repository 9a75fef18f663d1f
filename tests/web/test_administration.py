"""Administrators on pages: who is here, what they are called, who is let in; and nobody else does any of it."""

import pytest
from sqlmodel import Session, select

from matchmaker.models import Organisation, Person
from matchmaker.vocabulary import AccountState, Event, OrganisationKind, OrganisationState, Result, Role
from tests.cast import Cast, a_colleague, an_organisation
from tests.web.conftest import Client

OTHERS = ("eve", "bashir", "amina", "carla", "dao", "erik", "farah")
SOME = 8  # on one page: the second asks how many there are


def path(person: Person, deed: str = "") -> str:
    return f"/people/{person.ref}{deed}"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "benitez"}, {"ines"}),
        ({"words": "carla@example.org"}, {"carla"}),
        ({"words": "Гамбия"}, {"amina", "bashir"}),
        ({"role": "donor_officer"}, {"carla", "chen"}),
        ({"role": "focal_point", "words": "paraguay"}, {"ines"}),
        ({"state": "left"}, set()),
        ({"state": "nonsense", "role": "releaser"}, {"erik"}),
    ],
)
def test_an_administrator_finds_people_by_name_address_house_role_and_state(
    client: Client, cast: Cast, asked: dict[str, str], found: set[str]
) -> None:
    page = client(cast.gus).get("/people/", query_string=asked).text
    main = page[page.index("<main") :]
    people = {name: one for name, one in vars(cast).items() if isinstance(one, Person)}
    assert {name for name, one in people.items() if one.email in main} == found


def test_the_list_of_people_takes_the_same_number_of_queries_for_some_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    browser = client(cast.gus)
    browser.get("/people/")
    with count_queries() as few:
        browser.get("/people/")
    for number in range(SOME):
        a_colleague(session, cast.amina, f"Awa{number} Sow")
    session.commit()
    with count_queries() as many:
        browser.get("/people/")
    assert many.count == few.count


def test_nobody_else_reads_the_list_or_another_account(client: Client, cast: Cast) -> None:
    seen = {}
    for name in OTHERS:
        browser = client(getattr(cast, name) if name != "eve" else None)
        answers = [browser.get(url) for url in ("/people/", path(cast.chen), path(cast.chen, "/edit"))]
        seen[name] = tuple(answer.status_code for answer in answers)
    assert seen == {"eve": (302, 404, 404)} | dict.fromkeys(OTHERS[1:], (403, 404, 404))


def test_everybody_reads_their_own_account_and_changes_nothing_there(
    client: Client, cast: Cast, session: Session
) -> None:
    browser = client(cast.carla)
    page = browser.get(path(cast.carla))
    assert (page.status_code, "What is kept about you" in page.text, cast.carla.email in page.text) == (
        200,
        True,
        True,
    )
    answers = [
        browser.post(path(cast.carla, deed), data={"note": "Mine.", "name": "Queen", "language": "en"})
        for deed in ("/edit", "/suspend", "/resume")
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    session.refresh(cast.carla)
    assert (cast.carla.name, cast.carla.state) == ("Carla Lindqvist", AccountState.ACTIVE)


@pytest.mark.proves("S7")
def test_whoever_is_suspended_is_out_at_the_next_request_and_stays_out_in_old_browsers(
    client: Client, cast: Cast, session: Session, told
) -> None:
    carla, gus = client(cast.carla), client(cast.gus)
    assert carla.get("/desk/").status_code == 200
    assert gus.post(path(cast.carla, "/suspend"), data={"note": "A stolen telephone."}).status_code == 302
    assert carla.get("/desk/").status_code == 302
    assert gus.post(path(cast.carla, "/resume")).status_code == 302
    assert carla.get("/desk/").status_code == 302
    session.refresh(cast.carla)
    assert client(cast.carla).get("/desk/").status_code == 200
    assert "A stolen telephone." in gus.get(path(cast.carla)).text
    by, about = (Event.MOVE, Result.DONE, cast.gus.id, Role.ADMINISTRATOR), ("person", str(cast.carla.id))
    assert told() == [
        (*by, "person.suspend", *about, "active > suspended"),
        (*by, "person.resume", *about, "suspended > active"),
    ]


def test_nobody_is_suspended_without_a_reason_and_no_administrator_suspends_themselves(
    client: Client, cast: Cast, session: Session
) -> None:
    gus = client(cast.gus)
    answers = [
        gus.post(path(cast.carla, "/suspend"), data={"note": " "}).status_code,
        gus.post(path(cast.gus, "/suspend"), data={"note": "Tired."}).status_code,
    ]
    assert answers == [422, 403]
    session.refresh(cast.carla)
    session.refresh(cast.gus)
    assert (cast.carla.state, cast.gus.state) == (AccountState.ACTIVE, AccountState.ACTIVE)


def test_an_administrator_changes_a_name_and_a_language_and_no_more(
    client: Client, cast: Cast, session: Session
) -> None:
    gus = client(cast.gus)
    typed = {"name": " Carla  Lindqvist-Berg ", "language": "fr"}
    answer = gus.post(path(cast.carla, "/edit"), data=typed)
    assert (answer.status_code, answer.location) == (302, path(cast.carla))
    session.refresh(cast.carla)
    assert (cast.carla.name, cast.carla.language) == ("Carla Lindqvist-Berg", "fr")


@pytest.mark.proves("S6", "S24")
@pytest.mark.parametrize("column", sorted({*Person.model_fields} - {"name", "language", "version"}))
def test_no_form_about_a_person_takes_another_column_such_as_the_password(
    client: Client, cast: Cast, session: Session, column: str
) -> None:
    before = cast.carla.model_dump()
    typed = {"name": "Carla", "language": "fr", column: "1"}
    assert client(cast.gus).post(path(cast.carla, "/edit"), data=typed).status_code == 422
    session.refresh(cast.carla)
    assert cast.carla.model_dump() == before


@pytest.mark.proves("S24")
def test_no_page_of_an_administrator_has_a_field_for_a_password(client: Client, cast: Cast) -> None:
    gus = client(cast.gus)
    for url in ("/people/", path(cast.carla), path(cast.carla, "/edit")):
        assert "password" not in gus.get(url).text.lower().replace("the password are theirs", "")


A_DONOR = {"kind": "ngo", "country": "", "name": "Hands  across borders", "region": "150"}


def test_an_administrator_adds_an_organisation_for_which_nobody_vouches_yet(
    client: Client, cast: Cast, session: Session, told
) -> None:
    gus = client(cast.gus)
    answer = gus.post("/organisations/write", data=A_DONOR)
    added = session.exec(select(Organisation).where(Organisation.name == "Hands across borders")).one()
    assert answer.location == f"/organisations/{added.ref}"
    found = added.kind, added.country, added.region, added.state
    assert found == (OrganisationKind.NGO, None, "150", OrganisationState.UNVERIFIED)
    row = (Event.MOVE, Result.DONE, cast.gus.id, Role.ADMINISTRATOR)
    assert told() == [(*row, "organisation.write", "organisation", added.ref, "unverified > unverified")]
    session.rollback()
    assert gus.post("/organisations/write", data=A_DONOR).status_code == 409  # pressed twice


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "state", "country": "WSM"}, 302),
        ({"kind": "state", "country": "GMB"}, 409),
        ({"kind": "state"}, 422),
        ({"kind": "ngo"}, 422),
        ({"kind": "secretariat", "name": "Another"}, 422),
        ({"kind": "ngo", "name": "Harbour University"}, 409),
        ({"kind": "ngo", "name": "Hands", "state": "verified"}, 422),
        ({}, 422),
    ],
)
def test_a_state_has_a_country_any_other_a_name_and_nobody_comes_twice(
    client: Client, cast: Cast, session: Session, typed: dict[str, str], status: int
) -> None:
    answer = client(cast.gus).post("/organisations/write", data=typed)
    assert answer.status_code == status
    assert len(session.exec(select(Organisation)).all()) == 5 + (status == 302)


def test_another_name_takes_the_verification_back_and_another_region_does_not(
    client: Client, cast: Cast, session: Session
) -> None:
    house = an_organisation(session, cast, state=OrganisationState.VERIFIED, name="Newcomer")
    gus, page = client(cast.gus), f"/organisations/{house.ref}/edit"
    states = []
    for changed in ({"region": "002"}, {"name": "Quite another"}):
        typed = {"kind": "company", "name": "Newcomer", "region": "002"} | changed
        assert gus.post(page, data=typed).status_code == 302
        session.refresh(house)
        states.append(house.state)
        session.rollback()
    assert states == [OrganisationState.VERIFIED, OrganisationState.UNVERIFIED]


def test_neither_a_state_nor_the_secretariat_is_renamed_and_nothing_becomes_a_state(
    client: Client, cast: Cast, session: Session
) -> None:
    house = an_organisation(session, cast)
    houses = (cast.amina.organisation, cast.dao.organisation, house)
    typed = {"kind": "state", "country": "WSM", "name": "Samoa"}
    gus = client(cast.gus)
    answers = [gus.post(f"/organisations/{one.ref}/edit", data=typed).status_code for one in houses]
    assert answers == [403, 403, 400]


def test_nobody_else_adds_or_changes_an_organisation(client: Client, cast: Cast) -> None:
    house = cast.carla.organisation
    seen = {}
    for name in OTHERS:
        browser = client(getattr(cast, name) if name != "eve" else None)
        urls = ("/organisations/write", f"/organisations/{house.ref}/edit")
        seen[name] = tuple(browser.post(url, data=A_DONOR).status_code for url in urls)
    staff, outsiders = dict.fromkeys(("dao", "erik"), (403, 403)), ("bashir", "amina", "carla", "farah")
    assert seen == {"eve": (302, 404)} | staff | dict.fromkeys(outsiders, (403, 404))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "gambie"}, {"gambia"}),
        ({"kind": "agency"}, {"northern"}),
        ({"state": "unverified"}, set()),
        ({"words": "harbour", "state": "verified"}, {"harbour"}),
    ],
)
def test_organisations_are_found_by_any_of_their_names_by_kind_and_by_verification(
    client: Client, cast: Cast, asked: dict[str, str], found: set[str]
) -> None:
    page = client(cast.dao).get("/organisations/", query_string=asked).text
    houses = {"gambia": cast.amina, "northern": cast.carla, "harbour": cast.chen, "paraguay": cast.ines}
    assert {name for name, one in houses.items() if one.organisation.ref in page} == found
