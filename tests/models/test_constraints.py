"""The database refuses what the code must never do: every CHECK, on both databases, whoever asks."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from matchmaker.file_words import FileKind
from matchmaker.models import (
    Agreement,
    Attachment,
    Feedback,
    Match,
    Need,
    Offer,
    Organisation,
    Person,
    RankingRun,
)
from matchmaker.outcomes import Extent, Side
from matchmaker.vocabulary import AppointmentState, Job, LetterStop, MatchState, NeedState, OfferState
from tests.cast import NOON, Cast, an_announcement, an_appointment
from tests.islands import Islands
from tests.stories import a_lesson, a_match, a_need

# Table, CHECK, and what must never be written into a row that is right in everything else.
NEVER: list[tuple[str, str, dict[str, Any]]] = [
    ("need", "submitted_has_date", {"submitted_at": None}),
    ("need", "cleared_before_submitted", {"cleared_at": None}),
    ("need", "published_has_date", {"published_at": None}),
    ("need", "merged_into_another", {"state": "merged"}),
    ("need", "merged_into_another", {"merged_into_id": sa.literal_column("id")}),
    ("need", "ends_after_start", {"earliest_start": date(2027, 2, 1), "latest_end": date(2027, 1, 31)}),
    ("need", "beneficiaries_counted", {"beneficiary_count": -1}),
    ("need", "women_share_percent", {"women_share": 101}),
    ("need", "women_share_percent", {"women_share": -1}),
    ("need_component", "position_in_need", {"position": 0}),
    ("need_component", "position_in_need", {"position": 7}),
    ("need_component", "ends_after_start", {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 1, 31)}),
    ("offer", "submitted_has_date", {"submitted_at": None}),
    ("offer", "published_has_date", {"published_at": None}),
    ("offer", "capacity_counted", {"capacity": -1, "capacity_used": -1}),
    ("offer", "capacity_not_exceeded", {"capacity": 4, "capacity_used": 5}),
    ("offer", "capacity_not_exceeded", {"capacity_used": -1}),
    ("offer", "lead_time_in_weeks", {"lead_time_weeks": 521}),
    ("offer", "lead_time_in_weeks", {"lead_time_weeks": -1}),
    ("offer", "ends_after_start", {"valid_from": date(2027, 2, 1), "valid_until": date(2027, 1, 31)}),
    ("match", "four_eyes", {"released_by_id": sa.literal_column("reviewed_by_id")}),
    ("match", "requester_first", {"requester_accepted_at": None}),
    ("match", "introduced_after_consent", {"introduced_at": None}),
    ("match", "introduced_after_consent", {"donor_accepted_at": None}),
    ("match", "ended_with_reason", {"state": "declined"}),
    ("match", "ended_with_reason", {"state": "lapsed"}),
    ("match", "ended_with_reason", {"state": "dismissed"}),
    ("match", "reviewed_by_somebody", {"reviewed_by_id": None}),
    ("match", "score_not_negative", {"score": -0.001}),
    ("announcement", "ends_after_start", {"ends_on": date(2020, 1, 1)}),
    ("appointment", "of_somebody", {"person_id": None, "email": None}),
    ("appointment", "decided_by_somebody", {"decided_by_id": None}),
    ("appointment", "two_administrators", {"decided_by_id": sa.literal_column("proposed_by_id")}),
    ("appointment", "of_somebody_else", {"person_id": sa.literal_column("proposed_by_id")}),
    ("appointment", "of_somebody_else", {"person_id": sa.literal_column("decided_by_id")}),
    ("lesson", "exam_not_lost", {"exam_after": 0.8999}),
    ("lesson", "right_among_pairs", {"right_before": 15}),
    ("lesson", "right_among_pairs", {"right_after": 15}),
    ("invitation", "declined_with_reason", {"state": "declined"}),
    ("invitation", "answered_after_asked", {"answer_by": NOON.date()}),
    ("organisation", "state_has_country", {"country": None}),
    ("agreement", "ends_after_start", {"ends_on": date(2027, 2, 28)}),
    ("agreement", "value_is_something", {"value": 0}),
    ("agreement", "takes_a_place", {"places": 0}),
    ("feedback", "useful_from_1_to_5", {"useful": 0}),
    ("feedback", "useful_from_1_to_5", {"useful": 6}),
    ("letter", "sent_or_stopped", {"sent_at": NOON, "stopped": LetterStop.REFUSED}),
    ("asked_work", "about_something", {"job": Job.RANK_ALL, "thing_id": 1}),
    ("asked_work", "begun_waits", {"tries": 1, "not_before": None}),
    ("attachment", "of_one_thing", {"offer_id": sa.literal_column("(SELECT min(id) FROM offer)")}),
    (
        "attachment",
        "in_thread",
        {"need_id": None, "match_id": sa.literal_column('(SELECT min(id) FROM "match")')},
    ),
    ("attachment", "not_empty", {"size": 0}),
    ("ranking_run", "finished_after_start", {"finished_at": NOON - timedelta(seconds=1)}),
]


def a_row_of_each_table(session: Session, cast: Cast) -> None:
    """An introduced match and what may follow, a file of its need, a run that might have found it, a lesson.

    Somebody who was let in by two administrators.
    """
    a_lesson(session, cast)
    an_announcement(session, cast)
    an_appointment(session, cast, state=AppointmentState.CONFIRMED)
    Islands(session, cast).pool()
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    terms = {"activity": "A course", "starts_on": date(2027, 3, 1), "ends_on": date(2027, 4, 1)}
    session.add(Agreement(match_id=match.id, recorded_at=NOON, **terms))
    said = dict.fromkeys(("as_agreed", "timely", "lasting", "recommended"), Extent.YES)
    session.add(Feedback(match_id=match.id, side=Side.DONOR, useful=4, given_at=NOON, **said))
    owner = {"organisation_id": match.need.organisation_id, "by_id": match.need.written_by_id}
    file = {"name": "plan.pdf", "kind": FileKind.PDF, "size": 4, "at": NOON}
    session.add(Attachment(ref="A-PLAN", need_id=match.need_id, **owner, **file))
    session.add(RankingRun(engine_version="1", needs=1, offers=1, started_at=NOON, finished_at=NOON))
    session.flush()


def name_of(table: str, check: str) -> str:
    return f"ck_{table}_{check}"


@pytest.mark.parametrize(
    ("table", "check", "never"), NEVER, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_check_refuses_what_must_never_be(
    session: Session, cast: Cast, table: str, check: str, never: dict[str, Any]
) -> None:
    a_row_of_each_table(session, cast)
    changed = sa.update(SQLModel.metadata.tables[table]).values(**never)
    if table == "organisation":
        changed = changed.where(sa.column("kind") == "state")
    with pytest.raises(IntegrityError, match=name_of(table, check)):
        session.connection().execute(changed)


def test_every_check_of_the_models_is_tried_above() -> None:
    known = {
        constraint.name
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    assert known - {name_of(table, check) for table, check, _ in NEVER} == set()


def test_a_country_belongs_to_a_state_only(session: Session) -> None:
    session.add(Organisation(key="x", name="X", kind="ngo", country="GMB", created_at=NOON))
    with pytest.raises(IntegrityError, match="ck_organisation_state_has_country"):
        session.flush()


@pytest.mark.parametrize("column", ["ref", "key"])
def test_two_needs_never_share_a_reference_or_a_key(session: Session, cast: Cast, column: str) -> None:
    first, second = a_need(session, cast), a_need(session, cast)
    setattr(first, column, "N-SAME")
    setattr(second, column, "N-SAME")
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_need_and_an_offer_meet_in_one_match_only(session: Session, cast: Cast) -> None:
    match = a_match(session, cast)
    twin = Match(need_id=match.need_id, offer_id=match.offer_id, created_at=NOON, changed_at=NOON)
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_people_never_share_an_address(session: Session, cast: Cast) -> None:
    session.add(
        Person(
            email=cast.amina.email,
            name="Another Amina",
            role=cast.amina.role,
            organisation_id=cast.ines.organisation_id,
            created_at=NOON,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_need_of_no_organisation_is_refused(session: Session, cast: Cast) -> None:
    session.add(Need(organisation_id=999_999, created_at=NOON, changed_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()


def test_parts_go_with_their_need(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    session.delete(need)
    session.flush()
    left = {
        name: session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar()
        for name, table in SQLModel.metadata.tables.items()
        if name in {"need", "need_component", "need_tag", "need_named_donor"}
    }
    assert left == {"need": 0, "need_component": 0, "need_tag": 0, "need_named_donor": 0}


def test_words_are_stored_by_value(session: Session, cast: Cast) -> None:
    a_need(session, cast, state=NeedState.NO_OBJECTION, budget_band="50k_250k")
    row = session.connection().exec_driver_sql("SELECT state, budget_band, visibility FROM need").one()
    assert tuple(row) == ("no_objection", "50k_250k", "public_summary")


def test_a_word_that_the_vocabulary_lost_is_not_read_in_silence(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    session.commit()
    session.connection().execute(sa.text("UPDATE need SET visibility = 'forgotten'"))
    session.expire(need)
    with pytest.raises(LookupError):
        _ = need.visibility


def test_times_come_back_aware_and_in_utc(session: Session, cast: Cast) -> None:
    east = datetime.fromisoformat("2026-11-22T20:30:00+08:00")
    need = a_need(session, cast, now=east)
    session.commit()
    session.expire_all()
    kept = session.exec(select(Need).where(Need.id == need.id)).one().created_at
    assert (kept.isoformat(), kept.utcoffset()) == ("2026-11-22T12:30:00+00:00", timedelta(0))


def test_a_time_without_a_zone_is_refused(session: Session, cast: Cast) -> None:
    need = a_need(session, cast)
    need.changed_at = datetime(2026, 11, 22, 12, 0)  # the mistake that is tried
    with pytest.raises(sa.exc.StatementError, match="timezone"):
        session.flush()


def test_a_published_offer_has_its_date(session: Session, cast: Cast) -> None:
    offer = Offer(
        organisation_id=cast.carla.organisation_id,
        state=OfferState.PUBLISHED,
        submitted_at=NOON,
        created_at=NOON,
        changed_at=NOON,
    )
    session.add(offer)
    with pytest.raises(IntegrityError, match="ck_offer_published_has_date"):
        session.flush()
