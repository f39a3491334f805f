"""Trains the reader of machine-readable lines: a small convolutional network with a CTC head over 37 characters.

    python reader.py train --out DIR [--hours H]      (goes on from DIR/reader.pt where there is one)
    python reader.py export --out DIR                 (DIR/reader.pt -> DIR/mrz-reader.onnx)
"""

import argparse
import math
import pathlib
import random
import time

import numpy as np
import torch
from torch import nn

import light
import reader_data
from ink import Printer
from zones import ALPHABET

BLANK = 0
"""Class 0 is CTC's blank, class i the character `ALPHABET[i - 1]`."""
UNSEEN = 1_000_000_000
"""Seeds from here on are for measuring."""


def _conv(inputs, outputs, kernel=3, stride=1, padding=1):
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Reader(nn.Module):
    """`[n, 1, 28, w]` grey, 0 for mean and 1 for a deviation, to `[n, w / 4, 38]` logits."""

    def __init__(self):
        super().__init__()
        self.shape = nn.Sequential(
            _conv(1, 24, 5, 2, 2), _conv(24, 48, 3, 2), _conv(48, 64), _conv(64, 64, 3, (2, 1)),
            _conv(64, 96, (4, 3), 1, (0, 1)), _conv(96, 96, (1, 5), 1, (0, 2)), _conv(96, 96, (1, 5), 1, (0, 2)),
        )
        self.classes = nn.Conv2d(96, len(ALPHABET) + 1, 1)

    def forward(self, pictures):
        return self.classes(self.shape(pictures)).squeeze(2).permute(0, 2, 1)


def normalised(picture):
    """Contrast as the network wants it: the line's mean at 0, its deviation 1."""
    values = picture.astype(np.float32)
    return (values - values.mean()) / max(values.std(), 4.0)


class Batches:
    """Batches of lines of like width: a pool is made, sorted by width and handed out in random order."""

    def __init__(self, seed, batch=24, pool=12):
        self.printer, self.paper = Printer(), light.Paper(np.random.default_rng(7))
        self.seed, self.batch, self.pool, self.ready = seed, batch, pool, []

    def __next__(self):
        if not self.ready:
            lines = []
            for _ in range(self.batch * self.pool):
                lines.append(reader_data.sample(self.printer, self.paper, self.seed))
                self.seed += 1
            lines.sort(key=lambda line: line[0].shape[1])
            self.ready = [lines[i : i + self.batch] for i in range(0, len(lines), self.batch)]
            random.Random(self.seed).shuffle(self.ready)
        return tensors(self.ready.pop())


def tensors(lines):
    """Pictures, steps of each, texts as classes, lengths."""
    width = -(-max(picture.shape[1] for picture, _ in lines) // 8) * 8
    pictures = np.zeros((len(lines), 1, reader_data.HEIGHT_PX, width), np.float32)
    for i, (picture, _) in enumerate(lines):
        pictures[i, 0, :, : picture.shape[1]] = normalised(picture)
    texts = [[ALPHABET.index(c) + 1 for c in text] for _, text in lines]
    steps = torch.tensor([max(1, picture.shape[1] // 4) for picture, _ in lines])
    lengths = torch.tensor([len(text) for text in texts])
    return torch.from_numpy(pictures), steps, torch.tensor(sum(texts, [])), lengths


def decode(logits):
    """The best path of one line."""
    best = logits.argmax(-1).tolist()
    kept = [c for i, c in enumerate(best) if c != BLANK and (i == 0 or best[i - 1] != c)]
    return "".join(ALPHABET[c - 1] for c in kept)


def measure(network, lines):
    """Shares of lines and of characters read right."""
    network.eval()
    exact = wrong = characters = 0
    with torch.no_grad():
        for picture, text in lines:
            pictures, steps, _, _ = tensors([(picture, text)])
            read = decode(network(pictures)[0, : steps[0]])
            exact += read == text
            wrong += distance(read, text)
            characters += len(text)
    network.train()
    return exact / len(lines), 1 - wrong / characters


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i] + [0] * len(b), row
        for j, y in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
    return row[-1]


def train(out, hours, rate):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    network, path, done = Reader().to(memory_format=torch.channels_last), out / "reader.pt", 0
    out.mkdir(parents=True, exist_ok=True)
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        done = state["lines"]
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {done} lines seen", flush=True)
    batches = Batches(done)
    tests = [reader_data.sample(batches.printer, batches.paper, UNSEEN + i) for i in range(300)]
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
    loss_of = nn.CTCLoss(blank=BLANK, zero_infinity=True)
    start, mean, round_ = time.time(), None, 0
    while (share := (time.time() - start) / (hours * 3600)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (round_ + 1) / 200) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        pictures, steps, texts, lengths = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network(pictures.to(memory_format=torch.channels_last)).float()
        loss = loss_of(logits.log_softmax(-1).permute(1, 0, 2), texts, steps, lengths)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        mean = float(loss) if mean is None else 0.99 * mean + 0.01 * float(loss)
        round_ += 1
        done += len(lengths)
        if round_ % 250 == 0:
            exact, right = measure(network, tests)
            torch.save({"network": network.state_dict(), "lines": done}, path)
            print(f"{time.time() - start:6.0f} s {done:8} lines  loss {mean:.4f}  exact {exact:.3f}  characters {right:.4f}", flush=True)
    torch.save({"network": network.state_dict(), "lines": done}, path)


class Exported(nn.Module):
    """As the product runs it: `[n, 3, 28, w]` blue, green, red from −1 to 1, to `[n, w / 4, 38]` probabilities."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.register_buffer("luma", torch.tensor([0.114, 0.587, 0.299]).view(1, 3, 1, 1))

    def forward(self, pictures):
        grey = ((pictures + 1) * 127.5 * self.luma).sum(1, keepdim=True)
        centred = grey - grey.mean((2, 3), keepdim=True)
        deviation = (centred * centred).mean((2, 3), keepdim=True).sqrt()
        return self.network(centred / deviation.clamp(min=4.0)).softmax(-1)


def export(out):
    network = Reader()
    network.load_state_dict(torch.load(out / "reader.pt")["network"])
    example = torch.zeros(2, 3, reader_data.HEIGHT_PX, 640)
    axes = {"lines": {0: "n", 3: "w"}, "characters": {0: "n", 1: "steps"}}
    torch.onnx.export(Exported(network).eval(), (example,), str(out / "mrz-reader.onnx"), input_names=["lines"],
                      output_names=["characters"], dynamic_axes=axes, opset_version=17, dynamo=False)


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
