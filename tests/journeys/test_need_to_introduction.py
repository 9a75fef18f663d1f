"""A need from its first draft to the introduction, with all the people involved, in real browsers."""

from datetime import date

from sqlmodel import Session, select

from matchmaker.models import Letter, Match, Need
from matchmaker.vocabulary import DeclineReason, LetterKind, MatchState, NeedState, OfferState
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.stories import a_need, an_offer

NEED = {
    "title": "Twelve examiners who can read locked phones",
    "institution": "Ministry of Justice, forensic unit",
    "problem": "Two examiners serve the whole forensic laboratory and 140 phones wait for data extraction.",
    "expected_result": "Twelve trained examiners, and no phone waits longer than 30 days.",
    "components-0-topic": "EVI-02",
    "components-0-modality": "TRN",
    "components-0-quantity": "12 examiners, 3 weeks",
    "beneficiaries": "12 examiners",
    "previous_assistance": "None so far.",
    "earliest_start": "2027-03-01",
    "latest_end": "2027-12-31",
    "public_summary": "A State would like to train the people who examine electronic evidence.",
}


def test_a_need_goes_from_draft_to_introduction(browse: Browse, cast: Cast, session: Session) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, title="Mentors for a forensic laboratory")
    session.commit()

    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    bashir.fill(**NEED)
    bashir.press("Save and look at it")
    path = bashir.page.url.removeprefix(bashir.address)
    bashir.press("Ask for clearance")

    amina = browse(cast.amina)
    amina.page.get_by_role("link", name=NEED["title"]).first.click()
    amina.press("Clear and submit")
    assert amina.reads("The need has reached the secretariat.")

    dao = browse(cast.dao)
    dao.goto(path)
    dao.press("Take into check")
    dao.press(
        "Ask for no objection", unfold=True, public_summary="A State would like to train its examiners."
    )

    amina.goto(path)
    assert amina.reads("A State would like to train its examiners.")
    amina.press("No objection")

    erik = browse(cast.erik)
    erik.goto(path)
    erik.press("Publish")

    amina.goto(path)
    assert amina.reads("Mentors for a forensic laboratory")
    assert amina.reads("fit")

    dao.goto("/matches/")
    match_path = dao.page.locator("main a.ref").first.get_attribute("href") or ""
    dao.press("Shortlist")
    dao.goto(match_path)
    dao.press("Propose for release", unfold=True, note="Laboratory, language and dates agree.")

    erik.goto(match_path)
    erik.press("Release")
    amina.goto(match_path)
    assert not amina.reads(cast.carla.email)
    amina.press("Yes, introduce us")

    carla = browse(cast.carla)
    carla.goto(match_path)
    assert not carla.reads(cast.amina.email)
    carla.press("Yes, introduce us")
    erik.goto(match_path)
    erik.press("Introduce")

    carla.goto(match_path)
    amina.goto(match_path)
    assert carla.reads(cast.amina.email)
    assert amina.reads(cast.carla.email)

    session.expire_all()
    need = session.exec(select(Need).where(Need.title == NEED["title"])).one()
    match = session.exec(select(Match)).one()
    written = session.exec(select(Letter.kind).order_by(Letter.id)).all()
    assert (need.state, match.state) == (NeedState.IN_MATCHING, MatchState.INTRODUCED)
    assert (need.earliest_start, match.reviewed_by_id, match.released_by_id) == (
        date(2027, 3, 1),
        cast.dao.id,
        cast.erik.id,
    )
    assert [kind for kind in written if not kind.startswith("offer_")] == [
        LetterKind.PLEASE_CLEAR,
        LetterKind.NEED_RECEIVED,
        LetterKind.PLEASE_AGREE,
        LetterKind.NEED_PUBLISHED,
        LetterKind.ASK_REQUESTER,
        LetterKind.ASK_DONOR,
        LetterKind.INTRODUCTION,
        LetterKind.INTRODUCTION,
    ]


def test_a_donor_shows_interest_in_a_need(browse: Browse, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    an_offer(session, cast, state=OfferState.PUBLISHED, title="Mentors for a forensic laboratory")
    session.commit()

    carla = browse(cast.carla)
    carla.goto("/needs/")
    carla.page.get_by_role("link", name=need.title).click()
    offer = carla.page.locator("details.deed select option", has_text="Mentors").get_attribute("value") or ""
    carla.press("Show interest", unfold=True, offer=offer, note="We could start in March.")
    assert carla.reads("The secretariat will look at it")

    dao = browse(cast.dao)
    dao.goto("/matches/")
    assert dao.reads("The donor showed interest")
    assert dao.reads("We could start in March.")
    dao.page.locator("details.deed > summary", has_text="Dismiss").click()
    dao.press("Timing or budget year")
    carla.goto("/desk/")
    assert not carla.reads("Timing or budget year")
    match = session.exec(select(Match)).one()
    assert (match.state, match.decline_reason) == (MatchState.DISMISSED, DeclineReason.TIMING)


def test_a_returned_need_is_repaired_and_comes_back(browse: Browse, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED, by=cast.ines, language="es")
    session.commit()

    dao = browse(cast.dao)
    dao.goto(f"/needs/{need.ref}")
    dao.press("Take into check")
    dao.press("Send back with a question", unfold=True, note="How many phones a month?")

    ines = browse(cast.ines)
    ines.page.get_by_role("link", name=need.title).first.click()
    assert ines.reads("How many phones a month?")
    ines.goto(f"/needs/{need.ref}/edit")
    ines.fill(problem="Two examiners serve the whole country; 35 phones arrive each month.")
    ines.press("Save and look at it")
    with ines.page.expect_navigation():
        ines.page.locator(f"form[action='/needs/{need.ref}/clear']:has([name=submits]) button").click()

    dao.goto(f"/needs/{need.ref}")
    assert dao.reads("35 phones arrive each month")
    session.refresh(need)
    assert need.problem.endswith("35 phones arrive each month.")
    assert need.state == NeedState.SUBMITTED
