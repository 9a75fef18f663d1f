"""What is said in letters when the way into an account changes. What opens anything is never in their text."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.SECOND_STEP_CHANGED: (
        mark("The second step of your sign-in has changed"),
        mark("%(what)s If this was not you, change your password at once and tell the secretariat."),
    ),
    LetterKind.NEW_ADDRESS: (
        mark("Is this your new address?"),
        mark(
            "Somebody, perhaps you, wants letters about an account to come to this address, and to sign in with it. The link works once, for an hour. If it was not you, do nothing."
        ),
    ),
    LetterKind.ADDRESS_CHANGED: (
        mark("The address of your account has changed"),
        mark(
            "Letters go to your new address from now on, and you sign in with it. If this was not you, tell the secretariat at once."
        ),
    ),
}
