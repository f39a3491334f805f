"""Line pictures for the reader, made while training: a line is printed, photographed at some resolution and cut out imperfectly."""

import random

import cv2
import numpy as np

import light
import zones
from ink import CAP_PX, Printer

HEIGHT_PX = 28
"""Height of the reader's input."""


def sample(printer: Printer, paper: light.Paper, seed):
    """A picture `[28, width]` uint8 and its text."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    text = zones.line(rng)
    heavier = rng.choice((0, 0, 0, 0, -2, -1, 1, 2, 3, 4))
    ink, (begin, end) = printer.line(rng, text, heavier=heavier)
    picture, corners = _page(rng, noise, printer, paper, ink, begin, end)
    picture = _camera(rng, noise, paper, picture)
    return _cut(rng, picture, corners, len(text)), text


def _page(rng, noise, printer, paper, ink, begin, end):
    """The line with what stands around it on the page, and the corners of its capitals' band."""
    cell_h, width = ink.shape
    above = below = 24
    height = cell_h + above + below
    page = paper.cut(noise, height, width + 80)
    layer = np.zeros((height, width + 80), np.float32)
    layer[above : above + cell_h, 40 : 40 + width] = ink
    gap = int(CAP_PX * rng.uniform(1.75, 2.9))
    for direction in (-1, 1):
        if rng.random() < 0.55:
            other, _ = printer.line(rng, zones.line(rng))
            _lay(layer, other, above + direction * gap, 40 + rng.randint(-30, 30))
    if rng.random() < 0.15:
        x = rng.randint(0, layer.shape[1] - 1)
        cv2.line(layer, (x, 0), (x + rng.randint(-9, 9), height), rng.uniform(0.2, 0.8), rng.randint(1, 4))
    if rng.random() < 0.1:
        y = above + rng.choice((-8, cell_h + 4))
        cv2.line(layer, (0, y), (layer.shape[1], y + rng.randint(-5, 5)), 0.8, rng.randint(1, 3))
    if rng.random() < 0.1:
        layer = layer * (1 - 0.6 * np.clip(light.field(noise, *layer.shape, (3, 30)), 0, 1))
    darkness = rng.uniform(0.35, 1.0) if rng.random() < 0.35 else rng.uniform(0.75, 1.0)
    page = page * (1 - darkness * layer) + rng.uniform(0, 40) * layer
    top, bottom = above + 12.0, above + 12.0 + CAP_PX
    left, right = 40 + begin, 40 + end
    return page, np.float32([[left, top], [right, top], [right, bottom], [left, bottom]])


def _lay(layer, ink, y, x):
    y0, y1 = max(0, y), min(layer.shape[0], y + ink.shape[0])
    x0, x1 = max(0, x), min(layer.shape[1], x + ink.shape[1])
    if y1 > y0 and x1 > x0:
        part = ink[y0 - y : y1 - y, x0 - x : x1 - x]
        np.maximum(layer[y0:y1, x0:x1], part, out=layer[y0:y1, x0:x1])


def _camera(rng, noise, paper, picture):
    """Photographs at a capital of 7 to 30 pixels and brings the picture back to the atlas' scale; some are binarised."""
    height, width = picture.shape
    cap = rng.choice((rng.uniform(7, 11), rng.uniform(9, 18), rng.uniform(15, 30)))
    scale = cap / CAP_PX
    small = cv2.resize(picture, (int(width * scale), int(height * scale)), interpolation=cv2.INTER_AREA)
    strongest = cap * 0.09 if rng.random() < 0.7 else cap * 0.16
    small = light.sensor(noise, light.blur(noise, small, strongest), paper)
    if rng.random() < 0.25:
        return _binarised(rng, small, (width, height))
    return cv2.resize(small, (width, height), interpolation=rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC)))


def _binarised(rng, small, size):
    """Black and white as other readers store their crops: by one threshold or by the neighbourhood's, before or after
    the picture is brought to `size`."""
    after = rng.random() < 0.6
    picture = cv2.resize(small, size, interpolation=rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))) if after else small
    if rng.random() < 0.5:
        level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_OTSU)
        binary = np.where(picture > level * rng.uniform(0.82, 1.12), 255, 0).astype(np.uint8)
    else:
        around = max(9, int(61 * (1 if after else small.shape[0] / size[1]))) | 1
        smooth = cv2.GaussianBlur(picture, (0, 0), 0.8) if after else picture
        binary = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, around, rng.uniform(5, 25))
    if not after:
        binary = cv2.resize(binary, size, interpolation=rng.choice((cv2.INTER_NEAREST, cv2.INTER_CUBIC)))
    if rng.random() < 0.5:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (rng.randint(2, 5), rng.randint(2, 5)))
        binary = rng.choice((cv2.erode, cv2.erode, cv2.dilate))(binary, kernel)
    for _ in range(rng.choice((0, 0, rng.randint(1, 25)))):
        x, y = rng.randint(0, size[0] - 1), rng.randint(0, size[1] - 1)
        cv2.circle(binary, (x, y), rng.randint(0, 2), rng.choice((0, 0, 255)), -1)
    return binary


def _cut(rng, picture, corners, count):
    """Cuts the line out with the faults of a line finder, bent a little, to the reader's height."""
    box = corners.copy()
    cap = CAP_PX
    margins = (rng.uniform(0.02, 0.5), rng.uniform(0.02, 0.5))
    ends = (rng.uniform(-0.02, 1.6), rng.uniform(-0.02, 1.6))
    box[:2, 1] -= margins[0] * cap
    box[2:, 1] += margins[1] * cap
    box[[0, 3], 0] -= ends[0] * cap * 0.7
    box[[1, 2], 0] += ends[1] * cap * 0.7
    if rng.random() < 0.8:
        wobble = rng.choice((0.04, 0.10))
        box[:, 1] += np.float32([rng.uniform(-wobble, wobble) * cap for _ in range(4)])
    ratio = (box[1, 0] - box[0, 0]) / (box[3, 1] - box[0, 1])
    width = int(np.clip(HEIGHT_PX * ratio * rng.uniform(0.78, 1.25), count * 8, 1400))
    target = np.float32([[0, 0], [width, 0], [width, HEIGHT_PX], [0, HEIGHT_PX]])
    matrix = cv2.getPerspectiveTransform(box, target)
    if rng.random() < 0.25:
        picture = _bend(rng, picture)
    shrink = HEIGHT_PX / max(1.0, float(box[3, 1] - box[0, 1]))
    if shrink < 0.7:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.35 / shrink)
    return cv2.warpPerspective(picture, matrix, (width, HEIGHT_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _bend(rng, picture):
    height, width = picture.shape
    x = np.arange(width, dtype=np.float32)
    rise = rng.uniform(-0.12, 0.12) * CAP_PX * np.sin(x / width * np.pi * rng.choice((1, 1, 2)))
    grid_x = np.broadcast_to(x, (height, width)).astype(np.float32)
    grid_y = (np.arange(height, dtype=np.float32)[:, None] + rise[None, :]).astype(np.float32)
    return cv2.remap(picture, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
