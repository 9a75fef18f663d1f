"""What differs between languages: scripts, stop words, stems."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

import Stemmer

LATIN = ("en", "es", "fr", "pt")
STEMMERS = {
    "ar": "arabic",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
}

# With kana, which has no spaces either, and Hangul, whose words carry their particles.
HAN = "\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
# Whole blocks, for their vowel signs are no letters to Python: Thaana, N'Ko, Devanagari to Sinhala, Tibetan.
VOWEL_SIGNS = "\u0780-\u07ff\u0900-\u0dff\u0f40-\u0fbc"
APOSTROPHE = "\u02bc"  # a letter to Python
CYRILLIC = "\u0400-\u052f"
ARABIC = "\u0600-\u06ff\u0750-\u077f"
# The bounds keep a hostile text of one endless word from filling the memory.
RUN = re.compile(
    rf"[{HAN}]{{1,200}}|[{UNSPACED}]{{1,200}}|[{VOWEL_SIGNS}]{{1,64}}|[^\W_{HAN}{UNSPACED}{VOWEL_SIGNS}{APOSTROPHE}]{{1,64}}"
)
# Where a sentence, a line or a field ends; also in Arabic and Chinese, and at a bullet. Not every comma does.
BORDER = re.compile("[.;:!?\n\r\v\f\x1c-\x1e\x85\u2028\u2029\u2022\u061b\u061f\u06d4\u3002]")
TOKEN = re.compile(f"{RUN.pattern}|{BORDER.pattern}")
# What no phrase is shown across, though its words count as neighbours: a comma, a bracket, a quotation mark, a figure.
PAUSE = re.compile(r"[^\w\s'’-]|\d")
HAN_RUNS = re.compile(f"[{HAN}]{{1,200}}")
HAN_RUN, UNSPACED_RUN = re.compile(f"[{HAN}]"), re.compile(f"[{UNSPACED}]")
CYRILLIC_RUN, ARABIC_RUN = re.compile(f"[{CYRILLIC}]"), re.compile(f"[{ARABIC}]")
SCRIPTS = {"zh": HAN_RUN, "ru": CYRILLIC_RUN, "ar": ARABIC_RUN}

# Accents that do not compose, Hebrew and Arabic vowel marks and stretching, soft hyphen, zero-width characters.
MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f]+"
)
# Arabic as Egyptians, Persians and Pakistanis type it; digits as everywhere.
ARABIC_LETTERS = dict(zip("أإآٱىیےئؤکہھەۀۃ", "ااااييييوكههههة", strict=True))
ARABIC_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True))
ONE_WAY = str.maketrans({**ARABIC_LETTERS, **ARABIC_DIGITS, "ё": "е"})
# Snowball takes more endings off an Arabic word with an article, and sees neither all that is written to a word
# ("and", "for", "with") nor an article behind it: so each word loses that, and gets exactly one article.
ARTICLE, JOINED = "ال", "ولب"
ARTICLES = re.compile(rf"^(?:(?:[فك]?{ARTICLE}|لل)(?=\w{{3}})){{1,2}}")
MOST_JOINED = 2  # "and for"
SHORTEST_JOINED = 4  # letters, with the one that is joined
STEMMING = Lock()  # a stemmer serves one thread at a time


def clean(text: str) -> str:
    """*text* in NFKC, without the marks that writers set or leave out at will."""
    if text.isascii():
        return text
    return MARKS.sub("", unicodedata.normalize("NFKC", text))


def plain(word: str) -> str:
    """*word* in small letters, each written in one way."""
    return word.casefold().translate(ONE_WAY)


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words of one of the languages that count for nothing, in `plain` form."""
    return listed("stopwords", language)


@cache
def untold_words(language: str) -> frozenset[str]:
    """The words of one of the languages that count, but that nobody is told as a reason, in `plain` form."""
    return listed("untold", language)


def listed(folder: str, language: str) -> frozenset[str]:
    path = Path(__file__).parent / folder / f"{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(plain(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def own_initials(language: str) -> re.Pattern[str]:
    """The beginnings of words whose first letter belongs to them, in `plain` form; one with $ is a whole word."""
    return re.compile("|".join(sorted(listed("initials", language))))


def is_telling(unit: str, latin: str) -> bool:
    """Whether a word, or a piece of an unspaced run, may be a reason: no number, no filler."""
    language = "zh" if is_han(unit) else reading_of(unit, latin)
    return any(map(str.isalpha, unit)) and plain(unit) not in untold_words(language)


@cache
def stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[language])


def reading(language: str) -> str:
    """The language in which Latin letters are read inside a text of *language* (an IETF tag)."""
    short = language[:2].lower()
    return short if short in LATIN else "en"


def reading_of(word: str, latin: str) -> str:
    return "ru" if CYRILLIC_RUN.match(word) else "ar" if ARABIC_RUN.match(word) else latin


def stem(run: str, latin: str) -> str:
    """The stem of a spaced word, without accents; "" for a stop word, a single letter or a digit.

    The script decides first, so that the parts of a mixed text are each read rightly; *latin* is the
    language of Latin letters.
    """
    word = plain(run)
    language = latin if word.isascii() else reading_of(word, latin)
    if len(word) < 2 or word in stop_words(language):
        return ""
    if not word.isalpha():
        return word
    if language == "ar":
        word = ARTICLE + ARTICLES.sub("", without_joined(word))
    with STEMMING:
        stemmed = stemmer(language).stemWord(word)
    return without_accents(stemmed)


def without_joined(word: str) -> str:
    """An Arabic word in `plain` form without "and", "for" and "with", which are written to it."""
    for _each in range(MOST_JOINED):
        if len(word) < SHORTEST_JOINED or word[0] not in JOINED or own_initials("ar").match(word):
            break
        word = word[1:]
    return word


def without_accents(word: str) -> str:
    """Accents go after stemming, which needs them: before, it did a little worse in French and Portuguese."""
    if word.isascii():
        return word
    return MARKS.sub("", unicodedata.normalize("NFD", word))


def is_han(run: str) -> bool:
    """Whether *run* is of Chinese characters (or kana)."""
    return HAN_RUN.match(run) is not None


def is_spaced(run: str) -> bool:
    """Whether the script of *run* sets spaces between words."""
    return run.isascii() or not (is_han(run) or UNSPACED_RUN.match(run))


def pieces(run: str) -> list[tuple[int, int]]:
    """Where the units of *run* begin and end: pairs of Han characters, threes of other unspaced scripts."""
    if is_spaced(run):
        return [(0, len(run))]
    if UNSPACED_RUN.match(run):
        return [(at, min(at + 3, len(run))) for at in range(max(1, len(run) - 2))]
    return [span for part in between_particles().finditer(run) for span in han_pairs(run, *part.span())]


@cache
def between_particles() -> re.Pattern[str]:
    """Finds what stands between Chinese stop words of one character."""
    particles = "".join(sorted(word for word in stop_words("zh") if len(word) == 1))
    return re.compile(f"[^{particles}]+")


def han_pairs(run: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start == 1:
        return [(start, end)]
    return [(at, at + 2) for at in range(start, end - 1) if run[at : at + 2] not in stop_words("zh")]
