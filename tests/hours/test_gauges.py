"""What the gauges call growth."""

from dataclasses import replace

import pytest

from tests.hours.gauges import Sample, growing

LEVEL = [Sample(minute, minute * 1200, 0.1, 450, 200, 30, 50, 4, 2 + minute / 40) for minute in range(1, 121)]
BREATH = (0, 3, -2, 5)  # MiB by which a heap is larger now and smaller then


def test_what_breathes_and_tables_that_are_written_to_have_levelled_off() -> None:
    breathing = [
        replace(one, server_mib=one.server_mib + BREATH[at % 4], worker_mib=200 + 60 * (at > 20))
        for at, one in enumerate(LEVEL)
    ]
    assert growing(breathing) == []


@pytest.mark.parametrize(
    ("name", "an_hour"),
    [("server_mib", 40), ("worker_mib", 30), ("server_files", 8), ("worker_files", 10), ("log_mib", 20)],
)
def test_what_grows_by_the_hour_is_found(name: str, an_hour: float) -> None:
    grown = [replace(one, **{name: getattr(one, name) + one.minute / 60 * an_hour}) for one in LEVEL]
    assert [found.split(":")[0] for found in growing(grown)] == [name]


def test_tables_that_take_ever_more_room_for_a_request_are_found() -> None:
    grown = [replace(one, data_mib=2 + (one.minute / 40) ** 2) for one in LEVEL]
    assert [found.split(":")[0] for found in growing(grown)] == ["data"]
