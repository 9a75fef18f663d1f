"""The organisations of the demonstration and the people in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle

from argon2 import PasswordHasher
from sqlmodel import Session

from matchmaker import reference
from matchmaker.models import Organisation, Person
from matchmaker.services.seeding.rows import CastFile, OrganisationRow
from matchmaker.vocabulary import OrganisationKind, Role
from matchmaker.wording import PORTAL_LANGUAGES

SECRETARIAT = "secretariat"


@dataclass
class People:
    """Who does what in the demonstration; organisations and people by the key of the organisation.

    `staff`: of two in one role the first, `cast`: by name everybody who can sign in.
    """

    organisations: dict[str, Organisation] = field(default_factory=dict)
    staff: dict[tuple[str, Role], Person] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)

    @property
    def everybody(self) -> list[Person]:
        return [*self.cast.values(), *(one for one in self.staff.values() if one.name not in self.cast)]

    @property
    def dao(self) -> Person:
        return self.staff[SECRETARIAT, Role.CASE_OFFICER]

    @property
    def erik(self) -> Person:
        return self.staff[SECRETARIAT, Role.RELEASER]

    def focal_point(self, country: str) -> Person:
        return self.staff[country.lower(), Role.FOCAL_POINT]

    def writer(self, country: str) -> Person:
        """The drafter of the State; where it has none, the focal point writes."""
        return self.staff.get((country.lower(), Role.DRAFTER)) or self.focal_point(country)

    def officer(self, provider: str) -> Person:
        return self.staff[provider, Role.DONOR_OFFICER]


def settle(
    session: Session,
    cast: CastFile,
    providers: Iterable[OrganisationRow],
    languages: Mapping[str, str],
    *,
    since: datetime,
) -> People:
    """Write all organisations and people. *languages*: ISO alpha-3 of a State -> language of its letters."""
    people = People()
    _open(
        people,
        OrganisationRow(key=SECRETARIAT, name=cast.secretariat, kind=OrganisationKind.SECRETARIAT),
        since,
    )
    for row in providers:
        _open(people, row, since)
    for iso3 in languages:
        name = reference.countries()[iso3].label("en")
        _open(people, OrganisationRow(key=iso3.lower(), name=name, kind=OrganisationKind.STATE), since)
    _cast(people, cast, since)
    _others(people, cast.others, languages, since)
    session.add_all([*people.organisations.values(), *people.everybody])
    session.flush()
    return people


def _open(people: People, row: OrganisationRow, since: datetime) -> None:
    country = row.key.upper() if row.kind == OrganisationKind.STATE else None
    people.organisations[row.key] = Organisation(
        key=row.key, name=row.name, kind=row.kind, country=country, region=row.region, created_at=since
    )


def _cast(people: People, cast: CastFile, since: datetime) -> None:
    # One hash for all: the demonstration has one password, and hashing it is meant to be slow.
    hashed = PasswordHasher().hash(cast.password)
    for row in cast.person:
        people.cast[row.name] = Person(
            email=row.email,
            name=row.name,
            role=row.role,
            language=row.language,
            organisation=people.organisations[row.organisation],
            password=hashed,
            created_at=since,
        )
        people.staff.setdefault((row.organisation, row.role), people.cast[row.name])


def _others(people: People, names: list[str], languages: Mapping[str, str], since: datetime) -> None:
    """A focal point or donor officer for each organisation that has none; without a password, no sign-in."""
    served = {key for key, role in people.staff if role != Role.DRAFTER}
    alone = (one for one in people.organisations.values() if one.key not in served)
    for organisation, name in zip(alone, cycle(names), strict=False):
        role = Role.FOCAL_POINT if organisation.country else Role.DONOR_OFFICER
        language = languages.get(organisation.country or "", organisation.key[:2])
        people.staff[organisation.key, role] = Person(
            email=f"{name.lower()}@{organisation.key}.example",
            name=name,
            role=role,
            language=language if language in PORTAL_LANGUAGES else "en",
            organisation=organisation,
            created_at=since,
        )
