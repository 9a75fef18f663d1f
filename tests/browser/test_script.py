"""What the script adds (static/page.js): drafts kept on the device, rows at once, questions first, nothing twice."""

from playwright.sync_api import Page, Route
from sqlmodel import Session, func, select

from matchmaker.models import Need
from matchmaker.services import needs
from matchmaker.vocabulary import NeedState
from tests.browser_fixtures import Browse
from tests.browsing import Reader
from tests.cast import NOON, Cast
from tests.stories import a_need

SLOW_MS = 300  # long enough to click twice


def writing(reader: Reader, **answers: str) -> None:
    """Type, and wait until the device holds it."""
    reader.fill(**answers)
    reader.page.wait_for_function(
        "typed => Object.values(localStorage).some((kept) => kept.includes(typed))",
        arg=[*answers.values()][-1],
    )


def kept_drafts(page: Page) -> list[str]:
    return page.evaluate("() => Object.keys(localStorage)")


def test_what_was_typed_is_offered_again_after_a_reload(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    bashir.page.locator("[data-add-row]").click()
    bashir.fill(title="Judges who weigh evidence", **{"components-1-topic": "INV-04"})
    bashir.page.locator("#languages-fr").check()
    writing(bashir, problem="Nobody has seen a disk image.")
    bashir.page.reload()
    assert bashir.page.locator("#title").input_value() == ""
    bashir.page.locator("[data-draft-put]").click()
    back = {name: bashir.page.locator(f"[name={name}]").input_value() for name in ("title", "problem")}
    assert back == {"title": "Judges who weigh evidence", "problem": "Nobody has seen a disk image."}
    assert bashir.page.locator("[name='components-1-topic']").input_value() == "INV-04"
    assert bashir.page.locator("#languages-fr").is_checked()
    assert not bashir.page.locator("[data-draft=offer]").is_visible()


def test_a_kept_draft_may_be_thrown_away(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    writing(bashir, title="Judges who weigh evidence")
    bashir.page.reload()
    bashir.page.locator("[data-draft-drop]").click()
    bashir.page.reload()
    assert not bashir.page.locator("[data-draft=offer]").is_visible()


def test_a_draft_that_arrived_is_kept_no_longer(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    writing(bashir, title="Judges who weigh evidence")
    bashir.press("Save and look at it")
    assert kept_drafts(bashir.page) == []


def test_a_draft_that_was_refused_is_still_kept(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    writing(bashir, title="Judges who weigh evidence")
    bashir.context.clear_cookies(name="session")
    bashir.press("Save and look at it")
    bashir.ears.complaints()  # the advice that the page asked for meanwhile was refused like the form
    assert len(kept_drafts(bashir.page)) == 1


def test_signing_out_leaves_nothing_on_the_device(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    writing(bashir, title="Judges who weigh evidence")
    bashir.page.locator("header summary:visible").last.click()
    with bashir.page.expect_navigation():
        bashir.page.get_by_role("button", name="Sign out").click()
    assert kept_drafts(bashir.page) == []


def test_a_row_is_added_and_removed_without_a_new_page(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    rows = bashir.page.locator("[data-row]")
    for _ in range(5):
        bashir.page.locator("[data-add-row]").click()
    assert (rows.count(), bashir.page.locator("[data-add-row]").is_visible()) == (6, False)
    rows.nth(2).locator("[data-remove-row]").click()
    names = [row.locator("select").first.get_attribute("name") for row in rows.all()]
    assert names == [f"components-{n}-topic" for n in (0, 1, 3, 4, 5)]
    assert [row.locator("legend").inner_text() for row in rows.all()] == [f"Part {n}" for n in range(1, 6)]


def test_a_deed_that_reaches_others_asks_first(browse: Browse, cast: Cast, session: Session) -> None:
    need = a_need(session, cast, state=NeedState.NO_OBJECTION)
    needs.agree(session, need, by=cast.amina, now=NOON)
    session.commit()
    erik = browse(cast.erik)
    path, page, asked = f"/needs/{need.ref}", erik.context.new_page(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(erik.address + path)
    page.get_by_role("button", name="Publish").click()
    session.refresh(need)
    assert (asked, need.state) == (["Publish this need?"], NeedState.NO_OBJECTION)
    session.rollback()  # a reader who lingers keeps others from writing
    erik.goto(path)
    erik.press("Publish")
    session.refresh(need)
    assert need.state != NeedState.NO_OBJECTION


def test_a_form_that_is_sent_twice_arrives_once(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir)
    bashir.goto("/needs/write")
    bashir.fill(title="Judges who weigh evidence")
    sent = []

    def slowly(route: Route) -> None:
        sent.append(route.request.method)
        bashir.page.wait_for_timeout(SLOW_MS)
        route.continue_()

    bashir.page.route("**/needs/write", slowly)
    with bashir.page.expect_navigation():
        bashir.page.get_by_role("button", name="Save and look at it").dblclick()
    assert (sent, session.exec(select(func.count()).select_from(Need)).one()) == (["POST"], 1)
