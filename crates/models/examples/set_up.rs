//! Makes the folder of networks from the installed npm packages, opens it and says what is in it.
//!
//! `cargo run -p models --example set_up -- NPM_ROOT OUT_DIR`

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [npm_root, out_dir] = arguments.as_slice() else {
        return Err("usage: set_up NPM_ROOT OUT_DIR".into());
    };
    models::setup(Path::new(npm_root), Path::new(out_dir), &mut |progress| {
        println!(
            "{:?} {} ({} of {})",
            progress.stage,
            progress.file,
            progress.done_count + 1,
            progress.total_count
        );
    })?;
    let loaded = models::load(Path::new(out_dir), models::Options::default())?;
    for model in &loaded.used {
        println!("{} {} {}", model.name, model.version, model.sha256);
    }
    Ok(())
}
