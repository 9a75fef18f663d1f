"""A house in which everything may be tried as often as somebody likes: how often it may be is tried elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from matchmaker.services import factors, searches, standing_profiles
from matchmaker.web import quotas
from matchmaker.web.accounts import limits

NO_LIMIT = 1_000_000  # of what the people of a house keep: they try every form a hundred times
LIMITS = ("OF_A_PAIR", "OF_AN_ACCOUNT", "OF_A_PLACE", "OF_ALL", "WISHES_OF_A_PLACE")


@contextmanager
def without_limits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searches, "MOST_SEARCHES", NO_LIMIT)
        patch.setattr(standing_profiles, "MOST_PROFILES", NO_LIMIT)
        patch.setattr(factors, "MOST_WRONG", NO_LIMIT)
        for limit in LIMITS:
            patch.setattr(limits, limit, NO_LIMIT)
        patch.setattr(quotas, "QUOTAS", dict.fromkeys(quotas.Effort, quotas.Quota(NO_LIMIT, NO_LIMIT)))
        yield
