//! Measures `vision::face` on labelled pairs of photographs:
//! `cargo run --release -p vision --example face_pairs -- MODELS_DIR [PADDING:RAISED_PX[m],…]`
//! (`m`: mirrored).
//!
//! Reads `face-pairs.jsonl` in `BONAFIDE_DATASETS` (1,200 pairs of LFW view 2, folds 1 and 2, which share no
//! person), takes from each photograph the face nearest its middle, as LFW means it, and prints accuracy,
//! FNMR at FMRs that are counted over all pairs of distinct people, missed faces, and time on one thread.

mod measures;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use image::RgbImage;
use measures::{Rate, best_threshold, false_matches, false_non_matches, threshold_at_fmr, wrong};
use review::observation::ImageRole;
use vision::{
    face::{self, Descriptor, FRAMINGS, Face, Framing},
    network::Networks,
};

type Failure = Box<dyn std::error::Error>;

/// One labelled pair: indices of photographs.
struct Pair {
    files: [usize; 2],
    same: bool,
}

struct Photograph {
    path: PathBuf,
    person: String,
    fold: usize,
}

struct Set {
    photographs: Vec<Photograph>,
    pairs: Vec<Pair>,
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let models_dir = arguments.next().ok_or("name the folder of the networks")?;
    let framings = arguments.next().map_or(Ok(FRAMINGS.to_vec()), |text| parse_framings(&text))?;
    let folder = PathBuf::from(std::env::var("BONAFIDE_DATASETS")?);
    let set = read(&folder)?;
    let loaded = models::load(Path::new(&models_dir), models::Options { threads: 1 })?;
    let described = describe_all(&loaded.networks, &set, &framings)?;
    report(&set, &described);
    Ok(())
}

fn parse_framings(text: &str) -> Result<Vec<Framing>, Failure> {
    let one = |part: &str| -> Result<Framing, Failure> {
        let plain = part.trim_end_matches('m');
        let (padding, raised_px) = plain.split_once(':').ok_or("a framing is PADDING:RAISED_PX")?;
        Ok(Framing {
            padding: padding.parse()?,
            raised_px: raised_px.parse()?,
            mirrored: plain.len() < part.len(),
        })
    };
    text.split(',').map(one).collect()
}

fn read(folder: &Path) -> Result<Set, Failure> {
    let lines = std::fs::read_to_string(folder.join("face-pairs.jsonl"))?;
    let count = lines.lines().count();
    let mut index = BTreeMap::new();
    let mut set = Set { photographs: Vec::new(), pairs: Vec::new() };
    for (line_index, line) in lines.lines().enumerate() {
        let case: serde_json::Value = serde_json::from_str(line)?;
        let mut files = [0; 2];
        for (slot, file) in files.iter_mut().enumerate() {
            let name = case["files"][slot].as_str().ok_or("a pair names two files")?;
            *file = *index.entry(name.to_owned()).or_insert_with(|| {
                let fold = 2 * line_index / count;
                set.photographs.push(Photograph { path: folder.join(name), person: person(name), fold });
                set.photographs.len() - 1
            });
        }
        set.pairs.push(Pair { files, same: case["same"] == 1 });
    }
    Ok(set)
}

/// `…__Jane_Doe__Jane_Doe_0001.jpg` shows `Jane_Doe`.
fn person(file: &str) -> String {
    let stem = file.rsplit("__").next().unwrap_or(file);
    stem.rsplit_once('_').map_or(stem, |(name, _)| name).to_owned()
}

/// Descriptors of all photographs (`None`: no face found) and what it took.
struct Described {
    descriptors: Vec<Option<Descriptor>>,
    not_largest: usize,
    finding: Vec<Duration>,
    describing: Vec<Duration>,
}

fn describe_all(networks: &Networks, set: &Set, framings: &[Framing]) -> Result<Described, Failure> {
    let mut all =
        Described { descriptors: Vec::new(), not_largest: 0, finding: Vec::new(), describing: Vec::new() };
    for photograph in &set.photographs {
        let image = image::open(&photograph.path)?.into_rgb8();
        let started = Instant::now();
        let faces = face::find(networks, &image, ImageRole::Selfie)?;
        all.finding.push(started.elapsed());
        let middle = most_central(&faces, &image);
        all.not_largest += usize::from(middle.is_some_and(|i| i > 0));
        let started = Instant::now();
        let described = middle.map(|i| face::describe_framed(networks, &image, &faces[i], framings));
        all.describing.push(started.elapsed());
        all.descriptors.push(described.transpose()?);
    }
    Ok(all)
}

fn most_central(faces: &[Face], image: &RgbImage) -> Option<usize> {
    let middle = [image.width() as f32 / 2.0, image.height() as f32 / 2.0];
    let from_middle = |face: &Face| {
        let tip = face.landmarks[4];
        (tip[0] - middle[0]).hypot(tip[1] - middle[1])
    };
    (0..faces.len()).min_by(|a, b| from_middle(&faces[*a]).total_cmp(&from_middle(&faces[*b])))
}

