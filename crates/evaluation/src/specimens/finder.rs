//! Whether the document was found, and how closely.

use review::observation::{Examination, ImageRole, Sighting};
use specimen::{GroundTruth, ImageTruth};

use super::case::Wrong;
use crate::{
    measure::corners::{self, Corners, Fit},
    outcome::Outcome,
};

/// An outline that covers less than this of the document is another thing.
const OVERLAP_FOUND_MIN: f64 = 0.5;
/// The aim for the overlap of a document that was found.
const OVERLAP_AIM: f64 = 0.97;
/// What overlaps less is listed for a look.
const OVERLAP_LISTED_MAX: f64 = 0.9;

/// Compares the best outline of the front with the true one.
pub(super) fn judge(truth: &GroundTruth, seen: &Examination, outcome: &mut Outcome, wrong: &mut Wrong) {
    let front = truth.images.first();
    let Some((front, quad)) = front.and_then(|image| Some((image, image.quad?))) else { return };
    let expected = quad.map(|corner| [f64::from(corner.x), f64::from(corner.y)]);
    let best = best(seen, front).map(|(found, confidence)| (corners::fit(&expected, &found), confidence));
    if let Some((fit, confidence)) = best {
        outcome.opinion(confidence, fit.overlap >= corners::OVERLAP_RIGHT_MIN);
    }
    let fit = best.map(|(fit, _)| fit);
    let fit = fit.filter(|fit| fit.overlap >= OVERLAP_FOUND_MIN);
    outcome.count("finder_found", fit.is_some());
    outcome.count("finder_overlap_97", fit.is_some_and(|fit| fit.overlap >= OVERLAP_AIM));
    if let Some(fit) = fit {
        outcome.share("finder_corner_error", fit.corner_error);
        outcome.share("finder_overlap", fit.overlap);
        outcome.count("finder_upright", fit.upright);
    }
    if fit.is_none_or(|fit| fit.overlap < OVERLAP_LISTED_MAX || !fit.upright) {
        wrong.push(("the document's outline, upright".into(), describe(fit)));
    }
}

/// The first sighting of the front with four corners, in pixels, and how sure the finder is of it.
fn best(seen: &Examination, truth: &ImageTruth) -> Option<(Corners, f64)> {
    let image = seen.images.iter().find(|image| image.role == ImageRole::Front)?;
    let size_px = (truth.width_px, truth.height_px);
    let corners = |sighting: &Sighting| corners::in_pixels(&sighting.region, size_px);
    image.documents.iter().find_map(|sighting| Some((corners(sighting)?, sighting.confidence.into())))
}

fn describe(fit: Option<Fit>) -> String {
    fit.map_or_else(
        || "not found".to_owned(),
        |fit| {
            let (overlap, error) = (fit.overlap * 100.0, fit.corner_error * 100.0);
            format!(
                "overlap {overlap:.1} %, corners {error:.2} % of the diagonal off, upright: {}",
                fit.upright
            )
        },
    )
}
