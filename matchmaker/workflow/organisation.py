"""The life of an organisation, as far as the secretariat vouches for it: never for good."""

from matchmaker.actions import Action
from matchmaker.vocabulary import Noun
from matchmaker.vocabulary import OrganisationState as S
from matchmaker.workflow.machine import Life, moves

ORGANISATION = Life(
    noun=Noun.ORGANISATION,
    start=S.UNVERIFIED,
    ends=frozenset(),
    moves={
        Action.EDIT_ORGANISATION: moves(S.UNVERIFIED, S.VERIFIED),
        # A case officer or releaser has an interest in it, or no longer: it stays as it is.
        Action.STAND_BACK: moves(S.UNVERIFIED, S.VERIFIED),
        Action.TAKE_PART: moves(S.UNVERIFIED, S.VERIFIED),
        Action.VERIFY_ORGANISATION: moves(S.UNVERIFIED, to=S.VERIFIED),
        Action.UNVERIFY_ORGANISATION: moves(S.VERIFIED, to=S.UNVERIFIED),
    },
)
