//! One try, from the first frame to its end.

use super::{
    Demands, Failure, Outcome,
    placement::{Hint, trouble},
};
use crate::observation::{Ask, FaceMoment, Moment, Plan};

/// No frame counts for longer than this: what happened in a gap was not seen.
const GAP_MS_MAX: u32 = 400;
/// A face that is this many of its widths away from one frame to the next is another face, or another picture.
const JUMP_MAX: f32 = 0.8;
/// How near to the middle the head must come back before the next movement: as a share of what counts as a movement.
const CALM_SHARE: f32 = 0.5;
/// How far open, as a share of the person's own, the eyes count as open again.
const OPEN_SHARE: f32 = 0.75;
/// An eye that is open further than this, as a share of the person's own, is not shut whatever the other does.
const AJAR_SHARE: f32 = 0.8;
/// How long the head must be back.
const RETURN_MS: u32 = 250;
/// How many frames at least the person's own middle is taken from.
const CALM_FRAMES_MIN: usize = 4;
/// From when on a wrong movement is mentioned, as a share of what ends the try.
const MENTION_SHARE: f32 = 0.3;

/// Where a try stands, for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The face is being brought into the frame.
    Settle,
    /// Movements are asked.
    Challenge,
    /// Colours are shown.
    Colours,
}

/// What to show now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prompt {
    /// Where the try stands.
    pub phase: Phase,
    /// The movement that is asked.
    pub ask: Option<Ask>,
    /// How much of its hold is done, 0–1.
    pub held: f32,
    /// Movements done.
    pub done: usize,
    /// What to put right.
    pub hint: Option<Hint>,
    /// The colour to show, as an index of the plan.
    pub colour: Option<u8>,
    /// Set once it is over.
    pub outcome: Option<Outcome>,
}

/// A try under way.
#[derive(Debug, Clone)]
pub struct Trial {
    demands: Demands,
    plan: Plan,
    stage: Stage,
    last: Option<Moment>,
    /// Since when the present stage lasts.
    since_ms: u32,
    /// Counts up while something lasts, in milliseconds.
    clocks: Clocks,
    calm: Vec<FaceMoment>,
    blinks_missed: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Clocks {
    good: u32,
    wrong: u32,
    lost: u32,
    crowd: u32,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Settle,
    Ask(usize),
    Return(usize),
    Colour(usize),
    Over(Outcome),
}

/// The person at rest.
#[derive(Debug, Clone, Copy)]
struct Neutral {
    yaw_deg: f32,
    eyes: [f32; 2],
    mouth: f32,
}

impl Trial {
    /// A try that begins with the next moment.
    #[must_use]
    pub fn new(demands: Demands, plan: Plan) -> Trial {
        Trial {
            demands,
            plan,
            stage: Stage::Settle,
            last: None,
            since_ms: 0,
            clocks: Clocks::default(),
            calm: Vec::new(),
            blinks_missed: 0,
        }
    }

    /// Takes in the next frame. Once it is over, nothing changes any more.
    pub fn step(&mut self, moment: &Moment) -> Prompt {
        if let Stage::Over(_) = self.stage {
            return self.prompt(None);
        }
        if self.last.is_none() {
            self.since_ms = moment.at_ms;
        }
        let before = self.last.replace(moment.clone());
        let passed_ms = before.as_ref().map_or(0, |b| moment.at_ms.saturating_sub(b.at_ms)).min(GAP_MS_MAX);
        let hint = match self.interrupted(moment, before.as_ref(), passed_ms) {
            Err(failure) => {
                self.end(Err(failure));
                None
            }
            Ok(Some(hint)) => Some(hint),
            Ok(None) => self.go_on(moment, passed_ms),
        };
        self.prompt(hint)
    }

    fn prompt(&self, hint: Option<Hint>) -> Prompt {
        let (phase, done) = match self.stage {
            Stage::Settle => (Phase::Settle, 0),
            Stage::Ask(index) => (Phase::Challenge, index),
            Stage::Return(index) => (Phase::Challenge, index + 1),
            Stage::Colour(_) | Stage::Over(_) => (Phase::Colours, self.plan.asks.len()),
        };
        let ask = if let Stage::Ask(index) = self.stage { self.plan.asks.get(index).copied() } else { None };
        let colour = if let Stage::Colour(index) = self.stage { u8::try_from(index).ok() } else { None };
        let outcome = if let Stage::Over(outcome) = self.stage { Some(outcome) } else { None };
        let held = ask.map_or(0.0, |ask| self.clocks.good as f32 / self.hold_ms(ask).max(1) as f32);
        Prompt { phase, ask, held: held.min(1.0), done, hint, colour, outcome }
    }

    fn enter(&mut self, stage: Stage, at_ms: u32) {
        self.stage = stage;
        self.since_ms = at_ms;
        self.clocks = Clocks::default();
    }

