"""What time does to offers: drafts, the last day, the yearly question."""

from datetime import UTC, date, datetime

import pytest

from matchmaker.errors import BadInput, IllegalTransition, NotAllowed
from matchmaker.services import offers, work
from matchmaker.vocabulary import Job, LetterKind, OfferState
from tests.cast import NOON, Cast
from tests.clocks.conftest import DAY, World
from tests.services.told import last_row
from tests.stories import an_offer

K = LetterKind


def test_the_writer_of_a_draft_is_reminded_once(world: World, cast: Cast) -> None:
    an_offer(world.session, cast)
    assert world.after(13) == []
    assert world.after(14) == [(K.DRAFT_WAITING, "Carla")]
    assert world.after(100) == []


def test_a_donor_hears_thirty_days_before_an_offer_ends_and_when_it_has_ended(
    world: World, cast: Cast
) -> None:
    offer = an_offer(world.session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 50 * DAY).date())
    assert world.after(19) == []
    assert world.after(20) == [(K.OFFER_ENDS, "Carla")]
    assert "open until January 11, 2027" in world.last(K.OFFER_ENDS).body
    assert world.after(49) == []
    assert world.after(50) == []
    assert offer.state == OfferState.PUBLISHED
    assert world.after(51) == [(K.OFFER_ENDED, "Carla")]
    assert (offer.state, last_row(world.session, offer).action) == (OfferState.EXPIRED, "offer.expire")
    assert world.after(52) == []


def test_an_offer_lasts_to_the_end_of_its_last_day_wherever_that_is_late(world: World, cast: Cast) -> None:
    """Its last day is 11 January; in Honolulu it is still that day when it is noon of the 12th in London."""
    offer = an_offer(world.session, cast, state=OfferState.PUBLISHED, valid_until=date(2027, 1, 11))
    world.tick(datetime(2027, 1, 12, 11, 59, tzinfo=UTC))
    assert offer.state == OfferState.PUBLISHED
    world.tick(datetime(2027, 1, 12, 12, 0, tzinfo=UTC))
    assert offer.state == OfferState.EXPIRED


@pytest.mark.parametrize("state", [OfferState.EXHAUSTED, OfferState.SUSPENDED, OfferState.UNCONFIRMED])
def test_an_offer_ends_on_its_day_whatever_became_of_it(world: World, cast: Cast, state: OfferState) -> None:
    offer = an_offer(world.session, cast, state=state, valid_until=(NOON + 50 * DAY).date())
    work.forget(world.session)
    world.after(51)
    assert offer.state == OfferState.EXPIRED
    assert world.ranked() == {(Job.RANK_OFFER, offer.id)}


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.SUBMITTED, OfferState.WITHDRAWN])
def test_an_offer_that_is_not_out_does_not_end(world: World, cast: Cast, state: OfferState) -> None:
    offer = an_offer(world.session, cast, state=state, valid_until=(NOON + 5 * DAY).date())
    world.after(10)
    assert offer.state == state


def test_a_donor_renews_what_has_ended(world: World, cast: Cast) -> None:
    offer = an_offer(world.session, cast, state=OfferState.PUBLISHED, valid_until=(NOON + 50 * DAY).date())
    world.after(51)
    then, day = NOON + 60 * DAY, (NOON + 300 * DAY).date()
    offers.renew(world.session, offer, valid_until=day, by=cast.carla, now=then)
    assert (offer.state, offer.valid_until, offer.confirmed_at) == (OfferState.PUBLISHED, day, then)
    assert world.after(269) == []
    assert world.after(270) == [(K.OFFER_ENDS, "Carla")]


@pytest.mark.parametrize("days", [-1, 0])
def test_an_offer_is_renewed_for_a_day_to_come_only(world: World, cast: Cast, days: int) -> None:
    offer = an_offer(world.session, cast, state=OfferState.EXPIRED)
    with pytest.raises(BadInput):
        offers.renew(world.session, offer, valid_until=(NOON + days * DAY).date(), by=cast.carla, now=NOON)
    assert offer.state == OfferState.EXPIRED


def test_nobody_renews_the_offer_of_another_or_one_that_has_not_ended(world: World, cast: Cast) -> None:
    ended = an_offer(world.session, cast, state=OfferState.EXPIRED)
    out = an_offer(world.session, cast, state=OfferState.PUBLISHED)
    day = date(2029, 1, 1)
    with pytest.raises(NotAllowed):
        offers.renew(world.session, ended, valid_until=day, by=cast.chen, now=NOON)
    with pytest.raises(IllegalTransition):
        offers.renew(world.session, out, valid_until=day, by=cast.carla, now=NOON)


def test_after_a_year_an_offer_is_asked_about_reminded_and_hidden(world: World, cast: Cast) -> None:
    offer = an_offer(world.session, cast, state=OfferState.PUBLISHED)
    assert world.after(364) == []
    assert world.after(365) == [(K.PLEASE_CONFIRM, "Carla")]
    assert world.after(366) == []
    assert world.after(365 + 90 - 14) == [(K.PLEASE_CONFIRM, "Carla")]
    assert world.after(365 + 90) == []
    assert world.after(365 + 91) == [(K.NOW_HIDDEN, "Carla")]
    assert offer.state == OfferState.UNCONFIRMED
    offers.confirm(world.session, offer, by=cast.carla, now=NOON + 500 * DAY)
    assert (offer.state, offer.confirmed_at, offer.confirm_by) == (
        OfferState.PUBLISHED,
        NOON + 500 * DAY,
        None,
    )


def test_nobody_confirms_the_offer_of_another(world: World, cast: Cast) -> None:
    offer = an_offer(world.session, cast, state=OfferState.UNCONFIRMED)
    with pytest.raises(NotAllowed):
        offers.confirm(world.session, offer, by=cast.dao, now=NOON)
    assert offer.state == OfferState.UNCONFIRMED
