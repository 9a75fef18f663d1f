"""What is said in letters when the way into an account changes."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.SECOND_STEP_CHANGED: (
        mark("The second step of your sign-in has changed"),
        mark("%(what)s If this was not you, change your password at once and tell the secretariat."),
    ),
}
