//! The table of sources: who is compared with whom, and that findings are its verdicts.

use identity::diagnosis::{Agreement, Diagnosis};
use proptest::prelude::*;

use crate::{
    finding::FindingCode,
    judge::{CrossCheck, Judgement, Verdict},
    observation::{Field, ImageRole, Source},
    samples::Sample,
};

fn row(judgement: &Judgement, field: Field) -> &CrossCheck {
    judgement.crosschecks.iter().find(|row| row.field == field).unwrap()
}

#[test]
fn every_two_sources_are_compared() {
    let mut sample = Sample::licence();
    sample.reading(Field::DocumentNumber, Source::Printed).value = "T16700158".into();
    let judged = sample.judge();
    let number = row(&judged, Field::DocumentNumber);
    let sources: Vec<Source> = number.values.iter().map(|value| value.source).collect();
    assert_eq!(sources, [Source::Printed, Source::Barcode, Source::Claims]);
    let transposed = Agreement::Differs(Some(Diagnosis::Transposed));
    let pairs: Vec<_> = number.pairs.iter().map(|pair| (pair.a, pair.b, pair.agreement)).collect();
    assert_eq!(pairs, [(0, 1, transposed), (0, 2, transposed), (1, 2, Agreement::Same)]);
    assert_eq!((number.document, number.claim), (Verdict::Inconsistent, Some(Verdict::Agree)));
    assert_eq!(number.verdict(), Verdict::Inconsistent);
    assert!(number.values.iter().all(|value| value.reliable));
}

/// A name, a sample, what is changed of it, and the verdict that a field must get.
type Row = (&'static str, fn() -> Sample, fn(&mut Sample), Field, Verdict);

#[test]
fn verdicts_are_told_apart() {
    let rows: [Row; 7] = [
        ("one source", Sample::resident_id, |_| {}, Field::IssueDate, Verdict::Single),
        ("all agree", Sample::passport, |_| {}, Field::BirthDate, Verdict::Agree),
        (
            "hardly read",
            Sample::passport,
            |s| {
                let name = s.reading(Field::LatinName, Source::Printed);
                (name.value, name.confidence) = ("ERIKSSON, ANNA MARTA".into(), 0.1);
            },
            Field::LatinName,
            Verdict::Unreadable,
        ),
        (
            "typed wrong",
            Sample::passport,
            |s| s.claims.sex = Some("M".into()),
            Field::Sex,
            Verdict::ClaimMismatch,
        ),
        (
            "barcode and print",
            Sample::licence,
            |s| s.reading(Field::BirthDate, Source::Printed).value = "1985-07-15".into(),
            Field::BirthDate,
            Verdict::Inconsistent,
        ),
        (
            "another card's back",
            Sample::licence,
            |s| {
                s.reading(Field::BirthDate, Source::Printed).value = "1985-07-15".into();
                s.reading(Field::DocumentNumber, Source::Printed).value = "A99999999".into();
            },
            Field::DocumentNumber,
            Verdict::SideMismatch,
        ),
        (
            "shown and not judged",
            Sample::licence,
            |s| {
                s.says(Source::Printed, ImageRole::Front, &[(Field::Address, "17 FIRST ST")]);
                s.says(Source::Barcode, ImageRole::Back, &[(Field::Address, "17 FIRST STREET, STAUNTON")]);
            },
            Field::Address,
            Verdict::Inconsistent,
        ),
    ];
    for (name, sample, change, field, want) in rows {
        let mut sample = sample();
        change(&mut sample);
        let judged = sample.judge();
        assert_eq!(row(&judged, field).verdict(), want, "{name}");
        let about = judged.findings.iter().any(|finding| finding.field == Some(field));
        let expected = matches!(want, Verdict::Unreadable | Verdict::ClaimMismatch | Verdict::Inconsistent);
        assert_eq!(about, expected && field != Field::Address, "{name}");
    }
}

proptest! {
    /// Each verdict of a judged row has its finding, and each such finding its verdict.
    #[test]
    fn findings_are_the_tables_verdicts(
        changes in prop::collection::vec((0usize..12, 0usize..3, "[A-Z0-9]{1,6}|19[0-9]{2}-0[1-9]-1[0-9]|张三|F|M", 0.0f32..1.0), 0..6),
        claim in "[A-Z]{1,8}|1958-07-15|M",
    ) {
        let mut sample = Sample::licence();
        for (field, source, value, confidence) in changes {
            let source = [Source::Printed, Source::Mrz, Source::Number][source];
            sample.says(source, ImageRole::Front, &[(Field::ALL[field], &value)]);
            sample.examination.document.fields.last_mut().unwrap().confidence = confidence;
        }
        sample.claims.birth_date = Some(claim);
        let judged = sample.judge();
        let has = |code, field| judged.findings.iter().any(|f| f.code == code && f.field == field);
        let other = judged.findings.iter().any(|f| f.code == FindingCode::DocumentSideMismatch);
        prop_assert_eq!(other, judged.crosschecks.iter().any(|row| row.document == Verdict::SideMismatch));
        let judged_rows = judged.crosschecks.iter().filter(|row| {
            !matches!(row.field, Field::PersonalNumber | Field::Authority | Field::Address | Field::Ethnicity)
        });
        for row in judged_rows {
            prop_assert_eq!(has(FindingCode::FieldInconsistent, Some(row.field)), row.document == Verdict::Inconsistent);
            prop_assert_eq!(has(FindingCode::ClaimMismatch, Some(row.field)), row.claim == Some(Verdict::ClaimMismatch));
        }
    }
}
