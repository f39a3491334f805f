#!/usr/bin/env bash
# Takes newly exported weights into the repository: pin.sh DIR copies DIR/mrz-*.onnx and notes their hashes and today's date.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
for name in mrz-finder mrz-reader; do
  cp "$1/$name.onnx" "$root/crates/models/weights/"
  hash=$(sha256sum "$1/$name.onnx" | cut -d' ' -f1)
  perl -0pi -e "s/(name = \"$name\".*?version = \")[^\"]*(\".*?sha256 = \")[0-9a-f]*/\${1}$(date -u +%F)\${2}$hash/s" "$root/crates/models/src/manifest.toml"
done
