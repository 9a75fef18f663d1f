"""Pools on pages: each reader reads what it may know, and what it must not know changes no page."""

import re

import pytest
from sqlmodel import Session, func, select

from matchmaker.models import Invitation, Letter, Person, Pool
from matchmaker.queries import review
from matchmaker.services import invitations, matches
from matchmaker.vocabulary import DeclineReason, InvitationState, NeedState, OfferState, PoolState, Visibility
from tests.cast import NOON, Cast
from tests.islands import Islands, asked
from tests.stories import a_need, an_offer
from tests.web.conftest import Client, shown

DRAWN = re.compile(r'(name="sheet"[^>]*value=)"[^"]*"')


@pytest.fixture
def islands(session: Session, cast: Cast) -> Islands:
    cast.dao.language = "en"
    return Islands(session, cast)


def page(client: Client, person: Person | None, pool: Pool, status: int = 200) -> str:
    answer = client(person).get(f"/pools/{pool.ref}")
    assert answer.status_code == status
    return DRAWN.sub(r"\1", shown(answer))


def test_a_case_officer_proposes_a_pool_from_the_page_of_a_need(
    client: Client, islands: Islands, session: Session
) -> None:
    dao = client(islands.cast.dao)
    form = f"/pools/for/{islands.samoa.ref}/propose"
    assert form in dao.get(f"/needs/{islands.samoa.ref}").text
    choices = dao.get(form).text
    for need in (islands.tonga, islands.fiji, islands.vanuatu):
        assert f'value="{need.ref}"' in choices
    said = {"title": "Judges", "purpose": "One course", "language": "en"}
    refused = dao.post(form, data={**said, "other": "N-NOSUCH"})
    assert (refused.status_code, "There is no such need." in refused.text) == (422, True)
    answer = dao.post(form, data={**said, "others": [islands.tonga.ref], "other": islands.fiji.ref.lower()})
    pool = session.exec(select(Pool)).one()
    assert (answer.status_code, answer.location) == (302, f"/pools/{pool.ref}")
    assert [one.organisation.name for one in pool.invitations] == ["Samoa", "Tonga", "Fiji"]
    assert form not in client(islands.cast.dao).get(f"/needs/{islands.samoa.ref}").text
    assert islands.fiji.ref not in dao.get(f"/pools/for/{islands.vanuatu.ref}/propose").text


@pytest.mark.proves("S12")
@pytest.mark.parametrize("what", ["a draft of another State", "no need at all", "one that stands elsewhere"])
def test_a_pool_with_one_need_that_cannot_be_in_it_asks_nobody(
    client: Client, islands: Islands, session: Session, what: str
) -> None:
    draft = a_need(session, islands.cast, state=NeedState.DRAFT, by=islands.taniela)
    wrong = {
        "a draft of another State": draft.ref,
        "no need at all": "N-NOSUCH",
        "one that stands elsewhere": islands.vanuatu.ref,
    }[what]
    pool = islands.pool(islands.vanuatu, islands.fiji)
    letters = session.exec(select(func.count(Letter.id))).one()
    said = {"title": "Judges", "purpose": "One course", "language": "en"}
    answer = client(islands.cast.dao).post(
        f"/pools/for/{islands.samoa.ref}/propose", data={**said, "others": [islands.tonga.ref, wrong]}
    )
    assert answer.status_code in (409, 422)
    assert session.exec(select(Pool.id)).all() == [pool.id]
    assert len(session.exec(select(Invitation.id)).all()) == 2
    assert session.exec(select(func.count(Letter.id))).one() == letters


def test_a_state_reads_the_question_on_its_desk_and_its_need_and_answers_it(
    client: Client, islands: Islands, session: Session
) -> None:
    pool = islands.pool()
    sina = client(islands.sina)
    for address in ("/desk/", f"/needs/{islands.samoa.ref}"):
        assert f"/pools/{pool.ref}" in sina.get(address).text
    mine = asked(pool, islands.sina)
    assert sina.post(f"/invitations/{mine.ref}/accept", data={"version": mine.version}).status_code == 302
    assert sina.post(f"/invitations/{mine.ref}/accept", data={}).status_code == 409
    session.refresh(mine)
    assert mine.state == InvitationState.JOINED
    assert f"/pools/{pool.ref}" not in sina.get("/desk/").text


