"""Standing profiles on their pages: written, read, confirmed and ended by the officers of one donor alone."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from matchmaker.models import Letter, Profile
from matchmaker.services import standing_profiles
from matchmaker.vocabulary import BudgetBand, LetterKind, NeedState, ProfileState, TagKind, Visibility
from tests.cast import Cast
from tests.interests import a_profile
from tests.stories import a_need
from tests.web.conftest import Client

ANSWERS: dict[str, Any] = {
    "language": "en",
    "name": "Examiners",
    "text": "Courses for forensic examiners.",
    "topics": ["EVI-02", "EVI-03"],
    "modalities": ["TRN"],
    "groups": ["LDC"],
    "languages": ["en", "fr"],
    "least": "50k_250k",
    "most": "250k_1m",
    "until": "2099-06-30",
}


def kept(session: Session) -> list[Profile]:
    session.rollback()
    session.expire_all()
    found = session.exec(select(Profile).order_by(Profile.id)).all()
    for profile in found:
        profile.codes(TagKind.TOPIC)
        session.expunge(profile)
    session.rollback()  # who reads for longer would keep the portal from writing
    return [*found]


def test_an_officer_writes_a_profile_and_is_shown_what_fits(
    client: Client, cast: Cast, session: Session
) -> None:
    fitting = a_need(session, cast, state=NeedState.IN_MATCHING)
    hidden = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    carla = client(cast.carla)
    answer = carla.post("/profiles/write", data=ANSWERS)
    assert answer.status_code == 302
    (profile,) = kept(session)
    assert (profile.name, profile.until, profile.organisation_id) == (
        "Examiners",
        date(2099, 6, 30),
        cast.carla.organisation_id,
    )
    assert (profile.least, profile.most, profile.state) == (
        BudgetBand.FROM_50K,
        BudgetBand.FROM_250K,
        ProfileState.STANDING,
    )
    assert [profile.codes(kind) for kind in (TagKind.TOPIC, TagKind.GROUP)] == [["EVI-02", "EVI-03"], ["LDC"]]
    page = carla.get(answer.headers["Location"]).text
    assert (fitting.ref in page, hidden.ref in page) == (True, False)
    assert "Both are about" in page
    assert session.exec(select(Letter).where(Letter.kind == LetterKind.PROFILE_FITS)).all() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"topics": []}, "topics"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": ""}, "until"),
        ({"least": "over_1m", "most": "under_50k"}, "most"),
        ({"most": "in_kind"}, "most"),
    ],
)
def test_a_profile_that_cannot_be_meant_is_not_kept(
    client: Client, cast: Cast, session: Session, wrong: dict[str, Any], field: str
) -> None:
    answer = client(cast.carla).post("/profiles/write", data=ANSWERS | wrong)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert kept(session) == []


def test_the_same_form_sent_twice_is_one_profile(client: Client, cast: Cast, session: Session) -> None:
    sheet = {"sheet": "abcdefghijkl"}
    for _ in range(2):
        assert client(cast.carla).post("/profiles/write", data=ANSWERS | sheet).status_code == 302
    assert len(kept(session)) == 1


def test_a_profile_is_changed_confirmed_and_ended(client: Client, cast: Cast, session: Session) -> None:
    ref = a_profile(session, cast).ref
    carla = client(cast.carla)
    assert 'value="Examiners"' in carla.get(f"/profiles/{ref}/edit").text
    changed = ANSWERS | {"name": "Judges", "topics": ["INV-04"], "from_version": "1"}
    assert carla.post(f"/profiles/{ref}/edit", data=changed).status_code == 302
    assert carla.post(f"/profiles/{ref}/edit", data=changed | {"name": "Late"}).status_code == 409
    (profile,) = kept(session)
    assert (profile.name, profile.codes(TagKind.TOPIC)) == ("Judges", ["INV-04"])
    assert carla.post(f"/profiles/{ref}/confirm", data={"until": "2020-01-01"}).status_code == 422
    assert carla.post(f"/profiles/{ref}/end").status_code == 302
    assert carla.post(f"/profiles/{ref}/end").status_code == 409
    assert kept(session)[0].state == ProfileState.ENDED
    assert carla.post(f"/profiles/{ref}/confirm", data={"until": "2099-01-01"}).status_code == 302
    (profile,) = kept(session)
    assert (profile.state, profile.until) == (ProfileState.STANDING, date(2099, 1, 1))


def test_an_organisation_keeps_no_more_profiles_than_it_can_look_after(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_profiles, "MOST_PROFILES", 2)
    a_profile(session, cast)
    a_profile(session, cast, state=ProfileState.ENDED)
    carla = client(cast.carla)
    assert [carla.post("/profiles/write", data=ANSWERS).status_code for _ in range(2)] == [302, 409]


@pytest.mark.parametrize("who", ["chen", "amina", "dao", "farah", "gus", "eve"])
def test_nobody_else_finds_a_profile(client: Client, cast: Cast, session: Session, who: str) -> None:
    ref = a_profile(session, cast).ref
    browser = client(getattr(cast, who))
    assert ref not in browser.get("/profiles/").text
    assert browser.get(f"/profiles/{ref}").status_code == 404
    for deed in ("edit", "confirm", "end"):
        assert browser.post(f"/profiles/{ref}/{deed}", data=ANSWERS).status_code == 404
    assert kept(session)[0].state == ProfileState.STANDING


def test_whoever_gives_nothing_writes_no_profile(client: Client, cast: Cast, session: Session) -> None:
    for person in (cast.amina, cast.dao, cast.gus):
        assert client(person).post("/profiles/write", data=ANSWERS).status_code == 403
    assert "/profiles/" not in client(cast.amina).get("/desk/").text
    assert 'href="/profiles/"' in client(cast.carla).get("/desk/").text
    assert kept(session) == []


def test_a_need_that_was_closed_to_a_donor_leaves_its_page(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    carla = client(cast.carla)
    page = carla.post("/profiles/write", data=ANSWERS).headers["Location"]
    assert need.ref in carla.get(page).text
    need.visibility = Visibility.SECRETARIAT
    session.commit()
    assert need.ref not in carla.get(page).text
