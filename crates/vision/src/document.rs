//! Finds documents in a picture: a small network says where they are and which way up, their edges say where exactly.
//!
//! The network looks at the whole picture, then closer at every document that is small in it. Its sides are then
//! moved onto the edges that the picture shows; where it shows none, they stay where the network saw them.

use image::RgbImage;
use review::observation::{ImageRole, Sighting};

use crate::{
    geometry::{Quad, polygon_area},
    network::{NetworkError, Networks},
    warp,
};

mod arc;
mod candidate;
mod edges;
mod frame;
mod line;
mod maps;
#[cfg(test)]
mod tests;
mod view;

use candidate::Candidate;
use maps::Maps;
use view::View;

/// Most documents that are looked at in one picture.
const DOCUMENTS_MAX: usize = 6;
/// A document whose longer side covers fewer pixels than this of the network's 256 is looked at again, closer.
const CLOSE_LOOK_PX: f32 = 150.0;
/// Longer side in pixels of the picture in which edges are looked for.
const WORK_PX: u32 = 1280;
/// From this confidence on nothing is read beyond a document.
const SURE: f32 = 0.6;
/// Two outlines that share more than this of the smaller one are the same document.
const SAME: f32 = 0.3;

/// A document's outline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// Corners in pixels of the picture, clockwise from the top left as read; beyond the frame where it is cut off.
    pub quad: Quad,
    /// Probability that this is a document's outline, 0–1; see [`candidate::Evidence::confidence`].
    pub confidence: f32,
    /// Whether the picture shows an edge along the top, right, bottom and left side.
    pub seen: [bool; 4],
    /// Share of the top, right, bottom and left side that lies beyond the frame, 0–1.
    pub cut: [f32; 4],
    /// Whether the top left, top right, bottom right and bottom left corner lie beyond the frame.
    pub corners_cut: [bool; 4],
}

impl Outline {
    /// As plain data.
    pub fn sighting(&self, role: ImageRole, size_px: (u32, u32)) -> Sighting {
        Sighting { region: self.quad.region(role, size_px), confidence: self.confidence }
    }

    /// Share of the outline's length that lies beyond the frame, 0–1.
    pub fn cut_share(&self) -> f32 {
        let lengths = self.quad.sides().map(|(a, b)| b.minus(a).length());
        let cut: f32 = lengths.iter().zip(self.cut).map(|(length, cut)| length * cut).sum();
        cut / lengths.iter().sum::<f32>().max(1.0)
    }
}

/// Outlines of a picture's documents as plain data, the largest and surest first.
///
/// # Errors
/// [`NetworkError`] of the document finder.
pub fn sightings(
    networks: &Networks,
    picture: &RgbImage,
    role: ImageRole,
) -> Result<Vec<Sighting>, NetworkError> {
    let outlines = find(networks, picture)?;
    Ok(outlines.iter().map(|outline| outline.sighting(role, picture.dimensions())).collect())
}

/// Documents of a picture, the largest and surest first; empty where nothing looks like one.
///
/// # Errors
/// [`NetworkError`] of the document finder.
pub(crate) fn find(networks: &Networks, picture: &RgbImage) -> Result<Vec<Outline>, NetworkError> {
    let work = work_picture(picture);
    let whole = View::whole(work.dimensions());
    let seen = look(networks, &work, &[whole])?.into_iter().flatten();
    let mut candidates: Vec<Candidate> = seen.collect();
    candidates.sort_by(|a, b| b.quad.area().total_cmp(&a.quad.area()));
    candidates.truncate(DOCUMENTS_MAX);
    let candidates = look_closer(networks, &work, whole, candidates)?;
    let back = picture.width() as f32 / work.width() as f32;
    let outlines = distinct(candidates).into_iter().map(|candidate| outline(&work, candidate, back));
    let mut outlines: Vec<Outline> = outlines.collect();
    let weight = |outline: &Outline| outline.quad.area() * outline.confidence;
    outlines.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    Ok(outlines)
}

/// The outlines beyond which nothing needs to be read; none where a zone lies beyond them all, for then one is missing.
pub(crate) fn sure(outlines: &[Outline], zone: Option<&Quad>) -> Vec<Quad> {
    let sure = outlines.iter().filter(|outline| outline.confidence >= SURE);
    let quads: Vec<Quad> = sure.map(|outline| outline.quad).collect();
    let covered = zone.is_none_or(|zone| quads.iter().any(|quad| quad.contains(zone.centre())));
    if covered { quads } else { Vec::new() }
}

/// The picture with at most [`WORK_PX`] on its longer side.
fn work_picture(picture: &RgbImage) -> RgbImage {
    let scale = (WORK_PX as f32 / picture.width().max(picture.height()) as f32).min(1.0);
    if scale >= 1.0 {
        return picture.clone();
    }
    let side = |length: u32| (length as f32 * scale).round() as u32;
    warp::resized(picture, side(picture.width()), side(picture.height()))
}

/// The documents that the network sees in each view, in pixels of the picture.
fn look(
    networks: &Networks,
    picture: &RgbImage,
    views: &[View],
) -> Result<Vec<Vec<Candidate>>, NetworkError> {
    let answer = networks.document_finder.run(view::input(picture, views))?;
    let maps = Maps::of_batch(&answer, views.len())?;
    let sees = |(maps, view): (&Maps, &View)| {
        candidate::find(maps).into_iter().map(|candidate| candidate.in_picture(view)).collect()
    };
    Ok(maps.iter().zip(views).map(sees).collect())
}

/// Looks again at those that are small in the whole view.
fn look_closer(
    networks: &Networks,
    picture: &RgbImage,
    whole: View,
    candidates: Vec<Candidate>,
) -> Result<Vec<Candidate>, NetworkError> {
    let small = |candidate: &Candidate| candidate.long_side_px() * whole.scale < CLOSE_LOOK_PX;
    let (small, mut found): (Vec<_>, Vec<_>) = candidates.into_iter().partition(small);
    if small.is_empty() {
        return Ok(found);
    }
    let views: Vec<View> = small.iter().map(|candidate| View::around(&candidate.quad)).collect();
    let seen = look(networks, picture, &views)?;
    let closer = small.iter().zip(seen).filter_map(|(first, seen)| first.seen_again(seen));
    found.extend(closer);
    Ok(found)
}

/// Without those that overlap a surer one.
fn distinct(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| b.evidence.confidence().total_cmp(&a.evidence.confidence()));
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if kept.iter().all(|other| shared(&other.quad, &candidate.quad) < SAME) {
            kept.push(candidate);
        }
    }
    kept
}

/// Area that two convex outlines share, as a share of the smaller one.
fn shared(a: &Quad, b: &Quad) -> f32 {
    let common = polygon_area(&frame::clipped(&a.0, b)).abs();
    common / a.area().min(b.area()).max(1.0)
}

/// Moves the sides onto edges and into the frame; `back` leads from the work picture to the picture.
fn outline(work: &RgbImage, candidate: Candidate, back: f32) -> Outline {
    let refined = edges::refine(work, &candidate.quad);
    let settled = frame::settle(&refined, work.dimensions());
    let frame = Quad::rectangle(0.0, 0.0, work.width() as f32, work.height() as f32);
    Outline {
        quad: settled.scaled(back),
        confidence: candidate.evidence.confidence(),
        seen: refined.seen,
        cut: settled.sides().map(|(a, b)| frame::beyond(a, b, work.dimensions())),
        corners_cut: settled.0.map(|corner| !frame.contains(corner)),
    }
}
