"""Writes drawn scenes as a data set for `bonafide evaluate --task document-corners`: `python scenes.py FOLDER COUNT`.

Pages and scenes have seeds of their own, which training never uses; a tenth of the pictures shows no document.
"""

import json
import sys
from pathlib import Path

import cv2

import data
import scene
from pages import Press

LONG_PX = 1100
SEED = 800_001


def main():
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    (folder / "scenes").mkdir(parents=True, exist_ok=True)
    sampler = data.Sampler(Press(SEED).pages(200), SEED + 1)
    with open(folder / "document-corners.jsonl", "w", encoding="utf-8") as lines:
        for index in range(count):
            picture, quads = sampler.photograph(LONG_PX)
            picture = scene.lens(sampler.rng, picture)
            name = f"scenes/{index:05}.jpg"
            cv2.imwrite(str(folder / name), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 92])
            corners = [quad.round(2).tolist() for quad in quads]
            lines.write(json.dumps({"files": [name], "corners": corners}) + "\n")


if __name__ == "__main__":
    main()
