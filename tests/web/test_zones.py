"""Two readers a day apart: the same last day for both, each hour by the reader's clock (QUALITY R30)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from matchmaker import clock, clocks
from matchmaker.models import Letter, Match, Message, Person
from matchmaker.services import matches
from matchmaker.services.drafts import MessageDraft
from matchmaker.vocabulary import LetterKind, MatchState
from tests.cast import Cast
from tests.stories import a_match
from tests.web.conftest import Client

EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"  # UTC+14, UTC-12
LAST_DAY = date(2027, 3, 31)
ASKED = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
SAID = datetime(
    2027, 3, 31, 11, 30, tzinfo=UTC
)  # the first of April in the east, the thirtieth of March in the west


@pytest.fixture
def apart(cast: Cast) -> tuple[Person, Person]:
    """Amina reads far in the east, Inés of her organisation far in the west."""
    cast.ines.organisation = cast.amina.organisation
    cast.ines.language = "en"
    cast.amina.zone, cast.ines.zone = EAST, WEST
    return cast.amina, cast.ines


@pytest.fixture
def asked(session: Session, cast: Cast) -> Match:
    """Amina's State may answer until 31 March."""
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED, now=ASKED)
    match.answer_by = LAST_DAY
    return match


@pytest.mark.proves("R30")
@pytest.mark.parametrize("hour", ["2027-03-30T09:59", "2027-03-31T23:59", "2027-04-01T11:59"])
def test_a_last_day_is_the_same_for_both_and_late_for_neither_before_it_is_over_everywhere(
    client: Client, cast: Cast, apart: tuple[Person, Person], asked: Match,
    monkeypatch: pytest.MonkeyPatch, hour: str,
) -> None:  # fmt: skip
    """Sabotaged: a day that ends at midnight UTC."""
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(hour).replace(tzinfo=UTC))
    for reader in apart:
        desk = client(reader).get("/desk/").text
        assert '<time datetime="2027-03-31">31 Mar 2027</time>' in desk
        assert "late" not in desk.split("May we introduce you")[1].split("</li>")[0]
        assert "31 March 2027" in client(reader).get(f"/matches/{asked.ref}").text


def test_a_question_lapses_for_both_at_the_moment_at_which_its_last_day_is_over_everywhere(
    engine: Engine, session: Session, asked: Match
) -> None:
    session.commit()
    over = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)
    clocks.tick(engine, now=over - timedelta(days=6))  # nothing lapses before it was reminded of
    for moment, state in ((over - timedelta(seconds=1), "consent_asked"), (over, "lapsed")):
        clocks.tick(engine, now=moment)
        session.refresh(asked)
        assert asked.state == state
        session.rollback()


@pytest.mark.proves("R30")
def test_the_letter_names_the_same_last_day_to_readers_a_day_apart(
    session: Session, cast: Cast, apart: tuple[Person, Person]
) -> None:
    cast.amina.organisation.country = "GMB"
    a_match(session, cast, state=MatchState.CONSENT_ASKED, now=ASKED)
    told = select(Letter).where(Letter.kind == LetterKind.ASK_REQUESTER)
    bodies = {letter.to_id: letter.body.split(",", 1)[1] for letter in session.exec(told).all()}
    assert {one.id for one in apart} == {*bodies}
    assert len({*bodies.values()}) == 1


@pytest.mark.proves("R30")
def test_an_hour_is_shown_by_the_clock_of_its_reader_with_the_zone_and_kept_in_utc(
    client: Client, cast: Cast, session: Session, apart: tuple[Person, Person]
) -> None:
    """Sabotaged: the zone of the reader is not asked for."""
    match = a_match(session, cast, state=MatchState.INTRODUCED, now=ASKED)
    said = MessageDraft(language="en", text="When shall we begin?")
    matches.discuss(session, match, said, key=None, by=cast.carla, now=SAID)
    shown = [client(reader).get(f"/matches/{match.ref}").text for reader in (*apart, cast.carla)]
    kept = session.exec(select(Message.at)).one()
    assert kept == SAID
    for page, words in zip(
        shown,
        (
            "1 Apr 2027, 01:30 <bdi>UTC+14</bdi>",
            "30 Mar 2027, 23:30 <bdi>UTC-12</bdi>",
            "31 Mar 2027, 11:30 <bdi>UTC</bdi>",
        ),
        strict=True,
    ):
        assert f'<time datetime="2027-03-31T11:30:00+00:00">{words}</time>' in page


def test_whoever_has_chosen_no_clock_reads_by_that_of_their_state(
    client: Client, cast: Cast, session: Session
) -> None:
    """Inés is of Paraguay; the secretariat and visitors read UTC."""
    match = a_match(session, cast, state=MatchState.INTRODUCED, now=ASKED)
    match.need.organisation = cast.ines.organisation
    cast.ines.language = "en"
    assert "<bdi>UTC-3</bdi>" in client(cast.ines).get(f"/matches/{match.ref}").text
    assert "<bdi>UTC</bdi>" in client(cast.dao).get(f"/matches/{match.ref}").text


def test_a_person_chooses_a_clock_and_gives_it_back(client: Client, cast: Cast, session: Session) -> None:
    amina = client(cast.amina)
    for sent, kept, shown in (
        ("Asia/Kathmandu", "Asia/Kathmandu", "UTC+5:45"),
        ("", None, "UTC"),
    ):
        answer = amina.post("/my-letters/choose-zone", data={"zone": sent}, follow_redirects=True)
        session.refresh(cast.amina)
        assert (cast.amina.zone, f"<bdi>{shown}</bdi>" in answer.text) == (kept, True)
        session.rollback()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Etc/GMT+12", "../../etc/passwd", "utc"])
def test_a_clock_by_which_nobody_lives_is_refused(
    client: Client, cast: Cast, session: Session, zone: str
) -> None:
    answer = client(cast.amina).post("/my-letters/choose-zone", data={"zone": zone})
    session.refresh(cast.amina)
    assert (answer.status_code, "Please choose one of the answers offered." in answer.text) == (422, True)
    assert cast.amina.zone is None
