//! What is in the way before a movement is asked: light, distance, angle.

use super::{Demands, Failure};
use crate::observation::{FaceMoment, Moment};

/// What to put right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is the hint's own on the wire")]
pub enum Hint {
    NoFace,
    SeveralFaces,
    TooFar,
    TooNear,
    OffCentre,
    TooDark,
    TooBright,
    Backlit,
    HeadAngle,
    HoldStill,
    NotThis,
    BackToMiddle,
    BlinkAgain,
}

impl Hint {
    /// What a try fails of that this was never put right in.
    pub(super) fn failure(self) -> Failure {
        match self {
            Hint::SeveralFaces => Failure::SeveralFaces,
            Hint::TooDark | Hint::TooBright => Failure::TooDark,
            Hint::Backlit => Failure::Backlit,
            Hint::HeadAngle => Failure::HeadAngle,
            Hint::NotThis | Hint::BackToMiddle => Failure::ChallengeNotFollowed,
            Hint::BlinkAgain => Failure::BlinkFailed,
            Hint::NoFace | Hint::TooFar | Hint::TooNear | Hint::OffCentre | Hint::HoldStill => {
                Failure::FaceLost
            }
        }
    }
}

/// Where the middle of a face may lie, as fractions of the frame.
const MIDDLE: [f32; 2] = [0.25, 0.75];

/// What keeps this moment from being a good beginning; the first in the order in which people can put it right.
pub(super) fn trouble(demands: &Demands, moment: &Moment) -> Option<Hint> {
    let Some(face) = &moment.face else { return Some(Hint::NoFace) };
    if moment.faces_count > 1 {
        return Some(Hint::SeveralFaces);
    }
    light(demands, face).or_else(|| place(demands, face))
}

fn light(demands: &Demands, face: &FaceMoment) -> Option<Hint> {
    let [darkest, brightest] = demands.brightness;
    if face.behind - face.brightness > demands.backlight_max {
        Some(Hint::Backlit)
    } else if face.brightness < darkest {
        Some(Hint::TooDark)
    } else {
        (face.brightness > brightest).then_some(Hint::TooBright)
    }
}

fn place(demands: &Demands, face: &FaceMoment) -> Option<Hint> {
    let [left, top, width, height] = face.bounds;
    let inside = |middle: f32| (MIDDLE[0]..=MIDDLE[1]).contains(&middle);
    if face.width_share < demands.width_share[0] {
        Some(Hint::TooFar)
    } else if face.width_share > demands.width_share[1] {
        Some(Hint::TooNear)
    } else if !inside(left + width / 2.0) || !inside(top + height / 2.0) {
        Some(Hint::OffCentre)
    } else {
        (!is_frontal(demands, face)).then_some(Hint::HeadAngle)
    }
}

fn is_frontal(demands: &Demands, face: &FaceMoment) -> bool {
    let pose = face.pose;
    [pose.yaw_deg, pose.pitch_deg, pose.roll_deg].into_iter().all(|deg| deg.abs() <= demands.frontal_deg_max)
}
