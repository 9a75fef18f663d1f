"""Why an offer is suggested for a need, or is not: the engine's verdict in sentences for the secretariat."""

from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.services.matching import TOP, Verdict

FIGURES = "0.0000"


@dataclass(frozen=True)
class Answer:
    """*bars* are what no score outweighs."""

    headline: str
    tone: str  # of a notice
    bars: list[str]
    lines: list[str]


def answer_of(verdict: Verdict) -> Answer:
    if verdict.is_suggested:
        place = _("It stands in place %(place)s.", place=verdict.place)
        return Answer(_("It is suggested."), "good", [], [place])
    bars = [_bars()[bar] for bar in verdict.bars]
    headline = _("It may not serve this need.") if bars else _("It is not suggested.")
    return Answer(headline, "bad" if bars else "warn", bars, _lines(verdict))


def _lines(verdict: Verdict) -> list[str]:
    """How far the pair is from being suggested."""
    better = ngettext("%(num)s offer fits better.", "%(num)s offers fit better.", verdict.place - 1)
    if verdict.shortfall:
        has, needs = (
            format_decimal(figure, FIGURES) for figure in (verdict.shortfall.has, verdict.shortfall.needs)
        )
        return [_limits(has, needs)[verdict.shortfall.limit], better]
    if verdict.place > TOP:
        return [better, _("No more than %(top)s are suggested.", top=TOP)]
    return [_("Otherwise it would stand in place %(place)s.", place=verdict.place)]


def _bars() -> dict[str, str]:
    return {
        "place": _("The offer is for other States."),
        "dates": _("No day is left on which it can be given while the need lasts."),
        "language": _("No working language is in common."),
        "capacity": _("Its capacity is used up."),
        "not_named": _("The need is open to named donors, and this is none of them."),
        "excluded": _("The State excludes this donor."),
        "same_organisation": _("Both belong to one organisation."),
    }


def _limits(has: str, needs: str) -> dict[str, str]:
    """What a pair has of the score, and the least it needs."""
    return {
        "common": _("Too little is in common: %(has)s, and the least is %(needs)s.", has=has, needs=needs),
        "words": _(
            "Neither a topic nor an area is in common, and too little in words: %(has)s, and the least is %(needs)s.",
            has=has,
            needs=needs,
        ),
        "suitable": _(
            "No offer has a topic of this need, and none has enough else: %(has)s here, and the least is %(needs)s.",
            has=has,
            needs=needs,
        ),
    }
