"""What is due by the clock: moves that nobody makes, and letters that hang on time (docs/adr/0020).

Each chore finds the rows for which it is due and does it to one of them; matchmaker/clocks.py calls them all.
"""

from matchmaker.services.due.accounts import ACCOUNT_CHORES
from matchmaker.services.due.chore import Chore, do, find
from matchmaker.services.due.matches import MATCH_CHORES
from matchmaker.services.due.needs import NEED_CHORES
from matchmaker.services.due.offers import OFFER_CHORES
from matchmaker.services.due.pools import POOL_CHORES
from matchmaker.services.due.profiles import PROFILE_CHORES
from matchmaker.services.due.queue import QUEUE_CHORES
from matchmaker.services.due.searches import SEARCH_CHORES

# In this order: nothing that is done later makes due what was looked at before, so one round does it all.
CHORES = (
    *MATCH_CHORES,
    *OFFER_CHORES,
    *NEED_CHORES,
    *POOL_CHORES,
    *QUEUE_CHORES,
    *PROFILE_CHORES,
    *SEARCH_CHORES,
    *ACCOUNT_CHORES,
)

__all__ = ["CHORES", "Chore", "do", "find"]
