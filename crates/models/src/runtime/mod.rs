//! The folder that set-up made, opened: sessions of ONNX Runtime behind `vision`'s networks.

mod session;
mod timing;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ort::environment::Environment;
use review::observation::ModelUsed;
use vision::network::Networks;

pub use self::timing::NetworkTime;
use self::{session::OnnxNetwork, timing::Clock};
use crate::{
    import::{ALPHABET_FILE, RUNTIME_FILE},
    integrity,
    manifest::{self, Manifest},
};

/// Environment variable that names another ONNX Runtime library than the one in the folder.
pub const RUNTIME_VARIABLE: &str = "BONAFIDE_ONNXRUNTIME";

/// How networks are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Threads that work on one run of one network, 1–64. Runs of one network wait for each other; runs of
    /// different networks do not.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: std::thread::available_parallelism().map_or(1, |count| count.get().min(4)) }
    }
}

/// Everything that an examination needs of this crate.
pub struct Loaded {
    /// For `vision`.
    pub networks: Networks,
    /// For the record: the runtime, then each network, with the hashes of the files in use.
    pub used: Vec<ModelUsed>,
    clocks: Vec<Arc<Clock>>,
}

impl Loaded {
    /// How often and for how long each network ran since it was loaded.
    #[must_use]
    pub fn timings(&self) -> Vec<NetworkTime> {
        self.clocks.iter().map(|clock| clock.read()).collect()
    }
}

/// Why the networks could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is missing or unreadable.
    #[error("{path}: {error}; run `cargo xtask setup`, which makes the folder of networks")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// A file is not the one that the manifest names.
    #[error("{path} is not the file that this build was made for; run `cargo xtask setup` again")]
    Hash {
        /// The file.
        path: PathBuf,
    },
    /// ONNX Runtime refused its library, an option or a network.
    #[error("ONNX Runtime: {what}: {reason}")]
    Runtime {
        /// The library or the network.
        what: String,
        /// In its own words.
        reason: String,
    },
    /// The alphabet is not UTF-8, or the recogniser has another number of classes.
    #[error("the alphabet does not fit the text recogniser")]
    Alphabet,
    /// A number of threads outside 1–64.
    #[error("{0} threads: from 1 to 64 are possible")]
    Threads(usize),
}

/// Opens the folder that [`crate::setup`] made. Every file is checked against the manifest first.
///
/// ONNX Runtime is loaded once for each process: from the path in `BONAFIDE_ONNXRUNTIME` (taken as it is, its
/// hash goes into the record) or else from the folder. A second call shares the first call's runtime.
///
/// # Errors
/// [`LoadError`].
pub fn load(dir: &Path, options: Options) -> Result<Loaded, LoadError> {
    if !(1..=64).contains(&options.threads) {
        return Err(LoadError::Threads(options.threads));
    }
    let library = Library::locate(dir)?;
    let environment = environment(&library.path)?;
    Loader { dir, options, manifest: manifest::embedded(), environment }.load(library.used)
}

/// ONNX Runtime's library, as found.
struct Library {
    path: PathBuf,
    used: ModelUsed,
}

impl Library {
    fn locate(dir: &Path) -> Result<Self, LoadError> {
        let runtime = &manifest::embedded().runtime;
        let expected = runtime.library().map(|library| library.sha256.as_str());
        let chosen = std::env::var_os(RUNTIME_VARIABLE).map(PathBuf::from);
        let is_chosen = chosen.is_some();
        let path = chosen.unwrap_or_else(|| dir.join(RUNTIME_FILE));
        let path = std::path::absolute(&path).map_err(|error| file_error(&path, error))?;
        let sha256 = integrity::sha256(&read(&path)?);
        let is_known = expected == Some(sha256.as_str());
        if !is_chosen && !is_known {
            return Err(LoadError::Hash { path });
        }
        let version = if is_known { runtime.version.clone() } else { "other".to_owned() };
        Ok(Self { path, used: ModelUsed { name: "onnx-runtime".to_owned(), version, sha256 } })
    }
}

/// The environment of this process, which is never closed.
fn environment(library: &Path) -> Result<Environment, LoadError> {
    static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);
    let mut slot = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = slot.as_ref() {
        return Ok(environment.clone());
    }
    let what = || library.display().to_string();
    let builder = ort::environment::init_from(library)
        .map_err(|error| LoadError::Runtime { what: what(), reason: error.to_string() })?;
    let environment = builder
        .with_name("bonafide")
        .with_telemetry(false)
        .build()
        .map_err(|error| LoadError::Runtime { what: what(), reason: error.to_string() })?;
    Ok(slot.insert(environment).clone())
}

struct Loader<'a> {
    dir: &'a Path,
    options: Options,
    manifest: &'a Manifest,
    environment: Environment,
}

impl Loader<'_> {
    fn load(&self, runtime: ModelUsed) -> Result<Loaded, LoadError> {
        let mut used = vec![runtime];
        let mut clocks = Vec::new();
        let mut open = |name: &str| {
            let network = self.network(name, &mut used)?;
            clocks.push(network.clock());
            Ok::<_, LoadError>(Box::new(network))
        };
        let document_finder = open("document-finder")?;
        let text_detector = open("text-detector")?;
        let text_recogniser = open("text-recogniser")?;
        let networks = Networks {
            document_finder,
            alphabet: self.alphabet(text_recogniser.last_axis())?,
            text_detector,
            text_recogniser,
            text_orientation: open("text-orientation")?,
            mrz_finder: open("mrz-finder")?,
            mrz_reader: open("mrz-reader")?,
            face_detector: open("face-detector")?,
            face_mesh: open("face-mesh")?,
            eye_mesh: open("eye-mesh")?,
            face_descriptor: open("face-descriptor")?,
        };
        Ok(Loaded { networks, used, clocks })
    }

    fn network(&self, name: &str, used: &mut Vec<ModelUsed>) -> Result<OnnxNetwork, LoadError> {
        let network = self.manifest.network(name).expect("the manifest names every network of `Networks`");
        let path = self.dir.join(network.file_name());
        let bytes = checked(&path, &network.sha256)?;
        used.push(ModelUsed {
            name: network.name.clone(),
            version: network.version.clone(),
            sha256: network.sha256.clone(),
        });
        OnnxNetwork::open(&self.environment, name, &bytes, self.options)
    }

    /// The file's lines, and the space that is the recogniser's last class.
    fn alphabet(&self, classes: Option<usize>) -> Result<Vec<String>, LoadError> {
        let bytes = checked(&self.dir.join(ALPHABET_FILE), &self.manifest.alphabet.sha256)?;
        let text = String::from_utf8(bytes).map_err(|_| LoadError::Alphabet)?;
        let alphabet: Vec<String> = text.lines().chain([" "]).map(str::to_owned).collect();
        match classes {
            Some(classes) if classes != alphabet.len() + 1 => Err(LoadError::Alphabet),
            _ => Ok(alphabet),
        }
    }
}

fn checked(path: &Path, sha256: &str) -> Result<Vec<u8>, LoadError> {
    let bytes = read(path)?;
    if integrity::sha256(&bytes) == sha256 {
        Ok(bytes)
    } else {
        Err(LoadError::Hash { path: path.to_owned() })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    integrity::read(path).map_err(|error| file_error(path, error))
}

fn file_error(path: &Path, error: std::io::Error) -> LoadError {
    LoadError::File { path: path.to_owned(), error }
}