fn report(set: &Set, described: &Described) {
    let missed = described.descriptors.iter().filter(|d| d.is_none()).count();
    println!("photographs   {}, not_detected {missed}", set.photographs.len());
    println!("face used     not the largest in {} photographs", described.not_largest);
    println!("find          {}", times(&described.finding));
    println!("describe      {}", times(&described.describing));
    report_accuracy(set, &described.descriptors);
    for (name, fold) in [("fold 1", Some(0)), ("fold 2", Some(1)), ("both folds", None)] {
        report_rates(name, set, &described.descriptors, fold);
    }
}

fn times(each: &[Duration]) -> String {
    let mut ms: Vec<f64> = each.iter().map(|d| d.as_secs_f64() * 1e3).collect();
    ms.sort_by(f64::total_cmp);
    let mean = ms.iter().sum::<f64>() / ms.len() as f64;
    format!(
        "mean {mean:.1} ms, median {:.1} ms, 95 % below {:.1} ms",
        ms[ms.len() / 2],
        ms[ms.len() * 95 / 100]
    )
}

/// A missed face is a distance beyond every threshold: a genuine pair with one does not match.
fn distance(descriptors: &[Option<Descriptor>], [a, b]: [usize; 2]) -> f64 {
    descriptors[a].as_ref().zip(descriptors[b].as_ref()).map_or(f64::MAX, |(a, b)| a.distance(b))
}

/// Each fold judged at the threshold that is best on the other.
fn report_accuracy(set: &Set, descriptors: &[Option<Descriptor>]) {
    let fold = |fold: usize| -> Vec<(f64, bool)> {
        let of_fold = set.pairs.iter().filter(|p| set.photographs[p.files[0]].fold == fold);
        of_fold.map(|p| (distance(descriptors, p.files), p.same)).collect()
    };
    let folds = [fold(0), fold(1)];
    let mut errors = 0;
    for (judged, chosen_on) in [(0, 1), (1, 0)] {
        let threshold = best_threshold(&folds[chosen_on]);
        let rate = wrong(&folds[judged], threshold);
        errors += rate.errors;
        println!("wrong         fold {}: {rate} at distance {threshold:.3}", judged + 1);
    }
    let rate = Rate { errors, of: set.pairs.len() };
    println!("accuracy      {:.2} %, wrong {rate}", 100.0 * (1.0 - rate.value()));
    report_labelled(&folds.concat());
}

/// As comparisons on this set are mostly published: against the labelled impostor pairs alone, which are too few
/// to say much about an FMR of 1e-3 (none of 600 accepted).
fn report_labelled(pairs: &[(f64, bool)]) {
    let of = |same: bool| -> Vec<f64> { pairs.iter().filter(|p| p.1 == same).map(|p| p.0).collect() };
    let (genuine, mut impostors) = (of(true), of(false));
    impostors.sort_by(f64::total_cmp);
    println!("labelled      {} genuine and {} impostor pairs", genuine.len(), impostors.len());
    for share in [1e-2, 1e-3] {
        print_rates(threshold_at_fmr(&impostors, share), &genuine, &impostors);
    }
}

/// Genuine pairs are the labelled ones; impostors are all pairs of photographs of distinct people.
fn report_rates(name: &str, set: &Set, descriptors: &[Option<Descriptor>], fold: Option<usize>) {
    let is_in = |i: usize| fold.is_none_or(|f| set.photographs[i].fold == f);
    let members: Vec<usize> = (0..set.photographs.len()).filter(|i| is_in(*i)).collect();
    let mut impostors = Vec::new();
    for (rank, a) in members.iter().enumerate() {
        let others =
            members[..rank].iter().filter(|b| set.photographs[**b].person != set.photographs[*a].person);
        impostors.extend(others.map(|b| distance(descriptors, [*a, *b])));
    }
    impostors.sort_by(f64::total_cmp);
    let genuine: Vec<f64> = set
        .pairs
        .iter()
        .filter(|p| p.same && is_in(p.files[0]))
        .map(|p| distance(descriptors, p.files))
        .collect();
    println!("\n{name}: {} genuine pairs, {} impostor pairs", genuine.len(), impostors.len());
    for share in [1e-2, 1e-3, 1e-4, 1e-5] {
        let threshold = threshold_at_fmr(&impostors, share);
        print_rates(threshold, &genuine, &impostors);
    }
    println!("  at fixed distances:");
    (13..=24).for_each(|step| print_rates(0.02 * f64::from(step), &genuine, &impostors));
}

fn print_rates(threshold: f64, genuine: &[f64], impostors: &[f64]) {
    let (fmr, fnmr) = (false_matches(impostors, threshold), false_non_matches(genuine, threshold));
    let similarity = face::similarity(threshold);
    println!(
        "  distance {threshold:.3} (similarity {similarity:.3}): FMR {:.1e} ({} of {}), FNMR {fnmr}",
        fmr.value(),
        fmr.errors,
        fmr.of
    );
}
