"""The figures on the front page: over what everybody may see, small ones suppressed."""

import pytest
from sqlmodel import Session

from matchmaker.queries.figures import Figures, public
from matchmaker.vocabulary import NeedState, OfferState, Visibility
from tests.cast import Cast
from tests.stories import a_need, an_offer


def test_an_empty_portal_shows_no_figures(session: Session, cast: Cast) -> None:
    assert public(session) == Figures(needs=None, offers=None, donors=None)


@pytest.mark.parametrize(("number", "shown"), [(2, None), (3, 3)])
def test_a_small_figure_is_not_shown(session: Session, cast: Cast, number: int, shown: int | None) -> None:
    for _ in range(number):
        a_need(session, cast, state=NeedState.PUBLISHED)
    assert public(session).needs == shown


def test_what_is_not_public_changes_no_figure(session: Session, cast: Cast) -> None:
    for _ in range(3):
        a_need(session, cast, state=NeedState.PUBLISHED)
        an_offer(session, cast, state=OfferState.PUBLISHED)
    before = public(session)
    for visibility in (Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT):
        a_need(session, cast, state=NeedState.PUBLISHED, visibility=visibility)
    for visibility in (Visibility.DONORS, Visibility.SECRETARIAT):
        an_offer(session, cast, state=OfferState.PUBLISHED, visibility=visibility)
    a_need(session, cast, state=NeedState.SUBMITTED)
    an_offer(session, cast, by=cast.chen, state=OfferState.IN_CHECK)
    assert public(session) == before == Figures(needs=3, offers=3, donors=None)
