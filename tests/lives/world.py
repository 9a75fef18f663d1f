"""The portal and its model, side by side: a deed is posted to the one and told to the other, then both are compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select
from werkzeug.test import TestResponse

from matchmaker.database import open_session, transaction
from matchmaker.models import History, Letter, Match, Need, Offer
from matchmaker.services.drafts import ComponentDraft
from tests import databases
from tests.cast import NOON, a_cast
from tests.lives.model import EVERYBODY, OPEN, Effect, Pair, Thing
from tests.lives.rules import MEETINGS, RULES, SAID
from tests.stories import a_need, an_offer
from tests.web.houses import House

PLAIN = "Plain words."
REFUSALS = (403, 404, 409, 422)
SIGN_IN = "/sign-in"
WORDS = {"note": PLAIN, "public_summary": PLAIN, "reason": "size", "in_use": "yes", "more": "1"}
MESSAGE = {"language": "en", "text": PLAIN}
FORMS: dict[str, dict[str, Any]] = {  # of forms that take nothing but their own answers
    "agreements.record_agreement": {"activity": PLAIN, "starts_on": "2027-03-01", "ends_on": "2027-12-31"},
    "steps.do_not_take_up": {"reason": "covered", "note": PLAIN},
    "agreements.give_feedback": {
        "as_agreed": "yes",
        "timely": "partly",
        "useful": "4",
        "lasting": "yes",
        "recommended": "yes",
    },
}


@dataclass(frozen=True)
class Deed:
    """Who posts to which endpoint, about what, and what the form says besides."""

    who: str
    endpoint: str
    ref: str
    said: str = ""
    offer: str = ""  # whom the need of `ref` is to meet

    @property
    def form(self) -> dict[str, Any]:
        if self.endpoint == "agreements.record_agreement":
            return {**FORMS[self.endpoint], "parts": list(self.said)}
        return FORMS.get(self.endpoint, {**WORDS, **MESSAGE, "offer": self.offer, "answer": self.said})


@dataclass
class World:
    """Things and pairs by reference; `moves` and `letters` are how many rows there ought to be."""

    house: House
    things: dict[str, Thing] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    moves: int = 0
    letters: int = 0
    refusals: tuple[int, ...] = REFUSALS

    def begin(self, *, now: datetime = NOON) -> None:
        """Everything is new: two States write a need of two parts each, two donors an offer of one or two places."""
        databases.empty_tables(self.house.engine)
        self.house.browsers.clear()
        parts = [
            ComponentDraft(topic="EVI-02", modality=modality, quantity="12") for modality in ("TRN", "MEN")
        ]
        with transaction(self.house.engine) as session:
            cast = self.house.cast = a_cast(session, now=now)
            for who in (cast.amina, cast.ines):
                need = a_need(session, cast, by=who, now=now, components=parts)
                self.things[need.ref] = Thing("needs", who.organisation.key)
            for who, places in ((cast.carla, 1), (cast.chen, 2)):
                offer = an_offer(session, cast, by=who, now=now, capacity=places)
                self.things[offer.ref] = Thing("offers", who.organisation.key, left=places)
        with open_session(self.house.engine, writes=False) as session:
            self.moves, self.letters = rows(session)

    def about(self, ref: str) -> Thing | Pair:
        return self.things.get(ref) or self.pairs[ref]

    def deeds(self) -> Iterator[Deed]:
        """Everything that anybody might try now."""
        for ref in (*self.things, *self.pairs):
            for endpoint in RULES:
                if about(endpoint) == self.about(ref).noun:
                    yield from (
                        Deed(who, endpoint, ref, said)
                        for who in EVERYBODY
                        for said in SAID.get(endpoint, ("",))
                    )
        needs, offers = (
            [ref for ref, one in self.things.items() if one.noun == noun] for noun in ("needs", "offers")
        )
        for endpoint in MEETINGS:
            yield from (
                Deed(who, endpoint, need, offer=offer)
                for need in needs
                for offer in offers
                for who in EVERYBODY
            )

    def between(self, deed: Deed) -> Pair | None:
        need, offer = self.things[deed.ref], self.things[deed.offer]
        return next((pair for pair in self.pairs.values() if pair.need is need and pair.offer is offer), None)

    def allows(self, deed: Deed) -> bool:
        """What the model makes of *deed*."""
        if not deed.offer:
            return RULES[deed.endpoint].allows(deed.who, self.about(deed.ref), deed.said)
        meeting, need, offer = MEETINGS[deed.endpoint], self.things[deed.ref], self.things[deed.offer]
        return meeting.may(deed.who, offer) and meeting.when(need, offer, self.between(deed))

    def do(self, deed: Deed) -> None:
        """Post what may be done, follow it in the model, and compare."""
        assert self.allows(deed), deed
        answer = self.post(deed)
        assert answer.status_code == 302, (deed, answer.status_code)
        assert SIGN_IN not in answer.location, deed
        self.is_done(deed)
        self.compare(deed)

    def is_done(self, deed: Deed) -> None:
        """The model follows."""
        effect = self.meet(deed) if deed.offer else self.follow(deed)
        self.moves, self.letters = self.moves + effect.moves, self.letters + effect.letters

    def are_refused(self, deeds: Sequence[Deed]) -> None:
        """Post what may not be done, as no page shows it: nothing at all has changed."""
        for deed in deeds:
            answer = self.post(deed)
            sent_away = answer.status_code == 302 and SIGN_IN in answer.location
            assert sent_away or answer.status_code in self.refusals, (deed, answer.status_code)
        self.compare(*deeds)

    def post(self, deed: Deed) -> TestResponse:
        return self.house.ask(deed.who, self.address(deed), "POST", data=deed.form)

    def follow(self, deed: Deed) -> Effect:
        thing = self.about(deed.ref)
        if isinstance(thing, Pair):
            thing.touched = True
        return RULES[deed.endpoint].then(deed.who, thing, deed.said)

    def meet(self, deed: Deed) -> Effect:
        pair = self.between(deed)
        if pair is None:
            with open_session(self.house.engine, writes=False) as session:
                pair = self.known(session, self.ref_between(session, deed))
        meeting = MEETINGS[deed.endpoint]
        pair.origin, pair.touched = meeting.origin, True
        return Effect(letters=meeting.letters)

    def ref_between(self, session: Session, deed: Deed) -> str:
        return session.exec(
            select(Match.ref).join(Need).join(Offer).where(Need.ref == deed.ref, Offer.ref == deed.offer)
        ).one()

    def address(self, deed: Deed) -> str:
        where = f"for/{deed.ref}" if deed.offer else deed.ref
        return f"/{about(deed.endpoint)}/{where}/{deed.endpoint.split('.')[1].replace('_', '-')}"

    def known(self, session: Session, ref: str) -> Pair:
        match = session.exec(select(Match).where(Match.ref == ref)).one()
        pair = self.pairs[ref] = Pair(self.things[match.need.ref], self.things[match.offer.ref])
        pair.need.pairs.append(pair)
        pair.offer.pairs.append(pair)
        return pair

    def compare(self, *deeds: Deed) -> None:
        with open_session(self.house.engine, writes=False) as session:
            self.follow_the_engine(session)
            states = {
                thing.ref: thing.state.value
                for kind in (Need, Offer, Match)
                for thing in session.exec(select(kind)).all()
            }
            places = {offer.ref: offer.capacity_left for offer in session.exec(select(Offer)).all()}
            left = {ref: one.left for ref, one in self.things.items() if one.noun == "offers"}
            assert places == left, deeds
            ought = {ref: one.state for ref, one in {**self.things, **self.pairs}.items()}
            other = {ref: (states.get(ref), ought.get(ref)) for ref in states | ought}
            wrong = {ref: both for ref, both in other.items() if both[0] != both[1]}
            counted = rows(session)
            assert (wrong, counted) == ({}, (self.moves, self.letters)), (deeds, wrong, counted, ought)

    def follow_the_engine(self, session: Session) -> None:
        """What is published is ranked: its matching begins, suggestions come, and those that nobody touched go."""
        for thing in self.things.values():
            if thing.noun == "needs" and thing.state == "published":
                thing.state, self.moves = "in_matching", self.moves + 1
        held = session.exec(select(Match.ref).order_by(col(Match.id))).all()
        for ref in held:
            if ref in self.pairs:
                continue
            pair = self.known(session, ref)
            assert pair.need.state in OPEN, ref
            assert pair.offer.state == "published", ref
        for ref in self.pairs.keys() - set(held):
            pair = self.pairs.pop(ref)
            assert (pair.state, pair.touched) == ("suggested", False)
            pair.need.pairs.remove(pair)
            pair.offer.pairs.remove(pair)


def about(endpoint: str) -> str:
    """The noun in the address."""
    blueprint = endpoint.split(".")[0]
    return {"agreements": "matches", "review": "matches", "steps": "needs"}.get(blueprint, blueprint)


def rows(session: Session) -> tuple[int, int]:
    """How many moves are in the history, and how many letters in the outbox."""
    return tuple(session.exec(select(func.count()).select_from(kind)).one() for kind in (History, Letter))  # type: ignore[return-value]  # two kinds, two counts
