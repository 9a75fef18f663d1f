"""Rules on attached files: one is never wider than the need or the offer that it belongs to; what came with a message
is read by those who read that thread."""

from typing import Any

from matchmaker.rules import (
    TO_DONORS,
    Actor,
    asks_introduced,
    for_donor,
    gives_introduced,
    introduced,
    member,
    own,
    own_or_donor_offer,
    public_offer,
    received,
    unrestricted,
)
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, MatchState, Visibility


def own_file(actor: Actor, file: Any) -> bool:
    """Of the thing itself: what came with a message stays as it was said."""
    return file.message_id is None and own(actor, file.about)


def staff_file(actor: Actor, file: Any) -> bool:
    if file.match:
        return introduced(actor, file.match)
    return file.pool is not None or received(actor, file.about)


def open_file(actor: Actor, file: Any) -> bool:
    """It is for everybody, and so is all of what it belongs to."""
    if file.message_id is not None:
        return False
    shown = unrestricted(actor, file.need) if file.need else public_offer(actor, file.offer)
    return shown and file.visibility == Visibility.PUBLIC


def introduced_to_file(actor: Actor, file: Any) -> bool:
    """The two sides have been introduced: each reads the files of what brought them together, until it is closed."""
    going_on = INTRODUCED_MATCH_STATES - {MatchState.CLOSED}
    met = [one for one in file.about.introductions if one.state in going_on]
    return any(own(actor, one.offer if file.need else one.need) for one in met)


def said_to_asker(actor: Actor, file: Any) -> bool:
    """As the rows *read_thread* of the policy for those who ask."""
    if file.match or file.pool:
        return asks_introduced(actor, file.match) if file.match else member(actor, file.pool)
    return file.need is not None and own(actor, file.need)


def said_to_donor(actor: Actor, file: Any) -> bool:
    """As the rows *read_thread* of the policy for donors."""
    if file.match:
        return gives_introduced(actor, file.match)
    return file.offer is not None and own(actor, file.offer)


def asker_file(actor: Actor, file: Any) -> bool:
    if file.message_id is not None:
        return said_to_asker(actor, file)
    return own_file(actor, file) or open_file(actor, file) or introduced_to_file(actor, file)


def donor_file(actor: Actor, file: Any) -> bool:
    if file.message_id is not None:
        return said_to_donor(actor, file)
    shown = for_donor(actor, file.need) if file.need else own_or_donor_offer(actor, file.offer)
    meant = shown and file.visibility in TO_DONORS
    return own_file(actor, file) or meant or introduced_to_file(actor, file)
