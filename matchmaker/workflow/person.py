"""The life of an account: who is let in, for how long, and what is left of them in the end."""

from matchmaker.actions import Action
from matchmaker.vocabulary import AccountState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

PERSON = Life(
    noun=Noun.PERSON,
    start=S.ACTIVE,
    ends=frozenset({S.ERASED}),
    moves={
        Action.EDIT_PERSON: moves(S.ACTIVE, S.SUSPENDED),
        Action.APPOINT_PERSON: moves(S.ACTIVE),
        Action.SUSPEND_PERSON: moves(S.ACTIVE, to=S.SUSPENDED),
        Action.RESUME_PERSON: moves(S.SUSPENDED, to=S.ACTIVE),
        Action.HAND_OVER_PERSON: moves(S.ACTIVE, S.SUSPENDED, to=S.LEFT),
        Action.ERASE_PERSON: moves(S.LEFT, to=S.ERASED),
    },
)
