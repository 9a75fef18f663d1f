"""The shapes of the charts: their sizes follow the numbers, and they can be mirrored."""

import re

from matchmaker.web.drawing import bars, flow, world


def test_the_land_is_one_path_inside_the_map() -> None:
    starts = re.findall(r"M(\d+) ([\d.]+)h([\d.]+)", world.outline())
    assert len(starts) > 200
    assert all(float(x) + float(length) <= world.WIDTH for x, _, length in starts)
    assert all(float(y) <= world.HEIGHT for _, y, _ in starts)


def test_the_map_is_cut_between_asia_and_america() -> None:
    (alaska, _), (fiji, _), (samoa, _) = (world.point(0, east) for east in (-168, 178, -172))
    assert alaska < fiji < samoa <= world.WIDTH


def test_the_area_of_a_shape_follows_its_number() -> None:
    assert [world.half(number, 100) for number in (100, 25, 1, 0)] == [46, 23, world.SMALLEST, 0]


def test_a_shape_at_the_edge_stays_on_the_map() -> None:
    numbers = {"here": 5}
    spot = world.spots({"here": (world.WIDTH, 100)}, numbers, numbers)["here"]
    assert spot.x + 2 * spot.offers < world.WIDTH


NUMBERS = {("150", "002"): 6, ("150", "019"): 2, ("142", "002"): 4}


def test_bands_are_as_thick_as_their_numbers() -> None:
    drawn = flow.flow(NUMBERS, ["150", "142", "009"], ["002", "019"], mirrored=False)
    thickness = (flow.HEIGHT - flow.GAP) / 12
    assert [(band.source, band.place, band.number) for band in drawn.bands] == [
        ("150", "002", 6),
        ("150", "019", 2),
        ("142", "002", 4),
    ]
    assert [round(one.height / thickness) for one in drawn.sources] == [8, 4]
    assert [round(one.height / thickness) for one in drawn.places] == [10, 2]
    assert [float(re.findall(r"v([\d.]+)", band.path)[0]) for band in drawn.bands] == [
        round(number * thickness, 1) for number in (6, 2, 4)
    ]


def test_mirrored_what_gives_stands_on_the_right() -> None:
    usual, mirrored = (
        flow.flow(NUMBERS, ["150", "142"], ["002", "019"], mirrored=turned) for turned in (False, True)
    )
    assert usual.sources[0].x < usual.places[0].x
    assert (mirrored.sources[0].x, mirrored.places[0].x) == (usual.places[0].x, usual.sources[0].x)


def test_nothing_flows_where_there_is_nothing() -> None:
    assert flow.flow({}, ["150"], ["002"], mirrored=False) == flow.Flow([], [], [])


def test_bars_grow_from_the_line_both_ways() -> None:
    up, down = (bars.bars([4, 0, 2], upwards=way, mirrored=False) for way in (True, False))
    assert [bar.height for bar in up] == [bar.height for bar in down] == [bars.ROOM, 0, bars.ROOM / 2]
    assert {bar.y + bar.height for bar in up} == {bars.LINE - bars.BAND / 2}
    assert {bar.y for bar in down} == {bars.LINE + bars.BAND / 2}


def test_mirrored_time_runs_to_the_left() -> None:
    usual, mirrored = (bars.bars([1, 2, 3], upwards=True, mirrored=turned) for turned in (False, True))
    assert [bar.x for bar in mirrored] == [bar.x for bar in reversed(usual)]
    assert [bar.number for bar in mirrored] == [1, 2, 3]
