"""The one gate for what people write: forms, imports and the seed all come in through these.

A draft may be incomplete; it may never hold what cannot be meant: unknown codes, broken characters, texts
out of all bounds. What must be there before it is submitted is said by `needs.missing` and `offers.missing`.
"""

import re
import unicodedata
from datetime import date
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from matchmaker import reference
from matchmaker.models.columns import LINE_MAX, TEXT_MAX, TITLE_MAX
from matchmaker.models.need import MOST_COMPONENTS
from matchmaker.vocabulary import BudgetBand, CapacityUnit, Cover, Urgency, Visibility

MOST_CODES = 60
MOST_TERMS = 30
TERM_MAX = 100
MOST_BENEFICIARIES = 2_000_000_000  # fits the column on both databases
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
GROUPED = re.compile(r"[0-9]{1,3}(?:[ ,.'\u00a0\u202f][0-9]{3})+")
OFFER_AUDIENCES = (Visibility.PUBLIC, Visibility.DONORS, Visibility.SECRETARIAT)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def clean(text: object) -> object:
    """*text* in NFC with line ends as \\n; ValueError for what no reader could see and no file could keep."""
    if not isinstance(text, str):
        return text
    if UNREADABLE.search(text):
        raise ValueError("unreadable")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: object) -> object:
    cleaned = clean(text)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


def nothing_is_none(value: object) -> object:
    """An empty answer to a number, a date or a choice is no answer."""
    return None if value == "" else value


def code_of(known: frozenset[str] | set[str]) -> AfterValidator:
    def check(code: str) -> str:
        if code and code not in known:
            raise ValueError("unknown_code")
        return code

    return AfterValidator(check)


