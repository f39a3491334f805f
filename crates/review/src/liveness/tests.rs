//! Tries played by a person of numbers: what they do frame by frame, and how the try ends.

use proptest::prelude::*;

use super::*;
use crate::{
    observation::{Ask, FaceMoment, HeadPose},
    policy::Policy,
};

/// What somebody does for so many milliseconds.
#[derive(Debug, Clone, Copy)]
enum Act {
    Rest(u32),
    Do(Ask, u32),
    Vanish(u32),
    Crowd(u32),
    Dark(u32),
    /// Somebody else's face, elsewhere in the frame.
    Elsewhere(u32),
}

const FRAME_MS: u32 = 120;

fn demands() -> Demands {
    Policy::exchange().liveness.movements
}

fn plan(asks: &[Ask]) -> Plan {
    Plan { asks: asks.to_vec(), colours: Vec::new() }
}

fn rest() -> FaceMoment {
    FaceMoment {
        bounds: [0.3, 0.25, 0.4, 0.5],
        width_share: 0.45,
        pose: HeadPose { yaw_deg: 3.0, pitch_deg: 2.0, roll_deg: -1.0 },
        eyes: [0.31, 0.29],
        mouth: 0.02,
        brightness: 120.0,
        behind: 100.0,
    }
}

fn face(act: Act) -> Option<FaceMoment> {
    let mut face = rest();
    match act {
        Act::Do(Ask::TurnLeft, _) => face.pose.yaw_deg = 28.0,
        Act::Do(Ask::TurnRight, _) => face.pose.yaw_deg = -24.0,
        Act::Do(Ask::Blink, _) => face.eyes = [0.09, 0.11],
        Act::Do(Ask::OpenMouth, _) => face.mouth = 0.45,
        Act::Dark(_) => face.brightness = 20.0,
        Act::Elsewhere(_) => face.bounds = [0.0, 0.0, 0.4, 0.5],
        Act::Vanish(_) => return None,
        Act::Rest(_) | Act::Crowd(_) => {}
    }
    Some(face)
}

fn film(acts: &[Act]) -> Vec<Moment> {
    let mut moments = Vec::new();
    for act in acts {
        let (Act::Rest(ms)
        | Act::Do(_, ms)
        | Act::Vanish(ms)
        | Act::Crowd(ms)
        | Act::Dark(ms)
        | Act::Elsewhere(ms)) = *act;
        for _ in 0..ms / FRAME_MS {
            let faces_count = 1 + u8::from(matches!(act, Act::Crowd(_)));
            let at_ms = u32::try_from(moments.len()).expect("few frames") * FRAME_MS;
            moments.push(Moment { at_ms, colour: None, faces_count, face: face(*act) });
        }
    }
    moments
}

fn followed(asks: &[Ask]) -> Vec<Act> {
    let each = asks.iter().flat_map(|ask| [Act::Do(*ask, 1_400), Act::Rest(700)]);
    [Act::Rest(1_400)].into_iter().chain(each).collect()
}

const ORDER: [Ask; 4] = [Ask::Blink, Ask::TurnRight, Ask::OpenMouth, Ask::TurnLeft];

fn ends(asks: &[Ask], acts: &[Act]) -> Outcome {
    replay(&demands(), &plan(asks), &film(acts))
}

#[test]
fn who_follows_passes() {
    assert_eq!(ends(&ORDER, &followed(&ORDER)), Ok(()));
}

#[test]
fn each_failure_has_its_reason() {
    let start = |rest: &[Act]| [&[Act::Rest(1_400)], rest].concat();
    let rows: [(&str, Vec<Act>, Failure); 9] = [
        ("nobody", vec![Act::Vanish(40_000)], Failure::FaceLost),
        ("dark", vec![Act::Dark(40_000)], Failure::TooDark),
        ("two people", vec![Act::Crowd(40_000)], Failure::SeveralFaces),
        ("never blinks", start(&[Act::Rest(40_000)]), Failure::BlinkFailed),
        ("does something else", start(&[Act::Do(Ask::TurnLeft, 2_000)]), Failure::ChallengeNotFollowed),
        ("leaves", start(&[Act::Vanish(2_000)]), Failure::FaceLost),
        ("is joined", start(&[Act::Crowd(2_000)]), Failure::SeveralFaces),
        ("is changed for another", start(&[Act::Elsewhere(500)]), Failure::FaceLost),
        ("stops in the middle", followed(&ORDER[..2]), Failure::ChallengeNotFollowed),
    ];
    for (name, acts, failure) in rows {
        assert_eq!(ends(&ORDER, &acts), Err(failure), "{name}");
    }
}

