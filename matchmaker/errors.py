"""What can go wrong in the field's own terms. Each says what is and what to do; the web maps each to a page."""

from collections.abc import Mapping
from datetime import datetime

from matchmaker.wording import Wording, say


class MatchmakerError(Exception):
    """A refusal that speaks to the person who reads it."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(str(wording))
        self.wording = wording


class NotFound(MatchmakerError):
    """It does not exist, or this person must not know that it does."""


class NotAllowed(MatchmakerError):
    """This person may read it but not do this."""


class IllegalTransition(MatchmakerError):
    """The thing is in a state from which this deed does not lead."""


class Incomplete(MatchmakerError):
    """Something required is missing; *fields* maps each field to its sentence."""

    def __init__(self, wording: Wording, fields: Mapping[str, Wording]) -> None:
        super().__init__(wording)
        self.fields = fields


class Conflict(MatchmakerError):
    """Somebody else changed the thing since this person read it."""


class TooManyTries(MatchmakerError):
    """Somebody guesses, or it looks like that: later they may try again."""


class TooOften(TooManyTries):
    """Somebody asks for more than their share; *until* is when they may ask again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(say("Please wait a little"))
        self.until = until


class BadInput(MatchmakerError):
    """A value that cannot be meant: a NUL, a half character, a number out of all bounds."""


class RefusedFile(MatchmakerError):
    """A file that is not kept: not what it says, too large, or with no room for it."""


class StoreAway(Exception):
    """The store of attached files does not answer, or not as it should: nothing was kept, and nothing is lost."""
