"""Three island States are asked whether they would like to ask together: two agree, one declines; and of a fourth,
which asks in confidence, nobody ever hears."""

from sqlmodel import Session, select

from matchmaker.models import Invitation, Letter, Need, Person, Pool
from matchmaker.vocabulary import InvitationState, PoolState
from tests.browser_fixtures import Browse
from tests.browsing import Reader, let_in
from tests.cast import Cast
from tests.islands import Islands

QUESTION = "Would you like to ask together with other States?"


def propose(dao: Reader, need: Need, *others: Need) -> str:
    """Dao finds the others beside *need*, and asks all; the address of the pool."""
    dao.goto(f"/needs/{need.ref}")
    dao.page.locator("main a", has_text="Pool with needs of other States").click()
    dao.fill(
        others=[one.ref for one in others],
        title="Judges and electronic evidence",
        purpose="One course for the judges of several islands.",
    )
    dao.press("Ask the States")
    return dao.page.url.removeprefix(dao.address)


def answer(browse: Browse, person: Person, button: str) -> Reader:
    """From the desk to the question, and an answer."""
    reader = browse(person)
    reader.goto("/desk/")
    reader.page.locator("main a", has_text=QUESTION).click()
    reader.press(button)
    return reader


def test_two_islands_agree_one_declines_and_a_fourth_leaves_no_trace(
    browse: Browse, cast: Cast, session: Session
) -> None:
    islands = Islands(session, cast)
    cast.dao.language = "en"
    let_in(session, islands.sina, islands.taniela, islands.filipo)
    session.commit()
    dao = browse(cast.dao)
    path = propose(dao, islands.samoa, islands.tonga, islands.fiji, islands.vanuatu)
    assert [dao.reads(name) for name in ("Samoa", "Tonga", "Fiji", "Vanuatu")] == [True] * 4

    sina = answer(browse, islands.sina, "Yes, we would like to ask together")
    assert sina.reads("You hear from us when another State has said yes")
    filipo = answer(browse, islands.filipo, "Policy")
    assert filipo.reads("Only the secretariat learns of it")
    taniela = answer(browse, islands.taniela, "Yes, we would like to ask together")

    for reader, other in ((sina, "Taniela Fifita"), (taniela, "Sina Leota")):
        reader.goto(path)
        assert reader.reads("States that ask together")
        assert reader.reads(other)
        assert not reader.reads("Filipo")
    sina.fill(text="Shall we meet in Apia?")
    sina.press("Send")
    taniela.goto(path)
    assert taniela.reads("Shall we meet in Apia?")

    carla = browse(cast.carla)
    carla.goto(f"/needs/{islands.samoa.ref}")
    assert carla.reads("Other States ask for the same")
    carla.goto(path)
    for reader in (sina, taniela, carla):
        assert [reader.reads(name) for name in ("Vanuatu", "Vera", "Declined", "Asked")] == [False] * 4
        reader.goto(f"/needs/{islands.vanuatu.ref}")
        assert reader.reads("There is nothing here that you may read.")
    filipo.goto(path)
    assert not filipo.reads("States that ask together")

    session.rollback()
    pool = session.exec(select(Pool)).one()
    asked = session.exec(select(Invitation).order_by(Invitation.id)).all()
    assert pool.state == PoolState.STANDING
    assert [one.state for one in asked] == [
        InvitationState.JOINED,
        InvitationState.JOINED,
        InvitationState.DECLINED,
        InvitationState.ASKED,
    ]
    letters = session.exec(select(Letter)).all()
    assert not any("Vanuatu" in letter.subject + letter.body for letter in letters)
