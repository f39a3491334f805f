"""A chart of the comparison as SVG, for light and dark pages."""

from html import escape

STYLE = """
text{font:13px system-ui,sans-serif;fill:#1d2433}.quiet{fill:#596275;font-size:12px}.rule{stroke:#d9dce3}
.bar{fill:#9fb3cf}.own{fill:#1f5fbf}.whisker{stroke:#1d2433;stroke-width:1.5}.head{font-weight:600}
@media (prefers-color-scheme:dark){text{fill:#e8ebf2}.quiet{fill:#a3acbd}.rule{stroke:#363d4b}
.bar{fill:#55657f}.own{fill:#84b4ff}.whisker{stroke:#e8ebf2}}
"""
WIDTH, LEFT, BAR, GAP = 640, 190, 18, 10
FIELD = WIDTH - LEFT - 110


def panel(title, rows, top, end):
    """Bars from 0 to `end`; a row is (name, value, low, high, label)."""
    parts = [f'<text class="head" x="0" y="{top + 14}">{escape(title)}</text>']
    y = top + 26
    place = lambda value: LEFT + FIELD * min(value / end, 1.0)
    for name, value, low, high, label in rows:
        kind = "own" if name == "Bonafide" else "bar"
        middle = y + BAR / 2
        parts.append(f'<text x="{LEFT - 10}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{place(value) - LEFT:.1f}" height="{BAR}"/>')
        if low is not None:
            parts.append(f'<path class="whisker" d="M{place(low):.1f} {middle}H{place(high):.1f}"/>')
        parts.append(f'<text class="quiet" x="{LEFT + FIELD + 10}" y="{middle + 4}">{escape(label)}</text>')
        y += BAR + GAP
    parts.append(f'<path class="rule" d="M{LEFT} {top + 22}V{y - GAP + 4}"/>')
    return "".join(parts), y + 14


def shares(tools, task, metric):
    rows = []
    for name, tool in tools.items():
        found = tool["tasks"].get(task, {}).get("metrics", {}).get(metric)
        if found:
            label = f"{found['value'] * 100:.1f} %  {found['hits']}/{found['trials']}"
            rows.append((name, found["value"], found["low"], found["high"], label))
    return rows


def times(tools, task):
    rows = []
    for name, tool in tools.items():
        seconds = tool["tasks"].get(task, {}).get("seconds_per_case")
        if seconds is not None:
            rows.append((name, seconds, None, None, f"{seconds:.2f} s"))
    return rows


def draw(tools):
    """The whole chart."""
    panels = [
        ("Every MRZ line exactly right", shares(tools, "mrz", "documents_exact"), 1.0),
        ("Called valid, but wrong", shares(tools, "mrz", "valid_but_wrong"), 1.0),
    ]
    seconds = times(tools, "mrz")
    panels.append(("Seconds an image, one core", seconds, max((row[1] for row in seconds), default=1.0)))
    body, top = "", 0
    for title, rows, end in panels:
        part, top = panel(title, rows, top, end)
        body += part
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
        f'aria-label="Readers of machine-readable zones compared"><style>{STYLE}</style>{body}</svg>\n'
    )
