//! Set-up: from the npm packages to one folder of ONNX files, alphabet and runtime.

mod face_api;
mod graph;
mod onnx;
mod own;
mod tfjs;
mod weights;

use std::{
    io,
    path::{Path, PathBuf},
};

pub use self::{face_api::DescriptorError, tfjs::GraphError, weights::WeightsError};
use crate::{
    integrity,
    manifest::{self, Form, Manifest, Network},
};

/// Name of the alphabet's file in the folder of networks.
pub const ALPHABET_FILE: &str = "alphabet.txt";
/// Name of ONNX Runtime's file in the folder of networks.
pub const RUNTIME_FILE: &str = "libonnxruntime.so.1";

/// What set-up is doing, for a progress bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The file in question, such as `face-mesh.onnx`.
    pub file: String,
    /// How many files come before it.
    pub done_count: usize,
    /// How many there are in all.
    pub total_count: usize,
    /// What happens to it.
    pub stage: Stage,
}

/// A step of setting up one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is being made.
    Started,
    /// It was made, checked and written.
    Written,
    /// It was there already and has the right hash.
    Cached,
}

/// What set-up left in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Each file, in the order of the manifest.
    pub files: Vec<ImportedFile>,
}

/// One file in the folder of networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Whether it was there already.
    pub cached: bool,
}

/// Why set-up failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// An npm package is not installed.
    #[error("{0} is missing: run `cargo xtask setup`, which installs the npm packages")]
    Missing(PathBuf),
    /// The file system refused.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A file is not the one that the manifest names.
    #[error("{path} has SHA-256 {found}, the manifest wants {expected}")]
    Hash {
        /// The file, or the name of the network that was made.
        path: PathBuf,
        /// The manifest's hash.
        expected: String,
        /// Its own.
        found: String,
    },
    /// A graph model could not be converted.
    #[error("{network}: {error}")]
    Graph {
        /// The network.
        network: String,
        /// Why.
        #[source]
        error: GraphError,
    },
    /// The face descriptor could not be converted.
    #[error(transparent)]
    Descriptor(#[from] DescriptorError),
    /// The manifest names a network of ours whose weights are not in this build.
    #[error("{0} is not among the weights of this build")]
    NotOurs(String),
    /// ONNX Runtime is not packaged for this kind of machine.
    #[error("onnxruntime-node holds no library for this kind of machine; name one by BONAFIDE_ONNXRUNTIME")]
    NoRuntime,
}

/// Makes every network and the alphabet in `out_dir` from the packages under `npm_root/node_modules`.
///
/// A file that is there with the right hash is left alone, so a second call only reads.
///
/// # Errors
/// [`ImportError`]; files that were finished before it stay.
pub fn all(
    npm_root: &Path,
    out_dir: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    Setup::new(npm_root, out_dir, manifest::embedded()).run(&Wanted::NetworksOnly, progress)
}

/// Makes everything that [`crate::load`] needs in `out_dir`: what [`all`] makes, and ONNX Runtime.
///
/// # Errors
/// [`ImportError`]; files that were finished before it stay.
pub fn setup(
    npm_root: &Path,
    out_dir: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    Setup::new(npm_root, out_dir, manifest::embedded()).run(&Wanted::Everything, progress)
}

#[derive(PartialEq)]
enum Wanted {
    NetworksOnly,
    Everything,
}

struct Setup<'a> {
    npm_root: &'a Path,
    out_dir: &'a Path,
    manifest: &'a Manifest,
}

/// One file to make: its name, what it must hash to, and from what.
struct Item<'a> {
    file: String,
    sha256: &'a str,
    make: Make<'a>,
}

enum Make<'a> {
    Network(&'a Network),
    Copy { package: &'a str, path: &'a str },
}

impl<'a> Setup<'a> {
    fn new(npm_root: &'a Path, out_dir: &'a Path, manifest: &'a Manifest) -> Self {
        Self { npm_root, out_dir, manifest }
    }

    fn run(&self, wanted: &Wanted, progress: &mut dyn FnMut(Progress)) -> Result<Imported, ImportError> {
        std::fs::create_dir_all(self.out_dir).map_err(|error| io_error(self.out_dir, error))?;
        let items = self.items(wanted)?;
        let mut files = Vec::with_capacity(items.len());
        for (done_count, item) in items.iter().enumerate() {
            let mut report = |stage| {
                progress(Progress { file: item.file.clone(), done_count, total_count: items.len(), stage });
            };
            files.push(self.item(item, &mut report)?);
        }
        Ok(Imported { files })
    }

