"""The cast: who asks, who gives, who checks. tests/stories.py tells what they do."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlmodel import Session

from matchmaker.models import Announcement, Appointment, Match, Organisation, Person
from matchmaker.services import announcements, appointments, dormancy, erasing, handover, organisations
from matchmaker.services import people as accounts
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.services.agreement_drafts import AgreementDraft
from matchmaker.services.announcement_drafts import AnnouncementDraft
from matchmaker.services.drafts import ComponentDraft, NeedDraft, OfferDraft
from matchmaker.vocabulary import (
    AccountState,
    AnnouncementState,
    AppointmentState,
    Cover,
    OrganisationKind,
    OrganisationState,
    Role,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday

# Of the secretariat nobody signs in with a password alone.
IN_TWO_STEPS = frozenset({Role.CASE_OFFICER, Role.RELEASER, Role.AUDITOR, Role.ADMINISTRATOR})

TWO_PARTS = [
    ComponentDraft(topic="EVI-02", modality="TRN", quantity="12 examiners, 3 weeks"),
    ComponentDraft(topic="EVI-02", modality="EQU", quantity="2 workstations"),
]


@dataclass(frozen=True)
class Stranger:
    """Eve: whoever reads without an account."""

    id: None = None
    role: Role = Role.VISITOR
    organisation_id: None = None
    recused_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cast:
    """Amina and Bashir of one State ask, Inés of another; Carla and Chen give; Dao checks, Erik releases.

    Farah audits; Gus and Hiba administer.
    """

    amina: Person
    bashir: Person
    ines: Person
    carla: Person
    chen: Person
    dao: Person
    erik: Person
    farah: Person
    gus: Person
    hiba: Person
    eve: Stranger


def a_cast(session: Session, *, now: datetime = NOON) -> Cast:
    """Everybody with their organisations, flushed; under the same references in every world."""
    numbers = count(1)
    known = {"state": OrganisationState.VERIFIED, "created_at": now, "changed_at": now}

    def organisation(key: str, name: str, kind: OrganisationKind, country: str | None = None) -> Organisation:
        return Organisation(
            ref=f"O-{next(numbers):06}", key=key, name=name, kind=kind, country=country, **known
        )

    def person(name: str, role: Role, where: Organisation, language: str = "en") -> Person:
        email = f"{name.split()[0].lower().replace('é', 'e')}@example.org"
        about = {"name": name, "role": role, "language": language, "organisation": where}
        about["two_steps_since"] = now if role in IN_TWO_STEPS else None
        return Person(ref=f"P-{next(numbers):06}", email=email, created_at=now, **about)

    gambia = organisation("gmb", "Gambia", OrganisationKind.STATE, "GMB")
    paraguay = organisation("pry", "Paraguay", OrganisationKind.STATE, "PRY")
    northern = organisation("northern-lights", "Northern Lights Development Agency", OrganisationKind.AGENCY)
    harbour = organisation("harbour", "Harbour University", OrganisationKind.UNIVERSITY)
    secretariat = organisation("secretariat", "Secretariat", OrganisationKind.SECRETARIAT)
    people = {
        "amina": person("Amina Ceesay", Role.FOCAL_POINT, gambia),
        "bashir": person("Bashir Njie", Role.DRAFTER, gambia),
        "ines": person("Inés Benítez", Role.FOCAL_POINT, paraguay, "es"),
        "carla": person("Carla Lindqvist", Role.DONOR_OFFICER, northern),
        "chen": person("Chen Wei", Role.DONOR_OFFICER, harbour, "zh"),
        "dao": person("Dao Nguyen", Role.CASE_OFFICER, secretariat, "fr"),
        "erik": person("Erik Solberg", Role.RELEASER, secretariat),
        "farah": person("Farah Haddad", Role.AUDITOR, secretariat, "ar"),
        "gus": person("Gus Petrov", Role.ADMINISTRATOR, secretariat, "ru"),
        "hiba": person("Hiba Mansour", Role.ADMINISTRATOR, secretariat),
    }
    session.add_all(people.values())
    session.flush()
    return Cast(**people, eve=Stranger())


def an_organisation(
    session: Session,
    cast: Cast,
    *,
    state: OrganisationState = OrganisationState.UNVERIFIED,
    now: datetime = NOON,
    **written: Any,
) -> Organisation:
    """A company that came lately, and what Dao found out about it; *written* replaces what a test is about."""
    key = f"newcomer-{secrets.token_hex(4)}"
    told = {"key": key, "name": "Newcomer Analytics", "kind": OrganisationKind.COMPANY, "created_at": now}
    organisation = Organisation(**(told | written))
    session.add(organisation)
    session.flush()
    if state == OrganisationState.VERIFIED:
        organisations.verify(session, organisation, note="A letter of the register.", by=cast.dao, now=now)
    session.flush()
    return organisation


def a_colleague(session: Session, of: Person, name: str, role: Role | None = None) -> Person:
    """Somebody who works where *of* works, in the same role unless another is given."""
    email = f"{name.split()[0].lower()}@example.org"
    colleague = Person(
        email=email,
        name=name,
        role=role or of.role,
        organisation=of.organisation,
        two_steps_since=of.two_steps_since,
        created_at=of.created_at,
    )
    session.add(colleague)
    session.flush()
    return colleague


def a_person(
    session: Session,
    cast: Cast,
    *,
    state: AccountState = AccountState.ACTIVE,
    now: datetime = NOON,
    name: str = "Wen Jia",
) -> Person:
    """A new drafter beside Inés, whom Gus suspends or who leaves, as *state* asks."""
    about = {"name": name, "role": Role.DRAFTER, "organisation": cast.ines.organisation}
    person = Person(email=f"wen-{secrets.token_hex(4)}@example.org", created_at=now, **about)
    session.add(person)
    session.flush()
    if state == AccountState.DORMANT:
        dormancy.grow_dormant(session, person, now=now)
    elif state == AccountState.SUSPENDED:
        accounts.suspend(session, person, note="A stolen telephone.", by=cast.gus, now=now)
    elif state in (AccountState.LEFT, AccountState.ERASED):
        handover.hand_over(session, person, to=cast.ines, by=cast.gus, now=now)
    if state == AccountState.ERASED:
        erasing.erase(session, person, by=cast.gus, now=now)
    session.flush()
    return person


def an_appointment(
    session: Session,
    cast: Cast,
    *,
    state: AppointmentState = AppointmentState.WAITING,
    now: datetime = NOON,
    name: str = "Mirela Ionescu",
) -> Appointment:
    """Gus proposes somebody new as a case officer, and Hiba decides as *state* asks."""
    email = f"mirela-{secrets.token_hex(4)}@example.org"
    draft = AccountDraft(name=name, email=email, language="en", role=Role.CASE_OFFICER)
    where = {"draft": draft, "by": cast.gus, "now": now}
    appointment = appointments.open_account(session, cast.gus.organisation, **where)
    if state == AppointmentState.CONFIRMED:
        appointments.confirm(session, appointment, by=cast.hiba, now=now)
    elif state == AppointmentState.REFUSED:
        appointments.refuse(session, appointment, note="We are enough.", by=cast.hiba, now=now)
    elif state == AppointmentState.TAKEN_BACK:
        appointments.take_back(session, appointment, by=cast.gus, now=now)
    session.flush()
    return appointment


def an_announcement(
    session: Session,
    cast: Cast,
    *,
    state: AnnouncementState = AnnouncementState.STANDING,
    now: datetime = NOON,
    **written: Any,
) -> Announcement:
    """Gus says to everybody that the portal rests; *written* replaces what a test is about."""
    day = now.date()
    told = {"en": "The portal rests on Saturday night.", "starts_on": day, "ends_on": day}
    draft = AnnouncementDraft(**(told | written))
    announcement = announcements.write(session, draft, by=cast.gus, now=now)
    if state == AnnouncementState.ENDED:
        announcements.end(session, announcement, by=cast.gus, now=now)
    session.flush()
    return announcement


def a_state(session: Session, name: str, state: str, country: str, *, now: datetime = NOON) -> Person:
    """The focal point of a State beside the cast's own two, flushed."""
    house = Organisation(
        key=country.lower(), name=state, kind=OrganisationKind.STATE, country=country, created_at=now
    )
    email = f"{name.split()[0].lower()}@example.org"
    person = Person(email=email, name=name, role=Role.FOCAL_POINT, organisation=house, created_at=now)
    session.add(person)
    session.flush()
    return person


