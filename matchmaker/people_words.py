"""The words about people and the houses they work in. They belong to the vocabulary, and are imported from there."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to the portal. The order is the order of the columns in the policy table."""

    VISITOR = "visitor"
    DRAFTER = "drafter"
    FOCAL_POINT = "focal_point"
    DONOR_OFFICER = "donor_officer"
    CASE_OFFICER = "case_officer"
    RELEASER = "releaser"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PORTAL = "portal"  # the portal itself: the engine suggests, the clock lapses


class AccountState(StrEnum):
    """How far the account of a person is."""

    ACTIVE = "active"
    DORMANT = "dormant"
    SUSPENDED = "suspended"
    LEFT = "left"
    ERASED = "erased"


class AppointmentState(StrEnum):
    """How far a role in the secretariat is that one administrator has proposed."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class OrganisationKind(StrEnum):
    STATE = "state"
    AGENCY = "agency"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    NGO = "ngo"
    COMPANY = "company"
    UNIVERSITY = "university"
    SECRETARIAT = "secretariat"


class OrganisationState(StrEnum):
    """Whether the secretariat knows that an organisation is who it says it is."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
