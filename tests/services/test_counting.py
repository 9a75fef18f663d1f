"""The offers of the picture are counted once after each change, and for each kind of reader apart."""

from sqlmodel import Session

from matchmaker.policy import Actor
from matchmaker.queries.picture import PictureFilter
from matchmaker.services import counting, offers
from matchmaker.vocabulary import OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import an_offer

EVERYTHING = PictureFilter()
MONTHS = ["2026-11", "2026-12"]


def counted(session: Session, actor: Actor) -> tuple[int, list[int]]:
    found, valid = counting.offers(session, actor, EVERYTHING, MONTHS, on=NOON.date())
    return found.total, list(valid)


def test_what_has_changed_is_counted_anew(session: Session, cast: Cast) -> None:
    assert counted(session, cast.eve) == (0, [0, 0])
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    assert counted(session, cast.eve) == (1, [1, 1])
    offers.withdraw(session, offer, note="No money.", by=cast.carla, now=NOON)
    assert counted(session, cast.eve) == (0, [0, 0])


def test_what_has_not_changed_is_not_counted_again(session: Session, cast: Cast) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    first, again = (counting.offers(session, cast.eve, EVERYTHING, MONTHS, on=NOON.date()) for _ in range(2))
    assert first is again


def test_nobody_is_handed_the_counts_of_another(session: Session, cast: Cast) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.SECRETARIAT)
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    readers = (cast.erik, cast.carla, cast.chen, cast.amina, cast.eve)
    assert [counted(session, reader)[0] for reader in readers] == [2, 2, 1, 0, 0]
