"""Blinks and turns that the face check's measures find in real films, beside what people saw in them.

python3 bench/liveness/blinks.py --datasets DIR --film target/release/examples/film --models target/models

Reads `liveness-videos.jsonl`, takes the films apart with OpenCV (PyPI, opencv-python-headless), measures every frame as a face
check would, and counts: a blink is found where both eyes are below the policy's share of their own median within six frames
of a labelled one; a turn where the head is turned by the policy's angle to the labelled side within the labelled frames.
"""

import argparse
import json
import re
import subprocess
import tempfile
from pathlib import Path

import cv2

SHUT_SHARE, TURN_DEG, LONG_SIDE_PX, NEAR_FRAMES = 0.6, 17, 512, 6
LINE = re.compile(r"^ *(\d+) .*yaw +([-\d.]+) .*eyes ([\d.]+) ([\d.]+)")


def take_apart(film, folder):
    capture, index = cv2.VideoCapture(str(film)), 0
    while True:
        there, frame = capture.read()
        if not there:
            return
        scale = min(1, LONG_SIDE_PX / max(frame.shape[:2]))
        small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cv2.imwrite(f"{folder}/{index:05}.jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 75])
        index += 1


def measured(arguments, folder):
    command = [arguments.film, arguments.models, folder, "30"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = (LINE.match(line) for line in text.splitlines())
    return {int(m[1]): (float(m[2]), float(m[3]), float(m[4])) for m in found if m}


def median(values):
    return sorted(values)[len(values) // 2]


def shut_frames(frames):
    own = [median([f[eye] for f in frames.values()]) for eye in (1, 2)]
    return [i for i, f in frames.items() if f[1] < SHUT_SHARE * own[0] and f[2] < SHUT_SHARE * own[1]]


def runs(indices):
    grouped = []
    for i in indices:
        if grouped and i - grouped[-1][-1] <= 2:
            grouped[-1].append(i)
        else:
            grouped.append([i])
    return grouped


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("datasets", "film", "models"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    totals = {"blinks": [0, 0], "turns": [0, 0], "other": 0, "frames": 0, "without a face": 0}
    for line in (Path(arguments.datasets) / "liveness-videos.jsonl").read_text().splitlines():
        case = json.loads(line)
        with tempfile.TemporaryDirectory() as folder:
            take_apart(Path(arguments.datasets) / case["files"][0], folder)
            count = len(list(Path(folder).iterdir()))
            frames = measured(arguments, folder)
        shut = runs(shut_frames(frames))
        near = lambda run, at: run[0] - NEAR_FRAMES <= at <= run[-1] + NEAR_FRAMES
        labelled = case.get("blinks", [])
        found = sum(any(near(run, at) for run in shut) for at in labelled)
        own_yaw = median([f[0] for f in frames.values()])
        turned = lambda side, i: (frames[i][0] - own_yaw) * (1 if side == "image_right" else -1) >= TURN_DEG
        turns = [any(turned(side, i) for i in range(a, b + 1) if i in frames) for side, a, b in case.get("turns", [])]
        known = labelled + case.get("uncertain", [])
        others = [run for run in shut if not any(near(run, at) for at in known)] if case.get("complete") else []
        print(f"{Path(case['files'][0]).stem[-12:]:>12}: blinks {found} of {len(labelled)}, turns {sum(turns)} of {len(turns)}, "
              f"others {len(others) if case.get('complete') else '-'}, frames with a face {len(frames)} of {count}")
        for name, hits, of in (("blinks", found, len(labelled)), ("turns", sum(turns), len(turns))):
            totals[name][0] += hits
            totals[name][1] += of
        totals["other"] += len(others)
        totals["frames"] += count
        totals["without a face"] += count - len(frames)
    print(totals)


if __name__ == "__main__":
    main()
