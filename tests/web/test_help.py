"""Help: the guides take who, when and what follows from the law; words and pages are whole in every language."""

import pytest

from matchmaker.actions import Action
from matchmaker.services.deadlines import DEADLINES, Deadline, Term, Unit
from matchmaker.vocabulary import Role
from matchmaker.web.glossary import CHAPTERS, word
from matchmaker.web.guides import doers, guides, guides_for, state_after, within
from matchmaker.web.session import Portal
from matchmaker.wording import PORTAL_LANGUAGES
from tests.web.conftest import Client


def test_a_guide_says_who_and_what_follows_as_policy_and_workflow_have_it(reading: None) -> None:
    assert (doers(Action.RELEASE_MATCH), state_after(Action.RELEASE_MATCH)) == ("Releaser", "Consent asked")
    assert (doers(Action.AGREE_TO_NEED), state_after(Action.AGREE_TO_NEED)) == ("Focal point", "")


def test_a_deadline_that_changes_changes_on_the_page(
    app: Portal, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = Deadline(21, Unit.WORKING_DAYS, "", "", "")
    monkeypatch.setattr("matchmaker.web.guides.DEADLINES", {**DEADLINES, Term.REQUESTER: longer})
    page = client().get("/help/my-need").text
    assert ("within 21 working days" in page, "within 15 working days" in page) == (True, False)


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_its_own_guide_first(reading: None, role: Role) -> None:
    first, *rest = guides_for(role)
    assert (role in first.own, len(rest)) == (role != Role.PORTAL, len(guides()) - 1)


def test_no_two_words_have_one_address(reading: None) -> None:
    codes = [one.code for chapter in CHAPTERS for one in chapter.words]
    assert sorted(codes) == sorted(set(codes))
    assert str(word("visibility").name) == "Visibility"


def test_a_working_day_is_told_from_a_day(reading: None) -> None:
    assert (within(Term.CHECK), within(Term.DONOR)) == ("within 5 working days", "within 60 days")


@pytest.mark.parametrize("language", PORTAL_LANGUAGES)
def test_a_visitor_reads_all_of_help_in_their_language(client: Client, language: str) -> None:
    paths = ["/help/", "/help/words", "/help/about", "/help/my-need", "/help/my-offer", "/help/secretariat"]
    answers = [
        client().get(path, headers={"Accept-Language": language}) for path in [*paths, "/help/everybody"]
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert all(f'<html lang="{language}"' in answer.text for answer in answers)


def test_there_is_no_other_guide(client: Client) -> None:
    assert client().get("/help/their-need").status_code == 404


def test_a_portal_without_an_address_gives_none(client: Client, app: Portal) -> None:
    assert "mailto:" not in client().get("/help/about").text
