"""What is said in letters about pools. Of the other States they tell nothing: not who, not how many."""

from collections.abc import Mapping

from matchmaker.vocabulary import LetterKind
from matchmaker.wording import mark

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.POOL_ASKED: (
        mark("Would you like to ask together with other States? (%(ref)s)"),
        mark(
            "Other States may have needs like yours, and asking together can bring an answer sooner. Nobody is told of your need unless you agree. Please look at it and answer by %(day)s. You are free to decline, and to leave again later."
        ),
    ),
    LetterKind.POOL_WAITED_FOR: (
        mark("We still wait for your answer (%(ref)s)"),
        mark(
            "You were asked whether you would like to ask together with other States. Please answer by %(day)s; after that day the question lapses. You are free to decline."
        ),
    ),
    LetterKind.POOL_STANDS: (
        mark("You now ask together with other States (%(ref)s)"),
        mark(
            "Other States have agreed as well. The page of the pool says who they are and how to reach them."
        ),
    ),
    LetterKind.POOL_CHANGED: (
        mark("The pool %(ref)s has changed"),
        mark("The page of the pool %(ref)s says which States ask together now."),
    ),
    LetterKind.POOL_ENDED: (
        mark("The pool %(ref)s has ended"),
        mark("The pool %(ref)s has ended. Your need stays as it is, and the search for offers goes on."),
    ),
}
