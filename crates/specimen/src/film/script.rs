//! Which act happens when, and what the face does at each moment.

use super::FRAME_MS;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// What a person is asked to do. Left and right are the person's own, as an unmirrored camera sees them: whoever turns left
/// turns the face to the picture's right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Turn the head to the own left, by about 32°.
    TurnLeft,
    /// Turn the head to the own right, by about 32°.
    TurnRight,
    /// Close both eyes for about a second.
    Blink,
    /// Open the mouth wide.
    OpenMouth,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 4] = [Act::TurnLeft, Act::TurnRight, Act::Blink, Act::OpenMouth];

    /// Its stable name, such as `turn_left`.
    pub fn code(self) -> &'static str {
        match self {
            Act::TurnLeft => "turn_left",
            Act::TurnRight => "turn_right",
            Act::Blink => "blink",
            Act::OpenMouth => "open_mouth",
        }
    }

    /// Milliseconds to get there, to hold it, and back again is as long as to get there.
    fn pace(self) -> (u32, u32) {
        if self == Act::Blink { (250, 1100) } else { (500, 1500) }
    }
}

/// When an act was performed, in milliseconds from the film's beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActSpan {
    /// Which.
    pub act: Act,
    /// The first movement.
    pub from_ms: u32,
    /// Fully there.
    pub held_from_ms: u32,
    /// Still there.
    pub held_to_ms: u32,
    /// Neutral again.
    pub to_ms: u32,
}

impl ActSpan {
    fn starting(act: Act, from_ms: u32) -> ActSpan {
        let (there, held) = act.pace();
        let held_from_ms = from_ms + there;
        let held_to_ms = held_from_ms + held;
        ActSpan { act, from_ms, held_from_ms, held_to_ms, to_ms: held_to_ms + there }
    }

    /// How far into the act a moment is, 0–1, gently at both ends.
    fn share(&self, ms: u32) -> f32 {
        let (a, b) = (self.from_ms as f32, self.held_from_ms as f32);
        let (c, d) = (self.held_to_ms as f32, self.to_ms as f32);
        smooth(a, b, ms as f32) * (1.0 - smooth(c, d, ms as f32))
    }
}

/// What the face does at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    pub(super) yaw_deg: f32,
    /// Opening of the lids, 0–1.
    pub(super) lids: f32,
    /// Opening of the mouth, 0–1.
    pub(super) mouth: f32,
    pub(super) act: Option<Act>,
    /// How far into the act, 0–1.
    pub(super) share: f32,
}

impl Moment {
    pub(super) const NEUTRAL: Moment = Moment { yaw_deg: 0.0, lids: 1.0, mouth: 0.0, act: None, share: 0.0 };
}

/// The whole film, planned.
pub(super) struct Script {
    pub(super) spans: Vec<ActSpan>,
    pub(super) end_ms: u32,
    /// Spontaneous blinks: when the lids begin to fall.
    blinks: Vec<u32>,
    /// How far a turn goes.
    turn_deg: f32,
}

/// Neutral at the beginning and between acts.
const FIRST_MS: u32 = 1200;
const BETWEEN_MS: u32 = 600;
/// How long a spontaneous blink takes.
const BLINK_MS: u32 = 200;

impl Script {
    pub(super) fn new(acts: &[Act], rng: &mut ChaCha8Rng) -> Script {
        Script::beginning(acts, FIRST_MS, rng)
    }

    /// Acts after so long a neutral beginning.
    pub(super) fn beginning(acts: &[Act], first_ms: u32, rng: &mut ChaCha8Rng) -> Script {
        let mut at_ms = first_ms;
        let mut spans: Vec<ActSpan> = Vec::new();
        let mut blinks = vec![FRAME_MS * rng.random_range(2..7)];
        for &act in acts {
            let span = ActSpan::starting(act, at_ms);
            spans.push(span);
            if rng.random_bool(0.4) {
                blinks.push(span.to_ms + BETWEEN_MS - BLINK_MS - FRAME_MS);
            }
            at_ms = span.to_ms + BETWEEN_MS;
        }
        Script { spans, end_ms: at_ms, blinks, turn_deg: rng.random_range(30.0..34.0) }
    }

    pub(super) fn at(&self, ms: u32) -> Moment {
        let still = Moment { lids: self.lids(ms), ..Moment::NEUTRAL };
        let Some(span) = self.spans.iter().find(|span| (span.from_ms..span.to_ms).contains(&ms)) else {
            return still;
        };
        let share = span.share(ms);
        let doing = Moment { act: Some(span.act), share, ..still };
        match span.act {
            Act::TurnLeft => Moment { yaw_deg: self.turn_deg * share, ..doing },
            Act::TurnRight => Moment { yaw_deg: -self.turn_deg * share, ..doing },
            Act::Blink => Moment { lids: 1.0 - share, ..doing },
            Act::OpenMouth => Moment { mouth: share, ..doing },
        }
    }

    fn lids(&self, ms: u32) -> f32 {
        let inside = |start: &&u32| (**start..**start + BLINK_MS).contains(&ms);
        let Some(start) = self.blinks.iter().find(inside) else { return 1.0 };
        (2.0 * (ms - start) as f32 / BLINK_MS as f32 - 1.0).abs()
    }
}

fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
