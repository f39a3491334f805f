"""Trains the document finder: `python train.py --out FOLDER [--factory FOLDER] [--steps N] [--start CHECKPOINT]`."""

import argparse
import copy
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

import data
from network import Finder, multiplications
from pages import Press, from_factory

BATCH = 24
CHECK_EVERY = 250


def main():
    options = arguments()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    sampler = data.Sampler(page_bank(options), options.seed)
    held = data.Sampler(Press(900_001).pages(150), 900_002)
    held = [held.sample() for _ in range(192)]
    network = Finder().to(memory_format=torch.channels_last)
    print(f"{sum(p.numel() for p in network.parameters())} parameters, {multiplications(network) / 1e6:.0f} M multiplications", flush=True)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    train(network, sampler, held, options)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--factory", type=Path, help="what `bonafide specimen` wrote")
    parser.add_argument("--share", type=float, default=0.6, help="share of the factory's pages among all")
    parser.add_argument("--pages", type=int, default=900, help="pages drawn here")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def page_bank(options):
    """Pages drawn here, and those of the factory as often as it takes for their share."""
    drawn = Press(options.seed).pages(options.pages)
    if options.factory is None:
        return drawn
    made = from_factory(options.factory)
    print(f"{len(made)} pages of the factory", flush=True)
    repeats = options.share / (1 - options.share) * len(drawn) / len(made)
    chosen = np.random.default_rng(options.seed).permutation(np.tile(np.arange(len(made)), int(repeats) + 1))
    return drawn + [made[i] for i in chosen[: int(repeats * len(made))]]


def train(network, sampler, held, options):
    options.out.mkdir(parents=True, exist_ok=True)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, options.steps, pct_start=0.08, final_div_factor=200)
    slow, started, losses = copy.deepcopy(network), time.time(), []
    for step in range(1, options.steps + 1):
        pictures, targets = batch(sampler)
        network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = network(pictures)
        loss = distance(answer.float(), targets)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        follow(slow, network, min(0.998, step / (step + 50)))
        losses.append(loss.item())
        if step % CHECK_EVERY == 0 or step == options.steps:
            told = check(slow, held)
            print(f"{step:6d} {time.time() - started:6.0f} s  loss {np.mean(losses):.4f}  {told}", flush=True)
            losses.clear()
            torch.save(slow.state_dict(), options.out / "finder.pt")


def batch(sampler):
    """Each sample is used twice, the second time turned by quarters: what is read as its top stays its top."""
    samples = [sampler.sample()[:2] for _ in range(BATCH // 2)]
    turns = sampler.rng.integers(1, 4, len(samples))
    samples += [[np.rot90(part, turn, (1, 2)) for part in sample] for sample, turn in zip(samples, turns)]
    pictures, targets = (torch.from_numpy(np.stack(part)) for part in zip(*samples))
    return pictures.contiguous(memory_format=torch.channels_last), targets


def distance(answer, target):
    """Cross-entropy of every map, the thin sides weighted up, and the overlap of the documents."""
    weights = torch.ones_like(target)
    weights[:, 2:] = 1 + 5 * target[:, 2:]
    entropy = (F.binary_cross_entropy_with_logits(answer, target, reduction="none") * weights).mean((0, 2, 3))
    area = torch.sigmoid(answer[:, :2])
    overlap = 2 * (area * target[:, :2]).sum((0, 2, 3)) / (area.sum((0, 2, 3)) + target[:, :2].sum((0, 2, 3)) + 1)
    return entropy[0] + 0.5 * entropy[1] + 2.0 * entropy[2:].sum() + 0.2 * (1 - overlap).sum()


def follow(slow, network, share):
    """Moves the averaged weights towards the trained ones."""
    with torch.no_grad():
        for a, b in zip(slow.state_dict().values(), network.state_dict().values()):
            if a.dtype.is_floating_point:
                a.mul_(share).add_(b, alpha=1 - share)
            else:
                a.copy_(b)


def check(network, held):
    """On samples apart: overlap of the document maps, and how often the sides tell which way up it is."""
    network.eval()
    with torch.no_grad():
        answers = [torch.sigmoid(network(torch.from_numpy(s[0])[None]))[0].numpy() for s in held]
    both = sum(np.minimum(a[0], s[1][0]).sum() for a, s in zip(answers, held))
    any_ = sum(np.maximum(a[0], s[1][0]).sum() for a, s in zip(answers, held))
    right = [upright(a, quad) for a, s in zip(answers, held) for quad in s[2]]
    loss = np.mean([np.abs(a[2:] - s[1][2:]).mean() for a, s in zip(answers, held)])
    return f"overlap {both / any_:.4f}  sides {loss:.5f}  orientation {np.mean(right):.3f} of {len(right)}"


def upright(answer, quad):
    """Whether the maps of the sides fit the corners best in their true order."""
    t = np.linspace(0.1, 0.9, 17)[:, None]
    scores = np.zeros(4)
    for turn in range(4):
        for side in range(4):
            points = (quad[side] * (1 - t) + quad[(side + 1) % 4] * t) / data.STRIDE
            x, y = points.astype(int).T
            inside = (x >= 0) & (y >= 0) & (x < data.CELLS) & (y < data.CELLS)
            scores[turn] += answer[2 + (side + turn) % 4, y[inside], x[inside]].sum()
    return scores.argmax() == 0


if __name__ == "__main__":
    main()
