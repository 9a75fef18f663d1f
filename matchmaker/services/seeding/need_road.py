"""The road of a need in the demonstration, deed by deed through the real services."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from matchmaker.actions import Action
from matchmaker.models import Need, Person
from matchmaker.services import needs, steps
from matchmaker.services.moves import PORTAL, move
from matchmaker.services.seeding.diary import Step, upto
from matchmaker.services.seeding.people import People
from matchmaker.services.seeding.rows import NeedRow, StoryRow
from matchmaker.vocabulary import NeedState

S = NeedState


def write(session: Session, row: NeedRow, people: People, story: StoryRow, *, now: datetime) -> Need:
    draft = row.model_copy(update={"named_donor_keys": row.named_donor_keys or story.named})
    return needs.write(session, draft, by=people.writer(row.country), now=now, key=row.key)


def road(row: NeedRow, people: People, story: StoryRow) -> list[Step]:
    """What follows the writing: up to the state of *row* or, where that lies beyond, into matching."""
    if row.state == S.DRAFT:
        return []
    focal, dao = people.focal_point(row.country), people.dao
    summarise = partial(needs.summarise, public_summary=row.public_summary, by=dao)
    way = [
        *_cleared(row, people),
        Step(1, partial(needs.submit, by=focal), S.SUBMITTED),
        Step(3, partial(needs.check, by=dao), S.IN_CHECK),
        *(_sent_back(row, people, story) if story.question else []),
        *(_answered_back(row, people, story) if story.reply else []),
        Step(2, summarise, S.NO_OBJECTION),
    ]
    if story.objection:
        way += [Step(2, partial(needs.object, by=focal, note=story.objection)), Step(2, summarise)]
    way += [
        Step(3, partial(needs.agree, by=focal)),
        Step(1, partial(needs.publish, by=people.erik), S.PUBLISHED),
        Step(1, needs.start_matching),
    ]
    return upto(row.state, way)


def _cleared(row: NeedRow, people: People) -> list[Step]:
    """A drafter asks for clearance; a focal point who writes clears at once."""
    writer, focal = people.writer(row.country), people.focal_point(row.country)
    if writer is focal:
        return [Step(2, partial(needs.clear, by=focal), S.CLEARANCE)]
    return [
        Step(3, partial(needs.ask_clearance, by=writer), S.CLEARANCE),
        Step(2, partial(needs.clear, by=focal)),
    ]


def _sent_back(row: NeedRow, people: People, story: StoryRow) -> list[Step]:
    """Sent back with a question; repaired, cleared and submitted again."""
    focal = people.focal_point(row.country)

    def repair(session: Session, need: Need, *, now: datetime) -> None:
        needs.edit(session, need, row, version=need.version, by=people.writer(row.country), now=now)
        needs.clear(session, need, by=focal, now=now)

    return [
        Step(2, partial(needs.send_back, by=people.dao, note=story.question), S.RETURNED),
        Step(4, repair),
        Step(1, partial(needs.submit, by=focal)),
        Step(2, partial(needs.check, by=people.dao)),
    ]


def _answered_back(row: NeedRow, people: People, story: StoryRow) -> list[Step]:
    """Not taken up; the State replied, and it is checked once more."""
    focal = people.focal_point(row.country)
    refuse = partial(steps.do_not_take_up, reason=story.refused, note=story.reason, by=people.erik)
    return [Step(3, refuse), Step(4, partial(steps.reply, note=story.reply, by=focal), S.IN_CHECK)]


def end(row: NeedRow, people: People, story: StoryRow, written: dict[str, Need]) -> Step | None:
    """How a need left the straight road; None for one that is on it, or whose match ended it."""
    focal, erik, note = people.focal_point(row.country), people.erik, story.reason
    ends = {
        S.ON_HOLD: partial(steps.hold, by=focal, note=note),
        S.UNCONFIRMED: partial(move, action=Action.MARK_NEED_UNCONFIRMED, by=PORTAL),
        S.WITHDRAWN: partial(needs.withdraw, by=focal, note=note),
        S.NOT_TAKEN_UP: partial(steps.do_not_take_up, reason=story.refused, by=erik, note=note),
        S.MERGED: partial(_merge, into=row.merged_into, written=written, by=erik, note=note),
    }
    if row.state == S.CLOSED and story.reason:
        return Step(1, partial(steps.close, by=erik, note=note))
    return Step(1, ends[row.state]) if row.state in ends else None


def _merge(
    session: Session, need: Need, *, into: str, written: dict[str, Need], by: Person, note: str, now: datetime
) -> None:
    move(session, need, Action.MERGE_NEED, by=by, now=now, note=note)
    need.merged_into_id = written[into].id
