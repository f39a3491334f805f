"""Training pictures made as they are needed: documents laid on a ground, photographed, with the maps to learn."""

import cv2
import numpy as np

import scene

SIDE = 256
"""Side in pixels of the network's square input."""
STRIDE = 4
CELLS = SIDE // STRIDE
CORE = 0.55
"""The core of a document is its outline shrunk to this share about its centre: cores of neighbours never touch."""
RENDER = 384
"""Side in pixels at which a scene is composed before it is scaled down."""
WIDTH_CELLS = 0.8
"""Standard deviation in cells of the ridge along a side."""


def perspective(rng, size, tilt_deg, roll_deg):
    """Corners of a page of `size` turned in space and seen by a pinhole camera, about the origin, width 1."""
    w, h = size[0] / max(size), size[1] / max(size)
    corners = np.float64([[-w, -h, 0], [w, -h, 0], [w, h, 0], [-w, h, 0]]) / 2
    ax, ay = np.radians(tilt_deg)
    az = np.radians(roll_deg)
    rx = np.array([[1, 0, 0], [0, np.cos(ax), -np.sin(ax)], [0, np.sin(ax), np.cos(ax)]])
    ry = np.array([[np.cos(ay), 0, np.sin(ay)], [0, 1, 0], [-np.sin(ay), 0, np.cos(ay)]])
    rz = np.array([[np.cos(az), -np.sin(az), 0], [np.sin(az), np.cos(az), 0], [0, 0, 1]])
    seen = corners @ (rz @ rx @ ry).T
    distance = rng.uniform(1.3, 4.0)
    return seen[:, :2] * distance / (seen[:, 2:] + distance)


def roll(rng):
    """Any rotation, more often near the four that people use."""
    if rng.random() < 0.35:
        return rng.uniform(0, 360)
    return rng.choice([0, 0, 0, 90, 180, 270]) + rng.normal(0, 7)


