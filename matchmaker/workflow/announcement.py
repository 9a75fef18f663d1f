"""The life of an announcement: it stands, and may be ended before its last day."""

from matchmaker.actions import Action
from matchmaker.vocabulary import AnnouncementState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

ANNOUNCEMENT = Life(
    noun=Noun.ANNOUNCEMENT,
    start=S.STANDING,
    ends=frozenset({S.ENDED}),
    moves={
        Action.EDIT_ANNOUNCEMENT: moves(S.STANDING),
        Action.END_ANNOUNCEMENT: moves(S.STANDING, to=S.ENDED),
    },
)
