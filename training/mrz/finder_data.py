"""Scenes for the line finder, made while training: a page with a zone and other print, photographed at any turn."""

import glob
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import light
import zones
from ink import CAP_PX, Printer

SIDE_PX = 384
"""Scenes are squares of this side."""
STRIDE = 4
"""Pixels of a cell of the target."""

_TEXT_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans*.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif*.ttf",
    "/usr/share/fonts/truetype/liberation/Liberation*.ttf",
    "/usr/share/fonts/truetype/freefont/Free*.ttf",
    "/usr/share/fonts/opentype/courier-prime/*Prime*.otf",
)
_HAN_FONTS = ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_WORDS = (
    "Surname Nom Given names Prénoms Nationality Date of birth Sexe Place Lieu Authority Autorité Passport REPUBLIC of the "
    "IDENTITY CARD Holder's signature valid until issued by Ministry Interior Police Number No. Personal code Height cm Eyes "
    "Address street STADT DRIVER LICENSE CLASS VISA ENTRIES duration remarks specimen UTOPIA KINGDOM PERMIT residence"
).split()
_HAN = "中华人民共和国居民身份证姓名性别民族出生住址公民号码签发机关有效期限长期港澳往来内地通行护照台湾市省县路号年月日男女汉张王李"


class Strips:
    """Lines of ordinary print of all kinds, set once: ink 0–1, a capital being about 28 pixels high."""

    def __init__(self, rng: random.Random, count=700):
        latin = [path for pattern in _TEXT_FONTS for path in glob.glob(pattern)]
        self.strips = [self._strip(rng, latin) for _ in range(count)]

    @staticmethod
    def _strip(rng, latin):
        if rng.random() < 0.3:
            font = ImageFont.truetype(rng.choice(_HAN_FONTS), 34)
            text = "".join(rng.choice(_HAN) for _ in range(rng.randint(1, 18)))
        else:
            font = ImageFont.truetype(rng.choice(latin), 38)
            text = " ".join(_word(rng) for _ in range(rng.randint(1, 8)))
        width = int(font.getlength(text)) + 8
        strip = Image.new("L", (width, 52))
        ImageDraw.Draw(strip).text((4, 4), text, font=font, fill=255)
        return np.asarray(strip).astype(np.float32) / 255


def _word(rng):
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(_WORDS)
    if kind < 0.65:
        return rng.choice(_WORDS).upper()
    if kind < 0.85:
        return str(rng.randint(0, 10 ** rng.randint(1, 10)))
    return f"{rng.randint(1, 31):02}.{rng.randint(1, 12):02}.{rng.randint(1940, 2040)}"


