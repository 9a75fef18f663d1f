"""Catalogues and needs at the edge of what anybody would write: finite, ordered, explained, and never an error."""

import math
from collections.abc import Sequence

import pytest

from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.rank import TOP, Ranked, rank_all, rank_back, rank_one
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import Weights
from tests.engine.samples import (
    EVIDENCE,
    FORENSICS,
    HOSTILE,
    LEXICON,
    MIXED,
    TERMS,
    TEXTS,
    ULIKI,
    VICTIMS,
    ZHENGJU,
    need,
    offer,
)

MEGABYTE = 1_000_000  # bytes in UTF-8
LONG = {
    "one word": "evidence ",
    "one text": f"{EVIDENCE} ",
    "one letter": "x",
    "all scripts": " ".join([*TEXTS.values(), MIXED, ""]),
    "Chinese": ZHENGJU,
    "marks": "e" + "\u0301" * 9,
    "one letter for four words": "\ufdfa",
}
NUMBERS = " ".join(map(str, range(100_000)))
FEW = [offer(1), offer(2, text=FORENSICS), offer(3, text=VICTIMS)]
CATALOGUES = {
    "empty": [],
    "one": [offer(1)],
    "all the same": [offer(id_) for id_ in range(1, 60)],
    "all without a word": [offer(id_, text="", topics=("EVI-02",)) for id_ in range(1, 60)],
    "only stop words": [offer(id_, text="the of and to") for id_ in range(1, 9)],
    "none public": [offer(id_, is_public=False) for id_ in range(1, 9)],
    "one of all that everybody may see": [offer(1), *(offer(id_, is_public=False) for id_ in range(2, 9))],
    "one language": [offer(id_, text=f"{ULIKI} {id_}", language="ru") for id_ in range(1, 9)],
    "all scripts": [offer(id_, text=text, language="") for id_, text in enumerate(TEXTS.values(), 1)],
    "hostile": [offer(id_, text=text) for id_, text in enumerate([*HOSTILE, EVIDENCE], start=1)],
}
NEEDS = [
    need(id_, text=text, language=language, topics=topics)
    for id_, (text, language, topics) in enumerate(
        [
            (EVIDENCE, "en", ()),
            (EVIDENCE, "en", ("EVI-02",)),
            ("", "", ()),
            ("", "", ("EVI-02",)),
            ("the of and to", "en", ("EVI-01", "EVI-02", "unheard of")),
            (MIXED, "", ("VIC-01",)),
            (" ".join(TEXTS.values()), "", ()),
        ]
    )
]


def long(text: str) -> str:
    return text * (MEGABYTE // len(text.encode()) + 1)


def index_of(held: list[OfferProfile]) -> Index:
    return Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held)


def is_sane(told: Sequence[Ranked]) -> None:
    order = [(-each.score, each.posted, each.offer_id) for each in told]
    assert order == sorted(order)
    assert len(told) <= TOP
    for each in told[:2]:
        assert math.isfinite(each.score)
        assert 0 < each.score <= 1
        assert math.fsum(reason.share for reason in each.reasons) == pytest.approx(each.score, abs=1e-9)


def sane(held: list[OfferProfile], asking: list[NeedProfile]) -> list[list[int]]:
    """The ids told for each of *asking*, of which all is as it has to be."""
    index = index_of(held)
    found = dict(rank_all(index, asking))
    assert found == {each.id: rank_one(index, each) for each in asking}
    for told in found.values():
        is_sane(told)
    return [[each.offer_id for each in told] for told in found.values()]


@pytest.mark.proves("R37")
@pytest.mark.parametrize("held", CATALOGUES.values(), ids=CATALOGUES.keys())
def test_any_catalogue_gives_finite_scores_in_order(held: list[OfferProfile]) -> None:
    assert sane(held, NEEDS) == sane(held[::-1], NEEDS)


def test_of_offers_that_are_all_the_same_the_oldest_are_told() -> None:
    assert sane(CATALOGUES["all the same"], NEEDS[:2]) == [list(range(1, TOP + 1))] * 2
    assert sane(CATALOGUES["all without a word"], NEEDS[3:4]) == [list(range(1, TOP + 1))]


@pytest.mark.parametrize("text", [*map(long, LONG.values()), NUMBERS], ids=[*LONG, "numbers"])
def test_a_text_of_a_megabyte_is_ranked_like_any_other(text: str) -> None:
    index = index_of([*FEW, offer(9, text=text, topics=("EVI-02",))])
    alike, short = (rank_one(index, need(text=said, topics=("EVI-02",))) for said in (text, EVIDENCE))
    assert all(0 < told[0].score <= 1 for told in (alike, short))
    assert 9 in [one.offer_id for one in alike]
    is_sane([one for one in short if one.offer_id == 9])


def test_a_megabyte_of_one_word_does_not_outweigh_a_text_that_fits() -> None:
    stuffed = offer(9, text=long("evidence "))
    assert sane([*FEW, stuffed], [need()])[0][0] == 1


def test_back_from_an_offer_of_a_megabyte_to_the_needs() -> None:
    large = offer(9, text=long(LONG["all scripts"]), topics=("EVI-02",))
    index = index_of([*FEW, large])
    forth = {each.id: rank_one(index, each) for each in NEEDS}
    assert dict(rank_back(index, large, NEEDS)) == {
        id_: one for id_, told in forth.items() for one in told if one.offer_id == 9
    }


def test_where_words_weigh_nothing_topics_decide() -> None:
    index = Index(weights=Weights(word=0, pair=0, concept=0)).fit([offer(1), offer(2, topics=("EVI-02",))])
    assert [(one.offer_id, one.score) for one in rank_one(index, need(topics=("EVI-02",)))] == [(2, 0.275)]


@pytest.mark.proves("R37")
@pytest.mark.parametrize("weight", [math.nan, math.inf, -0.1])
@pytest.mark.parametrize("name", ["word", "text", "area"])
def test_a_weight_that_is_no_number_from_zero_on_is_refused(name: str, weight: float) -> None:
    with pytest.raises(ValueError, match=f"A weight is a number from 0 on, which is not so of: {name}"):
        Weights(**{name: weight})
