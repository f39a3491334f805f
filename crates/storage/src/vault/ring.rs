//! Deployment keys: where they come from, and wrapping data keys by them.
//!
//! A source holds one key a line: a name (`a`–`z`, `0`–`9`, `-`, at most 32) and 64 hexadecimal digits. Lines that begin
//! with `#` are left out. The last line is the key that new data keys are wrapped by at first.

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use tokio::{io::AsyncReadExt, process::Command};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::seal::{ID_LEN, random};
use crate::secret::{create, write_private};

/// Longest name of a deployment key.
const NAME_MAX: usize = 32;
/// Most bytes that are read from a source.
const SOURCE_BYTES_MAX: u64 = 64 * 1024;
/// How long a command may take to give the keys.
const COMMAND_WITHIN: Duration = Duration::from_secs(30);

/// Where the deployment's keys come from.
#[derive(Clone)]
pub enum KeySource {
    /// A file, made with a fresh key where there is none, readable by its owner alone.
    File(PathBuf),
    /// The text itself, from an environment variable; keys may be parted by commas.
    Text(Zeroizing<String>),
    /// What a command prints, such as a KMS client's. It is run by `sh -c`.
    Command(String),
}

/// Where the keys come from, never the keys.
impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Text(_) => f.write_str("the environment"),
            Self::Command(_) => f.write_str("a command"),
        }
    }
}

/// Why the deployment's keys cannot be used. Holds no key.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// The source cannot be read.
    #[error("the vault's keys cannot be read: {0}")]
    Source(#[from] io::Error),
    /// A line is no key.
    #[error(
        "the vault's keys: line {0} is not `NAME HEX`, a name of a–z, 0–9 and - and 64 hexadecimal digits"
    )]
    Line(usize),
    /// There is no key at all.
    #[error("the vault's keys: there is none")]
    Empty,
    /// Two keys have one name.
    #[error("the vault's keys: the name on line {0} is taken")]
    Twice(usize),
}

/// The deployment's keys in memory.
pub(crate) struct Ring {
    keys: BTreeMap<String, LessSafeKey>,
    /// The source's last.
    pub(crate) last: String,
}

/// A wrapped key, as stored.
pub(crate) struct Wrapped {
    pub(crate) owner: Uuid,
    pub(crate) id: [u8; ID_LEN],
    pub(crate) by: String,
    pub(crate) body: Vec<u8>,
}

impl KeySource {
    /// Reads every key.
    pub(crate) async fn ring(&self) -> Result<Ring, RingError> {
        let text = match self {
            Self::File(path) => read_file(path)?,
            Self::Text(text) => Zeroizing::new(text.replace(',', "\n")),
            Self::Command(command) => ask(command).await?,
        };
        Ring::parse(&text)
    }

    /// Adds a fresh key at the end of a file; `None` for the other sources, to which only their keeper can add.
    pub(crate) fn add(&self) -> Result<Option<String>, RingError> {
        let Self::File(path) = self else { return Ok(None) };
        let text = read_file(path)?;
        let (name, line) = fresh();
        let text = Zeroizing::new(format!("{}\n{}", text.trim_end(), &*line));
        replace(path, &text)?;
        Ok(Some(name))
    }

    /// Keeps only the key of that name in a file; `false` for the other sources.
    pub(crate) fn keep_only(&self, name: &str) -> Result<bool, RingError> {
        let Self::File(path) = self else { return Ok(false) };
        let text = read_file(path)?;
        let kept: Vec<&str> =
            text.lines().filter(|line| line.split_whitespace().next() == Some(name)).collect();
        replace(path, &Zeroizing::new(kept.join("\n") + "\n"))?;
        Ok(true)
    }
}

impl Ring {
    pub(crate) fn parse(text: &str) -> Result<Self, RingError> {
        let mut ring = Self { keys: BTreeMap::new(), last: String::new() };
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, key) = parse_line(line).ok_or(RingError::Line(number))?;
            if ring.keys.insert(name.to_owned(), key).is_some() {
                return Err(RingError::Twice(number));
            }
            name.clone_into(&mut ring.last);
        }
        if ring.keys.is_empty() { Err(RingError::Empty) } else { Ok(ring) }
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.keys.contains_key(name)
    }

    /// Wraps a data key; `None` where the ring has no key of that name.
    pub(crate) fn wrap(&self, by: &str, owner: Uuid, id: [u8; ID_LEN], key: &[u8; 32]) -> Option<Wrapped> {
        let nonce: [u8; NONCE_LEN] = random();
        let mut body = key.to_vec();
        let bound = Aad::from(bound(by, owner, id));
        let wrapper = self.keys.get(by)?;
        wrapper
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut body)
            .expect("AES-GCM seals 32 bytes");
        Some(Wrapped { owner, id, by: by.to_owned(), body: [&nonce[..], &body].concat() })
    }

    /// The data key; `None` where the ring has not its wrapper, or it was changed or moved.
    pub(crate) fn unwrap(&self, wrapped: &Wrapped) -> Option<Zeroizing<[u8; 32]>> {
        let Wrapped { owner, id, by, body } = wrapped;
        let (nonce, body) = body.split_first_chunk::<NONCE_LEN>()?;
        let mut body = Zeroizing::new(body.to_vec());
        let bound = Aad::from(bound(by, *owner, *id));
        let opened =
            self.keys.get(by)?.open_in_place(Nonce::assume_unique_for_key(*nonce), bound, &mut body).ok()?;
        Some(Zeroizing::new((&*opened).try_into().ok()?))
    }
}

