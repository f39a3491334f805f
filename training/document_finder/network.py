"""The network: a small U-Net of plain convolutions, 256 × 256 in, maps of 64 × 64 out."""

import torch
from torch import nn


def conv(before, after, size=3, step=1):
    layers = [nn.Conv2d(before, after, size, step, size // 2, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class Block(nn.Module):
    """Two convolutions beside a direct way."""

    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(conv(width, width), nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return torch.relu(x + self.body(x))


class Finder(nn.Module):
    """`[n, 4, 256, 256]` → logits `[n, 6, 64, 64]`: document, core, top, right, bottom, left side as read."""

    WIDTHS = (24, 48, 96, 128)

    def __init__(self):
        super().__init__()
        a, b, c, d = self.WIDTHS
        self.stem = nn.Sequential(conv(4, 12, 5, 2), conv(12, a, 3, 2))
        self.at4 = conv(a, a)
        self.at8 = nn.Sequential(conv(a, b, 3, 2), Block(b))
        self.at16 = nn.Sequential(conv(b, c, 3, 2), Block(c))
        self.at32 = nn.Sequential(conv(c, d, 3, 2), Block(d), Block(d))
        self.down = nn.ModuleList([nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)])
        self.mix = nn.ModuleList([conv(c, c), conv(b, b), conv(a, a)])
        self.head = nn.Conv2d(a, 6, 1)
        nn.init.constant_(self.head.bias, -2.5)
        self.larger = nn.Upsample(scale_factor=2, mode="nearest")

    def forward(self, x):
        at4 = self.at4(self.stem(x))
        at8 = self.at8(at4)
        at16 = self.at16(at8)
        seen = self.at32(at16)
        for down, mix, beside in zip(self.down, self.mix, (at16, at8, at4)):
            seen = mix(self.larger(down(seen)) + beside)
        return self.head(seen)


def multiplications(network):
    """Multiplications of one run."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        kernel = layer.kernel_size[0] * layer.kernel_size[1]
        total += output.numel() * layer.in_channels * kernel

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, nn.Conv2d)]
    with torch.no_grad():
        network(torch.zeros(1, 4, 256, 256))
    for hook in hooks:
        hook.remove()
    return total
