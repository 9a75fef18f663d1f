"""The way back after a form: to a page of this portal, never to another site."""

import pytest

from matchmaker.web.back import list_before, page_before
from matchmaker.web.session import Portal

ELSEWHERE = [
    "",
    "needs/",
    "//elsewhere.example/matches/",
    "/\\elsewhere.example/matches/",
    "/\\[elsewhere",
    "https://elsewhere.example/matches/",
    "/matches/\n",
    "/\t/elsewhere.example",
]


@pytest.mark.proves("S44")
@pytest.mark.parametrize("back", ELSEWHERE)
def test_a_form_does_not_lead_to_another_site(app: Portal, back: str) -> None:
    with app.test_request_context(method="POST", data={"back": back}):
        assert (page_before(), page_before("/desk/"), list_before("matches.queue")) == ("/", "/desk/", "")


def test_a_form_leads_back_to_its_page(app: Portal) -> None:
    for back, of_queue in (
        ("/needs/?page=2", ""),
        ("/matches/?state=suggested", "/matches/?state=suggested"),
    ):
        with app.test_request_context(method="POST", data={"back": back}):
            assert (page_before(), list_before("matches.queue")) == (back, of_queue)
