"""The life of a pool: proposed, standing as long as two States have said yes, dissolved."""

from matchmaker.actions import Action
from matchmaker.vocabulary import Noun
from matchmaker.vocabulary import PoolState as S
from matchmaker.workflow.machine import Life, moves

OPEN = (S.PROPOSED, S.STANDING)

POOL = Life(
    noun=Noun.POOL,
    start=S.PROPOSED,
    ends=frozenset({S.DISSOLVED}),
    moves={
        Action.INVITE_TO_POOL: moves(*OPEN),
        Action.STAND_POOL: moves(S.PROPOSED, to=S.STANDING),
        # One alone is no pool: what is left of it waits for the others who may still answer.
        Action.LOOSEN_POOL: moves(S.STANDING, to=S.PROPOSED),
        Action.DISCUSS_POOL: moves(S.STANDING),
        Action.DISSOLVE_POOL: moves(*OPEN, to=S.DISSOLVED),
    },
)
