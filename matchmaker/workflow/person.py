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
        Action.EDIT_PERSON: moves(S.ACTIVE, S.DORMANT, S.SUSPENDED),
        Action.APPOINT_PERSON: moves(S.ACTIVE),
        Action.SUSPEND_PERSON: moves(S.ACTIVE, S.DORMANT, to=S.SUSPENDED),
        Action.RESUME_PERSON: moves(S.SUSPENDED, to=S.ACTIVE),
        Action.GROW_DORMANT: moves(S.ACTIVE, to=S.DORMANT),
        Action.WAKE_PERSON: moves(S.DORMANT, to=S.ACTIVE),
        Action.HAND_OVER_PERSON: moves(S.ACTIVE, S.DORMANT, S.SUSPENDED, to=S.LEFT),
        Action.ERASE_PERSON: moves(S.DORMANT, S.LEFT, to=S.ERASED),
    },
)
