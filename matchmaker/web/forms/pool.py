"""The forms of a pool: what States would ask for together, and which further need is asked in."""

from pydantic import Field
from werkzeug.datastructures import MultiDict

from matchmaker.services.drafts import Draft, PoolDraft
from matchmaker.services.pools import MOST_STATES
from matchmaker.web.forms.filled import Filled, read, typed
from matchmaker.web.forms.match import Reference

LISTS, APART = frozenset({"others"}), frozenset({"csrf_token", "version", "other"})


class Proposal(PoolDraft):
    others: list[Reference] = Field(min_length=1, max_length=MOST_STATES)


class Asked(Draft):
    need: Reference


def read_proposal(form: MultiDict[str, str]) -> tuple[Proposal | None, Filled]:
    """The needs that were ticked, with the one whose reference was typed beside them."""
    answers = typed(form, LISTS, APART)
    answers["others"] = [ref for ref in (*form.getlist("others"), form.get("other", "")) if ref.strip()]
    filled = {**answers, "other": form.get("other", "")}
    return read(Proposal, answers, filled, whole="others")


def read_asked(form: MultiDict[str, str]) -> tuple[Asked | None, Filled]:
    return read(Asked, {"need": form.get("need", "")}, form.to_dict(), whole="need")
