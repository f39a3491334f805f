//! A folder with `TASK.jsonl`: a case for each line.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Bound of one task file: more is a mistake.
const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Line of the task file, from 1.
    pub line: usize,
    /// Its pictures, absolute.
    pub files: Vec<PathBuf>,
    /// The whole line.
    pub expected: Value,
}

impl Case {
    /// A string of the expected result.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.expected[key].as_str()
    }

    /// A list of strings of the expected result.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<String> {
        let list = self.expected[key].as_array().into_iter().flatten();
        list.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// A short name for reports: the first file's name, or the line.
    #[must_use]
    pub fn name(&self) -> String {
        let file = self.files.first().and_then(|file| file.file_name());
        file.map_or_else(|| format!("line {}", self.line), |name| name.to_string_lossy().into_owned())
    }
}

/// Why a task could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// The task file is absent, too large or unreadable.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A line is no JSON object with `files` as a list of relative paths.
    #[error("{path}, line {line}: {reason}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// Why.
        reason: String,
    },
}

/// Reads every case of a task.
///
/// # Errors
/// [`DatasetError`], naming the file and the line.
pub fn cases(folder: &Path, task: &str) -> Result<Vec<Case>, DatasetError> {
    let path = folder.join(format!("{task}.jsonl"));
    let text = read(&path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| case(folder, &path, index + 1, line)).collect()
}

fn read(path: &Path) -> Result<String, DatasetError> {
    let unreadable = |reason: String| DatasetError::Unreadable { path: path.into(), reason };
    let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > FILE_BYTES_MAX {
        return Err(unreadable(format!("{size} bytes are more than {FILE_BYTES_MAX}")));
    }
    fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))
}

fn case(folder: &Path, path: &Path, line: usize, text: &str) -> Result<Case, DatasetError> {
    let malformed = |reason: &str| DatasetError::Malformed { path: path.into(), line, reason: reason.into() };
    let expected: Value = serde_json::from_str(text).map_err(|error| malformed(&error.to_string()))?;
    let files = expected["files"].as_array().ok_or_else(|| malformed("`files` is no list"))?;
    let files = files.iter().map(|file| inside(folder, file.as_str()?)).collect::<Option<Vec<_>>>();
    Ok(Case { line, files: files.ok_or_else(|| malformed("a file lies outside the folder"))?, expected })
}

/// A path that stays inside the folder.
fn inside(folder: &Path, relative: &str) -> Option<PathBuf> {
    let relative = Path::new(relative);
    let plain = relative.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    plain.then(|| folder.join(relative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_lines_are_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mrz.jsonl"), "{\"files\": [\"a.png\"]}\n\n{\"files\": [\"../b\"]}\n")
            .unwrap();
        let error = cases(folder.path(), "mrz").unwrap_err();
        assert!(error.to_string().contains("line 3: a file lies outside"), "{error}");
        assert!(matches!(cases(folder.path(), "absent"), Err(DatasetError::Unreadable { .. })));
    }

    #[test]
    fn files_are_found_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mrz.jsonl"), r#"{"files": ["mrz/a.png"], "lines": ["P<UTO"]}"#)
            .unwrap();
        let cases = cases(folder.path(), "mrz").unwrap();
        assert_eq!(cases[0].files, [folder.path().join("mrz/a.png")]);
        assert_eq!(cases[0].texts("lines"), ["P<UTO"]);
        assert_eq!(cases[0].name(), "a.png");
    }
}
