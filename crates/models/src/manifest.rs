//! What is known of every network before it is opened: origin, version, licence and hashes.

use std::sync::LazyLock;

use serde::Deserialize;

static EMBEDDED: LazyLock<Manifest> = LazyLock::new(|| {
    toml::from_str(include_str!("manifest.toml")).expect("the embedded manifest is checked by a test")
});

/// The manifest that is compiled into this build.
#[must_use]
pub fn embedded() -> &'static Manifest {
    &EMBEDDED
}

/// `manifest.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The runtime that executes the networks.
    pub runtime: Runtime,
    /// The recogniser's alphabet.
    pub alphabet: Alphabet,
    /// The networks in the order in which they are set up.
    pub networks: Vec<Network>,
}

impl Manifest {
    /// The network of that name.
    #[must_use]
    pub fn network(&self, name: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.name == name)
    }
}

/// ONNX Runtime.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// npm package that holds the library.
    pub package: String,
    /// Version of package and library.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// One library for each kind of machine.
    pub libraries: Vec<Library>,
}

impl Runtime {
    /// The library for the machine that this build runs on.
    #[must_use]
    pub fn library(&self) -> Option<&Library> {
        let target = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
        self.libraries.iter().find(|library| library.target == target)
    }
}

/// ONNX Runtime's library for one kind of machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// System and processor as Rust names them, such as `linux-x86_64`.
    pub target: String,
    /// Path within the package.
    pub path: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// The characters that the recogniser knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alphabet {
    /// npm package.
    pub package: String,
    /// Path within the package.
    pub path: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// One network.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// Stable name, such as `face-mesh`.
    pub name: String,
    /// npm package that it comes in; of our own, `bonafide`.
    pub package: String,
    /// Version of the package; of our own, the day of training.
    pub version: String,
    /// SPDX expression, and of what.
    pub licence: String,
    /// What the package holds.
    pub form: Form,
    /// SHA-256 of the ONNX file, lower-case hexadecimal.
    pub sha256: String,
    /// The files of the package that it is made from.
    pub sources: Vec<Source>,
    /// For a graph model: which of its operators become outputs, in this order.
    #[serde(default)]
    pub outputs: Vec<Output>,
}

impl Network {
    /// Name of its file in the folder of networks.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.onnx", self.name)
    }
}

/// How a network is stored in its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One ONNX file, used as it is.
    Onnx,
    /// `model.json` of a TensorFlow.js graph model, then its weight file.
    TfjsGraph,
    /// One ONNX file of ours in `weights/`, compiled into this crate; its model card is in `training/`.
    Own,
    /// Weight manifest of face-api's `face_recognition_model`, then its weight file.
    FaceRecognition,
}

/// A file of a package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Path within the package.
    pub path: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// An operator whose value becomes an output.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Name of the TensorFlow operator.
    pub node: String,
    /// Name of the ONNX output.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_manifest_is_whole() {
        let manifest = embedded();
        let hashes = manifest
            .networks
            .iter()
            .flat_map(|network| network.sources.iter().map(|source| &source.sha256).chain([&network.sha256]));
        let libraries = manifest.runtime.libraries.iter().map(|library| &library.sha256);
        for hash in hashes.chain(libraries).chain([&manifest.alphabet.sha256]) {
            assert_eq!(hex::decode(hash).map(|bytes| bytes.len()), Ok(32), "{hash}");
        }
        for network in &manifest.networks {
            let sources = match network.form {
                Form::Own => 0,
                Form::Onnx => 1,
                Form::TfjsGraph | Form::FaceRecognition => 2,
            };
            assert_eq!(network.sources.len(), sources, "{}", network.name);
            assert_eq!(network.outputs.is_empty(), network.form != Form::TfjsGraph, "{}", network.name);
        }
    }

    #[test]
    fn versions_are_those_of_the_npm_lockfile() {
        let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../../package-lock.json");
        let lock: serde_json::Value = serde_json::from_slice(&std::fs::read(lock).unwrap()).unwrap();
        let manifest = embedded();
        let bought = manifest.networks.iter().filter(|network| network.form != Form::Own);
        let networks = bought.map(|network| (&network.package, &network.version));
        for (package, version) in networks.chain([(&manifest.runtime.package, &manifest.runtime.version)]) {
            assert_eq!(
                lock["packages"][format!("node_modules/{package}")]["version"],
                **version,
                "{package}"
            );
        }
    }
}
