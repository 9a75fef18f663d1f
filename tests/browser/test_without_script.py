"""The portal without JavaScript: everything works, a row or a language costs a page more."""

from sqlmodel import Session, select

from matchmaker.models import Need
from matchmaker.vocabulary import NeedState, OfferState
from tests.browser_fixtures import Browse
from tests.cast import Cast
from tests.stories import an_offer

ANSWERS = {
    "title": "Sixteen judges who can weigh electronic evidence",
    "institution": "Judicial college",
    "problem": "Nobody on the bench has seen a disk image.",
    "expected_result": "Sixteen judges, and a bench book.",
    "components-0-topic": "INV-04",
    "components-0-modality": "TRN",
    "beneficiaries": "16 judges",
    "previous_assistance": "None so far.",
    "earliest_start": "2027-04-01",
    "public_summary": "A State would like its judges to weigh electronic evidence.",
}


def test_the_catalogue_is_filtered_without_script(browse: Browse, cast: Cast, session: Session) -> None:
    an_offer(session, cast, state=OfferState.PUBLISHED, title="Mentors for a forensic laboratory")
    an_offer(session, cast, state=OfferState.PUBLISHED, title="Judges teach judges", topics=["INV-04"])
    session.commit()
    eve = browse(java_script_enabled=False)
    eve.goto("/offers/")
    eve.fill(topic="INV-04")
    eve.press("Apply")
    assert eve.reads("Judges teach judges")
    assert not eve.reads("Mentors for a forensic laboratory")


def test_the_filters_of_a_phone_unfold_without_script(browse: Browse, cast: Cast) -> None:
    eve = browse(java_script_enabled=False, width=360)
    eve.goto("/needs/")
    assert not eve.page.locator("#words").is_visible()
    eve.page.locator("form.filters summary").first.click()
    eve.fill(words="phones")
    eve.press("Apply")
    assert "?words=phones&" in eve.page.url


def test_a_language_is_chosen_without_script(browse: Browse) -> None:
    eve = browse(java_script_enabled=False)
    eve.goto("/offers/?topic=EVI")
    eve.choose("fr")
    assert eve.page.locator("html").get_attribute("lang") == "fr"
    assert eve.page.url == f"{eve.address}/offers/?topic=EVI"


def test_a_need_is_written_cleared_and_submitted_without_script(
    browse: Browse, cast: Cast, session: Session
) -> None:
    session.commit()
    amina = browse(cast.amina, java_script_enabled=False)
    amina.goto("/needs/write")
    amina.fill(**ANSWERS)
    amina.press("Add a part")
    assert amina.page.locator("#title").input_value() == ANSWERS["title"]
    amina.fill(**{"components-1-topic": "EVI-02", "components-1-modality": "MEN"})
    amina.press("Save and look at it")
    amina.press("Clear only")
    amina.press("Submit")
    need = session.exec(select(Need)).one()
    assert (need.state, [part.topic for part in need.components]) == (
        NeedState.SUBMITTED,
        ["INV-04", "EVI-02"],
    )


def test_enter_in_a_field_saves_the_draft_without_script(
    browse: Browse, cast: Cast, session: Session
) -> None:
    """The first button of a form is the one that Enter presses: it must not be one that adds or removes a row."""
    session.commit()
    bashir = browse(cast.bashir, java_script_enabled=False)
    bashir.goto("/needs/write")
    bashir.fill(title="Written in haste")
    with bashir.page.expect_navigation():
        bashir.page.locator("#title").press("Enter")
    assert session.exec(select(Need.title)).all() == ["Written in haste"]


def test_a_need_is_written_step_by_step_without_script(browse: Browse, cast: Cast, session: Session) -> None:
    session.commit()
    bashir = browse(cast.bashir, java_script_enabled=False)
    bashir.goto("/needs/write")
    bashir.fill(title=ANSWERS["title"])
    bashir.press("Step by step")
    assert bashir.page.locator("#title").input_value() == ANSWERS["title"]
    steps = (
        ("institution", "problem", "expected_result"),
        ("components-0-topic", "components-0-modality"),
        ("beneficiaries", "previous_assistance"),
        ("earliest_start",),
    )
    for number, step in enumerate(steps, start=1):
        assert bashir.reads(f"Step {number} of 5")
        bashir.fill(**{name: ANSWERS[name] for name in step})
        bashir.press("Next step")
    bashir.fill(public_summary=ANSWERS["public_summary"])
    bashir.press("Save and look at it")
    assert bashir.reads(ANSWERS["problem"])
    [need] = session.exec(select(Need)).all()
    assert (need.title, need.beneficiaries, need.public_summary) == (
        ANSWERS["title"],
        ANSWERS["beneficiaries"],
        ANSWERS["public_summary"],
    )


def test_enter_leads_to_the_next_step_without_script(browse: Browse, cast: Cast, session: Session) -> None:
    cast.bashir.writes_in_steps = True
    session.commit()
    bashir = browse(cast.bashir, java_script_enabled=False)
    bashir.goto("/needs/write")
    bashir.fill(title="Written in haste")
    with bashir.page.expect_navigation():
        bashir.page.locator("#title").press("Enter")
    assert bashir.reads("Step 2 of 5")
