"""The life of a standing profile: it stands until its day, or until somebody ends it, and may stand again."""

from matchmaker.actions import Action
from matchmaker.vocabulary import Noun
from matchmaker.vocabulary import ProfileState as S
from matchmaker.workflow.machine import Life, moves

PROFILE = Life(
    noun=Noun.PROFILE,
    start=S.STANDING,
    ends=frozenset(),
    moves={
        Action.EDIT_PROFILE: moves(S.STANDING),
        Action.CONFIRM_PROFILE: moves(S.STANDING, S.ENDED, to=S.STANDING),
        Action.END_PROFILE: moves(S.STANDING, to=S.ENDED),
    },
)
