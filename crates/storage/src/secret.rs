//! The installation's own key: made at first start, kept in a file that only its owner can read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// A 32-byte key from which everything that must be found again without being stored in the clear is derived.
pub(crate) struct Secret([u8; 32]);

impl Secret {
    /// Reads the key file, or makes it of `fresh` where there is none. Two starting at once agree on one key.
    pub(crate) fn open(path: &Path, fresh: [u8; 32]) -> io::Result<Self> {
        if !path.exists() {
            create(path, fresh)?;
        }
        let mut key = [0; 32];
        File::open(path)?.read_exact(&mut key)?;
        Ok(Self(key))
    }

    /// HMAC-SHA256 over the parts, each preceded by its length, so that no two lists of parts collide.
    pub(crate) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of every length");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Writes the whole key aside, then links it into place: a crash leaves either no key or the whole one.
fn create(path: &Path, key: [u8; 32]) -> io::Result<()> {
    let aside = path.with_extension(format!("new-{}", hex::encode(&key[..4])));
    write_private(&aside, &key)?;
    match fs::hard_link(&aside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => fs::remove_file(&aside)?,
    }
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let first = Secret::open(&path, [7; 32]).unwrap();
        let second = Secret::open(&path, [8; 32]).unwrap();
        assert_eq!(first.0, second.0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left aside");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        Secret::open(&path, [7; 32]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_short_key_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, [1; 5]).unwrap();
        assert!(Secret::open(&path, [7; 32]).is_err());
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let secret = Secret([1; 32]);
        assert_ne!(secret.derive("p", &[b"ab", b"c"]), secret.derive("p", &[b"a", b"bc"]));
        assert_ne!(secret.derive("p", &[b"ab"]), secret.derive("pa", &[b"b"]));
    }
}
