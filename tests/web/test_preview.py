"""What each audience will see of a need or an offer: the same words that it sees once it is published."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.models import Letter
from matchmaker.vocabulary import LetterKind, NeedState, OfferState
from tests.cast import Cast
from tests.stories import a_need, an_offer

Client = Callable[..., FlaskClient]
# What stands in the draft of the cast, block by block.
WORDS = {
    "summary": "train the people who examine electronic evidence",
    "problem": "140 phones wait in a cupboard",
    "country": "Gambia",
    "assistance": "A donated workstation",
    "contact": "room 4",
    "partners": "a police college",
    "size": "50,000 to 250,000",
}
SEEN = {
    "public": {"summary"},
    "donors": {"problem", "country", "assistance", "size"},
    "secretariat": set(WORDS),
}
READERS = {"public": "eve", "donors": "carla", "secretariat": "erik"}


def words_on(page: str) -> set[str]:
    main = page[page.index("<main") :]
    return {block for block, words in WORDS.items() if words in main}


@pytest.mark.parametrize("audience", SEEN)
def test_the_preview_of_a_draft_shows_what_the_audience_will_read(
    client: Client, cast: Cast, session: Session, audience: str
) -> None:
    draft = a_need(session, cast)
    published = a_need(session, cast, state=NeedState.IN_MATCHING)
    preview = client(cast.amina).get(f"/needs/{draft.ref}/preview?reader={audience}").text
    reader = getattr(cast, READERS[audience])
    assert words_on(preview) == SEEN[audience]
    assert words_on(client(reader).get(f"/needs/{published.ref}").text) == SEEN[audience]


def test_of_a_confidential_need_nobody_but_the_secretariat_reads_anything(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, visibility="secretariat")
    amina = client(cast.amina)
    pages = {one: amina.get(f"/needs/{need.ref}/preview?reader={one}").text for one in SEEN}
    assert {one for one, page in pages.items() if "These readers see nothing of it" in page} == {
        "public",
        "donors",
    }
    assert words_on(pages["public"]) == set()


def test_a_named_donor_reads_what_other_donors_do_not(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, visibility="named_donors")
    amina = client(cast.amina)
    donors, named = (
        words_on(amina.get(f"/needs/{need.ref}/preview?reader={one}").text)
        for one in ("donors", "named_donors")
    )
    assert (donors, "problem" in named) == (set(), True)


def test_the_letter_that_asks_for_no_objection_leads_to_the_preview(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    letter = session.exec(select(Letter).where(Letter.kind == LetterKind.PLEASE_AGREE)).one()
    assert letter.path == f"/needs/{need.ref}/preview"
    page = client(cast.amina).get(letter.path).text
    assert "Silence is not consent." in page
    assert f'action="/needs/{need.ref}/agree"' in page


def test_only_the_state_and_the_secretariat_preview(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION, visibility="public")
    statuses = {
        who: client(getattr(cast, who)).get(f"/needs/{need.ref}/preview").status_code for who in vars(cast)
    }
    assert {who for who, status in statuses.items() if status == 200} == {"amina", "bashir", "dao", "erik"}
    assert {status for who, status in statuses.items() if status != 200} == {404}


def test_the_preview_of_an_offer_shows_what_the_audience_will_read(
    client: Client, cast: Cast, session: Session
) -> None:
    """Whose page of a published offer it is: the public's without the contact, the secretariat's with it."""
    draft = an_offer(session, cast, contact="The desk of training")
    published = an_offer(session, cast, state=OfferState.PUBLISHED, contact="The desk of training")
    carla = client(cast.carla)
    for audience, who in (("public", "eve"), ("donors", "chen"), ("secretariat", "dao")):
        preview = carla.get(f"/offers/{draft.ref}/preview?reader={audience}").text
        page = client(getattr(cast, who)).get(f"/offers/{published.ref}").text
        seen = [
            (draft.description in text, "The desk of training" in text[text.index("<main") :])
            for text in (preview, page)
        ]
        assert seen == [(True, audience == "secretariat")] * 2


@pytest.mark.parametrize(
    ("visibility", "blind"),
    [("public", set()), ("donors", {"public"}), ("secretariat", {"public", "donors"})],
)
def test_who_may_not_read_an_offer_is_shown_nothing_of_it(
    client: Client, cast: Cast, session: Session, visibility: str, blind: set[str]
) -> None:
    offer = an_offer(session, cast, visibility=visibility)
    carla = client(cast.carla)
    pages = {one: carla.get(f"/offers/{offer.ref}/preview?reader={one}").text for one in SEEN}
    assert {one for one, page in pages.items() if "These readers see nothing of it" in page} == blind
    assert not any(offer.description in pages[one] for one in blind)


def test_only_the_donor_and_the_secretariat_preview_an_offer(
    client: Client, cast: Cast, session: Session
) -> None:
    offer = an_offer(session, cast, state=OfferState.IN_CHECK)
    statuses = {
        who: client(getattr(cast, who)).get(f"/offers/{offer.ref}/preview").status_code for who in vars(cast)
    }
    assert {who for who, status in statuses.items() if status == 200} == {"carla", "dao", "erik"}
    assert {status for who, status in statuses.items() if status != 200} == {404}
