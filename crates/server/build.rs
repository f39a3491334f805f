//! Makes sure that the folder of the built pages exists, so that a build without them works and a later one notices them.

fn main() {
    let dist = std::path::Path::new("../../web/dist");
    if let Err(error) = std::fs::create_dir_all(dist) {
        println!("cargo::warning=no folder for the built pages: {error}");
    }
    println!("cargo::rerun-if-changed=../../web/dist");
}