    fn end(&mut self, outcome: Outcome) {
        self.stage = Stage::Over(outcome);
    }

    /// What breaks a try in any stage after the beginning: no face, several, or one that was not there before.
    fn interrupted(
        &mut self,
        moment: &Moment,
        before: Option<&Moment>,
        passed_ms: u32,
    ) -> Result<Option<Hint>, Failure> {
        if matches!(self.stage, Stage::Settle) {
            return Ok(None);
        }
        count(&mut self.clocks.lost, moment.face.is_none(), passed_ms);
        count(&mut self.clocks.crowd, moment.faces_count > 1, passed_ms);
        if self.clocks.lost > self.demands.lost_ms_max || before.is_some_and(|b| jumped(b, moment)) {
            return Err(Failure::FaceLost);
        }
        if self.clocks.crowd > self.demands.lost_ms_max {
            return Err(Failure::SeveralFaces);
        }
        let crowd = (moment.faces_count > 1).then_some(Hint::SeveralFaces);
        Ok(if moment.face.is_none() { Some(Hint::NoFace) } else { crowd })
    }

    fn go_on(&mut self, moment: &Moment, passed_ms: u32) -> Option<Hint> {
        match (self.stage, &moment.face) {
            (Stage::Settle, _) => self.settle(moment, passed_ms),
            (Stage::Ask(index), Some(face)) => self.ask(index, moment, face, passed_ms),
            (Stage::Return(index), Some(face)) => self.back(index, moment, face, passed_ms),
            (Stage::Colour(index), Some(_)) => self.colour(index, moment, passed_ms),
            (Stage::Ask(_) | Stage::Return(_) | Stage::Colour(_), None) | (Stage::Over(_), _) => None,
        }
    }

    fn settle(&mut self, moment: &Moment, passed_ms: u32) -> Option<Hint> {
        let hint = trouble(&self.demands, moment);
        let late = moment.at_ms.saturating_sub(self.since_ms) > self.demands.settle_ms_max;
        match (hint, moment.face) {
            (None, Some(face)) => {
                self.clocks.good += passed_ms;
                self.calm.push(face);
            }
            _ => {
                self.clocks.good = 0;
                self.calm.clear();
            }
        }
        if self.clocks.good >= self.demands.settle_ms && self.calm.len() >= CALM_FRAMES_MIN {
            self.enter(Stage::Ask(0), moment.at_ms);
        } else if late {
            self.end(Err(hint.unwrap_or(Hint::HoldStill).failure()));
        }
        hint.or(Some(Hint::HoldStill)).filter(|_| matches!(self.stage, Stage::Settle))
    }

    fn ask(&mut self, index: usize, moment: &Moment, face: &FaceMoment, passed_ms: u32) -> Option<Hint> {
        let Some(&wanted) = self.plan.asks.get(index) else {
            self.enter(Stage::Colour(0), moment.at_ms);
            return None;
        };
        let seen = self.movements(face);
        let (right, wrong) = (seen.contains(&wanted), is_wrong(&seen, wanted));
        // Two movements at once would pass for either: time stands still while another one is mixed in.
        let counts = if seen == [wanted] { passed_ms } else { 0 };
        self.clocks.good = if right { self.clocks.good + counts } else { 0 };
        count(&mut self.clocks.wrong, wrong, passed_ms);
        if self.clocks.good >= self.hold_ms(wanted) {
            self.blinks_missed = 0;
            self.enter(Stage::Return(index), moment.at_ms);
            return None;
        }
        if self.clocks.wrong >= self.demands.wrong_ms_max {
            self.end(Err(Failure::ChallengeNotFollowed));
            return None;
        }
        let waited = moment.at_ms.saturating_sub(self.since_ms) > self.demands.ask_ms_max;
        if waited && !right {
            return self.missed(wanted, moment.at_ms);
        }
        let mention = self.clocks.wrong as f32 > self.demands.wrong_ms_max as f32 * MENTION_SHARE;
        mention.then_some(Hint::NotThis).or_else(|| self.again(wanted))
    }

    /// The movement did not come in time: a blink is asked again, so often.
    fn missed(&mut self, wanted: Ask, at_ms: u32) -> Option<Hint> {
        if wanted != Ask::Blink {
            self.end(Err(Failure::ChallengeNotFollowed));
            return None;
        }
        self.blinks_missed += 1;
        if self.blinks_missed >= self.demands.blinks_missed_max {
            self.end(Err(Failure::BlinkFailed));
            return None;
        }
        self.enter(self.stage, at_ms);
        Some(Hint::BlinkAgain)
    }

    fn again(&self, wanted: Ask) -> Option<Hint> {
        (wanted == Ask::Blink && self.blinks_missed > 0).then_some(Hint::BlinkAgain)
    }

