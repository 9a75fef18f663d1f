"""The catalogue of needs: who finds what by which word and place, and nothing by what they may not read."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from matchmaker import reference
from matchmaker.actions import Action
from matchmaker.lists import Catalogue
from matchmaker.policy import can
from matchmaker.queries import needs
from matchmaker.queries.needs import NeedFilter
from matchmaker.services import finding
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import BudgetBand, NeedState, Visibility
from tests.cast import NOON, Cast
from tests.stories import a_need

EVERYBODY = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba", "eve")
TODAY = NOON.date()


def found(session: Session, reader: object, **wanted: str) -> list[str]:
    """References in the catalogue, in its order."""
    hits = finding.hits(session, Catalogue.NEEDS, wanted.get("words", ""))
    page = needs.catalogue(session, reader, NeedFilter(**wanted), 1, on=TODAY, hits=hits)  # type: ignore[arg-type]  # an actor
    return [need.ref for need in page.rows]


def readers_who_find(session: Session, cast: Cast, **wanted: str) -> set[str]:
    return {name for name in EVERYBODY if found(session, getattr(cast, name), **wanted)}


SECRETS = {
    "problem": "Zanzabarium",
    "expected_result": "Zanzabarium",
    "institution": "Zanzabarium Bureau",
    "components": [ComponentDraft(topic="EVI-02", modality="TRN", quantity="Zanzabarium")],
}
WHOLE_READERS = {"amina", "bashir", "carla", "chen", "dao", "erik"}


@pytest.mark.proves("S4")
@pytest.mark.parametrize("field", SECRETS)
def test_nobody_finds_a_need_by_a_word_that_they_may_not_read(
    session: Session, cast: Cast, field: str
) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, **{field: SECRETS[field]})
    assert readers_who_find(session, cast, words="zanzabarium") == WHOLE_READERS
    assert readers_who_find(session, cast) == {*EVERYBODY}


@pytest.mark.parametrize(
    "field", ["contact", "preferred_partners", "excluded_partners", "previous_assistance", "strategy_link"]
)
def test_nobody_finds_a_need_by_a_block_of_its_own(session: Session, cast: Cast, field: str) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, visibility=Visibility.PUBLIC, **{field: "Zanzabarium"})
    assert readers_who_find(session, cast, words="zanzabarium") == set()


@pytest.mark.parametrize("field", ["title", "public_summary"])
def test_everybody_finds_a_need_by_its_title_and_summary(session: Session, cast: Cast, field: str) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, **{field: "About Zanzabarium"})
    assert readers_who_find(session, cast, words="zanzabarium") == {*EVERYBODY}


def test_an_open_need_is_found_by_any_word_of_its_text(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, visibility=Visibility.PUBLIC, problem="Zanzabarium")
    assert readers_who_find(session, cast, words="zanzabarium") == {*EVERYBODY}


def test_a_need_is_found_by_the_name_of_its_topic_in_any_language(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    for label in reference.topics()["EVI-02"].labels.values():
        assert found(session, cast.eve, words=label) == [need.ref]


def test_the_country_of_a_summary_is_not_found_by_those_who_may_not_know_it(
    session: Session, cast: Cast
) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED)
    outsiders = {*EVERYBODY} - WHOLE_READERS
    for place in ("GMB", "202", "011", "LDC", "ODA"):
        assert readers_who_find(session, cast, place=place) == WHOLE_READERS, place
    assert readers_who_find(session, cast, place="002") == {*EVERYBODY}  # its region is part of the summary
    assert readers_who_find(session, cast, place="PRY") == set()
    assert outsiders == {"ines", "farah", "gus", "hiba", "eve"}


def test_when_a_summary_must_start_is_not_found_by_those_who_may_not_know_it(
    session: Session, cast: Cast
) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED)
    assert readers_who_find(session, cast, starts="2027-03") == WHOLE_READERS
    assert readers_who_find(session, cast, published="2026-11", stage="open") == {*EVERYBODY}


@pytest.mark.parametrize("state", [NeedState.MATCHED, NeedState.IN_DELIVERY, NeedState.DELIVERED])
def test_a_need_that_is_being_served_is_found_as_taken_up(
    session: Session, cast: Cast, state: NeedState
) -> None:
    need = a_need(session, cast, state=state)
    assert (found(session, cast.eve, stage="taken"), found(session, cast.eve, stage="open")) == (
        [need.ref],
        [],
    )


def test_a_country_that_may_be_shown_is_found(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, shows_country=True)
    for place in ("GMB", "011", "LDC"):
        assert readers_who_find(session, cast, place=place) == {*EVERYBODY}, place


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {*EVERYBODY}),
        (Visibility.PUBLIC_SUMMARY, {*EVERYBODY}),
        (Visibility.DONORS, WHOLE_READERS),
        (Visibility.NAMED_DONORS, WHOLE_READERS - {"chen"}),
        (Visibility.SECRETARIAT, {"amina", "bashir", "dao", "erik"}),
    ],
)
def test_the_catalogue_shows_each_reader_what_is_open_to_them(
    session: Session, cast: Cast, visibility: Visibility, readers: set[str]
) -> None:
    a_need(session, cast, state=NeedState.PUBLISHED, visibility=visibility, named=(cast.carla,))
    assert readers_who_find(session, cast) == readers


def test_the_catalogue_holds_open_needs_only(session: Session, cast: Cast) -> None:
    refs = {state: a_need(session, cast, state=state).ref for state in NeedState if state != NeedState.MERGED}
    open_ones = {NeedState.PUBLISHED, NeedState.IN_MATCHING, NeedState.MATCHED}
    open_ones |= {NeedState.IN_DELIVERY, NeedState.DELIVERED}
    for reader in (cast.amina, cast.dao, cast.carla, cast.eve):
        assert set(found(session, reader)) == {refs[state] for state in open_ones}


@pytest.mark.parametrize(
    ("wanted", "hit"),
    [
        ({"words": "LOCKED   phones"}, True),
        ({"words": "phones laboratory"}, True),
        ({"words": "phones submarine"}, False),
        ({"words": "phon"}, True),
        ({"words": "100%"}, False),
        ({"words": "_hones"}, False),
        ({"words": "\\"}, False),
        ({"words": "' OR 1=1 --"}, False),
        ({"topic": "EVI"}, True),
        ({"topic": "EVI-02"}, True),
        ({"topic": "EVI-01"}, False),
        ({"topic": "%"}, False),
        ({"modality": "TRN"}, True),
        ({"modality": "MEN"}, False),
        ({"language": "en"}, True),
        ({"language": "fr"}, False),
        ({"place": "nowhere"}, False),
        ({"words": "phones", "topic": "EVI", "modality": "TRN", "language": "en", "place": "GMB"}, True),
        ({"words": "phones", "topic": "EVI", "modality": "MEN"}, False),
        ({"stage": "open"}, True),
        ({"stage": "taken"}, False),
        ({"starts": "2027-03"}, True),
        ({"starts": "2027-02"}, False),
        ({"starts": "2027-04"}, False),
        ({"published": "2026-11"}, True),
        ({"published": "2026-10"}, False),
    ],
)
def test_filters_narrow_the_catalogue(session: Session, cast: Cast, wanted: dict, hit: bool) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED)
    assert found(session, cast.carla, **wanted) == ([need.ref] if hit else [])


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Формирование лаборатории", "ЛАБОРАТОРИИ"),
        ("مختبر الأدلّة الجنائية", "الادلة"),
        ("电子证据实验室", "证据"),
        ("Ine\u0301s et l’expertise légale", "legale"),
        ("Straße und Recht", "STRASSE"),
        ("50 % fewer phones", "50 %"),
        ("a_b", "a_b"),
    ],
)
def test_search_reads_every_script_without_case_and_accents(
    session: Session, cast: Cast, title: str, asked: str
) -> None:
    need = a_need(session, cast, state=NeedState.PUBLISHED, title=title)
    assert found(session, cast.eve, words=asked) == [need.ref]


def test_the_newest_stand_first_and_a_tie_does_not_move(session: Session, cast: Cast) -> None:
    old = a_need(session, cast, state=NeedState.PUBLISHED, now=NOON - timedelta(days=3))
    twins = [a_need(session, cast, state=NeedState.PUBLISHED) for _ in range(2)]
    assert found(session, cast.eve) == [twins[1].ref, twins[0].ref, old.ref]
    newest = needs.newest(session, cast.eve, count=2)
    assert [need.ref for need in newest] == [twins[1].ref, twins[0].ref]


def test_a_state_finds_all_its_own_needs_the_last_changed_first(session: Session, cast: Cast) -> None:
    first = a_need(session, cast, now=NOON - timedelta(days=2))
    second = a_need(session, cast, state=NeedState.WITHDRAWN, now=NOON - timedelta(days=1))
    a_need(session, cast, by=cast.ines)
    mine = needs.of_organisation(session, cast.bashir, 1).rows
    assert [need.ref for need in mine] == [second.ref, first.ref]


def test_a_queue_holds_what_the_reader_may_read_the_longest_waiting_first(
    session: Session, cast: Cast
) -> None:
    late = a_need(session, cast, state=NeedState.SUBMITTED)
    early = a_need(session, cast, by=cast.ines, state=NeedState.SUBMITTED, now=NOON - timedelta(days=1))
    a_need(session, cast)
    waiting = (NeedState.SUBMITTED, NeedState.DRAFT)
    assert [need.ref for need in needs.in_states(session, cast.dao, waiting)] == [early.ref, late.ref]
    assert [need.ref for need in needs.in_states(session, cast.ines, waiting)] == [early.ref]
    assert needs.in_states(session, cast.carla, waiting) == []


def test_the_engine_is_handed_open_needs_whoever_may_read_them(session: Session, cast: Cast) -> None:
    secret = a_need(session, cast, state=NeedState.PUBLISHED, visibility=Visibility.SECRETARIAT)
    open_one = a_need(session, cast, state=NeedState.IN_MATCHING)
    a_need(session, cast, state=NeedState.MATCHED)
    assert [need.ref for need in needs.matchable(session)] == [secret.ref, open_one.ref]


def test_a_need_is_found_by_its_reference(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    assert needs.by_ref(session, need.ref) is need
    assert needs.by_ref(session, "N-222222") is None
    assert needs.by_ref(session, need.ref.lower()) is None


@pytest.mark.parametrize(
    ("stated", "asked", "hit"),
    [
        ((BudgetBand.UNDER_50K, "USD"), ("1000", "USD"), True),
        ((BudgetBand.FROM_50K, "USD"), ("200000", "USD"), True),
        ((BudgetBand.FROM_50K, "USD"), ("49999", "USD"), False),
        ((BudgetBand.FROM_250K, "USD"), ("200000", "USD"), False),
        ((BudgetBand.FROM_250K, "USD"), ("240000", "EUR"), True),
        ((BudgetBand.FROM_250K, "EUR"), ("250000", "USD"), False),
        ((BudgetBand.OVER_1M, "JPY"), ("200000", "USD"), True),
        ((BudgetBand.OVER_1M, "XAF"), ("1", "USD"), True),  # nobody can compare it: it bars nothing
        ((None, "USD"), ("1", "USD"), True),
    ],
)
def test_a_sum_finds_the_needs_that_it_may_meet(
    session: Session, cast: Cast, stated: tuple, asked: tuple[str, str], hit: bool
) -> None:
    size = {"budget_band": stated[0], "currency": stated[1]}
    need = a_need(session, cast, state=NeedState.IN_MATCHING, **size)
    wanted = {"sum": asked[0], "currency": asked[1]}
    assert found(session, cast.carla, **wanted) == ([need.ref] if hit else [])


@pytest.mark.proves("S4")
@pytest.mark.parametrize("shown", list(Visibility))
@pytest.mark.parametrize("visibility", list(Visibility))
def test_a_sum_tells_nobody_of_a_size_that_they_may_not_read(
    session: Session, cast: Cast, visibility: Visibility, shown: Visibility
) -> None:
    """Whoever may not read it finds the need with any sum, as if its size were not stated."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, budget_visibility=shown)
    need.budget_band = BudgetBand.OVER_1M
    session.flush()
    for reader in (getattr(cast, name) for name in EVERYBODY):
        expected = (
            [need.ref] if found(session, reader) and not can(reader, Action.READ_NEED_BUDGET, need) else []
        )
        assert found(session, reader, sum="1", currency="USD") == expected, reader.name


def test_a_day_finds_the_needs_that_can_begin_by_then(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC)
    start = need.earliest_start
    assert found(session, cast.carla, by=start.isoformat()) == [need.ref]
    assert found(session, cast.carla, by=(start - timedelta(days=1)).isoformat()) == []


def test_a_day_tells_nobody_of_dates_that_a_summary_does_not_tell(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    assert found(session, cast.eve, by="2000-01-01") == [need.ref]
    assert found(session, cast.carla, by="2000-01-01") == []
