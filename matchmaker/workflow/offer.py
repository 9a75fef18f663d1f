"""The life of an offer: draft, submitted, in check, returned or published, then how it ends."""

from matchmaker.actions import Action
from matchmaker.vocabulary import Noun
from matchmaker.vocabulary import OfferState as S
from matchmaker.workflow.machine import Life, moves

OFFER = Life(
    noun=Noun.OFFER,
    start=S.DRAFT,
    ends=frozenset({S.WITHDRAWN}),
    moves={
        Action.EDIT_OFFER: moves(S.DRAFT, S.RETURNED),
        Action.ATTACH_TO_OFFER: moves(S.DRAFT, S.RETURNED),
        Action.DISCUSS_OFFER: moves(*(s for s in S if s != S.WITHDRAWN)),
        Action.ASSIGN_OFFER: moves(*(s for s in S if s not in {S.DRAFT, S.WITHDRAWN})),
        Action.CORRECT_OFFER: moves(S.IN_CHECK, S.PUBLISHED, S.EXHAUSTED),
        Action.SUBMIT_OFFER: moves(S.DRAFT, S.RETURNED, to=S.SUBMITTED),
        Action.CHECK_OFFER: moves(S.SUBMITTED, to=S.IN_CHECK),
        Action.SEND_BACK_OFFER: moves(S.IN_CHECK, to=S.RETURNED),
        Action.PUBLISH_OFFER: moves(S.IN_CHECK, to=S.PUBLISHED),
        Action.EXHAUST_OFFER: moves(S.PUBLISHED, to=S.EXHAUSTED),
        Action.REPLENISH_OFFER: moves(S.EXHAUSTED, to=S.PUBLISHED),
        Action.EXPIRE_OFFER: moves(S.PUBLISHED, S.EXHAUSTED, S.UNCONFIRMED, S.SUSPENDED, to=S.EXPIRED),
        Action.RENEW_OFFER: moves(S.EXPIRED, to=S.PUBLISHED),
        Action.SUSPEND_OFFER: moves(S.PUBLISHED, S.EXHAUSTED, to=S.SUSPENDED),
        Action.RESUME_OFFER: moves(S.SUSPENDED, to=S.PUBLISHED),
        Action.MARK_OFFER_UNCONFIRMED: moves(S.PUBLISHED, S.EXHAUSTED, to=S.UNCONFIRMED),
        Action.CONFIRM_OFFER: moves(S.PUBLISHED, S.UNCONFIRMED, to=S.PUBLISHED),
        Action.WITHDRAW_OFFER: moves(*(s for s in S if s != S.WITHDRAWN), to=S.WITHDRAWN),
    },
)
