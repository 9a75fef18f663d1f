"""A portal with everything in it: each state of need, offer and match, in seven languages and both directions.

It is built once for a worker and a kind of database, by the stories of the cast, and only read afterwards.
"""

from dataclasses import dataclass
from itertools import cycle
from typing import Any

from sqlmodel import Session, select

from matchmaker.database import transaction
from matchmaker.models import Letter, Match, Need, Offer, Person
from matchmaker.services import matches, matching, needs
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import BudgetBand, MatchState, NeedState, OfferState, Urgency, Visibility
from matchmaker.web.session import Portal
from tests.browser.pages import Page, pages_of
from tests.browsing import let_in
from tests.cast import NOON, Cast, a_cast
from tests.stories import a_match, a_need, an_offer

# Language -> a title and a text, as they are posted.
POSTED = {
    "en": (
        "Twelve examiners who can read locked phones",
        "Two examiners serve the whole country and 140 phones wait in a cupboard.",
    ),
    "ar": (
        "تدريب اثني عشر خبيراً على فحص الهواتف المقفلة",
        "يخدم البلدَ بأكمله خبيران اثنان، وينتظر 140 هاتفاً في خزانة واحدة (منذ عام 2024).",
    ),
    "zh": (
        "培训十二名能够检验加锁手机的鉴定人员",
        "全国仅有两名鉴定人员，140部手机在柜中等待检验。",
    ),
    "ru": (
        "Двенадцать экспертов по исследованию заблокированных телефонов",
        "На всю страну два эксперта; 140 телефонов ждут исследования в шкафу.",
    ),
    "fr": (
        "Former douze experts à l’examen des téléphones verrouillés",
        "Deux experts servent tout le pays ; 140 téléphones attendent dans une armoire.",
    ),
    "es": (
        "Doce peritos que sepan examinar teléfonos bloqueados",
        "Dos peritos atienden a todo el país y 140 teléfonos esperan en un armario.",
    ),
    "pt": (
        "Doze peritos capazes de examinar telefones bloqueados",
        "Dois peritos servem todo o país e 140 telefones esperam num armário.",
    ),
}
PUBLISHED_OFFERS = 24  # more than a page of the catalogue shows, more than are suggested for one need
# What somebody may paste where words are asked for: nothing in it to break a line at.
UNBROKEN = "Datenverarbeitungsanlagenbeschlagnahmeprotokoll" * 3
ADDRESS = "https://example.org/" + "a_strategy_with_a_long_name/" * 5


@dataclass(frozen=True)
class World:
    """A portal that is served at *address*: who is in it, and which pages are for whom (by name)."""

    app: Portal
    address: str
    people: dict[str, Person]
    pages: dict[str, tuple[Page, ...]]


def build(app: Portal, address: str) -> World:
    """Write everything to the empty database of *app*."""
    index = app.extensions["settings"].var / matching.FOLDER
    with transaction(app.extensions["engine"]) as session:
        cast = a_cast(session, now=NOON)
        people = {name: one for name, one in vars(cast).items() if isinstance(one, Person)}
        let_in(session, *people.values())
        _write_offers(session, cast)
        _write_matches(session, cast)
        _write_needs(session, cast)
        matching.rank_all(session, index_folder=index, now=NOON)
        things = {
            kind: session.exec(select(kind).order_by(kind.id)).all() for kind in (Need, Offer, Match, Letter)
        }
        pages = {name: tuple(pages_of(app, actor, things)) for name, actor in vars(cast).items()}
    return World(app, address, people, pages)


def _in_turn() -> Any:
    """Titles and texts, each time in the next language."""
    return cycle(
        {"language": language, "title": title, "text": text} for language, (title, text) in POSTED.items()
    )


def _write_offers(session: Session, cast: Cast) -> None:
    posted = _in_turn()
    for state, by in (
        *((state, cast.carla) for state in OfferState),
        *((OfferState.PUBLISHED, by) for by in (cast.carla, cast.chen) for _ in range(PUBLISHED_OFFERS // 2)),
    ):
        text = next(posted)
        an_offer(
            session, cast, state=state, by=by, now=NOON,
            language=text["language"], title=text["title"], description=text["text"],
        )  # fmt: skip
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS)
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.SECRETARIAT, title=UNBROKEN)


def _write_needs(session: Session, cast: Cast) -> None:
    posted = _in_turn()
    for state in NeedState:
        text = next(posted)
        a_need(
            session, cast, state=state,
            language=text["language"], title=text["title"], problem=text["text"], public_summary=text["text"],
        )  # fmt: skip
    for visibility in Visibility:
        a_need(session, cast, state=NeedState.IN_MATCHING, by=cast.ines, named=(cast.carla,), visibility=visibility)
    a_need(session, cast, state=NeedState.IN_MATCHING, **_everything_answered())
    a_need(session, cast, title="")
    asked = a_need(session, cast, by=cast.bashir)
    needs.ask_clearance(session, asked, by=cast.bashir, now=NOON)
    agreed = a_need(session, cast, state=NeedState.NO_OBJECTION)
    needs.agree(session, agreed, by=cast.amina, now=NOON)


def _everything_answered() -> dict[str, Any]:
    """A need for everybody to read, with an answer to each question, and words without end."""
    part = ComponentDraft(
        topic="EVI-02", modality="TRN", quantity=UNBROKEN,
        starts_on="2027-03-01", ends_on="2027-06-30", own_contribution="A room.",
    )  # fmt: skip
    return {
        "title": UNBROKEN,
        "problem": f"{UNBROKEN}\n\n{ADDRESS}",
        "components": [part] * 6,
        "strategy_link": ADDRESS,
        "budget_band": BudgetBand.FROM_50K,
        "urgency": Urgency.HIGH,
        "urgency_reason": "The laboratory moves in May.",
        "excluded_partners": UNBROKEN,
        "visibility": Visibility.PUBLIC,
        "contact_visibility": Visibility.PUBLIC,
        "budget_visibility": Visibility.PUBLIC,
        "assistance_visibility": Visibility.PUBLIC,
    }


def _write_matches(session: Session, cast: Cast) -> None:
    """One in each state, between a need of Amina's and an offer of Carla's, and those half way to a yes."""
    need = a_need(session, cast, state=NeedState.IN_MATCHING)
    for state in MatchState:
        a_match(session, cast, state=state, need=need)
    asked, answered = (a_match(session, cast, state=MatchState.CONSENT_ASKED, need=need) for _ in range(2))
    for match in (asked, answered):
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
    matches.accept_as_donor(session, answered, by=cast.carla, now=NOON)
    offer = an_offer(session, cast, state=OfferState.PUBLISHED)
    matches.show_interest(session, need, offer, note=UNBROKEN, by=cast.carla, now=NOON)
