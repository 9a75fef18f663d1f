"""Needs on pages: who may, who may not, and that nothing typed is lost."""

import re

import pytest
from sqlmodel import Session, select

from matchmaker.models import Need
from matchmaker.vocabulary import NeedState, Visibility
from tests.cast import Cast
from tests.stories import a_need
from tests.web.conftest import MANY, Client, shown

WRITTEN = {
    "language": "en",
    "title": "Sixteen judges who can weigh electronic evidence",
    "institution": "Judicial college",
    "problem": "Nobody on the bench has seen a disk image.",
    "expected_result": "Sixteen judges, and a bench book.",
    "components-0-topic": "INV-04",
    "components-0-modality": "TRN",
    "components-4-topic": "EVI-04",
    "components-4-modality": "TLS",
    "beneficiaries": "16 judges",
    "beneficiary_count": "16",
    "previous_assistance": "None so far.",
    "earliest_start": "2027-04-01",
    "latest_end": "2027-09-30",
    "languages": ["en", "fr"],
    "public_summary": "A State would like its judges to weigh electronic evidence.",
}


def test_a_drafter_writes_a_need(client: Client, cast: Cast, session: Session) -> None:
    answer = client(cast.bashir).post("/needs/write", data=WRITTEN)
    page = client(cast.amina).get(answer.location)
    assert answer.status_code == 302
    assert page.status_code == 200
    assert WRITTEN["title"] in page.text
    assert "Chain of custody" in page.text


def test_a_form_sent_twice_writes_one_need(client: Client, cast: Cast, session: Session) -> None:
    browser, sheet = client(cast.bashir), {"sheet": "aB3-_xyz0123"}
    first = browser.post("/needs/write", data=WRITTEN | sheet)
    again = browser.post("/needs/write", data=WRITTEN | sheet | {"title": "After pressing back"})
    assert first.location == again.location
    assert "After pressing back" in browser.get(again.location).text
    assert len(session.exec(select(Need)).all()) == 1


def test_an_untouched_form_shows_the_contact_to_nobody(client: Client, cast: Cast) -> None:
    page = client(cast.bashir).get("/needs/write").text
    chosen = re.findall(r'<option value="(\w+)" selected', page)
    assert {"secretariat", "donors", "normal"} <= set(chosen)
    assert 'value="public_summary" checked' in page


def test_what_holds_from_need_to_need_stands_in_the_next_form_of_its_writer_only(
    client: Client, cast: Cast, session: Session
) -> None:
    """Sabotaged: the last need of the State instead of the writer's."""
    written = {"contact": "Room 4", "languages": ["fr"], "currency": "XOF"}
    a_need(
        session,
        cast,
        by=cast.bashir,
        title="Not this",
        state=NeedState.SUBMITTED,
        contact_visibility=Visibility.DONORS,
        **written,
    )
    a_need(session, cast, by=cast.bashir, contact="")  # a draft that he has just begun
    asked = []
    for person in (cast.bashir, cast.amina, cast.ines):
        page = client(person).get("/needs/write").text
        asked.append(
            [
                words in page
                for words in (
                    'value="Room 4"',
                    'name="languages" value="fr" checked',
                    '<option value="XOF" selected',
                    '<option value="secretariat" selected',
                    "Not this",
                )
            ]
        )
    nothing = [False, False, False, True, False]
    assert asked == [[True, True, True, True, False], nothing, nothing]


def test_an_edit_that_was_refused_still_knows_from_which_version_it_began(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast)
    seen = {"from_version": need.version}
    client(cast.amina).post(f"/needs/{need.ref}/edit", data=WRITTEN | seen)
    wrong = client(cast.bashir).post(f"/needs/{need.ref}/edit", data=WRITTEN | seen | {"latest_end": "soon"})
    assert f'name="from_version" value="{seen["from_version"]}"' in wrong.text


def test_a_donor_cannot_write_a_need(client: Client, cast: Cast) -> None:
    browser = client(cast.carla)
    assert browser.get("/needs/write").status_code == 403
    assert browser.post("/needs/write", data=WRITTEN).status_code == 403


