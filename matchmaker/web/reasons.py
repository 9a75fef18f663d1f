"""Why an offer was suggested: from the JSON that the engine left on a match to sentences for this reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from matchmaker import clock, policy, reference
from matchmaker.actions import Action
from matchmaker.models import Need, Offer
from matchmaker.vocabulary import BudgetBand
from matchmaker.web.access import actor
from matchmaker.web.delivery import begins, covered, given, open_to
from matchmaker.web.languages import language
from matchmaker.web.pairs import AnyPair, Pair
from matchmaker.web.session import explainer
from matchmaker.web.stages import knows_both
from matchmaker.web.words import area_name, joined, language_name, modality_name, topic_name

Share = Mapping[str, Any]  # kind, in_need, in_offer, share: the largest share comes first
MOST_WORDS = 5  # in one sentence; the engine keeps eight at most
LEAST = 0.01  # of all that is told: a word that counts for less tells a person nothing
PLAIN_KINDS = frozenset({"topic", "area", "modality"})  # told by every summary


@dataclass(frozen=True)
class Reasons:
    """Sentences on the *subject*, the best first, on how it is *given*, and what tells *less*."""

    subject: list[str]
    given: list[str]
    less: list[str]

    @property
    def lines(self) -> list[str]:
        """The few that everybody reads on a card."""
        return [*self.subject[:1], *self.given]

    @property
    def more(self) -> list[str]:
        return [*self.subject[1:], *self.less]

    @property
    def whole(self) -> list[str]:
        return [*self.subject, *self.given, *self.less]


def quoted(words: str) -> str:
    """Words of another text, set apart from the sentence and from its direction."""
    return _("“%(words)s”", words=f"\u2068{words}\u2069")


def called(label: str) -> str:
    """A label of ours inside a sentence; in quotes it needs no case and no article in any language."""
    return _("“%(words)s”", words=label)


def reasons_kept(match: AnyPair) -> Sequence[Any]:
    """The engine's, as kept with a match or drawn up now."""
    if isinstance(match, Pair) or match.reasons:
        return match.reasons
    return explainer().reasons(match)


def told(match: AnyPair) -> list[tuple[int, Share]]:
    """The shares of a pair that this reader may know of, each with its place among all of them."""
    whole = knows_both(match)
    budget = whole and policy.can(actor(), Action.READ_NEED_BUDGET, match.need)
    return [
        (place, share)
        for place, share in enumerate(reasons_kept(match))
        if isinstance(share, Mapping)
        and (share.get("kind") in PLAIN_KINDS or (whole and (budget or share.get("kind") != "budget")))
    ]


def reasons_of(match: AnyPair) -> Reasons:
    """Why the two fit, as far as this reader knows what stands in them."""
    shares = [share for _place, share in told(match)]
    if not shares or not knows_both(match):
        return in_words(shares, match.need, match.offer)
    today = clock.now().date()
    read = Stated(
        parts=covered(match.need, match.offer),
        reach=open_to(match.need.country, match.offer, on=today),
        start=begins(match.need, match.offer, on=today),
    )
    return in_words(shares, match.need, match.offer, read)


@dataclass(frozen=True)
class Stated:
    """What the need and the offer state themselves, in sentences: the parts it covers, for whom it is, its start."""

    parts: Sequence[str] = ()
    reach: Sequence[str] = ()
    start: Sequence[str] = ()


def in_words(shares: Sequence[Share], need: Need, offer: Offer, stated: Stated = Stated()) -> Reasons:
    """*shares* as sentences, with what is *stated* beside them; the best that is known of the subject comes first.

    Kinds that are not known here say nothing.
    """
    by_kind: dict[str, list[Share]] = {}
    for share in shares:
        by_kind.setdefault(str(share.get("kind")), []).append(share)

    def of(kind: str) -> list[Share]:
        return by_kind.get(kind, [])

    subject = [
        *_topics(of("topic")),
        *_words(_telling(_weighty(of("words"), shares)), need, offer),
        *_concepts(_telling(of("concept")), need, offer),
        *_topic_words(of("topic_words"), offer),
        *_areas(of("area"), of("topic")),
    ]
    ways = _modalities(of("modality"))
    # How many parts it covers says more than the ways in which it does.
    first, later = (stated.parts, ways) if stated.parts else (ways, [])
    return Reasons(
        subject=subject,
        given=[*first, *stated.reach, *given(of("language"), of("dates"))],
        less=[*later, *stated.start, *_budget(of("budget"), need, offer)],
    )


