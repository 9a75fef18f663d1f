"""Reads the seed's files. A row that is wrong stops the seeding and says where and why."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from matchmaker.lists import Catalogue
from matchmaker.outcomes import ContactAnswer, Side
from matchmaker.services.agreement_drafts import FeedbackDraft
from matchmaker.services.drafts import Country, Draft, NeedDraft, OfferDraft, PoolDraft, Region
from matchmaker.services.profile_drafts import ProfileDraft
from matchmaker.services.sentences import problems
from matchmaker.vocabulary import (
    DeclineReason,
    MatchState,
    NeedState,
    OfferState,
    OrganisationKind,
    RefusalReason,
    Role,
    Visibility,
)

WRITTEN_ON = date(2026, 11, 22)  # every date in the seed is written as seen from this day
Kind = TypeVar("Kind", bound=BaseModel)


class BadSeed(Exception):
    """A seed file carries what it may not carry: says file, row, field and what is wrong."""


class OrganisationRow(Draft):
    """*region*: where it is at home; none for one of no region alone.

    *unverified*: nobody vouches for it yet; *unreachable*: its mail server refused the last letter.
    """

    key: str
    name: str
    kind: OrganisationKind
    region: Region | None = None
    unverified: bool = False
    unreachable: bool = False


class PersonRow(Draft):
    """*app* is the key of an authenticator app; without one they sign in with the password alone."""

    name: str
    role: Role
    organisation: str
    email: str
    language: str
    app: str = ""


class ProposalRow(Draft):
    """Somebody new for whom *by*, an administrator of the cast, has proposed a role in the secretariat."""

    name: str
    email: str
    language: str
    role: Role
    by: str


class CastFile(Draft):
    """Who can sign in and with which password; *others* are the first names of everybody else.

    *verified* says how the secretariat knows the organisations that it vouches for.
    """

    password: str
    secretariat: str
    verified: str
    others: list[str]
    person: list[PersonRow]
    proposal: list[ProposalRow] = Field(default_factory=list)


class NeedRow(NeedDraft):
    """*merged_into* is the key of another need."""

    key: str
    country: Country
    state: NeedState
    merged_into: str = ""


class OfferRow(OfferDraft):
    key: str
    provider: str
    state: OfferState


class StoryRow(Draft):
    """What befell one need or offer; seed/stories.toml says what each field means."""

    key: str
    question: str = ""
    objection: str = ""
    reason: str = ""
    refused: RefusalReason | None = None
    reply: str = ""
    waits: int = 0
    named: list[str] = Field(default_factory=list)


class TalkRow(Draft):
    """What somebody said in a thread; seed/talks.toml says what each field means."""

    need: str = ""
    offer: str = ""
    by: Side | None = None
    on: date
    language: str
    text: str
    answer: ContactAnswer | None = None


class FileRow(Draft):
    """A document that goes with a need or an offer; seed/files.toml says what each field means."""

    need: str = ""
    offer: str = ""
    name: str
    visibility: Visibility
    lines: list[str]


class SearchRow(Draft):
    """A search that somebody has saved; seed/interests.toml says what each field means."""

    by: str
    role: Role = Role.DONOR_OFFICER
    name: str
    catalogue: Catalogue
    on: date
    wanted: dict[str, str]


class ProfileRow(ProfileDraft):
    """A standing profile; the same file says what the other fields mean."""

    by: str
    on: date


class MatchRow(Draft):
    """How far one pair has come; seed/matches.toml says what each field means."""

    need: str
    offer: str
    state: MatchState
    on: date
    interest: str = ""
    picked: bool = False
    review: str = ""
    accepted: bool = False
    by: str = ""
    reason: DeclineReason | None = None
    note: str = ""
    covers: list[int] = Field(default_factory=list)
    uses: int = 1
    activity: str = ""
    value: int | None = None
    reported: bool = False
    asking: FeedbackDraft | None = None
    giving: FeedbackDraft | None = None
    delivery_days: int = 60


class PoolRow(PoolDraft):
    """Needs asked for together; seed/pools.toml says what each field means."""

    on: date
    needs: list[str]
    joined: int = 0


def read_rows(folder: Path, pattern: str, table: str, kind: type[Kind], *, today: date) -> list[Kind]:
    """The rows of *table* in every file that fits *pattern*, all dates moved from WRITTEN_ON to *today*."""
    return [
        _row(kind, moved(row, today - WRITTEN_ON), f"{path.name}, {table} {number}")
        for path in sorted(folder.glob(pattern))
        for number, row in enumerate(_read(path).get(table, []), start=1)
    ]


def read_cast(folder: Path) -> CastFile:
    return _row(CastFile, _read(folder / "cast.toml"), "cast.toml")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSeed(f"{path.name}: {error}") from error


def _row(kind: type[Kind], row: dict[str, Any], where: str) -> Kind:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        named = f"{where} ({row['key']})" if "key" in row else where
        raise BadSeed("\n".join(f"{named}, {problem}" for problem in problems(error))) from error


def moved(value: Any, by: timedelta) -> Any:
    """*value* with every date in it moved."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, dict):
        return {name: moved(one, by) for name, one in value.items()}
    return [moved(one, by) for one in value] if isinstance(value, list) else value
