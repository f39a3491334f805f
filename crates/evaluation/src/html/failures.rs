//! Every failure, with its pictures.

use std::{fmt::Write, path::Path};

use super::escape;
use crate::{outcome::Failure, report::Report};

/// The list, in the order of the data set.
pub(super) fn section(report: &Report) -> String {
    let failures = &report.failures;
    let mut text = format!("<section><h2>Failures: {}</h2>", failures.len());
    if failures.iter().any(|failure| !failure.files.is_empty()) {
        text.push_str(
            "<p class=hint>The pictures are not in this page: it shows them from their folder, where they stay. Mind \
             whose they are before you hand them on.</p>",
        );
    }
    text.push_str("<div class=failures>");
    for failure in failures {
        text.push_str(&figure(failure));
    }
    text.push_str("</div></section>");
    text
}

fn figure(failure: &Failure) -> String {
    let mut text = format!("<figure><figcaption>{}</figcaption>", escape(&failure.case));
    for picture in &failure.embedded {
        let _ = write!(text, "<img loading=lazy alt='What was read' src='data:image/jpeg;base64,{picture}'>");
    }
    for file in &failure.files {
        text.push_str(&picture(file));
    }
    let (expected, got) = (escape(&failure.expected), escape(&failure.got));
    let _ = write!(
        text,
        "<div class=readings><div><p>expected</p><pre>{expected}</pre></div>\
         <div class=got><p>got</p><pre>{got}</pre></div></div></figure>"
    );
    text
}

/// The picture where the browser can show it, and its path.
fn picture(file: &Path) -> String {
    let (path, address) = (escape(&file.display().to_string()), address(file));
    let shown = file.extension().is_some_and(|extension| {
        ["jpg", "jpeg", "png", "webp"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    });
    let image = if shown { format!("<img loading=lazy alt='' src='{address}'>") } else { String::new() };
    format!("{image}<p class=path><a href='{address}'>{path}</a></p>")
}

/// The path as a relative or absolute reference: everything but unreserved characters and `/` is written in percent.
fn address(file: &Path) -> String {
    let text = file.display().to_string();
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