def _weighty(quoting: Sequence[Share], shares: Sequence[Share]) -> list[Share]:
    """Without the everyday words, which count for next to nothing among all *shares*."""
    whole = sum(map(_weight, shares))
    return [share for share in quoting if _weight(share) >= LEAST * whole]


def _weight(share: Share) -> float:
    return float(share.get("share") or 0)


def _telling(quoting: Sequence[Share]) -> list[Share]:
    """Phrases first, and nothing that stands inside another."""
    phrases = [str(share.get("in_need") or "").casefold() for share in quoting]
    alone = [
        (phrase, share)
        for phrase, share in zip(phrases, quoting, strict=True)
        if not any(phrase != other and phrase in other for other in phrases)
    ]
    return [share for phrase, share in sorted(alone, key=lambda pair: -len(pair[0].split()))]


def _each(shares: Sequence[Share], side: str, known: Mapping[str, Any] | None = None) -> list[str]:
    """What *shares* name on one *side*, each once; with *known*, only codes that are still in our lists."""
    named = dict.fromkeys(str(share.get(side) or "") for share in shares)
    return [name for name in named if name and (known is None or name in known)]


def _topics(shares: Sequence[Share]) -> list[str]:
    names = [called(topic_name(code)) for code in _each(shares, "in_need", reference.topics())]
    return [_("Both are about %(topics)s.", topics=joined(names))] if names else []


def _areas(shares: Sequence[Share], topics: Sequence[Share]) -> list[str]:
    """The areas in common, but those of the *topics* in common, which say it better."""
    told = {reference.topics()[topic].area for topic in _each(topics, "in_need", reference.topics())}
    areas = _each(shares, "in_offer", reference.areas())
    names = [called(area_name(code)) for code in areas if code not in told]
    return [_("Both belong to %(areas)s.", areas=joined(names))] if names else []


def _topic_words(shares: Sequence[Share], offer: Offer) -> list[str]:
    """What the offer says of topics that it does not name; quoted only to whoever can read it."""
    topics = _each(shares, "in_need", reference.topics())
    if not topics:
        return []
    if offer.language != language():
        names = joined(called(topic_name(topic)) for topic in topics)
        return [
            _(
                "The offer writes of %(topics)s in %(language)s.",
                topics=names,
                language=language_name(offer.language),
            )
        ]
    said = [
        _("%(topic)s (%(words)s)", topic=called(topic_name(topic)), words=_quotes(_said_of(topic, shares)))
        for topic in topics
    ]
    return [_("The offer also writes of %(topics)s.", topics=joined(said))]


def _said_of(topic: str, shares: Sequence[Share]) -> list[str]:
    return _each([share for share in shares if share.get("in_need") == topic], "in_offer")


def _words(shares: Sequence[Share], need: Need, offer: Offer) -> list[str]:
    """Words in common, from the side that this reader can read; none where neither can be read.

    Where both sides write in one language, whoever reads the pair meets it anyway.
    """
    if need.language in (language(), offer.language):
        words = _each(shares, "in_need")
    elif offer.language == language():
        words = _each(shares, "in_offer")
    else:
        words = []
    return [_("Both speak of %(words)s.", words=_quotes(words))] if words else []


def _concepts(shares: Sequence[Share], need: Need, offer: Offer) -> list[str]:
    """What both say in different words, told in the words of each to whoever can read one of them."""
    if language() not in (need.language, offer.language):
        return []
    said = dict.fromkeys(
        (str(share.get("in_need") or ""), str(share.get("in_offer") or "")) for share in shares
    )
    pairs = [
        _("%(one)s = %(other)s", one=quoted(one), other=quoted(other)) for one, other in said if one and other
    ]
    return [_("Said in different words: %(pairs)s.", pairs=joined(pairs[:MOST_WORDS]))] if pairs else []


def _quotes(words: Sequence[str]) -> str:
    return joined(quoted(word) for word in words[:MOST_WORDS])


def _modalities(shares: Sequence[Share]) -> list[str]:
    names = [called(modality_name(code)) for code in _each(shares, "in_need", reference.modalities())]
    return [_("It is given in the way that is asked for: %(ways)s.", ways=joined(names))] if names else []


def _budget(shares: Sequence[Share], need: Need, offer: Offer) -> list[str]:
    """Bands of two currencies are near each other only roughly; neighbouring bands may be far apart."""
    if any(share.get("in_offer") == BudgetBand.IN_KIND for share in shares):
        return [_("It is given in kind.")]
    if not any(share.get("in_need") == share.get("in_offer") for share in shares):
        return []
    if need.currency != offer.currency:
        return [_("The budgets are of a similar order.")]
    return [_("The budgets are in the same range.")]