def a_need_draft(**changed: Any) -> NeedDraft:
    """A complete draft; *changed* replaces what a test is about."""
    complete = {
        "title": "A forensic laboratory that can read locked phones",
        "institution": "Ministry of Justice, Directorate of Public Prosecutions",
        "problem": "Two examiners serve the whole country and 140 phones wait in a cupboard.",
        "expected_result": "Twelve examiners, and no phone waits longer than 30 days.",
        "components": [ComponentDraft(topic="EVI-02", modality="TRN", quantity="12 examiners, 3 weeks")],
        "beneficiaries": "30 examiners and 60 prosecutors",
        "beneficiary_count": 90,
        "women_share": 35,
        "previous_assistance": "A donated workstation, now without a licence.",
        "budget_band": "50k_250k",
        "earliest_start": date(2027, 3, 1),
        "latest_end": date(2027, 12, 31),
        "languages": ["en"],
        "preferred_partners": "a police college",
        "contact": "Directorate of Public Prosecutions, room 4",
        "public_summary": "A State would like to train the people who examine electronic evidence.",
    }
    return NeedDraft(**(complete | changed))


def an_offer_draft(**changed: Any) -> OfferDraft:
    """A complete draft; *changed* replaces what a test is about."""
    complete = {
        "title": "Mentors for forensic laboratories",
        "description": "An experienced examiner works beside yours for six weeks.",
        "topics": ["EVI-02"],
        "modalities": ["MEN", "TRN"],
        "regions": ["002"],
        "languages": ["en", "fr"],
        "covers": [Cover.EXPERTS, Cover.TRAVEL],
        "not_covered": "Equipment and licences.",
        "conditions": "A room with a door that locks.",
        "capacity": 4,
        "valid_from": date(2026, 9, 1),
        "valid_until": date(2028, 12, 31),
        "contact": "Cybercrime desk",
    }
    return OfferDraft(**(complete | changed))


def an_agreement_draft(match: Match, **changed: Any) -> AgreementDraft:
    """An agreement on all that is open of the need; *changed* replaces what a test is about."""
    complete = {
        "activity": "Six weeks of mentoring in the capital",
        "parts": [part.position for part in match.need.open_components] or [1],
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 6, 30),
        "value": 40_000,
    }
    return AgreementDraft(**(complete | changed))
