"""The life of an appointment: it waits for a second administrator, who confirms or refuses it."""

from matchmaker.actions import Action
from matchmaker.vocabulary import AppointmentState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

APPOINTMENT = Life(
    noun=Noun.APPOINTMENT,
    start=S.WAITING,
    ends=frozenset({S.CONFIRMED, S.REFUSED, S.TAKEN_BACK}),
    moves={
        Action.CONFIRM_APPOINTMENT: moves(S.WAITING, to=S.CONFIRMED),
        Action.REFUSE_APPOINTMENT: moves(S.WAITING, to=S.REFUSED),
        Action.TAKE_BACK_APPOINTMENT: moves(S.WAITING, to=S.TAKEN_BACK),
    },
)
