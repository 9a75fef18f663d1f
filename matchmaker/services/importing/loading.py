"""Drafts from a file into the database: what is new is written, what is known and unchanged is left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from matchmaker.actions import Action
from matchmaker.errors import MatchmakerError
from matchmaker.labels import label
from matchmaker.models import Need, Offer, Person
from matchmaker.policy import can
from matchmaker.queries import needs as read_needs
from matchmaker.queries import offers as read_offers
from matchmaker.services import deadlines, needs, offers, references, work
from matchmaker.services.drafts import ComponentDraft
from matchmaker.services.importing.csv_file import BadFile
from matchmaker.services.importing.drafts_from_rows import DRAFTS, KeyedDraft
from matchmaker.services.moves import move
from matchmaker.services.offers import TAGGED
from matchmaker.vocabulary import NeedState, Noun, OfferState

AT_ONCE = 500  # rows: as many bound values as every database takes
STILL_WRITTEN = {NeedState.DRAFT, NeedState.RETURNED, OfferState.DRAFT, OfferState.RETURNED}
TABLES: Mapping[Noun, Any] = {Noun.NEED: Need, Noun.OFFER: Offer}
WITH_PARTS: Mapping[Noun, Any] = {Noun.NEED: read_needs.with_parts, Noun.OFFER: read_offers.with_parts}
WRITE = {Noun.NEED: Action.WRITE_NEED, Noun.OFFER: Action.WRITE_OFFER}
EDIT: Mapping[Noun, Any] = {Noun.NEED: needs.edit, Noun.OFFER: offers.edit}


@dataclass(frozen=True)
class Publishers:
    """Two pairs of eyes: who checks a donor's catalogue, and who releases it."""

    case_officer: Person
    releaser: Person


@dataclass
class Loaded:
    """What became of the rows."""

    written: int = 0
    changed: int = 0
    unchanged: int = 0
    published: int = 0


class CannotLoad(Exception):
    """A row that is well written but has no place here; the message says why."""


@dataclass
class Loading:
    """One import while it goes on; *wrong* gathers a sentence for each row that cannot be loaded."""

    session: Session
    noun: Noun
    by: Person
    publishers: Publishers | None
    now: datetime
    loaded: Loaded = field(default_factory=Loaded)
    wrong: list[str] = field(default_factory=list)

    def take(self, drafts: Sequence[KeyedDraft]) -> None:
        """Load *drafts*, which are few enough for one statement."""
        known = self.known(drafts)
        fresh = [each for each in drafts if each.key not in known]
        things = known | self.write(fresh)
        self.loaded.written += len(fresh)
        for each in drafts:
            try:
                if each.key in known:
                    self.bring_up_to_date(known[each.key], each)
                self.publish(things[each.key])
            except (MatchmakerError, CannotLoad) as error:
                self.wrong.append(f"Row {each.number}: {error}")
                self.session.expire(things[each.key])  # half a deed must not reach the database
        self.session.flush()

    def known(self, drafts: Sequence[KeyedDraft]) -> dict[str, Any]:
        """Key -> what the database has under it."""
        table = TABLES[self.noun]
        rows = select(table).where(col(table.key).in_([each.key for each in drafts]))
        return {thing.key: thing for thing in self.session.exec(WITH_PARTS[self.noun](rows)).all()}

    def write(self, drafts: Sequence[KeyedDraft]) -> dict[str, Any]:
        """Key -> a new draft in the database."""
        session, by, now = self.session, self.by, self.now
        if self.noun == Noun.NEED:
            return {one.key: needs.write(session, one.draft, by=by, now=now, key=one.key) for one in drafts}
        written = {}
        # As offers.write does, but flushed together, and with references that are sure to be different.
        for each, ref in zip(drafts, references.drawn(session, Offer, len(drafts)), strict=True):
            offer = Offer(ref=ref, key=each.key, created_at=now, changed_at=now, written_by_id=by.id)
            offer.organisation_id, offer.organisation = by.organisation_id, by.organisation
            offers.fill(offer, each.draft)
            written[each.key] = offer
        session.add_all(written.values())
        session.flush()
        return written

    def bring_up_to_date(self, known: Any, each: KeyedDraft) -> None:
        """Change what the database has, or leave it alone where nothing has changed."""
        if known.organisation_id != self.by.organisation_id:
            raise CannotLoad(f"its key “{each.key}” belongs to another organisation.")
        if asked(each.draft) == standing(self.noun, known):
            self.loaded.unchanged += 1
        elif known.state in STILL_WRITTEN:
            deed = EDIT[self.noun]
            deed(self.session, known, each.draft, version=known.version, by=self.by, now=self.now)
            self.loaded.changed += 1
        else:
            state = label(known.state)
            raise CannotLoad(f"it differs from {known.ref}, which is “{state}”. Change it there.")

    def publish(self, offer: Any) -> None:
        """By three people, where publication was asked for and has not been yet."""
        if self.publishers is None or offer.state not in STILL_WRITTEN:
            return
        release(self.session, offer, self.by, self.publishers, now=self.now)
        self.loaded.published += 1


def release(session: Session, offer: Offer, by: Person, publishers: Publishers, *, now: datetime) -> None:
    """What offers.submit, check and publish do, without their letters.

    A letter for each row of a catalogue would bury those that matter, and take half the time of the import.
    """
    lacking = offers.missing(offer)
    if lacking:
        raise CannotLoad(" ".join(str(sentence) for sentence in lacking.values()))
    move(session, offer, Action.SUBMIT_OFFER, by=by, now=now)
    offer.submitted_at, offer.check_by = now, deadlines.due(deadlines.Term.CHECK, now)
    move(session, offer, Action.CHECK_OFFER, by=publishers.case_officer, now=now)
    offer.reviewed_by_id = publishers.case_officer.id
    move(session, offer, Action.PUBLISH_OFFER, by=publishers.releaser, now=now)
    offer.published_at = offer.confirmed_at = now
    work.ask(session, work.Job.RANK_OFFER, offer.id)


def load(
    session: Session,
    noun: Noun,
    drafts: Sequence[KeyedDraft],
    *,
    by: Person,
    publishers: Publishers | None = None,
    now: datetime,
) -> Loaded:
    """Write *drafts* for *by*; offers are published too if *publishers* are given. The caller commits.

    Raises BadFile with every row that cannot be loaded; then nothing of the file may be kept.
    """
    if not can(by, WRITE[noun]):
        raise BadFile(f"{by.name} ({label(by.role)}) does not write {noun}s.")
    loading = Loading(session, noun, by, publishers, now)
    with session.no_autoflush:  # no deed looks for what this import has just written
        for start in range(0, len(drafts), AT_ONCE):
            loading.take(drafts[start : start + AT_ONCE])
    if loading.wrong:
        raise BadFile(*loading.wrong)
    return loading.loaded


def asked(draft: Any) -> dict[str, Any]:
    """What a draft says, comparable: codes in order, empty components left out."""
    answers = {name: sorted(value) if name in TAGGED else value for name, value in draft}
    if "components" in answers:
        answers["components"] = [part.model_dump() for part in draft.components if not part.is_empty]
    return answers


def standing(noun: Noun, thing: Any) -> dict[str, Any]:
    """What the database says, in the same shape."""
    answers = {}
    for name in DRAFTS[noun].model_fields:
        if name == "components":
            answers[name] = [component(row) for row in thing.components]
        elif noun == Noun.OFFER and name in TAGGED:
            answers[name] = thing.codes(TAGGED[name])
        else:
            answers[name] = getattr(thing, name)
    return answers


def component(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ComponentDraft.model_fields}