#[test]
fn a_blink_by_the_way_is_no_mistake_and_a_missed_one_is_asked_again() {
    let rested = [Act::Rest(1_400), Act::Do(Ask::Blink, 240), Act::Rest(400), Act::Do(Ask::TurnLeft, 1_400)];
    let acts = [&rested[..], &[Act::Rest(700)]].concat();
    assert_eq!(ends(&[Ask::TurnLeft], &acts), Ok(()));
    let late = [Act::Rest(11_500), Act::Do(Ask::Blink, 1_200), Act::Rest(700)];
    assert_eq!(ends(&[Ask::Blink], &late), Ok(()));
}

#[test]
fn two_movements_at_once_are_neither() {
    let mut both = rest();
    (both.eyes, both.mouth) = ([0.08, 0.08], 0.5);
    for ask in [Ask::Blink, Ask::OpenMouth] {
        let mut trial = Trial::new(demands(), plan(&[ask]));
        for moment in film(&[Act::Rest(1_400)]) {
            trial.step(&moment);
        }
        for i in 1..60 {
            let moment =
                Moment { at_ms: 1_400 + i * FRAME_MS, colour: None, faces_count: 1, face: Some(both) };
            assert_eq!(trial.step(&moment).held, 0.0, "{ask:?}");
        }
    }
}

#[test]
fn the_next_movement_is_told_only_when_the_last_has_passed() {
    let mut trial = Trial::new(demands(), plan(&ORDER));
    let mut asked = Vec::new();
    for moment in film(&followed(&ORDER)) {
        let prompt = trial.step(&moment);
        if asked.last() != Some(&prompt.ask) {
            asked.push(prompt.ask);
        }
    }
    let expected: Vec<_> = ORDER.iter().flat_map(|ask| [None, Some(*ask)]).chain([None]).collect();
    assert_eq!(asked, expected);
}

#[test]
fn time_that_stands_still_or_leaps_holds_nothing() {
    let mut trial = Trial::new(demands(), plan(&[Ask::TurnLeft]));
    let turned = face(Act::Do(Ask::TurnLeft, 0));
    for moment in film(&[Act::Rest(1_400)]) {
        trial.step(&moment);
    }
    for _ in 0..100 {
        let frozen = Moment { at_ms: 1_200, colour: None, faces_count: 1, face: turned };
        assert_eq!(trial.step(&frozen).held, 0.0);
    }
    let leap = Moment { at_ms: 9_000, colour: None, faces_count: 1, face: turned };
    assert!(trial.step(&leap).held <= 0.4, "a gap counts for 400 ms at most");
}

#[test]
fn colours_are_shown_one_after_the_other() {
    let plan = Plan { asks: vec![Ask::Blink], colours: vec![[255, 0, 0], [0, 255, 0]] };
    let mut trial = Trial::new(demands(), plan);
    let mut seen = Vec::new();
    let mut outcome = None;
    let mut shown = None;
    let acts = [&followed(&[Ask::Blink])[..], &[Act::Rest(4_000)]].concat();
    for moment in film(&acts) {
        let prompt = trial.step(&Moment { colour: shown, ..moment });
        shown = prompt.colour;
        seen.extend(prompt.colour.filter(|colour| seen.last() != Some(colour)));
        outcome = outcome.or(prompt.outcome);
    }
    assert_eq!((seen, outcome), (vec![0, 1], Some(Ok(()))));
}

fn order() -> impl Strategy<Value = Vec<Ask>> {
    Just(Ask::ALL.to_vec()).prop_shuffle()
}

proptest! {
    #[test]
    fn a_recording_in_one_order_passes_no_other(asked in order(), performed in order()) {
        let passes = ends(&asked, &followed(&performed)).is_ok();
        prop_assert_eq!(passes, asked == performed);
    }

    #[test]
    fn no_stream_of_moments_breaks_it_and_what_is_over_stays_over(
        moments in prop::collection::vec((0u32..3_000, 0u8..3, -1.0f32..1.0, -90.0f32..90.0), 0..200),
    ) {
        let mut trial = Trial::new(demands(), plan(&ORDER));
        let (mut at_ms, mut over) = (0u32, None);
        for (ms, faces_count, value, yaw_deg) in moments {
            at_ms += ms;
            let mut face = rest();
            face.pose.yaw_deg = yaw_deg;
            face.eyes = [value, value];
            face.mouth = value;
            let face = (faces_count > 0).then_some(face);
            let prompt = trial.step(&Moment { at_ms, colour: Some(faces_count), faces_count, face });
            prop_assert!((0.0..=1.0).contains(&prompt.held));
            prop_assert!(over.is_none() || prompt.outcome == over);
            over = prompt.outcome;
        }
    }
}
