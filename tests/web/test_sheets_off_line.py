"""Another one like an earlier need or offer; the form as a file: nothing is lost, nothing is guessed."""

import csv
import io
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from matchmaker.file_words import MEDIA_TYPES, FileKind
from matchmaker.filing import workbook
from matchmaker.filing.inspecting import inspect
from matchmaker.models import Need, Offer
from matchmaker.vocabulary import NeedState, OfferState
from tests.cast import Cast
from tests.papers import docx, xlsx
from tests.stories import a_need, an_offer

Client = Callable[..., FlaskClient]
WRITERS = {"needs": "amina", "offers": "carla"}
each_noun = pytest.mark.parametrize("noun", WRITERS)
HEADER = ["Code", "Question", "Your answer", "What may be answered"]


def sheet_of(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def saved(session: Session) -> int:
    return len(session.exec(select(Need)).all()) + len(session.exec(select(Offer)).all())


def filled_in(form: bytes, separator: str = ",", **answers: str) -> bytes:
    """The table with *answers* in it, by code, as a spreadsheet saves it."""
    rows = list(csv.reader(io.StringIO(form.decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    for row in rows:
        writer.writerow([row[0], row[1], answers.get(row[0], row[2]), row[3]])
    return out.getvalue().encode("utf-8-sig")


def filled_workbook(form: bytes, **answers: str) -> bytes:
    """The same as an Excel workbook, which leaves out what stands empty at the end of a row."""
    head, *rows = workbook.read(form)
    return xlsx([head, *([row[0], row[1], answers[row[0]]] for row in rows if row[0] in answers)])


def bring_back(browser: FlaskClient, noun: str, contents: bytes) -> Any:
    file = (io.BytesIO(contents), "form.csv")
    return browser.post(f"/{noun}/upload", data={"file": file}, content_type="multipart/form-data")


def test_another_need_like_one_leaves_out_what_held_for_its_time(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(
        session, cast, state=NeedState.IN_MATCHING, urgency="high", urgency_reason="A trial begins."
    )
    page = client(cast.bashir).get(f"/needs/{need.ref}/copy").text
    assert need.problem in page
    assert f'value="{need.title}"' in page
    assert (str(need.earliest_start) in page, "A trial begins." in page) == (False, False)
    assert 'action="/needs/write"' in page
    assert saved(session) == 1


def test_another_offer_like_one_leaves_out_its_days(client: Client, cast: Cast, session: Session) -> None:
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    page = client(cast.carla).get(f"/offers/{offer.ref}/copy").text
    assert offer.description in page
    assert (str(offer.valid_from) in page, str(offer.valid_until) in page) == (False, False)
    assert saved(session) == 1


def test_only_its_own_people_write_another_like_it(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING, visibility="donors")
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    asked = {
        who: tuple(
            client(getattr(cast, who)).get(path).status_code
            for path in (f"/needs/{need.ref}/copy", f"/offers/{offer.ref}/copy")
        )
        for who in ("amina", "bashir", "ines", "carla", "chen", "dao", "eve")
    }
    assert asked == {
        "amina": (200, 403),
        "bashir": (200, 403),
        "ines": (404, 403),
        "carla": (403, 200),
        "chen": (403, 403),
        "dao": (403, 403),
        "eve": (404, 403),
    }


@each_noun
def test_the_form_is_taken_along_in_the_readers_language(client: Client, cast: Cast, noun: str) -> None:
    writer = client(getattr(cast, WRITERS[noun]))
    answer = writer.post(f"/{noun}/download")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert (answer.status_code, answer.mimetype, rows[0]) == (200, "text/csv", HEADER)
    codes = [row[0] for row in rows[1:]]
    assert {"title", "visibility", "languages"} <= {*codes}
    assert ("component_3_topic" in codes, "component_4_topic" in codes) == (noun == "needs", False)
    writer.post("/language/fr")
    french = list(csv.reader(io.StringIO(writer.post(f"/{noun}/download").data.decode("utf-8-sig"))))
    assert [row[0] for row in french[1:]] == codes
    assert french[0] != HEADER


@each_noun
def test_the_form_is_taken_along_as_a_workbook(client: Client, cast: Cast, noun: str) -> None:
    writer = client(getattr(cast, WRITERS[noun]))
    answer = writer.post(f"/{noun}/download", data={"kind": "xlsx"})
    assert (answer.status_code, answer.mimetype) == (200, MEDIA_TYPES[FileKind.XLSX])
    assert answer.headers["Content-Disposition"] == f"attachment; filename={noun[:-1]}.xlsx"
    assert inspect("form.xlsx", answer.data).kind == FileKind.XLSX
    text = writer.post(f"/{noun}/download").data.decode("utf-8-sig")
    rows = workbook.read(answer.data)
    assert [row[:3] for row in rows] == [row[:3] for row in csv.reader(io.StringIO(text))]
    writer.post("/language/ar")
    sheets = [writer.post(f"/{noun}/download", data={"kind": "xlsx"}).data, answer.data]
    assert [b'rightToLeft="1"' in sheet_of(each) for each in sheets] == [True, False]


def test_a_filled_workbook_comes_back_as_the_form_of_a_need(
    client: Client, cast: Cast, session: Session
) -> None:
    amina = client(cast.amina)
    form = amina.post("/needs/download", data={"kind": "xlsx"}).data
    answers = {"title": "=Judges & <evidence>", "component_1_topic": "INV-04", "earliest_start": "2027-04-01"}
    page = bring_back(amina, "needs", filled_workbook(form, **answers, languages="fr; Spanish"))
    assert (page.status_code, 'value="=Judges &amp; &lt;evidence&gt;"' in page.text) == (200, True)
    for chosen in ('value="INV-04" selected', 'value="2027-04-01"', 'name="languages" value="es" checked'):
        assert chosen in page.text
    assert saved(session) == 0


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_filled_form_comes_back_as_the_form_of_a_need(
    client: Client, cast: Cast, session: Session, separator: str
) -> None:
    amina = client(cast.amina)
    sheet = filled_in(
        amina.post("/needs/download").data,
        separator,
        title="Judges who weigh evidence",
        problem="Nobody has seen a disk image.\nNot one.",
        component_1_topic="INV-04",
        component_1_modality="training course, IN PERSON",
        component_2_topic="EVI-02",
        languages="fr; Spanish",
        visibility="donors",
        women_share="40 %",
        earliest_start="2027-04-01",
    )
    page = bring_back(amina, "needs", sheet)
    assert page.status_code == 200
    assert 'value="Judges who weigh evidence"' in page.text
    assert "Nobody has seen a disk image.\nNot one." in page.text
    for chosen in ('value="INV-04" selected', 'value="EVI-02" selected', 'value="2027-04-01"'):
        assert chosen in page.text
    for ticked in ('name="languages" value="fr" checked', 'name="languages" value="es" checked'):
        assert ticked in page.text
    assert 'name="visibility" value="donors" checked' in page.text
    assert 'name="shows_country" value="yes" checked' not in page.text
    assert saved(session) == 0


def test_what_cannot_be_meant_stands_beside_its_error_and_nothing_is_lost(
    client: Client, cast: Cast, session: Session
) -> None:
    amina = client(cast.amina)
    sheet = filled_in(
        amina.post("/needs/download").data,
        title="Judges",
        earliest_start="01/04/2027",
        component_2_topic="Judo",
        women_share="many",
    )
    page = bring_back(amina, "needs", sheet)
    assert page.status_code == 422
    assert 'href="#earliest_start"' in page.text
    assert 'href="#women_share"' in page.text
    assert 'href="#components-1-topic"' in page.text
    assert ('value="01/04/2027"' in page.text, 'value="many"' in page.text) == (True, True)
    assert 'value="Judges"' in page.text


def test_a_filled_form_comes_back_as_the_form_of_an_offer(client: Client, cast: Cast) -> None:
    carla = client(cast.carla)
    sheet = filled_in(
        carla.post("/offers/download").data,
        title="A laboratory",
        topics="EVI-02;INV-04",
        capacity="12",
        cofunding="yes",
        countries="GMB|Paraguay",
    )
    page = bring_back(carla, "offers", sheet)
    assert (page.status_code, 'value="A laboratory"' in page.text) == (200, True)
    for chosen in ("EVI-02", "INV-04", "GMB", "PRY"):
        assert f'value="{chosen}" checked' in page.text
    assert 'name="cofunding" value="yes" checked' in page.text
    assert 'name="triangular" value="yes" checked' not in page.text


@each_noun
@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfea\x00",
        b"PK\x03\x04 not a table",
        docx(["title"]),
        xlsx([]),
        xlsx([["title", "problem"], ["A need", "that is imported"]]),
        xlsx([HEADER, ["nothing", "of", "ours", "here"]]),
        b"title;problem\nA need;that is imported\n",
        b"Code,Question,Your answer,What\nnothing,of,ours,here\n",
        b'Code,"Question',
        "Код;Вопрос;Ответ;Что\ntitle;;Судьи;".encode("cp1251"),
        b"Code,Question,Your answer,What\n" + b"title,x,y,z,more\n",
    ],
)
def test_what_is_no_form_of_ours_is_refused_in_words(
    client: Client, cast: Cast, noun: str, contents: bytes
) -> None:
    answer = bring_back(client(getattr(cast, WRITERS[noun])), noun, contents)
    assert (answer.status_code, "not our form, or neither Excel (XLSX) nor CSV" in answer.text) == (422, True)


@each_noun
def test_no_file_at_all_is_refused_in_words(client: Client, cast: Cast, noun: str) -> None:
    answer = client(getattr(cast, WRITERS[noun])).post(f"/{noun}/upload")
    assert (answer.status_code, "not our form, or neither Excel (XLSX) nor CSV" in answer.text) == (422, True)


@each_noun
def test_a_file_of_many_lines_says_the_last_of_each(client: Client, cast: Cast, noun: str) -> None:
    rows = "".join(f"title,,Title {n},\n" for n in range(5_000)) + "nobody,,asked,\n" * 5_000
    answer = bring_back(client(getattr(cast, WRITERS[noun])), noun, f"Code,Q,A,M\n{rows}".encode())
    assert (answer.status_code, 'value="Title 4999"' in answer.text) == (200, True)


@each_noun
def test_only_writers_have_the_form(client: Client, cast: Cast, noun: str) -> None:
    writers = {"needs": {"amina", "bashir", "ines"}, "offers": {"carla", "chen"}}[noun]
    people = ("amina", "bashir", "ines", "carla", "chen", "dao", "erik", "farah", "gus", "hiba")
    read = {who for who in people if client(getattr(cast, who)).get(f"/{noun}/form").status_code == 200}
    sent = {who for who in people if client(getattr(cast, who)).post(f"/{noun}/download").status_code == 200}
    brought = {who for who in people if client(getattr(cast, who)).post(f"/{noun}/upload").status_code == 422}
    assert read == sent == brought == writers
