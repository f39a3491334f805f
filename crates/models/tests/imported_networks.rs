//! The imported networks compute what the original JavaScript libraries compute, and refuse what is not theirs.
//!
//! The references were made by `references/make.mjs`. The networks are imported afresh from the npm packages.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, too")]

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use models::{LoadError, Loaded, NetworkTime, Options, Stage};
use ndarray::{Array4, ArrayD};
use vision::network::Network;

/// Largest difference, as a share of the largest value of the output.
const DIFFERENCE_MAX: f32 = 2e-5;
/// Smallest value that an output is measured against: below it, a probability is as good as zero.
const SCALE_MIN: f32 = 0.01;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    models::setup(&npm_root(), folder.path(), &mut |_| ()).unwrap_or_else(|error| panic!("{error}"));
    folder
});

fn npm_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn loaded() -> Loaded {
    models::load(FOLDER.path(), Options { threads: 2 }).unwrap_or_else(|error| panic!("{error}"))
}

/// A value 0–1 for row, column and channel of a square image.
type Pattern = Box<dyn FnMut(usize, usize, usize) -> f64>;

/// The three input patterns of `make.mjs`.
fn patterns(side: usize) -> [Pattern; 3] {
    let mut state = 12345u32;
    let noise = move |_, _, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / 16_777_216.0
    };
    let ramp = |row, column, channel| ((row * 3 + column * 5 + channel * 37) % 256) as f64 / 255.0;
    [Box::new(noise), Box::new(ramp), Box::new(move |row, column, channel| face(side, row, column, channel))]
}

fn face(side: usize, row: usize, column: usize, channel: usize) -> f64 {
    let skin = [0.85, 0.65, 0.55][channel];
    let (x, y) = (column as f64 / side as f64, row as f64 / side as f64);
    let within = |centre_x: f64, centre_y: f64, radius_x: f64, radius_y: f64| {
        let (dx, dy) = ((x - centre_x) / radius_x, (y - centre_y) / radius_y);
        dx * dx + dy * dy < 1.0
    };
    if within(0.36, 0.42, 0.05, 0.03) || within(0.64, 0.42, 0.05, 0.03) {
        0.1
    } else if within(0.5, 0.72, 0.11, 0.03) {
        [0.6, 0.2, 0.2][channel]
    } else if within(0.5, 0.57, 0.03, 0.06) {
        skin * 0.8
    } else if within(0.5, 0.52, 0.3, 0.4) {
        skin
    } else {
        0.3
    }
}

fn compare(name: &str, network: &dyn Network, side: usize, range: fn(f64) -> f64) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/references/{name}.f32"));
    let bytes = std::fs::read(path).unwrap();
    let mut references = bytes.chunks_exact(4).map(|word| f32::from_le_bytes(word.try_into().unwrap()));
    for (pattern, mut at) in patterns(side).into_iter().enumerate() {
        let mut input = Array4::<f32>::zeros((1, side, side, 3));
        for ((_, row, column, channel), value) in input.indexed_iter_mut() {
            *value = range(at(row, column, channel)) as f32;
        }
        for (index, output) in network.run(input.into_dyn()).unwrap().iter().enumerate() {
            let step = if output.len() > 2000 { 11 } else { 1 };
            let found: Vec<f32> = output.iter().copied().step_by(step).collect();
            let expected: Vec<f32> = references.by_ref().take(found.len()).collect();
            assert_eq!(found.len(), expected.len());
            let difference = difference(&found, &expected);
            assert!(difference <= DIFFERENCE_MAX, "{name} pattern {pattern} output {index}: {difference}");
        }
    }
    assert_eq!(references.next(), None, "{name}: more references than values");
}

