"""Flat pages to photograph: drawn here from random parts, and read from the specimen factory where it wrote some."""

import json
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

ASSETS = Path(__file__).resolve().parents[2] / "crates/specimen/assets"
LONG_PX = 512
"""Longer side of a page in pixels."""

SIZES_MM = [(85.6, 54.0), (105.0, 74.0), (125.0, 88.0), (120.0, 80.0), (54.0, 85.6), (100.0, 70.0), (148.0, 105.0)]
SIZE_SHARES = [0.40, 0.08, 0.32, 0.06, 0.06, 0.05, 0.03]
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SMALL = "abcdefghijklmnopqrstuvwxyz"


class Fonts:
    """The fonts of the factory at any size."""

    def __init__(self):
        self.files = {
            "sans": ASSETS / "dejavu-sans-subset.ttf",
            "bold": ASSETS / "dejavu-sans-bold-subset.ttf",
            "han": ASSETS / "noto-sans-sc-subset.otf",
            "ocr": ASSETS / "ocr-b.otf",
        }
        self.han = "".join((ASSETS / "han-characters.txt").read_text(encoding="utf-8").split())
        self.cache = {}

    def get(self, name, px):
        key = (name, max(5, int(px)))
        if key not in self.cache:
            self.cache[key] = ImageFont.truetype(str(self.files[name]), key[1])
        return self.cache[key]


