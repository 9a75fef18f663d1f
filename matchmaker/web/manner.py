"""How a person likes to fill in a long form: on one page, or step by step. It is one form either way.

Step by step, all questions are on the page and one step of them is in sight: what stands in the others travels along.
"""

import re

from flask import request, url_for
from flask_login import current_user

from matchmaker.services import people
from matchmaker.web.forms.filled import Filled
from matchmaker.web.session import session

STEP = re.compile(r"step-([1-9])")


def step_of(filled: Filled, count: int) -> int:
    """Which of *count* steps is in sight; 0 for all, as where an error may stand in any of them."""
    if not current_user.writes_in_steps or (filled.errors and "step" not in request.args):
        return 0
    asked = request.args.get("step", "")
    return int(asked) if asked in {str(step) for step in range(1, count + 1)} else 1


def chose_manner() -> bool:
    """Whether one page or steps were asked for, which is remembered; what is typed is not saved by that."""
    manner = request.form.get("manner")
    if manner:
        people.choose_manner(session, current_user, in_steps=manner == "steps")
    return manner is not None


def leads_on(noun: str, ref: str) -> str:
    """After saving: to another step, back to the form, or on to the page of the thing, as the writer chose."""
    then = request.form.get("then", "")
    if step := STEP.fullmatch(then):
        return url_for(f"{noun}.edit", ref=ref, step=step[1])
    return url_for(f"{noun}.edit" if then == "stay" else f"{noun}.show", ref=ref)
