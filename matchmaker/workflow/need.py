"""The life of a need: draft, clearance, submitted, in check, no objection, published … closed."""

from matchmaker.actions import Action
from matchmaker.vocabulary import NeedState as S
from matchmaker.vocabulary import Noun
from matchmaker.workflow.machine import Life, moves

BEFORE_PUBLICATION = (S.SUBMITTED, S.IN_CHECK, S.NO_OBJECTION)
BEFORE_SUBMISSION = (S.DRAFT, S.CLEARANCE)
OVER = (S.CLOSED, S.WITHDRAWN, S.MERGED)
LIVE = (S.PUBLISHED, S.IN_MATCHING)

NEED = Life(
    noun=Noun.NEED,
    start=S.DRAFT,
    ends=frozenset({S.CLOSED, S.WITHDRAWN, S.MERGED}),
    moves={
        Action.EDIT_NEED: moves(S.DRAFT, S.CLEARANCE, S.RETURNED),
        Action.ATTACH_TO_NEED: moves(S.DRAFT, S.CLEARANCE, S.RETURNED),
        Action.ASSIGN_NEED: moves(*(s for s in S if s not in {*BEFORE_SUBMISSION, *OVER})),
        Action.CORRECT_NEED: moves(S.IN_CHECK, *LIVE),
        Action.ASK_CLEARANCE: moves(S.DRAFT, S.RETURNED, to=S.CLEARANCE),
        Action.REFUSE_CLEARANCE: moves(S.CLEARANCE, to=S.DRAFT),
        Action.CLEAR_NEED: moves(S.DRAFT, S.CLEARANCE, S.RETURNED, to=S.CLEARANCE),
        Action.DISCUSS_NEED: moves(*(s for s in S if s not in {S.WITHDRAWN, S.MERGED})),
        Action.SUBMIT_NEED: moves(S.CLEARANCE, to=S.SUBMITTED),
        Action.CHECK_NEED: moves(S.SUBMITTED, to=S.IN_CHECK),
        Action.SEND_BACK_NEED: moves(S.IN_CHECK, S.NO_OBJECTION, to=S.RETURNED),
        Action.SUMMARISE_NEED: moves(S.IN_CHECK, to=S.NO_OBJECTION),
        Action.AGREE_TO_NEED: moves(S.NO_OBJECTION),
        Action.OBJECT_TO_NEED: moves(S.NO_OBJECTION, to=S.IN_CHECK),
        Action.PUBLISH_NEED: moves(S.NO_OBJECTION, to=S.PUBLISHED),
        Action.START_MATCHING_NEED: moves(S.PUBLISHED, to=S.IN_MATCHING),
        Action.CONFIRM_NEED: moves(*LIVE, S.UNCONFIRMED, to=S.IN_MATCHING),
        Action.MARK_NEED_UNCONFIRMED: moves(*LIVE, to=S.UNCONFIRMED),
        Action.HOLD_NEED: moves(*LIVE, S.MATCHED, to=S.ON_HOLD),
        Action.RESUME_NEED: moves(S.ON_HOLD, to=S.IN_MATCHING),
        Action.WITHDRAW_NEED: moves(
            *(s for s in S if s not in {S.DELIVERED, S.CLOSED, S.WITHDRAWN, S.MERGED}), to=S.WITHDRAWN
        ),
        Action.DO_NOT_TAKE_UP_NEED: moves(*BEFORE_PUBLICATION, *LIVE, to=S.NOT_TAKEN_UP),
        Action.REPLY_NEED: moves(S.NOT_TAKEN_UP, to=S.IN_CHECK),
        Action.MERGE_NEED: moves(*LIVE, to=S.MERGED),
        Action.MARK_NEED_MATCHED: moves(*LIVE, to=S.MATCHED),
        Action.REOPEN_NEED: moves(S.MATCHED, S.IN_DELIVERY, to=S.IN_MATCHING),
        Action.START_DELIVERY_OF_NEED: moves(S.MATCHED, to=S.IN_DELIVERY),
        Action.MARK_NEED_DELIVERED: moves(S.IN_DELIVERY, to=S.DELIVERED),
        Action.CLOSE_NEED: moves(*LIVE, S.DELIVERED, S.UNCONFIRMED, S.NOT_TAKEN_UP, to=S.CLOSED),
        # Reading and matching from the need's page: they leave it as it is.
        Action.SHOW_INTEREST: moves(*LIVE),
        Action.PICK_MATCH: moves(*LIVE),
        Action.PROPOSE_POOL: moves(*LIVE),
    },
)
