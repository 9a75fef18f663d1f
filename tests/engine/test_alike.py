"""How much texts say the same."""

from matchmaker.engine.text.alike import likeness

LABORATORY = ("Two examiners serve the whole country and 140 phones wait in a cupboard.", "en")
ROADS = ("The ministry would like to build a bridge over the river.", "en")


def test_the_same_text_is_alike_and_another_is_not() -> None:
    same, other = likeness(LABORATORY, [LABORATORY, ROADS]).tolist()
    assert (round(same, 9), other < 0.2) == (1.0, True)


def test_a_copy_with_an_ending_of_its_own_is_more_alike_than_not() -> None:
    longer = (f"{LABORATORY[0]} Twelve would be enough.", "en")
    assert likeness(LABORATORY, [longer, ROADS])[0] > 0.6


def test_texts_without_words_are_like_nothing() -> None:
    assert likeness(("", "en"), [LABORATORY, ("", "en")]).tolist() == [0.0, 0.0]
    assert likeness(LABORATORY, []).tolist() == []
