//! Holds the line on sizes, on the direction of the crates, and on what every file begins with.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use syn::{spanned::Spanned, visit::Visit};

/// The map: a crate may use those before it, never those after it.
const ORDER: [&str; 10] = [
    "identity",
    "review",
    "vision",
    "models",
    "specimen",
    "storage",
    "server",
    "evaluation",
    "bonafide",
    "testkit",
];

/// What a crate must never know, whatever the order allows.
const NEVER: [(&str, &[&str]); 5] = [
    ("identity", &["tokio", "sqlx", "axum", "ort", "rand", "image"]),
    ("review", &["tokio", "sqlx", "axum", "ort", "rand", "image"]),
    ("vision", &["tokio", "sqlx", "axum", "ort", "storage"]),
    ("storage", &["axum", "ort", "vision"]),
    ("server", &["ort", "models"]),
];

/// Ratchet: the longest function and file that may exist, and the shares that STYLE asks for. Lower them when you can.
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_P50: usize = 10;
const FUNCTION_LINES_P90: usize = 45;
const FILE_LINES_P50: usize = 200;
const FILE_LINES_P90: usize = 400;

#[test]
fn functions_are_short() {
    let mut lengths = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut visitor = Functions { path: &path, found: &mut lengths };
        visitor.visit_file(&file);
    }
    let long: Vec<_> = lengths.iter().filter(|(length, _)| *length > FUNCTION_LINES_MAX).collect();
    assert!(long.is_empty(), "functions over {FUNCTION_LINES_MAX} lines: {long:#?}");
    let sizes: Vec<usize> = lengths.iter().map(|(length, _)| *length).collect();
    check_shares("functions", sizes, FUNCTION_LINES_P50, FUNCTION_LINES_P90);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut failures = Vec::new();
    let mut sizes = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        let first = text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") && !first.starts_with("#![doc = include_str!") {
            failures.push(format!("{}: the first line is no `//!` sentence", path.display()));
        }
        if lines > FILE_LINES_MAX {
            failures.push(format!("{}: {lines} lines", path.display()));
        }
        sizes.push(lines);
    }
    assert!(failures.is_empty(), "{failures:#?}");
    check_shares("files", sizes, FILE_LINES_P50, FILE_LINES_P90);
}

#[test]
fn crates_depend_upwards_only() {
    let mut failures = Vec::new();
    for (place, name) in ORDER.iter().enumerate() {
        let dependencies = dependencies(name);
        for below in &ORDER[place + 1..] {
            if dependencies.contains_key(*below) {
                failures.push(format!("{name} uses {below}, which stands below it"));
            }
        }
        let never = NEVER.iter().find(|(owner, _)| owner == name).map_or(&[][..], |(_, list)| list);
        for forbidden in never.iter().filter(|forbidden| dependencies.contains_key(**forbidden)) {
            failures.push(format!("{name} must never know {forbidden}"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_crate_is_on_the_map() {
    let mut found: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    let mut expected = ORDER.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

struct Functions<'a> {
    path: &'a Path,
    found: &'a mut Vec<(usize, String)>,
}

impl Functions<'_> {
    fn push(&mut self, name: &syn::Ident, span: proc_macro2::Span) {
        let length = span.end().line - span.start().line + 1;
        self.found.push((length, format!("{}: {name}", self.path.display())));
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.push(&item.sig.ident, item.block.span());
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.push(&item.sig.ident, item.block.span());
        syn::visit::visit_impl_item_fn(self, item);
    }
}

fn check_shares(what: &str, mut sizes: Vec<usize>, half: usize, most: usize) {
    sizes.sort_unstable();
    let p50 = sizes[sizes.len() / 2];
    let p90 = sizes[sizes.len() * 9 / 10];
    assert!(
        p50 <= half && p90 <= most,
        "{what}: half ≤ {p50} (want {half}), nine in ten ≤ {p90} (want {most})"
    );
}

fn dependencies(name: &str) -> BTreeMap<String, toml::Value> {
    let path = root().join("crates").join(name).join("Cargo.toml");
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    manifest["dependencies"].as_table().unwrap().clone().into_iter().collect()
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["crates", "xtask", "fuzz"] {
        collect(&root().join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
