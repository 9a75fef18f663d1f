"""What people write of an agreement and of its delivery: the same gate as drafts.py, for other forms."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from matchmaker.models.need import MOST_COMPONENTS
from matchmaker.outcomes import ContactAnswer, Extent
from matchmaker.services.drafts import (
    MOST_BENEFICIARIES,
    Currency,
    Draft,
    Line,
    Prose,
    ascii_digits,
    in_our_time,
    iso_day,
)
from matchmaker.vocabulary import DeclineReason

MOST_VALUE = MOST_BENEFICIARIES  # fits the column on both databases
KnownDay = Annotated[date, BeforeValidator(iso_day), AfterValidator(in_our_time)]
Position = Annotated[int, Field(ge=1, le=MOST_COMPONENTS), BeforeValidator(ascii_digits)]


class AgreementDraft(Draft):
    """A specific activity; names are those of the columns, *parts* are positions in the need."""

    activity: Annotated[Line, StringConstraints(min_length=1)]
    parts: Annotated[frozenset[Position], Field(min_length=1, max_length=MOST_COMPONENTS)]
    starts_on: KnownDay
    ends_on: KnownDay
    value: Annotated[Annotated[int, Field(ge=1, le=MOST_VALUE)] | None, BeforeValidator(ascii_digits)] = None
    currency: Currency = "USD"
    places: Annotated[int, BeforeValidator(ascii_digits), Field(ge=1, le=1_000_000)] = 1

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_before_start")
        return self


class ContactDraft(Draft):
    """The answer to "is contact under way?"; who does not go on gives a reason."""

    answer: ContactAnswer
    reason: Annotated[DeclineReason | None, BeforeValidator(lambda value: value or None)] = None
    note: Line = ""

    @model_validator(mode="after")
    def says_why(self) -> Self:
        if self.answer == ContactAnswer.NOT_CONTINUING and self.reason is None:
            raise ValueError("missing")
        return self


class FeedbackDraft(Draft):
    """Five short questions, words of one's own, and whether these may be published."""

    as_agreed: Extent
    timely: Extent
    useful: Annotated[int, BeforeValidator(ascii_digits), Field(ge=1, le=5)]
    lasting: Extent
    recommended: Extent
    words: Prose = ""
    may_publish: bool = False