fn difference(found: &[f32], expected: &[f32]) -> f32 {
    let largest = expected.iter().fold(0f32, |largest, value| largest.max(value.abs()));
    let differences = found.iter().zip(expected).map(|(found, expected)| (found - expected).abs());
    let worst =
        differences.fold(0f32, |worst, next| if next.is_nan() { f32::INFINITY } else { worst.max(next) });
    println!("largest value {largest}, largest difference {worst}");
    worst / largest.max(SCALE_MIN)
}

#[test]
fn the_face_detector_computes_what_the_original_does() {
    compare("face-detector", &*loaded().networks.face_detector, 256, |value| value * 2.0 - 1.0);
}

#[test]
fn the_face_mesh_computes_what_the_original_does() {
    compare("face-mesh", &*loaded().networks.face_mesh, 192, |value| value);
}

#[test]
fn the_eye_mesh_computes_what_the_original_does() {
    compare("eye-mesh", &*loaded().networks.eye_mesh, 64, |value| value);
}

#[test]
fn the_face_descriptor_computes_what_the_original_does() {
    compare("face-descriptor", &*loaded().networks.face_descriptor, 150, |value| value * 255.0);
}

#[test]
fn every_network_has_the_shapes_that_vision_relies_on() {
    let Loaded { networks, .. } = loaded();
    type Row<'a> = (&'a str, &'a dyn Network, &'a [usize], &'a [&'a [usize]]);
    let rows: [Row; 7] = [
        ("text-detector", &*networks.text_detector, &[1, 3, 96, 160], &[&[1, 1, 96, 160]]),
        ("text-recogniser", &*networks.text_recogniser, &[2, 3, 48, 320], &[&[2, 40, 6625]]),
        ("text-orientation", &*networks.text_orientation, &[3, 3, 48, 192], &[&[3, 2]]),
        (
            "face-detector",
            &*networks.face_detector,
            &[1, 256, 256, 3],
            &[&[1, 512, 1], &[1, 384, 1], &[1, 512, 16], &[1, 384, 16]],
        ),
        ("face-mesh", &*networks.face_mesh, &[2, 192, 192, 3], &[&[2, 1404], &[2, 1]]),
        ("eye-mesh", &*networks.eye_mesh, &[2, 64, 64, 3], &[&[2, 1, 1, 213], &[2, 1, 1, 15]]),
        ("face-descriptor", &*networks.face_descriptor, &[3, 150, 150, 3], &[&[3, 128]]),
    ];
    for (name, network, input, outputs) in rows {
        let found = network.run(ArrayD::zeros(input)).unwrap();
        let found: Vec<&[usize]> = found.iter().map(ArrayD::shape).collect();
        assert_eq!(found, outputs, "{name}");
    }
    assert_eq!(networks.alphabet.len(), 6624);
    assert_eq!(networks.alphabet.last().map(String::as_str), Some(" "));
    assert!(networks.alphabet.iter().all(|character| character.chars().count() == 1));
}

#[test]
fn a_batch_gives_what_single_runs_give() {
    let Loaded { networks, .. } = loaded();
    let image = |shift: usize| {
        Array4::from_shape_fn((1, 150, 150, 3), |(_, row, column, _)| {
            ((row + column * 2 + shift) % 200) as f32
        })
    };
    let batch = ndarray::concatenate![ndarray::Axis(0), image(0), image(90)];
    let together = networks.face_descriptor.run(batch.into_dyn()).unwrap().remove(0);
    for (index, shift) in [0, 90].into_iter().enumerate() {
        let alone = networks.face_descriptor.run(image(shift).into_dyn()).unwrap().remove(0);
        let row = together.index_axis(ndarray::Axis(0), index).to_owned();
        assert!(difference(row.as_slice().unwrap(), alone.as_slice().unwrap()) < 1e-5);
    }
}

