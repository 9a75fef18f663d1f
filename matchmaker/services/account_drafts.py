"""What an administrator writes about people and the houses they work in: the same gate as drafts.py."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from matchmaker.models.columns import EMAIL_MAX, TITLE_MAX
from matchmaker.services.drafts import Country, Draft, Region, Title, code_of, nothing_is_none, one_line
from matchmaker.vocabulary import OrganisationKind, Role
from matchmaker.wording import PORTAL_LANGUAGES

Name = Annotated[str, BeforeValidator(one_line), StringConstraints(min_length=1, max_length=TITLE_MAX)]
PortalLanguage = Annotated[str, code_of(set(PORTAL_LANGUAGES))]


def is_address(text: str) -> bool:
    """Whether letters may reach it: something before one @, something after it, and no gap."""
    name, _at, host = text.partition("@")
    return bool(name and host) and len(text) <= EMAIL_MAX and len(text.split()) == 1


def in_small_letters(text: str) -> str:
    if not is_address(text):
        raise ValueError("no_address")
    return text.lower()


Address = Annotated[str, BeforeValidator(one_line), AfterValidator(in_small_letters)]


def is_outside(kind: OrganisationKind) -> OrganisationKind:
    """There is one secretariat."""
    if kind == OrganisationKind.SECRETARIAT:
        raise ValueError("unknown_code")
    return kind


class OrganisationDraft(Draft):
    """A State is known by its country; any other organisation has a name, and perhaps a region where it is at home."""

    kind: Annotated[OrganisationKind, AfterValidator(is_outside)]
    country: Annotated[Country | None, BeforeValidator(nothing_is_none)] = Field(None, validate_default=True)
    name: Title = Field("", validate_default=True)
    region: Annotated[Region | None, BeforeValidator(nothing_is_none)] = None

    @field_validator("country")
    @classmethod
    def is_of_a_state(cls, country: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("kind") != OrganisationKind.STATE:
            return None
        if country is None:
            raise ValueError("too_short")
        return country

    @field_validator("name")
    @classmethod
    def is_there(cls, name: str, info: ValidationInfo) -> str:
        if "kind" in info.data and info.data["kind"] != OrganisationKind.STATE and not name:
            raise ValueError("too_short")
        return name


class PersonDraft(Draft):
    name: Name
    language: PortalLanguage = "en"


class RoleDraft(Draft):
    role: Role


class AccountDraft(PersonDraft, RoleDraft):
    """Who somebody new is, as what they come, and where and in which language they are written to."""

    email: Address
