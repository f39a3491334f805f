//! Which way a page reads: the lines' common direction, then which end is up.

use image::RgbImage;

use super::{recognise, tensor};
use crate::{
    geometry::{Px, Quad, px},
    network::{NetworkError, Networks},
    warp,
};

/// Lines at least this many times as long as high tell the direction.
const LONG_RATIO: f32 = 2.5;
/// Lines within this angle of each other read the same way.
const SAME_WAY_DEG: f32 = 8.0;
/// Lines that are asked which end is up.
const VOTERS_MAX: usize = 12;
/// Below this mean vote (−1 to 1) the lines are read both ways up to decide.
const CLEAR_VOTE: f32 = 0.5;
/// Lines that are read both ways up.
const READERS_MAX: usize = 5;
/// Input size of the orientation network.
const VOTE_SIZE: (u32, u32) = (192, 48);

/// Unit vector of the page's reading direction.
pub fn page(networks: &Networks, picture: &RgbImage, boxes: &[Quad]) -> Result<Px, NetworkError> {
    let along = common_direction(boxes);
    let voters = longest(boxes, along);
    if voters.is_empty() {
        return Ok(along);
    }
    let vote = vote(networks, picture, &voters[..voters.len().min(VOTERS_MAX)])?;
    let upright = if vote.abs() >= CLEAR_VOTE {
        vote > 0.0
    } else {
        reads_better_upright(networks, picture, &voters[..voters.len().min(READERS_MAX)], vote)?
    };
    Ok(if upright { along } else { along.times(-1.0) })
}

/// The corner order of a box for which its reading direction comes closest to `along`.
pub fn facing(quad: &Quad, along: Px) -> Quad {
    let turns = (0..4).map(|quarters| quad.rolled(quarters));
    turns.max_by(|a, b| a.along().dot(along).total_cmp(&b.along().dot(along))).unwrap_or(*quad)
}

/// The direction that most text shares, between straight down and straight up; right when there is none.
fn common_direction(boxes: &[Quad]) -> Px {
    let long: Vec<&Quad> = boxes.iter().filter(|q| q.width() >= LONG_RATIO * q.height()).collect();
    let near = SAME_WAY_DEG.to_radians().cos();
    let support = |direction: Px| -> f32 {
        long.iter().filter(|q| q.along().dot(direction).abs() >= near).map(|q| q.width()).sum()
    };
    let best = long.iter().max_by(|a, b| support(a.along()).total_cmp(&support(b.along())));
    let Some(best) = best.map(|quad| quad.along()) else { return px(1.0, 0.0) };
    let sum = long.iter().filter(|q| q.along().dot(best).abs() >= near).fold(px(0.0, 0.0), |sum, q| {
        let sign = q.along().dot(best).signum();
        sum.plus(q.along().times(sign * q.width()))
    });
    sum.times(1.0 / sum.length().max(f32::MIN_POSITIVE))
}

/// The lines that read along the page, longest first, facing `along`.
fn longest(boxes: &[Quad], along: Px) -> Vec<Quad> {
    let mut voters: Vec<Quad> = boxes
        .iter()
        .map(|quad| facing(quad, along))
        .filter(|quad| quad.width() >= LONG_RATIO * quad.height() && quad.along().dot(along) > 0.95)
        .collect();
    voters.sort_by(|a, b| b.width().total_cmp(&a.width()));
    voters
}

/// Mean vote of the orientation network: 1 all upright, −1 all upside down.
fn vote(networks: &Networks, picture: &RgbImage, voters: &[Quad]) -> Result<f32, NetworkError> {
    let cut = |quad: &Quad| {
        let width = (quad.width() / quad.height().max(1.0) * VOTE_SIZE.1 as f32) as u32;
        warp::cut_out(picture, quad, width.clamp(16, VOTE_SIZE.0), VOTE_SIZE.1)
    };
    let cuts: Vec<RgbImage> = voters.iter().filter_map(cut).collect();
    if cuts.is_empty() {
        return Ok(0.0);
    }
    let input = tensor::batch(&cuts.iter().collect::<Vec<_>>(), VOTE_SIZE, tensor::RECOGNISER);
    let outputs = networks.text_orientation.run(input)?;
    let Some(answers) = outputs.first() else { return Ok(0.0) };
    let votes: Vec<f32> =
        answers.rows().into_iter().filter(|row| row.len() == 2).map(|row| row[0] - row[1]).collect();
    Ok(votes.iter().sum::<f32>() / votes.len().max(1) as f32)
}

/// Recognises the lines both ways up and compares the mean confidence, weighted by the number of characters.
fn reads_better_upright(
    networks: &Networks,
    picture: &RgbImage,
    lines: &[Quad],
    vote: f32,
) -> Result<bool, NetworkError> {
    let turned: Vec<Quad> = lines.iter().map(|quad| quad.rolled(2)).collect();
    let score = |quads: &[Quad]| -> Result<f32, NetworkError> {
        let texts = recognise::texts(networks, picture, quads)?;
        let all: Vec<f32> = texts.into_iter().flat_map(|text| text.confidences).collect();
        Ok(all.iter().sum::<f32>() / all.len().max(1) as f32)
    };
    Ok(score(lines)? + 0.1 * vote >= score(&turned)?)
}
