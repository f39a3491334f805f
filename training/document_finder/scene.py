"""Grounds, things that are no documents, light and lens: everything about a photograph but the documents."""

import cv2
import numpy as np


def noise(rng, w, h, cells_x, cells_y, octaves=3):
    """Smooth noise 0–1: random cells enlarged, halved in strength with each octave."""
    total, weight = np.zeros((h, w), np.float32), 0.0
    for octave in range(octaves):
        gx, gy = max(2, int(cells_x * 2**octave)), max(2, int(cells_y * 2**octave))
        if gx > w and gy > h:
            break
        grid = rng.random((min(gy, h), min(gx, w)), np.float32)
        total += cv2.resize(grid, (w, h), interpolation=cv2.INTER_LINEAR) / 2**octave
        weight += 1 / 2**octave
    return total / weight


def tint(rng, low=10, high=245, saturation=0.35):
    """A random colour as float."""
    return np.clip(rng.uniform(low, high) + rng.uniform(-1, 1, 3) * 255 * saturation * rng.random(), 0, 255).astype(np.float32)


def plain(rng, w, h):
    page = np.empty((h, w, 3), np.float32)
    page[:] = tint(rng)
    return page


def gradient(rng, w, h):
    a, b, angle = tint(rng), tint(rng), rng.uniform(0, 2 * np.pi)
    x, y = np.arange(w, dtype=np.float32) / w - 0.5, np.arange(h, dtype=np.float32)[:, None] / h - 0.5
    t = (x * np.cos(angle) + y * np.sin(angle) + 0.5).clip(0, 1)[..., None].astype(np.float32)
    return a * (1 - t) + b * t


def texture(rng, w, h):
    cells = 2 ** rng.uniform(1, 7)
    t = noise(rng, w, h, cells, cells * rng.uniform(0.5, 2), rng.integers(1, 5))[..., None]
    a = tint(rng)
    b = np.clip(a + rng.normal(0, 40, 3), 0, 255).astype(np.float32)
    return a * (1 - t) + b * t


def wood(rng, w, h):
    a = tint(rng, 60, 220, 0.05) * np.float32([1.0, rng.uniform(0.65, 0.9), rng.uniform(0.4, 0.75)])
    b = a * np.float32(rng.uniform(0.5, 0.85))
    y = np.arange(h, dtype=np.float32)[:, None] / h
    ring = np.sin(y * rng.uniform(15, 120) + noise(rng, w, h, 3, 7, 2) * rng.uniform(4, 20)) * 0.5 + 0.5
    t = (0.5 * ring + 0.5 * noise(rng, w, h, 8, 180, 1))[..., None]
    board = a * (1 - t) + b * t
    if rng.random() < 0.4:
        for y in np.cumsum(rng.uniform(0.1, 0.4, 8)) * h:
            cv2.line(board, (0, int(y)), (w, int(y)), (b * 0.5).tolist(), int(rng.integers(1, 4)))
    return np.ascontiguousarray(np.rot90(board)[:h, :w]) if rng.random() < 0.5 and w == h else board


def cloth(rng, w, h):
    a = tint(rng)
    fine = rng.random((h, w, 1), np.float32) if rng.random() < 0.5 else noise(rng, w, h, w // 2, h // 2, 1)[..., None]
    weave = 1 + rng.uniform(0.05, 0.4) * (fine - 0.5) + 0.2 * (noise(rng, w, h, 4, 4, 2)[..., None] - 0.5)
    if rng.random() < 0.35:
        period = rng.uniform(6, 60)
        x, y = np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32)[:, None]
        stripes = (np.sin(x * 2 * np.pi / period) > 0).astype(np.float32) + np.zeros((h, 1), np.float32)
        if rng.random() < 0.5:
            stripes = (stripes + (np.sin(y * 2 * np.pi / period) > 0)) / 2
        weave = weave * (1 - rng.uniform(0.1, 0.6) * stripes[..., None])
    return a * weave


def clutter(rng, w, h):
    page = rng.choice([plain, gradient, texture])(rng, w, h)
    for _ in range(rng.integers(4, 40)):
        centre, size = rng.uniform(0, 1, 2) * (w, h), rng.uniform(0.01, 0.25, 2) * w
        shape, ink = rng.integers(0, 4), tint(rng, 5, 250, 0.5).tolist()
        x, y = int(centre[0]), int(centre[1])
        if shape == 0:
            cv2.ellipse(page, (x, y), (int(size[0]), int(size[1])), rng.uniform(0, 180), 0, 360, ink, -1, cv2.LINE_AA)
        elif shape == 1:
            end = rng.uniform(0, 1, 2) * (w, h)
            cv2.line(page, (x, y), (int(end[0]), int(end[1])), ink, int(rng.integers(1, 14)), cv2.LINE_AA)
        elif shape == 2:
            points = centre + rng.normal(0, 1, (rng.integers(3, 6), 2)) * size
            cv2.fillPoly(page, [cv2.convexHull(points.astype(np.int32))], ink, cv2.LINE_AA)
        else:
            cv2.circle(page, (x, y), int(size[0]), ink, int(rng.integers(1, 8)), cv2.LINE_AA)
    return page