#[test]
fn an_input_that_is_not_contiguous_is_read_in_its_own_order() {
    let Loaded { networks, .. } = loaded();
    let image =
        Array4::from_shape_fn((1, 192, 192, 3), |(_, row, column, _)| ((row * column) % 97) as f32 / 97.0);
    let turned = image.clone().permuted_axes([0, 2, 1, 3]);
    let copied = turned.as_standard_layout().into_owned();
    let (turned, copied) = (turned.into_dyn(), copied.into_dyn());
    assert_eq!(networks.face_mesh.run(turned).unwrap(), networks.face_mesh.run(copied).unwrap());
}

#[test]
fn a_wrong_shape_is_an_error_that_names_the_network() {
    let Loaded { networks, .. } = loaded();
    for shape in [&[1, 3, 256, 256][..], &[1, 256, 256], &[0, 256, 256, 3], &[2, 256, 256, 3]] {
        let error = networks.face_detector.run(ArrayD::zeros(shape)).unwrap_err();
        assert_eq!(error.network, "face-detector", "{shape:?}");
    }
    assert!(networks.face_detector.run(ArrayD::zeros(&[1, 256, 256, 3][..])).is_ok(), "it works afterwards");
}

#[test]
fn runs_are_counted_and_timed_from_many_threads() {
    let loaded = loaded();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let input = ArrayD::zeros(&[1, 3, 48, 192][..]);
                for _ in 0..5 {
                    loaded.networks.text_orientation.run(input.clone()).unwrap();
                }
            });
        }
    });
    let timings = loaded.timings();
    assert_eq!(timings.len(), 10);
    for NetworkTime { network, calls_count, total_s } in timings {
        let expected = if network == "text-orientation" { 20 } else { 0 };
        assert_eq!((calls_count, total_s > 0.0), (expected, expected > 0), "{network}");
    }
}

#[test]
fn the_record_holds_the_runtime_and_each_network() {
    let names: Vec<String> = loaded().used.into_iter().map(|model| model.name).collect();
    let expected = [
        "onnx-runtime",
        "document-finder",
        "text-detector",
        "text-recogniser",
        "text-orientation",
        "mrz-finder",
        "mrz-reader",
        "face-detector",
        "face-mesh",
        "eye-mesh",
        "face-descriptor",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_second_set_up_only_reads() {
    let folder = copy_of_folder();
    let mut stages = Vec::new();
    let imported =
        models::setup(&npm_root(), folder.path(), &mut |progress| stages.push(progress.stage)).unwrap();
    assert_eq!(stages, [Stage::Cached; 12]);
    assert!(imported.files.iter().all(|file| file.cached));
}

#[test]
fn a_changed_file_is_refused_and_made_again() {
    let folder = copy_of_folder();
    for name in ["face-mesh.onnx", "alphabet.txt", "libonnxruntime.so.1"] {
        let path = folder.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let refusal = models::load(folder.path(), Options::default()).err();
        assert!(matches!(refusal, Some(LoadError::Hash { .. })), "{name}: {refusal:?}");
        let mut written = Vec::new();
        models::setup(&npm_root(), folder.path(), &mut |progress| {
            written.extend((progress.stage == Stage::Written).then_some(progress.file));
        })
        .unwrap();
        assert_eq!(written, [name]);
    }
    assert!(models::load(folder.path(), Options::default()).is_ok());
}

#[test]
fn what_is_missing_is_told_with_the_remedy() {
    let empty = tempfile::tempdir().unwrap();
    let load = models::load(empty.path(), Options::default()).err().unwrap().to_string();
    let setup = models::setup(empty.path(), empty.path(), &mut |_| ()).unwrap_err().to_string();
    for message in [load, setup] {
        assert!(message.contains("run `cargo xtask setup`"), "{message}");
    }
}

#[test]
fn an_impossible_number_of_threads_is_refused() {
    for threads in [0, 65, usize::MAX] {
        let refusal = models::load(FOLDER.path(), Options { threads }).err();
        assert!(matches!(refusal, Some(LoadError::Threads(refused)) if refused == threads));
    }
}

fn copy_of_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(FOLDER.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}
