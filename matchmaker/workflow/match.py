"""The life of a match: suggested, shortlisted, to release, consent asked, introduced … closed."""

from matchmaker.actions import Action
from matchmaker.outcomes import TALKING, UNDER_AGREEMENT
from matchmaker.vocabulary import INTRODUCED_MATCH_STATES, Noun
from matchmaker.vocabulary import MatchState as S
from matchmaker.workflow.machine import Life, moves

IN_REVIEW = (S.SUGGESTED, S.SHORTLISTED, S.TO_RELEASE)
OVER = {S.DISMISSED, S.DECLINED, S.LAPSED, S.CLOSED}

MATCH = Life(
    noun=Noun.MATCH,
    start=S.SUGGESTED,
    ends=frozenset({S.CLOSED, S.DECLINED, S.LAPSED}),
    moves={
        Action.ASSIGN_MATCH: moves(*(s for s in S if s not in OVER)),
        Action.SHORTLIST_MATCH: moves(S.SUGGESTED, to=S.SHORTLISTED),
        Action.DISMISS_MATCH: moves(*IN_REVIEW, to=S.DISMISSED),
        # Three ways to undo: a step of the review is taken back until a second person has released the pair.
        Action.UNLIST_MATCH: moves(S.SHORTLISTED, to=S.SUGGESTED),
        Action.TAKE_BACK_MATCH: moves(S.TO_RELEASE, to=S.SHORTLISTED),
        Action.REOPEN_MATCH: moves(S.DISMISSED, to=S.SUGGESTED),
        Action.PROPOSE_MATCH: moves(S.SHORTLISTED, to=S.TO_RELEASE),
        Action.SEND_BACK_MATCH: moves(S.TO_RELEASE, to=S.SHORTLISTED),
        Action.RELEASE_MATCH: moves(S.TO_RELEASE, to=S.CONSENT_ASKED),
        Action.ACCEPT_AS_REQUESTER: moves(S.CONSENT_ASKED),
        Action.DECLINE_AS_REQUESTER: moves(S.CONSENT_ASKED, to=S.DECLINED),
        Action.ACCEPT_AS_DONOR: moves(S.CONSENT_ASKED),
        Action.DECLINE_AS_DONOR: moves(S.CONSENT_ASKED, to=S.DECLINED),
        Action.LAPSE_MATCH: moves(S.CONSENT_ASKED, *TALKING, *UNDER_AGREEMENT, S.IN_DELIVERY, to=S.LAPSED),
        Action.INTRODUCE_MATCH: moves(S.CONSENT_ASKED, to=S.INTRODUCED),
        Action.DISCUSS_MATCH: moves(*sorted(INTRODUCED_MATCH_STATES)),
        Action.EXPLORE_MATCH: moves(S.INTRODUCED, to=S.EXPLORING),
        Action.ANSWER_CONTACT: moves(*TALKING),
        Action.RECORD_AGREEMENT: moves(*TALKING, to=S.AGREED),
        Action.RECORD_PART_AGREEMENT: moves(*TALKING, to=S.PART_AGREED),
        Action.STOP_MATCH: moves(*TALKING, *UNDER_AGREEMENT, to=S.DECLINED),
        Action.START_DELIVERY_OF_MATCH: moves(*UNDER_AGREEMENT, to=S.IN_DELIVERY),
        Action.CONFIRM_RECEIPT: moves(S.IN_DELIVERY),
        Action.REPORT_DELIVERY: moves(S.IN_DELIVERY),
        Action.MARK_MATCH_DELIVERED: moves(S.IN_DELIVERY, to=S.DELIVERED),
        Action.GIVE_FEEDBACK: moves(S.DELIVERED, S.CLOSED),
        Action.REPORT_USE: moves(S.DELIVERED, S.CLOSED),
        Action.CLOSE_MATCH: moves(S.DELIVERED, to=S.CLOSED),
    },
)
