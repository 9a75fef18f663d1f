"""Letters: in the reader's language, to everybody who answers for it, never a word of what is restricted."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from matchmaker.models import Letter, Need, Person
from matchmaker.services import letters
from matchmaker.vocabulary import AccountState, LetterKind, MatchState, NeedState, OfferState, Role
from tests.cast import NOON, Cast
from tests.stories import a_match, a_need, an_offer


def all_letters(session: Session) -> list[Letter]:
    return list(session.exec(select(Letter).order_by(col(Letter.id))).all())


def test_there_is_a_text_for_every_kind_of_letter() -> None:
    assert set(letters.TEXTS) == set(LetterKind)


def test_a_letter_greets_its_reader_says_what_happened_and_links(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.SUBMITTED)
    (letter,) = all_letters(session)
    assert letter.to_id == cast.amina.id
    assert letter.subject == f"We have received your need {need.ref}"
    assert letter.body == (
        "Dear Amina Ceesay,\n\n"
        f"Thank you. Your need {need.ref} has arrived and will be checked by November 27, 2026.\n\n"
        "The Matchmaker secretariat"
    )
    assert (letter.path, letter.language, letter.created_at, letter.sent_at) == (
        f"/needs/{need.ref}",
        "en",
        NOON,
        None,
    )


def test_a_letter_is_written_in_the_language_of_its_reader(session: Session, cast: Cast) -> None:
    a_need(session, cast, by=cast.ines, state=NeedState.SUBMITTED)
    an_offer(session, cast, by=cast.chen, state=OfferState.SUBMITTED)
    assert [(letter.to_id, letter.language) for letter in all_letters(session)] == [
        (cast.ines.id, "es"),
        (cast.chen.id, "zh"),
    ]


def test_every_focal_point_of_the_state_hears_and_nobody_who_has_left(session: Session, cast: Cast) -> None:
    def another(name: str, state: AccountState) -> Person:
        return Person(
            email=f"{name}@example.org",
            name=name,
            role=Role.FOCAL_POINT,
            organisation=cast.amina.organisation,
            state=state,
            created_at=NOON,
        )

    awa, left = another("awa", AccountState.ACTIVE), another("left", AccountState.LEFT)
    session.add_all([awa, left])
    a_need(session, cast, state=NeedState.SUBMITTED)
    assert {letter.to_id for letter in all_letters(session)} == {cast.amina.id, awa.id}


def test_no_letter_holds_a_word_of_what_is_restricted(session: Session, cast: Cast) -> None:
    secret = "qxjz"
    need = a_need(
        session,
        cast,
        state=NeedState.IN_MATCHING,
        title=secret,
        institution=secret,
        problem=secret,
        contact=secret,
        preferred_partners=secret,
        public_summary=secret,
    )
    offer = an_offer(
        session, cast, state=OfferState.PUBLISHED, title=secret, description=secret, contact=secret
    )
    a_match(session, cast, need=need, offer=offer, state=MatchState.CLOSED)
    written = all_letters(session)
    assert len(written) == 18
    assert [letter.kind for letter in written if secret in letter.subject + letter.body + letter.path] == []


def test_a_letter_about_a_need_does_not_name_its_country_to_a_donor(session: Session, cast: Cast) -> None:
    a_match(session, cast, state=MatchState.INTRODUCED)
    to_carla = [letter for letter in all_letters(session) if letter.to_id == cast.carla.id]
    assert to_carla
    assert not any("Gambia" in letter.subject + letter.body for letter in to_carla)


def test_a_name_with_a_percent_sign_is_only_a_name(session: Session, cast: Cast) -> None:
    cast.amina.name = "100 %(ref)s %s Amina"
    a_need(session, cast, state=NeedState.SUBMITTED)
    assert all_letters(session)[0].body.startswith("Dear 100 %(ref)s %s Amina,")


def test_a_subject_is_one_line(session: Session, cast: Cast) -> None:
    cast.amina.name = "Amina\r\nBcc: everybody"
    a_match(session, cast, state=MatchState.INTRODUCED)
    assert not any(len(letter.subject.splitlines()) > 1 for letter in all_letters(session))


def remind(session: Session, cast: Cast, need: Need, occasion: str) -> None:
    readers = [cast.amina, cast.bashir]
    letters.write(session, LetterKind.NEED_PUBLISHED, readers, about=need, now=NOON, occasion=occasion)


def test_a_letter_of_an_occasion_is_written_once_to_each_reader(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.DRAFT)
    for occasion in ("confirm by 2027-01-01", "confirm by 2027-01-01", "confirm by 2028-01-01"):
        remind(session, cast, need, occasion)
    assert [(letter.to_id, letter.occasion) for letter in all_letters(session)] == [
        (cast.amina.id, "confirm by 2027-01-01"),
        (cast.bashir.id, "confirm by 2027-01-01"),
        (cast.amina.id, "confirm by 2028-01-01"),
        (cast.bashir.id, "confirm by 2028-01-01"),
    ]


def test_letters_without_an_occasion_may_say_the_same_twice(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.DRAFT)
    remind(session, cast, need, "")
    remind(session, cast, need, "")
    assert [letter.occasion for letter in all_letters(session)] == [None] * 4


def test_the_database_refuses_a_second_letter_on_an_occasion(session: Session, cast: Cast) -> None:
    need = a_need(session, cast, state=NeedState.DRAFT)
    remind(session, cast, need, "once")
    first = all_letters(session)[0]
    session.add(Letter(**first.model_dump(exclude={"id", "ref"})))
    with pytest.raises(IntegrityError):
        session.flush()
