"""The words about letters. They belong to the vocabulary, and are imported from there."""

from enum import StrEnum


class LetterKind(StrEnum):
    PLEASE_CLEAR = "please_clear"
    NEED_RECEIVED = "need_received"
    NEED_RETURNED = "need_returned"
    PLEASE_AGREE = "please_agree"
    NEED_PUBLISHED = "need_published"
    NEED_NOT_TAKEN_UP = "need_not_taken_up"
    OFFER_RECEIVED = "offer_received"
    OFFER_RETURNED = "offer_returned"
    OFFER_PUBLISHED = "offer_published"
    # by the clock
    DRAFT_WAITING = "draft_waiting"
    AGREEMENT_WAITED_FOR = "agreement_waited_for"
    PLEASE_CONFIRM = "please_confirm"
    NOW_HIDDEN = "now_hidden"
    NEED_UNMET = "need_unmet"
    OFFER_ENDS = "offer_ends"
    OFFER_ENDED = "offer_ended"
    ANSWER_WAITED_FOR = "answer_waited_for"
    CONTACT_UNDER_WAY = "contact_under_way"
    NOT_STARTED = "not_started"
    YEAR_LATER = "year_later"
    QUEUE_WAITS = "queue_waits"
    # matches
    INTEREST_SHOWN = "interest_shown"
    ASK_REQUESTER = "ask_requester"
    ASK_DONOR = "ask_donor"
    INTRODUCTION = "introduction"
    NOT_PROCEEDING = "not_proceeding"
    MESSAGE = "message"
    NEWS = "news"
    NO_LONGER_OPEN = "no_longer_open"
    DIGEST = "digest"
    HELP_ASKED = "help_asked"
    AGREEMENT_RECORDED = "agreement_recorded"
    OFFER_EXHAUSTED = "offer_exhausted"
    OFFER_REPLENISHED = "offer_replenished"
    DELIVERY_STARTED = "delivery_started"
    CONFIRM_DELIVERY = "confirm_delivery"
    GIVE_FEEDBACK = "give_feedback"
    MATCH_CLOSED = "match_closed"
    # handing over
    TAKEN_OVER = "taken_over"
    CONTACT_CHANGED = "contact_changed"
    HANDED_OVER = "handed_over"
    # accounts
    SECOND_STEP_CHANGED = "second_step_changed"
    NEW_ADDRESS = "new_address"
    ADDRESS_CHANGED = "address_changed"
    IDENTITY_BOUND = "identity_bound"
    INVITED = "invited"
    COLLEAGUE_JOINED = "colleague_joined"
    LINK_ASKED = "link_asked"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_SLEEPS = "account_sleeps"
    NOBODY_ANSWERS = "nobody_answers"
    HAND_OVER_FIRST = "hand_over_first"
    APPOINTMENT_WAITS = "appointment_waits"
    APPOINTMENT_ENDED = "appointment_ended"
    # pools
    POOL_ASKED = "pool_asked"
    POOL_WAITED_FOR = "pool_waited_for"
    POOL_STANDS = "pool_stands"
    POOL_CHANGED = "pool_changed"
    POOL_ENDED = "pool_ended"
    # standing interests
    SEARCH_NEWS = "search_news"
    PROFILE_FITS = "profile_fits"
    PROFILE_ENDS = "profile_ends"
    PROFILE_ENDED = "profile_ended"


class LetterGroup(StrEnum):
    """Letters that a person may have at once, gathered or not at all. All others are essential."""

    ITEMS = "own_items"  # not "items": a template would find the method of that name
    INTRODUCTIONS = "introductions"
    MESSAGES = "messages"
    QUEUE = "queue"
    SEARCHES = "searches"
    PROFILES = "profiles"


class Pace(StrEnum):
    """How fast a person wants to hear."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class LetterStop(StrEnum):
    """Why a letter is not sent any more."""

    REFUSED = "refused"
    NO_LONGER_DUE = "no_longer_due"
    NOT_WANTED = "not_wanted"
