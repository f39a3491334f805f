"""Printing: glyphs of OCR-B and of fonts that are printed in its place, set at a fixed pitch with the faults of printers."""

import glob
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from zones import ALPHABET

CAP_PX = 28
"""Height of a capital in the atlas."""

_OCR_B = "/usr/share/fonts/opentype/ocr-b/OCRB*.otf"
_OTHERS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono*.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationMono-[RB]*.ttf",
    "/usr/share/fonts/truetype/freefont/FreeMono*.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoMono-Regular.ttf",
)
HELD_BACK = ("OCRBX", "Oblique", "Italic")

_UNFIT = ("OCRBF", "OCRBE")
"""Outlines that Pillow fills the wrong way round."""
"""Drawings that no training picture shows."""


class Face:
    """Glyphs of one font, 8-bit ink on nothing, all of one cell size, and the cell's pitch for a capital of `CAP_PX`."""

    def __init__(self, path):
        size = 100
        font = ImageFont.truetype(path, size)
        box = font.getbbox("H")
        size = int(size * CAP_PX / (box[3] - box[1]))
        font = ImageFont.truetype(path, size)
        top = font.getbbox("H")[1]
        self.pitch = font.getlength("H")
        self.cell = (int(self.pitch * 1.5) + 8, CAP_PX + 24)
        self.glyphs = {}
        for character in ALPHABET:
            glyph = Image.new("L", self.cell)
            left = (self.cell[0] - font.getlength(character)) / 2
            ImageDraw.Draw(glyph).text((left, 12 - top), character, font=font, fill=255)
            self.glyphs[character] = np.asarray(glyph)


def faces(paths, held_back=False):
    found = sorted(path for pattern in paths for path in glob.glob(pattern))
    chosen = [path for path in found if not any(word in path for word in _UNFIT)]
    return [Face(path) for path in chosen if any(word in path for word in HELD_BACK) == held_back]


class Printer:
    """Sets lines: mostly OCR-B, one in six in another font."""

    def __init__(self):
        self.ocr_b, self.others = faces([_OCR_B]), faces(_OTHERS)

    def face(self, rng: random.Random):
        return rng.choice(self.ocr_b if rng.random() < 0.84 else self.others)

    def line(self, rng, text, face=None, pitch=None, heavier=0):
        """Ink 0–1 of one line, float32 `[CAP_PX + 24, width]`, and where its text begins and ends in pixels."""
        face = face or self.face(rng)
        pitch = pitch or face.pitch * rng.uniform(0.94, 1.12)
        cell_w, cell_h = face.cell
        canvas = np.zeros((cell_h, int(pitch * len(text)) + cell_w), np.uint8)
        jitter = rng.choice((0, 0, 0, 0.6, 1.5))
        for i, character in enumerate(text):
            x = int(i * pitch + pitch / 2 + rng.uniform(-jitter, jitter))
            glyph = face.glyphs[character]
            if jitter and (shift := int(round(rng.uniform(-jitter, jitter)))):
                glyph = np.roll(glyph, shift, 0)
            part = canvas[:, x : x + cell_w]
            np.maximum(part, glyph[:, : part.shape[1]], out=part)
        if heavier:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(heavier) + 1,) * 2)
            canvas = (cv2.dilate if heavier > 0 else cv2.erode)(canvas, kernel)
        first = int(cell_w / 2 - pitch / 2 + pitch / 2)
        return canvas.astype(np.float32) / 255, (first, first + pitch * len(text))
