"""What is said in letters that hang on time. Like all letters they name a reference and a day, and no content."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.DRAFT_WAITING: (
        mark("Your draft %(ref)s waits for you"),
        mark(
            "Your draft %(ref)s has not been touched for two weeks. Nothing you wrote is lost. If it is not wanted any more, withdraw it."
        ),
    ),
    LetterKind.AGREEMENT_WAITED_FOR: (
        mark("We still need your word on %(ref)s"),
        mark(
            "The public summary of your need %(ref)s waits for you. It is published only if you agree: silence is not consent."
        ),
    ),
    LetterKind.PLEASE_CONFIRM: (
        mark("Does %(ref)s still hold?"),
        mark(
            "Nobody has confirmed %(ref)s for a year. If it still holds, please confirm it: one button on its page. If nobody does by %(day)s, it is hidden and no longer matched."
        ),
    ),
    LetterKind.NOW_HIDDEN: (
        mark("%(ref)s is hidden until you confirm it"),
        mark(
            "Nobody has confirmed in time that %(ref)s still holds, so it is no longer shown or matched. Nothing is lost: confirm it on its page, and it is back at once."
        ),
    ),
    LetterKind.NEED_UNMET: (
        mark("No suitable offer yet for your need %(ref)s"),
        mark(
            "In three months we have not found a suitable offer for your need %(ref)s. Its page says what was done and what you can do now. It stays open, and the search goes on."
        ),
    ),
    LetterKind.OFFER_ENDS: (
        mark("Your offer %(ref)s ends on %(day)s"),
        mark(
            "Your offer %(ref)s is open until %(day)s. After that day it is no longer shown or matched; you can then renew it on its page."
        ),
    ),
    LetterKind.OFFER_ENDED: (
        mark("Your offer %(ref)s has ended"),
        mark(
            "The last day of your offer %(ref)s has passed. It is no longer shown or matched. If it still stands, renew it on its page."
        ),
    ),
    LetterKind.ANSWER_WAITED_FOR: (
        mark("We still wait for your answer (%(ref)s)"),
        mark(
            "You were asked whether you would like to be introduced. Please answer by %(day)s; after that day the question lapses. You are free to decline."
        ),
    ),
    LetterKind.CONTACT_UNDER_WAY: (
        mark("Is contact under way? (%(ref)s)"),
        mark(
            "You were introduced %(days)s days ago. Please say on the page of the match how it goes: you are talking, you have agreed, you do not go on, or you need help."
        ),
    ),
    LetterKind.NOT_STARTED: (
        mark("Has it begun? (%(ref)s)"),
        mark(
            "You agreed six months ago, and nothing has been recorded since. Please say on the page of the match whether it has begun, or will not."
        ),
    ),
    LetterKind.YEAR_LATER: (
        mark("One year later: is the result still in use? (%(ref)s)"),
        mark(
            "A year ago this assistance was delivered. Please say on the page of the match whether its result is still in use. It takes a minute."
        ),
    ),
    LetterKind.QUEUE_WAITS: (
        mark("Suggestions wait in the review queue: %(number)s"),
        mark(
            "Suggestions in the review queue: %(number)s. Days that the oldest has waited: %(days)s. The target is ten working days."
        ),
    ),
    LetterKind.SEARCH_NEWS: (
        mark("New in your search “%(name)s”: %(number)s"),
        mark(
            "Since the last letter this is new in what you search for under the name “%(name)s”: %(number)s. You find it on the page of the search."
        ),
    ),
    LetterKind.PROFILE_FITS: (
        mark("New needs that fit your profile “%(name)s”: %(number)s"),
        mark(
            "Needs that fit the standing profile “%(name)s” of your organisation, and that we have not told you of before: %(number)s. The page of the profile lists them, and says why they fit. You are free to look and to do nothing."
        ),
    ),
    LetterKind.PROFILE_ENDS: (
        mark("Your profile “%(name)s” ends on %(day)s"),
        mark(
            "The standing profile “%(name)s” of your organisation is matched with needs until %(day)s. If it still holds after that day, please confirm it on its page."
        ),
    ),
    LetterKind.PROFILE_ENDED: (
        mark("Your profile “%(name)s” has ended"),
        mark(
            "The last day of the standing profile “%(name)s” of your organisation has passed. It is no longer matched with needs. If it still holds, confirm it on its page."
        ),
    ),
}
