"""Words as they are searched: case, accents and letter forms folded, the same way for texts and for questions."""

import re
import unicodedata

ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


def fold(text: str) -> str:
    """*text* without case, accents, Arabic letter variants and runs of space: for LIKE on both databases."""
    # Case last: taking a letter apart may give a capital, as with the mathematical 𝐴.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare.translate(ARABIC_FORMS)).strip()
