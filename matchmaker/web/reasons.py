"""Why an offer was suggested: from the JSON that the engine left on a match to sentences for this reader."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from matchmaker import policy, reference
from matchmaker.actions import Action
from matchmaker.models import Match
from matchmaker.web.access import actor
from matchmaker.web.stages import knows_need, knows_offer
from matchmaker.web.words import area_name, joined, language_name, modality_name, topic_name

Share = Mapping[str, Any]  # kind, in_need, in_offer, share: the largest share comes first
MOST_WORDS = 6  # in one sentence; the engine keeps eight at most
MOST_KIN = 2  # sentences about words that only look alike
DAYS_IN_MONTH = 30.4
UNBOUNDED = (1, 9999)  # years in which the engine lets a need begin or end that says nothing of it
PLAIN_KINDS = frozenset({"topic", "area", "modality"})  # told by every summary


def quoted(words: str) -> str:
    """Words of another text, set apart from the sentence and from its direction."""
    return _("“%(words)s”", words=f"\u2068{words}\u2069")


def called(label: str) -> str:
    """A label of ours inside a sentence; in quotes it needs no case and no article in any language."""
    return _("“%(words)s”", words=label)


def reasons_of(match: Match) -> list[str]:
    """Why the two fit, as far as this reader knows what stands in them."""
    whole = knows_need(match) and knows_offer(match)
    budget = whole and policy.can(actor(), Action.READ_NEED_BUDGET, match.need)
    shares = [share for share in match.reasons if isinstance(share, Mapping)]
    return sentences(
        [
            share
            for share in shares
            if share.get("kind") in PLAIN_KINDS or (whole and (budget or share.get("kind") != "budget"))
        ]
    )


def sentences(shares: Sequence[Share]) -> list[str]:
    """A sentence or two for each kind of reason, in the order of their weight; unknown kinds say nothing."""
    by_kind: dict[str, list[Share]] = {}
    for share in shares:
        by_kind.setdefault(str(share.get("kind")), []).append(share)
    return [said for kind, same in by_kind.items() if kind in SAYINGS for said in SAYINGS[kind](same)]


def _each(shares: Sequence[Share], side: str, known: Mapping[str, Any] | None = None) -> list[str]:
    """What *shares* name on one *side*, each once; with *known*, only codes that are still in our lists."""
    named = dict.fromkeys(str(share.get(side) or "") for share in shares)
    return [name for name in named if name and (known is None or name in known)]


def _words(shares: Sequence[Share]) -> list[str]:
    telling = [word for word in _each(shares, "in_need") if any(map(str.isalpha, word))]  # "15" tells nothing
    words = [quoted(word) for word in telling[:MOST_WORDS]]
    return [_("Both speak of %(words)s.", words=joined(words))] if words else []


def _kin(shares: Sequence[Share]) -> list[str]:
    pairs = [(share.get("in_need"), share.get("in_offer")) for share in shares]
    return [
        _("%(ours)s is %(theirs)s in the offer.", ours=quoted(ours), theirs=quoted(theirs))
        for ours, theirs in pairs[:MOST_KIN]
        if ours and theirs
    ]


def _topic_words(shares: Sequence[Share]) -> list[str]:
    said = []
    for topic in _each(shares, "in_need", reference.topics()):
        words = _each([share for share in shares if share.get("in_need") == topic], "in_offer")[:MOST_WORDS]
        if words:
            quotes = joined(quoted(word) for word in words)
            said.append(
                _("On %(topic)s the offer says %(words)s.", topic=called(topic_name(topic)), words=quotes)
            )
    return said


def _topics(shares: Sequence[Share]) -> list[str]:
    names = [called(topic_name(code)) for code in _each(shares, "in_need", reference.topics())]
    return [_("Both are about %(topics)s.", topics=joined(names))] if names else []


def _areas(shares: Sequence[Share]) -> list[str]:
    names = [called(area_name(code)) for code in _each(shares, "in_offer", reference.areas())]
    return [_("Both belong to %(areas)s.", areas=joined(names))] if names else []


def _modalities(shares: Sequence[Share]) -> list[str]:
    names = [called(modality_name(code)) for code in _each(shares, "in_need", reference.modalities())]
    return [_("It is given in the way that is asked for: %(ways)s.", ways=joined(names))] if names else []


def _languages(shares: Sequence[Share]) -> list[str]:
    names = [language_name(code) for code in _each(shares, "in_need", reference.languages())]
    return [_("It can be given in %(languages)s.", languages=joined(names))] if names else []


def _budget(shares: Sequence[Share]) -> list[str]:
    if any(share.get("in_need") == share.get("in_offer") for share in shares):
        return [_("The size is the same.")]
    return [_("The sizes are close to each other.")]


def _dates(shares: Sequence[Share]) -> list[str]:
    asked, served = _period(shares[0].get("in_need")), _period(shares[0].get("in_offer"))
    if asked is None or served is None:
        return []
    if asked[1].year in UNBOUNDED or asked[0].year in UNBOUNDED:
        return [_("It can begin on %(day)s.", day=format_date(served[0], "long"))]
    if served == asked:
        return [_("It can be given in the whole time that is asked for.")]
    days = (served[1] - served[0]).days + 1
    months = round(days / DAYS_IN_MONTH)
    if months:
        return [
            ngettext("The dates overlap by %(num)s month.", "The dates overlap by %(num)s months.", months)
        ]
    return [ngettext("The dates overlap by %(num)s day.", "The dates overlap by %(num)s days.", days)]


def _period(text: object) -> tuple[date, date] | None:
    """The first and last day of "2027-03-01/2027-12-31"."""
    try:
        first, last = str(text).split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


SAYINGS: Mapping[str, Callable[[Sequence[Share]], list[str]]] = {
    "words": _words,
    "kin": _kin,
    "topic_words": _topic_words,
    "topic": _topics,
    "area": _areas,
    "modality": _modalities,
    "language": _languages,
    "dates": _dates,
    "budget": _budget,
}
