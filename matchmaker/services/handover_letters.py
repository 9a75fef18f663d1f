"""What is said in letters when somebody leaves. They name no person: who it is stands on the page."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.TAKEN_OVER: (
        mark("You take over the work of a colleague"),
        mark(
            "A colleague has handed their work over to you. You are now “%(role)s” of your organisation. What waits for you stands on your desk."
        ),
    ),
    LetterKind.CONTACT_CHANGED: (
        mark("Your contact on the other side has changed (%(ref)s)"),
        mark(
            "Somebody else now speaks for the other side of this introduction. You find the new contact on its page. Nothing else has changed."
        ),
    ),
    LetterKind.NOBODY_ANSWERS: (
        mark("Nobody answers for an organisation any more (%(ref)s)"),
        mark(
            "The only person who speaks for it has not signed in for a year, and their account is dormant. Please ask the organisation who is responsible now."
        ),
    ),
    LetterKind.HAND_OVER_FIRST: (
        mark("Work waits for somebody who is gone (%(ref)s)"),
        mark(
            "This account has not been used for years, and would be made anonymous by now. Work still waits for its owner by name: please hand it over to a colleague, then make the account anonymous on its page."
        ),
    ),
    LetterKind.HANDED_OVER: (
        mark("An organisation has a new contact (%(ref)s)"),
        mark(
            "Somebody has left and handed their work over to a colleague. The page of the organisation says who is there now."
        ),
    ),
}