class Scenes:
    """Draws scenes: a picture `[384, 384]` uint8, and targets `[3, 96, 96]`: core of a line, cosine and sine of its direction."""

    def __init__(self):
        self.printer = Printer()
        self.paper = light.Paper(np.random.default_rng(11), count=60, size=(900, 1300))
        self.strips = Strips(random.Random(5)).strips

    def scene(self, seed):
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        page, lines, pitch = self._page(rng, noise)
        cap = float(np.exp(rng.uniform(np.log(4.2), np.log(20))))
        matrix = _pose(rng, page.shape, lines, cap / CAP_PX)
        ground = self._ground(rng, noise)
        picture = cv2.warpPerspective(_softened(page, cap / CAP_PX), matrix, (SIDE_PX, SIDE_PX), flags=cv2.INTER_AREA, borderValue=-1.0)
        inside = cv2.warpPerspective(np.ones_like(page), matrix, (SIDE_PX, SIDE_PX))
        picture = ground * (1 - inside) + np.maximum(picture, 0) * inside
        picture = light.sensor(noise, light.blur(noise, picture, min(2.2, cap * 0.13)), self.paper)
        return picture, _targets(lines, matrix, page.shape)

    def _page(self, rng, noise):
        """A page in atlas pixels, and the corner points of each line's capitals, clockwise from the top left as read."""
        with_zone = rng.random() < 0.88
        texts = zones.zone(rng) if with_zone else []
        face = self.printer.face(rng)
        # Permits spread their one line over the width of the card.
        pitch = face.pitch * rng.uniform(0.95, 1.4 if len(texts) == 1 else 1.1)
        heavier = rng.choice((0, 0, 0, -1, 1, 2))
        strips = [self.printer.line(rng, text, face, pitch, heavier) for text in texts]
        widest = max((ink.shape[1] for ink, _ in strips), default=rng.randint(700, 1200))
        width = int(widest * rng.uniform(1.0, 1.18))
        height = int(width * rng.uniform(0.5, 0.8))
        ink = np.zeros((height, width), np.float32)
        gap = int(CAP_PX * rng.uniform(2.1, 2.9))
        left = rng.randint(0, max(0, width - widest))
        bottom = height - int(CAP_PX * rng.uniform(0.6, 2.5)) - 40
        top = bottom - gap * max(0, len(strips) - 1)
        self._print(rng, ink, top - 40 if strips else height)
        lines = []
        for i, (strip, (begin, end)) in enumerate(strips):
            y = top + i * gap
            part = ink[y : y + strip.shape[0], left : left + strip.shape[1]]
            np.maximum(part, strip[: part.shape[0], : part.shape[1]], out=part)
            y0, y1, x0, x1 = y + 12, y + 12 + CAP_PX, left + begin, left + end
            lines.append(np.float32([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
        ground = self.paper.cut(noise, height, width)
        darkness = rng.uniform(0.55, 1.0)
        return ground * (1 - darkness * ink) + rng.uniform(0, 40) * ink, lines, pitch

    def _print(self, rng, ink, below):
        """Everything else on a page: text in columns, a portrait's patch, bars."""
        height, width = ink.shape
        below = max(60, min(height, below))
        if rng.random() < 0.7:
            w, h = int(width * rng.uniform(0.18, 0.3)), int(below * rng.uniform(0.4, 0.8))
            x, y = rng.choice((10, width - w - 10)), rng.randint(0, max(0, below - h))
            tone = cv2.resize(np.float32([[rng.uniform(0, 1) for _ in range(4)] for _ in range(5)]), (w, h), interpolation=cv2.INTER_CUBIC)
            ink[y : y + h, x : x + w] = np.clip(tone, 0, 0.9)[: ink.shape[0] - y]
        for _ in range(rng.randint(3, 26)):
            strip = rng.choice(self.strips)
            scale = rng.choice((rng.uniform(0.35, 0.9), rng.uniform(0.6, 1.6)))
            strip = cv2.resize(strip, None, fx=scale * rng.uniform(0.8, 1.1), fy=scale, interpolation=cv2.INTER_AREA) * rng.uniform(0.4, 1)
            y, x = rng.randint(0, max(0, below - strip.shape[0])), rng.randint(0, width - 20)
            part = ink[y : y + strip.shape[0], x : x + strip.shape[1]]
            np.maximum(part, strip[: part.shape[0], : part.shape[1]], out=part)
        if rng.random() < 0.15:
            w, h = rng.randint(200, 600), rng.randint(40, 140)
            bars = np.repeat(np.float32([rng.random() < 0.5 for _ in range(w // 4)])[None, :], h, 0)
            bars = cv2.resize(bars, (w, h), interpolation=cv2.INTER_NEAREST)
            y, x = rng.randint(0, max(0, below - h)), rng.randint(0, max(0, width - w))
            part = ink[y : y + h, x : x + w]
            np.maximum(part, bars[: part.shape[0], : part.shape[1]], out=part)

    def _ground(self, rng, noise):
        ground = self.paper.cut(noise, SIDE_PX, SIDE_PX) * rng.uniform(0.1, 1.05)
        for _ in range(rng.choice((0, 0, 3, 10))):
            strip = rng.choice(self.strips)
            strip = cv2.resize(strip, None, fx=rng.uniform(0.2, 0.8), fy=rng.uniform(0.2, 0.8), interpolation=cv2.INTER_AREA)
            strip = np.rot90(strip, rng.randint(0, 3))
            y, x = rng.randint(0, SIDE_PX - 30), rng.randint(0, SIDE_PX - 30)
            part = ground[y : y + strip.shape[0], x : x + strip.shape[1]]
            part -= strip[: part.shape[0], : part.shape[1]] * rng.uniform(20, 120)
        return np.clip(ground, 0, 255)


def _softened(page, scale):
    """What a page loses before it is sampled coarsely."""
    return cv2.GaussianBlur(page, (0, 0), 0.4 / scale) if scale < 0.8 else page


def _pose(rng, shape, lines, scale):
    """A homography from the page to the scene: turned, tilted, at this scale, so that part of the zone is in view."""
    height, width = shape
    focus = np.mean(rng.choice(lines), 0) if lines and rng.random() < 0.93 else (width * rng.random(), height * rng.random())
    if lines:
        half = 0.5 * (lines[0][1, 0] - lines[0][0, 0])
        focus = (focus[0] + rng.uniform(-0.8, 0.8) * max(0.0, half - 0.45 * SIDE_PX / scale), focus[1])
    turn = rng.choice((rng.uniform(-20, 20), rng.uniform(-20, 20), rng.choice((90, 180, 270)) + rng.uniform(-15, 15), rng.uniform(0, 360)))
    turn = np.radians(turn)
    tilt_x, tilt_y = (np.radians(rng.uniform(-30, 30)) for _ in range(2))
    flat = np.float64([[1, 0, -focus[0]], [0, 1, -focus[1]], [0, 0, 1]])
    rotation = np.float64([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    distance = 2.4 * width
    stretch = np.float64([[np.cos(tilt_y), 0, 0], [0, np.cos(tilt_x), 0], [np.sin(tilt_y) / distance, np.sin(tilt_x) / distance, 1]])
    place = np.float64([[scale, 0, SIDE_PX * rng.uniform(0.3, 0.7)], [0, scale, SIDE_PX * rng.uniform(0.3, 0.7)], [0, 0, 1]])
    return place @ rotation @ stretch @ flat


def _targets(lines, matrix, shape):
    cells = SIDE_PX // STRIDE
    targets = np.zeros((3, cells, cells), np.float32)
    fine = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    for line in lines:
        middle = (line[0] + line[3]) / 2, (line[1] + line[2]) / 2
        tall = (line[3] - line[0]) * 0.36
        core = np.float32([middle[0] - tall, middle[1] - tall, middle[1] + tall, middle[0] + tall])
        quad = cv2.perspectiveTransform(core[None].astype(np.float64), matrix)[0]
        patch = np.zeros_like(fine)
        cv2.fillConvexPoly(patch, np.round(quad * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
        np.maximum(fine, patch, out=fine)
        along = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
        along = along / max(1e-6, np.hypot(*along))
        small = cv2.resize(patch, (cells, cells), interpolation=cv2.INTER_AREA) > 0.2
        targets[1][small], targets[2][small] = along
    targets[0] = cv2.resize(fine, (cells, cells), interpolation=cv2.INTER_AREA)
    return targets
