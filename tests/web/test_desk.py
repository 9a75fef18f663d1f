"""The desk: what waits for each role, late or not, and no more than that."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from matchmaker import clock
from matchmaker.models import Person
from matchmaker.outcomes import ContactAnswer
from matchmaker.services import agreements, matches
from matchmaker.services.agreement_drafts import ContactDraft
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import MANY, Client


def desk(client: Client, person: Person) -> str:
    person.language = "en"
    return client(person).get("/desk/").text


@pytest.mark.parametrize(
    ("state", "amina", "bashir"),
    [
        (NeedState.DRAFT, "Finish the draft", "Finish the draft"),
        (NeedState.RETURNED, "Answer the question", "Answer the question"),
        (NeedState.CLEARANCE, "Submit it", None),
        (NeedState.NO_OBJECTION, "Say whether you agree", None),
        (NeedState.SUBMITTED, None, None),
    ],
)
def test_what_a_need_asks_of_its_state(
    client: Client, cast: Cast, session: Session, state: NeedState, amina: str | None, bashir: str | None
) -> None:
    a_need(session, cast, state=state)
    for person, asked in ((cast.amina, amina), (cast.bashir, bashir)):
        page = desk(client, person)
        assert ("Nothing waits here." in page) == (asked is None)
        assert asked is None or asked in page


def test_an_uncleared_need_waits_for_its_focal_point(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast)
    client(cast.bashir).post(f"/needs/{need.ref}/ask-clearance", data={"version": need.version})
    assert "Clear it or send it back" in desk(client, cast.amina)


def test_an_introduction_waits_for_the_requester_and_then_for_the_donor(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    question = {"amina": "May we introduce you to a donor?", "carla": "May we introduce you to a State?"}
    first = {name: words in desk(client, getattr(cast, name)) for name, words in question.items()}
    matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    then = {name: words in desk(client, getattr(cast, name)) for name, words in question.items()}
    assert first == {"amina": True, "carla": False}
    assert then == {"amina": False, "carla": True}


@pytest.mark.parametrize(
    ("state", "days", "amina", "carla"),
    [
        (MatchState.INTRODUCED, 28, None, None),
        (MatchState.INTRODUCED, 31, "Is contact under way?", "Is contact under way?"),
        (MatchState.AGREED, 180, None, None),
        (MatchState.PART_AGREED, 184, "Say whether delivery has begun", "Say whether delivery has begun"),
        (MatchState.DELIVERED, 1, "Answer five short questions", "Answer five short questions"),
        (MatchState.CLOSED, 360, None, None),
        (MatchState.CLOSED, 367, "Is the result still in use?", None),
    ],
)
def test_what_a_letter_asks_of_a_side_stands_on_its_desk(
    client: Client,
    cast: Cast,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    state: MatchState,
    days: int,
    amina: str | None,
    carla: str | None,
) -> None:
    a_match(session, cast, state=state)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=days))
    for person, asked in ((cast.amina, amina), (cast.carla, carla)):
        page = desk(client, person)
        assert ("Nothing waits here." in page) == (asked is None)
        assert asked is None or asked in page


def test_the_way_to_an_introduction_stands_on_the_desk_of_both_sides_until_it_is_closed(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    a_match(session, cast, state=MatchState.CLOSED)
    ways = [desk(client, person).partition("Under way")[2] for person in (cast.amina, cast.carla, cast.chen)]
    assert [way.count(f'class="task" href="/matches/{match.ref}"') for way in ways] == [1, 1, 0]


def test_whoever_has_said_that_they_talk_is_asked_again_after_the_next_term(
    client: Client, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    told = ContactDraft(answer=ContactAnswer.TALKING)
    agreements.answer_contact(session, match, told, by=cast.carla, now=NOON + timedelta(days=40))
    asked = []
    for days in (41, 89, 90):
        monkeypatch.setattr(clock, "now", lambda days=days: NOON + timedelta(days=days))
        asked.append("Is contact under way?" in desk(client, cast.amina))
    assert asked == [False, False, True]


def test_who_needs_help_stands_on_the_desk_of_the_case_officer(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.INTRODUCED)
    assert "Help the two sides" not in desk(client, cast.dao)
    told = ContactDraft(answer=ContactAnswer.NEED_HELP)
    agreements.answer_contact(session, match, told, by=cast.amina, now=NOON)
    assert "Help the two sides" in desk(client, cast.dao)


def test_what_is_delivered_waits_for_the_releaser_to_close_it(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.DELIVERED)
    page = desk(client, cast.erik)
    assert f"/matches/{match.ref}" in page[page.index("Pairs to close") :]
    agreements.close(session, match, by=cast.erik, now=NOON)
    assert f"/matches/{match.ref}" not in desk(client, cast.erik)


def test_a_state_sees_its_needs_with_the_number_of_offers_that_fit(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    for _ in range(2):
        a_match(session, cast, need=need).score = 0.5
    theirs = a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, title="Somebody else's need")
    page = desk(client, cast.amina)
    assert need.title in page
    assert "2 offers fit" in page
    assert theirs.title not in page


def test_a_donor_sees_own_offers_and_the_needs_that_fit_best(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast)
    returned = an_offer(session, cast, state=OfferState.RETURNED, title="Returned to its writers")
    of_chen = an_offer(session, cast, by=cast.chen, title="The draft of another donor")
    page = desk(client, cast.carla)
    for words in (match.need.title, match.offer.title, returned.title, "Answer the question"):
        assert words in page
    assert of_chen.title not in page


def test_a_case_officer_sees_what_to_check_and_what_is_late(
    client: Client, cast: Cast, session: Session
) -> None:
    now = datetime.now(UTC)
    a_need(session, cast, state=NeedState.SUBMITTED, now=now - timedelta(days=30), title="The late one")
    an_offer(session, cast, state=OfferState.IN_CHECK, now=now, title="The early one")
    page = desk(client, cast.dao)
    late, early = page.index("The late one"), page.index("The early one")
    assert late < page.index('<span class="badge warn">') < early
    assert page.count('<span class="badge warn">late: due by') == 1
    assert "Take into check" in page
    assert "Check it" in page


def test_a_case_officer_reads_whose_it_is_and_who_checks_it(
    client: Client, cast: Cast, session: Session
) -> None:
    a_need(session, cast, state=NeedState.IN_CHECK)
    given = an_offer(session, cast, state=OfferState.SUBMITTED)
    page = desk(client, cast.dao)
    for words in (
        "<bdi>Gambia</bdi>",
        f"<bdi>{given.organisation.name}</bdi>",
        f"assigned to {cast.dao.name}",
    ):
        assert words in page
    assert page.count("assigned to") == 1


def test_the_rows_of_ones_own_house_do_not_name_it(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast)
    assert "<bdi>Gambia</bdi></span>" not in desk(client, cast.amina).split("The needs of your State")[0]


def test_a_pair_that_was_not_released_comes_back_to_the_case_officer(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.TO_RELEASE)
    before = desk(client, cast.dao)
    matches.send_back(session, match, note="Look at the language.", by=cast.erik, now=NOON)
    after = desk(client, cast.dao)
    assert ("Look at it again" in before, "Look at it again" in after) == (False, True)


def test_a_releaser_sees_what_another_person_has_reviewed(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION, title="A need agreed to")
    need.agreed_at = NOON
    a_need(session, cast, state=NeedState.NO_OBJECTION, title="A need not agreed to")
    an_offer(session, cast, state=OfferState.IN_CHECK, title="An offer in check")
    to_release = a_match(session, cast, state=MatchState.TO_RELEASE)
    own = a_match(session, cast, state=MatchState.TO_RELEASE)
    own.reviewed_by_id = cast.erik.id
    both = a_match(session, cast, state=MatchState.CONSENT_ASKED)
    matches.accept_as_requester(session, both, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, both, by=cast.carla, now=NOON)
    page = desk(client, cast.erik)
    for words in (
        "A need agreed to",
        "An offer in check",
        f"/matches/{to_release.ref}",
        f"/matches/{both.ref}",
        "Publish or send back",
    ):
        assert words in page
    for words in ("A need not agreed to", f"/matches/{own.ref}"):
        assert words not in page


def test_an_auditor_sees_figures_and_the_way_to_the_trail(
    client: Client, cast: Cast, session: Session
) -> None:
    match = a_match(session, cast, state=MatchState.DISMISSED)
    page = desk(client, cast.farah)
    assert "Dismissed" in page
    assert 'href="/trail/"' in page
    for content in (match.need.title, match.offer.title, "Too large."):
        assert content not in page


def test_an_administrator_sees_accounts_and_no_content(client: Client, cast: Cast, session: Session) -> None:
    match = a_match(session, cast)
    page = desk(client, cast.gus)
    assert "Focal point" in page
    assert "Development agency" in page
    for content in (match.need.title, match.offer.title, match.ref):
        assert content not in page


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client().get("/desk/").location == "/sign-in?next=/desk/"


def test_a_desk_takes_the_same_number_of_queries_for_one_thing_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    def one_of_each() -> None:
        for need_state in (NeedState.DRAFT, NeedState.SUBMITTED, NeedState.NO_OBJECTION):
            a_need(session, cast, state=need_state)
        for offer_state in (OfferState.RETURNED, OfferState.IN_CHECK):
            an_offer(session, cast, state=offer_state)
        for match_state in (MatchState.SUGGESTED, MatchState.TO_RELEASE, MatchState.CONSENT_ASKED):
            a_match(session, cast, state=match_state)

    browsers = {
        person.name: client(person)
        for person in (cast.amina, cast.bashir, cast.carla, cast.dao, cast.erik, cast.farah, cast.gus)
    }

    def asked() -> dict[str, int]:
        found = {}
        for name, browser in browsers.items():
            with count_queries() as counted:
                browser.get("/desk/")
            found[name] = counted.count
        return found

    one_of_each()
    session.commit()
    asked()  # the first visit of each also begins a session
    one = asked()
    for _ in range(MANY - 1):
        one_of_each()
    session.commit()
    assert asked() == one


def test_who_has_written_nothing_yet_is_told_where_to_begin(
    client: Client, cast: Cast, session: Session
) -> None:
    before = {name: "Begin here" in desk(client, getattr(cast, name)) for name in ("bashir", "carla", "dao")}
    a_need(session, cast)
    assert before == {"bashir": True, "carla": True, "dao": False}
    assert "Begin here" not in desk(client, cast.bashir)


def test_staff_read_in_one_line_where_nothing_waits(client: Client, cast: Cast, session: Session) -> None:
    a_need(session, cast, state=NeedState.SUBMITTED)
    page = desk(client, cast.dao)
    assert "Nothing waits under Offers to check, Not released and Help asked for." in page
    assert "<h2>Offers to check</h2>" not in page
