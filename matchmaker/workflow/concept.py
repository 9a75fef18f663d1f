"""The life of a concept: in use or retired, and back: what words mean is never settled for good."""

from matchmaker.actions import Action
from matchmaker.vocabulary import ConceptState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

CONCEPT = Life(
    noun=Noun.CONCEPT,
    start=S.IN_USE,
    ends=frozenset(),
    moves={
        Action.EDIT_CONCEPT: moves(S.IN_USE),
        Action.RETIRE_CONCEPT: moves(S.IN_USE, to=S.RETIRED),
        Action.RESTORE_CONCEPT: moves(S.RETIRED, to=S.IN_USE),
    },
)
