"""What a search costs by the number of offers: a table for docs/engine.md, and the plot docs/costs.svg.

for n in 1000 10000 100000 1000000; do matchmaker bench --json --needs 2000 --offers $n > $n.json; done
python tools/draw_costs.py 1000.json 10000.json 100000.json 1000000.json
"""

import json
import math
import sys
from pathlib import Path

PLOT = Path(__file__).parents[1] / "docs" / "costs.svg"
# Measure and method of a line of `bench` -> what it is called, its colour, and milliseconds to one of its unit.
CURVES = {
    ("one need, p95", "sparse-dot-topn"): ("one need, sparse_dot_topn, p95", "#b35900", 1.0),
    ("one need, p95", "matchmaker"): ("one need, p95", "#1d70b8", 1.0),
    ("all pairs", "sparse-dot-topn"): ("a need among many, sparse_dot_topn", "#d4a72c", 1000.0),
    ("all pairs", "matchmaker"): ("a need among many", "#00703c", 1000.0),
}
SINGLE = {
    "index built": "index built (s)",
    "index, size": "index (MB)",
    "all pairs, peak memory": "memory (MB)",
}
WIDTH, HEIGHT, MARGIN = 720, 400, 60
LEAST, MOST = -2, 3  # powers of ten of milliseconds that are shown


def read(path: Path) -> dict[tuple[str, str], float]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(line["measure"], line["method"]): line["figure"] for line in lines}


def costs(found: dict[int, dict[tuple[str, str], float]], needs: int) -> dict[str, list[tuple[int, float]]]:
    """Name of a curve -> (offers, milliseconds for a need)."""
    return {
        name: [
            (offers, figures[key] * scale / (needs if scale > 1 else 1)) for offers, figures in found.items()
        ]
        for key, (name, _, scale) in CURVES.items()
    }


def table(found: dict[int, dict[tuple[str, str], float]], curves: dict[str, list[tuple[int, float]]]) -> str:
    head = ["offers", *(f"{name} (ms)" for name in curves), *SINGLE.values()]
    rows = [
        [f"{offers:,}", *(f"{dict(curve)[offers]:.3g}" for curve in curves.values())]
        + [f"{figures[measure, 'matchmaker']:.3g}" for measure in SINGLE]
        for offers, figures in found.items()
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def plot(curves: dict[str, list[tuple[int, float]]]) -> str:
    sizes = [math.log10(offers) for offers, _ in next(iter(curves.values()))]

    def across(offers: float) -> float:
        share = (math.log10(offers) - sizes[0]) / (sizes[-1] - sizes[0])
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    def up(milliseconds: float) -> float:
        share = (math.log10(milliseconds) - LEAST) / (MOST - LEAST)
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Milliseconds for a need by the number of offers">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(LEAST, MOST + 1):
        y = up(10**power)
        parts.append(f'<path d="M{MARGIN} {y:.0f}H{WIDTH - MARGIN}" stroke="#ddd"/>')
        parts.append(f'<text x="{MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{10**power:g} ms</text>')
    for offers, _ in next(iter(curves.values())):
        place = f'x="{across(offers):.0f}" y="{HEIGHT - MARGIN + 20}"'
        parts.append(f'<text {place} text-anchor="middle">{offers:,} offers</text>')
    for at, ((name, curve), (_, colour, _)) in enumerate(zip(curves.items(), CURVES.values(), strict=True)):
        points = " ".join(f"{across(offers):.1f},{up(cost):.1f}" for offers, cost in curve)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        y = 24 + 18 * at
        parts.append(f'<path d="M{MARGIN + 10} {y - 4}h24" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(f'<text x="{MARGIN + 40}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    found = {int(Path(name).stem): read(Path(name)) for name in sys.argv[1:]}
    curves = costs(found, needs=2000)
    PLOT.write_text(plot(curves), encoding="utf-8", newline="\n")
    print(table(found, curves))


if __name__ == "__main__":
    main()
