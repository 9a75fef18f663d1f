"""Texts for `bench` where there are no real ones: words as frequent as they are in a language, and topics."""

import numpy as np

SEED = 20
WORDS, TOPICS, TOPIC_WORDS = 60_000, 400, 100  # of the language
FEWEST, MOST = 90, 150  # words in a text
ON_TOPIC = 0.35  # of the words of a text
OFFSET = 2.7  # Mandelbrot's, for English: the first words are less frequent than by Zipf alone


def texts(count: int, seed: int) -> list[str]:
    """*count* texts of 90 to 150 words: by Zipf and Mandelbrot, with a third from the words of one topic.

    Without topics no text would be nearer to any other than to the rest, which is the case nowhere.
    """
    language = np.random.default_rng(SEED)
    frequencies = 1 / (np.arange(WORDS) + OFFSET)
    frequencies /= frequencies.sum()
    topics = np.stack([language.choice(WORDS, TOPIC_WORDS, False, frequencies) for _ in range(TOPICS)])
    upto = np.cumsum(frequencies)
    draw = np.random.default_rng([SEED, seed])
    names = np.array([f"w{word}" for word in range(WORDS)], object)
    sizes, subjects = draw.integers(FEWEST, MOST + 1, count), draw.integers(TOPICS, size=count)
    made = []
    for size, subject in zip(sizes, subjects, strict=True):
        common = np.searchsorted(upto, draw.random(size)).clip(max=WORDS - 1)
        own = topics[subject][draw.integers(TOPIC_WORDS, size=size)]
        made.append(" ".join(names[np.where(draw.random(size) < ON_TOPIC, own, common)]))
    return made
