"""From the files to the database: every deed of every story, in the order of time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from matchmaker.clock import NIGHT, last
from matchmaker.filing.inspecting import inspect
from matchmaker.filing.store import Store
from matchmaker.models import Letter, Match, Need, Offer, Organisation, Person, Profile, Search
from matchmaker.queries.searches import LOOKING
from matchmaker.services import (
    appointments,
    attachments,
    explaining,
    fitting,
    matching,
    organisations,
    outbox,
    runs,
    searches,
    standing_profiles,
    work,
)
from matchmaker.services.account_drafts import AccountDraft
from matchmaker.services.attachments import Parcel
from matchmaker.services.profile_drafts import ProfileDraft
from matchmaker.services.seeding import match_road, need_road, offer_road, pool_road, schedule, talks
from matchmaker.services.seeding.diary import Diary, Step, lot, moments
from matchmaker.services.seeding.paper import pdf
from matchmaker.services.seeding.people import SECRETARIAT, People, settle
from matchmaker.services.seeding.rows import (
    MatchRow,
    NeedRow,
    OfferRow,
    PoolRow,
    ProfileRow,
    ProposalRow,
    SearchRow,
    TalkRow,
)
from matchmaker.services.seeding.seed import Seed
from matchmaker.vocabulary import NeedState

ACCOUNTS_SINCE = timedelta(days=800)
LOOKED_INTO_AFTER = timedelta(days=30)
RANKED_BEFORE = timedelta(hours=3)  # the last ranking; what is published only came after it
FRESH = timedelta(hours=1)
PROPOSED_BEFORE = timedelta(days=2)  # a role, which nobody has decided yet
REFUSAL = "550 5.1.1 The mailbox does not exist here"


@dataclass(frozen=True)
class Planted:
    """How many of each were written."""

    people: int
    needs: int
    offers: int
    stories_of_matches: int


@dataclass
class Stage:
    """What the stories share while they are told."""

    session: Session
    seed: Seed
    people: People
    index_folder: Path
    store: Store
    today: date
    diary: Diary = field(default_factory=Diary)
    needs: dict[str, Need] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)


def is_empty(session: Session) -> bool:
    """Whether nobody has ever used this database."""
    return session.exec(select(Organisation).limit(1)).first() is None


def plant(session: Session, seed: Seed, *, index_folder: Path, store: Store, now: datetime) -> Planted:
    """Write the whole demonstration, as if it had grown until *now*. The caller commits."""
    since = now - ACCOUNTS_SINCE
    people = settle(session, seed.cast, seed.providers, seed.languages, since=since)
    for person in people.staff.values():
        person.seen_on = now.date()  # or most of them would be warned that they are never here
    stage = Stage(session, seed, people, index_folder, store, now.date())
    _tell_organisations(stage, (since + LOOKED_INTO_AFTER).date())
    begun = _tell_matches(stage)
    for row in seed.offers.values():
        _tell_offer(stage, row, begun.get(row.key))
    for need in seed.needs.values():
        _tell_need(stage, need, begun.get(need.key), now)
    for row in seed.searches:
        _note_search(stage, row, now)
    for profile in seed.profiles:
        _note_profile(stage, profile, now)
    for pool in seed.pools:
        _tell_pool(stage, pool)
    for proposal in seed.cast.proposal:
        on = stage.today - PROPOSED_BEFORE
        stage.diary.note(*moments(on, [], key=proposal.name), partial(_propose, stage, proposal))
    for number, talk in enumerate(seed.talks):
        stage.diary.note(*moments(talk.on, [], key=f"talk {number}"), partial(_talk, stage, talk))
    stage.diary.note(now - RANKED_BEFORE, partial(_rank, stage))
    stage.diary.play()
    work.asked(session)  # what was asked after that ranking waits for the worker
    session.exec(update(Letter).values(sent_at=col(Letter.created_at)))  # all of it is long ago
    for provider in seed.providers:
        if provider.unreachable:
            _refuse_last_letter(session, people.officer(provider.key))
    return Planted(len(people.everybody), len(seed.needs), len(seed.offers), len(seed.matches))


def _talk(stage: Stage, row: TalkRow, *, now: datetime) -> None:
    need, offer = stage.needs.get(row.need), stage.offers.get(row.offer)
    talks.say(stage.session, row, need, offer, stage.people, now=now)


def _propose(stage: Stage, row: ProposalRow, *, now: datetime) -> None:
    """A role in the secretariat, which waits for the other administrator."""
    draft = AccountDraft(name=row.name, email=row.email, language=row.language, role=row.role)
    house = stage.people.organisations[SECRETARIAT]
    appointments.open_account(stage.session, house, draft, by=stage.people.cast[row.by], now=now)


def _refuse_last_letter(session: Session, reader: Person) -> None:
    """As a mail server does that no longer knows its reader: the secretariat finds it among the letters."""
    rows = select(Letter).where(Letter.to_id == reader.id).order_by(col(Letter.id).desc())
    letter = session.exec(rows.limit(1)).one()
    letter.sent_at, letter.tries = None, 1
    session.flush()
    outbox.set_aside(session, letter.id, tries=letter.tries, error=REFUSAL)


def _tell_organisations(stage: Stage, on: date) -> None:
    """Dao has verified all but those of which a row says otherwise, and but the house of their own."""
    doubtful = {SECRETARIAT, *(row.key for row in stage.seed.providers if row.unverified)}
    for key, organisation in stage.people.organisations.items():
        if key not in doubtful:
            told = {"note": stage.seed.cast.verified, "by": stage.people.dao}
            verify = partial(organisations.verify, stage.session, organisation, **told)
            stage.diary.note(*moments(on, [], key=key), verify)


def _tell_matches(stage: Stage) -> dict[str, date]:
    """Note the stories of the matches; the day on which each need and offer is first brought up, by key."""
    begun: dict[str, date] = {}
    for row in stage.seed.matches:
        need, offer = stage.seed.needs[row.need], stage.seed.offers[row.offer]
        road = match_road.road(need, offer, row, stage.people)
        hours = moments(row.on, [step.after for step in road], key=f"{row.need} {row.offer}")
        _tell(stage, partial(_bring_up, stage, row), road, hours)
        for key in (row.need, row.offer):
            begun[key] = min(begun.get(key, stage.today), hours[0].date())
    return begun


def _rank(stage: Stage, *, now: datetime) -> None:
    """Everything, and so what the deeds up to here have asked for."""
    runs.rank_all(stage.session, index_folder=stage.index_folder, now=now)
    work.forget(stage.session)


def _bring_up(stage: Stage, row: MatchRow, *, now: datetime) -> Any:
    need, offer = stage.needs[row.need], stage.offers[row.offer]
    matching.rank_need(stage.session, need, index_folder=stage.index_folder, now=now)
    return match_road.bring_up(stage.session, need, offer, row, stage.people, now=now)


def _tell_offer(stage: Stage, row: OfferRow, first_match: date | None) -> None:
    story = stage.seed.story(row.key)

    def write(*, now: datetime) -> Offer:
        stage.offers[row.key] = offer_road.write(stage.session, row, stage.people, now=now)
        _attach(stage, stage.offers[row.key], by=stage.people.officer(row.provider), now=now)
        return stage.offers[row.key]

    road = offer_road.road(row, stage.people, story)
    arrives = schedule.offer_arrives(row, first_match, stage.today)
    hours = moments(arrives, [step.after for step in road], key=row.key)
    end = offer_road.end(row, stage.people, story)
    if end:
        road, hours = [*road, end], [*hours, *moments(schedule.offer_ends(row, stage.today), [], key=row.key)]
    _tell(stage, write, road, hours)


def _tell_need(stage: Stage, row: NeedRow, first_match: date | None, now: datetime) -> None:
    story = stage.seed.story(row.key)

    def write(*, now: datetime) -> Need:
        stage.needs[row.key] = need_road.write(stage.session, row, stage.people, story, now=now)
        _attach(stage, stage.needs[row.key], by=stage.people.writer(row.country), now=now)
        return stage.needs[row.key]

    road = need_road.road(row, stage.people, story)
    arrives = schedule.need_arrives(row, first_match, stage.today, waits=story.waits)
    hours = moments(arrives, [step.after for step in road], key=row.key)
    if row.state == NeedState.PUBLISHED:
        hours[-1] = now - FRESH - timedelta(minutes=lot(row.key, 60))
    end = need_road.end(row, stage.people, story, stage.needs)
    if end:
        road, hours = [*road, end], [*hours, *moments(schedule.need_ends(row, stage.today), [], key=row.key)]
    _tell(stage, write, road, hours)


def _attach(stage: Stage, thing: Need | Offer, *, by: Person, now: datetime) -> None:
    """The documents that its writer had at hand."""
    for row in stage.seed.files:
        if thing.key in (row.need, row.offer):
            parcel = Parcel(inspect(row.name, pdf(row.lines)), stage.store)
            attachments.attach(stage.session, thing, parcel, visibility=row.visibility, by=by, now=now)


def _note_search(stage: Stage, row: SearchRow, now: datetime) -> None:
    """It is saved on its day; in a catalogue it was looked through last night."""
    by, found = stage.people.staff[row.by, row.role], list[Search]()

    def save(*, now: datetime) -> None:
        found.append(searches.save(stage.session, row.name, row.catalogue, row.wanted, by=by, now=now))

    def tell_news(*, now: datetime) -> None:
        searches.tell_news(stage.session, found[0], now=now)

    stage.diary.note(moments(row.on, [], key=row.name)[0], save)
    if row.catalogue in LOOKING:
        stage.diary.note(last(NIGHT, now), tell_news)


def _note_profile(stage: Stage, row: ProfileRow, now: datetime) -> None:
    """It is written on its day, compared at once, and again last night."""
    by, found = stage.people.officer(row.by), list[Profile]()

    def write(*, now: datetime) -> None:
        draft = ProfileDraft(**row.model_dump(exclude={"by", "on"}))
        found.append(standing_profiles.write(stage.session, draft, by=by, now=now))

    def match(*, now: datetime) -> None:
        fitting.match_profile(stage.session, found[0], index_folder=stage.index_folder, now=now)

    day = moments(row.on, [], key=row.name)[0]
    for hour, deed in ((day, write), (day, match), (last(NIGHT, now), match)):
        stage.diary.note(hour, deed)


def _tell_pool(stage: Stage, row: PoolRow) -> None:
    propose = partial(pool_road.propose, stage.session, row, stage.people, stage.needs)
    road = pool_road.road(row, stage.people)
    _tell(stage, propose, road, moments(row.on, [step.after for step in road], key=row.title))


def _tell(stage: Stage, begin: Callable[..., Any], road: Sequence[Step], hours: Sequence[datetime]) -> None:
    """Note the beginning, which gives the thing, and each step on it."""
    things: list[Any] = []

    def do(step: Step, *, now: datetime) -> None:
        step.deed(stage.session, things[0], now=now)
        stage.session.flush()
        if isinstance(things[0], Match):
            explaining.keep_reasons(stage.session, things[0], index_folder=stage.index_folder, now=now)

    stage.diary.note(hours[0], lambda *, now: things.append(begin(now=now)))
    for step, hour in zip(road, hours[1:], strict=True):
        stage.diary.note(hour, partial(do, step))
