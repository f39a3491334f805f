//! What is said on the live socket.

use jiff::Timestamp;
use review::{
    liveness::Prompt,
    observation::{Ask, Moment, Plan, Region},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vision::live::View;

use crate::problem::{Problem, ProblemBody};

/// The first word of a page.
#[derive(Deserialize)]
pub(super) struct Hello {
    pub(super) token: String,
    #[serde(default)]
    pub(super) camera: String,
    #[serde(flatten)]
    pub(super) view: Sight,
}

/// What the page wants looked at.
#[derive(Deserialize)]
#[serde(tag = "view", rename_all = "snake_case")]
pub(super) enum Sight {
    /// A document, in the viewfinder.
    Document {
        /// `front` or `back`.
        role: String,
    },
    /// A face, in a face check.
    Face {
        /// Whether colours may be shown.
        #[serde(default)]
        colours: bool,
    },
}

/// What the server says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Answer<'a> {
    /// Frames may come, within these bounds.
    Ready { long_side_px: u32, bytes_max: usize, per_second_max: u32, seconds_max: u64 },
    /// Of a document's frame.
    Document {
        corners: Option<Vec<[f32; 2]>>,
        hint: Option<&'static str>,
        region: Option<Vec<[f32; 2]>>,
        steady: f32,
        shoot: bool,
    },
    /// Of a face's frame.
    Face {
        frame: Option<[f32; 4]>,
        hint: Option<&'static str>,
        phase: &'static str,
        ask: Option<Ask>,
        held: f32,
        done: usize,
        total: usize,
        colour: Option<Colour>,
    },
    /// The face check is over.
    End {
        passed: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        evidence_id: Option<Uuid>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        tries_left: Option<u32>,
        locked_until: Option<Timestamp>,
    },
    /// It cannot go on.
    Error { problem: &'a ProblemBody },
}

/// A colour to fill the screen with.
#[derive(Serialize)]
pub(super) struct Colour {
    index: u8,
    rgb: String,
}

impl<'a> Answer<'a> {
    pub(super) fn of_document(view: &View) -> Answer<'static> {
        Answer::Document {
            corners: view.corners.as_ref().map(points),
            hint: view.hint.map(vision::live::DocumentHint::as_str),
            region: view.region.as_ref().map(points),
            steady: view.steady,
            shoot: view.steady >= 1.0,
        }
    }

    pub(super) fn of_face(moment: &Moment, prompt: &Prompt, plan: &Plan) -> Answer<'static> {
        Answer::Face {
            frame: moment.face.map(|face| face.bounds),
            hint: prompt.hint.map(review::liveness::Hint::as_str),
            phase: prompt.phase.as_str(),
            ask: prompt.ask,
            held: prompt.held,
            done: prompt.done,
            total: plan.asks.len(),
            colour: prompt.colour.and_then(|index| Colour::of(plan, index)),
        }
    }

    pub(super) fn of_problem(problem: &'a Problem) -> Self {
        Answer::Error { problem: problem.body() }
    }
}

impl Colour {
    fn of(plan: &Plan, index: u8) -> Option<Colour> {
        let [r, g, b] = plan.colours.get(usize::from(index))?;
        Some(Colour { index, rgb: format!("#{r:02x}{g:02x}{b:02x}") })
    }
}

fn points(region: &Region) -> Vec<[f32; 2]> {
    region.corners.iter().map(|point| [point.x, point.y]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_views_are_understood() {
        let hello = |text: &str| serde_json::from_str::<Hello>(text).map(|hello| hello.view);
        let document = hello(r#"{"type":"hello","token":"t","view":"document","role":"front","camera":"c"}"#);
        assert!(matches!(document, Ok(Sight::Document { role }) if role == "front"));
        let face = hello(r#"{"type":"hello","token":"t","view":"face","colours":true}"#);
        assert!(matches!(face, Ok(Sight::Face { colours: true })));
        assert!(hello(r#"{"token":"t","view":"hand"}"#).is_err());
    }
}