def print_lines(rng, page, ink, pitch, left=0, right=None):
    """Rows of small dark bars as a text looks from afar."""
    h, w = page.shape[:2]
    right = w if right is None else right
    y = rng.uniform(0, pitch)
    while y < h:
        x = left + rng.uniform(0, pitch)
        while x < right * rng.uniform(0.75, 1):
            length = rng.uniform(0.6, 4) * pitch * 0.5
            cv2.rectangle(page, (int(x), int(y)), (int(x + length), int(y + max(1, pitch * 0.38))), ink, -1)
            x += length + pitch * rng.uniform(0.2, 0.4)
        y += pitch * (1 if rng.random() < 0.9 else 2)
    return page


def letter(rng, w, h):
    """A sheet of text that fills the frame."""
    page = plain(rng, w, h) * 0.1 + 215
    page = print_lines(rng, page, tint(rng, 10, 110, 0.1).tolist(), rng.uniform(0.012, 0.05) * h)
    return turned(rng, page)


def keyboard(rng, w, h):
    page = plain(rng, w, h)
    key, side = tint(rng, 5, 235, 0.05), rng.uniform(0.04, 0.16) * w
    mark = tint(rng, 5, 250, 0.1).tolist()
    for row in range(int(h / side) + 1):
        x = -rng.uniform(0, side)
        while x < w:
            length = side * (1 if rng.random() < 0.85 else rng.uniform(1.5, 4))
            a, b = (int(x), int(row * side)), (int(x + length - side * 0.14), int(row * side + side * 0.86))
            cv2.rectangle(page, a, b, key.tolist(), -1)
            cv2.circle(page, (int(x + side * 0.3), int(row * side + side * 0.35)), max(1, int(side * 0.08)), mark, -1)
            x += length
    return turned(rng, page)


def turned(rng, page):
    """The picture turned by any angle and enlarged to fill its frame."""
    h, w = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(0, 360), rng.uniform(1.45, 2.2))
    return cv2.warpAffine(page, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


GROUNDS = [plain, gradient, texture, wood, cloth, clutter, letter, keyboard]
GROUND_SHARES = [0.16, 0.14, 0.18, 0.15, 0.14, 0.13, 0.05, 0.05]


def ground(rng, w, h, like=None):
    """A ground, RGB float; of a given colour where the document shall hardly stand out."""
    made = GROUNDS[rng.choice(len(GROUNDS), p=GROUND_SHARES)](rng, w, h)
    if like is not None:
        made = made - made.mean((0, 1)) + like + rng.normal(0, 10)
    elif rng.random() < 0.08:
        made = made * 0.06 + 240  # the white of a scan
    if rng.random() < 0.25:
        made = split(rng, made)
    return made.clip(0, 255)


def split(rng, page):
    """The edge of a table: another ground beyond a straight line."""
    h, w = page.shape[:2]
    other = GROUNDS[rng.integers(0, 5)](rng, w, h)
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 0.4) * w
    x, y = np.arange(w, dtype=np.float32) - w / 2, np.arange(h, dtype=np.float32)[:, None] - h / 2
    beyond = (x * np.cos(angle) + y * np.sin(angle) > offset)[..., None]
    return np.where(beyond, other, page)


