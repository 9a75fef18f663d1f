from matchmaker.engine.text.keys import KIND_BITS, Kind, hashed
from matchmaker.engine.text.topics import TopicTerms
from tests.engine.samples import LEXICON, TERMS


def test_a_topic_says_the_words_and_pairs_of_its_terms_in_every_language() -> None:
    keys = TopicTerms(TERMS).keys("VIC-01")
    words = {hashed(Kind.WORD, stem) for stem in ("victim", "support", "helplin", "aid")}
    assert words < set(keys)
    assert {key >> KIND_BITS for key in keys} == {Kind.WORD, Kind.PAIR}


def test_a_topic_says_the_concepts_that_its_terms_stand_for() -> None:
    terms = TopicTerms({"EVI-04": {"fr": ("chaîne de conservation",)}}, LEXICON)
    assert hashed(Kind.CONCEPT, "chain-of-custody") in terms.keys("EVI-04")


def test_an_unknown_topic_says_nothing() -> None:
    assert TopicTerms(TERMS).expanded(["XXX-99"]) == {}
    assert TopicTerms().expanded(["EVI-02"]) == {}


def test_a_word_of_two_topics_belongs_to_the_one_named_first() -> None:
    terms = TopicTerms({"A-01": {"en": ("search warrant",)}, "A-02": {"en": ("search",)}})
    search = hashed(Kind.WORD, "search")
    assert terms.expanded(["A-01", "A-02"])[search] == "A-01"
    assert terms.expanded(["A-02", "A-01"])[search] == "A-02"