def test_a_visitor_who_would_write_signs_in_first(client: Client) -> None:
    answer = client().get("/needs/write")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/needs/write")


def test_a_wrong_answer_keeps_everything_that_was_typed(client: Client, cast: Cast) -> None:
    typed = WRITTEN | {"earliest_start": "next spring", "beneficiary_count": "about 16"}
    answer = client(cast.bashir).post("/needs/write", data=typed)
    assert answer.status_code == 422
    for value in typed.values():
        assert all(part in answer.text for part in ([value] if isinstance(value, str) else value))
    assert '<a href="#earliest_start">Earliest start: ' in answer.text
    assert '<a href="#beneficiary_count">How many people: ' in answer.text


def test_without_script_a_component_is_added_and_removed_by_the_server(client: Client, cast: Cast) -> None:
    browser = client(cast.bashir)
    more = browser.post("/needs/write", data=WRITTEN | {"add": "components"})
    fewer = browser.post("/needs/write", data=WRITTEN | {"remove": "components-4"})
    assert (more.status_code, fewer.status_code) == (200, 200)
    assert 'name="components-5-topic"' in more.text
    assert 'name="components-4-topic"' not in fewer.text
    assert WRITTEN["title"] in fewer.text


def test_an_incomplete_need_says_what_is_missing_and_where(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, problem="", languages=[])
    answer = client(cast.amina).post(f"/needs/{need.ref}/clear", data={"version": need.version})
    form = client(cast.amina).get(answer.location)
    assert (answer.status_code, form.status_code) == (302, 200)
    assert 'href="#problem"' in form.text
    assert 'href="#languages"' in form.text
    assert 'href="#title"' not in form.text


def test_a_missing_part_and_a_missing_day_are_asked_for_as_the_form_asks(
    client: Client, cast: Cast, session: Session
) -> None:
    """Sabotaged: a day that is missing comes back as text; no message beside the parts."""
    cast.amina.language = "en"
    need = a_need(session, cast, components=[], earliest_start=None, public_summary="")
    page = client(cast.amina).get(f"/needs/{need.ref}/edit?complete=yes").text
    assert '<a href="#components">The parts of it: Describe at least one part.</a>' in page
    assert page.count("Describe at least one part.") == 2
    assert '<input type="date" class="short" value="" id="earliest_start"' in page
    assert '<label for="public_summary">Summary for everybody</label>' in page


def test_a_draft_says_where_nothing_is_written_yet(client: Client, cast: Cast, session: Session) -> None:
    """Sabotaged: an empty institution is listed."""
    cast.amina.language = "en"
    need = a_need(session, cast, problem="", components=[], institution="")
    page = client(cast.amina).get(f"/needs/{need.ref}").text
    assert (page.count("Nothing is written here yet."), "<dt>Institution</dt>" in page) == (2, False)


def test_the_second_of_two_edits_sees_both_texts(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, title="As it was")
    seen = {"from_version": need.version}
    first = client(cast.bashir).post(
        f"/needs/{need.ref}/edit", data=WRITTEN | seen | {"title": "Bashir's title"}
    )
    second = client(cast.amina).post(
        f"/needs/{need.ref}/edit", data=WRITTEN | seen | {"title": "Amina's title"}
    )
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Bashir&#39;s title" in second.text
    assert "Amina&#39;s title" in second.text


def test_two_versions_differ_in_words_not_in_codes(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast)
    seen = {"from_version": need.version}
    client(cast.bashir).post(f"/needs/{need.ref}/edit", data=WRITTEN | seen)
    typed = WRITTEN | seen | {"components-0-modality": "EQU", "languages": ["en", "ar"], "urgency": "high"}
    page = client(cast.amina).post(f"/needs/{need.ref}/edit", data=typed).text
    table = page[page.index("<table") : page.index("</table>")]
    for words in ("Kind of assistance", "Equipment", "Training", "Arabic", "Urgent", "Part 1"):
        assert words in table, words
    assert not re.search(r">\s*(EQU|TRN|ar|high|components-)", table)