def test_who_was_asked_is_told_neither_before_nor_after_an_answer(
    client: Client, islands: Islands, session: Session
) -> None:
    """Whatever the others say, and whether or not a confidential need is among them, one's own page is the same."""
    pool = islands.pool(islands.samoa, islands.tonga, islands.vanuatu)
    first = page(client, islands.sina, pool)
    for name in ("Vanuatu", "Kalsakau", islands.vanuatu.ref, "Taniela"):
        assert name not in first
    for person, deed in ((islands.taniela, "accept"), (islands.vera, "accept")):
        getattr(invitations, deed)(session, asked(pool, person), by=person, now=NOON)
        assert page(client, islands.sina, pool) == first
    invitations.leave(session, asked(pool, islands.vera), by=islands.vera, now=NOON)
    assert page(client, islands.sina, pool) == first


def test_a_state_that_has_said_yes_reads_the_same_whether_another_declines_or_is_silent(
    client: Client, islands: Islands, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina,))
    first = page(client, islands.sina, pool)
    no = {"reason": DeclineReason.POLICY, "note": "The cabinet has said no."}
    for person in (islands.taniela, islands.filipo):
        invitations.decline(session, asked(pool, person), by=person, now=NOON, **no)
    assert page(client, islands.sina, pool) == first
    assert "The cabinet has said no." in page(client, islands.cast.dao, pool)


def test_those_who_ask_together_read_of_each_other_and_of_nobody_else(
    client: Client, islands: Islands, session: Session
) -> None:
    pool = islands.pool(islands.samoa, islands.tonga, islands.vanuatu, islands.fiji)
    for person in (islands.sina, islands.vera):
        invitations.accept(session, asked(pool, person), by=person, now=NOON)
    mine = page(client, islands.sina, pool)
    for words in ("Vera Kalsakau", "mailto:vera@example.org", "Judges of Vanuatu"):
        assert words in mine
    assert f"/needs/{islands.vanuatu.ref}" not in mine  # the need itself stays as confidential as it was
    for words in ("taniela@", "filipo@"):
        assert words not in mine
    assert "taniela@" not in page(client, islands.cast.dao, pool)


def test_strangers_find_no_pool(client: Client, islands: Islands, cast: Cast) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    for person in (cast.amina, cast.ines, cast.farah, cast.gus, islands.vera, None):
        page(client, person, pool, 404)
    one = asked(pool, islands.filipo)
    for person, status in ((islands.sina, 404), (islands.vera, 404), (cast.carla, 404), (cast.dao, 403)):
        answer = client(person).post(f"/invitations/{one.ref}/accept", data={})
        assert (person.name, answer.status_code) == (person.name, status)
    fellow = asked(pool, islands.taniela)  # of whom Sina may read
    assert client(islands.sina).post(f"/invitations/{fellow.ref}/leave", data={}).status_code == 403


def test_a_donor_sees_that_others_ask_for_the_same_if_it_may_read_of_two(
    client: Client, islands: Islands, session: Session, cast: Cast
) -> None:
    pool = islands.pool(islands.samoa, islands.tonga, islands.vanuatu, joined=(islands.sina, islands.vera))
    carla = client(cast.carla)
    alone = carla.get(f"/needs/{islands.samoa.ref}").text
    assert "Other States ask for the same" not in alone
    page(client, cast.carla, pool, 404)
    invitations.accept(session, asked(pool, islands.taniela), by=islands.taniela, now=NOON)
    seen = page(client, cast.carla, pool)
    for words in ("Judges of Samoa", "Judges of Tonga"):
        assert words in seen
    for words in ("Vanuatu", "sina@example.org", "History"):
        assert words not in seen
    need = client(cast.carla).get(f"/needs/{islands.samoa.ref}").text
    assert "Other States ask for the same" in need
    assert f"/needs/{islands.tonga.ref}" in need
    assert "Vanuatu" not in need
    assert f"/pools/{pool.ref}" not in client().get(f"/needs/{islands.samoa.ref}").text
    invitations.leave(session, asked(pool, islands.vera), by=islands.vera, now=NOON)
    assert page(client, cast.carla, pool) == seen


def test_a_reviewer_of_one_need_sees_the_others_of_its_pool(
    client: Client, islands: Islands, session: Session, cast: Cast
) -> None:
    islands.pool(joined=(islands.sina, islands.taniela))
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    first, second = (
        matches.pick(session, one, offer, by=cast.dao, now=NOON) for one in (islands.samoa, islands.tonga)
    )
    seen = client(cast.dao).get(f"/matches/{first.ref}").text
    assert "Asked for together with other needs" in seen
    for words in (f"/matches/{second.ref}", f"/needs/{islands.fiji.ref}", "not matched with this offer"):
        assert words in seen
    assert "This offer fits 2 of the 3 needs of the pool." in seen


