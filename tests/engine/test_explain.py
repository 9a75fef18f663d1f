import json
from dataclasses import asdict

import pytest
from hypothesis import given

from matchmaker.engine.offers.index import Index
from matchmaker.engine.ranking.rank import Ranked, rank_one
from matchmaker.engine.ranking.reasons import SOFT, Reason, ReasonKind
from matchmaker.engine.text.topics import TopicTerms
from tests.engine.samples import EVIDENCE, FORENSICS, LEXICON, TERMS, catalogues, need, needs, offer


def the_one(asking, given_, **terms) -> Ranked:
    (found,) = rank_one(Index(terms=TopicTerms(terms, LEXICON), lexicon=LEXICON).fit([given_]), asking)
    return found


def said(found: Ranked, *kinds: ReasonKind) -> list[tuple[str, str]]:
    return [(reason.in_need, reason.in_offer) for reason in found.reasons if reason.kind in kinds]


@given(catalogues, needs)
def test_the_shares_of_every_score_add_up_to_it(held, asking) -> None:
    for found in rank_one(Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held), asking):
        assert sum(reason.share for reason in found.reasons) == pytest.approx(found.score, abs=1e-9)
        assert all(reason.share > 0 for reason in found.reasons)


@given(catalogues, needs)
def test_every_suggestion_can_be_stored_as_json_and_read_again(held, asking) -> None:
    for found in rank_one(Index(terms=TopicTerms(TERMS, LEXICON), lexicon=LEXICON).fit(held), asking):
        kept = json.loads(json.dumps([asdict(reason) for reason in found.reasons]))
        assert tuple(Reason(**each) for each in kept) == found.reasons


def test_words_are_shown_as_they_stand_in_each_text_never_as_stems() -> None:
    found = the_one(need(text="Judges need TRAINING."), offer(text="We trained 40 judges, twice."))
    assert said(found, ReasonKind.WORDS) == [("Judges", "judges"), ("TRAINING", "trained")]


def test_neighbouring_words_are_shown_as_one_phrase() -> None:
    found = the_one(
        need(text="We lose the chain of custody of phones."),
        offer(text="A course: chain of custody for laboratories."),
    )
    assert said(found, ReasonKind.WORDS) == [("chain of custody", "chain of custody")]


def test_a_chinese_phrase_is_shown_whole() -> None:
    found = the_one(
        need(language="zh", text="我们需要电子证据培训。"), offer(language="zh", text="提供电子证据课程。")
    )
    assert said(found, ReasonKind.WORDS) == [("电子证据", "电子证据")]


def test_a_concept_is_told_in_the_words_of_both_texts() -> None:
    found = the_one(
        need(language="fr", text="Chaîne de traçabilité. Preuve électronique.", topics=("EVI-01",)),
        offer(language="zh", text="电子证据。保管链。", topics=("EVI-01",)),
    )
    assert said(found, ReasonKind.CONCEPT) == [
        ("Preuve électronique", "电子证据"),
        ("Chaîne de traçabilité", "保管链"),
    ]


def test_other_words_of_one_language_are_a_concept_and_the_same_words_are_not() -> None:
    found = the_one(need(text="Digital evidence. Judges."), offer(text="Electronic evidence for judges."))
    assert said(found, ReasonKind.CONCEPT) == [("Digital evidence", "Electronic evidence")]
    assert ("Judges", "judges") in said(found, ReasonKind.WORDS)


def test_a_topic_names_the_words_of_the_offer_that_speak_of_it() -> None:
    found = the_one(need(text="", topics=("EVI-02",)), offer(text=FORENSICS), **TERMS)
    assert ("EVI-02", "Digital forensics laboratory") in said(found, ReasonKind.TOPIC_WORDS)


def test_a_single_word_is_too_little_to_speak_of_a_topic() -> None:
    asking = need(text="", topics=("VIC-01",))
    found = the_one(asking, offer(text="A helpline, day and night."), **TERMS)
    assert [reason.kind for reason in found.reasons if reason.kind not in SOFT] == [ReasonKind.OTHER_WORDS]


