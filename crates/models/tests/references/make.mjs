// Writes what the original JavaScript libraries compute for fixed inputs, as the reference of `imported_networks.rs`.
//
// Run it from the repository's root after `npm ci --ignore-scripts`, once for each new version of a package:
//
//   node crates/models/tests/references/make.mjs
//
// TensorFlow.js (the copy inside @vladmandic/face-api, backend `cpu`) executes the networks of @vladmandic/human as
// they are, and face-api executes its own. Each NETWORK.f32 holds little-endian floats: for every input pattern in
// the order of PATTERNS, for every output in the order of the manifest, every STEP-th value (STEP is 1 for outputs
// of up to 2,000 values and 11 for longer ones).

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const require = createRequire(join(root, "package.json"));
// The bundle is for browsers: it asks for little of one, but it must believe that it is in one.
globalThis.window = globalThis;
globalThis.document = { createElement: () => ({ getContext: () => null }) };
const faceapi = await import(require.resolve("@vladmandic/face-api/dist/face-api.esm.js"));
const tf = faceapi.tf;
await tf.setBackend("cpu");
await tf.ready();

// The input patterns: a value 0–1 for each row, column and channel of a square image. `imported_networks.rs` holds
// the same three in Rust, in the same order of operations, so that both get the same bits.
const PATTERNS = [noise, ramp, face];

function noise(side) {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 16777216;
  };
}

function ramp() {
  return (row, column, channel) => ((row * 3 + column * 5 + channel * 37) % 256) / 255;
}

function face(side) {
  const skin = [0.85, 0.65, 0.55];
  const within = (x, y, centreX, centreY, radiusX, radiusY) => {
    const [dx, dy] = [(x - centreX) / radiusX, (y - centreY) / radiusY];
    return dx * dx + dy * dy < 1;
  };
  return (row, column, channel) => {
    const [x, y] = [column / side, row / side];
    if (within(x, y, 0.36, 0.42, 0.05, 0.03) || within(x, y, 0.64, 0.42, 0.05, 0.03)) return 0.1;
    if (within(x, y, 0.5, 0.72, 0.11, 0.03)) return channel === 0 ? 0.6 : 0.2;
    if (within(x, y, 0.5, 0.57, 0.03, 0.06)) return skin[channel] * 0.8;
    if (within(x, y, 0.5, 0.52, 0.3, 0.4)) return skin[channel];
    return 0.3;
  };
}

function image(pattern, side, range) {
  const at = pattern(side);
  const values = new Float32Array(side * side * 3);
  let index = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      for (let channel = 0; channel < 3; channel++) values[index++] = range(at(row, column, channel));
    }
  }
  return tf.tensor4d(values, [1, side, side, 3]);
}

function bytes(path) {
  const file = readFileSync(join(root, "node_modules", path));
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}

async function graphModel(name, outputs) {
  const json = JSON.parse(readFileSync(join(root, `node_modules/@vladmandic/human/models/${name}.json`), "utf8"));
  const artifacts = {
    ...json,
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: bytes(`@vladmandic/human/models/${name}.bin`),
  };
  const model = await tf.loadGraphModel({ load: async () => artifacts });
  return (input) => model.execute(input, outputs);
}

async function descriptor() {
  const path = "@vladmandic/face-api/model/face_recognition_model";
  const manifest = JSON.parse(readFileSync(join(root, `node_modules/${path}-weights_manifest.json`), "utf8"));
  const weights = tf.io.decodeWeights(bytes(`${path}.bin`), manifest.flatMap((group) => group.weights));
  const net = new faceapi.FaceRecognitionNet();
  net.loadFromWeightMap(weights);
  return async (input) => [net.forwardInput(await faceapi.toNetInput(input))];
}

async function write(name, side, range, run) {
  const kept = [];
  for (const pattern of PATTERNS) {
    for (const output of await run(image(pattern, side, range))) {
      const values = output.dataSync();
      const step = values.length > 2000 ? 11 : 1;
      for (let index = 0; index < values.length; index += step) kept.push(values[index]);
    }
  }
  const data = Buffer.alloc(kept.length * 4);
  kept.forEach((value, index) => data.writeFloatLE(value, index * 4));
  writeFileSync(join(here, `${name}.f32`), data);
  console.log(`${name}: ${kept.length} values`);
}

await write(
  "face-detector",
  256,
  (value) => value * 2 - 1,
  await graphModel("blazeface", ["Identity", "Identity_1", "Identity_2", "Identity_3"]),
);
await write("face-mesh", 192, (value) => value, await graphModel("facemesh", ["Identity_2", "Identity_1"]));
const eye = ["conv_eyes_contours_and_brows", "conv_iris"].map((part) => `StatefulPartitionedCall/model/${part}/BiasAdd`);
await write("eye-mesh", 64, (value) => value, await graphModel("iris", eye));
await write("face-descriptor", 150, (value) => value * 255, await descriptor());
