"""Writes the trained network as ONNX: `python export.py CHECKPOINT FILE.onnx`."""

import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from network import Block, Finder

OPSET = 17


class Writer:
    """Writes the graph by hand, normalisation folded into the convolutions, so that the file hangs on no exporter."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def node(self, kind, inputs, **attributes):
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def weight(self, name, values):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def conv(self, x, layer, norm=None, relu=False):
        weight = layer.weight.detach().double()
        bias = layer.bias.detach().double() if layer.bias is not None else torch.zeros(layer.out_channels).double()
        if norm is not None:
            factor = norm.weight.detach().double() / (norm.running_var.double() + norm.eps).sqrt()
            weight = weight * factor[:, None, None, None]
            bias = (bias - norm.running_mean.double()) * factor + norm.bias.detach().double()
        index = len(self.nodes)
        names = [self.weight(f"weight_{index}", weight.float().numpy()), self.weight(f"bias_{index}", bias.float().numpy())]
        k, p, s = layer.kernel_size[0], layer.padding[0], layer.stride[0]
        x = self.node("Conv", [x, *names], kernel_shape=[k, k], pads=[p] * 4, strides=[s, s])
        return self.node("Relu", [x]) if relu else x

    def sequence(self, x, module):
        """Any nesting of the two patterns that the network is made of."""
        if isinstance(module, Block):
            inner = self.sequence(x, module.body[0])
            inner = self.conv(inner, module.body[1], module.body[2])
            return self.node("Relu", [self.node("Add", [x, inner])])
        if isinstance(module[0], nn.Conv2d):
            return self.conv(x, module[0], module[1], relu=True)
        for part in module:
            x = self.sequence(x, part)
        return x

    def network(self, net):
        at4 = self.sequence(self.sequence("picture", net.stem), net.at4)
        at8 = self.sequence(at4, net.at8)
        at16 = self.sequence(at8, net.at16)
        seen = self.sequence(at16, net.at32)
        scales = self.weight("twice", np.float32([1, 1, 2, 2]))
        for down, mix, beside in zip(net.down, net.mix, (at16, at8, at4)):
            larger = self.node(
                "Resize", [self.conv(seen, down), "", scales], mode="nearest",
                coordinate_transformation_mode="asymmetric", nearest_mode="floor")
            seen = self.sequence(self.node("Add", [larger, beside]), mix)
        self.nodes.append(helper.make_node("Sigmoid", [self.conv(seen, net.head)], ["maps"], name="maps"))


def main():
    checkpoint, file = sys.argv[1:3]
    net = Finder().eval()
    net.load_state_dict(torch.load(checkpoint, weights_only=True))
    writer = Writer()
    writer.network(net)
    shape = lambda name, sizes: helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)
    graph = helper.make_graph(
        writer.nodes, "document-finder", [shape("picture", ["n", 4, 256, 256])], [shape("maps", ["n", 6, 64, 64])], writer.weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="bonafide")
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, file)
    compare(net, file)


def compare(net, file):
    """The file must answer what the network answers."""
    import onnxruntime

    torch.manual_seed(0)
    picture = torch.rand(2, 4, 256, 256) * 2 - 1
    with torch.no_grad():
        expected = torch.sigmoid(net(picture)).numpy()
    got = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"picture": picture.numpy()})[0]
    print(f"largest difference {np.abs(expected - got).max():.2e}")
    assert np.abs(expected - got).max() < 1e-4


if __name__ == "__main__":
    main()
