"""The life of an invitation to a pool: one State is asked, says yes or no or nothing, and may leave again."""

from matchmaker.actions import Action
from matchmaker.vocabulary import InvitationState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

INVITATION = Life(
    noun=Noun.INVITATION,
    start=S.ASKED,
    ends=frozenset({S.DECLINED, S.ENDED}),
    moves={
        Action.ACCEPT_INVITATION: moves(S.ASKED, to=S.JOINED),
        Action.DECLINE_INVITATION: moves(S.ASKED, to=S.DECLINED),
        Action.LEAVE_POOL: moves(S.JOINED, to=S.LEFT),
        Action.LAPSE_INVITATION: moves(S.ASKED, to=S.LAPSED),
        # Silence and a change of mind are no refusal; whoever has declined is not asked twice.
        Action.ASK_AGAIN: moves(S.LAPSED, S.LEFT, to=S.ASKED),
        Action.END_INVITATION: moves(S.ASKED, S.JOINED, to=S.ENDED),
    },
)
