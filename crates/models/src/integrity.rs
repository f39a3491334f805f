//! Files that are read within a limit, checked against a hash, and written whole or not at all.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

/// Longest file that is read: ONNX Runtime's library is the largest with 46 MB.
pub const FILE_BYTES_MAX: u64 = 256 << 20;

/// SHA-256 as lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Reads a file of at most [`FILE_BYTES_MAX`].
///
/// # Errors
/// Of the file system, or [`io::ErrorKind::FileTooLarge`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Whether the file is there and has that hash.
#[must_use]
pub fn matches(path: &Path, sha256_expected: &str) -> bool {
    read(path).is_ok_and(|bytes| sha256(&bytes) == sha256_expected)
}

/// Writes a file by way of a temporary one beside it, so that readers see the old file or the new one.
///
/// # Errors
/// Of the file system.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::Builder::new().permissions(readable_by_all()).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn readable_by_all() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_does_not_match() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.onnx");
        let hash = sha256(b"abc");
        assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(!matches(&path, &hash));
        write(&path, b"abc").unwrap();
        assert!(matches(&path, &hash));
        write(&path, b"abd").unwrap();
        assert!(!matches(&path, &hash));
    }
}
