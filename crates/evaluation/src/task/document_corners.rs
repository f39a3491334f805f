//! Where the documents of photographs lie, each against its true corners.

use serde_json::Value;

use crate::{
    dataset::Case,
    measure::corners::{self, Corners, Fit, OVERLAP_RIGHT_MIN},
    outcome::{Failure, Outcome},
    reader::{Outlines, Reader},
};

/// An outline that covers less than this of the document is another thing.
const OVERLAP_FOUND_MIN: f64 = 0.5;
/// The aim for the overlap of a document that was found.
const OVERLAP_AIM: f64 = 0.97;

pub(super) fn measure(case: &Case, reader: &Reader<'_>) -> Outcome {
    let file = case.files.first().ok_or_else(|| "no file".to_owned());
    judge(case, &file.and_then(|file| reader.outlines_of(file)))
}

/// Every true document takes the outline that overlaps it most; what is left over is no document.
fn judge(case: &Case, read: &Result<Outlines, String>) -> Outcome {
    let mut outcome = Outcome::default();
    let found = read.as_ref().map(outlines).unwrap_or_default();
    let truths = corners(&case.expected["corners"]);
    let fits: Vec<Option<Fit>> = truths.iter().map(|truth| best(truth, &found)).collect();
    for fit in &fits {
        count(*fit, &mut outcome);
    }
    let right = |corners: &Corners| {
        truths.iter().map(|truth| corners::overlap(truth, corners)).fold(0.0, f64::max) >= OVERLAP_RIGHT_MIN
    };
    for (corners, confidence) in &found {
        outcome.opinion(*confidence, right(corners));
    }
    let number_right = found.len() == truths.len();
    outcome.count("number_right", number_right);
    if !number_right || fits.iter().any(|fit| fit.is_none_or(|fit| fit.overlap < OVERLAP_AIM || !fit.upright))
    {
        let expected = format!("{} documents", truths.len());
        let failure = Failure::new(&case.name(), expected, described(read, &fits));
        outcome.fail(failure.with_files(&case.files));
    }
    outcome
}

fn best(truth: &Corners, found: &[(Corners, f64)]) -> Option<Fit> {
    let fits = found.iter().map(|(corners, _)| corners::fit(truth, corners));
    fits.filter(|fit| fit.overlap >= OVERLAP_FOUND_MIN).max_by(|a, b| a.overlap.total_cmp(&b.overlap))
}

fn count(fit: Option<Fit>, outcome: &mut Outcome) {
    outcome.count("found", fit.is_some());
    outcome.count("overlap_97", fit.is_some_and(|fit| fit.overlap >= OVERLAP_AIM));
    if let Some(fit) = fit {
        outcome.share("corner_error", fit.corner_error);
        outcome.share("overlap", fit.overlap);
        outcome.count("upright", fit.upright);
    }
}

/// Four corners and the finder's confidence of each outline.
fn outlines(read: &Outlines) -> Vec<(Corners, f64)> {
    let outline = |sighting: &review::observation::Sighting| {
        Some((corners::in_pixels(&sighting.region, read.size_px)?, sighting.confidence.into()))
    };
    read.documents.iter().filter_map(outline).collect()
}

/// A list of documents, each with four corners `[x, y]` in pixels, from the top left as read.
fn corners(value: &Value) -> Vec<Corners> {
    let documents = value.as_array().into_iter().flatten();
    documents.filter_map(|document| serde_json::from_value(document.clone()).ok()).collect()
}

fn described(read: &Result<Outlines, String>, fits: &[Option<Fit>]) -> String {
    let outlines = match read {
        Ok(outlines) => format!("{} documents", outlines.documents.len()),
        Err(error) => return error.clone(),
    };
    let fit = |fit: &Option<Fit>| {
        fit.map_or("not found".to_owned(), |fit| {
            let (overlap, error) = (fit.overlap * 100.0, fit.corner_error * 100.0);
            format!("overlap {overlap:.1} %, corners {error:.2} % off, upright: {}", fit.upright)
        })
    };
    let lines = [outlines].into_iter().chain(fits.iter().map(fit));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use review::observation::{ImageRole, Point, Region, Sighting};

    use super::*;
    use crate::report::Collector;

    fn outlines_at(squares: &[f32]) -> Result<Outlines, String> {
        let sighting = |x: &f32| {
            let corner = |(dx, dy): (f32, f32)| Point { x: (x + dx) / 200.0, y: (10.0 + dy) / 100.0 };
            let corners = [(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)].map(corner).to_vec();
            Sighting { region: Region { image: ImageRole::Front, corners }, confidence: 0.8 }
        };
        Ok(Outlines { size_px: (200, 100), documents: squares.iter().map(sighting).collect() })
    }

    #[test]
    fn documents_are_matched_and_what_is_left_over_shows() {
        let square = |x: i32| serde_json::json!([[x, 10], [x + 50, 10], [x + 50, 60], [x, 60]]);
        let rows = [
            (serde_json::json!([square(20)]), outlines_at(&[20.0])),
            (serde_json::json!([square(20), square(120)]), outlines_at(&[121.0])),
            (serde_json::json!([]), outlines_at(&[60.0])),
            (serde_json::json!([square(20)]), Err("no picture".to_owned())),
        ];
        let mut collector = Collector::default();
        for (corners, read) in rows {
            let expected = serde_json::json!({ "files": [], "corners": corners });
            collector.absorb(judge(&Case { line: 1, files: Vec::new(), expected }, &read));
        }
        let report = collector.report("document-corners", 4);
        let count = |name: &str| report.metrics[name].counted();
        assert_eq!((count("found"), count("number_right")), ("2 of 4".into(), "1 of 4".into()));
        assert_eq!((count("overlap_97"), count("upright")), ("1 of 4".into(), "2 of 2".into()));
        assert_eq!(report.failures.len(), 3);
    }
}
