"""Marks: every place of every word that counts, in both texts as they were written."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.engine.offers.corpus import full_text
from matchmaker.engine.offers.index import Index
from matchmaker.engine.profiles import NeedProfile, OfferProfile
from matchmaker.engine.ranking.marks import OTHER, Mark, Marks, marks, spoken_in
from matchmaker.engine.ranking.rank import rank_one
from matchmaker.engine.ranking.reasons import Reason, ReasonKind
from matchmaker.engine.text import analysis
from matchmaker.engine.text.topics import TopicTerms
from tests.engine.samples import LEXICON, TERMS, TEXTS, need, needs, offer, offers
from tests.engine.test_origins import HARD

topic_terms = TopicTerms(TERMS, LEXICON)
# Words that count, and characters that are read otherwise than they are written.
PIECES = (
    *TEXTS.values(),
    "digital forensics laboratory",
    "a chain, of  custody",
    "电子证据",
    "ju\u0301ez",
    "证据的",
)
mixed = st.lists(st.sampled_from(PIECES) | st.sampled_from(HARD), max_size=8).map("".join)


def written(need: NeedProfile | OfferProfile) -> str:
    return full_text(need.title, need.text)


def marked(asking: NeedProfile, given_: OfferProfile) -> tuple[Sequence[Reason], Marks]:
    found = rank_one(Index(terms=topic_terms, lexicon=LEXICON).fit([given_]), asking)
    reasons = found[0].reasons if found else ()
    return reasons, marks(asking, given_, reasons, topic_terms)


def shown(text: str, found: Sequence[Mark], reasons: Sequence[Reason] = ()) -> list[tuple[str, str]]:
    """Each piece that is marked, and the words in which its reason is told."""
    return [
        (text[mark.start : mark.end], reasons[mark.reasons[0]].in_need if mark.reasons != (OTHER,) else "")
        for mark in found
    ]


@given(needs, offers, mixed, mixed)
def test_every_mark_lies_in_its_text_overlaps_no_other_and_reads_as_what_counts(
    asking: NeedProfile, given_: OfferProfile, asked: str, said: str
) -> None:
    asking = NeedProfile(**{**vars(asking), "text": asking.text + asked})
    given_ = OfferProfile(**{**vars(given_), "text": given_.text + said})
    reasons, found = marked(asking, given_)
    both = keys_of(asking) & keys_of(given_)
    topical = topic_terms.expanded(asking.topics).keys() & keys_of(given_)
    for side, some, counting in ((asking, found.in_need, both), (given_, found.in_offer, both | topical)):
        text = written(side)
        ends = [0, *(mark.end for mark in some)]
        assert all(end <= mark.start < mark.end for end, mark in zip(ends, some, strict=False))
        assert ends[-1] <= len(text)
        assert all(OTHER <= reason < len(reasons) for mark in some for reason in mark.reasons)
        for mark in some:
            assert keys_of_part(side, text[mark.start : mark.end]) & counting


def keys_of(side: NeedProfile | OfferProfile) -> set[int]:
    return set(analysis.counts(written(side), side.language, LEXICON).keys.tolist())


def keys_of_part(side: NeedProfile | OfferProfile, part: str) -> set[int]:
    """The keys of *part* of what stands in *side*, in each of the languages that stand there."""
    read = [(part, language) for language in spoken_in(written(side), side.language)]
    return set(analysis.counts_of_all(read, LEXICON).keys.tolist())


@given(needs, offers)
def test_every_word_that_counts_is_marked_wherever_it_stands(
    asking: NeedProfile, given_: OfferProfile
) -> None:
    _, found = marked(asking, given_)
    both = keys_of(asking) & keys_of(given_)
    for side, some in ((asking, found.in_need), (given_, found.in_offer)):
        covered = {at for mark in some for at in range(mark.start, mark.end)}
        for key, spans in analysis.everywhere(written(side), side.language, LEXICON).items():
            assert key not in both or not any(covered.isdisjoint(range(*span)) for span in spans)


def test_all_occurrences_are_marked_not_only_the_first() -> None:
    asking = need(text="Phones, more phones, and a PHONE.")
    given_ = offer(text="One phone; then phones.")
    reasons, found = marked(asking, given_)
    assert shown(written(asking), found.in_need, reasons) == [
        ("Phones", "Phones"),
        ("phones", "Phones"),
        ("PHONE", "Phones"),
    ]
    assert shown(written(given_), found.in_offer, reasons) == [("phone", "Phones"), ("phones", "Phones")]


def test_a_phrase_is_one_mark_and_its_words_are_marked_where_they_stand_alone() -> None:
    asking = need(text="The chain of custody. A custody record.")
    given_ = offer(text="Chain of custody.")
    reasons, found = marked(asking, given_)
    assert shown(written(asking), found.in_need, reasons) == [
        ("chain of custody", "chain of custody"),
        ("custody", "chain of custody"),
    ]


def test_a_concept_is_marked_in_the_words_of_each_text() -> None:
    asking = need(
        language="fr",
        text="La chaîne de traçabilité, la Chaine de\u00a0tra\u00adçabilité.",
        topics=("EVI-01",),
    )
    given_ = offer(language="zh", text="课程：保管链。", topics=("EVI-01",))
    reasons, found = marked(asking, given_)
    said = "chaîne de traçabilité"
    assert shown(written(asking), found.in_need, reasons) == [
        (said, said),
        ("Chaine de\u00a0tra\u00adçabilité", said),
    ]
    assert shown(written(given_), found.in_offer, reasons) == [("保管链", said)]


def test_words_with_accents_that_stand_apart_are_marked_with_them() -> None:
    asking, given_ = (
        need(language="es", text="El ju\u0301ez y la o\ufb01cina."),
        offer(language="es", text="Júez. Oficina."),
    )
    _, found = marked(asking, given_)
    assert [piece for piece, _ in shown(written(asking), found.in_need, marked(asking, given_)[0])] == [
        "ju\u0301ez",
        "o\ufb01cina",
    ]


def test_what_the_offer_says_of_a_topic_is_marked_in_the_offer_alone() -> None:
    asking = need(text="We ask for help.", topics=("EVI-02",))
    given_ = offer(text="A digital forensics laboratory, and write blockers.")
    reasons, found = marked(asking, given_)
    assert found.in_need == ()
    assert shown(written(given_), found.in_offer, reasons) == [
        ("digital forensics laboratory", "EVI-02"),
        ("write blockers", "EVI-02"),
    ]


def test_numbers_in_common_are_marked_as_what_no_sentence_names() -> None:
    asking, given_ = need(text="In 2027 examiners."), offer(text="Examiners; 2027.")
    reasons, found = marked(asking, given_)
    assert shown(written(asking), found.in_need, reasons) == [("2027", ""), ("examiners", "examiners")]


def test_where_two_phrases_meet_the_longer_stays_whole() -> None:
    asking, given_ = (
        need(language="zh", text="电子证据培训"),
        offer(language="zh", text="电子证据。证据培训。"),
    )
    reasons = (
        Reason(ReasonKind.WORDS, "证据培训", "证据培训", 0.2),
        Reason(ReasonKind.WORDS, "电子证据", "电子证据", 0.1),
    )
    found = marks(asking, given_, reasons, topic_terms)
    assert shown(written(asking), found.in_need, reasons) == [("电子证据", "电子证据"), ("培训", "证据培训")]


def test_a_reason_that_stands_only_within_a_longer_one_is_marked_with_it() -> None:
    asking, given_ = need(text="Chain of custody."), offer(text="A chain of custody. Custody.")
    reasons = tuple(Reason(ReasonKind.WORDS, said, said, 0.1) for said in ("chain of custody", "custody"))
    found = marks(asking, given_, reasons, topic_terms)
    assert [mark.reasons for mark in found.in_need] == [(0, 1)]
    assert [mark.reasons for mark in found.in_offer] == [(0,), (1,)]


@pytest.mark.parametrize("kind", [ReasonKind.WORDS, ReasonKind.TOPIC_WORDS])
def test_a_reason_of_an_older_text_marks_nothing(kind: ReasonKind) -> None:
    old = (Reason(kind, "EVI-02", "satellite phones", 0.2),)
    asking, given_ = need(text="judges"), offer(text="prosecutors")
    assert marks(asking, given_, old, topic_terms) == Marks((), ())
