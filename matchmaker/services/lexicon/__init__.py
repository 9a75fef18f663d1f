"""The lexicon that this portal ranks with: what is shipped, what the secretariat changed, and loaded lists."""

from matchmaker.services.lexicon.current import current
from matchmaker.services.lexicon.entries import BadList, Entry
from matchmaker.services.lexicon.keeping import Kept, forget, keep
from matchmaker.services.lexicon.looking import Found, look_up
from matchmaker.services.lexicon.reading import read
from matchmaker.services.lexicon.writing import write

__all__ = ["BadList", "Entry", "Found", "Kept", "current", "forget", "keep", "look_up", "read", "write"]
