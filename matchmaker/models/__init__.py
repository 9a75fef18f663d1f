"""The tables. Columns and constraints; no rule about who or when."""

from matchmaker.models.agreement import Agreement, Feedback
from matchmaker.models.announcement import Announcement
from matchmaker.models.appointment import Appointment
from matchmaker.models.attachment import Attachment
from matchmaker.models.concept import Concept
from matchmaker.models.factor import Authenticator, RecoveryCode
from matchmaker.models.history import History
from matchmaker.models.identity import Identity
from matchmaker.models.lesson import Lesson
from matchmaker.models.letter import Letter, LetterPreference
from matchmaker.models.match import Match, RankingRun
from matchmaker.models.message import Message
from matchmaker.models.need import Component, NamedDonor, Need, NeedTag
from matchmaker.models.offer import Offer, OfferTag
from matchmaker.models.organisation import Organisation
from matchmaker.models.passkey import Passkey
from matchmaker.models.password import PasswordLink, PasswordWish
from matchmaker.models.person import Person, Recusal
from matchmaker.models.pool import Invitation, Pool
from matchmaker.models.profile import Profile, ProfileFit, ProfileTag
from matchmaker.models.search import Search, SearchHit
from matchmaker.models.trail import Trail
from matchmaker.models.tries import Tries
from matchmaker.models.visit import Visit
from matchmaker.models.work import AskedWork

__all__ = [
    "Agreement",
    "Announcement",
    "Appointment",
    "AskedWork",
    "Attachment",
    "Authenticator",
    "Component",
    "Concept",
    "Feedback",
    "History",
    "Identity",
    "Invitation",
    "Lesson",
    "Letter",
    "LetterPreference",
    "Match",
    "Message",
    "NamedDonor",
    "Need",
    "NeedTag",
    "Offer",
    "OfferTag",
    "Organisation",
    "Passkey",
    "PasswordLink",
    "PasswordWish",
    "Person",
    "Pool",
    "Profile",
    "ProfileFit",
    "ProfileTag",
    "RankingRun",
    "RecoveryCode",
    "Recusal",
    "Search",
    "SearchHit",
    "Trail",
    "Tries",
    "Visit",
]
