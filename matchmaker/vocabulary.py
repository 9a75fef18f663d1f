"""The words of the field. Every word that is stored, compared or granted stands here once."""

from enum import StrEnum

from matchmaker.letter_words import LetterGroup as LetterGroup
from matchmaker.letter_words import LetterKind as LetterKind
from matchmaker.letter_words import LetterStop as LetterStop
from matchmaker.letter_words import Pace as Pace
from matchmaker.people_words import AccountState as AccountState
from matchmaker.people_words import AppointmentState as AppointmentState
from matchmaker.people_words import OrganisationKind as OrganisationKind
from matchmaker.people_words import OrganisationState as OrganisationState
from matchmaker.people_words import Role as Role


class Noun(StrEnum):
    """What lives: what a history row or a letter is about."""

    NEED = "need"
    OFFER = "offer"
    MATCH = "match"
    CONCEPT = "concept"
    LESSON = "lesson"
    PROFILE = "profile"
    POOL = "pool"
    INVITATION = "invitation"
    ORGANISATION = "organisation"
    PERSON = "person"
    APPOINTMENT = "appointment"
    ANNOUNCEMENT = "announcement"


class Event(StrEnum):
    """What the audit trail keeps: one row each."""

    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    DENIAL = "denial"
    READ = "read"  # of what is restricted, by somebody whose own it is not
    DISCLOSURE = "disclosure"  # of contacts, to the other side of a match
    MOVE = "move"
    ROLE_CHANGE = "role_change"
    EXPORT = "export"


class Result(StrEnum):
    DONE = "done"
    REFUSED = "refused"


class ProfileState(StrEnum):
    STANDING = "standing"
    ENDED = "ended"


class AnnouncementState(StrEnum):
    STANDING = "standing"
    ENDED = "ended"


class ConceptState(StrEnum):
    IN_USE = "in_use"
    RETIRED = "retired"


class LessonState(StrEnum):
    CANDIDATE = "candidate"
    ADOPTED = "adopted"
    RETIRED = "retired"
    REJECTED = "rejected"


class NeedState(StrEnum):
    DRAFT = "draft"
    CLEARANCE = "clearance"
    SUBMITTED = "submitted"
    IN_CHECK = "in_check"
    RETURNED = "returned"
    NO_OBJECTION = "no_objection"
    PUBLISHED = "published"
    IN_MATCHING = "in_matching"
    MATCHED = "matched"
    IN_DELIVERY = "in_delivery"
    DELIVERED = "delivered"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"
    NOT_TAKEN_UP = "not_taken_up"
    MERGED = "merged"


# The need stands in the catalogue: others than its State and the secretariat may read of it.
OPEN_NEED_STATES = frozenset(
    {
        NeedState.PUBLISHED,
        NeedState.IN_MATCHING,
        NeedState.MATCHED,
        NeedState.IN_DELIVERY,
        NeedState.DELIVERED,
    }
)
# The engine looks for offers for it.
MATCHABLE_NEED_STATES = frozenset({NeedState.PUBLISHED, NeedState.IN_MATCHING})


class OfferState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_CHECK = "in_check"
    RETURNED = "returned"
    PUBLISHED = "published"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"


OPEN_OFFER_STATES = frozenset({OfferState.PUBLISHED, OfferState.EXHAUSTED})


class MatchState(StrEnum):
    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    TO_RELEASE = "to_release"
    CONSENT_ASKED = "consent_asked"
    INTRODUCED = "introduced"
    EXPLORING = "exploring"
    AGREED = "agreed"
    PART_AGREED = "part_agreed"
    IN_DELIVERY = "in_delivery"
    DELIVERED = "delivered"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    DECLINED = "declined"
    LAPSED = "lapsed"


# Both sides said yes: they know each other, and contacts are shared.
INTRODUCED_MATCH_STATES = frozenset(
    {
        MatchState.INTRODUCED,
        MatchState.EXPLORING,
        MatchState.AGREED,
        MatchState.PART_AGREED,
        MatchState.IN_DELIVERY,
        MatchState.DELIVERED,
        MatchState.CLOSED,
    }
)


class PoolState(StrEnum):
    """How far States have come that might ask together."""

    PROPOSED = "proposed"
    STANDING = "standing"
    DISSOLVED = "dissolved"


class InvitationState(StrEnum):
    """What one State has said to asking together."""

    ASKED = "asked"
    JOINED = "joined"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    ENDED = "ended"  # with the pool, or with the need


class Origin(StrEnum):
    """Who brought a match up."""

    ENGINE = "engine"
    INTEREST = "interest"
    STAFF = "staff"


class Visibility(StrEnum):
    """Who reads an item or a block of it; from the widest audience to the narrowest (docs/adr/0003)."""

    PUBLIC = "public"
    PUBLIC_SUMMARY = "public_summary"
    DONORS = "donors"
    NAMED_DONORS = "named_donors"
    SECRETARIAT = "secretariat"


class Block(StrEnum):
    """The parts of a need that have a visibility of their own."""

    CONTACT = "contact"
    BUDGET = "budget"
    ASSISTANCE = "assistance"


class DeclineReason(StrEnum):
    SUBJECT = "subject"
    MANDATE = "mandate"
    GEOGRAPHY = "geography"
    LANGUAGE = "language"
    TIMING = "timing"
    SIZE = "size"
    COVERED = "covered"
    DETAIL = "detail"
    SAFEGUARDS = "safeguards"
    POLICY = "policy"
    CAPACITY = "capacity"
    WITHDRAWN = "withdrawn"  # the need or the offer has left the portal
    OTHER = "other"


# Reasons that say that the offer does not answer the need; all others say that it cannot be given now, or here.
ABOUT_THE_SUBJECT = frozenset({DeclineReason.SUBJECT, DeclineReason.MANDATE})


class RefusalReason(StrEnum):
    """Why the secretariat does not take up a need."""

    FIELD = "field"
    DETAIL = "detail"
    OPERATIONAL = "operational"
    COVERED = "covered"
    OTHER = "other"


class BudgetBand(StrEnum):
    UNDER_50K = "under_50k"
    FROM_50K = "50k_250k"
    FROM_250K = "250k_1m"
    OVER_1M = "over_1m"
    IN_KIND = "in_kind"


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Cover(StrEnum):
    """What an offer pays for or brings."""

    TRAVEL = "travel"
    STAY = "stay"
    EXPERTS = "experts"
    EQUIPMENT = "equipment"
    UPKEEP = "upkeep"


class CapacityUnit(StrEnum):
    PLACES = "places"
    MISSIONS = "missions"
    KITS = "kits"
    SEATS = "seats"
    PROJECTS = "projects"


class TagKind(StrEnum):
    """Codes an item carries in any number, kept as rows so that lists can be filtered by them."""

    TOPIC = "topic"
    MODALITY = "modality"
    LANGUAGE = "language"
    COUNTRY = "country"
    REGION = "region"
    GROUP = "group"
    COVER = "cover"


class Job(StrEnum):
    """What is done after a deed, in the background."""

    RANK_NEED = "rank_need"
    RANK_OFFER = "rank_offer"
    RANK_ALL = "rank_all"
    KEEP_REASONS = "keep_reasons"
    MATCH_PROFILE = "match_profile"
    SCAN_FILE = "scan_file"
    POST_LETTERS = "post_letters"
