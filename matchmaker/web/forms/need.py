"""The form of a need, and the short forms of the deeds on it."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker.models import Need
from matchmaker.models.need import MOST_COMPONENTS
from matchmaker.services.drafts import ComponentDraft, NeedDraft
from matchmaker.vocabulary import Urgency
from matchmaker.web.forms.filled import Filled, as_far_as_meant, as_typed, asks_advice, read, typed

APART = frozenset({"csrf_token", "from_version", "sheet", "add", "remove", "then", "manner"})
LISTS = frozenset({"languages", "named_donor_keys"})
OF_ITS_TIME = frozenset({"earliest_start", "latest_end", "starts_on", "ends_on", "urgency_reason"})
LASTING = ("languages", "currency", "contact")  # mostly the same from one need of a writer to the next
COMPONENT = re.compile(r"components-(\d{1,3})-([a-z_]{1,32})")


def rows_of(form: Mapping[str, Any]) -> list[int]:
    """The numbers of the component rows in the form, in order; they may have gaps.

    One too many is enough to say that there are too many: the page is not built with a thousand.
    """
    found = (COMPONENT.fullmatch(name) for name in form)
    return sorted({int(match[1]) for match in found if match})[: MOST_COMPONENTS + 1]


def read_need(
    form: MultiDict[str, str], donors: Collection[str]
) -> tuple[NeedDraft | None, Filled, list[int]]:
    """The draft that was typed (None if something cannot be meant), the form, and its component rows.

    *donors* are the keys of those who may be named as readers.
    """
    filled, rows = typed(form, LISTS, APART), rows_of(form)
    draft, filled_form = read(NeedDraft, _answers(filled, rows), filled, whole="latest_end")
    if not {*form.getlist("named_donor_keys")} <= {*donors}:
        unknown = {"named_donor_keys": _("Please choose one of the answers offered.")}
        draft, filled_form = None, Filled(filled, {**filled_form.errors, **unknown})
    return draft, _back_to_rows(filled_form, rows), rows or [0]


def drafted(filled: Filled, rows: list[int]) -> NeedDraft:
    """As much of the form as can be meant; rows are numbered anew."""
    return as_far_as_meant(NeedDraft, _answers(filled.values, rows), whole="latest_end")


def _answers(values: Mapping[str, Any], rows: list[int]) -> dict[str, Any]:
    answers = {name: value for name, value in values.items() if not COMPONENT.fullmatch(name)}
    answers["shows_country"] = bool(values.get("shows_country"))  # a box that is not ticked is not sent
    answers["components"] = [_component(values, row) for row in rows]
    return answers


def _component(values: Mapping[str, Any], row: int) -> dict[str, Any]:
    prefix = f"components-{row}-"
    return {name.removeprefix(prefix): values[name] for name in values if name.startswith(prefix)}


def _back_to_rows(filled: Filled, rows: list[int]) -> Filled:
    """Errors name components by their place in the list; the page names them by the number of their row."""
    errors = {}
    for name, sentence in filled.errors.items():
        match = COMPONENT.fullmatch(name)
        errors[f"components-{rows[int(match[1])]}-{match[2]}" if match else name] = sentence
    return Filled(filled.values, errors)


def only_asks(form: Mapping[str, str]) -> bool:
    """Whether a button was pressed that saves no need: a row more or less, another manner of writing, or advice."""
    return bool({"add", "remove", "manner"} & {*form}) or asks_advice(form)


def changed_rows(form: Mapping[str, str], rows: list[int]) -> list[int]:
    """The rows after "add" or "remove" was pressed without a script; else as they are."""
    if form.get("add") and len(rows) < MOST_COMPONENTS:
        return [*rows, max(rows, default=-1) + 1]
    gone = form.get("remove", "").removeprefix("components-")
    return [row for row in rows if str(row) != gone] or [0]


def filled_from(need: Need | NeedDraft) -> tuple[Filled, list[int]]:
    """The form as it would have been filled in to give *need*."""
    names = NeedDraft.model_fields.keys() - {"components", *LISTS}
    values: dict[str, Any] = {name: as_typed(getattr(need, name)) for name in names}
    values |= {name: list(getattr(need, name)) for name in LISTS}
    for row, part in enumerate(need.components):
        for name in ComponentDraft.model_fields:
            values[f"components-{row}-{name}"] = as_typed(getattr(part, name))
    return Filled(values), list(range(len(need.components))) or [0]


def filled_like(need: Need) -> tuple[Filled, list[int]]:
    """The form of another need like *need*: as that one was filled in, without what held for its own time."""
    filled, rows = filled_from(need)
    fresh = {name: "" for name in filled.values if name.split("-")[-1] in OF_ITS_TIME}
    return Filled({**filled.values, **fresh, "urgency": Urgency.NORMAL}), rows


def filled_anew(language: str, earlier: Need | None) -> tuple[Filled, list[int]]:
    """The empty form of somebody who writes in *language*, with what holds on from their *earlier* need."""
    filled, rows = filled_from(NeedDraft(language=language, languages=[language]))
    was = filled_from(earlier)[0].values if earlier else {}
    return Filled({**filled.values, **{name: was[name] for name in LASTING if was.get(name)}}), rows


def questions() -> dict[str, str]:
    """Field -> what it asks, in the reader's language; a field of a row under the name of its column."""
    return {
        "language": _("Language of your text"),
        "title": _("Title"),
        "institution": _("Institution that needs help"),
        "problem": _("Problem and present situation"),
        "expected_result": _("Expected result"),
        "topic": _("Topic"),
        "modality": _("Kind of assistance"),
        "quantity": _("How much"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "own_contribution": _("What you contribute yourselves"),
        "beneficiaries": _("Who will benefit"),
        "beneficiary_count": _("How many people"),
        "women_share": _("Share of women among them, in per cent"),
        "previous_assistance": _("Existing or previous assistance"),
        "strategy_link": _("Strategy or assessment behind it"),
        "earliest_start": _("Earliest start"),
        "latest_end": _("Latest end"),
        "budget_band": _("Indicative size"),
        "currency": _("Currency"),
        "urgency": _("Urgency"),
        "urgency_reason": _("Why it is urgent"),
        "languages": _("Working languages"),
        "visibility": _("Who may read the need?"),
        "named_donor_keys": _("Which donors, if only some?"),
        "public_summary": _("Summary for everybody"),
        "shows_country": _("Show the name of our country with the summary"),
        "budget_visibility": _("Who may read the size?"),
        "assistance_visibility": _("Who may read about previous assistance?"),
        "contact": _("Contact"),
        "contact_visibility": _("Who may read the contact before an introduction?"),
        "preferred_partners": _("Partners you would prefer"),
        "excluded_partners": _("Partners you would not work with"),
    }
