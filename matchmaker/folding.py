"""Words as they are searched: case, accents and letter forms folded, the same way for texts and for questions."""

import re
import unicodedata

# The capital of the Turkish dotless i is everybody's I, so that in small letters both are one.
LETTER_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ı": "i"})


def fold(text: str) -> str:
    """*text* without case, accents, variants of letters and runs of space: for LIKE on both databases."""
    # Case last: taking a letter apart may give a capital, as with the mathematical 𝐴.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare.translate(LETTER_FORMS)).strip()