def test_a_button_that_saw_an_older_version_changes_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    answer = client(cast.dao).post(f"/needs/{need.ref}/check", data={"version": need.version - 1})
    session.refresh(need)
    assert (answer.status_code, need.state) == (409, NeedState.SUBMITTED)


@pytest.mark.proves("S3")
def test_a_reader_who_may_not_act_is_refused_and_a_stranger_finds_nothing(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    assert client(cast.erik).post(f"/needs/{need.ref}/check").status_code == 403
    assert client(cast.carla).post(f"/needs/{need.ref}/check").status_code == 404
    unknown = client(cast.carla).get("/needs/N-222222")
    hidden = client(cast.carla).get(f"/needs/{need.ref}")
    assert (hidden.status_code, shown(hidden)) == (404, shown(unknown))


@pytest.mark.parametrize("visibility", [Visibility.DONORS, Visibility.NAMED_DONORS, Visibility.SECRETARIAT])
def test_a_restricted_need_leaves_no_trace_for_a_visitor(
    client: Client, cast: Cast, session: Session, visibility: Visibility
) -> None:
    pages = ("/", "/needs/", "/needs/?words=judges", "/needs/?place=GMB", "/offers/")
    for _ in range(3):
        a_need(session, cast, state=NeedState.IN_MATCHING)
    before = [shown(client().get(page)) for page in pages]
    a_need(session, cast, state=NeedState.IN_MATCHING, visibility=visibility, title="Sixteen judges")
    assert [shown(client().get(page)) for page in pages] == before


def test_a_summary_tells_everybody_the_region_and_not_the_country(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    page = client().get(f"/needs/{need.ref}").text
    assert "Africa" in page
    assert "Gambia" not in page
    assert need.problem not in page
    assert need.public_summary in page


def test_a_need_is_checked_summarised_agreed_and_published(
    client: Client, cast: Cast, session: Session
) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    steps = [
        (cast.dao, "check", {}),
        (cast.dao, "summarise", {"public_summary": "A summary by the secretariat."}),
        (cast.amina, "agree", {}),
        (cast.erik, "publish", {}),
    ]
    for person, verb, answers in steps:
        session.refresh(need)
        said = client(person).post(f"/needs/{need.ref}/{verb}", data=answers | {"version": need.version})
        assert (verb, said.status_code) == (verb, 302)
    assert "A summary by the secretariat." in client().get(f"/needs/{need.ref}").text


def test_sending_back_asks_for_the_question(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.IN_CHECK)
    empty = client(cast.dao).post(f"/needs/{need.ref}/send-back", data={"note": "  "})
    asked = client(cast.dao).post(f"/needs/{need.ref}/send-back", data={"note": "How many judges?"})
    assert (empty.status_code, asked.status_code) == (422, 302)
    assert ('href="#note"' in empty.text, empty.text.count('id="note"')) == (True, 1)
    assert "How many judges?" in client(cast.amina).get(f"/needs/{need.ref}").text


def test_a_note_comes_back_in_its_own_form_only(client: Client, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    note = "x" * 20_000
    page = client(cast.amina).post(f"/needs/{need.ref}/object", data={"note": note}).text
    assert (page.count(note), page.count('id="note"'), 'href="#note"' in page) == (1, 1, True)
    assert f'id="note-needs-withdraw-{need.ref}"' in page


def test_the_catalogue_takes_the_same_number_of_queries_for_one_need_and_for_many(
    client: Client, cast: Cast, session: Session, count_queries
) -> None:
    a_need(session, cast, state=NeedState.IN_MATCHING)
    browser = client(cast.carla)
    browser.get("/needs/")
    with count_queries() as one:
        browser.get("/needs/")
    for _ in range(MANY - 1):
        a_need(session, cast, state=NeedState.IN_MATCHING)
    session.commit()
    browser.get("/needs/")  # what is new is read once for the index of words
    with count_queries() as many:
        browser.get("/needs/")
    assert many.count == one.count
