"""The life of a lesson: proposed, adopted by a person or rejected; what was adopted can be rolled back."""

from matchmaker.actions import Action
from matchmaker.vocabulary import LessonState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

LESSON = Life(
    noun=Noun.LESSON,
    start=S.CANDIDATE,
    ends=frozenset({S.REJECTED}),
    moves={
        Action.ADOPT_LESSON: moves(S.CANDIDATE, S.RETIRED, to=S.ADOPTED),
        Action.REPLACE_LESSON: moves(S.ADOPTED, to=S.RETIRED),
        Action.ROLL_BACK_LESSON: moves(S.ADOPTED, to=S.RETIRED),
        Action.REJECT_LESSON: moves(S.CANDIDATE, S.RETIRED, to=S.REJECTED),
    },
)
