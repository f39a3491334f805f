//! What a developer runs: set-up, demo, tests, benchmarks.

fn main() {}
