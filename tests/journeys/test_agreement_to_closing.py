"""A need of two parts, served by two donors: introduced, agreed part by part, delivered, judged and closed."""

from sqlmodel import Session, select

from matchmaker.models import Agreement, Feedback, Match, Need
from matchmaker.outcomes import Side
from matchmaker.vocabulary import MatchState, NeedState, OfferState
from tests.browser_fixtures import Browse
from tests.browsing import Reader
from tests.cast import TWO_PARTS, Cast
from tests.stories import a_match, a_need, an_offer


def agree(reader: Reader, path: str, activity: str, *, open_parts: int, part: int) -> None:
    """Record an agreement on the component *part* alone, of so many that are offered."""
    reader.goto(path)
    reader.page.locator("main a", has_text="Record what was agreed").click()
    ticks = reader.page.locator("main [name='parts']")
    assert ticks.count() == open_parts
    reader.fill(parts=[str(part)], activity=activity, value="20000")
    reader.press("Record")


def judge(reader: Reader, path: str, words: str) -> None:
    """Answer the five questions."""
    reader.goto(path)
    reader.page.locator("main a", has_text="Answer five short questions").click()
    reader.fill(as_agreed="yes", timely="partly", useful="5", lasting="yes", recommended="yes", words=words)
    reader.press("Send the answers")


def test_two_donors_serve_two_parts_of_a_need(browse: Browse, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, components=TWO_PARTS)
    paths = {}
    for donor in (cast.carla, cast.chen):
        donor.language = "en"
        offer = an_offer(session, cast, state=OfferState.PUBLISHED, by=donor, capacity=1)
        match = a_match(session, cast, need=need, offer=offer, state=MatchState.INTRODUCED)
        paths[donor.name] = f"/matches/{match.ref}"
    cast.dao.language = "en"
    session.commit()
    carlas, chens = paths[cast.carla.name], paths[cast.chen.name]

    carla, amina = browse(cast.carla), browse(cast.amina)
    carla.page.set_default_timeout(30_000)  # the first page of a match reads the lexicon
    carla.goto(carlas)
    carla.press("We are in contact")
    agree(carla, carlas, "A course for twelve examiners", open_parts=2, part=1)
    assert carla.reads("Agreed in part")
    assert carla.reads("Stays open")

    amina.goto(f"/needs/{need.ref}")
    assert amina.reads("Already covered")
    assert amina.reads("Still open")

    chen = browse(cast.chen)
    agree(chen, chens, "Two workstations with licences", open_parts=1, part=2)
    amina.goto(f"/needs/{need.ref}")
    assert not amina.reads("Still open")

    for donor, path in ((carla, carlas), (chen, chens)):
        amina.goto(path)
        amina.press("Delivery has begun")
        donor.goto(path)
        donor.press("Everything is delivered")
        amina.goto(path)
        amina.press("Everything has arrived")
        judge(amina, path, "It came, and it works.")
        judge(donor, path, "Well prepared on their side.")

    erik = browse(cast.erik)
    for path in paths.values():
        erik.goto(path)
        assert erik.reads("It came, and it works.")
        erik.press("Close")

    session.expire_all()
    assert session.exec(select(Need.state)).one() == NeedState.CLOSED
    assert session.exec(select(Match.state)).all() == [MatchState.CLOSED] * 2
    covered = [[part.position for part in one.components] for one in session.exec(select(Agreement)).all()]
    assert covered == [[1], [2]]
    sides = session.exec(select(Feedback.side).order_by(Feedback.id)).all()
    assert sides == [Side.REQUESTER, Side.DONOR] * 2
