"""How far a flat sheet with a face on it can turn the measured head: the first frame of each real film, turned in perspective.

python3 bench/liveness/sheet.py --datasets DIR --film target/release/examples/film --models target/models
"""

import argparse
import json
import math
import re
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

TURN_MAX_DEG, STEP_DEG, AWAY = 40, 4, 2.2
YAW = re.compile(r"yaw +([-\d.]+)")


def turned(picture, degrees):
    """The picture as a sheet that is turned about its upright axis, seen from AWAY times its longer side."""
    height, width = picture.shape[:2]
    side, angle = max(height, width), math.radians(degrees)
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]], float) / 2 / side
    depth = AWAY - corners[:, 0] * math.sin(angle)
    seen = np.stack([corners[:, 0] * math.cos(angle), corners[:, 1]], 1) * AWAY / depth[:, None]
    place = np.float32(seen * side * 0.9 + [width / 2, height / 2])
    sheet = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(sheet, place)
    return cv2.warpPerspective(picture, matrix, (width, height), borderValue=(90, 110, 120))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("datasets", "film", "models"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    steps = [*range(0, TURN_MAX_DEG + 1, STEP_DEG), *range(TURN_MAX_DEG, -TURN_MAX_DEG - 1, -STEP_DEG)]
    for line in (Path(arguments.datasets) / "liveness-videos.jsonl").read_text().splitlines():
        file = json.loads(line)["files"][0]
        there, picture = cv2.VideoCapture(str(Path(arguments.datasets) / file)).read()
        assert there, file
        with tempfile.TemporaryDirectory() as folder:
            for index, degrees in enumerate(steps):
                cv2.imwrite(f"{folder}/{index:03}.jpg", turned(picture, degrees))
            command = [arguments.film, arguments.models, folder, "10"]
            text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        yaws = [float(yaw) for yaw in YAW.findall(text)]
        most = max(abs(yaw - yaws[0]) for yaw in yaws)
        print(f"{Path(file).stem[-12:]:>12}: a sheet turned by {TURN_MAX_DEG}° either way moves the measured turn by {most:.0f}° at most")


if __name__ == "__main__":
    main()
