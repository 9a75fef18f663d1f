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
    LetterKind.HANDED_OVER: (
        mark("An organisation has a new contact (%(ref)s)"),
        mark(
            "Somebody has left and handed their work over to a colleague. The page of the organisation says who is there now."
        ),
    ),
}
