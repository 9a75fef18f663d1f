"""The timelines of the picture, when there are thousands: each number can be read."""

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from matchmaker.models import Offer
from matchmaker.vocabulary import OfferState
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.stories import an_offer

MANY = 1_234
# Pairs of texts of one drawing that lie over each other.
OVERLAPS = """() => [...document.querySelectorAll("svg.time")].flatMap((drawing) => {
  const texts = [...drawing.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const seen = texts.filter(([, { width }]) => width);
  const apart = (one, other) => one.right <= other.left || one.bottom <= other.top;
  const over = ([, one], [, other]) => !apart(one, other) && !apart(other, one);
  return seen.flatMap((one, at) => seen.slice(at + 1).filter((other) => over(one, other)).map(([said]) => said));
})"""


@pytest.fixture
def thousands(session: Session, cast: Cast) -> None:
    """As many offers that hold for years as a large portal has."""
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    told = {column.name: getattr(offer, column.name) for column in Offer.__table__.columns}  # type: ignore[attr-defined]  # set by the metaclass
    del told["id"]
    session.execute(insert(Offer), [told | {"ref": f"O-{number:06}"} for number in range(MANY - 1)])
    session.commit()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_numbers_of_four_digits_do_not_lie_over_each_other(
    browse: Browse, thousands: None, width: int, language: str
) -> None:
    """Sabotaged: every number is written on a phone."""
    reader = browse(language=language, width=width)
    reader.goto("/picture/")
    assert reader.page.evaluate(OVERLAPS) == []
    assert len(reader.page.locator("svg.time a:has(text)").all()) >= 12
