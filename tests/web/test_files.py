"""Files of needs and offers on their pages: who adds, who opens, who removes, and what others never learn."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.actions import Action
from matchmaker.filing.store import Store
from matchmaker.models import Attachment, History
from matchmaker.services import attachments, needs
from matchmaker.settings import Settings
from matchmaker.vocabulary import Event, MatchState, NeedState, Result, Role, Visibility
from matchmaker.web.headers import CONFINED
from tests.cast import NOON, Cast
from tests.files import PAPER, a_file, send
from tests.stories import a_match, a_need, an_offer
from tests.web.conftest import Told, shown

Client = Callable[..., FlaskClient]
EVERYBODY = ("eve", "bashir", "amina", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba")


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings.var)


def test_a_writer_attaches_a_file_and_its_own_people_open_it(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    need = a_need(session, cast, by=cast.bashir)
    url = f"/needs/{need.ref}"
    answer = send(client(cast.bashir), url, "../../خطة.pdf")
    assert (answer.status_code, answer.location) == (302, f"{url}#files")
    file = session.exec(select(Attachment)).one()
    assert (file.name, file.kind, file.size, file.visibility) == ("خطة.pdf", "pdf", len(PAPER), "donors")
    assert store.read(file.ref) == PAPER
    page = client(cast.amina).get(url).text
    assert f'<a class="name" href="/attachments/{file.ref}" download><bdi>خطة.pdf</bdi></a>' in page
    assert "PDF · <bdi>1 kB</bdi> · Donors who read this" in page
    assert "File attached" in page
    given = client(cast.amina).get(f"/attachments/{file.ref}")
    assert (given.status_code, given.data) == (200, PAPER)


@pytest.mark.proves("S48")
def test_a_file_is_given_out_as_a_file_that_runs_nothing_and_is_kept_nowhere(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    need = a_need(session, cast)
    file = a_file(session, cast, need, store, name="plan; filename=x.exe%22 é.pdf")
    headers = client(cast.amina).get(f"/attachments/{file.ref}").headers
    told = {name: headers.get_all(name) for name in (*CONFINED, "Cache-Control", "Content-Type")}
    expected = {**CONFINED, "Cache-Control": "no-store", "Content-Type": "application/pdf"}
    assert told == {name: [value] for name, value in expected.items()}
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"] == (
        'attachment; filename="plan; filename=x.exe%22 e.pdf";'
        " filename*=UTF-8''plan%3B%20filename%3Dx.exe%2522%20%C3%A9.pdf"
    )


OURS, STAFF = {"amina", "bashir"}, {"dao", "erik"}
DONORS = {"carla", "chen"}


@pytest.mark.proves("S3", "S10")
@pytest.mark.parametrize(
    ("need_for", "file_for", "readers"),
    [
        (Visibility.PUBLIC_SUMMARY, Visibility.PUBLIC, OURS | STAFF | DONORS),
        (Visibility.SECRETARIAT, Visibility.PUBLIC, OURS | STAFF),
    ],
)
def test_strangers_get_the_answer_of_an_unknown_address_and_see_no_file_on_a_page(
    client: Client,
    cast: Cast,
    session: Session,
    store: Store,
    need_for: Visibility,
    file_for: Visibility,
    readers: set[str],
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=need_for)
    file = a_file(session, cast, need, store, file_for)
    unknown = "0" * 32
    for who in EVERYBODY:
        browser = client(getattr(cast, who))
        answer, nothing = (browser.get(f"/attachments/{ref}") for ref in (file.ref, unknown))
        page = browser.get(f"/needs/{need.ref}").text
        assert (who, file.ref in page, "plan.pdf" in page) == (who, who in readers, who in readers)
        if who in readers:
            assert answer.status_code == 200
        else:
            assert answer.status_code == nothing.status_code == 404
            assert shown(answer).replace(file.ref, unknown) == shown(nothing)


def test_once_introduced_the_files_of_both_stand_on_the_page_of_the_match(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    match = a_match(session, cast, state=MatchState.EXPLORING)
    of_need, of_offer = (
        a_file(session, cast, thing, store, Visibility.SECRETARIAT) for thing in (match.need, match.offer)
    )
    for who, theirs in ((cast.carla, of_need), (cast.amina, of_offer)):
        browser = client(who)
        assert f'href="/attachments/{theirs.ref}"' in browser.get(f"/matches/{match.ref}").text
        assert browser.get(f"/attachments/{theirs.ref}").data == PAPER


@pytest.mark.proves("S55")
def test_each_opening_of_a_restricted_file_is_a_row_of_the_trail(
    client: Client, cast: Cast, session: Session, store: Store, told: Callable[[], list[Told]]
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    open_one = a_file(session, cast, need, store, Visibility.DONORS)
    closed = a_file(session, cast, need, store, Visibility.SECRETARIAT)
    dao, amina = client(cast.dao), client(cast.amina)
    told()
    for browser in (dao, amina):
        for file in (open_one, closed):
            assert browser.get(f"/attachments/{file.ref}").status_code == 200
    assert told() == [
        (
            Event.READ,
            Result.DONE,
            cast.dao.id,
            Role.CASE_OFFICER,
            Action.READ_ATTACHMENT,
            "attachment",
            closed.ref,
            "file",
        )
    ]


def test_a_file_undoes_the_clearance_and_is_removed_while_the_need_is_its_writers(
    client: Client, cast: Cast, session: Session, store: Store, settings: Settings
) -> None:
    need = a_need(session, cast, state=NeedState.CLEARANCE)
    needs.clear(session, need, by=cast.amina, now=NOON)
    amina = client(cast.amina)
    assert send(amina, f"/needs/{need.ref}", version=str(need.version)).status_code == 302
    session.refresh(need)
    assert (need.state, need.cleared_at) == (NeedState.CLEARANCE, None)
    file = session.exec(select(Attachment)).one()
    ref, version = file.ref, str(file.version)
    session.rollback()
    answer = amina.post(f"/attachments/{ref}/remove", data={"version": version})
    assert (answer.status_code, answer.location) == (302, f"/needs/{need.ref}#files")
    assert amina.get(f"/attachments/{ref}").status_code == 404
    rows = session.exec(select(History.action).order_by(History.id)).all()
    assert rows[-2:] == [Action.ATTACH_TO_NEED, Action.REMOVE_ATTACHMENT]
    assert attachments.sweep(session, store, now=NOON + timedelta(days=36_500)) == 1
    assert store.read(ref) is None


def test_nobody_adds_or_removes_a_file_of_what_is_with_the_secretariat(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    file = a_file(session, cast, need, store)
    answers = {
        who: (
            send(client(getattr(cast, who)), f"/needs/{need.ref}").status_code,
            client(getattr(cast, who)).post(f"/attachments/{file.ref}/remove").status_code,
        )
        for who in EVERYBODY
    }
    assert answers == {
        **dict.fromkeys(EVERYBODY, (404, 404)),
        **dict.fromkeys(("amina", "bashir"), (409, 409)),
        **dict.fromkeys(("dao", "erik"), (403, 403)),
    }
    assert session.exec(select(Attachment)).one().ref == file.ref


def test_a_draft_that_is_given_up_takes_its_files_along(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    need, offer = a_need(session, cast), an_offer(session, cast)
    refs = [a_file(session, cast, thing, store).ref for thing in (need, offer)]
    for who, url in ((cast.amina, f"/needs/{need.ref}"), (cast.carla, f"/offers/{offer.ref}")):
        assert client(who).post(f"{url}/withdraw", data={"note": "Not needed."}).status_code == 302
    assert session.exec(select(Attachment)).all() == []
    assert [client(cast.amina).get(f"/attachments/{ref}").status_code for ref in refs] == [404, 404]


@pytest.mark.proves("S5", "S10")
def test_whether_a_confidential_need_has_a_file_shows_nowhere(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    """Byte for byte, on every page that leads to needs, for all who do not read it."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.SECRETARIAT)
    other = a_need(session, cast, state=NeedState.IN_MATCHING, visibility=Visibility.PUBLIC)
    pages = (
        "/needs/",
        f"/needs/{other.ref}",
        f"/needs/{need.ref}",
        "/",
        "/picture/",
        "/search?words=forensic",
    )
    outside = [who for who in EVERYBODY if who not in OURS | STAFF]

    def seen() -> dict[tuple[str, str], str]:
        browsers = {who: client(getattr(cast, who)) for who in outside}
        return {(who, page): shown(browsers[who].get(page)) for who in outside for page in pages}

    before = seen()
    a_file(session, cast, need, store, Visibility.PUBLIC)
    a_file(session, cast, other, store, Visibility.SECRETARIAT)
    assert seen() == before


def test_the_preview_shows_to_each_audience_the_files_that_are_for_it(
    client: Client, cast: Cast, session: Session, store: Store
) -> None:
    need = a_need(session, cast, visibility=Visibility.PUBLIC)
    files = {one: a_file(session, cast, need, store, one).ref for one in attachments.AUDIENCES}
    amina = client(cast.amina)
    seen = {
        reader: [
            one
            for one, ref in files.items()
            if ref in amina.get(f"/needs/{need.ref}/preview?reader={reader}").text
        ]
        for reader in ("public", "donors", "secretariat")
    }
    public, donors, secretariat = attachments.AUDIENCES
    assert seen == {
        "public": [public],
        "donors": [public, donors],
        "secretariat": [public, donors, secretariat],
    }
    assert "Attach a file" not in amina.get(f"/needs/{need.ref}/preview?reader=public").text