def test_offers_that_fit_a_pool_as_a_whole_stand_first_and_are_the_secretariats_to_read(
    client: Client, islands: Islands, session: Session, cast: Cast
) -> None:
    """By how many of the States that have not said no, then by how well; what fits one alone is not among them."""
    pool = islands.pool(islands.samoa, islands.tonga, islands.fiji, islands.vanuatu, joined=(islands.sina,))
    invitations.decline(
        session,
        asked(pool, islands.filipo),
        reason=DeclineReason.TIMING,
        note="",
        by=islands.filipo,
        now=NOON,
    )
    offers = {
        name: an_offer(session, cast, state=OfferState.PUBLISHED, title=name) for name in ("A", "B", "C", "D")
    }
    for name, needs, score in (
        ("A", (islands.samoa, islands.fiji), 9.0),  # Fiji has declined
        ("B", (islands.samoa, islands.tonga), 1.0),
        ("C", (islands.samoa, islands.tonga), 2.0),
        ("D", (islands.samoa, islands.tonga, islands.vanuatu), 0.5),
    ):
        for need in needs:
            matches.pick(session, need, offers[name], by=cast.dao, now=NOON).score = score
    session.flush()
    found = review.serving(session, pool)
    assert [(one.offer.title, one.number) for one in found] == [("D", 3), ("C", 2), ("B", 2)]
    seen = client(cast.dao).get(f"/pools/{pool.ref}").text
    assert [words in seen for words in ("3 of 3 needs", "2 of 3 needs", "1 of 3 needs")] == [
        True,
        True,
        False,
    ]
    for reader in (islands.sina, islands.taniela, islands.vera):
        assert "of 3 needs" not in client(reader).get(f"/pools/{pool.ref}").text


def test_the_contacts_of_others_are_a_row_of_the_trail(
    client: Client, islands: Islands, told, session: Session
) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    session.commit()
    told()
    page(client, islands.sina, pool)
    page(client, islands.filipo, pool)
    page(client, islands.cast.dao, pool)
    rows = [(row[0], row[3], row[4], row[5], row[6]) for row in told()]
    assert rows == [
        ("disclosure", "focal_point", "pool.read_contacts", "pool", pool.ref),
        ("read", "case_officer", "pool.read_contacts", "pool", pool.ref),
    ]


def test_a_case_officer_asks_another_state_asks_again_and_ends_the_pool(
    client: Client, islands: Islands, session: Session
) -> None:
    pool = islands.pool(islands.samoa, islands.tonga, joined=(islands.sina, islands.taniela))
    invitations.leave(session, asked(pool, islands.sina), by=islands.sina, now=NOON)
    dao = client(islands.cast.dao)
    assert dao.post(f"/pools/{pool.ref}/invite", data={"need": "N-NOSUCH"}).status_code == 422
    assert dao.post(f"/pools/{pool.ref}/invite", data={"need": islands.fiji.ref}).status_code == 302
    assert dao.post(f"/pools/{pool.ref}/invite", data={"need": islands.fiji.ref}).status_code == 409
    gone = session.exec(select(Invitation).where(Invitation.state == InvitationState.LEFT)).one()
    session.commit()
    assert dao.post(f"/invitations/{gone.ref}/ask-again", data={}).status_code == 302
    assert dao.post(f"/pools/{pool.ref}/dissolve", data={"note": ""}).status_code == 422
    assert dao.post(f"/pools/{pool.ref}/dissolve", data={"note": "A donor serves all."}).status_code == 302
    session.expire_all()
    assert (pool.state, {one.state for one in pool.invitations}) == (PoolState.DISSOLVED, {"ended"})
    assert "A donor serves all." not in page(client, islands.sina, pool)


def test_those_who_ask_together_write_to_each_other(client: Client, islands: Islands) -> None:
    pool = islands.pool(joined=(islands.sina, islands.taniela))
    said = {"language": "en", "text": "Shall we meet in Apia?"}
    assert client(islands.sina).post(f"/pools/{pool.ref}/discuss", data=said).status_code == 302
    for person, reads in ((islands.taniela, True), (islands.filipo, False), (islands.cast.carla, False)):
        assert ("Shall we meet in Apia?" in page(client, person, pool)) is reads
    assert client(islands.filipo).post(f"/pools/{pool.ref}/discuss", data=said).status_code == 403


def test_a_need_that_is_not_open_to_all_is_told_so_before_it_answers(
    client: Client, islands: Islands
) -> None:
    pool = islands.pool(islands.samoa, islands.vanuatu)
    warned = "no other State learns that it exists"
    assert islands.vanuatu.visibility == Visibility.SECRETARIAT
    assert (warned in page(client, islands.vera, pool), warned in page(client, islands.sina, pool)) == (
        True,
        False,
    )
