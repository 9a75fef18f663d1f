"""How much each reason counts: the rows of a small chart, for this reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from matchmaker import reference
from matchmaker.services.marking import UNNAMED, Marked
from matchmaker.web.pairs import AnyPair
from matchmaker.web.reasons import Share, told
from matchmaker.web.words import area_name, joined, language_name, modality_name, topic_name

MUCH, SOME = 0.2, 0.05  # of all that is told, from which a reason counts for much, or for some of it
QUOTING = frozenset({"words", "concept", "topic_words"})
KINDS = frozenset({"topic", "area", "modality", "language", "dates", "budget"})
WORDS = "words"


@dataclass(frozen=True)
class Row:
    """All reasons of one kind together, and what they are about in the reader's language."""

    share: float
    label: str


@dataclass(frozen=True)
class Quoted:
    """One reason that quotes a text: words of the need (empty where the offer has the same), words of the offer."""

    share: float
    number: int  # under which the texts mark it; UNNAMED where none does
    one: str
    other: str
    topic: str = ""  # of which the offer writes, in the reader's language


@dataclass(frozen=True)
class Chart:
    """*rows*, the largest first, and the *words* that both texts use."""

    rows: list[Row]
    words: list[Quoted]

    @property
    def whole(self) -> float:
        return sum(row.share for row in self.rows)

    def width(self, row: Row) -> float:
        """From 0 to 100, beside the largest."""
        return round(100 * row.share / self.rows[0].share, 1)

    def weight(self, row: Row) -> str:
        """The share of a row in a word."""
        part = row.share / self.whole
        return (
            _("counts a lot")
            if part >= MUCH
            else _("counts somewhat")
            if part >= SOME
            else _("counts a little")
        )


def chart_of(pair: AnyPair, marked: Marked | None) -> Chart:
    """What this reader may know of the shares. *marked* numbers the reasons; None where they stand in no text."""
    by_kind: dict[str, list[Share]] = {}
    words = []
    for place, share in told(pair):
        kind = str(share.get("kind"))
        by_kind.setdefault(WORDS if kind in QUOTING or kind not in KINDS else kind, []).append(share)
        if kind in QUOTING:
            words.append(_quoted(kind, share, marked.numbers.get(place, UNNAMED) if marked else UNNAMED))
    rows = [Row(_sum(shares), _label(kind, shares)) for kind, shares in by_kind.items()]
    return Chart(sorted((row for row in rows if row.share > 0), key=lambda row: -row.share), words)


def _quoted(kind: str, share: Share, number: int) -> Quoted:
    one, other = _code(share, "in_need"), _code(share, "in_offer")
    if kind == "topic_words":
        return Quoted(_sum([share]), number, "", other, topic_name(one) if one in reference.topics() else "")
    return Quoted(_sum([share]), number, "" if one.casefold() == other.casefold() else one, other)


def _label(kind: str, shares: Sequence[Share]) -> str:
    """What the reasons of one *kind* are about; what is not known here is among the words."""
    known: Mapping[str, tuple[str, Any, Any, str]] = {
        "topic": (_("Topics"), reference.topics(), topic_name, "in_need"),
        "area": (_("Subject area"), reference.areas(), area_name, "in_offer"),
        "modality": (_("Kind of assistance"), reference.modalities(), modality_name, "in_need"),
        "language": (_("Working languages"), reference.languages(), language_name, "in_need"),
    }
    if kind in known:
        what, codes, name_of, side = known[kind]
        named = dict.fromkeys(_code(share, side) for share in shares)
        names = joined(name_of(code) for code in named if code in codes)
        return _("%(what)s: %(names)s", what=what, names=names) if names else what
    return {"dates": _("Dates"), "budget": _("Size")}.get(kind, _("Words in common"))


def _code(share: Share, side: str) -> str:
    return str(share.get(side) or "")


def _sum(shares: Sequence[Share]) -> float:
    return sum(float(share.get("share") or 0) for share in shares)
