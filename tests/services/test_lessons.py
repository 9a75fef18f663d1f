"""Lessons: learned from what may teach, proposed, adopted by a person, and rolled back to exactly what was."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from matchmaker.engine.lessons.learning import Taught
from matchmaker.engine.measuring.evaluate import Evaluation, Figures, Silence
from matchmaker.engine.offers.index import Index
from matchmaker.engine.weights import ENGINE_VERSION, WEIGHTS
from matchmaker.errors import IllegalTransition, NotAllowed
from matchmaker.models import History, Lesson, Match, Need, Offer
from matchmaker.queries.lessons import changes_of
from matchmaker.services import learning, lessons, lexicon, matches, runs, work
from matchmaker.services.evaluating import Exam
from matchmaker.services.explaining import Explainer
from matchmaker.services.profiles import need_profile, offer_profile
from matchmaker.services.work import Job, Work
from matchmaker.vocabulary import DeclineReason, LessonState, MatchState, NeedState, OfferState, Visibility
from tests.cast import NOON, Cast
from tests.stories import LEARNED, a_lesson, a_match, a_need, an_offer

L = LessonState
FIRST = f"{ENGINE_VERSION}.1"
SECOND = f"{ENGINE_VERSION}.2"


def ended(session: Session, cast: Cast, reason: DeclineReason, **written: Any) -> Match:
    match = a_match(session, cast, need=a_need(session, cast, state=NeedState.IN_MATCHING, **written))
    matches.dismiss(session, match, reason=reason, note="", by=cast.dao, now=NOON)
    return match


def taught(session: Session) -> list[tuple[int, int, bool]]:
    return [(one.need.id, one.offer.id, one.taken_up) for one in learning.decisions(session)]


@pytest.mark.parametrize("reason", DeclineReason)
def test_only_a_no_that_speaks_of_the_subject_counts_against_a_pair(
    session: Session, cast: Cast, reason: DeclineReason
) -> None:
    match = ended(session, cast, reason)
    counts = reason in (DeclineReason.SUBJECT, DeclineReason.MANDATE)
    assert taught(session) == ([(match.need_id, match.offer_id, False)] if counts else [])


@pytest.mark.parametrize("state", MatchState)
def test_what_was_found_sensible_counts_for_a_pair_as_long_as_nobody_ended_it(
    session: Session, cast: Cast, state: MatchState
) -> None:
    match = a_match(session, cast, state=state)
    open_or_over = {MatchState.SUGGESTED, MatchState.DISMISSED, MatchState.DECLINED, MatchState.LAPSED}
    expected = [] if state in open_or_over else [(match.need_id, match.offer_id, True)]
    assert taught(session) == expected


@pytest.mark.parametrize("visibility", Visibility)
def test_a_need_that_not_everybody_may_know_of_teaches_nothing(
    session: Session, cast: Cast, visibility: Visibility
) -> None:
    ended(session, cast, DeclineReason.SUBJECT, visibility=visibility)
    known = visibility in (Visibility.PUBLIC, Visibility.PUBLIC_SUMMARY)
    assert len(taught(session)) == known


def test_an_offer_that_not_everybody_may_see_teaches_nothing(session: Session, cast: Cast) -> None:
    hidden = an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    a_match(session, cast, offer=hidden, state=MatchState.SHORTLISTED)
    assert taught(session) == []


SAYS = "Mentors who know {} work beside yours on vehicle telematics units for six weeks."


def reviewed(session: Session, cast: Cast) -> list[Need]:
    """Three needs, each with an offer taken up that speaks of vehicle telematics and one turned down."""
    asked = []
    for number, officer in enumerate((cast.carla, cast.chen, cast.carla)):
        need = a_need(session, cast, state=NeedState.IN_MATCHING)
        good = an_offer(
            session, cast, state=OfferState.PUBLISHED, by=officer, description=SAYS.format(f"city {number}")
        )
        bad = an_offer(session, cast, state=OfferState.PUBLISHED, description="All else.", topics=["EVI-05"])
        a_match(session, cast, need=need, offer=good, state=MatchState.SHORTLISTED)
        other = a_match(session, cast, need=need, offer=bad)
        matches.dismiss(session, other, reason=DeclineReason.SUBJECT, note="", by=cast.dao, now=NOON)
        asked.append(need)
    for number in range(12):  # the rest of the catalogue, beside which telematics is a rare word
        an_offer(
            session,
            cast,
            state=OfferState.PUBLISHED,
            title=f"Grant {number}",
            description=f"Schools of kind {number}.",
            topics=["RES-01"],
        )
    return asked


def an_exam(session: Session, *, grade: int = 3) -> Exam:
    """The first need and the first offer, as the one thing to be found."""
    need, offer = session.exec(select(Need)).first(), session.exec(select(Offer)).first()
    return Exam(
        {"need": need_profile(need, on=NOON.date())},
        {"offer": offer_profile(offer)},
        {"need": {"offer": grade}},
    )


def test_a_lesson_is_learned_and_proposed_with_all_its_figures(session: Session, cast: Cast) -> None:
    reviewed(session, cast)
    lesson = learning.learn(session, an_exam(session), now=NOON)
    lessons.propose(session, lesson, now=NOON)
    assert (lesson.ref, lesson.state, lesson.before) == (FIRST, L.CANDIDATE, ENGINE_VERSION)
    assert (lesson.taken_up, lesson.turned_down, lesson.pairs, lesson.needs) == (3, 3, 3, 3)
    assert ["EVI-02", "en", "vehicle telematics"] in lesson.terms
    assert lesson.weights["dates"][0] == WEIGHTS.dates
    assert (lesson.exam_before, lesson.exam_after) == (1.0, 1.0)
    assert lessons.current(session) == lessons.AS_SHIPPED


def test_without_decisions_nothing_is_learned(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING)
    an_offer(session, cast, state=OfferState.PUBLISHED)
    with pytest.raises(learning.NothingToLearn, match="0 decisions teach nothing new"):
        learning.learn(session, an_exam(session), now=NOON)


def test_the_same_decisions_teach_nothing_new_once_the_lesson_is_adopted(
    session: Session, cast: Cast
) -> None:
    reviewed(session, cast)
    lesson = learning.learn(session, an_exam(session), now=NOON)
    lessons.propose(session, lesson, now=NOON)
    lessons.adopt(session, lesson, by=cast.erik, now=NOON)
    with pytest.raises(learning.NothingToLearn, match="6 decisions teach nothing new"):
        learning.learn(session, an_exam(session), now=NOON)


class Falling(Exam):
    """An exam that the engine as it is passes with 0.9, and every lesson with less."""

    def marks(self, index: Index) -> tuple[Evaluation, Silence]:
        mark = 0.9 if index.weights == WEIGHTS else 0.8
        return Evaluation("exam", {"need": Figures(mark, mark, mark, mark)}, 0.0), Silence(0, 0, 0)


def test_what_would_lose_the_exam_is_not_proposed(session: Session, cast: Cast) -> None:
    reviewed(session, cast)
    with pytest.raises(
        learning.NothingToLearn, match=r"would lose the exam: 0\.9000 before, 0\.8000 with it"
    ):
        learning.learn(session, Falling({}, {}, {}), now=NOON)


def test_an_adopted_lesson_ranks_everything_and_every_suggestion_says_so(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED)
    a_need(session, cast, state=NeedState.PUBLISHED)
    lesson = a_lesson(session, cast, state=L.ADOPTED)
    assert work.asked(session)[-1] == Work(Job.RANK_ALL)
    assert lessons.current(session).taught == lessons.taught_by(lesson)
    run = runs.rank_all(session, index_folder=tmp_path, now=NOON)
    (match,) = session.exec(select(Match))
    assert (match.engine_version, run.engine_version) == (FIRST, FIRST)
    told = Explainer(session, tmp_path, NOON.date()).reasons(match)
    topic = next(reason for reason in told if reason["kind"] == "topic")
    assert topic["share"] == pytest.approx(0.37)


def test_rolling_back_restores_the_former_ranking_exactly(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    for topic in ("EVI-02", "EVI-05", "INV-01"):
        an_offer(session, cast, state=OfferState.PUBLISHED, topics=[topic])
    a_need(session, cast, state=NeedState.PUBLISHED)

    def ranking() -> list[dict[str, Any]]:
        runs.rank_all(session, index_folder=tmp_path, now=NOON)
        return [
            match.model_dump(exclude={"run_id"}) for match in session.exec(select(Match).order_by(Match.id))
        ]

    shipped = ranking()
    first = a_lesson(session, cast, state=L.ADOPTED)
    with_first = ranking()
    second = a_lesson(session, cast, state=L.ADOPTED, weights={"text": [0.5, 0.7], "topic": [0.37, 0.17]})
    with_second = ranking()
    lessons.roll_back(session, second, by=cast.erik, now=NOON, note="Worse.")
    assert (first.state, second.state) == (L.ADOPTED, L.RETIRED)
    assert ranking() == with_first
    lessons.roll_back(session, first, by=cast.erik, now=NOON, note="Worse.")
    assert ranking() == shipped
    assert shipped != with_first != with_second


def test_a_lesson_replaces_another_and_both_say_so_in_their_history(session: Session, cast: Cast) -> None:
    first = a_lesson(session, cast, state=L.ADOPTED)
    second = a_lesson(session, cast, state=L.ADOPTED)
    assert (first.state, second.state, second.replaced_id) == (L.RETIRED, L.ADOPTED, first.id)
    told = [
        (row.thing_id, row.action, row.by_role) for row in session.exec(select(History).order_by(History.id))
    ]
    assert told == [
        (first.id, "lesson.propose", "portal"),
        (first.id, "lesson.adopt", "releaser"),
        (second.id, "lesson.propose", "portal"),
        (first.id, "lesson.replace", "portal"),
        (second.id, "lesson.adopt", "releaser"),
    ]


@pytest.mark.parametrize("name", ["dao", "gus", "farah", "amina", "carla"])
def test_only_a_releaser_adopts(session: Session, cast: Cast, name: str) -> None:
    lesson = a_lesson(session, cast)
    with pytest.raises(NotAllowed):
        lessons.adopt(session, lesson, by=getattr(cast, name), now=NOON)
    assert lesson.state == L.CANDIDATE


def test_a_rejected_lesson_is_never_adopted(session: Session, cast: Cast) -> None:
    with pytest.raises(IllegalTransition):
        lessons.adopt(session, a_lesson(session, cast, state=L.REJECTED), by=cast.erik, now=NOON)


def test_what_another_engine_learned_neither_ranks_nor_can_be_adopted(session: Session, cast: Cast) -> None:
    old = a_lesson(session, cast, engine="2")
    with pytest.raises(IllegalTransition, match="earlier engine"):
        lessons.adopt(session, old, by=cast.erik, now=NOON)
    assert (old.ref, lessons.current(session)) == ("2.1", lessons.AS_SHIPPED)


def test_the_database_knows_one_adopted_lesson_of_an_engine(session: Session, cast: Cast) -> None:
    a_lesson(session, cast, state=L.ADOPTED)
    session.add(
        Lesson(**LEARNED | {"ref": SECOND, "state": L.ADOPTED, "learned_at": NOON, "changed_at": NOON})
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_changes_is_told_need_by_need(session: Session, cast: Cast) -> None:
    one, other = (a_need(session, cast, state=NeedState.IN_MATCHING) for _ in range(2))
    in_, out = (an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(2))
    changes = [
        [other.id, in_.id, True],
        [one.id, out.id, False],
        [one.id, in_.id, True],
        [99_999, in_.id, True],
    ]
    told = changes_of(session, a_lesson(session, cast, changes=changes))
    assert [(change.need, change.enter, change.leave) for change in told] == [
        (one, [in_], [out]),
        (other, [in_], []),
    ]


def test_changes_are_found_by_ranking_before_and_after(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    of_topic = [
        an_offer(session, cast, state=OfferState.PUBLISHED, title="A house", description="All else.")
        for _ in range(learning.FIRST)
    ]
    of_words = an_offer(
        session,
        cast,
        state=OfferState.PUBLISHED,
        topics=["EVI-05"],
        title=need.title,
        description=need.problem,
    )
    by_topic = Taught(replace(WEIGHTS, text=0.31, topic=0.56))
    by_words = Taught(replace(WEIGHTS, text=0.8, topic=0.07))
    old, new = (
        learning.engine_of(taught, lexicon.current(session)).fit(map(offer_profile, [*of_topic, of_words]))
        for taught in (by_topic, by_words)
    )
    asked = [need_profile(need, on=NOON.date())]
    assert list(learning.changes(old, old, asked)) == []
    assert list(learning.changes(old, new, asked)) == [
        [need.id, of_words.id, True],
        [need.id, of_topic[-1].id, False],
    ]
