"""References and versions: what every table is made of."""

import re

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from matchmaker.database import open_session
from matchmaker.models import Need, Offer, Person
from matchmaker.models.columns import ALPHABET, new_reference
from tests.cast import Cast
from tests.stories import a_need, an_offer


def test_a_reference_is_drawn_by_lot() -> None:
    drawn = {new_reference("N") for _ in range(2_000)}
    assert all(re.fullmatch(f"N-[{ALPHABET}]{{6}}", one) for one in drawn)
    assert len(drawn) > 1_990  # two of 2,000 out of 700 million meet once in 400 runs


def test_a_reference_holds_nothing_that_is_misread() -> None:
    assert set(ALPHABET) & set("01OIULl") == set()


@pytest.mark.parametrize("noun", ["need", "offer", "person"])
def test_the_second_of_two_sessions_that_change_a_row_at_once_is_refused(
    engine: Engine, session: Session, cast: Cast, noun: str
) -> None:
    row = {"need": a_need, "offer": an_offer, "person": lambda *_: cast.amina}[noun](session, cast)
    session.commit()
    kind = {"need": Need, "offer": Offer, "person": Person}[noun]
    attribute = "name" if noun == "person" else "title"
    with open_session(engine, writes=True) as first:
        one = first.get_one(kind, row.id)
    with open_session(engine, writes=True) as second:
        another = second.get_one(kind, row.id)
        setattr(another, attribute, "Written by the second")
        second.commit()
    with open_session(engine, writes=True) as first:
        first.add(one)
        setattr(one, attribute, "Written by the first, from what stood there before")
        with pytest.raises(StaleDataError):
            first.commit()
    session.expire_all()
    assert getattr(session.get_one(kind, row.id), attribute) == "Written by the second"


def test_the_version_counts_changes(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    was = need.version
    need.title = "Another title"
    session.flush()
    assert need.version == was + 1