class Sampler:
    """Draws samples; the same seed draws the same ones."""

    def __init__(self, pages, seed):
        """`pages` are pairs of a flat RGB page and the share of its shorter side by which corners are rounded."""
        self.rng = np.random.default_rng(seed)
        self.pages = [(levels(page), rounded) for page, rounded in pages]

    def sample(self):
        """Input `[4, 256, 256]` in −1–1 (RGB and whether inside the frame), maps `[6, 64, 64]` 0–1 (document, core,
        top, right, bottom, left), and the quads in input pixels."""
        inner = SIDE - 2 * MARGIN_PX
        picture, quads = self.photograph(RENDER)
        scale = inner / max(picture.shape[:2])
        w, h = (max(1, round(side * scale)) for side in (picture.shape[1], picture.shape[0]))
        quads = [quad * [w / picture.shape[1], h / picture.shape[0]] for quad in quads]
        picture = cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA)
        picture = scene.lens(self.rng, picture)
        origin = np.array([(SIDE - w) // 2, (SIDE - h) // 2])
        planes = np.zeros((4, SIDE, SIDE), np.float32)
        part = (slice(origin[1], origin[1] + h), slice(origin[0], origin[0] + w))
        planes[(slice(0, 3), *part)] = picture.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
        planes[(3, *part)] = 1.0
        quads = [quad + origin for quad in quads]
        return planes, maps(quads), quads

    def photograph(self, long_px):
        """A photograph with so many pixels on its longer side, RGB float, and the documents' corners in its pixels."""
        rng = self.rng
        aspect = rng.choice([4 / 3, 3 / 4, 16 / 9, 9 / 16, 1.0, rng.uniform(0.5, 2.0)], p=[0.36, 0.2, 0.14, 0.1, 0.05, 0.15])
        draw, only = rng.random(), None
        if draw < 0.13:
            only = int(rng.integers(len(self.pages)))
            page = self.pages[only][0][0]
            aspect = page.shape[1] / page.shape[0] * rng.uniform(0.97, 1.03)
            turns = int(rng.choice([0, 0, 0, 1, 2, 3]))
            aspect = 1 / aspect if turns % 2 else aspect
        elif draw < 0.17:
            aspect = rng.choice([0.7, 0.78, 0.85, 3.2])
        size = (long_px, round(long_px / aspect)) if aspect >= 1 else (round(long_px * aspect), long_px)
        if only is not None:
            picture, quads = self.crop(size, only, turns)
        elif draw < 0.17:
            picture, quads = self.sides_on_a_sheet(size)
        else:
            picture, quads = self.scene(*size)
        if rng.random() < 0.35:
            picture, quads = barrel(picture, quads, rng.uniform(-0.02, 0.10))
        return picture, quads

    def scene(self, w, h):
        """A photograph, RGB float, and the documents' corners in its pixels."""
        rng = self.rng
        draw = rng.random()
        count = 0 if draw < 0.10 else 1 if draw < 0.84 else 2 if draw < 0.96 else 3
        quads, chosen = self.places(w, h, count)
        like = None
        if chosen and rng.random() < 0.15:
            like = self.pages[chosen[0]][0][-1].mean((0, 1))
        picture = scene.ground(rng, w, h, like).astype(np.float32)
        for _ in range(rng.integers(0, 3) if rng.random() < (0.9 if count == 0 else 0.3) else 0):
            self.lay(picture, scene.thing(rng, w, h), self.somewhere(w, h), 0.0)
        for quad, index in zip(quads, chosen):
            if rng.random() < 0.12:
                self.neighbour_page(picture, quad, index)
            self.shadow(picture, quad)
            self.lay(picture, self.level(index, quad), quad, self.pages[index][1])
        if quads and rng.random() < 0.22:
            self.hold(picture, quads[0])
        return scene.light(rng, picture).astype(np.float32), quads

    def places(self, w, h, count):
        rng, quads, chosen = self.rng, [], []
        for _ in range(count * 6):
            if len(quads) == count:
                break
            index = int(rng.integers(len(self.pages)))
            quad = self.place(w, h, self.pages[index][0][0].shape, count)
            if all(apart(quad, other) for other in quads):
                quads.append(quad)
                chosen.append(index)
        return quads, chosen

    def place(self, w, h, shape, count):
        """Corners of a document in the frame: well within it, or running out of it."""
        rng = self.rng
        tilt = rng.normal(0, 12, 2).clip(-38, 38)
        quad = perspective(rng, (shape[1], shape[0]), tilt, roll(rng))
        low, high = quad.min(0), quad.max(0)
        fill = rng.uniform(0.45, 0.97) if rng.random() < 0.75 else rng.uniform(0.16, 0.5)
        fill = fill if count == 1 else rng.uniform(0.22, 0.6)
        quad = (quad - (low + high) / 2) * fill * min(w / (high - low)[0], h / (high - low)[1])
        size = quad.max(0) - quad.min(0)
        if count == 1 and rng.random() < 0.18:
            quad *= rng.uniform(1.0, 1.25)
            size = quad.max(0) - quad.min(0)
            side = rng.uniform(0, 2 * np.pi)
            out = np.array([np.cos(side), np.sin(side)]) * ([w, h] - size * rng.uniform(0.45, 0.95)) / 2 * rng.uniform(0.9, 1.2)
            return quad + [w / 2, h / 2] + out
        slack = np.maximum([w, h] - size, 0) / 2
        return quad + [w / 2, h / 2] + rng.uniform(-1, 1, 2) * slack * (0.6 if count == 1 else 1.0)

    def crop(self, size, index, turns):
        """A picture cut to the document, a little more or less, turned by quarters."""
        rng, (w, h) = self.rng, size
        quad = np.float64([[0, 0], [w, 0], [w, h], [0, h]])
        if rng.random() < 0.5:
            quad += rng.uniform(-0.025, 0.025, (4, 2)) * [w, h]
        if rng.random() < 0.4:
            quad = (quad - [w / 2, h / 2]) * rng.uniform(0.94, 1.05) + [w / 2, h / 2]
        quad = np.roll(quad, turns, axis=0)
        picture = np.full((h, w, 3), 252, np.float32) if rng.random() < 0.5 else scene.ground(rng, w, h).astype(np.float32)
        self.lay(picture, self.level(index, quad), quad, self.pages[index][1])
        return (scene.light(rng, picture) if rng.random() < 0.5 else picture).astype(np.float32), [quad]

    def sides_on_a_sheet(self, size):
        """Two documents one below or beside the other, straight, as people put both sides of a card in one file."""
        rng, (w, h) = self.rng, size
        picture = np.full((h, w, 3), rng.choice([255, 252, 240, 20]), np.float32)
        quads, beside = [], w > h
        for part in range(2):
            index = int(rng.integers(len(self.pages)))
            page = self.pages[index][0][0]
            room = np.array([w / 2, h] if beside else [w, h / 2])
            fit = min(room[0] / page.shape[1], room[1] / page.shape[0]) * rng.uniform(0.85, 0.99)
            pw, ph = page.shape[1] * fit, page.shape[0] * fit
            x0, y0 = (room - [pw, ph]) / 2 + (room * [part, 0] if beside else room * [0, part])
            quad = np.array([[x0, y0], [x0 + pw, y0], [x0 + pw, y0 + ph], [x0, y0 + ph]])
            self.lay(picture, self.level(index, quad), quad, self.pages[index][1])
            quads.append(quad)
        return picture, quads

    def somewhere(self, w, h):
        rng = self.rng
        quad = perspective(rng, (1.0, rng.uniform(0.4, 1.0)), rng.normal(0, 12, 2), rng.uniform(0, 360))
        return quad * rng.uniform(0.2, 0.9) * min(w, h) + rng.uniform(0.05, 0.95, 2) * [w, h]

    def level(self, index, quad):
        """The page at the resolution next above the one at which it is seen."""
        seen = max(np.linalg.norm(quad[i] - quad[i - 1]) for i in range(4))
        pyramid = self.pages[index][0]
        fitting = [page for page in pyramid if max(page.shape[:2]) >= seen * 0.75]
        return fitting[-1] if fitting else pyramid[0]

    def lay(self, picture, page, quad, rounded):
        """Prints a page into the picture, with soft edges."""
        h, w = page.shape[:2]
        source = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
        matrix = cv2.getPerspectiveTransform(source, np.float32(quad))
        alpha = np.zeros((h + 2, w + 2), np.float32)
        rounding(alpha, rounded * min(w, h))
        shift = np.float64([[1, 0, -1], [0, 1, -1], [0, 0, 1]])
        size = (picture.shape[1], picture.shape[0])
        seen = cv2.warpPerspective(page.astype(np.float32), matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        alpha = cv2.warpPerspective(alpha, matrix @ shift, size, flags=cv2.INTER_LINEAR)[..., None]
        picture += (seen - picture) * alpha

    def neighbour_page(self, picture, quad, index):
        """The other page of a booklet beyond one of the sides: paper of the same kind with little print."""
        rng = self.rng
        page = self.pages[index][0][-1]
        side = rng.choice([0, 0, 0, 1, 3])
        source = np.float32([[0, 0], [1, 0], [1, 1], [0, 1]])
        move = {0: [0, -1], 1: [1, 0], 3: [-1, 0]}[int(side)]
        matrix = cv2.getPerspectiveTransform(source, np.float32(quad))
        other = cv2.perspectiveTransform((source + np.float32(move))[None], matrix)[0]
        if not np.isfinite(other).all() or np.abs(other).max() > 4 * max(picture.shape):
            return
        paper = np.empty_like(page, np.float32)
        paper[:] = page.mean((0, 1)) * rng.uniform(0.85, 1.15)
        if rng.random() < 0.6:
            scene.print_lines(rng, paper, (paper[0, 0] * rng.uniform(0.4, 0.8)).tolist(), rng.uniform(0.04, 0.12) * page.shape[0])
        if rng.random() < 0.7:
            paper *= np.linspace(1, rng.uniform(0.6, 1), paper.shape[0], dtype=np.float32)[:, None, None]
        self.lay(picture, paper.clip(0, 255), other, 0.0)

    def shadow(self, picture, quad):
        """The shadow of the document on the ground."""
        rng = self.rng
        if rng.random() < 0.3:
            return
        size = np.linalg.norm(quad[2] - quad[0])
        shift = rng.normal(0, 0.008, 2) * size
        mask = np.zeros(picture.shape[:2], np.float32)
        cv2.fillConvexPoly(mask, ((quad + shift).clip(-1e4, 1e4) * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
        mask = cv2.GaussianBlur(mask, (0, 0), max(0.5, rng.uniform(0.002, 0.02) * size))
        picture *= (1 - mask * rng.uniform(0.1, 0.55))[..., None]

    def hold(self, picture, quad):
        """Fingers over a side or a corner."""
        rng = self.rng
        size = np.linalg.norm(quad[2] - quad[0])
        for _ in range(rng.integers(1, 3)):
            i = rng.integers(4)
            on = quad[i] + (quad[(i + 1) % 4] - quad[i]) * rng.uniform(0, 1)
            inward = quad.mean(0) - on
            tip = on + inward * rng.uniform(0.02, 0.3)
            root = on - inward * 2 + rng.normal(0, 0.2, 2) * size
            scene.finger(rng, picture, tip, root, size * rng.uniform(0.025, 0.06))


MARGIN_PX = 18
"""What is left around the picture on its longer side, so that corners beyond the frame have a place."""


def barrel(picture, quads, k):
    """The picture through a lens with radial distortion: what is seen at r shows the ideal picture at r (1 + k r²)."""
    h, w = picture.shape[:2]
    middle, radius = np.array([w, h]) / 2, np.hypot(w, h) / 2
    x = (np.arange(w, dtype=np.float32) + 0.5 - middle[0])[None, :]
    y = (np.arange(h, dtype=np.float32) + 0.5 - middle[1])[:, None]
    stretch = (1 + k * (x * x + y * y) / radius**2).astype(np.float32)
    fit = 1 / (1 + max(k, 0.0))
    sources = [(axis * stretch * fit + centre - 0.5).astype(np.float32) for axis, centre in ((x, middle[0]), (y, middle[1]))]
    picture = cv2.remap(picture, *sources, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    moved = []
    for quad in quads:
        ideal = (quad - middle) / fit
        seen = ideal.copy()
        for _ in range(12):
            seen = ideal / (1 + k * ((seen / radius) ** 2).sum(1, keepdims=True))
        moved.append(seen + middle)
    return picture, moved


def levels(page):
    """A page and its halves."""
    pyramid = [page]
    while max(pyramid[-1].shape[:2]) > 64:
        pyramid.append(cv2.resize(pyramid[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    return pyramid


def rounding(alpha, radius):
    """Fills the inside of a border of one pixel, corners rounded."""
    h, w = alpha.shape
    r = int(radius)
    if r < 1:
        alpha[1:-1, 1:-1] = 1.0
        return
    cv2.rectangle(alpha, (1 + r, 1), (w - 2 - r, h - 2), 1.0, -1)
    cv2.rectangle(alpha, (1, 1 + r), (w - 2, h - 2 - r), 1.0, -1)
    for x in (1 + r, w - 2 - r):
        for y in (1 + r, h - 2 - r):
            cv2.circle(alpha, (x, y), r, 1.0, -1, cv2.LINE_AA)


def apart(a, b):
    """Whether two quads share no more than a touch."""
    area, _ = cv2.intersectConvexConvex(np.float32(a), np.float32(b))
    return area < 0.01 * min(cv2.contourArea(np.float32(a)), cv2.contourArea(np.float32(b)))


def maps(quads):
    """What the network shall answer for documents at these corners in input pixels."""
    target = np.zeros((6, CELLS, CELLS), np.float32)
    for quad in quads:
        target[0] = np.maximum(target[0], filled(quad))
        centre = quad.mean(0)
        target[1] = np.maximum(target[1], filled(centre + (quad - centre) * CORE))
        for side in range(4):
            target[2 + side] = np.maximum(target[2 + side], ridge(quad[side], quad[(side + 1) % 4]))
    return target


def filled(quad):
    """Share of each cell that the quad covers."""
    fine = np.zeros((SIDE, SIDE), np.float32)
    cv2.fillConvexPoly(fine, ((quad - 0.5).clip(-2e3, 2e3) * 256).round().astype(np.int32), 1.0, cv2.LINE_AA, 8)
    return cv2.resize(fine, (CELLS, CELLS), interpolation=cv2.INTER_AREA)


def ridge(a, b):
    """A ridge along the segment from `a` to `b`, 1 on it."""
    grid = (np.arange(CELLS) + 0.5) * STRIDE
    x, y = grid[None, :] - a[0], grid[:, None] - a[1]
    d = b - a
    t = ((x * d[0] + y * d[1]) / max(1e-6, d @ d)).clip(0, 1)
    away = np.hypot(x - t * d[0], y - t * d[1]) / STRIDE
    return np.exp(-0.5 * (away / WIDTH_CELLS) ** 2).astype(np.float32)
