"""Trains the finder of machine-readable lines: where their cores lie in a grey picture, and which way they read.

    python finder.py train --out DIR [--hours H]      (goes on from DIR/finder.pt where there is one)
    python finder.py export --out DIR                 (DIR/finder.pt -> DIR/mrz-finder.onnx)
"""

import argparse
import math
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from finder_data import Scenes

UNSEEN = 1_000_000_000
"""Seeds from here on are for measuring."""
BATCH = 8


def _conv(inputs, outputs, kernel=3, stride=1):
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Finder(nn.Module):
    """`[n, 1, h, w]` grey 0–1, sides multiples of 32, to `[n, 3, h / 4, w / 4]`: logit of a line's core, cosine, sine."""

    def __init__(self):
        super().__init__()
        self.quarter = nn.Sequential(_conv(1, 16, 5, 2), _conv(16, 32, 3, 2), _conv(32, 32))
        self.eighth = nn.Sequential(_conv(32, 48, 3, 2), _conv(48, 48))
        self.sixteenth = nn.Sequential(_conv(48, 64, 3, 2), _conv(64, 64))
        self.deepest = nn.Sequential(_conv(64, 96, 3, 2), _conv(96, 96), _conv(96, 96))
        self.sides = nn.ModuleList([nn.Conv2d(inputs, 24, 1) for inputs in (32, 48, 64, 96)])
        self.head = nn.Sequential(_conv(24, 24), nn.Conv2d(24, 3, 1))

    def forward(self, pictures):
        levels = [self.quarter(pictures - 0.5)]
        for deeper in (self.eighth, self.sixteenth, self.deepest):
            levels.append(deeper(levels[-1]))
        seen = self.sides[3](levels[3])
        for i in (2, 1, 0):
            seen = self.sides[i](levels[i]) + functional.interpolate(seen, scale_factor=2.0, mode="nearest")
        return self.head(seen)


def batch(scenes, seed):
    """Scenes of one height: whole, or a band of them, as a closer look at a zone is."""
    height = (384, 384, 224, 128)[seed // BATCH % 4]
    drawn = [band(*scenes.scene(seed + i), height) for i in range(BATCH)]
    pictures = np.stack([picture for picture, _ in drawn])[:, None].astype(np.float32) / 255
    return torch.from_numpy(pictures), torch.from_numpy(np.stack([targets for _, targets in drawn]))


def band(picture, targets, height):
    """The part of a scene of that height around the middle of what it should find."""
    rows = np.flatnonzero(targets[0].max(1) > 0.5)
    middle = int(rows.mean()) if len(rows) else targets.shape[1] // 2
    top = int(np.clip(middle - height // 8, 0, targets.shape[1] - height // 4))
    return picture[4 * top : 4 * top + height], targets[:, top : top + height // 4]


def loss_of(outputs, targets):
    core, true = outputs[:, 0], targets[:, 0]
    every = functional.binary_cross_entropy_with_logits(core, true, pos_weight=torch.tensor(2.0))
    share = core.sigmoid()
    dice = 1 - (2 * (share * true).sum() + 1) / (share.sum() + true.sum() + 1)
    inside = (targets[:, 1:] ** 2).sum(1) > 0.5
    turn = ((outputs[:, 1:] - targets[:, 1:]) ** 2).sum(1)[inside].mean() if inside.any() else 0.0
    return every + 0.5 * dice + 0.3 * turn


def measure(network, tests):
    """Intersection over union of the cores, and the share of core cells whose direction is within 45°."""
    network.eval()
    both = either = right = inside = 0.0
    with torch.no_grad():
        for pictures, targets in tests:
            outputs = network(pictures)
            core, true = outputs[:, 0] > 0, targets[:, 0] > 0.5
            both, either = both + (core & true).sum().item(), either + (core | true).sum().item()
            cosine = functional.cosine_similarity(outputs[:, 1:], targets[:, 1:], 1)
            right, inside = right + (cosine[true] > 0.7).sum().item(), inside + true.sum().item()
    network.train()
    return both / max(1, either), right / max(1, inside)


def train(out, hours, rate):
    torch.manual_seed(2)
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    network, path, done = Finder().to(memory_format=torch.channels_last), out / "finder.pt", 0
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        done = state["scenes"]
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {done} scenes seen", flush=True)
    scenes = Scenes()
    tests = [batch(scenes, UNSEEN + i * BATCH) for i in range(12)]
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
    start, mean, round_ = time.time(), None, 0
    while (share := (time.time() - start) / (hours * 3600)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (round_ + 1) / 100) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        pictures, targets = batch(scenes, done)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = network(pictures.to(memory_format=torch.channels_last)).float()
        loss = loss_of(outputs, targets)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        value = loss.item()
        mean = value if mean is None else 0.98 * mean + 0.02 * value
        round_, done = round_ + 1, done + BATCH
        if round_ % 200 == 0:
            overlap, turned = measure(network, tests)
            torch.save({"network": network.state_dict(), "scenes": done}, path)
            print(f"{time.time() - start:6.0f} s {done:7} scenes  loss {mean:.4f}  IoU {overlap:.3f}  direction {turned:.4f}", flush=True)
    torch.save({"network": network.state_dict(), "scenes": done}, path)


class Exported(nn.Module):
    """As the product runs it: `[n, 3, h, w]` blue, green, red from −1 to 1; a probability in place of the logit."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.register_buffer("luma", torch.tensor([0.114, 0.587, 0.299]).view(1, 3, 1, 1))

    def forward(self, pictures):
        grey = ((pictures + 1) * 0.5 * self.luma).sum(1, keepdim=True)
        outputs = self.network(grey)
        return torch.cat([outputs[:, :1].sigmoid(), outputs[:, 1:]], 1)


def export(out):
    network = Finder()
    network.load_state_dict(torch.load(out / "finder.pt")["network"])
    axes = {"picture": {0: "n", 2: "h", 3: "w"}, "cells": {0: "n", 2: "h4", 3: "w4"}}
    torch.onnx.export(Exported(network).eval(), (torch.zeros(1, 3, 384, 384),), str(out / "mrz-finder.onnx"), input_names=["picture"],
                      output_names=["cells"], dynamic_axes=axes, opset_version=17, dynamo=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("train", "export"))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=2e-3)
    options = parser.parse_args()
    if options.task == "train":
        train(options.out, options.hours, options.rate)
    else:
        export(options.out)
