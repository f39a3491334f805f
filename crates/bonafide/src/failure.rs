//! How a command ends badly: exit statuses after sysexits, and one sentence that says what to do.

use std::process::ExitCode;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line asks for something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// A file that was handed in is not what it should be; `code` is stable.
    #[error("{detail} [{code}]")]
    Input {
        /// Stable code, such as `image.not_an_image`.
        code: String,
        /// What is wrong, and with which file.
        detail: String,
    },
    /// What was asked for is known, but this version cannot do it.
    #[error("{0}")]
    Unavailable(String),
    /// Something of ours or of the machine's.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// Bad input with a stable code.
    pub fn input(code: &str, detail: impl std::fmt::Display) -> Self {
        Self::Input { code: code.to_owned(), detail: detail.to_string() }
    }

    /// Something of ours or of the machine's, with what was being done.
    pub fn internal(doing: &str, error: impl std::fmt::Display) -> Self {
        Self::Internal(format!("{doing}: {error}"))
    }

    /// 64 usage, 65 data, 69 unavailable, 70 software, as in BSD's sysexits.
    pub fn status(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(64),
            Self::Input { .. } => ExitCode::from(65),
            Self::Unavailable(_) => ExitCode::from(69),
            Self::Internal(_) => ExitCode::from(70),
        }
    }
}
