#!/usr/bin/env python3
"""Draws BENCHMARKS.md's plots, in nothing but Python's own library.

    benches/plots.py peers   MEASUREMENTS.jsonl OUTPUT.svg     # lines that the programs beside each other print
    benches/plots.py growth  MEASUREMENTS.jsonl OUTPUT.svg     # lines of `cargo run --profile measured -p azlogs-benches --bin growth`
"""
import collections, json, math, statistics, sys
from html import escape

STYLE = "<style>text{font:12px sans-serif;fill:#333}.t{font-weight:bold}.a{stroke:#999}.b{fill:#8fb3d9}.o{fill:#d9704f}.l{fill:none;stroke:#d9704f;stroke-width:2}</style>"


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def picture(width, height, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "\n".join([head, STYLE, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>", ""])


def peers(lines):
    """Bars: megabytes of JSON a second of processor time, by shape and client."""
    json_bytes = {}
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in lines:
        json_bytes.setdefault(line["shape"], line.get("bytes_json"))
        json_bytes[line["shape"]] = json_bytes[line["shape"]] or line.get("bytes_json")
        found[line["shape"]][line["peer"]].append(line["cpu_seconds"])
    parts, y = [], 20
    for shape, clients in found.items():
        speed = {client: json_bytes[shape] / 1e6 / statistics.median(times) for client, times in clients.items()}
        parts.append(text(10, y, f"{shape} rows: MB of JSON a second of processor time", kind="t"))
        y += 10
        for client, megabytes in sorted(speed.items(), key=lambda item: item[1]):
            length = 420 * megabytes / max(speed.values())
            kind = "o" if client.startswith("azlogs") else "b"
            parts.append(text(200, y + 12, client, "end"))
            parts.append(f'<rect x="208" y="{y}" width="{length:.1f}" height="15" class="{kind}"/>')
            parts.append(text(214 + length, y + 12, f"{megabytes:.0f}"))
            y += 19
        y += 26
    return picture(700, y, parts)


def curve(left, top, title, unit, points):
    """One curve; both axes grow by factors."""
    width, height = 260, 150
    span = lambda values: (math.log10(min(values)), max(math.log10(max(values)), math.log10(min(values)) + 0.01))
    (x0, x1), (y0, y1) = span([x for x, _ in points]), span([y for _, y in points])
    y0, y1 = math.floor(y0), math.ceil(y1 + 1e-9)
    place = lambda x, y: (left + width * (math.log10(x) - x0) / (x1 - x0), top + height * (1 - (math.log10(y) - y0) / (y1 - y0)))
    parts = [text(left, top - 12, f"{title}: {unit}", kind="t")]
    parts.append(f'<path class="a" fill="none" d="M{left} {top}V{top + height}H{left + width}"/>')
    for power in range(y0, y1 + 1):
        _, y = place(points[0][0], 10**power)
        parts.append(text(left - 5, y + 4, f"{10**power:g}", "end"))
    for x, y in points:
        px, py = place(x, y)
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" class="o"/>')
        parts.append(text(px, top + height + 15, short(x), "middle"))
    path = "L".join("%.1f %.1f" % place(x, y) for x, y in points)
    parts.append(f'<path class="l" d="M{path}"/>')
    return parts


def short(number):
    for size, name in [(1e6, "M"), (1e3, "k")]:
        if number >= size:
            return f"{number / size:g}{name}"
    return f"{number:g}"


def growth(lines):
    series = collections.defaultdict(list)
    for line in lines:
        series[line["series"]].append(line)
    cpu = lambda line: 1000 * line["cpu_seconds"] / (line["bytes_json"] / 1e6)
    plots = [
        ("rows", "processor seconds", lambda line: line["cpu_seconds"]),
        ("columns", "processor ms a MB of JSON", cpu),
        ("row length", "processor ms a MB of JSON", cpu),
        ("concurrency", "rows a second, answers after 50 ms", lambda line: line["rows"] / line["seconds"]),
    ]
    parts = []
    for number, (name, unit, value) in enumerate(plots):
        points = [(line["x"], value(line)) for line in series[name]]
        parts += curve(70 + 350 * (number % 2), 40 + 230 * (number // 2), name, unit, points)
    return picture(720, 480, parts)


if len(sys.argv) != 4 or sys.argv[1] not in ("peers", "growth"):
    sys.exit(__doc__)
_, what, measurements, output = sys.argv
with open(measurements) as file:
    lines = [json.loads(line) for line in file if line.startswith("{")]
with open(output, "w") as file:
    file.write({"peers": peers, "growth": growth}[what](lines))
