"""A portal with everything in it: each state of need, offer and match, in seven languages and both directions.

It is built once for a worker and a kind of database, by the stories of the cast, and only read afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

from sqlmodel import Session, select

from matchmaker import clock
from matchmaker.database import transaction
from matchmaker.lists import Catalogue
from matchmaker.models import (
    Announcement,
    Appointment,
    Concept,
    Lesson,
    Letter,
    Match,
    Need,
    Offer,
    Organisation,
    Passkey,
    Person,
    Pool,
    Profile,
    Search,
)
from matchmaker.outcomes import STANDING_MATCH_STATES
from matchmaker.services import fitting, matches, matching, needs, password_links, searches
from matchmaker.services.drafts import ComponentDraft
from matchmaker.vocabulary import (
    AccountState,
    AnnouncementState,
    AppointmentState,
    ConceptState,
    LessonState,
    LetterKind,
    MatchState,
    NeedState,
    OfferState,
    PoolState,
    ProfileState,
    Urgency,
    Visibility,
)
from matchmaker.web.session import Portal
from tests.browser.pages import Page, pages_of
from tests.browsing import let_in
from tests.cast import NOON, Cast, a_cast, a_person, an_announcement, an_appointment, an_organisation
from tests.device import a_passkey
from tests.files import a_file, a_file_said
from tests.interests import a_profile, a_search
from tests.islands import a_pool
from tests.stories import a_concept, a_lesson, a_match, a_need, an_offer

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
# What somebody may paste where words are asked for: nothing in it to break a line at.
UNBROKEN = "Datenverarbeitungsanlagenbeschlagnahmeprotokoll" * 3
ADDRESS = "https://example.org/" + "a_strategy_with_a_long_name/" * 5

KINDS = (
    Need,
    Offer,
    Match,
    Letter,
    Concept,
    Lesson,
    Organisation,
    Person,
    Passkey,
    Search,
    Profile,
    Pool,
    Appointment,
    Announcement,
)


@dataclass(frozen=True)
class World:
    """A portal that is served at *address*: who is in it, and which pages are for whom (by name)."""

    app: Portal
    address: str
    people: dict[str, Person]
    pages: dict[str, tuple[Page, ...]]

    def path(self, who: str, name: str) -> str:
        """The address of the first page of *who* whose name begins with *name*."""
        return next(page.path for page in self.pages[who] if page.name.startswith(name))


def build(app: Portal, address: str) -> World:
    """Write everything to the empty database of *app*."""
    index = app.extensions["settings"].var / matching.FOLDER
    with transaction(app.extensions["engine"]) as session:
        cast = a_cast(session, now=NOON)
        people = {name: one for name, one in vars(cast).items() if isinstance(one, Person)}
        a_passkey(session, cast.bashir)
        let_in(session, *people.values())
        searched = [a_search(session, cast, state=catalogue) for catalogue in Catalogue]
        _write_offers(session, cast)
        _write_needs(session, cast)
        first, *_rest = _write_matches(session, cast)
        for thing in (*session.exec(select(Need)), *session.exec(select(Offer))):
            a_file(session, cast, thing, name=f"{UNBROKEN[:100]}.pdf")
        for match in session.exec(select(Match)):
            a_file_said(session, match, cast.carla)
        for state in ConceptState:
            a_concept(session, cast, state=state)
        matching.rank_need(session, first, index_folder=index, now=NOON)
        for lesson_state in LessonState:
            a_lesson(session, cast, state=lesson_state, changes=_changes(session, first))
        _administer(session, cast)
        for state in ProfileState:
            found = a_profile(session, cast, state=state, text=UNBROKEN)
            fitting.match_profile(session, found, index_folder=index, now=NOON)
        for pool_state in PoolState:
            a_pool(session, cast, state=pool_state, title=UNBROKEN)
        for search in searched[:-1]:  # of the queue there is no news
            searches.tell_news(session, search, now=NOON)
        password_links.send(session, cast.gus, LetterKind.INVITED, now=clock.now())
        things = {kind: session.exec(select(kind).order_by(kind.id)).all() for kind in KINDS}
        pages = {name: tuple(pages_of(app, actor, things)) for name, actor in vars(cast).items()}
    return World(app, address, people, pages)


def _administer(session: Session, cast: Cast) -> None:
    an_organisation(session, cast)
    for account in (AccountState.SUSPENDED, AccountState.LEFT):
        a_person(session, cast, state=account)
    for announced in AnnouncementState:
        an_announcement(
            session,
            cast,
            state=announced,
            en=f"{UNBROKEN[:200]} rests.",
            ar="تتوقف البوابة ليلة السبت.",
            starts_on=date(2020, 1, 1),
            ends_on=date(2099, 12, 31),
        )
    for appointment in AppointmentState:
        an_appointment(session, cast, state=appointment)


def _changes(session: Session, need: Need) -> list[list[Any]]:
    """What a lesson might change: one offer enters the first five of *need*, and another leaves them."""
    one, other = session.exec(select(Match.offer_id).where(Match.need_id == need.id).limit(2)).all()
    return [[need.id, one, True], [need.id, other, False]]


def _in_turn(title: str, *texts: str) -> Iterator[dict[str, str]]:
    """A title and texts under the names of their fields, each time in the next language."""
    for language, (name, text) in cycle(POSTED.items()):
        yield {"language": language, title: name, **dict.fromkeys(texts, text)}


def _write_offers(session: Session, cast: Cast) -> None:
    posted = _in_turn("title", "description")
    for state in OfferState:
        an_offer(session, cast, state=state, **next(posted))
    an_offer(session, cast, state=OfferState.PUBLISHED, by=cast.chen, **next(posted))
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.DONORS, by=cast.chen)
    an_offer(session, cast, state=OfferState.PUBLISHED, visibility=Visibility.SECRETARIAT, title=UNBROKEN)


def _write_needs(session: Session, cast: Cast) -> None:
    posted = _in_turn("title", "problem", "public_summary")
    for state in NeedState:
        a_need(session, cast, state=state, **next(posted))
    for visibility in Visibility:
        a_need(
            session,
            cast,
            state=NeedState.IN_MATCHING,
            by=cast.ines,
            named=(cast.carla,),
            visibility=visibility,
        )
    a_need(session, cast, state=NeedState.IN_MATCHING, **_everything_answered())
    a_need(session, cast, by=cast.bashir, title="", problem="", institution="", components=[])
    asked = a_need(session, cast, by=cast.bashir)
    needs.ask_clearance(session, asked, by=cast.bashir, now=NOON)
    agreed = a_need(session, cast, state=NeedState.NO_OBJECTION)
    needs.agree(session, agreed, by=cast.amina, now=NOON)


def _everything_answered() -> dict[str, Any]:
    """A need for everybody to read, with an answer to each question, and words without end."""
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 6, 30)}
    part = ComponentDraft(
        topic="EVI-02", modality="TRN", quantity=UNBROKEN, own_contribution="A room.", **days
    )
    return {
        "title": UNBROKEN,
        "problem": f"{UNBROKEN}\n\n{ADDRESS}",
        "components": [part] * 6,
        "strategy_link": ADDRESS,
        "urgency": Urgency.HIGH,
        "urgency_reason": "The laboratory moves in May.",
        "excluded_partners": UNBROKEN,
        "visibility": Visibility.PUBLIC,
        "contact_visibility": Visibility.PUBLIC,
        "budget_visibility": Visibility.PUBLIC,
        "assistance_visibility": Visibility.PUBLIC,
    }


def _write_matches(session: Session, cast: Cast) -> list[Need]:
    """One in each state, between needs of Amina's and offers of Carla's, and those half way to a yes; the needs.

    What agreements cover is closed to others: each of those has a need of its own.
    """
    posted = _in_turn("title", "problem", "public_summary")
    asking = [a_need(session, cast, state=NeedState.IN_MATCHING, **next(posted)) for _ in range(4)]
    giving = [an_offer(session, cast, state=OfferState.PUBLISHED) for _ in range(5)]
    pairs = iter([(need, offer) for need in asking for offer in giving])
    for state in MatchState:
        need, offer = next(pairs)
        a_match(
            session, cast, state=state, need=None if state in STANDING_MATCH_STATES else need, offer=offer
        )
    for half_way in (1, 2):
        need, offer = next(pairs)
        match = a_match(session, cast, state=MatchState.CONSENT_ASKED, need=need, offer=offer)
        matches.accept_as_requester(session, match, by=cast.amina, now=NOON)
        if half_way == 2:
            matches.accept_as_donor(session, match, by=cast.carla, now=NOON)
    matches.show_interest(session, *next(pairs), note=UNBROKEN, by=cast.carla, now=NOON)
    return asking
