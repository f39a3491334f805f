//! Where the detector looks: the whole picture first, then closer, until a face is confirmed.

use review::observation::ImageRole;

use super::detector::Tile;

/// Tiles that are looked at together; the search ends after the first step that confirms a face.
pub(crate) type Step = Vec<Tile>;

/// Neighbouring tiles overlap by a third, so that a face of up to a third of a tile is whole in one of them.
const TILE_STRIDE: f32 = 2.0 / 3.0;

/// The search plan for a picture of `width` × `height` pixels.
///
/// A selfie holds one large face: the whole picture, then with a margin around it (the face fills the frame)
/// and in halves (it is far away). A document holds a portrait of 5–25 % of its width, and a ghost portrait:
/// whole and halves at once, then thirds of a half. Last, for both, the whole picture turned either way.
pub(crate) fn plan(width: u32, height: u32, role: ImageRole) -> Vec<Step> {
    let (width, height) = (width as f32, height as f32);
    let long = width.max(height);
    let centre = [width / 2.0, height / 2.0];
    let whole = Tile { centre, side_px: long, angle_rad: 0.0 };
    let margin = Tile { side_px: long * 1.6, ..whole };
    let turned = [-0.7, 0.7].map(|angle_rad| Tile { side_px: long * 1.2, angle_rad, ..whole }).to_vec();
    let halves = grid(width, height, long / 2.0);
    let mut steps = match role {
        ImageRole::Selfie => vec![vec![whole], [vec![margin], halves].concat()],
        ImageRole::Front | ImageRole::Back => {
            vec![[vec![whole], halves].concat(), grid(width, height, long / 4.0)]
        }
    };
    steps.push(turned);
    steps
}

/// Tiles of one side that cover the picture, row by row, evenly spaced.
fn grid(width: f32, height: f32, side_px: f32) -> Step {
    let (columns, rows) = (middles(width, side_px), middles(height, side_px));
    let tile = |x: &f32, y: &f32| Tile { centre: [*x, *y], side_px, angle_rad: 0.0 };
    rows.iter().flat_map(|y| columns.iter().map(move |x| tile(x, y))).collect()
}

fn middles(length: f32, side: f32) -> Vec<f32> {
    if length <= side {
        return vec![length / 2.0];
    }
    let gaps = ((length - side) / (side * TILE_STRIDE)).ceil().max(1.0);
    (0..=gaps as usize).map(|i| side / 2.0 + (length - side) * i as f32 / gaps).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_selfie_is_looked_at_once_at_first() {
        let steps = plan(1080, 1920, ImageRole::Selfie);
        assert_eq!(steps[0], vec![Tile { centre: [540.0, 960.0], side_px: 1920.0, angle_rad: 0.0 }]);
    }

    #[test]
    fn a_document_is_looked_at_in_halves_at_once() {
        let steps = plan(3000, 2000, ImageRole::Front);
        assert_eq!(steps.iter().map(Vec::len).collect::<Vec<_>>(), [7, 24, 2]);
    }

    proptest! {
        #[test]
        fn every_small_face_lies_whole_in_some_tile(
            width in 32u32..5000, height in 32u32..5000, x in 0.0f32..1.0, y in 0.0f32..1.0,
        ) {
            let long = width.max(height) as f32;
            let side = long / 4.0;
            let face = (side * 0.33).min(width as f32).min(height as f32);
            let left = x * (width as f32 - face);
            let top = y * (height as f32 - face);
            let inside = |tile: &Tile| {
                let spans = |low: f32, middle: f32| {
                    low >= middle - side / 2.0 - 0.5 && low + face <= middle + side / 2.0 + 0.5
                };
                spans(left, tile.centre[0]) && spans(top, tile.centre[1])
            };
            let tiles = &plan(width, height, ImageRole::Front)[1];
            prop_assert!(tiles.iter().any(inside));
            prop_assert!(tiles.len() <= 36);
        }
    }
}
