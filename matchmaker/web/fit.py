"""What speaks against a pair: read off the need and the offer, nothing guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import policy, reference
from matchmaker.actions import Action
from matchmaker.models import Need, Offer
from matchmaker.queries.casework import Engagement
from matchmaker.vocabulary import (
    MATCHABLE_NEED_STATES,
    BudgetBand,
    Cover,
    MatchState,
    OfferState,
    Role,
    TagKind,
)
from matchmaker.web.access import actor
from matchmaker.web.delivery import first_day, spans
from matchmaker.web.pairs import AnyPair
from matchmaker.web.reasons import called, quoted
from matchmaker.web.stages import knows_both
from matchmaker.web.words import (
    country_name,
    day,
    joined,
    language_name,
    modality_name,
    name_of,
    size_of,
    topic_name,
)

SIZES = (BudgetBand.UNDER_50K, BudgetBand.FROM_50K, BudgetBand.FROM_250K, BudgetBand.OVER_1M)
GOODS = frozenset({"EQU", "SWL"})  # modalities that are things: equipment, licences
# The capacity of the offer is asked for, but not yet used up by an agreement.
UNDECIDED = frozenset({MatchState.CONSENT_ASKED, MatchState.INTRODUCED, MatchState.EXPLORING})


def warnings_of(match: AnyPair, under_way: Sequence[Engagement], *, on: date) -> list[str]:
    """Sentences for a reviewer on the day *on*, the weightiest first.

    *under_way* is what `casework.engagements` found.
    """
    need, offer = match.need, match.offer
    others = [other for other in under_way if other.match_id != match.id]
    return [
        *_subject(need, offer),
        *_standing(need, offer),
        *_provider(offer),
        *_audience(need, offer),
        *_place(need, offer, on),
        *_dates(need, offer, on),
        *_languages(need, offer),
        *_capacity(offer),
        *_rivals(offer, others),
        *_size(need, offer),
        *_same_need(need, offer, others),
        *_parts(need, offer),
        *_partners(need),
    ]


def misfits_of(match: AnyPair, *, on: date) -> list[str]:
    """The same for the two sides, from what this reader may read of both; nothing of others and of the review."""
    need, offer = match.need, match.offer
    if not knows_both(match):
        return []
    budget = policy.can(actor(), Action.READ_NEED_BUDGET, need)
    return [
        *_subject(need, offer),
        *_place(need, offer, on),
        *_dates(need, offer, on),
        *_languages(need, offer),
        *_capacity(offer),
        *(_size(need, offer) if budget else ()),
        *_parts(need, offer),
    ]


def _subject(need: Need, offer: Offer) -> Iterator[str]:
    if any(need.topics) and not set(need.topics) & set(offer.topics):
        yield _("None of the topics asked for is in the offer.")


def _standing(need: Need, offer: Offer) -> Iterator[str]:
    if need.state not in MATCHABLE_NEED_STATES:
        yield _("The need is not looking for offers now: %(state)s.", state=name_of(need.state))
    if offer.state != OfferState.PUBLISHED:
        yield _("The offer is not open now: %(state)s.", state=name_of(offer.state))


def _provider(offer: Offer) -> Iterator[str]:
    if not offer.organisation.is_verified:
        yield _("Nobody has verified this provider: %(provider)s.", provider=called(offer.organisation.name))


@dataclass(frozen=True)
class Officer:
    """Whoever of one house would read: nobody in particular."""

    role: Role
    organisation_id: int
    id: None = None


def _audience(need: Need, offer: Offer) -> Iterator[str]:
    """What either side could not read if it were asked today."""
    donor = Officer(Role.DONOR_OFFICER, offer.organisation_id)
    if not policy.can(donor, Action.READ_NEED, need):
        yield _("This donor may not read the need: it is asked with the title and the summary alone.")
    if not policy.can(Officer(Role.FOCAL_POINT, need.organisation_id), Action.READ_OFFER, offer):
        yield _("This State may not read the offer before the two are introduced.")


def _place(need: Need, offer: Offer, on: date) -> Iterator[str]:
    reach = {*offer.codes(TagKind.COUNTRY), *offer.codes(TagKind.REGION), *offer.codes(TagKind.GROUP)}
    at_home = {need.country, *reference.regions_of(need.country), *reference.groups_of(need.country, on=on)}
    if reach and not reach & at_home:
        yield _("The offer is for others: %(country)s is not among them.", country=country_name(need.country))


def _languages(need: Need, offer: Offer) -> Iterator[str]:
    if need.languages and offer.languages and not set(need.languages) & set(offer.languages):
        yield _(
            "No language in common: the need asks for %(asked)s, the offer is given in %(given)s.",
            asked=joined(map(language_name, need.languages)),
            given=joined(map(language_name, offer.languages)),
        )


def _dates(need: Need, offer: Offer, on: date) -> Iterator[str]:
    first = first_day(offer, on=on)
    begins, ends = need.earliest_start, need.latest_end
    if ends and first > ends:
        yield _("The offer can begin on %(day)s, after the need has ended.", day=day(first))
    elif begins and first > begins and first > on:
        yield _late(first, first - begins)
    if offer.valid_until and begins and offer.valid_until < begins:
        yield _("The offer ends on %(day)s, before the need begins.", day=day(offer.valid_until))
    elif offer.valid_until and ends and offer.valid_until < ends:
        yield _("The offer ends on %(day)s, before the need does.", day=day(offer.valid_until))


def _late(first: date, gap: timedelta) -> str:
    weeks, months = spans(gap)
    if months:
        return ngettext(
            "The offer can begin on %(day)s, %(num)s month later than asked.",
            "The offer can begin on %(day)s, %(num)s months later than asked.",
            months,
            day=day(first),
        )
    if weeks:
        return ngettext(
            "The offer can begin on %(day)s, %(num)s week later than asked.",
            "The offer can begin on %(day)s, %(num)s weeks later than asked.",
            weeks,
            day=day(first),
        )
    return _("The offer can begin on %(day)s, a few days later than asked.", day=day(first))


def _capacity(offer: Offer) -> Iterator[str]:
    if offer.capacity_left == 0:
        yield _("Nothing is left of the capacity of the offer.")
    elif offer.capacity_left == 1:
        yield _(
            "Only one is left of the capacity of the offer (%(unit)s).", unit=name_of(offer.capacity_unit)
        )


def _rivals(offer: Offer, others: Sequence[Engagement]) -> Iterator[str]:
    rivals = sum(other.offer_id == offer.id and other.state in UNDECIDED for other in others)
    if 0 < offer.capacity_left <= rivals:
        yield ngettext(
            "%(num)s other State may take what is left of this offer.",
            "%(num)s other States may take what is left of this offer.",
            rivals,
        )


def _parts(need: Need, offer: Offer) -> Iterator[str]:
    topics = [called(topic_name(code)) for code in need.topics if code and code not in offer.topics]
    if topics and set(need.topics) & set(offer.topics):
        yield _("Not named by the offer: %(topics)s.", topics=joined(topics))
    ways = [called(modality_name(code)) for code in need.modalities if code and code not in offer.modalities]
    if ways and not set(need.modalities) & set(offer.modalities):
        yield _("None of the kinds of assistance asked for is in the offer: %(ways)s.", ways=joined(ways))
    elif ways:
        yield _("Asked for in a way that the offer does not name: %(ways)s.", ways=joined(ways))
    covers = offer.codes(TagKind.COVER)
    if GOODS & set(need.modalities) and covers and Cover.EQUIPMENT not in covers:
        yield _("Equipment or licences are asked for, and the offer does not cover them.")


def _size(need: Need, offer: Offer) -> Iterator[str]:
    if need.budget_band not in SIZES or offer.budget_band not in SIZES:
        return
    if SIZES.index(need.budget_band) > SIZES.index(offer.budget_band):
        yield _(
            "The need is larger than the offer: %(asked)s against %(given)s.",
            asked=size_of(need),
            given=size_of(offer),
        )
    elif SIZES.index(need.budget_band) < SIZES.index(offer.budget_band):
        yield _(
            "The offer is larger than the need: %(given)s against %(asked)s.",
            asked=size_of(need),
            given=size_of(offer),
        )


def _partners(need: Need) -> Iterator[str]:
    if need.excluded_partners:
        yield _(
            "The State would not work with %(partners)s: see whether this donor is meant.",
            partners=quoted(need.excluded_partners),
        )


def _same_need(need: Need, offer: Offer, others: Sequence[Engagement]) -> Iterator[str]:
    same_need = [other for other in others if other.need_id == need.id]
    if any(other.donor_id == offer.organisation_id for other in same_need):
        yield _("This donor and this State are already brought together for the same need, by another offer.")
    asked = sum(other.state == MatchState.CONSENT_ASKED for other in same_need)
    if asked:
        yield ngettext(
            "For the same need %(num)s other introduction is being asked for.",
            "For the same need %(num)s other introductions are being asked for.",
            asked,
        )
    met = {other.donor_id for other in same_need if other.state != MatchState.CONSENT_ASKED}
    met -= {offer.organisation_id}
    if met:
        yield ngettext(
            "%(num)s other donor is already introduced for the same need.",
            "%(num)s other donors are already introduced for the same need.",
            len(met),
        )
