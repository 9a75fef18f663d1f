"""What decisions teach: bounded weights, well supported terms, and nothing where there is nothing to learn."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from matchmaker.engine.lessons.feedback import Decision, LearnedTerm, with_learned
from matchmaker.engine.lessons.learning import (
    LEAST,
    MOST,
    HeldOut,
    Taught,
    held_out,
    learn,
    learned_weights,
    parts,
)
from matchmaker.engine.measuring.ablation import SHARES
from matchmaker.engine.offers.index import Index
from matchmaker.engine.ranking.rank import rank_one
from matchmaker.engine.text.topics import TopicTerms
from matchmaker.engine.weights import WEIGHTS
from tests.engine import samples

# Of four houses; three of them say "write blockers", and nobody else does.
SAID = (
    (1, 100, "A course on write blockers for examiners of disks."),
    (2, 100, "We lend write blockers to laboratories that begin."),
    (3, 200, "Mentors bring write blockers and stay six weeks."),
    (4, 300, "A helpline for victims, and counsellors who answer at night."),
    *((number, 400, f"Grants of kind {number} for schools.") for number in range(5, 17)),
)
OFFERS = {id_: samples.offer(id_, organisation_id=donor, text=text) for id_, donor, text in SAID}
TERM = LearnedTerm("EVI-02", "en", "write blockers")


def index_of(offers: Any = None) -> Index:
    return Index().fit((offers or OFFERS).values())


def asked(id_: int, **stated: Any):
    return samples.need(id_, **{"text": "Our examiners need help.", "topics": ("EVI-02",), **stated})


def decided(*pairs: tuple[int, int, bool], offers: Any = None) -> list[Decision]:
    """Need, offer, taken up."""
    return [Decision(asked(need), (offers or OFFERS)[offer], taken) for need, offer, taken in pairs]


TAKEN_UP = ((1, 1, True), (2, 2, True), (3, 3, True))


def test_no_decision_teaches_nothing() -> None:
    assert learn(index_of(), []) == Taught(WEIGHTS)
    assert held_out(index_of(), []) == HeldOut(0, 0, 0)


def test_what_was_only_taken_up_leaves_the_weights_as_they_are() -> None:
    assert learn(index_of(), decided(*TAKEN_UP)).weights == WEIGHTS


def test_a_phrase_of_three_offers_of_two_donors_becomes_a_term_of_the_topic() -> None:
    assert learn(index_of(), decided(*TAKEN_UP, (1, 4, False))).terms == (TERM,)


def test_two_decisions_are_too_few_for_a_term() -> None:
    assert learn(index_of(), decided(*TAKEN_UP[:2])).terms == ()


def test_what_one_donor_calls_its_work_is_no_term() -> None:
    one_house = replace_all(organisation_id=100)
    assert learn(index_of(one_house), decided(*TAKEN_UP, offers=one_house)).terms == ()


def test_what_is_also_said_by_offers_that_were_turned_down_weighs_less_than_what_is_not() -> None:
    offers = OFFERS | {
        id_: replace(OFFERS[id_], text=f"{OFFERS[id_].text} A spare hash table.") for id_ in (1, 2, 3, 4)
    }
    terms = learn(index_of(offers), decided(*TAKEN_UP, (1, 4, False), offers=offers)).terms
    assert terms[0] == TERM


def replace_all(**changed: Any):
    return {id_: replace(offer, **changed) for id_, offer in OFFERS.items()}


def test_words_of_offers_that_not_everybody_may_see_are_no_terms() -> None:
    hidden = OFFERS | {3: replace(OFFERS[3], is_public=False)}
    assert learn(index_of(hidden), decided(*TAKEN_UP, offers=hidden)).terms == ()


def test_what_a_need_says_is_no_term_however_often_it_is_said() -> None:
    secret = "Operation Nightjar examines the seaport server."
    told = [Decision(asked(need, text=secret), OFFERS[offer], True) for need, offer, _taken in TAKEN_UP]
    assert learn(index_of(), told).terms == (TERM,)


def test_what_is_listed_already_is_not_learned_again() -> None:
    index = Index(terms=TopicTerms({"EVI-02": {"en": ("write blockers",)}})).fit(OFFERS.values())
    assert learn(index, decided(*TAKEN_UP)).terms == ()


def test_an_offer_that_states_other_topics_teaches_nothing_of_this_one() -> None:
    others = replace_all(topics=("VIC-01",))
    assert learn(index_of(others), decided(*TAKEN_UP, offers=others)).terms == ()


def test_a_learned_term_finds_an_offer_that_no_word_of_the_need_finds() -> None:
    need = asked(9)
    plain, taught = (
        Index(terms=TopicTerms(with_learned({}, terms))).fit(OFFERS.values()) for terms in ((), (TERM,))
    )
    assert 2 not in {one.offer_id for one in rank_one(plain, need)}
    assert 2 in {one.offer_id for one in rank_one(taught, need)}


def test_learned_terms_stand_beside_the_listed_ones() -> None:
    listed = {"EVI-02": {"en": ("write blocker",)}, "VIC-01": {"fr": ("aide",)}}
    assert with_learned(listed, (TERM, LearnedTerm("RES-01", "fr", "bourses"))) == {
        "EVI-02": {"en": ("write blocker", "write blockers")},
        "VIC-01": {"fr": ("aide",)},
        "RES-01": {"fr": ("bourses",)},
    }


ahead = st.lists(
    arrays.arrays(np.float64, st.tuples(st.integers(1, 3), st.just(6)), elements=st.floats(-1, 1, width=16)),
    max_size=6,
)


@given(ahead, st.sampled_from((1.0, 0.5, 0.125)))
def test_weights_stay_within_their_bounds_and_add_up_to_what_they_did(rows: list, share: float) -> None:
    found = learned_weights(rows, WEIGHTS, share=share)
    now, were = ([getattr(weights, part) for part in SHARES] for weights in (found, WEIGHTS))
    assert sum(now) == pytest.approx(sum(were), abs=1e-9)
    for new, old in zip(now, were, strict=True):
        assert LEAST * old - 0.005 <= new <= MOST * old + 0.005
    assert replace(found, **dict(zip(SHARES, were, strict=True))) == WEIGHTS


@given(ahead)
def test_the_order_of_needs_changes_nothing(rows: list) -> None:
    there, back = (learned_weights(order, WEIGHTS) for order in (rows, rows[::-1]))
    for part in SHARES:  # the last digit may go either way where it is rounded
        assert getattr(there, part) == pytest.approx(getattr(back, part), abs=0.0011)


def test_a_part_in_which_those_taken_up_lead_counts_more() -> None:
    topic_leads = np.array([[-0.1, 1, 0, 0, 0, 0]])
    found = learned_weights([topic_leads] * 20, WEIGHTS)
    assert found.topic > WEIGHTS.topic
    assert found.text < WEIGHTS.text


def test_little_evidence_changes_little() -> None:
    lead = np.array([[-0.1, 0.2, 0, 0, 0, 0]])
    little, much = (learned_weights([lead] * number, WEIGHTS).topic for number in (1, 40))
    assert WEIGHTS.topic <= little < much


@given(st.permutations(decided(*TAKEN_UP, (1, 4, False), (2, 5, False))))
def test_the_order_of_decisions_changes_nothing(told: list[Decision]) -> None:
    expected = learn(index_of(), decided(*TAKEN_UP, (1, 4, False), (2, 5, False)))
    assert learn(index_of(), told) == expected


@given(samples.needs, samples.catalogues)
def test_the_parts_earned_are_the_score(need: Any, offers: list) -> None:
    index = Index().fit(offers)
    weights = [getattr(WEIGHTS, part) for part in SHARES]
    for one in rank_one(index, need):
        earned = np.array(parts(index.snapshot_, need, one.offer_id)) @ weights
        assert earned == pytest.approx(one.score, abs=1e-9)


def test_held_out_needs_are_judged_by_what_the_others_taught() -> None:
    """The need of offer 2 shares no word with it; what the others took up makes the two meet."""
    told = decided(*TAKEN_UP, (4, 1, True), (5, 3, True), (1, 4, False), (2, 5, False))
    assert held_out(index_of(), told) == HeldOut(pairs=2, before=1, after=2)
