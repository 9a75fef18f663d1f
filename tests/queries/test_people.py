"""Who is to be told, and who signs in."""

import pytest
from sqlmodel import Session

from matchmaker.queries import people
from matchmaker.vocabulary import AccountState, Role
from tests.cast import Cast


@pytest.mark.parametrize("typed", ["amina@example.org", " Amina@Example.org ", "AMINA@EXAMPLE.ORG"])
def test_a_person_is_found_by_their_address_however_it_is_typed(
    session: Session, cast: Cast, typed: str
) -> None:
    assert people.by_email(session, typed) is cast.amina


@pytest.mark.parametrize("typed", ["", "amina", "amina@example.com", "%", "amina@example.org'"])
def test_nobody_is_found_by_another_address(session: Session, cast: Cast, typed: str) -> None:
    assert people.by_email(session, typed) is None


def test_those_who_left_are_not_told(session: Session, cast: Cast) -> None:
    assert people.in_role(session, Role.CASE_OFFICER) == [cast.dao]
    cast.dao.state = cast.amina.state = AccountState.LEFT
    session.flush()
    assert people.in_role(session, Role.CASE_OFFICER) == []
    assert people.of_organisation(session, cast.amina.organisation_id, Role.FOCAL_POINT) == []


def test_only_the_role_at_the_organisation_is_told(session: Session, cast: Cast) -> None:
    assert people.of_organisation(session, cast.amina.organisation_id, Role.DRAFTER) == [cast.bashir]
    assert people.of_organisation(session, cast.carla.organisation_id, Role.DRAFTER) == []
