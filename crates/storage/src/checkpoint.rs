//! Checkpoints of the audit log, signed and written to a file outside the database.
//!
//! A chain of hashes shows every change to whoever knows its end; who can write the database can write the whole chain anew.
//! So its end is signed (Ed25519, by a key that is derived from the installation's, which the database does not hold) and
//! appended to a file that should lie where the database's writers cannot reach it. One line of JSON each.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Store, audit::Checkpoint, convert::json};

/// Largest file of checkpoints that is read: some two million lines.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    entries: u64,
    hash: String,
    at: Timestamp,
    key: String,
    signature: String,
}

/// Why a file of checkpoints says nothing.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// It cannot be read or written.
    #[error("the checkpoints: {0}")]
    File(#[from] io::Error),
    /// A line is not what this installation wrote; they count from 1.
    #[error("line {0} of the checkpoints was not written by this installation")]
    Line(usize),
    /// The log's end cannot be read.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Store {
    /// Appends the end of the log to a file, durably, and returns it.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub async fn keep_checkpoint(&self, file: &Path, at: Timestamp) -> Result<Checkpoint, CheckpointError> {
        let end = self.audit_end().await?;
        let line = self.sign(end, at);
        append(file, &line)?;
        Ok(end)
    }

    /// Reads a file of checkpoints and checks every signature. A line that a crash has cut is left out, like one that is missing:
    /// those around it hold.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn read_checkpoints(&self, file: &Path) -> Result<Vec<Checkpoint>, CheckpointError> {
        let mut text = String::new();
        File::open(file)?.take(FILE_BYTES_MAX).read_to_string(&mut text)?;
        let key = self.signer();
        let checked = |(number, line): (usize, Line)| {
            check(&line, key.public_key().as_ref()).ok_or(CheckpointError::Line(number))
        };
        let lines = (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, parse(line)?)));
        let mut kept: Vec<Checkpoint> = lines.map(checked).collect::<Result<_, _>>()?;
        kept.sort_by_key(|checkpoint| checkpoint.entries);
        Ok(kept)
    }

    /// The public half of what checkpoints are signed by, in hexadecimal digits, to be kept with them.
    #[must_use]
    pub fn checkpoint_key(&self) -> String {
        hex::encode(self.signer().public_key())
    }

    fn sign(&self, end: Checkpoint, at: Timestamp) -> Line {
        let key = self.signer();
        Line {
            entries: end.entries,
            hash: hex::encode(end.hash),
            at,
            key: hex::encode(key.public_key()),
            signature: hex::encode(key.sign(&message(end, at))),
        }
    }

    fn signer(&self) -> Ed25519KeyPair {
        let seed = self.secret.derive("audit checkpoints", &[]);
        Ed25519KeyPair::from_seed_unchecked(&seed).expect("every 32 bytes are an Ed25519 seed")
    }
}

fn parse(line: &str) -> Option<Line> {
    serde_json::from_str(line).ok()
}

fn check(line: &Line, key: &[u8]) -> Option<Checkpoint> {
    let hash = hex::decode(&line.hash).ok()?.try_into().ok()?;
    let end = Checkpoint { entries: line.entries, hash };
    let signature = hex::decode(&line.signature).ok()?;
    let own = hex::decode(&line.key).ok()? == key;
    let signed = UnparsedPublicKey::new(&ED25519, key).verify(&message(end, line.at), &signature).is_ok();
    (own && signed).then_some(end)
}

/// What is signed.
fn message(end: Checkpoint, at: Timestamp) -> Vec<u8> {
    let mut message = b"bonafide audit checkpoint 1\0".to_vec();
    message.extend_from_slice(&end.entries.to_be_bytes());
    message.extend_from_slice(&end.hash);
    message.extend_from_slice(&at.as_nanosecond().to_be_bytes());
    message
}

/// Adds a line at the end, on a line of its own even after a crash, and waits until it is on the disk.
fn append(path: &Path, line: &Line) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let mut text = json(line) + "\n";
    if !ends_whole(&mut file)? {
        text.insert(0, '\n');
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if is_new { crate::secret::sync_folder(crate::secret::folder_of(path)) } else { Ok(()) }
}

fn ends_whole(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}
