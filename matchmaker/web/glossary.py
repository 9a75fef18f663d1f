"""The words of the portal in plain language: for the page of words, and beside the questions that need one."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker import reference
from matchmaker.wording import Wording, say


@dataclass(frozen=True)
class Word:
    """*code* names it in an address and in a form, whatever the language."""

    code: str
    name: Wording
    meaning: Wording


@dataclass(frozen=True)
class Chapter:
    heading: Wording
    words: Sequence[Word]


THINGS = (
    Word(
        "need",
        say("Needs"),
        say("What a State asks for: the problem, what exists, and what is to be different."),
    ),
    Word(
        "part",
        say("Part"),
        say("What could be given by itself. One offer may cover one part of a need, another the rest."),
    ),
    Word(
        "offer",
        say("Offers"),
        say("What a donor gives, to whom, how often, on what conditions and until when."),
    ),
    Word(
        "topic",
        say("Topic"),
        say(
            "What assistance is about: one of %(topics)s topics in %(areas)s areas.",
            topics=len(reference.topics()),
            areas=len(reference.areas()),
        ),
    ),
    Word(
        "modality",
        say("Kind of assistance"),
        say(
            "How it is given: a course, mentoring, equipment, an expert … There are %(kinds)s kinds.",
            kinds=len(reference.modalities()),
        ),
    ),
    Word(
        "size",
        say("Indicative size"),
        say(
            "Roughly what it costs, in wide steps, so that needs and offers of like size meet. "
            "It binds nobody, and you may leave it open."
        ),
    ),
    Word(
        "capacity",
        say("Capacity"),
        say("How often an offer can be given: places, missions, kits. Agreements use it up."),
    ),
    Word(
        "groups",
        say("Groups of States"),
        say(
            "LDC: least developed countries. LLDC: landlocked developing countries. "
            "SIDS: small island developing States. ODA: States that may receive official development assistance. "
            "States enter and leave; what counts is the day."
        ),
    ),
    Word(
        "profile",
        say("Standing profile"),
        say("What a donor could give before there is an offer. Its own officers alone read it."),
    ),
    Word(
        "pool",
        say("Pool"),
        say(
            "Like needs of several States, asked for together. None learns of another before two have said yes."
        ),
    ),
)

DEEDS = (
    Word(
        "clearance",
        say("Clearance"),
        say("The focal point’s word that the State asks for this. After a change it is asked for again."),
    ),
    Word(
        "no-objection",
        say("No objection"),
        say("The State has seen what others will read, and agrees."),
    ),
    Word(
        "fit",
        say("Fit"),
        say(
            "Strong, good or possible: how well a need and an offer suit each other, always with reasons. "
            "It says nothing about how good a State or a donor is."
        ),
    ),
    Word(
        "interest",
        say("Interest"),
        say("A donor says: with this offer we would like to serve this need."),
    ),
    Word(
        "introduction",
        say("Introduction"),
        say("Both sides have said yes, and read each other’s contact."),
    ),
    Word(
        "agreement",
        say("Agreement"),
        say("What the two have agreed on: an activity, the parts it covers, the dates."),
    ),
    Word(
        "confirming",
        say("To confirm"),
        say("To say that it still holds. What nobody confirms is hidden, not lost."),
    ),
    Word(
        "unmet",
        say("Unmet"),
        say("Nothing suitable is known for a need yet. It stays open."),
    ),
)

PEOPLE = (
    Word(
        "focal-point",
        say("Focal point"),
        say("Speaks for a State here: clears, submits, agrees, says yes or no."),
    ),
    Word(
        "drafter",
        say("Drafter"),
        say("Writes needs in a ministry and asks the focal point for clearance."),
    ),
    Word(
        "donor",
        say("Donor"),
        say(
            "Whoever gives: an agency, an organisation, a company, a university. "
            "Its donor officer writes and answers."
        ),
    ),
    Word(
        "case-officer",
        say("Case officer"),
        say("Of the secretariat: checks, asks questions, writes summaries, reviews pairs."),
    ),
    Word(
        "releaser",
        say("Releaser"),
        say("Of the secretariat, the second pair of eyes: publishes, releases, introduces."),
    ),
    Word(
        "verified",
        say("Verified"),
        say("The secretariat knows that an organisation is who it says it is."),
    ),
)

READERS = (
    Word(
        "visibility",
        say("Visibility"),
        say(
            "Who reads it: everybody, donors, the donors you name, or the secretariat alone. "
            "Before you submit you see what each would read. Narrow keeps it quiet; wide finds more."
        ),
    ),
    Word(
        "summary",
        say("Public summary"),
        say(
            "A few lines from which a donor can tell whether it is for them. It names no country, no case and "
            "no person. Leave it empty and the secretariat writes it; nobody reads it before you agree."
        ),
    ),
    Word(
        "operational",
        say("Operational facts"),
        say("Names of cases and persons, weaknesses of a system, duty telephones: they have no place here."),
    ),
    Word(
        "exclusions",
        say("Partners you would not work with"),
        say("The secretariat alone reads this, asks for no reason, and brings no such donor to you."),
    ),
)

CHAPTERS = (
    Chapter(say("What is asked and offered"), THINGS),
    Chapter(say("What happens"), DEEDS),
    Chapter(say("Who is who"), PEOPLE),
    Chapter(say("Who may read what"), READERS),
)
_UNDER = {word.code: word for chapter in CHAPTERS for word in chapter.words}


def word(code: str) -> Word:
    """The word under *code*; KeyError if there is none."""
    return _UNDER[code]
