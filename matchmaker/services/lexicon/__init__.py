"""The lexicon that this portal ranks with: what is shipped, what the secretariat changed, and loaded lists."""

from matchmaker.services.lexicon.current import current
from matchmaker.services.lexicon.entries import BadList, Entry
from matchmaker.services.lexicon.keeping import Kept, forget, keep
from matchmaker.services.lexicon.reading import read
from matchmaker.services.lexicon.writing import write

__all__ = ["BadList", "Entry", "Kept", "current", "forget", "keep", "read", "write"]
