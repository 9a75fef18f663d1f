"""What the other side will ask of a draft: rules over what is written and what is not. They advise, and bar nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matchmaker.services.drafts import ComponentDraft, NeedDraft, OfferDraft
from matchmaker.vocabulary import Urgency
from matchmaker.wording import Wording, say

FEW_WORDS = 150  # characters: shorter, and a text tells a title over again
CHINESE = 3  # times as much as in letters is said by one character
HAN = re.compile(r"[\u3400-\u9fff]")
YEAR = re.compile(r"(?<!\d)(1[89]|20)\d\d(?!\d)")
AREA_OF_LAW = "LEG"
NO_LAW = frozenset({"LEG-01", "LEG-07"})  # a strategy, an evaluation: about no law in particular
TAUGHT = frozenset({"TRN", "ELN", "TOT", "MEN", "EXC", "STV", "SCH", "FEL", "WKS", "EXE", "SPO", "CER"})
SENT = frozenset({"EXP", "TWN"})
GOODS = frozenset({"EQU", "SWL", "ITS", "TTR"})


@dataclass(frozen=True)
class Question:
    """What somebody would ask, the *field* that answers it, and whether it is answered."""

    field: str
    asks: Wording
    is_answered: bool

    @property
    def column(self) -> str:
        """The field without the number of its row."""
        return self.field.split("-")[-1]


def of_need(draft: NeedDraft) -> list[Question]:
    """What a donor will ask, the weightiest first; each once, where it is still open."""
    parts = draft.components or [ComponentDraft()]
    about_law = _law(draft, parts)
    in_parts = [question for row, part in enumerate(parts) for question in _of_part(row, part)]
    return [
        Question("problem", say("What exists today: staff, equipment, rules, cases?"), _says(draft.problem)),
        Question(
            "problem", say("How many: people, cases, devices, in a month or a year?"), _counts(draft.problem)
        ),
        *about_law,
        *_each_once(in_parts),
        Question(
            "expected_result",
            say("How will you know that it has worked: which figure, today and then?"),
            _counts(draft.expected_result),
        ),
        Question(
            "beneficiary_count",
            say("Who will benefit, and how many people?"),
            draft.beneficiary_count is not None or _counts(draft.beneficiaries),
        ),
        Question(
            "earliest_start" if not draft.earliest_start else "latest_end",
            say("By when?"),
            bool(draft.earliest_start and draft.latest_end),
        ),
        Question("languages", say("In which languages?"), bool(draft.languages)),
        Question(
            "previous_assistance",
            say("Who has helped with this before, and what has become of it?"),
            bool(draft.previous_assistance),
        ),
        *_urgency(draft),
    ]


def of_offer(draft: OfferDraft) -> list[Question]:
    """What a State will ask."""
    left_out = say("What is not covered: travel, stay, interpreters?")
    if GOODS & set(draft.modalities):
        left_out = say("What is not covered: customs, installation, upkeep, renewal?")
    bounds = [draft.conditions, draft.countries, draft.regions, draft.groups]
    return [
        Question(
            "description", say("What exactly do people receive, and from whom?"), _says(draft.description)
        ),
        Question(
            "description",
            say("How much of it: how many people, weeks or pieces?"),
            _counts(draft.description),
        ),
        Question("conditions", say("For whom is it, and on what conditions?"), any(bounds)),
        Question("valid_until", say("Until when?"), draft.valid_until is not None),
        Question("not_covered", left_out, bool(draft.not_covered)),
        Question("covers", say("Who pays for travel and stay?"), bool(draft.covers)),
        Question(
            "lead_time_weeks",
            say("How many weeks do you need to prepare?"),
            draft.lead_time_weeks is not None,
        ),
        Question("languages", say("In which languages?"), bool(draft.languages)),
        Question("references", say("Where have you done this before?"), bool(draft.references)),
    ]


def _of_part(row: int, part: ComponentDraft) -> Iterator[Question]:
    quantity, own = f"components-{row}-quantity", f"components-{row}-own_contribution"
    yield Question(quantity, _how_much(part.modality), _counts(part.quantity))
    yield Question(own, _what_you_give(part.modality), bool(part.own_contribution))


def _how_much(modality: str) -> Wording:
    if modality in TAUGHT:
        return say("How many people, in which posts, and for how many days?")
    if modality in SENT:
        return say("For how many weeks, and who will work beside the expert?")
    if modality in GOODS:
        return say("Which pieces, how many, and for how many users?")
    return say("How much of it: people, weeks, pages, pieces?")


def _what_you_give(modality: str) -> Wording:
    if modality in GOODS:
        return say("Who will maintain it, and who pays for that in the third year?")
    return say("What will you provide yourselves: rooms, staff, travel?")


def _law(draft: NeedDraft, parts: Sequence[ComponentDraft]) -> Iterator[Question]:
    topics = {part.topic for part in parts if part.topic.startswith(AREA_OF_LAW)}
    if topics - NO_LAW or any(part.modality == "LDR" for part in parts):
        written = f"{draft.title} {draft.problem} {draft.expected_result}"
        asks = say("Which law is it, of which year, and how far is the draft?")
        yield Question("problem", asks, bool(YEAR.search(written)))


def _urgency(draft: NeedDraft) -> Iterator[Question]:
    if draft.urgency == Urgency.HIGH:
        yield Question("urgency_reason", say("Why is it urgent?"), bool(draft.urgency_reason))


def _each_once(questions: Sequence[Question]) -> list[Question]:
    """Of those that ask the same, the first that is open."""
    found: dict[str, Question] = {}
    for question in questions:
        if question.asks.text not in found or found[question.asks.text].is_answered:
            found[question.asks.text] = question
    return list(found.values())


def _says(text: str) -> bool:
    return len(text) + (CHINESE - 1) * len(HAN.findall(text)) >= FEW_WORDS


def _counts(text: str) -> bool:
    """Whether a number stands in *text*, in whatever digits."""
    return any(character.isdigit() for character in text)
