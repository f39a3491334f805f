//! Small motions that never stop: a head that sways, a hand that trembles.

use crate::random::stream;
use rand::Rng;
use std::f32::consts::TAU;

/// One slow wandering: three waves whose periods do not fit each other; its height is about 1.
struct Wander([(f32, f32, f32); 3]);

impl Wander {
    fn new(seed: u64, purpose: &str, per_second: (f32, f32)) -> Wander {
        let mut rng = stream(seed, &format!("sway {purpose}"));
        let mut wave =
            |height: f32| (height, rng.random_range(per_second.0..per_second.1), rng.random_range(0.0..TAU));
        Wander([wave(0.55), wave(0.35), wave(0.25)])
    }

    fn at(&self, seconds: f32) -> f32 {
        self.0.iter().map(|(height, rate, phase)| height * (TAU * rate * seconds + phase).sin()).sum()
    }
}

/// Where something is and how it is turned, beside where it should be.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Lean {
    /// To the right and down, in heights of the picture.
    pub(super) shift: (f32, f32),
    /// Enlargement less 1.
    pub(super) nearer: f32,
    pub(super) yaw_deg: f32,
    pub(super) pitch_deg: f32,
    pub(super) roll_deg: f32,
}

/// Lean as a function of time.
pub(super) struct Sway {
    wanders: [Wander; 6],
    sizes: Lean,
}

impl Sway {
    /// A head on its neck.
    pub(super) fn head(seed: u64) -> Sway {
        let sizes =
            Lean { shift: (0.012, 0.008), nearer: 0.014, yaw_deg: 1.4, pitch_deg: 1.2, roll_deg: 1.2 };
        Sway::new(seed, "head", (0.08, 0.45), sizes)
    }

    /// A camera held by hand.
    pub(super) fn camera(seed: u64) -> Sway {
        let sizes = Lean { shift: (0.0022, 0.0025), nearer: 0.001, roll_deg: 0.22, ..Lean::default() };
        Sway::new(seed, "camera", (0.6, 3.2), sizes)
    }

    /// Something held before the camera by hand.
    pub(super) fn hand(seed: u64) -> Sway {
        let sizes =
            Lean { shift: (0.012, 0.012), nearer: 0.018, yaw_deg: 1.8, pitch_deg: 1.8, roll_deg: 1.4 };
        Sway::new(seed, "hand", (0.15, 0.9), sizes)
    }

    fn new(seed: u64, purpose: &str, per_second: (f32, f32), sizes: Lean) -> Sway {
        let wander = |n: usize| Wander::new(seed, &format!("{purpose} {n}"), per_second);
        Sway { wanders: [0, 1, 2, 3, 4, 5].map(wander), sizes }
    }

    pub(super) fn at(&self, ms: u32) -> Lean {
        let at = |n: usize| self.wanders[n].at(ms as f32 / 1000.0);
        let sizes = self.sizes;
        Lean {
            shift: (sizes.shift.0 * at(0), sizes.shift.1 * at(1)),
            nearer: sizes.nearer * at(2),
            yaw_deg: sizes.yaw_deg * at(3),
            pitch_deg: sizes.pitch_deg * at(4),
            roll_deg: sizes.roll_deg * at(5),
        }
    }
}
