"""Lines of machine-readable zones: mostly of the formats of ICAO Doc 9303, some of pure chance, so that the reader learns
shapes and not a language."""

import random
import string

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
_WEIGHTS = (7, 3, 1)
_STATES = (
    "UTO CHN D<< FRA GBR USA CAN ESP ITA PRT NLD BEL AUT CHE SWE NOR FIN DNK ISL IRL POL CZE SVK HUN ROU BGR GRC TUR UKR "
    "RUS LVA LTU EST HRV SVN SRB BIH MKD ALB MNE MDA BLR KAZ IND PAK BGD LKA NPL THA VNM MYS SGP IDN PHL JPN KOR TWN HKG "
    "MAC AUS NZL ZAF NGA KEN GHA EGY MAR DZA TUN ETH BRA ARG CHL PER COL VEN MEX CUB DOM JAM XXA XXB XXC UNO EUE RKS QAT "
    "ARE SAU ISR JOR LBN IRQ IRN AFG UZB TJK KGZ GEO ARM AZE LUX MCO MLT CYP".split()
)


def check_digit(text):
    """ICAO Doc 9303-3 §4.9: weights 7, 3, 1; A is 10; modulo 10."""
    values = (0 if c == "<" else ALPHABET.index(c) for c in text)
    return str(sum(v * _WEIGHTS[i % 3] for i, v in enumerate(values)) % 10)


def _letters(rng, low, high):
    return "".join(rng.choice(string.ascii_uppercase) for _ in range(rng.randint(low, high)))


def _mixed(rng, length):
    return "".join(rng.choice(string.digits * 3 + string.ascii_uppercase) for _ in range(length))


_SYLLABLES = (
    "AN BA CHE DI EL FA GO HUI IN JIA KA LI MAR NO OS PE QIN RO SA TE UL VI WEI XIAO YAN ZHANG SON MANN STEIN OV SKI EZ "
    "INI EAU BERG FORD TON LEY BRIDGE WANG LIU CHEN YANG HUANG ZHAO WU ZHOU XU SUN MA ZHU HU GUO HE LIN GAO LUO"
).split()


def _word(rng):
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 3))) if rng.random() < 0.8 else _letters(rng, 1, 12)


def _name(rng, width):
    surname = "<".join(_word(rng) for _ in range(rng.choice((1, 1, 1, 2))))
    given = "<".join(_word(rng) for _ in range(rng.choice((1, 1, 2, 2, 3))))
    return (surname + "<<" + given)[:width].ljust(width, "<")


def _date(rng):
    return f"{rng.randint(0, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 31):02}"


def _optional(rng, width):
    kind = rng.random()
    if kind < 0.5:
        return "<" * width
    if kind < 0.75:
        return _mixed(rng, width)
    return _mixed(rng, rng.randint(1, width)).ljust(width, "<")


def _number(rng):
    number = rng.choice((lambda: _letters(rng, 1, 2) + _mixed(rng, 7), lambda: _mixed(rng, 9),
                         lambda: f"{rng.randint(0, 10**9 - 1):09}", lambda: _mixed(rng, rng.randint(6, 8))))()
    return number[:9].ljust(9, "<")


def _with_digit(text):
    return text + check_digit(text)


def _two_lines(rng, width, code, composite):
    first = code + rng.choice(_STATES) + _name(rng, width - 5)
    number, birth, expiry = (_with_digit(part) for part in (_number(rng), _date(rng), _date(rng)))
    second = number + rng.choice(_STATES) + birth + rng.choice("MF<") + expiry
    if composite and width == 44:
        optional = _optional(rng, 14)
        second += optional + ("<" if optional.strip("<") == "" and rng.random() < 0.5 else check_digit(optional))
    elif composite:
        second += _optional(rng, 7)
    if composite:
        return [first, second + check_digit(second[:10] + second[13:20] + second[21:])]
    return [first, second + _optional(rng, width - len(second))]


def _three_lines(rng):
    first = rng.choice(("I<", "ID", "C<", "CR", "CT", "AR", "P<", "IR", "AC")) + rng.choice(_STATES)
    first += _with_digit(_number(rng)) + _optional(rng, 15)
    second = _with_digit(_date(rng)) + rng.choice("MF<") + _with_digit(_date(rng)) + rng.choice(_STATES) + _optional(rng, 11)
    second += check_digit(first[5:] + second[:7] + second[8:15] + second[18:])
    return [first, second, _name(rng, 30)]


def _one_line(rng):
    number = _with_digit("C" + rng.choice(string.ascii_uppercase + string.digits) + f"{rng.randint(0, 10**7 - 1):07}")
    expiry, birth = _with_digit(_date(rng)), _with_digit(_date(rng))
    line = rng.choice(("CS", "CD")) + number + "<" + expiry + "<" + birth + "<"
    return [line + check_digit(number + expiry + birth)]


def zone(rng: random.Random):
    """The lines of one zone."""
    kind = rng.random()
    if kind < 0.42:
        return _two_lines(rng, 44, "P" + rng.choice("<<<<DSOEA"), True)
    if kind < 0.50:
        return _two_lines(rng, 36, rng.choice(("I<", "ID", "AC", "C<")), True)
    if kind < 0.60:
        return _two_lines(rng, rng.choice((44, 36)), "V" + rng.choice("<CBN"), False)
    if kind < 0.85:
        return _three_lines(rng)
    return _one_line(rng)


def line(rng: random.Random):
    """One line: four in ten are characters of pure chance."""
    if rng.random() < 0.6:
        return rng.choice(zone(rng))
    pool = rng.choice((ALPHABET, ALPHABET, string.digits, string.ascii_uppercase + "<", "0OQDB8S5Z2I1L7<KXCG6", "MNHWVYUTFPEKRA"))
    return "".join(rng.choice(pool) for _ in range(rng.choice((30, 36, 44, rng.randint(20, 48)))))