    fn back(&mut self, index: usize, moment: &Moment, face: &FaceMoment, passed_ms: u32) -> Option<Hint> {
        let calm = self.is_calm(face);
        self.clocks.good = if calm { self.clocks.good + passed_ms } else { 0 };
        if self.clocks.good >= RETURN_MS {
            let next = index + 1;
            let more = next < self.plan.asks.len();
            self.enter(if more { Stage::Ask(next) } else { Stage::Colour(0) }, moment.at_ms);
            if !more && self.plan.colours.is_empty() {
                self.end(Ok(()));
            }
            return None;
        }
        if moment.at_ms.saturating_sub(self.since_ms) > self.demands.ask_ms_max {
            self.end(Err(Failure::ChallengeNotFollowed));
        }
        (!calm).then_some(Hint::BackToMiddle)
    }

    fn colour(&mut self, index: usize, moment: &Moment, passed_ms: u32) -> Option<Hint> {
        let shown = moment.colour.is_some_and(|colour| usize::from(colour) == index);
        self.clocks.good += if shown { passed_ms } else { 0 };
        if self.clocks.good >= self.demands.colour_ms {
            let next = index + 1;
            self.enter(Stage::Colour(next), moment.at_ms);
            if next >= self.plan.colours.len() {
                self.end(Ok(()));
            }
        } else if moment.at_ms.saturating_sub(self.since_ms) > self.demands.ask_ms_max {
            self.end(Err(Failure::ChallengeNotFollowed));
        }
        Some(Hint::HoldStill)
    }

    fn hold_ms(&self, ask: Ask) -> u32 {
        if ask == Ask::Blink { self.demands.blink_ms } else { self.demands.hold_ms }
    }

    /// Movements that this moment shows, beside the person at rest.
    fn movements(&self, face: &FaceMoment) -> Vec<Ask> {
        let (neutral, demands) = (self.neutral(), &self.demands);
        let turn = face.pose.yaw_deg - neutral.yaw_deg;
        let open = [0, 1].map(|eye| face.eyes[eye] / neutral.eyes[eye].max(0.01));
        // Narrow eyes are measured less surely: one may lag behind the other, but neither may stay open.
        let shut = (open[0] + open[1]) / 2.0 < demands.shut_share_max && open[0].max(open[1]) < AJAR_SHARE;
        let shows = |ask: Ask| match ask {
            Ask::TurnLeft => turn >= demands.turn_deg_min,
            Ask::TurnRight => turn <= -demands.turn_deg_min,
            Ask::Blink => shut && turn.abs() < demands.turn_deg_min,
            Ask::OpenMouth => face.mouth >= neutral.mouth + demands.mouth_min,
        };
        Ask::ALL.into_iter().filter(|ask| shows(*ask)).collect()
    }

    fn is_calm(&self, face: &FaceMoment) -> bool {
        let (neutral, demands) = (self.neutral(), &self.demands);
        let turned = (face.pose.yaw_deg - neutral.yaw_deg).abs() > demands.turn_deg_min * CALM_SHARE;
        let shut = (0..2).any(|eye| face.eyes[eye] < neutral.eyes[eye] * OPEN_SHARE);
        !turned && !shut && face.mouth < neutral.mouth + demands.mouth_min * CALM_SHARE
    }

    fn neutral(&self) -> Neutral {
        let median = |value: &dyn Fn(&FaceMoment) -> f32| {
            let mut values: Vec<f32> = self.calm.iter().map(value).collect();
            values.sort_by(f32::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        Neutral {
            yaw_deg: median(&|f| f.pose.yaw_deg),
            eyes: [median(&|f| f.eyes[0]), median(&|f| f.eyes[1])],
            mouth: median(&|f| f.mouth),
        }
    }
}

/// Another movement than the wanted one. Eyes shut by the way are no movement: people blink.
fn is_wrong(seen: &[Ask], wanted: Ask) -> bool {
    !seen.contains(&wanted) && seen.iter().any(|ask| *ask != Ask::Blink)
}

fn count(clock: &mut u32, lasts: bool, passed_ms: u32) {
    *clock = if lasts { *clock + passed_ms } else { 0 };
}

/// Whether the face of one frame cannot be that of the frame before.
fn jumped(before: &Moment, now: &Moment) -> bool {
    let (Some(a), Some(b)) = (&before.face, &now.face) else { return false };
    let middle = |face: &FaceMoment| {
        let [left, top, width, height] = face.bounds;
        [left + width / 2.0, top + height / 2.0]
    };
    let ([ax, ay], [bx, by]) = (middle(a), middle(b));
    let (across, down) = ((ax - bx) / a.bounds[2].max(0.01), (ay - by) / a.bounds[3].max(0.01));
    across.hypot(down) > JUMP_MAX || !(0.55..=1.8).contains(&(b.width_share / a.width_share.max(0.01)))
}
