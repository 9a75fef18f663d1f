"""What becomes of things by a deed: what changes, and the rows of history and the letters that it leaves behind."""

from collections.abc import Callable
from typing import Any

from tests.lives.model import (
    BOTH,
    OVER,
    PARTS,
    REVIEWED,
    STANDING,
    WRITES,
    Effect,
    Pair,
    Thing,
    follow,
    heads,
    owns,
)


def to(target: str = "", letters: int = 0, **marks: Any) -> Callable[[str, Any, str], Effect]:
    """The state and the *marks* that a deed gives to a thing."""

    def then(who: str, thing: Any, said: str) -> Effect:
        thing.state = target or thing.state
        for name, value in marks.items():
            setattr(thing, name, value)
        return Effect(letters=letters)

    return then


def side(who: str, pair: Pair) -> str:
    if heads(who, pair.need):
        return "requester"
    return "donor" if owns(who, pair.offer) else ""


def others(who: str, pair: Pair) -> int:
    """How many hear of what *who* does: the other side, or both."""
    return 1 if side(who, pair) else 2


def taken_up(target: str) -> Callable[[str, Pair, str], Effect]:
    def then(who: str, pair: Pair, said: str) -> Effect:
        pair.state, pair.proposer = target, who
        return Effect()

    return then


def says_yes(name: str, letters: int) -> Callable[[str, Pair, str], Effect]:
    def then(who: str, pair: Pair, said: str) -> Effect:
        pair.said_yes |= {name}
        return Effect(letters=letters)

    return then


def declines_as_requester(who: str, pair: Pair, said: str) -> Effect:
    """The donor, if it had not been asked, never knows."""
    pair.state = "declined"
    return Effect(letters=len(pair.said_yes & {"requester"}))


def answers_contact(who: str, pair: Pair, said: str) -> Effect:
    if said == "need_help":
        return Effect(letters=1)
    effect = Effect(moves=2 if pair.state == "introduced" else 1)
    pair.state = "exploring"
    return effect


def agrees(who: str, pair: Pair, said: str) -> Effect:
    """Both sides are told; of the offer one place is taken, and with the last it is exhausted."""
    pair.parts, pair.state = said, "agreed" if set(said) == set(PARTS) else "part_agreed"
    pair.offer.left -= 1
    effect = Effect(letters=2)
    if not pair.offer.left and pair.offer.state == "published":
        pair.offer.state = "exhausted"
        effect += Effect(letters=1)
    effect += follow(pair.need)
    return effect


def release_held(pair: Pair) -> Effect:
    """What an agreement held is free again."""
    effect = Effect(moves=0)
    if pair.parts:
        pair.parts, pair.offer.left = "", pair.offer.left + 1
        if pair.offer.state == "exhausted":
            pair.offer.state = "published"
            effect += Effect(letters=1)
        effect += follow(pair.need)
    return effect


def stops(who: str, pair: Pair, said: str) -> Effect:
    pair.state = "declined"
    effect = Effect(letters=others(who, pair))
    effect += release_held(pair)
    return effect


def starts(who: str, pair: Pair, said: str) -> Effect:
    pair.state = "in_delivery"
    effect = Effect(letters=others(who, pair))
    effect += follow(pair.need)
    return effect


def says_delivered(who: str, pair: Pair, said: str) -> Effect:
    """One says so, the other is asked; when both have, both are asked how it was."""
    pair.said_delivered |= {side(who, pair)}
    if pair.said_delivered != BOTH:
        return Effect(letters=1)
    pair.state = "delivered"
    effect = Effect(moves=2, letters=2)
    effect += follow(pair.need)
    return effect


def gives_feedback(who: str, pair: Pair, said: str) -> Effect:
    pair.gave_feedback |= {side(who, pair)}
    return Effect()


def closes(who: str, pair: Pair, said: str) -> Effect:
    """The need is closed with the last of its matches."""
    pair.state = "closed"
    effect = Effect(letters=2)
    standing = {one.state for one in pair.need.pairs if one.state in STANDING}
    if pair.need.state == "delivered" and standing == {"closed"}:
        pair.need.state = "closed"
        effect += Effect()
    return effect


def ended(about: Thing) -> Effect:
    """What was under way ends with the need or the offer; whoever was asked, or met the other side, is told."""
    effect = Effect(moves=0)
    for pair in about.pairs:
        if pair.state in OVER or not pair.touched:
            continue
        asked = "requester" in pair.said_yes if about.noun == "needs" else pair.state not in REVIEWED
        pair.state = "dismissed" if pair.state in REVIEWED else "lapsed"
        effect += Effect(letters=int(asked))
        effect += release_held(pair)
    return effect


def news(who: str, thing: Thing) -> Effect:
    """The owners are told, and who checks it if they act themselves; nobody of what they did."""
    return Effect(moves=0, letters=int(thing.checked) if who in WRITES and owns(who, thing) else 1)


def told(target: str, *, ends: bool = False) -> Callable[[str, Thing, str], Effect]:
    def then(who: str, thing: Thing, said: str) -> Effect:
        thing.state = target
        effect = Effect()
        if ends:
            effect += ended(thing)
        effect += news(who, thing)
        return effect

    return then


def refused(who: str, need: Thing, said: str) -> Effect:
    need.state = "not_taken_up"
    effect = Effect(letters=1)
    effect += ended(need)
    return effect


def resumes_need(who: str, need: Thing, said: str) -> Effect:
    need.state = "in_matching"
    effect = Effect()
    effect += follow(need)
    effect += news(who, need)
    return effect


def resumes_offer(who: str, offer: Thing, said: str) -> Effect:
    offer.state = "published" if offer.left else "exhausted"
    effect = Effect(moves=1 if offer.left else 2)
    effect += news(who, offer)
    return effect


def replenishes(who: str, offer: Thing, said: str) -> Effect:
    offer.state, offer.left = "published", offer.left + 1
    effect = Effect()
    effect += news(who, offer)
    return effect


def says(who: str, thing: Any, said: str) -> Effect:
    """A message is no move; the other side is told that there is one."""
    return Effect(moves=0, letters=others(who, thing) if isinstance(thing, Pair) else 1)
