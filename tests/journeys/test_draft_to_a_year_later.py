"""The whole story of a need that two donors serve: from its first draft to the question a year after delivery.

Everybody acts on pages in a real Chromium, each letter leads to the page where its reader acts next, and the story
moves the clock of the portal. It is played in three languages, in two directions of writing, at a desk and on a
phone; and once on PostgreSQL, where everybody reads a language of their own.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from matchmaker import clock
from matchmaker.actions import Action
from matchmaker.database import open_session
from matchmaker.models import Agreement, Feedback, History, Letter, Match, Need
from matchmaker.outcomes import Extent, Side
from matchmaker.settings import Settings
from matchmaker.vocabulary import LetterKind, MatchState, NeedState, Noun, OfferState
from matchmaker.wording import PORTAL_LANGUAGES
from tests import databases
from tests.browser.looking import Looker
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.journeys.players import PLAYERS, STAGINGS, Calendar, Player, Staging, Troupe
from tests.stories import an_offer

K = LetterKind
LIFE = [
    Action.ASK_CLEARANCE,
    Action.CLEAR_NEED,
    Action.SUBMIT_NEED,
    Action.CHECK_NEED,
    Action.SUMMARISE_NEED,
    Action.AGREE_TO_NEED,
    Action.PUBLISH_NEED,
    Action.START_MATCHING_NEED,
    Action.MARK_NEED_MATCHED,
    Action.START_DELIVERY_OF_NEED,
    Action.MARK_NEED_DELIVERED,
    Action.CLOSE_NEED,
]
TO_AMINA = [
    *(K.PLEASE_CLEAR, K.NEED_RECEIVED, K.MESSAGE, K.PLEASE_AGREE, K.NEED_PUBLISHED),
    *(K.ASK_REQUESTER, K.INTRODUCTION) * 2,
    *(K.MESSAGE, K.CONTACT_UNDER_WAY, K.CONTACT_UNDER_WAY, K.AGREEMENT_RECORDED, K.AGREEMENT_RECORDED),
    *(K.NOT_STARTED, K.NOT_STARTED, K.DELIVERY_STARTED, K.CONFIRM_DELIVERY, K.GIVE_FEEDBACK, K.GIVE_FEEDBACK),
    *(K.MATCH_CLOSED, K.MATCH_CLOSED, K.YEAR_LATER, K.YEAR_LATER),
]
TO_DONORS = [
    *(K.OFFER_RECEIVED, K.OFFER_PUBLISHED, K.ASK_DONOR, K.INTRODUCTION, K.CONTACT_UNDER_WAY),
    *(K.OFFER_EXHAUSTED, K.AGREEMENT_RECORDED, K.NOT_STARTED),
]
TO_CARLA = [*TO_DONORS, K.GIVE_FEEDBACK, K.MATCH_CLOSED]
TO_CHEN = [*TO_DONORS, K.DELIVERY_STARTED, K.CONFIRM_DELIVERY, K.GIVE_FEEDBACK, K.MATCH_CLOSED]
JUDGED = {"as_agreed": "yes", "timely": "partly", "useful": "5", "lasting": "yes", "recommended": "yes"}
PARTNER = "a police college in the north"  # for the secretariat alone


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """The database of the staging."""
    staging: Staging = request.getfixturevalue("staging")
    kept: sa.Engine = request.getfixturevalue(f"{staging.database}_engine")
    databases.empty_tables(kept)
    return kept


@pytest.fixture
def troupe(
    staging: Staging,
    browse: Browse,
    engine: sa.Engine,
    session: Session,
    settings: Settings,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Troupe]:
    """Everybody signed in; two offers stand in the catalogue, one of Carla's and one of Chen's."""
    calendar = Calendar(engine, settings)
    monkeypatch.setattr(clock, "now", lambda: calendar.now)
    for name, language in staging.languages.items():
        getattr(cast, name).language = language
    in_catalogue = {"state": OfferState.PUBLISHED, "capacity": 1, "languages": [*PORTAL_LANGUAGES]}
    an_offer(session, cast, **in_catalogue)
    an_offer(session, cast, by=cast.chen, modalities=["EQU"], **in_catalogue)
    session.commit()

    def enter(name: str) -> Player:
        person, language = getattr(cast, name), staging.languages[name]
        reader = browse(person, language=language, width=staging.width)
        reader.page.set_default_timeout(30_000)  # the first page of a match reads the lexicon
        looker = Looker(reader.address, reader.page, name, language, {})
        return Player(person, reader, looker, engine, staging.width)

    playing = Troupe(**{name: enter(name) for name in PLAYERS}, calendar=calendar)
    yield playing
    complaints = [one for name in PLAYERS for one in getattr(playing, name).looker.complaints]
    assert complaints == []


@pytest.mark.parametrize("staging", STAGINGS.values(), ids=STAGINGS.keys())
def test_a_need_goes_from_its_first_draft_to_the_question_a_year_after_delivery(
    troupe: Troupe, engine: sa.Engine
) -> None:
    it_is_written_and_cleared(troupe)
    it_is_checked_and_published(troupe)
    both_sides_say_yes_in_order(troupe, engine)
    each_agrees_on_a_part(troupe)
    it_is_delivered_and_judged(troupe)
    a_year_later(troupe)
    what_is_kept(troupe, engine)


def it_is_written_and_cleared(troupe: Troupe) -> None:
    bashir, amina = troupe.bashir, troupe.amina
    words = bashir.words
    bashir.visit("/needs/write")
    bashir.reader.page.locator("[data-add-row]").click()
    bashir.write(
        **{
            "language": bashir.person.language,
            "title": words.title,
            "institution": words.title,
            "problem": words.problem,
            "expected_result": words.problem,
            "components-0-topic": "EVI-02",
            "components-0-modality": "TRN",
            "components-1-topic": "EVI-02",
            "components-1-modality": "EQU",
            "beneficiaries": words.title,
            "previous_assistance": words.problem,
            "earliest_start": "2027-03-01",
            "latest_end": "2027-12-31",
            "preferred_partners": PARTNER,
            "public_summary": words.summary,
        }
    )
    troupe.need = bashir.path
    bashir.do("ask-clearance")
    amina.follow(K.PLEASE_CLEAR)
    amina.do("clear")
    amina.go_on("preview")
    amina.visit(troupe.need)
    amina.do("submit")
    amina.told(K.NEED_RECEIVED)


def it_is_checked_and_published(troupe: Troupe) -> None:
    amina, dao, erik = troupe.amina, troupe.dao, troupe.erik
    question, answer = dao.words.question, amina.words.answer
    troupe.calendar.wait(days=2)
    dao.visit("/desk/")
    dao.visit(troupe.need)
    dao.do("check")
    dao.do("discuss", text=question)
    amina.follow(K.MESSAGE)
    assert amina.reads(question)
    amina.do("discuss", text=answer)
    dao.follow(K.MESSAGE)
    assert dao.reads(answer)
    dao.do("summarise")
    erik.visit(troupe.need)
    assert not erik.can("publish")  # the State has not agreed yet
    troupe.calendar.wait(days=3)
    amina.follow(K.PLEASE_AGREE)
    amina.do("agree")
    erik.visit("/desk/")
    erik.visit(troupe.need)
    erik.do("publish")
    amina.follow(K.NEED_PUBLISHED)


def both_sides_say_yes_in_order(troupe: Troupe, engine: sa.Engine) -> None:
    amina, dao, erik = troupe.amina, troupe.dao, troupe.erik
    dao.visit("/matches/")
    with open_session(engine, writes=False) as session:
        found = {match.offer.organisation.key: match.ref for match in session.exec(select(Match)).all()}
    troupe.carlas, troupe.chens = (f"/matches/{found[key]}" for key in ("northern-lights", "harbour"))
    for donor, path in troupe.pairs():
        dao.visit(path)
        dao.do("shortlist")
        dao.do("propose", note=dao.words.summary)
        assert not dao.can("release")  # nobody releases what they proposed
        erik.visit(path)
        erik.do("release")
        donor.visit(path)
        assert not donor.can("accept-as-donor")  # not before the State has said yes
        amina.follow(K.ASK_REQUESTER)
        assert not amina.reads(donor.person.email)
        amina.do("accept-as-requester")
        troupe.calendar.wait(days=1)
        donor.follow(K.ASK_DONOR)
        assert not donor.reads(amina.person.email)
        donor.do("accept-as-donor")
        assert not donor.reads(amina.person.email)
        erik.visit(path)
        erik.do("introduce")
        donor.follow(K.INTRODUCTION)
        assert donor.reads(amina.person.email)
        assert not donor.reads(PARTNER)
        amina.follow(K.INTRODUCTION)
        assert amina.reads(donor.person.email)


def each_agrees_on_a_part(troupe: Troupe) -> None:
    amina, carla, chen = troupe.amina, troupe.carla, troupe.chen
    greeting, course, stations = carla.words.greeting, carla.words.course, chen.words.stations
    carla.visit(troupe.carlas)
    carla.do("discuss", text=greeting)
    amina.follow(K.MESSAGE)
    assert amina.reads(greeting)
    troupe.calendar.wait(days=31)
    carla.follow(K.CONTACT_UNDER_WAY)
    carla.do("answer-contact", answer="talking")
    carla.fill_in("record-agreement", parts=["1"], activity=course, value="20000")
    amina.follow(K.AGREEMENT_RECORDED)
    assert amina.reads(course)
    amina.visit(troupe.need)
    assert amina.covered_parts() == 1
    chen.follow(K.CONTACT_UNDER_WAY)
    chen.do("answer-contact", answer="agreed")
    chen.write(parts=["2"], activity=stations)
    amina.visit(troupe.need)
    assert amina.covered_parts() == 2


def it_is_delivered_and_judged(troupe: Troupe) -> None:
    amina, carla, chen, erik = troupe.amina, troupe.carla, troupe.chen, troupe.erik
    troupe.calendar.wait(days=190)
    carla.follow(K.NOT_STARTED)
    carla.do("start-delivery")
    amina.follow(K.DELIVERY_STARTED)
    amina.visit(troupe.chens)
    amina.do("start-delivery")
    chen.follow(K.DELIVERY_STARTED)
    troupe.calendar.wait(days=60)
    carla.visit(troupe.carlas)
    carla.do("report-delivery")
    amina.follow(K.CONFIRM_DELIVERY)
    amina.do("confirm-receipt")
    amina.visit(troupe.chens)
    amina.do("confirm-receipt")
    chen.follow(K.CONFIRM_DELIVERY)
    chen.do("report-delivery")
    for donor, path in troupe.pairs():
        donor.follow(K.GIVE_FEEDBACK)
        for player in (donor, amina):
            player.visit(path)
            player.fill_in("give-feedback", **JUDGED, words=player.words.problem)
        erik.visit("/desk/")
        assert erik.finds(path)
        erik.visit(path)
        erik.do("close")
        donor.follow(K.MATCH_CLOSED)


def a_year_later(troupe: Troupe) -> None:
    amina = troupe.amina
    amina.visit(troupe.carlas)
    assert not amina.can("report-use")
    troupe.calendar.wait(days=366)
    amina.follow(K.YEAR_LATER)
    amina.visit("/desk/")
    assert amina.finds(troupe.carlas)
    assert amina.finds(troupe.chens)
    for (donor, path), in_use in zip(troupe.pairs(), ("yes", "partly"), strict=True):
        amina.visit(path)
        amina.do("report-use", in_use=in_use, note=amina.words.answer)
        assert not amina.can("report-use")
        donor.visit(path)
    troupe.calendar.wait(days=30)
    amina.told(K.YEAR_LATER)  # and nobody asks again


def what_is_kept(troupe: Troupe, engine: sa.Engine) -> None:
    """States, parts, judgements; the history of the need, step by step; and every letter to both sides."""
    with open_session(engine, writes=False) as session:
        need = session.exec(select(Need)).one()
        pairs = session.exec(select(Match).order_by(col(Match.offer_id))).all()
        covered = session.exec(select(Agreement).order_by(col(Agreement.id))).all()
        sides = session.exec(select(Feedback.side).order_by(col(Feedback.id))).all()
        assert need.state == NeedState.CLOSED
        assert [(one.state, one.still_in_use) for one in pairs] == [
            (MatchState.CLOSED, Extent.YES),
            (MatchState.CLOSED, Extent.PARTLY),
        ]
        assert [[part.position for part in one.components] for one in covered] == [[1], [2]]
        assert sides == [Side.DONOR, Side.REQUESTER] * 2
        steps = select(History.action).where(History.noun == Noun.NEED).order_by(col(History.id))
        assert session.exec(steps).all() == LIFE
        for player, kinds in ((troupe.amina, TO_AMINA), (troupe.carla, TO_CARLA), (troupe.chen, TO_CHEN)):
            written = select(Letter.kind).where(Letter.to_id == player.person.id).order_by(col(Letter.id))
            assert session.exec(written).all() == kinds
