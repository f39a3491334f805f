"""What a camera does to a grey picture in 0–255: blur, resolution, noise, light, compression. Everything is drawn from `rng`."""

import cv2
import numpy as np


def field(rng, height, width, cells):
    """Smooth noise of mean 0 and range about ±1."""
    small = rng.standard_normal((max(2, cells[0]), max(2, cells[1]))).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


class Paper:
    """Printed grounds: cloudiness and fine lines, drawn once and cut from."""

    def __init__(self, rng, count=120, size=(320, 1700)):
        height, width = size
        self.sheets = []
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        for _ in range(count):
            sheet = field(rng, height, width, (4, 8)) * rng.uniform(2, 20) * (rng.random() < 0.7)
            for _ in range(rng.integers(0, 3)):
                angle, period = rng.uniform(0, np.pi), rng.uniform(2.5, 16)
                phase = field(rng, height, width, (3, 8)) * rng.uniform(0, 6)
                sheet = sheet + np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period + phase) * rng.uniform(2, 16)
            if rng.random() < 0.35:
                sheet = sheet + rng.standard_normal(size).astype(np.float32) * rng.uniform(1, 10)
            self.sheets.append(np.asarray(sheet, np.float16) if np.ndim(sheet) else np.zeros(size, np.float16))
        self.grain = rng.standard_normal((512, 2048)).astype(np.float16)

    def cut(self, rng, height, width):
        """A ground `[height, width]` of some tone."""
        sheet = self.sheets[rng.integers(len(self.sheets))]
        return rng.uniform(130, 250) + _part(rng, sheet, height, width) * rng.choice((0.0, 1.0, 1.0, rng.uniform(0, 1.3)))

    def noise(self, rng, height, width):
        """Normal noise of deviation 1."""
        return _part(rng, self.grain, height, width)


def _part(rng, sheet, height, width):
    if height > sheet.shape[0] or width > sheet.shape[1]:
        sheet = np.tile(sheet, (-(-height // sheet.shape[0]), -(-width // sheet.shape[1])))
    y, x = rng.integers(sheet.shape[0] - height + 1), rng.integers(sheet.shape[1] - width + 1)
    return sheet[y : y + height, x : x + width].astype(np.float32)


def blur(rng, picture, strongest):
    """Defocus or movement, `strongest` being the largest standard deviation in pixels."""
    sigma = rng.uniform(0, strongest)
    if sigma > 0.3 and rng.random() < 0.75:
        picture = cv2.GaussianBlur(picture, (0, 0), sigma, sigmaY=sigma * rng.uniform(0.6, 1.4))
    elif sigma > 0.5:
        length = max(2, int(sigma * 2.5))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = (length - 1) / 2
        ends = [(int(round(reach + s * reach * np.cos(angle))), int(round(reach + s * reach * np.sin(angle)))) for s in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    return picture


def sensor(rng, picture, paper):
    """Light across the picture, exposure, noise, 8 bits, JPEG."""
    height, width = picture.shape
    if rng.random() < 0.6:
        slope = rng.uniform(-0.3, 0.3, 2)
        ramp = 1 + slope[0] * np.linspace(-1, 1, width, dtype=np.float32)[None, :] + slope[1] * np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        picture = picture * ramp
    if rng.random() < 0.12:
        centre, spread = rng.uniform(0, 1, 2) * (width, height), rng.uniform(0.05, 0.4) * width
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        picture = picture + rng.uniform(20, 150) * np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2 * rng.uniform(1, 6)) / spread**2)
    if rng.random() < 0.12:
        edge = int(rng.uniform(0, width))
        shade = np.ones(width, np.float32)
        shade[edge:] = rng.uniform(0.45, 0.9)
        shade = cv2.GaussianBlur(shade[None, :], (0, 0), rng.uniform(1, 30))
        picture = picture * (shade if rng.random() < 0.5 else shade[:, ::-1])
    low, gain = rng.uniform(0, 30), rng.choice((1.0, 1.0, rng.uniform(0.4, 1.1)))
    picture = low + picture * gain
    noise = rng.choice((0.0, rng.uniform(0, 4), rng.uniform(0, 5), rng.uniform(0, 14)))
    if noise:
        grain = paper.noise(rng, height, width)
        if rng.random() < 0.3:
            grain = cv2.GaussianBlur(grain, (0, 0), 0.7) * 1.8
        picture = picture + grain * noise
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = int(rng.uniform(25, 95))
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)
    return picture