def iso_day(value: object) -> object:
    """A day is written 2027-03-31; seconds since 1970, which pydantic would take as well, are not meant."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        return value.strip()
    if type(value) is date or value is None or value == "":
        return value or None
    raise PydanticCustomError("date_parsing", "a day is written 2027-03-31")


def in_our_time(day: date | None) -> date | None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise ValueError("far_date")
    return day


def once_each(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(code for code in codes if code))


def ascii_digits(value: object) -> object:
    """A number is typed in digits, perhaps in groups of three ("1 200", "1,200") or with a "%" after it.

    "1_000", "1e3" and other spellings that Python reads are not meant.
    """
    if not isinstance(value, str) or not value:
        return nothing_is_none(value)
    typed = value.strip().removesuffix("%").rstrip()
    if GROUPED.fullmatch(typed):
        typed = re.sub(r"[^0-9]", "", typed)
    if not re.fullmatch(r"-?[0-9]{1,18}", typed):
        raise ValueError("not_a_number")
    return typed


Title = Annotated[str, BeforeValidator(one_line), StringConstraints(max_length=TITLE_MAX)]
Line = Annotated[str, BeforeValidator(one_line), StringConstraints(max_length=LINE_MAX)]
Prose = Annotated[str, BeforeValidator(clean), StringConstraints(max_length=TEXT_MAX)]
Day = Annotated[date | None, BeforeValidator(iso_day), AfterValidator(in_our_time)]
Count = Annotated[Annotated[int, Field(ge=0, le=MOST_BENEFICIARIES)] | None, BeforeValidator(ascii_digits)]
Percent = Annotated[Annotated[int, Field(ge=0, le=100)] | None, BeforeValidator(ascii_digits)]
Weeks = Annotated[Annotated[int, Field(ge=0, le=520)] | None, BeforeValidator(ascii_digits)]
Topic = Annotated[str, code_of(set(reference.topics()))]
Modality = Annotated[str, code_of(set(reference.modalities()))]
Language = Annotated[str, code_of(set(reference.languages()))]
Currency = Annotated[str, code_of(set(reference.currencies()))]
Country = Annotated[str, code_of(set(reference.countries()))]
Region = Annotated[str, code_of(set(reference.regions()))]
Group = Annotated[str, code_of(set(reference.groups()))]


def codes(kind: object) -> object:
    """A list of codes, each once, of a bounded length."""
    return Annotated[list[kind], AfterValidator(once_each), Field(max_length=MOST_CODES)]  # type: ignore[valid-type]  # made by a function


def for_offers(audience: Visibility) -> Visibility:
    """An offer has no summary of its own and names no donors: those audiences belong to needs."""
    if audience not in OFFER_AUDIENCES:
        raise ValueError("unknown_code")
    return audience


class Draft(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ComponentDraft(Draft):
    topic: Topic = ""
    modality: Modality = ""
    quantity: Line = ""
    starts_on: Day = None
    ends_on: Day = None
    own_contribution: Line = ""

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("ends_before_start")
        return self

    @property
    def is_empty(self) -> bool:
        return self == ComponentDraft()


class NeedDraft(Draft):
    """What a focal point or a drafter writes; names are those of the columns."""

    language: Language = "en"
    title: Title = ""
    institution: Line = ""
    problem: Prose = ""
    expected_result: Prose = ""
    components: Annotated[list[ComponentDraft], Field(max_length=MOST_COMPONENTS)] = []
    beneficiaries: Line = ""
    beneficiary_count: Count = None
    women_share: Percent = None
    previous_assistance: Prose = ""
    strategy_link: Line = ""
    budget_band: Annotated[BudgetBand | None, BeforeValidator(nothing_is_none)] = None
    currency: Currency = "USD"
    earliest_start: Day = None
    latest_end: Day = None
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: Line = ""
    languages: codes(Language) = []  # type: ignore[valid-type]  # made by a function
    preferred_partners: Line = ""
    excluded_partners: Line = ""
    contact: Line = ""
    visibility: Visibility = Visibility.PUBLIC_SUMMARY
    named_donor_keys: Annotated[list[Line], AfterValidator(once_each), Field(max_length=MOST_CODES)] = []
    contact_visibility: Visibility = Visibility.SECRETARIAT
    budget_visibility: Visibility = Visibility.DONORS
    assistance_visibility: Visibility = Visibility.DONORS
    shows_country: bool = False
    public_summary: Prose = ""

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.earliest_start and self.latest_end and self.latest_end < self.earliest_start:
            raise ValueError("ends_before_start")
        return self


class OfferDraft(Draft):
    """What a donor officer writes; names are those of the columns."""

    language: Language = "en"
    title: Title = ""
    description: Prose = ""
    topics: codes(Topic) = []  # type: ignore[valid-type]  # made by a function
    modalities: codes(Modality) = []  # type: ignore[valid-type]  # made by a function
    countries: Annotated[list[Country], AfterValidator(once_each), Field(max_length=200)] = []
    regions: codes(Region) = []  # type: ignore[valid-type]  # made by a function
    groups: codes(Group) = []  # type: ignore[valid-type]  # made by a function
    languages: codes(Language) = []  # type: ignore[valid-type]  # made by a function
    covers: codes(Cover) = []  # type: ignore[valid-type]  # made by a function
    not_covered: Prose = ""
    conditions: Prose = ""
    capacity: Annotated[int, BeforeValidator(ascii_digits), Field(ge=1, le=1_000_000)] = 1
    capacity_unit: CapacityUnit = CapacityUnit.PROJECTS
    budget_band: Annotated[BudgetBand | None, BeforeValidator(nothing_is_none)] = None
    currency: Currency = "USD"
    valid_from: Day = None
    valid_until: Day = None
    lead_time_weeks: Weeks = None
    cofunding: bool = False
    triangular: bool = False
    safeguards: Prose = ""
    references: Prose = ""
    contact: Line = ""
    visibility: Annotated[Visibility, AfterValidator(for_offers)] = Visibility.PUBLIC

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("ends_before_start")
        return self


class MessageDraft(Draft):
    """What somebody says in a thread, and in which language."""

    language: Language
    text: Annotated[Prose, StringConstraints(min_length=1)]


class PoolDraft(Draft):
    """What States are asked to ask for together, in the secretariat's words."""

    title: Annotated[Title, StringConstraints(min_length=1)]
    purpose: Annotated[Prose, StringConstraints(min_length=1)]
    language: Language


def one_a_line(text: object) -> object:
    """What is typed one a line, as a list; each once."""
    if not isinstance(text, str):
        return text
    lines = (" ".join(line.split()) for line in str(clean(text)).split("\n"))
    return list(dict.fromkeys(line for line in lines if line))


Term = Annotated[str, StringConstraints(max_length=TERM_MAX)]
TermLines = Annotated[list[Term], BeforeValidator(one_a_line), Field(max_length=MOST_TERMS)]


class ConceptDraft(Draft):
    """What the secretariat writes of a concept: for each language the ways to say it, the usual one first."""

    en: Annotated[TermLines, Field(min_length=1)]
    fr: TermLines = []
    es: TermLines = []
    ru: TermLines = []
    ar: TermLines = []
    zh: TermLines = []
    pt: TermLines = []
    note: Line = ""

    def terms(self) -> dict[str, list[str]]:
        """Language -> terms, where there are some."""
        said = {language: list(getattr(self, language)) for language in reference.TERM_LANGUAGES}
        return {language: terms for language, terms in said.items() if terms}
