"""The three lives walked at random by everybody, through the addresses of the portal, beside the model."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase
from hypothesis import settings as walking
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from matchmaker.settings import Settings
from matchmaker.web.app import create_app
from tests.lives.rules import APART, MEETINGS, RULES
from tests.lives.world import Deed, World
from tests.web.houses import House, empty_house
from tests.web.walking import rules

STEPS = 80  # of one walk
WALKS, LONG_WALKS = 4, 125
TRIES, LONG_TRIES = 20, 100
BACK = (
    ".refuse_clearance",
    ".send_back",
    ".object",
    ".unlist",
    ".take_back",
    ".hold",
    ".suspend",
    ".do_not_take_up",
    "steps.reopen",
)
SELDOM = 0.15  # of the times that somebody might turn back: most should come far
ENDS = (".withdraw", "steps.close", ".dismiss", ".decline_as_requester", ".decline_as_donor", ".stop")


class Walk(RuleBasedStateMachine):
    """Anybody tries anything, or somebody does what may be done; both know of nothing but the model."""

    house: House
    tries: int
    kind: type[World] = World

    @initialize(lot=st.randoms(use_true_random=True))
    def begin(self, lot: Random) -> None:
        self.lot, self.world = lot, self.kind(self.house)
        self.world.begin()

    @rule()
    def everybody_tries_what_they_may_not(self) -> None:
        """Of all that is refused about one thing, as much as the walk has time for."""
        about = self.lot.choice([*self.world.things, *self.world.pairs])
        refused = [deed for deed in self.world.deeds() if deed.ref == about and not self.world.allows(deed)]
        self.world.are_refused(self.lot.sample(refused, min(self.tries, len(refused))))

    @rule()
    def somebody_goes_on(self) -> None:
        self.one_of([deed for deed in self.possible() if not deed.endpoint.endswith((*BACK, *ENDS))])

    @rule()
    def somebody_else_goes_on(self) -> None:
        self.somebody_goes_on()

    @rule()
    def somebody_turns_back_or_ends_it(self) -> None:
        if self.lot.random() < SELDOM:
            self.one_of([deed for deed in self.possible() if deed.endpoint.endswith((*BACK, *ENDS))])

    def possible(self) -> list[Deed]:
        return [deed for deed in self.world.deeds() if self.world.allows(deed)]

    def one_of(self, deeds: list[Deed]) -> None:
        """One of *deeds*, each kind of deed as likely as the others."""
        if deeds:
            endpoint = self.lot.choice(sorted({deed.endpoint for deed in deeds}))
            self.world.do(self.lot.choice([deed for deed in deeds if deed.endpoint == endpoint]))


@pytest.mark.proves("S8", "R35")
def test_whoever_tries_what_the_portal_and_the_model_agree(
    engine: sa.Engine, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    walks, tries = (LONG_WALKS, LONG_TRIES) if pytestconfig.getoption("--long") else (WALKS, TRIES)
    with empty_house(engine.url.render_as_string(hide_password=False), tmp_path) as house:
        walk(walks, house=house, tries=tries)


def walk(times: int, **where: Any) -> None:
    """So many walks; *where* are the house, the number of tries, and perhaps a world of another kind."""
    run_state_machine_as_test(
        type("WalkHere", (Walk,), where),
        settings=walking(
            max_examples=times,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],  # a shorter walk would be another one: people choose by lot
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.proves("S8")
def test_the_model_knows_every_deed_of_the_portal(settings: Settings) -> None:
    deeds = {
        rule.endpoint
        for rule in rules(create_app(settings), "POST")
        if rule.rule.startswith(("/needs/", "/offers/", "/matches/"))
    }
    assert deeds == {*RULES, *MEETINGS, *APART}
