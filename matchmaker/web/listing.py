"""A catalogue as its page shows it: what is asked for, a page of it, and what each choice of a filter would leave."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask, request, url_for
from flask_babel import format_decimal
from flask_login import current_user

from matchmaker import clock
from matchmaker.lists import Catalogue
from matchmaker.models import Profile
from matchmaker.queries import needs, offers, profiles
from matchmaker.queries.sums import MOST
from matchmaker.services import facets, finding
from matchmaker.vocabulary import ProfileState, TagKind
from matchmaker.web import filters
from matchmaker.web.access import actor, may
from matchmaker.web.forms.choices import Pairs
from matchmaker.web.saved import LISTS
from matchmaker.web.session import session

Groups = list[tuple[str, Pairs]]
PAGES: Mapping[Catalogue, Callable[..., Any]] = {
    Catalogue.NEEDS: needs.catalogue,
    Catalogue.OFFERS: offers.catalogue,
}


def listing(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of the page reads."""
    wanted, on = filters.wanted(LISTS[catalogue].filter, request.args), clock.now().date()
    hits = finding.hits(session, catalogue, wanted.words)
    page = PAGES[catalogue](session, actor(), wanted, filters.page_number(), on=on, hits=hits)
    counts = facets.facets(session, actor(), catalogue, wanted, on=on, hits=hits)
    return {"page": filters.ShownPage(page), "wanted": wanted, "counts": counts}


def left(options: Pairs | Groups, counts: Mapping[str, int], chosen: str) -> Pairs | Groups:
    """Those of *options* that would leave something, each with how much; what is *chosen* stays in any case."""
    groups = [(label, _left(pairs, counts, chosen)) for label, pairs in options if isinstance(pairs, list)]
    if groups:
        return [(label, pairs) for label, pairs in groups if pairs]
    return _left(options, counts, chosen)


def _left(pairs: Any, counts: Mapping[str, int], chosen: str) -> Pairs:
    return [
        (code, f"{label} ({format_decimal(counts[code])})")
        for code, label in pairs
        if counts[code] or code == chosen
    ]


def starts() -> Iterator[tuple[str, str]]:
    """What a donor could meet, by each of its standing profiles: name and address."""
    if may("profiles.index"):
        for profile in profiles.of_organisation(session, current_user.organisation_id):
            if profile.state == ProfileState.STANDING:
                yield profile.name, url_for("needs.index", **_asked_by(profile))


def _asked_by(profile: Profile) -> dict[str, Any]:
    """The filters of the catalogue that say what *profile* says: where it has several, the first."""
    languages, topics = profile.codes(TagKind.LANGUAGE), profile.codes(TagKind.TOPIC)
    money = {"sum": MOST[profile.most], "currency": "USD"} if profile.most in MOST else {}
    day = {"by": profile.until.isoformat()}
    return (
        money
        | day
        | ({"language": languages[0]} if len(languages) == 1 else {})
        | ({"topic": topics[0]} if len(topics) == 1 else {})
    )


def init(app: Flask) -> None:
    app.jinja_env.globals.update(left=left, starts=starts)