def words(rng, fonts, script, count):
    """`count` characters of nonsense in a script, and the font that has them."""
    if script == "han":
        return "".join(fonts.han[i] for i in rng.integers(0, len(fonts.han), max(2, count // 2))), "han"
    letters = LATIN if script == "capitals" else SMALL
    text = "".join(letters[i] for i in rng.integers(0, 26, count))
    for cut in sorted(rng.integers(3, max(4, count), count // 8).tolist(), reverse=True):
        text = text[:cut] + " " + text[cut:]
    if script == "mixed":
        text = text.title()
    if script == "digits":
        text = "".join("0123456789"[i] for i in rng.integers(0, 10, count))
    return text, ("bold" if rng.random() < 0.3 else "sans")


def colour(rng, low, high, saturation=0.25):
    """A colour between two brightnesses."""
    base = rng.uniform(low, high)
    tint = rng.uniform(-1, 1, 3) * saturation * 255 * rng.random()
    return tuple(int(v) for v in np.clip(base + tint, 0, 255))


def ground(rng, w, h):
    """Paper with gradients, guilloche and rainbow print."""
    dark = rng.random() < 0.12
    low, high = ((40, 120) if dark else (165, 250))
    a, b = np.array(colour(rng, low, high), np.float32), np.array(colour(rng, low, high), np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    t = ((x / w - 0.5) * np.cos(angle) + (y / h - 0.5) * np.sin(angle) + 0.5).clip(0, 1)[..., None]
    mixing = rng.random() * (rng.random() < 0.7)
    page = a * (1 - t * mixing) + b * t * mixing
    page = page.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        layer = page.copy()
        tint = colour(rng, 60, 200, 0.5)
        for _ in range(rng.integers(4, 36)):
            xs = np.linspace(0, w, 60)
            ys = h * rng.uniform(-0.1, 1.1) + h * rng.uniform(0.02, 0.25) * np.sin(
                xs / w * rng.uniform(3, 24) + rng.uniform(0, 6))
            cv2.polylines(layer, [np.stack([xs, ys], 1).astype(np.int32)], False, tint, 1, cv2.LINE_AA)
        alpha = rng.uniform(0.08, 0.45)
        page = cv2.addWeighted(layer, alpha, page, 1 - alpha, 0)
    return page


def head(rng, w, h):
    """A portrait of simple shapes: ground, shoulders, neck, head, hair, eyes and mouth, the right way up."""
    shot = np.full((h, w, 3), colour(rng, 150, 245, 0.15), np.uint8)
    skin = np.array([rng.uniform(120, 225)] * 3) * np.array([1.0, rng.uniform(0.72, 0.85), rng.uniform(0.55, 0.75)])
    skin = tuple(int(v) for v in skin)
    cloth, hair = colour(rng, 10, 200, 0.3), colour(rng, 5, 120, 0.15)
    cx, cy = w * rng.uniform(0.46, 0.54), h * rng.uniform(0.40, 0.48)
    rx, ry = w * rng.uniform(0.20, 0.27), h * rng.uniform(0.22, 0.29)
    point = lambda x, y: (int(x), int(y))
    cv2.ellipse(shot, point(cx, h * 1.06), point(w * 0.47, h * 0.30), 0, 0, 360, cloth, -1, cv2.LINE_AA)
    if rng.random() < 0.4:
        cv2.ellipse(shot, point(cx, cy + ry * 0.3), point(rx * 1.35, ry * 1.5), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.rectangle(shot, point(cx - rx * 0.45, cy), point(cx + rx * 0.45, h * 0.82), skin, -1)
    cv2.ellipse(shot, point(cx, cy - ry * 0.15), point(rx * 1.12, ry * 1.08), 0, 180, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(shot, point(cx, cy), point(rx, ry), 0, 0, 360, skin, -1, cv2.LINE_AA)
    if rng.random() < 0.85:
        cv2.ellipse(shot, point(cx, cy - ry * 0.55), point(rx * 0.95, ry * 0.5), 0, 180, 360, hair, -1, cv2.LINE_AA)
    shade = tuple(int(v * 0.45) for v in skin)
    for side in (-1, 1):
        eye = point(cx + side * rx * 0.42, cy - ry * 0.08)
        cv2.ellipse(shot, eye, point(max(1, rx * 0.17), max(1, ry * 0.07)), 0, 0, 360, shade, -1, cv2.LINE_AA)
    cv2.line(shot, point(cx, cy), point(cx - rx * 0.1, cy + ry * 0.25), shade, 1, cv2.LINE_AA)
    cv2.ellipse(shot, point(cx, cy + ry * 0.52), point(rx * 0.32, max(1, ry * 0.06)), 0, 0, 360, shade, -1, cv2.LINE_AA)
    light = np.linspace(rng.uniform(0.75, 1.1), rng.uniform(0.75, 1.1), w)[None, :, None]
    return (shot * light).clip(0, 255).astype(np.uint8)


class Press:
    """Draws pages from random parts."""

    def __init__(self, seed, portraits=()):
        self.rng = np.random.default_rng(seed)
        self.fonts = Fonts()
        self.portraits = list(portraits)

    def pages(self, count):
        """So many pages."""
        return [self.page() for _ in range(count)]

    def page(self):
        """One page, RGB, and the share of its shorter side by which its corners are rounded."""
        rng = self.rng
        size = SIZES_MM[rng.choice(len(SIZES_MM), p=SIZE_SHARES)]
        scale = LONG_PX / max(size)
        w, h = int(size[0] * scale), int(size[1] * scale * rng.uniform(0.96, 1.04))
        self.mm = scale
        art = ground(rng, w, h)
        back = rng.random() < 0.22
        zone = self.zone_lines(w, h, back)
        self.ornaments(art, back)
        self.canvas = Image.fromarray(art)
        self.draw = ImageDraw.Draw(self.canvas)
        self.ink = colour(rng, 5, 70, 0.2)
        if art.mean() < 120:
            self.ink = colour(rng, 190, 250, 0.1)
        left, right = 0.05 * w, 0.95 * w
        top = self.title(w, h) if (not back or rng.random() < 0.3) else 0.06 * h
        bottom = 0.95 * h - zone[1]
        if not back:
            left, right = self.portrait(left, right, top, bottom)
        self.fields(left, right, top, bottom, back)
        self.zone(zone, w, h)
        page = np.asarray(self.canvas).copy()
        if back and rng.random() < 0.4:
            self.code(page, top, bottom)
        if rng.random() < 0.06:
            page = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        rounded = rng.uniform(0.045, 0.075) if max(size) < 90 and rng.random() < 0.9 else 0.0
        if max(size) >= 90 and rng.random() < 0.45:
            rounded = rng.uniform(0.02, 0.05)
        return page, rounded

    def ornaments(self, art, back):
        rng, (h, w) = self.rng, art.shape[:2]
        layer = art.copy()
        for _ in range(rng.integers(0, 5)):
            centre = (int(rng.uniform(0, w)), int(rng.uniform(0, h)))
            tint = colour(rng, 40, 230, 0.5)
            kind, r = rng.integers(0, 4), int(rng.uniform(0.05, 0.3) * h)
            if kind == 0:
                cv2.circle(layer, centre, r, tint, int(rng.choice([-1, 1, 2, 4])), cv2.LINE_AA)
            elif kind == 1:
                angles = np.arange(10) * np.pi / 5 - np.pi / 2
                radii = np.where(np.arange(10) % 2 == 0, r, r * 0.4)
                star = np.stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)], 1)
                cv2.fillPoly(layer, [star.astype(np.int32)], tint, cv2.LINE_AA)
            elif kind == 2:
                cv2.rectangle(layer, centre, (centre[0] + r * 2, centre[1] + r), tint, -1)
            else:
                for k in range(6):
                    cv2.ellipse(layer, centre, (r, max(2, r * (k + 1) // 7)), 30 * k, 0, 360, tint, 1, cv2.LINE_AA)
        alpha = rng.uniform(0.15, 0.6)
        cv2.addWeighted(layer, alpha, art, 1 - alpha, 0, art)
        if rng.random() < 0.18:
            band = int(h * rng.uniform(0.10, 0.2))
            art[:band] = colour(rng, 20, 220, 0.6)
        if back and rng.random() < 0.3:
            y = int(h * rng.uniform(0.04, 0.12))
            art[y:y + int(h * rng.uniform(0.15, 0.24))] = colour(rng, 5, 45, 0.05)
        if rng.random() < 0.12:
            x, y, s = int(w * rng.uniform(0.06, 0.3)), int(h * rng.uniform(0.25, 0.5)), int(9 * self.mm)
            cv2.rectangle(art, (x, y), (x + int(s * 1.3), y + s), (196, 160, 80), -1)
            cv2.rectangle(art, (x, y), (x + int(s * 1.3), y + s), (120, 90, 40), 1)
        if rng.random() < 0.15:
            inset = int(rng.uniform(0.01, 0.05) * h)
            cv2.rectangle(art, (inset, inset), (w - 1 - inset, h - 1 - inset), colour(rng, 20, 180, 0.4), 1)

    def zone_lines(self, w, h, back):
        """How many machine-readable lines there are, and their height in pixels."""
        rng = self.rng
        card = w < 100 * self.mm
        share = 0.6 if (not card or back) else 0.08
        if rng.random() > share or w < h:
            return 0, 0.0
        lines = 3 if card else 2
        return lines, (lines * 6.4 + 5.0) * self.mm

    def zone(self, zone, w, h):
        lines, height = zone
        if not lines:
            return
        rng, count = self.rng, {3: 30, 2: 44}[lines]
        if rng.random() < 0.6:
            under = Image.new("RGB", (w, int(height)), colour(rng, 200, 250, 0.08))
            self.canvas.paste(under, (0, h - int(height)))
        ink = colour(rng, 5, 60, 0.05)
        advance = self.draw.textlength("0" * 10, font=self.fonts.get("ocr", 100)) / 1000
        font = self.fonts.get("ocr", rng.uniform(0.86, 0.92) * w / count / advance)
        for line in range(lines):
            text = "".join(rng.choice(list(LATIN + "0123456789"), count - rng.integers(0, count // 2)))
            text = text.ljust(count, "<")
            y = h - height + (2.6 + 6.4 * line) * self.mm
            self.draw.text((0.05 * w, y), text, font=font, fill=ink)

    def title(self, w, h):
        rng, y = self.rng, 0.04 * h
        for _ in range(rng.integers(1, 3)):
            script = rng.choice(["capitals", "capitals", "han", "mixed"])
            text, font = words(rng, self.fonts, script, rng.integers(8, 26))
            px = rng.uniform(3.0, 5.2) * self.mm
            font = self.fonts.get("bold" if font == "sans" else font, px)
            width = self.draw.textlength(text, font=font)
            place = rng.choice([0.05 * w, max(0.03 * w, (w - width) / 2), max(0.03 * w, 0.95 * w - width)])
            self.draw.text((place, y), text, font=font, fill=self.ink if rng.random() < 0.6 else colour(rng, 20, 140, 0.5))
            y += px * 1.15
        return y + 0.02 * h

    def portrait(self, left, right, top, bottom):
        """Prints a portrait at one side and returns the columns that are free."""
        rng = self.rng
        if rng.random() < 0.06:
            return left, right
        free = min(bottom - top, 0.55 * (right - left) / 0.78)
        ph = int(free * rng.uniform(0.72, 0.98))
        pw = int(ph * rng.uniform(0.74, 0.82))
        if self.portraits and rng.random() < 0.5:
            face = cv2.resize(self.portraits[rng.integers(len(self.portraits))], (pw, ph), interpolation=cv2.INTER_AREA)
        else:
            face = head(rng, pw, ph)
        if rng.random() < 0.15:
            face = cv2.cvtColor(cv2.cvtColor(face, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        y = int(top + (bottom - top - ph) * rng.random())
        on_left = rng.random() < 0.68
        x = int(left if on_left else right - pw)
        self.canvas.paste(Image.fromarray(face), (x, y))
        if rng.random() < 0.3:
            ghost = cv2.resize(face, (max(8, pw // 2), max(8, ph // 2)), interpolation=cv2.INTER_AREA)
            ghost = cv2.cvtColor(cv2.cvtColor(ghost, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            gx = int((right - pw // 2) if on_left else left)
            patch = self.canvas.crop((gx, y, gx + ghost.shape[1], y + ghost.shape[0]))
            if patch.size == (ghost.shape[1], ghost.shape[0]):
                self.canvas.paste(Image.blend(patch, Image.fromarray(ghost), 0.45), (gx, y))
        gap = 0.03 * (right - left)
        return (left + pw + gap, right) if on_left else (left, right - pw - gap)

    def fields(self, left, right, top, bottom, back):
        rng, y = self.rng, top
        script = rng.choice(["capitals", "han", "mixed"], p=[0.55, 0.25, 0.2])
        columns = 2 if rng.random() < 0.35 and right - left > 45 * self.mm else 1
        pitch = rng.uniform(5.5, 9.5) * self.mm
        while y + pitch < bottom:
            for column in range(columns):
                if rng.random() < (0.25 if columns == 2 else 0.1):
                    continue
                x = left + (right - left) * column / columns
                self.field((x, y), (right - left) / columns, pitch, script)
            y += pitch * (1.0 if rng.random() < 0.8 else 1.6)
            if back and rng.random() < 0.12:
                break
        if rng.random() < 0.25:
            self.signature(left, right, bottom)

    def field(self, at, width, pitch, script):
        rng = self.rng
        below = script != "han" and rng.random() < 0.7
        label, font = words(rng, self.fonts, "han" if script == "han" else "mixed", rng.integers(4, 16))
        value, value_font = words(rng, self.fonts, rng.choice([script, "digits"], p=[0.7, 0.3]), rng.integers(4, 22))
        tint = tuple(int(c * 0.5 + 70) for c in self.ink) if rng.random() < 0.5 else self.ink
        small, large = (0.32 * pitch, 0.46 * pitch) if below else (0.5 * pitch, 0.55 * pitch)
        self.draw.text(at, label, font=self.fonts.get(font, small), fill=tint)
        shift = (0.0, 0.38 * pitch) if below else (0.3 * width, 0.0)
        face = self.fonts.get(value_font, large)
        while value and self.draw.textlength(value, font=face) > width - shift[0]:
            value = value[:-1]
        self.draw.text((at[0] + shift[0], at[1] + shift[1]), value, font=face, fill=self.ink)

    def signature(self, left, right, bottom):
        rng = self.rng
        x = np.linspace(0, 1, 24)
        y = np.cumsum(rng.normal(0, 1, 24))
        y = (y - y.min()) / max(1e-3, y.max() - y.min())
        w, h = rng.uniform(0.2, 0.4) * (right - left), 6 * self.mm
        x0, y0 = rng.uniform(left, right - w), bottom - h * rng.uniform(1.0, 1.6)
        self.draw.line([(x0 + w * a, y0 + h * b) for a, b in zip(x, y)], fill=self.ink, width=2)

    def code(self, page, top, bottom):
        """A two-dimensional bar code of random cells."""
        rng, (h, w) = self.rng, page.shape[:2]
        ch, cw = int(h * rng.uniform(0.15, 0.3)), int(w * rng.uniform(0.4, 0.8))
        bits = rng.integers(0, 2, (max(4, ch // 7), max(8, cw // 3))).astype(np.uint8) * 255
        bits = cv2.resize(bits, (cw, ch), interpolation=cv2.INTER_NEAREST)
        y, x = int(rng.uniform(top, max(top + 1, bottom - ch))), int(rng.uniform(0.03 * w, 0.97 * w - cw))
        y = max(0, min(y, h - ch))
        page[y:y + ch, x:x + cw] = bits[..., None]


def from_factory(folder):
    """Flat pages that `bonafide specimen --flat` wrote, with the share by which their corners are rounded."""
    pages = []
    for truth in sorted(Path(folder).glob("*.json")):
        for page in json.loads(truth.read_text()).get("pages", []):
            picture = cv2.imread(str(truth.parent / page["file"]))
            if picture is None:
                continue
            scale = LONG_PX / max(picture.shape[:2])
            picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            rounded = page["corner_radius_mm"] / min(page["size_mm"])
            pages.append((cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), rounded))
    return pages
