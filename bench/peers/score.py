"""What is counted of a reading, the same for every reader."""

import math

Z = 1.959963984540054
WEIGHTS = (7, 3, 1)


def wilson(hits, trials):
    """A proportion with its Wilson score interval at 95 % (E. B. Wilson, 1927)."""
    if trials == 0:
        return {"value": 0.0, "low": 0.0, "high": 1.0, "hits": hits, "trials": trials}
    share = hits / trials
    spread = Z * math.sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    middle, scale = share + Z * Z / (2 * trials), 1 + Z * Z / trials
    low, high = max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
    return {"value": share, "low": low, "high": high, "hits": hits, "trials": trials}


def check_digit(text):
    """The check digit of ICAO 9303-3, 4.9."""
    value = lambda c: 0 if c == "<" else int(c, 36)
    return str(sum(value(c) * WEIGHTS[i % 3] for i, c in enumerate(text)) % 10)


def checks_hold(lines):
    """Whether the digits of number, birth, expiry and the composite one hold; for readers without a verdict of their own."""
    try:
        if len(lines) == 3:
            one, two, _ = lines
            fields = [(one[5:14], one[14]), (two[0:6], two[6]), (two[8:14], two[14])]
            composite = (one[5:30] + two[0:7] + two[8:15] + two[18:29], two[29])
        else:
            one, two = lines
            fields = [(two[0:9], two[9]), (two[13:19], two[19]), (two[21:27], two[27])]
            end = len(two) - 1
            composite = (two[0:10] + two[13:20] + two[21:end], two[end])
        if not (len(lines) == 2 and lines[0].startswith("V")):
            fields.append(composite)
        return all(check_digit(text) == digit for text, digit in fields)
    except (IndexError, ValueError):
        return False


def pick_zone(texts):
    """The machine-readable lines among lines of text: those that look like one, cut or filled up to their format."""
    rows = []
    for text in texts:
        row = "".join(text.split()).upper().replace("«", "<<").replace("〈", "<").replace("＜", "<")
        if len(row) >= 27 and all(c.isascii() and (c.isalnum() or c == "<") for c in row):
            rows.append(row)
    for count, length in ((3, 30), (2, 44), (2, 36)):
        near = [row for row in rows if abs(len(row.rstrip("<")) - length) <= length // 2 and len(row) <= length + 3]
        near = [row for row in near if abs(len(row) - length) <= 3]
        if len(near) >= count:
            return [fit(row, length) for row in near[-count:]]
    return []


def fit(row, length):
    """Fillers added or taken away at the end, where a line has some."""
    if len(row) > length and set(row[length:]) == {"<"}:
        return row[:length]
    return row.ljust(length, "<") if row.endswith("<") else row


def zones(cases, readings):
    """Metrics of machine-readable zones."""
    exact = valid = wrong = lines = lines_exact = 0
    for case, reading in zip(cases, readings):
        is_exact = reading["lines"] == case["lines"]
        exact += is_exact
        valid += reading["valid"]
        wrong += reading["valid"] and not is_exact
        lines += len(case["lines"])
        lines_exact += sum(a == b for a, b in zip(reading["lines"], case["lines"]))
    return {
        "documents_exact": wilson(exact, len(cases)),
        "lines_exact": wilson(lines_exact, lines),
        "valid": wilson(valid, len(cases)),
        "valid_but_wrong": wilson(wrong, len(cases)),
    }


def printed(case):
    """The values of a mainland resident ID's side as they stand on it."""
    values = {key: case[key] for key in ("name", "nation", "sex", "address", "id", "authority", "validity") if key in case}
    if "birth" in case:
        year, month, day = case["birth"].split("-")
        values["birth"] = f"{year}年{int(month)}月{int(day)}日"
    return values


def cards(cases, readings):
    """Share of cards whose every value is found somewhere in the text, and of each value."""
    found, whole = {}, 0
    for case, reading in zip(cases, readings):
        text = "".join("".join(reading["texts"]).split())
        hits = {key: value in text for key, value in printed(case).items()}
        whole += all(hits.values())
        for key, hit in hits.items():
            found.setdefault(key, []).append(hit)
    metrics = {f"{key}_found": wilson(sum(hits), len(hits)) for key, hits in sorted(found.items())}
    return {"all_fields_found": wilson(whole, len(cases)), **metrics}
