"""The one gate for what people write: hostile values are refused with a word, never stored, never a crash."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from matchmaker.models import Need, Offer
from matchmaker.models.columns import LINE_MAX, TEXT_MAX, TITLE_MAX
from matchmaker.services.drafts import ComponentDraft, NeedDraft, OfferDraft
from tests.cast import a_need_draft, an_offer_draft

LINES = ("institution", "beneficiaries", "strategy_link", "urgency_reason", "preferred_partners", "contact")
PROSE = ("problem", "expected_result", "previous_assistance", "public_summary")
LIMITS = {"title": TITLE_MAX} | dict.fromkeys(LINES, LINE_MAX) | dict.fromkeys(PROSE, TEXT_MAX)

UNREADABLE = {
    "NUL": "a\x00b",
    "half a character": "a\ud800b",
    "the other half": "a\udfffb",
    "U+FFFF": "a\uffffb",
    "U+FFFE": "a\ufffeb",
    "escape": "a\x1bb",
    "backspace": "a\x08b",
    "delete": "a\x7fb",
}
# Stored as given: every one of them is somebody's writing.
READABLE = {
    "Arabic": "مختبر الأدلة الجنائية",
    "Chinese": "电子证据实验室",
    "Khmer": "មន្ទីរពិសោធន៍",
    "Russian": "лаборатория",
    "emoji of a family": "👨\u200d👩\u200d👧 welcome",
    "bidi override": "abc\u202edef\u202c",
    "many marks": "a" + "\u0301" * 150,
    "markup": "<script>alert(1)</script>",
    "formula": "=1+1",
    "quotes": "' OR 1=1; --",
    "wildcards": "100 % _ \\",
    "braces": "{{ 7 * 7 }} %(ref)s",
}


def reasons(kind: type, **written: Any) -> list[str]:
    """What the gate says to *written*, or nothing."""
    try:
        kind(**written)
    except ValidationError as error:
        return [
            each["type"] if each["type"] != "value_error" else str(each["ctx"]["error"])
            for each in error.errors()
        ]
    return []


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_nobody_can_read_is_refused(field: str, text: str) -> None:
    assert reasons(NeedDraft, **{field: text}) == ["unreadable"]


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_what_somebody_writes_is_kept_as_given(text: str) -> None:
    kept = NeedDraft(title=text, problem=text)
    composed = unicodedata.normalize("NFC", text)
    assert (kept.title, kept.problem) == (composed, composed)


def test_the_two_spellings_of_one_letter_are_stored_as_one() -> None:
    assert NeedDraft(title="Ine\u0301s").title == NeedDraft(title="In\u00e9s").title == "In\u00e9s"


@pytest.mark.parametrize("field", LIMITS)
def test_a_text_of_the_longest_length_fits_and_one_more_does_not(field: str) -> None:
    longest = LIMITS[field]
    assert reasons(NeedDraft, **{field: "x" * longest}) == []
    assert reasons(NeedDraft, **{field: "x" * (longest + 1)}) == ["too_long"]


def test_a_text_of_a_million_is_refused_at_once() -> None:
    assert reasons(NeedDraft, problem="x" * 1_000_000) == ["too_long"]


def test_a_title_is_one_line_and_prose_keeps_its_lines() -> None:
    kept = NeedDraft(title="  a \r\n b\tc ", problem="  a \r\n\r\n b\rc ")
    assert (kept.title, kept.problem) == ("a b c", "a \n\n b\nc")


@pytest.mark.parametrize("line_end", ["\u0085", "\u2028", "\u2029", "\v", "\f"])
def test_no_line_end_of_any_kind_stays_in_a_title(line_end: str) -> None:
    if reasons(NeedDraft, title=f"a{line_end}Bcc: b"):
        return
    assert len(NeedDraft(title=f"a{line_end}Bcc: b").title.splitlines()) == 1


@pytest.mark.parametrize(
    "number",
    [
        *(
            "-1",
            "--1",
            "+1",
            "1_000",
            "1 00",
            "1,2",
            "1,2000",
            "1e3",
            "1e309",
            "1.5",
            "0x10",
            "NaN",
            "Infinity",
            "٣",
            "१",
        ),
        *("2147483648", "9223372036854775808", "9" * 400),
        *(-1, 2**31, 2**63, 1.5, float("nan"), float("inf"), "true", [], {}),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(number: object) -> None:
    assert len(reasons(NeedDraft, beneficiary_count=number)) == 1
    assert len(reasons(OfferDraft, capacity=number)) == 1
    assert len(reasons(OfferDraft, lead_time_weeks=number)) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0", 0),
        ("90", 90),
        (" 90 ", 90),
        ("2000000000", 2_000_000_000),
        ("", None),
        (None, None),
        ("007", 7),
        ("1 200", 1200),
        ("1,200,000", 1_200_000),
        ("35 %", 35),
    ],
)
def test_a_number_is_typed_in_digits(written: object, kept: int | None) -> None:
    assert NeedDraft(beneficiary_count=written).beneficiary_count == kept


@pytest.mark.parametrize(("share", "fits"), [("0", True), ("100", True), ("101", False), ("-1", False)])
def test_a_share_is_a_percentage(share: str, fits: bool) -> None:
    assert (reasons(NeedDraft, women_share=share) == []) is fits


@pytest.mark.parametrize(
    ("places", "fits"), [("1", True), ("0", False), ("1000000", True), ("1000001", False)]
)
def test_an_offer_holds_at_least_one_place(places: str, fits: bool) -> None:
    assert (reasons(OfferDraft, capacity=places) == []) is fits


@pytest.mark.parametrize(
    "day",
    [
        *("2027-02-30", "1999-12-31", "2101-01-01", "0000-00-00", "2027-3-1", "+2027-03-01", "٢٠٢٧-٠٣-٠١"),
        *("tomorrow", "31/03/2027", "2027-03-01T00:00:00Z", "20270301"),
        *("1803859200", "0", "-1", "9" * 30, 1803859200, 1e10, True),
    ],
)
def test_a_day_that_is_none_is_refused(day: object) -> None:
    assert len(reasons(NeedDraft, earliest_start=day)) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2027-03-01", date(2027, 3, 1)),
        (date(2027, 3, 1), date(2027, 3, 1)),
        ("2000-01-01", date(2000, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2028-02-29", date(2028, 2, 29)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_a_date_of_our_time(written: object, kept: date | None) -> None:
    assert NeedDraft(earliest_start=written).earliest_start == kept


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (NeedDraft, "earliest_start", "latest_end"),
        (ComponentDraft, "starts_on", "ends_on"),
        (OfferDraft, "valid_from", "valid_until"),
    ],
)
def test_nothing_ends_before_it_starts(kind: type, start: str, end: str) -> None:
    assert reasons(kind, **{start: "2027-02-01", end: "2027-01-31"}) == ["ends_before_start"]
    assert reasons(kind, **{start: "2027-02-01", end: "2027-02-01"}) == []
    assert reasons(kind, **{end: "2027-01-31"}) == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (NeedDraft, {"language": "tlh"}),
        (NeedDraft, {"currency": "XYZ"}),
        (NeedDraft, {"languages": ["en", "??"]}),
        (NeedDraft, {"components": [{"topic": "EVI-99"}]}),
        (NeedDraft, {"components": [{"topic": "EVI"}]}),
        (NeedDraft, {"components": [{"modality": "trn"}]}),
        (NeedDraft, {"urgency": "extreme"}),
        (NeedDraft, {"visibility": "everybody"}),
        (NeedDraft, {"budget_band": "plenty"}),
        (NeedDraft, {"contact_visibility": ""}),
        (OfferDraft, {"topics": ["EVI-02", "EVI-02'"]}),
        (OfferDraft, {"countries": ["GMB", "XXX"]}),
        (OfferDraft, {"countries": ["gmb"]}),
        (OfferDraft, {"regions": ["2"]}),
        (OfferDraft, {"groups": ["NATO"]}),
        (OfferDraft, {"covers": ["bribes"]}),
        (OfferDraft, {"capacity_unit": "tonnes"}),
        (OfferDraft, {"visibility": "public_summary"}),
        (OfferDraft, {"visibility": "named_donors"}),
    ],
)
def test_a_code_that_is_not_in_our_lists_is_refused(kind: type, written: dict) -> None:
    assert len(reasons(kind, **written)) == 1


def test_a_code_stands_once() -> None:
    assert OfferDraft(topics=["EVI-02", "EVI-01", "EVI-02", ""]).topics == ["EVI-02", "EVI-01"]


def test_lists_are_bounded() -> None:
    assert reasons(NeedDraft, components=[{"quantity": str(n)} for n in range(7)]) == ["too_long"]
    assert reasons(NeedDraft, languages=["en"] * 10_000) in ([], ["too_long"])
    assert NeedDraft(languages=["en"] * 60).languages == ["en"]


@pytest.mark.parametrize("value", [["a", "list"], {"a": "dict"}, 7, 1.5, True, object()])
def test_a_text_is_a_text(value: object) -> None:
    assert len(reasons(NeedDraft, title=value)) == 1


@pytest.mark.parametrize(
    "name", ["state", "organisation_id", "id", "ref", "version", "published_at", "words", "key"]
)
def test_columns_that_are_not_for_the_writer_are_refused(name: str) -> None:
    assert reasons(NeedDraft, **{name: "x"}) == ["extra_forbidden"]
    assert reasons(OfferDraft, **{name: "x"}) == ["extra_forbidden"]


def test_a_draft_cannot_be_changed_after_it_passed_the_gate() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        NeedDraft().title = "\x00"


def test_an_empty_draft_may_be_kept() -> None:
    assert (reasons(NeedDraft), reasons(OfferDraft), ComponentDraft().is_empty) == ([], [], True)


def test_every_answer_has_its_column() -> None:
    parts = {"components", "languages", "named_donor_keys"}
    assert set(NeedDraft.model_fields) - parts <= set(Need.model_fields)
    tags = {"topics", "modalities", "languages", "countries", "regions", "groups", "covers"}
    assert set(OfferDraft.model_fields) - tags <= set(Offer.model_fields)


def test_the_drafts_of_the_cast_are_complete_ones() -> None:
    assert (
        reasons(NeedDraft, **a_need_draft().model_dump()),
        reasons(OfferDraft, **an_offer_draft().model_dump()),
    ) == (
        [],
        [],
    )
