//! A bar on the terminal for long work.

use indicatif::{ProgressBar, ProgressStyle};

/// Shown on standard error, where that is a terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// One of unknown length.
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {eta}");
        Self(ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// So many of so many are done.
    pub fn set(&self, done: u64, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done);
    }

    /// Takes it away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
