"""What is said in letters about an account. No password is ever in one, only a link that works once."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

FORGOTTEN = "/password/ask"
SIGN_IN = "/sign-in"
MY_ACCOUNT = "/my-account/"
TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.INVITED: (
        mark("You are invited to Matchmaker"),
        mark(
            "An account has been opened for you, as “%(role)s”. Please choose a password: the link works once, for three days. After that you can ask for a new one on the page for signing in."
        ),
    ),
    LetterKind.COLLEAGUE_JOINED: (
        mark("Somebody else acts for your organisation"),
        mark(
            "An administrator has given somebody at your organisation the role “%(role)s”. Who has an account there stands on the page of your own. If nobody among you asked for this, tell the secretariat at once."
        ),
    ),
    LetterKind.LINK_ASKED: (
        mark("Choose a new password"),
        mark(
            "Somebody has asked for a new password for your account, perhaps you. The link works once, for an hour. If it was not you, do nothing: your password stays as it is."
        ),
    ),
    LetterKind.ACCOUNT_CHANGED: (
        mark("Your password was changed"),
        mark(
            "The password of your account was changed just now, and you are signed out everywhere. If it was not you, ask for a new password at once, and tell the secretariat."
        ),
    ),
    LetterKind.APPOINTMENT_WAITS: (
        mark("A role in the secretariat waits for a second administrator (%(ref)s)"),
        mark(
            "Another administrator has proposed to give somebody a role in the secretariat. Please look at it, and confirm or refuse it."
        ),
    ),
    LetterKind.APPOINTMENT_ENDED: (
        mark("Your proposal of a role is decided (%(ref)s)"),
        mark("Your proposal %(ref)s is now “%(state)s”. Its page says by whom, and when."),
    ),
    LetterKind.SECOND_STEP_CHANGED: (
        mark("The second step of your sign-in has changed"),
        mark("%(what)s If this was not you, change your password at once and tell the secretariat."),
    ),
    LetterKind.IDENTITY_BOUND: (
        mark("You can sign in with %(name)s from now on"),
        mark(
            "Somebody signed in to your account with %(name)s for the first time just now. If this was not you, tell the secretariat at once."
        ),
    ),
    LetterKind.ACCOUNT_SLEEPS: (
        mark("Your account falls asleep on %(day)s"),
        mark(
            "You have not signed in since %(since)s. If you still work with this portal, please sign in by %(day)s. After that day no letters come any more; asking for a new password on the page for signing in wakes the account."
        ),
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
