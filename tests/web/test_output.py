"""What people typed is shown as they typed it, and stays text on every page (QUALITY S33-S35, S43)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from sqlmodel import select

from matchmaker.database import transaction
from matchmaker.models import Letter, Organisation, Person
from matchmaker.services.drafts import one_line
from tests.cast import a_person, an_announcement, an_appointment, an_organisation
from tests.interests import a_profile, a_search
from tests.islands import a_pool
from tests.stories import a_concept, a_lesson, a_match, a_need, an_offer
from tests.web.houses import READERS, Deed, House, awake
from tests.web.walking import rules

# Each at most 150 characters with the name of its field, for it stands in titles too.
PAYLOADS = (
    "</title></textarea></select><script>alert('{0}')</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    '"\' autofocus onfocus=alert(1) style="background:url(javascript:alert(1))" x=\'{0}',
    "javascript:alert('{0}')//[a](javascript:alert(1))<a href=javascript:alert(1)>a</a>",
    "{{{{7*7}}}}{{%for x in config%}}{0}{{%endfor%}}${{7*7}}%(ref)s%s{{0}}&lt;b&gt;&#x3c;b&#x3e;&amp;amp;",
    "{0}\r\nSet-Cookie: evil=1\r\n\r\n<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil>",
    "<!--{0}--><style>*{{display:none}}</style><iframe srcdoc='&lt;script&gt;'><form action=//evil.example>",
)
NEVER = {"iframe", "object", "embed", "base", "style", "math", "frame", "applet", "audio", "video"}
ADDRESSES = {"href", "src", "action", "formaction", "srcset", "poster", "data", "background", "cite", "ping"}


class Page(HTMLParser):
    """A page as it is parsed: all its text, and every element or attribute that is none of ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.strange: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attributes:
            self.words.append(value or "")
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv", "is"):
                self.strange.append(f"<{tag} {name}>")
            if name in ADDRESSES and not is_ours(value or ""):
                self.strange.append(f"<{tag} {name}={value}>")
        # A drawing of ours says what it is to those who cannot see it.
        if tag in NEVER or (tag == "svg" and not {"aria-hidden", "role"} & dict(attributes).keys()):
            self.strange.append(f"<{tag}>")

    def handle_data(self, text: str) -> None:
        self.words.append(text)
        if self.inside == "script" and text.strip():
            self.strange.append(f"a script: {text}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_comment(self, text: str) -> None:
        self.strange.append(f"<!--{text}-->")

    @property
    def text(self) -> str:
        return one(" ".join(self.words))


def is_ours(address: str) -> bool:
    local = (address.startswith(("/", "#", "?")) and not address.startswith(("//", "/\\"))) or not address
    return local or address.startswith(("mailto:", "otpauth://totp/Matchmaker:"))


def one(text: str) -> str:
    return " ".join(text.split())


def texts(house: House, endpoint: str, who: str, shift: int) -> dict[str, str]:
    """Field -> payload, for every field of a form into which words may be written."""
    deed = house.deeds[endpoint, who]
    payloads = filled_with_payloads(deed, shift)
    answer = house.post(deed, deed.form.filled() | payloads)
    refused = set(re.findall('id="([^"]+)-error"', answer.text))
    return {name: text for name, text in payloads.items() if name not in refused and "-" not in name}


def filled_with_payloads(deed: Deed, shift: int) -> dict[str, str]:
    names = enumerate(sorted(deed.form.written))
    return {name: PAYLOADS[(place + shift) % len(PAYLOADS)].format(name[:20]) for place, name in names}


def faults_of(house: House, who: str, url: str, shown: tuple[str, ...] = ()) -> Iterator[str]:
    """What is wrong with a page: something that is not text, or one of *shown* that is not to be read there."""
    answer = house.ask(who, url)
    page = Page(answer.text)
    for strange in page.strange:
        yield f"{url} for {who}: {strange[:200]}"
    # The whole of what would have been smuggled in: four letters may stand in a signed cookie by chance.
    smuggled = any(word in str(answer.headers).lower() for word in ("evil=1", "evil.example"))
    if smuggled or answer.status_code >= 500:
        yield f"{url} for {who}: {answer.status} {answer.headers}"
    for text in shown:
        if one(text) not in page.text:
            yield f"{url} for {who}: does not show {text!r}"


@pytest.fixture
def hostile_names(houses: list[House]) -> Iterator[None]:
    """Everybody, and every organisation, is called something that would like to be run."""
    kept: dict[tuple[str, type, int], str] = {}
    for house in houses:
        with transaction(house.engine) as session:
            for kind in (Person, Organisation):
                for place, thing in enumerate(session.exec(select(kind)).all()):
                    kept[house.name, kind, thing.id] = thing.name
                    thing.name = one_line(PAYLOADS[place % len(PAYLOADS)].format("name"))
    yield
    for house in houses:
        with transaction(house.engine) as session:
            for (name, kind, key), words in kept.items():
                if name == house.name:
                    session.get_one(kind, key).name = words


NAMED = {"organisations": an_organisation, "people": a_person, "appointments": an_appointment}


def a_thing_of_payloads(house: House, deed: Deed, shift: int) -> str:
    """The address of what *deed* is about, every text of it a payload."""
    assert deed.situation is not None
    needed = texts(house, "needs.write", "amina", shift)
    given = texts(house, "offers.write", "carla", shift)
    noun, state = deed.situation.noun, deed.situation.state
    words = PAYLOADS[shift % len(PAYLOADS)]
    with transaction(house.engine) as session:
        cast = awake(session, house.cast)
        if noun == "needs":
            thing = a_need(session, cast, state=state, **needed)
        elif noun == "offers":
            thing = an_offer(session, cast, state=state, **given)
        elif noun == "lexicon":
            said = [f"{one_line(payload.format('term'))[:90]} {shift}" for payload in PAYLOADS]
            words_of_it = [f"word {shift} of {house.name}", *said]
            thing = a_concept(session, cast, state=state, en=words_of_it, fr=said)
        elif noun == "lessons":
            learned = [["EVI-02", "en", one_line(payload.format("term"))] for payload in PAYLOADS]
            thing = a_lesson(session, cast, state=state, terms=learned)
        elif noun in NAMED:
            thing = NAMED[noun](session, cast, state=state, name=one_line(words.format("name")))
        elif noun == "announcements":
            thing = an_announcement(session, cast, state=state, en=one_line(words.format("line"))[:300])
        elif noun == "profiles":
            about = {"name": words.format("name")[:80], "text": words.format("text")}
            thing = a_profile(session, cast, state=state, **about)
        elif noun == "pools":
            title, purpose = one_line(words.format("title")), words.format("purpose")
            thing = a_pool(session, cast, state=state, title=title, purpose=purpose)
        elif noun == "my-searches":
            thing = a_search(session, cast, state=state, words=words.format("words"))
        else:
            at = deed.situation.at
            need = a_need(session, cast, state="in_matching", now=at, **needed)
            offer = an_offer(session, cast, state="published", now=at, **given)
            thing = a_match(session, cast, state=state, need=need, offer=offer, now=at)
        for service, who in deed.situation.steps:
            service(session, thing, by=getattr(cast, who), now=thing.created_at)
        return f"/{noun}/{thing.ref}"


@pytest.mark.proves("S34", "S35")
@pytest.mark.usefixtures("hostile_names")
def test_nothing_that_was_typed_is_anything_but_text(houses: list[House]) -> None:
    faults: list[str] = []
    for house in houses:
        about_things = [deed for deed in house.deeds.values() if deed.situation]
        for shift, deed in enumerate(about_things):
            url = a_thing_of_payloads(house, deed, shift)
            deed = house.again(deed, url)
            payloads = filled_with_payloads(deed, shift)
            answer = house.post(deed, house.filled(deed) | payloads)
            shown = tuple(payloads.values()) if answer.status_code == 422 else ()
            page = Page(answer.text)
            faults += [f"{deed.form.url}: {strange}" for strange in page.strange]
            faults += [f"{deed.form.url}: lost {text}" for text in shown if one(text) not in page.text]
            for who in (deed.who, *READERS[shift % 4 :: 4]):
                faults += faults_of(house, who, url)
        faults += [fault for who in READERS for url in lists(house) for fault in faults_of(house, who, url)]
    assert faults == []


def lists(house: House) -> Iterator[str]:
    for rule in rules(house.app, "GET"):
        if not rule.arguments:
            yield rule.rule
    yield from ("/needs/?words=alert", f"/offers/?words={PAYLOADS[1]}", "/matches/?state=to_release")
    with transaction(house.engine) as session:
        newest = session.exec(select(Letter.ref).order_by(Letter.id.desc()).limit(5)).all()
    # Once the transaction is over: a page that is refused writes to the trail.
    yield from (f"/letters/{ref}" for ref in newest)


@pytest.mark.proves("S34")
@pytest.mark.usefixtures("hostile_names")
def test_a_text_is_read_as_it_was_typed(houses: list[House]) -> None:
    """Without this, a page that shows nothing at all would pass."""
    for house in houses:
        for endpoint, who in (("needs.edit", "amina"), ("offers.edit", "carla")):
            for shift in range(len(PAYLOADS)):
                deed = house.deeds[endpoint, who]
                url = a_thing_of_payloads(house, deed, shift)
                typed = texts(house, endpoint.replace("edit", "write"), who, shift)
                unread = {"preferred_partners", "excluded_partners"} if shift else set()
                shown = tuple(text for name, text in typed.items() if name not in unread)
                assert list(faults_of(house, who, url, shown)) == []
                assert list(faults_of(house, who, f"{url}/edit", shown)) == []


def test_two_texts_that_meet_stay_texts(houses: list[House]) -> None:
    for house in houses:
        for endpoint, who in (("needs.edit", "amina"), ("offers.edit", "carla")):
            deed = house.deeds[endpoint, who]
            deed = house.again(deed, a_thing_of_payloads(house, deed, 0))
            payloads = texts(house, endpoint.replace("edit", "write"), who, 1)
            answer = house.post(deed, deed.form.filled() | payloads | {"from_version": "0"})
            page = Page(answer.text)
            assert (answer.status_code, page.strange) == (409, [])
            assert [text for text in payloads.values() if one(text) not in page.text] == []
