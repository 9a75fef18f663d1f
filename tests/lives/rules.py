"""Who may do what, and when: in plain words and sets, written beside the code, not from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.lives.consequences import (
    agrees,
    answers_contact,
    closes,
    declines_as_requester,
    gives_feedback,
    refused,
    replenishes,
    resumes_need,
    resumes_offer,
    says,
    says_delivered,
    says_yes,
    side,
    starts,
    stops,
    taken_up,
    to,
    told,
)
from tests.lives.model import (
    AGREED,
    BOTH,
    CHECKS,
    DELIVERED,
    DONORS,
    LISTED_NEEDS,
    LISTED_OFFERS,
    OPEN,
    RELEASES,
    REVIEWED,
    STANDING,
    TALKS,
    Effect,
    Pair,
    Thing,
    asks,
    gives,
    heads,
    owns,
)


@dataclass(frozen=True)
class Rule:
    """*may* and *when* are asked before *then* is done: who, the thing, and what the form says besides."""

    may: Callable[[str, Any], bool]
    when: Callable[[Any, str], bool]
    then: Callable[[str, Any, str], Effect]

    def allows(self, who: str, thing: Any, said: str = "") -> bool:
        return self.may(who, thing) and self.when(thing, said)


def checks(who: str, thing: Any) -> bool:
    return who == CHECKS


def releases(who: str, thing: Any) -> bool:
    return who == RELEASES


def second_eyes(who: str, pair: Pair) -> bool:
    return who == RELEASES != pair.proposer


def staff(who: str, thing: Any) -> bool:
    return who in (CHECKS, RELEASES)


def still_open(state: str) -> Callable[[Pair, str], bool]:
    """Nobody is brought together over what has left the catalogue."""
    return lambda pair, said: (
        pair.state == state and pair.need.state in LISTED_NEEDS and pair.offer.state in LISTED_OFFERS
    )


def any_of(*may: Callable[[str, Any], bool]) -> Callable[[str, Any], bool]:
    return lambda who, thing: any(one(who, thing) for one in may)


def state(*states: str) -> Callable[[Any, str], bool]:
    return lambda thing, said: thing.state in states


def may_agree(pair: Pair, said: str) -> bool:
    free = not set(said) & pair.need.covered
    return pair.state in TALKS and pair.need.state in OPEN and free and pair.offer.left > 0


def picked(need: Thing, offer: Thing, pair: Pair | None) -> bool:
    """Once, and not what is past."""
    new = pair is None or (pair.state == "suggested" and pair.origin == "engine")
    return need.state in OPEN and offer.state == "published" and new


def wanted(need: Thing, offer: Thing, pair: Pair | None) -> bool:
    new = pair is None or (pair.state == "suggested" and pair.origin != "interest")
    return need.state in OPEN and offer.state == "published" and new


@dataclass(frozen=True)
class Meeting:
    """How a person brings a need and an offer together."""

    may: Callable[[str, Thing], bool]  # of the offer
    when: Callable[[Thing, Thing, Pair | None], bool]
    origin: str
    letters: int


MEETINGS = {
    "matches.pick": Meeting(checks, picked, "staff", 0),
    "matches.show_interest": Meeting(
        lambda who, offer: who in DONORS and owns(who, offer), wanted, "interest", 1
    ),
}
TALKERS = any_of(asks, gives)
PARTNERS = any_of(asks, gives, checks)
RULES: dict[str, Rule] = {  # endpoint -> rule
    "needs.ask_clearance": Rule(owns, state("draft", "returned"), to("clearance", 1)),
    "needs.refuse_clearance": Rule(heads, state("clearance"), to("draft", cleared=False)),
    "needs.clear": Rule(heads, state("draft", "clearance", "returned"), to("clearance", cleared=True)),
    "needs.submit": Rule(
        heads,
        lambda need, said: need.state == "clearance" and need.cleared,
        to("submitted", 1, agreed=False, checked=False, received=True),
    ),
    "needs.check": Rule(checks, state("submitted"), to("in_check", checked=True)),
    "needs.send_back": Rule(staff, state("in_check", "no_objection"), to("returned", 1)),
    "needs.summarise": Rule(checks, state("in_check"), to("no_objection", 1, agreed=False, checked=True)),
    "needs.agree": Rule(heads, state("no_objection"), to(agreed=True)),
    "needs.object": Rule(heads, state("no_objection"), to("in_check", letters=1, agreed=False)),
    "needs.publish": Rule(
        releases, lambda need, said: need.state == "no_objection" and need.agreed, to("published", 1)
    ),
    "needs.withdraw": Rule(
        heads,
        lambda need, said: need.state not in ("delivered", "closed", "withdrawn", "merged"),
        told("withdrawn", ends=True),
    ),
    "needs.discuss": Rule(
        any_of(owns, staff), lambda need, said: need.received and need.state != "withdrawn", says
    ),
    "needs.confirm": Rule(heads, state(*OPEN), to("in_matching")),
    "steps.hold": Rule(any_of(heads, staff), state(*OPEN, "matched"), told("on_hold")),
    "steps.resume": Rule(any_of(heads, staff), state("on_hold"), resumes_need),
    "steps.do_not_take_up": Rule(releases, state("submitted", "in_check", "no_objection", *OPEN), refused),
    "steps.reply": Rule(heads, state("not_taken_up"), to("in_check", 1, agreed=False)),
    "steps.close": Rule(releases, state(*OPEN, "delivered", "not_taken_up"), told("closed", ends=True)),
    "steps.reopen": Rule(any_of(heads, staff), state("matched", "in_delivery"), told("in_matching")),
    "offers.withdraw": Rule(
        owns, lambda offer, said: offer.state != "withdrawn", told("withdrawn", ends=True)
    ),
    "offers.confirm": Rule(owns, state("published"), to()),
    "offers.discuss": Rule(
        any_of(owns, staff), lambda offer, said: offer.received and offer.state != "withdrawn", says
    ),
    "offers.suspend": Rule(any_of(owns, staff), state("published", "exhausted"), told("suspended")),
    "offers.resume": Rule(any_of(owns, releases), state("suspended"), resumes_offer),
    "offers.replenish": Rule(owns, state("exhausted"), replenishes),
    "offers.submit": Rule(owns, state("draft", "returned"), to("submitted", 1, checked=False, received=True)),
    "offers.check": Rule(checks, state("submitted"), to("in_check", checked=True)),
    "offers.send_back": Rule(staff, state("in_check"), to("returned", 1)),
    "offers.publish": Rule(releases, state("in_check"), to("published", 1)),
    "matches.shortlist": Rule(checks, still_open("suggested"), taken_up("shortlisted")),
    "matches.dismiss": Rule(staff, state(*REVIEWED), to("dismissed")),
    "review.reopen": Rule(staff, state("dismissed"), to("suggested")),
    "review.unlist": Rule(checks, state("shortlisted"), to("suggested", proposer="")),
    "review.take_back": Rule(checks, state("to_release"), to("shortlisted")),
    "matches.propose": Rule(checks, state("shortlisted"), taken_up("to_release")),
    "matches.send_back": Rule(second_eyes, state("to_release"), to("shortlisted")),
    "matches.release": Rule(second_eyes, still_open("to_release"), to("consent_asked", 1)),
    "matches.accept_as_requester": Rule(
        asks, lambda pair, said: pair.state == "consent_asked" and not pair.said_yes, says_yes("requester", 1)
    ),
    "matches.accept_as_donor": Rule(
        gives,
        lambda pair, said: pair.state == "consent_asked" and pair.said_yes == {"requester"},
        says_yes("donor", 0),
    ),
    "matches.decline_as_requester": Rule(asks, state("consent_asked"), declines_as_requester),
    "matches.decline_as_donor": Rule(
        gives, lambda pair, said: pair.state == "consent_asked" and bool(pair.said_yes), to("declined", 1)
    ),
    "matches.introduce": Rule(
        second_eyes,
        lambda pair, said: still_open("consent_asked")(pair, said) and pair.said_yes == BOTH,
        to("introduced", 2),
    ),
    "matches.discuss": Rule(any_of(asks, gives, staff), state(*TALKS, *STANDING), says),
    "agreements.explore": Rule(PARTNERS, state("introduced"), to("exploring")),
    "agreements.answer_contact": Rule(TALKERS, state(*TALKS), answers_contact),
    "agreements.record_agreement": Rule(PARTNERS, may_agree, agrees),
    "agreements.stop": Rule(any_of(asks, gives, releases), state(*TALKS, *AGREED), stops),
    "agreements.start_delivery": Rule(PARTNERS, state(*AGREED), starts),
    "agreements.report_delivery": Rule(
        gives,
        lambda pair, said: pair.state == "in_delivery" and "donor" not in pair.said_delivered,
        says_delivered,
    ),
    "agreements.confirm_receipt": Rule(
        asks,
        lambda pair, said: pair.state == "in_delivery" and "requester" not in pair.said_delivered,
        says_delivered,
    ),
    "agreements.give_feedback": Rule(
        lambda who, pair: TALKERS(who, pair) and side(who, pair) not in pair.gave_feedback,
        state(*DELIVERED),
        gives_feedback,
    ),
    "agreements.report_use": Rule(asks, lambda pair, said: False, to()),  # asked a year later
    "agreements.close": Rule(releases, state("delivered"), closes),
}
SAID = {  # endpoint -> what its form may say besides
    "agreements.answer_contact": ("talking", "need_help"),
    "agreements.record_agreement": ("1", "2", "12"),
}
APART = {  # deeds that the model leaves out, and why
    "needs.write": "begins a life",
    "need_files.attach": "a file",
    "offer_files.attach": "a file",
    "needs.edit": "a text, under the eyes of its own tests",
    "needs.correct": "a topic",
    "needs.assign": "who looks after it",
    "steps.merge": "takes two needs of one State",
    "need_sheets.upload": "begins a life, from a file",
    "need_sheets.download": "hands out a form",
    "offers.write": "begins a life",
    "offers.edit": "a text",
    "offers.correct": "a topic",
    "offers.assign": "who looks after it",
    "offers.renew": "the clock's affair",
    "offer_sheets.upload": "begins a life, from a file",
    "offer_sheets.download": "hands out a form",
    "review.assign": "who looks after it",
}
