"""The lexicon as data: complete in seven languages, no term claimed twice unmarked, and bad rows named."""

from pathlib import Path

import pytest

from matchmaker import reference
from matchmaker.engine.text.languages import HAN_RUN, clean, reading
from matchmaker.engine.text.lexicon import words_of
from matchmaker.reference.concepts import AMBIGUOUS, concepts, rows
from matchmaker.reference.rows import HERE, BadRow
from matchmaker.reference.taxonomy import TERM_LANGUAGES

HEADER = "concept,en,fr,es,ru,ar,zh,pt\n"
JUDGE = "judge,judge,juge,juez,судья,قاض,法官,juiz\n"


def written(folder: Path, *lines: str) -> Path:
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "law.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return folder


def test_there_are_enough_concepts_each_with_terms_in_seven_languages() -> None:
    every = reference.concepts()
    assert len(every) >= 1500
    for language in TERM_LANGUAGES:
        said = [len(terms[language]) for terms in every.values()]
        assert min(said) >= 1
        assert sum(said) / len(said) >= 2.5


def test_no_two_concepts_claim_one_stem_unmarked() -> None:
    """Terms that are written differently may still be read alike: then both carry the mark."""
    claimed: dict[tuple[str, object], dict[str, list[str]]] = {}
    for row in rows(HERE / "lexicon"):
        for language in TERM_LANGUAGES:
            for term in row.cells[language].split("|"):
                read = stems(term.removesuffix(AMBIGUOUS), language)
                claimed.setdefault((language, read), {}).setdefault(row.cells["concept"], []).append(term)
    bad = {
        key: claims
        for key, claims in claimed.items()
        if len(claims) > 1 and any(not t.endswith(AMBIGUOUS) for terms in claims.values() for t in terms)
    }
    assert bad == {}


def stems(term: str, language: str) -> object:
    if language == "zh" and HAN_RUN.search(clean(term)):
        return clean(term).casefold()
    return words_of(term, reading(language)) or clean(term).casefold()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((JUDGE, JUDGE), "a name that stands once in all files"),
        ((JUDGE, "court,judge,tribunal,tribunal,суд,محكمة,法院,tribunal\n"), "for judge claims it too"),
        (("Judge,judge,juge,juez,судья,قاض,法官,juiz\n",), "small letters, digits and single hyphens"),
        (("judge,judge,juge,,судья,قاض,法官,juiz\n",), "text that is not empty"),
        (("judge,judge|judge,juge,juez,судья,قاض,法官,juiz\n",), "different terms, joined by |"),
        (("judge,judge\n",), "found 2 columns"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadRow, match=r"law\.csv, line") as refused:
        concepts(written(tmp_path, *lines))
    assert said in str(refused.value)


def test_a_term_that_two_concepts_claim_is_read_without_its_mark(tmp_path: Path) -> None:
    court = "court,court|judge?,tribunal,tribunal,суд,محكمة,法院,tribunal\n"
    read = concepts(written(tmp_path, JUDGE.replace(",judge,", ",judge?,"), court))
    assert (read["judge"]["en"], read["court"]["en"]) == (("judge",), ("court", "judge"))


def test_every_state_is_a_concept_under_its_names() -> None:
    gambia = reference.concepts()["country-gmb"]
    assert (gambia["fr"], gambia["ru"], gambia["zh"]) == (("Gambie",), ("Гамбия",), ("冈比亚",))
    assert {f"country-{code.lower()}" for code in reference.countries()} <= reference.concepts().keys()
