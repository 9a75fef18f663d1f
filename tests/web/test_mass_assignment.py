"""No form reaches a column that it does not show (QUALITY S6)."""

from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from matchmaker.database import open_session
from matchmaker.models import Appointment, Match, Need, Offer, Organisation, Person, Search
from tests.web.houses import Deed, House
from tests.web.situations import KINDS

TABLES: tuple[type[SQLModel], ...] = (Need, Offer, Match, Person, Organisation)
COLUMNS = sorted({name for table in TABLES for name in table.model_fields} - {"version"})
# What somebody would like to write into a column of that name.
WISHES = {
    "state": "published",
    "role": "administrator",
    "active": "y",
    "email": "eve@example.org",
    "visibility": "public",
    "shows_country": "yes",
    "decline_reason": "other",
    "band": "strong",
    "origin": "staff",
    "key": "mine",
    "ref": "N-222222",
    "name": "Eve",
    "title": "Mine now",
}
# Its own by nature: drawn by lot, counted, or a moment.
OWN = {
    "id",
    "ref",
    "key",
    "need_id",
    "offer_id",
    "run_id",
    "replaced_id",
    "email",
    "fs_uniquifier",
    "terms",
}  # a concept is named by its first term


def about(session: Session, noun: str, url: str) -> dict[str, Any]:
    """What stands in the row behind *url*, as far as two of a kind would say the same."""
    kind = KINDS[noun]
    thing = session.exec(select(kind).where(kind.ref == url.split("/")[2])).first()
    if thing is None:
        return {}  # it was deleted
    # No two searches of a person have the same name, and whoever is confirmed is somebody new.
    own = OWN | {Search: {"name"}, Appointment: {"person_id"}}.get(kind, set())
    row = {name: getattr(thing, name) for name in kind.model_fields if name not in own}
    if kind is Person:
        row["email"] = thing.email == WISHES["email"]
    return {name: bool(value) if name.endswith("_at") else value for name, value in row.items()}


def done(house: House, deed: Deed, extra: dict[str, str] | None) -> tuple[int, dict[str, Any]]:
    """Status of a form on something new, sent with *extra* (not sent at all if None), and what its row then says."""
    assert deed.situation is not None
    url = house.make(deed.situation)
    status = 0
    if extra is not None:
        deed = house.again(deed, url)
        status = house.post(deed, extra | house.filled(deed)).status_code
    with open_session(house.engine, writes=False) as session:
        return status, about(session, deed.situation.noun, url)


def people(house: House) -> dict[tuple[type, int], dict[str, Any]]:
    """Every person and organisation, by kind and number."""
    with open_session(house.engine, writes=False) as session:
        rows = [row for kind in (Person, Organisation) for row in session.exec(select(kind))]
        return {
            (type(row), row.id): {name: getattr(row, name) for name in type(row).model_fields} for row in rows
        }


@pytest.mark.proves("S6")
def test_no_deed_writes_a_column_that_its_form_does_not_show(houses: list[House]) -> None:
    wrong = {}
    extra = {name: WISHES.get(name, "1") for name in COLUMNS}
    for house in houses:
        before = people(house)
        for deed in house.forms:
            if deed.situation:
                status, row = done(house, deed, extra)
                # A form that is strict about strange names does nothing; the others do what they always do.
                _status, usual = done(house, deed, {} if status == 302 else None)
                if status not in (302, 422) or row != usual:
                    wrong[house.name, deed.form.endpoint] = (
                        status,
                        {name for name in row if row[name] != usual[name]},
                    )
        # Beside them only those that a form was about.
        assert before.items() <= people(house).items()
    assert wrong == {}


@pytest.mark.proves("S6")
def test_no_form_that_begins_something_gives_it_to_somebody_else(houses: list[House]) -> None:
    extra = {name: WISHES.get(name, "1") for name in COLUMNS}
    for house in houses:
        before = people(house)
        for deed in (deed for deed in house.forms if not deed.situation):
            answer = house.post(deed, extra | house.filled(deed))
            assert (deed.form.endpoint, answer.status_code) in {
                ("lexicon.write", 422),
                ("organisations.write", 422),
                ("announcements.write", 422),
                ("passwords.ask", 302),
                ("needs.write", 422),
                ("offers.write", 422),
                ("security.login", 200),
                ("security.logout", 302),
                ("home.language", 302),
                ("preferences.choose", 302),
                ("preferences.choose_zone", 302),
                ("searches.save", 302),
                ("searches.save", 409),  # under a name that is taken
                ("profiles.write", 422),
                ("preferences.stop", 200),
                ("preferences.stop", 302),
                ("account.change_address", 200),
                ("account.change_password", 200),
                ("account.export", 200),
                ("factors.enrol", 200),  # the password is not right
                ("factors.renew_codes", 200),
                ("factors.give_up", 200),
                ("passkeys.add", 200),
                ("passkeys.remove", 200),
                ("passkeys.use", 200),  # no device has said anything
                ("identities.use", 302),  # nobody was sent there
                ("letters.send_again", 302),
                ("letters.send_again", 409),  # the second time
                ("visits.end", 302),
                ("visits.end", 404),  # the second time
                ("visits.end_others", 302),
            }
        assert without_wishes(people(house)) == without_wishes(before)


def without_wishes(rows: dict[tuple[type, int], dict[str, Any]]) -> dict[tuple[type, int], dict[str, Any]]:
    theirs = {"language", "zone", "version"}
    return {key: {name: row[name] for name in row.keys() - theirs} for key, row in rows.items()}