    fn items(&self, wanted: &Wanted) -> Result<Vec<Item<'a>>, ImportError> {
        let network = |network: &'a Network| Item {
            file: network.file_name(),
            sha256: &network.sha256,
            make: Make::Network(network),
        };
        let mut items: Vec<Item> = self.manifest.networks.iter().map(network).collect();
        let alphabet = &self.manifest.alphabet;
        items.push(copy(ALPHABET_FILE, &alphabet.package, &alphabet.path, &alphabet.sha256));
        if *wanted == Wanted::Everything {
            let runtime = &self.manifest.runtime;
            let library = runtime.library().ok_or(ImportError::NoRuntime)?;
            items.push(copy(RUNTIME_FILE, &runtime.package, &library.path, &library.sha256));
        }
        Ok(items)
    }

    fn item(&self, item: &Item, report: &mut dyn FnMut(Stage)) -> Result<ImportedFile, ImportError> {
        let path = self.out_dir.join(&item.file);
        let cached = integrity::matches(&path, item.sha256);
        if cached {
            report(Stage::Cached);
        } else {
            report(Stage::Started);
            let bytes = self.make(item)?;
            check(&path, &bytes, item.sha256)?;
            integrity::write(&path, &bytes).map_err(|error| io_error(&path, error))?;
            report(Stage::Written);
        }
        Ok(ImportedFile { path, sha256: item.sha256.to_owned(), cached })
    }

    fn make(&self, item: &Item) -> Result<Vec<u8>, ImportError> {
        match item.make {
            Make::Copy { package, path } => self.source(package, path, item.sha256),
            Make::Network(network) => self.network(network),
        }
    }

    fn network(&self, network: &Network) -> Result<Vec<u8>, ImportError> {
        let source = |index: usize| {
            let source = &network.sources[index];
            self.source(&network.package, &source.path, &source.sha256)
        };
        let graph_error = |error| ImportError::Graph { network: network.name.clone(), error };
        match network.form {
            Form::Onnx => source(0),
            Form::Own => {
                let missing = || ImportError::NotOurs(network.name.clone());
                own::weights(&network.name).map(<[u8]>::to_vec).ok_or_else(missing)
            }
            Form::TfjsGraph => graph_model(network, &source(0)?, &source(1)?).map_err(graph_error),
            Form::FaceRecognition => {
                let weights = descriptor_weights(&source(0)?, &source(1)?).map_err(graph_error)?;
                Ok(face_api::to_onnx(&network.name, &weights)?)
            }
        }
    }

    fn source(&self, package: &str, path: &str, sha256: &str) -> Result<Vec<u8>, ImportError> {
        let path = self.npm_root.join("node_modules").join(package).join(path);
        let bytes = integrity::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => ImportError::Missing(path.clone()),
            _ => io_error(&path, error),
        })?;
        check(&path, &bytes, sha256)?;
        Ok(bytes)
    }
}

fn copy<'a>(file: &str, package: &'a str, path: &'a str, sha256: &'a str) -> Item<'a> {
    Item { file: file.to_owned(), sha256, make: Make::Copy { package, path } }
}

fn graph_model(network: &Network, json: &[u8], weights: &[u8]) -> Result<Vec<u8>, GraphError> {
    let model = tfjs::Model::parse(json)?;
    let weights = unpack(&model.weights, weights)?;
    tfjs::to_onnx(&network.name, &model, &weights, &network.outputs)
}

fn descriptor_weights(
    json: &[u8],
    weights: &[u8],
) -> Result<std::collections::BTreeMap<String, weights::Tensor>, GraphError> {
    let groups: Vec<weights::Group> = serde_json::from_slice(json)?;
    unpack(&groups, weights)
}

/// The networks here have one group of weights in one file.
fn unpack(
    groups: &[weights::Group],
    bytes: &[u8],
) -> Result<std::collections::BTreeMap<String, weights::Tensor>, GraphError> {
    match groups {
        [group] if group.paths.len() == 1 => Ok(weights::unpack(&group.weights, bytes)?),
        _ => Err(GraphError::Groups),
    }
}

fn check(path: &Path, bytes: &[u8], expected: &str) -> Result<(), ImportError> {
    let found = integrity::sha256(bytes);
    if found == expected {
        return Ok(());
    }
    Err(ImportError::Hash { path: path.to_owned(), expected: expected.to_owned(), found })
}

fn io_error(path: &Path, error: io::Error) -> ImportError {
    ImportError::Io { path: path.to_owned(), error }
}
