//! How many attacks pass for genuine presentations, and how many genuine ones are called attacks.

use std::collections::BTreeSet;

use super::{EvaluationError, Run};
use crate::{
    dataset::Case,
    measure::tradeoff,
    metric::Tally,
    outcome::Failure,
    report::{Collector, Curve},
};

/// Labels of presentations that are no attack; every other label is a species of attack.
const GENUINE: [&str; 3] = ["genuine", "bona_fide", "live"];

pub(super) fn measure(run: &mut Run<'_, '_>) -> Result<(), EvaluationError> {
    let Some(detector) = run.readers.first().and_then(|reader| reader.attack_detector()) else {
        return Err(EvaluationError::NotOffered {
            task: "presentation-attacks",
            what: "the examination has no score for attacks on face capture",
        });
    };
    let (threshold, cases) = (detector.threshold(), run.cases);
    let scores = run.map(cases, |reader, case| {
        let (file, detector) = (case.files.first()?, reader.attack_detector()?);
        detector.suspicion(file).ok().flatten()
    });
    judge(cases, &scores, threshold, &mut run.collector);
    Ok(())
}

/// APCER and BPCER (ISO/IEC 30107-3, 13.2) at the detector's own threshold. Presentations without an answer are counted
/// apart, as the standard has it, and are part of neither.
fn judge(cases: &[Case], scores: &[Option<f64>], threshold: f64, collector: &mut Collector) {
    let species: BTreeSet<&str> = cases.iter().map(label).filter(|label| !GENUINE.contains(label)).collect();
    let (mut attacks, mut genuine) = (Vec::new(), Vec::new());
    for (case, score) in cases.iter().zip(scores) {
        collector.tally("no_response", one(score.is_none()));
        let Some(score) = *score else { continue };
        let is_genuine = GENUINE.contains(&label(case));
        let wrong = (score >= threshold) == is_genuine;
        if is_genuine {
            collector.tally("bpcer", one(wrong));
            genuine.push(-score);
        } else {
            collector.tally("apcer", one(wrong));
            attacks.push(-score);
            if species.len() > 1 {
                collector.tally(&format!("apcer_{}", label(case)), one(wrong));
            }
        }
        if wrong {
            let failure = Failure::new(&case.name(), label(case), format!("suspicion {score:.4}"));
            collector.fail(failure.with_files(&case.files));
        }
    }
    trade_off(&genuine, &attacks, collector);
}

fn label(case: &Case) -> &str {
    case.text("label").unwrap_or("unlabelled")
}

fn one(hit: bool) -> Tally {
    Tally { hits: u64::from(hit), trials: 1 }
}

fn trade_off(genuine: &[f64], attacks: &[f64], collector: &mut Collector) {
    let points = tradeoff::points(genuine, attacks);
    if let Some(rate) = tradeoff::equal_error_rate(&points) {
        collector.note(format!("equal error rate {:.2} %", rate * 100.0));
    }
    collector.curve(Curve {
        title: "Genuine ones refused against attacks let through".into(),
        x: "APCER".into(),
        y: "BPCER".into(),
        points,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(label: &str) -> Case {
        Case { line: 1, files: Vec::new(), expected: serde_json::json!({ "label": label }) }
    }

    #[test]
    fn errors_are_counted_by_label() {
        let cases = ["genuine", "genuine", "print", "print", "replay", "genuine"].map(case);
        let scores = [Some(0.1), Some(0.7), Some(0.9), Some(0.2), Some(0.8), None];
        let mut collector = Collector::default();
        judge(&cases, &scores, 0.5, &mut collector);
        let report = collector.report("presentation-attacks", cases.len());
        let count = |name: &str| report.metrics[name].counted();
        assert_eq!((count("bpcer"), count("apcer")), ("1 of 2".into(), "1 of 3".into()));
        assert_eq!((count("apcer_print"), count("apcer_replay")), ("1 of 2".into(), "0 of 1".into()));
        assert_eq!(count("no_response"), "1 of 6");
        assert_eq!(report.failures.len(), 2);
        assert_eq!(report.plots.curves[0].points.len(), 3);
    }
}