fn bound(by: &str, owner: Uuid, id: [u8; ID_LEN]) -> Vec<u8> {
    let mut bound = b"bonafide wrapped key".to_vec();
    bound.extend_from_slice(owner.as_bytes());
    bound.extend_from_slice(&id);
    bound.extend_from_slice(by.as_bytes());
    bound
}

fn parse_line(line: &str) -> Option<(&str, LessSafeKey)> {
    let (name, digits) = line.split_once(char::is_whitespace)?;
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    if !(1..=NAME_MAX).contains(&name.len()) || !name.bytes().all(plain) {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits.trim(), &mut *bytes).ok()?;
    Some((name, LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &*bytes).ok()?)))
}

/// A fresh key with its name, as a line.
fn fresh() -> (String, Zeroizing<String>) {
    let name = format!("k-{}", hex::encode(random::<4>()));
    let key = Zeroizing::new(random::<32>());
    let line = Zeroizing::new(format!("{name} {}\n", hex::encode(*key)));
    (name, line)
}

fn read_file(path: &Path) -> Result<Zeroizing<String>, RingError> {
    if !path.exists() {
        create(path, fresh().1.as_bytes())?;
    }
    let size_bytes = std::fs::metadata(path)?.len();
    if size_bytes > SOURCE_BYTES_MAX {
        return Err(io::Error::other("the file is too large").into());
    }
    Ok(Zeroizing::new(std::fs::read_to_string(path)?))
}

/// Written aside and moved into place, so that a crash leaves the old keys or the new ones.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let aside = path.with_extension("new");
    write_private(&aside, text.as_bytes())?;
    std::fs::rename(&aside, path)?;
    crate::secret::sync_folder(crate::secret::folder_of(path))
}

async fn ask(command: &str) -> Result<Zeroizing<String>, RingError> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut text = Zeroizing::new(String::new());
    let stdout = child.stdout.take();
    let reading = async {
        if let Some(stdout) = stdout {
            stdout.take(SOURCE_BYTES_MAX).read_to_string(&mut text).await?;
        }
        child.wait().await
    };
    let late = |_| io::Error::other("the command took too long");
    let status = tokio::time::timeout(COMMAND_WITHIN, reading).await.map_err(late)??;
    if status.success() {
        Ok(text)
    } else {
        Err(io::Error::other(format!("the command ended with {status}")).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "# keys\nold 0000000000000000000000000000000000000000000000000000000000000001\n\nnew-1 0000000000000000000000000000000000000000000000000000000000000002\n";

    #[test]
    fn a_wrapped_key_opens_for_its_owner_alone() {
        let ring = Ring::parse(LINES).unwrap();
        assert_eq!(ring.last, "new-1");
        let wrapped = ring.wrap("old", Uuid::from_u128(1), [2; ID_LEN], &[3; 32]).unwrap();
        assert_eq!(*ring.unwrap(&wrapped).unwrap(), [3; 32]);
        let with = |change: fn(&mut Wrapped)| {
            let mut wrapped = ring.wrap("old", Uuid::from_u128(1), [2; ID_LEN], &[3; 32]).unwrap();
            change(&mut wrapped);
            ring.unwrap(&wrapped).is_none()
        };
        assert!(with(|wrapped| wrapped.owner = Uuid::from_u128(2)));
        assert!(with(|wrapped| wrapped.id = [9; ID_LEN]));
        assert!(with(|wrapped| wrapped.by = "new-1".into()));
        assert!(with(|wrapped| wrapped.body[20] ^= 1));
        assert!(ring.wrap("nobody", Uuid::nil(), [0; ID_LEN], &[0; 32]).is_none());
    }

    #[test]
    fn what_is_no_key_is_named_by_its_line() {
        assert!(matches!(Ring::parse(""), Err(RingError::Empty)));
        assert!(matches!(Ring::parse("a 00"), Err(RingError::Line(1))));
        assert!(matches!(Ring::parse(&LINES.replace("new-1", "New")), Err(RingError::Line(4))));
        assert!(matches!(Ring::parse(&LINES.replace("new-1", "old")), Err(RingError::Twice(4))));
    }

    #[tokio::test]
    async fn keys_come_from_a_file_the_environment_or_a_command() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeySource::File(folder.path().join("vault.keys"));
        let first = file.ring().await.unwrap().last;
        let second = file.add().unwrap().unwrap();
        let ring = file.ring().await.unwrap();
        assert!(ring.holds(&first) && ring.last == second);
        assert!(file.keep_only(&second).unwrap());
        assert!(!file.ring().await.unwrap().holds(&first));

        let text = LINES.lines().filter(|line| line.contains(' ') && !line.starts_with('#'));
        let text = KeySource::Text(Zeroizing::new(text.collect::<Vec<_>>().join(",")));
        assert!(text.ring().await.unwrap().holds("old"));
        assert_eq!((text.add().unwrap(), format!("{text:?}")), (None, "the environment".to_owned()));

        let command = KeySource::Command(format!("cat {}", folder.path().join("vault.keys").display()));
        assert_eq!(command.ring().await.unwrap().last, second);
        assert!(matches!(KeySource::Command("exit 3".into()).ring().await, Err(RingError::Source(_))));
    }
}
