//! The installation's own key, and files that only their owner can read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A 32-byte key from which everything that must be found again without being stored in the clear is derived. It is made at
/// the first start and kept in the vault.
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// Of its bytes.
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// HMAC-SHA256 over the parts, each preceded by its length, so that no two lists of parts collide.
    pub(crate) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&*self.0).expect("HMAC takes keys of every length");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Makes a file unless there is one: written aside, then linked into place, so that a crash leaves none or the whole, and of
/// two that start at once one wins.
pub(crate) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let aside = path.with_extension(format!("new-{}", &hex::encode(Sha256::digest(content))[..8]));
    write_private(&aside, content)?;
    match fs::hard_link(&aside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => fs::remove_file(&aside)?,
    }
    sync_folder(folder_of(path))
}

/// Writes a file durably that its owner alone can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Where a file lies.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_content_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, b"first").unwrap();
        create(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left aside");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, b"first").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let secret = Secret::new([1; 32]);
        assert_ne!(secret.derive("p", &[b"ab", b"c"]), secret.derive("p", &[b"a", b"bc"]));
        assert_ne!(secret.derive("p", &[b"ab"]), secret.derive("pa", &[b"b"]));
    }
}
