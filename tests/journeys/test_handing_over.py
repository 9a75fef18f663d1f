"""A focal point leaves in the midst of an introduction, and nothing is forgotten: in real browsers."""

from sqlmodel import Session, select

from matchmaker.models import Letter
from matchmaker.vocabulary import LetterKind, MatchState, NeedState
from tests.browser_fixtures import Browse
from tests.browsing import let_in
from tests.cast import Cast, a_colleague
from tests.stories import a_match, a_need

CONTACT = "Amina Ceesay, room 4, amina@example.org"


def test_a_focal_point_leaves_and_nothing_is_forgotten(browse: Browse, cast: Cast, session: Session) -> None:
    fatou = a_colleague(session, cast.amina, "Fatou Jallow")
    let_in(session, fatou)
    need = a_need(session, cast, state=NeedState.IN_MATCHING, contact=CONTACT)
    asked = a_match(session, cast, need=need, state=MatchState.CONSENT_ASKED)
    met = a_match(session, cast, need=need, state=MatchState.INTRODUCED)
    a_need(session, cast, state=NeedState.DRAFT, by=cast.amina, title="Only begun")
    session.commit()

    here, at_home = browse(cast.amina), browse(cast.amina, width=360)
    here.page.get_by_role("group").filter(has_text=cast.amina.name).locator("summary").first.click()
    here.page.get_by_role("link", name="Hand over my work").first.click()
    assert here.reads("1 draft")
    assert here.reads("1 need or offer names them as the contact")
    assert here.reads("1 introduction whose other side is told of the new contact")
    assert here.violations() == []
    here.fill(to=fatou.email)
    here.press("Hand over")
    assert "you are signed out" in here.page.inner_text("body")
    for browser in (here, at_home):
        browser.goto("/desk/")
        assert "/sign-in" in browser.page.url

    carla = browse(cast.carla)
    carla.goto(_told(session, cast.carla.id, LetterKind.CONTACT_CHANGED))
    assert carla.page.url.endswith(met.ref)
    assert carla.reads("Fatou Jallow, room 4, fatou@example.org")
    assert not carla.reads("amina@example.org")

    successor = browse(fatou)
    successor.goto(_told(session, fatou.id, LetterKind.TAKEN_OVER))
    assert successor.reads("Only begun")
    successor.goto(f"/matches/{asked.ref}")
    successor.press("Yes, introduce us")
    assert successor.reads("Thank you. The donor is asked now.")

    dao = browse(cast.dao, language="en")
    dao.goto(_told(session, cast.dao.id, LetterKind.HANDED_OVER))
    assert dao.reads("No longer here")
    dao.goto(f"/needs/{need.ref}")
    assert dao.reads("Handed over to a colleague")
    assert dao.reads(cast.amina.name)  # of whom the history keeps the name


def _told(session: Session, reader: int | None, kind: LetterKind) -> str:
    """The page to which the letter leads; the database is left to the browsers at once."""
    path = session.exec(select(Letter.path).where(Letter.to_id == reader, Letter.kind == kind)).one()
    session.commit()
    return path
