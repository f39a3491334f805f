//! One cause at a time: what it is judged to be, and what the shipped policy makes of it.

mod documents;
mod fields;
mod impossible;
mod people;
mod pictures;
mod table;

use identity::{catalogue::DocumentKind, diagnosis::Diagnosis};
use jiff::{Timestamp, ToSpan, civil::date};
use proptest::prelude::*;

use crate::{
    decision::{DecidedBy, Decision, Outcome, Retry},
    finding::FindingCode,
    judge::CrossCheck,
    observation::{Field, ImageRole, KindReading, QualityKind, Source},
    samples::{Sample, region},
};

fn decide(sample: &Sample) -> Decision {
    sample.policy.decide(&sample.judge().findings, DecidedBy::Automatic, &[], Timestamp::UNIX_EPOCH)
}

/// `rejected E001/glare`, `review`, `approved`.
fn verdict(sample: &Sample) -> String {
    let decision = decide(sample);
    let codes: Vec<String> = decision.codes.iter().map(crate::decision::CodedReason::spelled).collect();
    format!("{} {}", decision.outcome, codes.join(" ")).trim().to_owned()
}

type Row = (&'static str, fn() -> Sample, fn(&mut Sample), &'static str);

fn check(rows: &[Row]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(name, sample, change, want)| {
            let mut sample = sample();
            change(&mut sample);
            let got = verdict(&sample);
            (got != *want).then(|| format!("{name}: wanted {want}, got {got}: {:?}", sample.judge().findings))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn kind(sample: &mut Sample, kind: DocumentKind) {
    sample.examination.document.kind = Some(KindReading { kind, confidence: 0.9 });
}

#[test]
fn a_code_points_at_place_value_and_threshold() {
    let mut sample = Sample::passport();
    sample.measure(ImageRole::Front, QualityKind::Glare, 0.08);
    let code = decide(&sample).codes.remove(0);
    assert_eq!((code.value, code.threshold), (Some(0.08), Some(sample.policy.thresholds.glare_share_max)));
    assert_eq!((code.image, code.region), (Some(ImageRole::Front), Some(region(ImageRole::Front))));
}

#[test]
fn a_mismatch_says_why() {
    let rows = [
        (Field::BirthDate, "1974-12-08", Diagnosis::DayMonthSwapped),
        (Field::DocumentNumber, "L8989O2C3", Diagnosis::ZeroVariant),
        (Field::DocumentNumber, "L899802C3", Diagnosis::Transposed),
        (Field::Name, "ANNA MARIA ERIKSON", Diagnosis::OneCharacter),
    ];
    for (field, typed, want) in rows {
        let mut sample = Sample::passport();
        let typed = Some(typed.to_owned());
        match field {
            Field::BirthDate => sample.claims.birth_date = typed,
            Field::DocumentNumber => sample.claims.document_number = typed,
            _ => sample.claims.name = typed,
        }
        let code = decide(&sample).codes.remove(0);
        assert_eq!((code.code.as_str(), code.diagnosis), ("E005", Some(want)), "{field}");
    }
    let mut sample = Sample::resident_id();
    for (typed, want) in [("張三", None), ("Zhang San", Some(Diagnosis::Romanised))] {
        sample.claims.name = Some(typed.to_owned());
        let code = decide(&sample).codes.remove(0);
        let want = want.or(Some(Diagnosis::ScriptVariant));
        assert_eq!((code.code.as_str(), code.reason.as_str(), code.diagnosis), ("E005", "name", want));
    }
}

#[test]
fn crosschecks_hold_each_source_beside_the_claims() {
    let mut sample = Sample::passport();
    sample.claims.birth_date = Some("1974-12-08".into());
    let rows = sample.judge().crosschecks;
    let row = |field| -> &CrossCheck { rows.iter().find(|row| row.field == field).unwrap() };
    let birth = row(Field::BirthDate);
    let sources: Vec<Source> = birth.values.iter().map(|value| value.source).collect();
    assert_eq!(sources, [Source::Mrz, Source::Printed, Source::Claims]);
    assert_eq!((birth.agree, birth.diagnosis), (false, Some(Diagnosis::DayMonthSwapped)));
    assert!(row(Field::LatinName).agree && row(Field::LatinName).values.len() == 3);
    assert!(!rows.iter().any(|row| row.field == Field::Name));
    assert!(!format!("{rows:?}").contains("1974"), "Debug prints no content");
}

#[test]
fn the_record_is_what_the_document_says() {
    let identity = Sample::resident_id().judge().identity.unwrap();
    assert_eq!((identity.name.as_str(), identity.birth_date.as_str()), ("张三", "1978-10-27"));
    assert_eq!(identity.expiry_date.as_deref(), Some("2030-05-05"));
    assert_eq!(
        (identity.document.issuer.as_str(), identity.document.kind.as_str()),
        ("CHN", "resident_id_cn")
    );
    assert_eq!(identity.document.number, "11010219781027232X");
    let mut unread = Sample::passport();
    unread.examination.document.issuer = None;
    assert_eq!(unread.judge().identity, None);
}

#[test]
fn what_cannot_be_undone_says_so() {
    let mut minor = Sample::passport();
    minor.today = date(1992, 8, 11);
    assert_eq!(decide(&minor).retry, Retry::Never);
    let mut duplicate = Sample::passport();
    duplicate.circumstances.duplicate_document = true;
    assert_eq!(decide(&duplicate).retry, Retry::Ticket);
    assert_eq!(decide(&Sample::passport()).retry, Retry::NotNeeded);
}

proptest! {
    /// Whatever was read and typed, judging neither panics nor approves a minor.
    #[test]
    fn hostile_values(value in "\\PC{0,40}", source in 0usize..3, field in 0usize..12, days in -20_000i32..20_000) {
        let mut sample = Sample::passport();
        let source = [Source::Printed, Source::Mrz, Source::Barcode][source];
        sample.says(source, ImageRole::Back, &[(Field::ALL[field], &value)]);
        sample.claims.name = Some(value.clone());
        sample.claims.birth_date = Some(value);
        sample.today = sample.today.saturating_add(days.days());
        let judgement = sample.judge();
        let young = judgement.findings.iter().any(|finding| finding.code == FindingCode::ApplicantUnderage);
        prop_assert!(!young || decide(&sample).outcome != Outcome::Approved);
    }
}