def thing(rng, w, h):
    """Something flat that is no document, as colours and opacity: blank paper or card, phone, book, envelope."""
    tw, th = int(rng.uniform(0.2, 0.7) * w), int(rng.uniform(0.12, 0.5) * w)
    kind = rng.integers(0, 5)
    face = np.empty((th, tw, 3), np.float32)
    if kind == 0:
        face[:] = tint(rng, 150, 252, 0.1)
    elif kind == 1:
        face[:] = tint(rng, 20, 240, 0.5)
    elif kind == 2:
        face[:] = tint(rng, 5, 60, 0.05)
        inset = int(th * rng.uniform(0.04, 0.1))
        face[inset:-inset, inset * 2:-inset * 2] = tint(rng, 5, 240, 0.4)
        for _ in range(rng.integers(0, 14)):
            x, y, s = rng.integers(0, tw), rng.integers(0, th), max(2, th // 9)
            cv2.rectangle(face, (int(x), int(y)), (int(x + s), int(y + s)), tint(rng, 20, 250, 0.6).tolist(), -1)
    elif kind == 3:
        face[:] = tint(rng, 20, 200, 0.5)
        face[:, : max(1, tw // 14)] *= 0.6
        y = int(th * rng.uniform(0.2, 0.6))
        cv2.rectangle(face, (tw // 4, y), (tw * 3 // 4, y + max(2, th // 12)), tint(rng, 150, 250, 0.3).tolist(), -1)
    else:
        face[:] = tint(rng, 140, 245, 0.15)
        cv2.line(face, (0, 0), (tw // 2, th // 2), (face[0, 0] * 0.8).tolist(), 1, cv2.LINE_AA)
        cv2.line(face, (tw, 0), (tw // 2, th // 2), (face[0, 0] * 0.8).tolist(), 1, cv2.LINE_AA)
    return face


def finger(rng, picture, tip, root, radius):
    """A finger from beyond the frame to a tip."""
    skin = np.float32([rng.uniform(90, 240)] * 3) * np.float32([1.0, rng.uniform(0.68, 0.85), rng.uniform(0.5, 0.75)])
    points = [tuple(int(v) for v in p) for p in (tip, root)]
    shade = picture.copy()
    cv2.line(shade, points[0], points[1], (0, 0, 0), int(radius * 2.5), cv2.LINE_AA)
    cv2.addWeighted(cv2.GaussianBlur(shade, (0, 0), radius * 0.2 + 0.5), 0.4, picture, 0.6, 0, picture)
    for share in (1.0, 0.75, 0.5):
        cv2.line(picture, points[0], points[1], (skin * (1.12 - 0.32 * share)).clip(0, 255).tolist(), max(1, int(radius * 2 * share)), cv2.LINE_AA)


def light(rng, picture):
    """Uneven light, shadows, lamp reflections, exposure and white balance."""
    h, w = picture.shape[:2]
    low = np.ones((48, 48), np.float32)
    if rng.random() < 0.7:
        x, y = np.linspace(-1, 1, 48, dtype=np.float32), np.linspace(-1, 1, 48, dtype=np.float32)[:, None]
        low *= 1 + rng.uniform(-0.35, 0.35) * x + rng.uniform(-0.35, 0.35) * y
    if rng.random() < 0.35:
        mask = np.zeros((48, 48), np.float32)
        points = rng.uniform(-10, 58, (rng.integers(3, 6), 2)).astype(np.int32)
        cv2.fillPoly(mask, [cv2.convexHull(points)], 1.0)
        mask = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.3, 5))
        low *= 1 - mask * rng.uniform(0.1, 0.6)
    picture = picture * cv2.resize(low, (w, h), interpolation=cv2.INTER_LINEAR)[..., None]
    if rng.random() < 0.2:
        spot = np.zeros((48, 48), np.float32)
        centre = tuple(int(v) for v in rng.uniform(6, 42, 2))
        cv2.ellipse(spot, centre, (int(rng.integers(1, 8)), int(rng.integers(1, 6))), rng.uniform(0, 180), 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), rng.uniform(0.5, 3)) * rng.uniform(60, 300)
        picture = picture + cv2.resize(spot, (w, h), interpolation=cv2.INTER_LINEAR)[..., None]
    gain = 2 ** rng.normal(-0.1, 0.35) * (1 + rng.normal(0, 0.06, 3))
    picture = picture * gain.astype(np.float32)
    if rng.random() < 0.3:
        mean = picture.mean()
        picture = (picture - mean) * rng.uniform(0.5, 1.3) + mean
    if rng.random() < 0.06:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    return picture.clip(0, 255)


def lens(rng, picture):
    """Blur, movement, noise and JPEG; takes float and gives bytes."""
    draw = rng.random()
    if draw < 0.45:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.5 if draw < 0.4 else 3.0))
    elif draw < 0.55:
        length = rng.integers(2, 8)
        kernel = np.zeros((15, 15), np.float32)
        angle = rng.uniform(0, np.pi)
        d = np.array([np.cos(angle), np.sin(angle)]) * length
        cv2.line(kernel, tuple(int(v) for v in 7 - d / 2 + 0.5), tuple(int(v) for v in 7 + d / 2 + 0.5), 1.0, 1)
        picture = cv2.filter2D(picture, -1, kernel / max(1, kernel.sum()))
    if rng.random() < 0.5:
        h, w = picture.shape[:2]
        picture = picture + cv2.randn(np.empty((h, w, 3), np.float32), (0, 0, 0), (rng.uniform(1, 12),) * 3)
    picture = picture.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return picture