def test_two_chinese_characters_are_too_little_and_three_are_a_compound() -> None:
    terms = {"EVI-02": {"zh": ("写保护", "取证")}}
    asking = need(text="", topics=("EVI-02",), language="zh")
    found = the_one(asking, offer(language="zh", text="写保护与取证"), **terms)
    assert said(found, ReasonKind.TOPIC_WORDS) == [("EVI-02", "写保护")]


@pytest.mark.parametrize("stated", ["EVI-02", "EVI-05"])
def test_a_topic_or_an_area_in_common_needs_no_words_of_it(stated: str) -> None:
    found = the_one(need(text="", topics=("EVI-02",)), offer(text=FORENSICS, topics=(stated,)), **TERMS)
    assert said(found, ReasonKind.TOPIC_WORDS) == []
    assert found.reasons[-1].kind == ReasonKind.OTHER_WORDS


def test_numbers_and_fillers_add_to_the_score_but_name_no_reason() -> None:
    text = "In 2027, for the second year: four examiners, twelve months, 27037."
    found = the_one(need(text=text), offer(text=text))
    assert said(found, ReasonKind.WORDS) == [("examiners", "examiners")]
    assert found.reasons[-1].kind == ReasonKind.OTHER_WORDS


@pytest.mark.parametrize(
    "text",
    [
        "central authority; service",
        "central authority\nservice",
        "central authority: service",
        "central authority, service",
        "central authority 4 service",
    ],
)
def test_no_phrase_is_shown_across_a_sentence_a_line_a_comma_or_a_number(text: str) -> None:
    found = the_one(need(text=text), offer(text=text))
    assert said(found, ReasonKind.WORDS) == [
        ("central authority", "central authority"),
        ("service", "service"),
    ]


def test_no_phrase_is_shown_across_a_title_and_its_text() -> None:
    found = the_one(need(title="Electronic", text="evidence"), offer(title="Electronic", text="evidence"))
    assert sorted(said(found, ReasonKind.WORDS)) == [("Electronic", "Electronic"), ("evidence", "evidence")]


def test_codes_dates_and_budget_are_reasons_too() -> None:
    asking = need(text="", topics=("EVI-01", "VIC-02"), modalities=("TRN",))
    given_ = offer(
        text="",
        topics=("EVI-01", "VIC-01"),
        modalities=("TRN",),
        languages=frozenset({"en"}),
        budget_band="in_kind",
    )
    assert [
        (reason.kind.value, reason.in_need, reason.in_offer) for reason in the_one(asking, given_).reasons
    ] == [
        ("topic", "EVI-01", "EVI-01"),
        ("modality", "TRN", "TRN"),
        ("area", "VIC-02", "VIC"),
        ("dates", "2027-01-01/2027-12-31", "2027-01-01/2027-12-31"),
        ("language", "en", "en"),
        ("budget", "50k_250k", "in_kind"),
    ]


def test_small_shares_of_words_are_summed_up_last() -> None:
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo"
    found = the_one(need(text=words), offer(text=" 77 ".join(words.split(" "))))
    kinds = [reason.kind for reason in found.reasons]
    assert kinds.count(ReasonKind.WORDS) == 8
    assert kinds[-1] == ReasonKind.OTHER_WORDS
    assert kinds.count(ReasonKind.OTHER_WORDS) == 1


def test_a_long_common_passage_is_shown_in_phrases_that_can_be_read() -> None:
    found = the_one(need(text=EVIDENCE * 5), offer(text=EVIDENCE * 5))
    assert max(len(ours) for ours, _ in said(found, ReasonKind.WORDS)) <= 80


def test_a_phrase_is_shown_with_single_spaces() -> None:
    found = the_one(need(text="electronic \t  evidence"), offer(text="electronic evidence"))
    assert said(found, ReasonKind.WORDS) == [("electronic evidence", "electronic evidence")]
