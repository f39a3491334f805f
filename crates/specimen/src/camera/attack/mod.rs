//! An image of a document in place of a document: what a screen or a printer makes of the page.

mod print;
mod screen;

use super::grain::floor;
use super::projection::Sight;
use super::scene::Scene;
use super::sheet::Sheet;
use crate::canvas::Colour;
use crate::random::stream;
use crate::request::Look;
use crate::truth::DegradationKind as Kind;
use rand_chacha::ChaCha8Rng;

pub(super) use print::Print;
pub(super) use screen::Screen;

/// What shows the document.
pub(super) enum Medium {
    /// A display.
    Screen(Screen),
    /// Toner on paper.
    Print(Print),
}

impl Medium {
    /// The medium that a look asks for, if it asks for one; a screen before a print before a photocopy.
    pub(super) fn of(look: &Look, sheets: &[Sheet], seed: u64) -> Option<Medium> {
        let width_mm = sheets.first()?.size_mm.0;
        let draws = |purpose: &str| -> ChaCha8Rng { stream(seed, purpose) };
        let strength = |kind: Kind| Some(look.strength(kind)).filter(|strength| *strength > 0.0);
        if let Some(strength) = strength(Kind::ScreenRecapture) {
            return Some(Medium::Screen(Screen::draw(sheets, width_mm, strength, &mut draws("screen"))));
        }
        if let Some(strength) = strength(Kind::PrintRecapture) {
            return Some(Medium::Print(Print::colour(strength, &mut draws("print"))));
        }
        let harsh = strength(Kind::Photocopy)?;
        Some(Medium::Print(Print::photocopy(harsh, &mut draws("photocopy"))))
    }

    /// The light at a pixel of the frame.
    pub(super) fn look(&self, scene: &Scene, sight: Sight, (x, y): (f32, f32)) -> Colour {
        match self {
            Medium::Screen(screen) => screen.look(scene, sight, (x, y)),
            Medium::Print(print) => print.look(scene, sight.spot(x, y)),
        }
    }
}

/// Cosine of a number of whole turns, within 0.001 of it: a parabola, bent once more.
#[inline]
fn cosine(turns: f32) -> f32 {
    let t = turns + 0.25;
    let x = t - floor(t + 0.5) as f32;
    let parabola = 16.0 * x * (0.5 - x.abs());
    0.225 * (parabola * parabola.abs() - parabola) + parabola
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_one() {
        for i in -300..300 {
            let turns = i as f32 * 0.013;
            let wanted = (turns * std::f32::consts::TAU).cos();
            assert!((cosine(turns) - wanted).abs() < 2e-3, "{turns}: {} {wanted}", cosine(turns));
        }
    }
}
