"""What a donor officer writes in a standing profile: the same gate as drafts.py, for another form."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from matchmaker.models.search import NAME_MAX
from matchmaker.services.agreement_drafts import KnownDay
from matchmaker.services.drafts import (
    MOST_CODES,
    Country,
    Draft,
    Group,
    Language,
    Modality,
    Prose,
    Region,
    Topic,
    codes,
    nothing_is_none,
    once_each,
    one_line,
)
from matchmaker.vocabulary import BudgetBand

SIZES = tuple(band for band in BudgetBand if band != BudgetBand.IN_KIND)  # from the smallest to the largest


def is_a_size(band: BudgetBand | None) -> BudgetBand | None:
    if band is not None and band not in SIZES:
        raise ValueError("unknown_code")
    return band


Size = Annotated[BudgetBand | None, BeforeValidator(nothing_is_none), AfterValidator(is_a_size)]


class ProfileDraft(Draft):
    """Names are those of the columns; lists are kept as tags."""

    language: Language = "en"
    name: Annotated[str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=NAME_MAX)]
    text: Prose = ""
    topics: Annotated[list[Topic], AfterValidator(once_each), Field(min_length=1, max_length=MOST_CODES)]
    modalities: codes(Modality) = Field(default_factory=list)  # type: ignore[valid-type]  # made by a function
    countries: Annotated[list[Country], AfterValidator(once_each), Field(max_length=200)] = Field(
        default_factory=list
    )
    regions: codes(Region) = Field(default_factory=list)  # type: ignore[valid-type]  # made by a function
    groups: codes(Group) = Field(default_factory=list)  # type: ignore[valid-type]  # made by a function
    languages: codes(Language) = Field(default_factory=list)  # type: ignore[valid-type]  # made by a function
    least: Size = None
    most: Size = None
    until: KnownDay

    @model_validator(mode="after")
    def is_a_window(self) -> Self:
        if self.least and self.most and SIZES.index(self.most) < SIZES.index(self.least):
            raise ValueError("most_below_least")
        return self
