//! One cause at a time: what it is judged to be, and what the shipped policy makes of it.

use identity::{catalogue::DocumentKind, diagnosis::Diagnosis};
use jiff::{Timestamp, ToSpan, civil::date};
use proptest::prelude::*;

use crate::{
    decision::{DecidedBy, Decision, Outcome, Retry},
    finding::FindingCode,
    judge::CrossCheck,
    observation::{Field, ImageRole, KindReading, QualityKind, Source},
    samples::{Sample, face, region},
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

#[test]
fn pictures() {
    const FRONT: ImageRole = ImageRole::Front;
    let rows: &[Row] = &[
        ("honest passport", Sample::passport, |_| {}, "approved"),
        ("honest card", Sample::resident_id, |_| {}, "approved"),
        ("glare", Sample::passport, |s| s.measure(FRONT, QualityKind::Glare, 0.08), "rejected E001/glare"),
        ("blur", Sample::passport, |s| s.measure(FRONT, QualityKind::Sharpness, 0.1), "rejected E001/blur"),
        (
            "dark",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::Brightness, 20.0),
            "rejected E001/too_dark",
        ),
        (
            "shadow",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::DarkShare, 0.9),
            "rejected E001/too_dark",
        ),
        (
            "bright",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::BrightShare, 0.5),
            "rejected E001/too_bright",
        ),
        (
            "small",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::DocumentLongSidePx, 300.0),
            "rejected E001/too_small",
        ),
        (
            "cut off",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::CutOff, 0.2),
            "rejected E001/cut_off",
        ),
        (
            "photocopy",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::Colour, 0.001),
            "rejected E022/photocopy",
        ),
        (
            "a measure that is no number",
            Sample::passport,
            |s| s.measure(FRONT, QualityKind::Glare, f64::NAN),
            "rejected E001/glare",
        ),
        (
            "two causes at once",
            Sample::resident_id,
            |s| {
                s.measure(FRONT, QualityKind::Glare, 0.08);
                s.measure(ImageRole::Back, QualityKind::Sharpness, 0.1);
            },
            "rejected E001/glare E001/blur",
        ),
        (
            "no document",
            Sample::passport,
            |s| {
                s.image(FRONT).documents.clear();
                s.examination.document = Default::default();
                s.examination.face.portrait = None;
                s.examination.face.similarity = None;
            },
            "rejected E001/no_document",
        ),
        ("outline missed, text read", Sample::passport, |s| s.image(FRONT).documents.clear(), "approved"),
        (
            "two documents",
            Sample::passport,
            |s| {
                let second = s.image(FRONT).documents[0].clone();
                s.image(FRONT).documents.push(second);
            },
            "rejected E001/several_documents",
        ),
        (
            "something faint beside it",
            Sample::passport,
            |s| {
                let mut second = s.image(FRONT).documents[0].clone();
                second.confidence = 0.3;
                s.image(FRONT).documents.push(second);
            },
            "approved",
        ),
        (
            "back missing",
            Sample::resident_id,
            |s| {
                s.examination.images.retain(|image| image.role != ImageRole::Back);
                s.without(Field::IssueDate, Source::Printed);
                s.without(Field::ExpiryDate, Source::Printed);
            },
            "rejected E001/side_missing",
        ),
        (
            "blur that also misread the name",
            Sample::passport,
            |s| {
                s.measure(FRONT, QualityKind::Sharpness, 0.1);
                s.reading(Field::LatinName, Source::Printed).value = "ERIKSON, ANNA MAR".into();
                s.reading(Field::LatinName, Source::Mrz).value = "ERIKSON, ANNA MAR".into();
                s.claims.name = Some("SOMEBODY ELSE".into());
            },
            "rejected E001/blur",
        ),
    ];
    check(rows);
}

#[test]
fn documents() {
    let rows: &[Row] = &[
        ("expired", Sample::passport, |s| s.today = date(2012, 4, 16), "rejected E018/expired"),
        ("its last day", Sample::passport, |s| s.today = date(2012, 4, 15), "rejected E018/expires_soon"),
        ("29 days left", Sample::passport, |s| s.today = date(2012, 3, 17), "rejected E018/expires_soon"),
        ("30 days left", Sample::passport, |s| s.today = date(2012, 3, 16), "approved"),
        (
            "permanent",
            Sample::resident_id,
            |s| {
                s.today = date(2030, 1, 5);
                s.reading(Field::IssueDate, Source::Printed).value = "2025-05-05".into();
                s.reading(Field::ExpiryDate, Source::Printed).value = "permanent".into();
                s.claims.expiry_date = Some("permanent".into());
            },
            "approved",
        ),
        (
            "permanent too young",
            Sample::resident_id,
            |s| {
                s.reading(Field::ExpiryDate, Source::Printed).value = "permanent".into();
                s.claims.expiry_date = Some("permanent".into());
            },
            "review",
        ),
        (
            "ten years at thirty-one",
            Sample::resident_id,
            |s| {
                s.today = date(2015, 1, 5);
                s.reading(Field::ExpiryDate, Source::Printed).value = "2020-05-05".into();
                s.claims.expiry_date = Some("2020-05-05".into());
            },
            "review",
        ),
        (
            "issued before birth",
            Sample::passport,
            |s| {
                s.reading(Field::IssueDate, Source::Printed).value = "1970-01-01".into();
            },
            "review",
        ),
        (
            "issued in the future",
            Sample::passport,
            |s| {
                s.reading(Field::IssueDate, Source::Printed).value = "2011-01-01".into();
            },
            "review",
        ),
        (
            "temporary card",
            Sample::resident_id,
            |s| kind(s, DocumentKind::TemporaryId),
            "rejected E044/temporary_id",
        ),
        (
            "student card",
            Sample::passport,
            |s| {
                kind(s, DocumentKind::StudentCard);
                s.examination.document.issuer = None;
                s.examination.document.fields.clear();
                s.examination.document.mrz = None;
            },
            "rejected E044/student_card",
        ),
        (
            "driving licence",
            Sample::passport,
            |s| kind(s, DocumentKind::DrivingLicence),
            "rejected E044/unknown_type",
        ),
        (
            "expired officer's card",
            Sample::passport,
            |s| {
                kind(s, DocumentKind::OfficerCard);
                s.examination.document.issuer = Some("CHN".into());
                s.today = date(2013, 1, 1);
            },
            "rejected E044/expired_officer_card",
        ),
        ("kind not told", Sample::passport, |s| s.examination.document.kind = None, "review"),
        (
            "kind uncertain",
            Sample::passport,
            |s| {
                s.examination.document.kind =
                    Some(KindReading { kind: DocumentKind::StudentCard, confidence: 0.2 });
            },
            "review",
        ),
        (
            "region refused",
            Sample::passport,
            |s| s.examination.document.issuer = Some("PRK".into()),
            "rejected E044/region_not_accepted",
        ),
        (
            "issuer that does not exist",
            Sample::passport,
            |s| s.examination.document.issuer = Some("QQQ".into()),
            "review",
        ),
        ("specimen in production", Sample::passport, |s| s.policy.sandbox = false, "review"),
        (
            "card with no such area",
            Sample::resident_id,
            |s| {
                s.reading(Field::DocumentNumber, Source::Printed).value = "990101198401020019".into();
                s.claims.document_number = None;
                s.policy.sandbox = false;
            },
            "review",
        ),
        (
            "zone missing",
            Sample::passport,
            |s| {
                s.examination.document.mrz = None;
                s.examination.document.fields.retain(|r| r.source != Source::Mrz);
            },
            "review",
        ),
        (
            "wrong composite digit",
            Sample::passport,
            |s| {
                s.zone(
                    &[
                        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                        "L898902C36UTO7408122F1204159ZE184226B<<<<<11",
                    ],
                    ImageRole::Front,
                );
            },
            "review",
        ),
        (
            "wrong digit in the card's number",
            Sample::resident_id,
            |s| {
                s.reading(Field::DocumentNumber, Source::Printed).value = "110102197810272321".into();
                s.claims.document_number = None;
            },
            "review",
        ),
    ];
    check(rows);
}

#[test]
fn fields() {
    let rows: &[Row] = &[
        (
            "wrong name",
            Sample::passport,
            |s| s.claims.name = Some("Maximiliane Quadriga".into()),
            "rejected E005/name",
        ),
        (
            "wrong birth date",
            Sample::passport,
            |s| s.claims.birth_date = Some("1971-03-09".into()),
            "rejected E005/birth_date",
        ),
        (
            "no date at all",
            Sample::passport,
            |s| s.claims.birth_date = Some("yesterday".into()),
            "rejected E005/birth_date",
        ),
        (
            "wrong number",
            Sample::passport,
            |s| s.claims.document_number = Some("X1".into()),
            "rejected E005/document_number",
        ),
        ("wrong sex", Sample::passport, |s| s.claims.sex = Some("M".into()), "rejected E005/sex"),
        (
            "wrong expiry",
            Sample::passport,
            |s| s.claims.expiry_date = Some("permanent".into()),
            "rejected E005/expiry",
        ),
        (
            "wrong nationality",
            Sample::passport,
            |s| s.claims.nationality = Some("DEU".into()),
            "rejected E005/nationality",
        ),
        (
            "two wrong claims",
            Sample::passport,
            |s| {
                s.claims.sex = Some("M".into());
                s.claims.name = Some("Maximiliane Quadriga".into());
            },
            "rejected E005/name E005/sex",
        ),
        ("nothing typed", Sample::passport, |s| s.claims = Default::default(), "approved"),
        (
            "claims not compared",
            Sample::passport,
            |s| {
                s.claims.sex = Some("M".into());
                s.policy.claims.compared = false;
            },
            "approved",
        ),
        (
            "zone and print differ",
            Sample::passport,
            |s| {
                s.reading(Field::BirthDate, Source::Printed).value = "1974-12-08".into();
            },
            "rejected E005/birth_date",
        ),
        (
            "zone and a print that was hardly read differ",
            Sample::passport,
            |s| {
                s.reading(Field::LatinName, Source::Printed).value = "ERIKSSON, ANNA MARTA".into();
                s.reading(Field::LatinName, Source::Printed).confidence = 0.2;
            },
            "review",
        ),
        (
            "number and print differ in the birth date",
            Sample::resident_id,
            |s| {
                s.reading(Field::BirthDate, Source::Printed).value = "1979-10-27".into();
            },
            "rejected E005/birth_date",
        ),
        (
            "name hardly read and nowhere else",
            Sample::resident_id,
            |s| {
                s.reading(Field::Name, Source::Printed).confidence = 0.1;
                s.claims.name = None;
            },
            "review",
        ),
        (
            "number hardly read in print, held by the zone",
            Sample::passport,
            |s| {
                s.reading(Field::DocumentNumber, Source::Printed).confidence = 0.1;
                s.reading(Field::DocumentNumber, Source::Mrz).confidence = 0.1;
            },
            "approved",
        ),
        (
            "a claim against a reading that proves nothing",
            Sample::resident_id,
            |s| {
                s.reading(Field::Name, Source::Printed).confidence = 0.1;
                s.claims.name = Some("李四".into());
            },
            "review",
        ),
        ("expiry missing", Sample::resident_id, |s| s.without(Field::ExpiryDate, Source::Printed), "review"),
        (
            "back of another card",
            Sample::resident_id,
            |s| {
                s.says(
                    Source::Barcode,
                    ImageRole::Back,
                    &[(Field::DocumentNumber, "110101190102039973"), (Field::BirthDate, "1901-02-03")],
                );
            },
            "rejected E005/side_mismatch",
        ),
    ];
    check(rows);
}

#[test]
fn people() {
    let rows: &[Row] = &[
        ("under age, two witnesses", Sample::passport, |s| s.today = date(1992, 8, 11), "rejected E020"),
        (
            "eighteen today",
            Sample::passport,
            |s| {
                s.today = date(1992, 8, 12);
                s.without(Field::IssueDate, Source::Printed);
            },
            "approved",
        ),
        (
            "under age, one witness",
            Sample::passport,
            |s| {
                s.today = date(1992, 8, 11);
                s.without(Field::BirthDate, Source::Printed);
            },
            "review",
        ),
        (
            "under age, one witness under glare",
            Sample::passport,
            |s| {
                s.today = date(1992, 8, 11);
                s.without(Field::IssueDate, Source::Printed);
                s.without(Field::BirthDate, Source::Printed);
                s.measure(ImageRole::Front, QualityKind::Glare, 0.1);
            },
            "rejected E001/glare",
        ),
        (
            "one source says under age, another does not",
            Sample::passport,
            |s| {
                s.reading(Field::BirthDate, Source::Printed).value = "2001-08-12".into();
                s.claims.birth_date = None;
            },
            "review",
        ),
        (
            "no birth date",
            Sample::passport,
            |s| {
                s.without(Field::BirthDate, Source::Printed);
                s.without(Field::BirthDate, Source::Mrz);
            },
            "review",
        ),
        (
            "duplicate, two witnesses",
            Sample::passport,
            |s| s.circumstances.duplicate_document = true,
            "rejected E031",
        ),
        (
            "duplicate, number and check digit",
            Sample::resident_id,
            |s| s.circumstances.duplicate_document = true,
            "rejected E031",
        ),
        (
            "duplicate, one witness",
            Sample::passport,
            |s| {
                s.circumstances.duplicate_document = true;
                s.without(Field::DocumentNumber, Source::Printed);
            },
            "review",
        ),
        (
            "duplicate with a typo beside it",
            Sample::passport,
            |s| {
                s.circumstances.duplicate_document = true;
                s.claims.sex = Some("M".into());
            },
            "rejected E031",
        ),
        ("another face", Sample::passport, |s| s.examination.face.similarity = Some(0.01), "rejected E013"),
        ("faces hard to tell", Sample::passport, |s| s.examination.face.similarity = Some(0.3), "review"),
        (
            "likeness is no number",
            Sample::passport,
            |s| s.examination.face.similarity = Some(f64::NAN),
            "review",
        ),
        ("likeness not measured", Sample::passport, |s| s.examination.face.similarity = None, "review"),
        ("no portrait", Sample::passport, |s| s.examination.face.portrait = None, "review"),
        (
            "no face in the selfie",
            Sample::passport,
            |s| s.examination.face.selfie = None,
            "rejected E012/face_lost",
        ),
        (
            "two faces",
            Sample::passport,
            |s| {
                s.image(ImageRole::Selfie).faces.push(face(ImageRole::Selfie, 150.0));
            },
            "rejected E012/several_faces",
        ),
        (
            "somebody in the background",
            Sample::passport,
            |s| {
                s.image(ImageRole::Selfie).faces.push(face(ImageRole::Selfie, 20.0));
            },
            "approved",
        ),
        (
            "head turned",
            Sample::passport,
            |s| {
                let pose = s.examination.face.selfie.as_mut().and_then(|f| f.pose.as_mut());
                pose.unwrap().yaw_deg = -40.0;
            },
            "rejected E012/head_angle",
        ),
        (
            "selfie in the dark",
            Sample::passport,
            |s| s.measure(ImageRole::Selfie, QualityKind::Brightness, 10.0),
            "rejected E012/too_dark",
        ),
        (
            "no selfie though wanted",
            Sample::passport,
            |s| {
                s.examination.images.retain(|image| image.role != ImageRole::Selfie);
            },
            "review",
        ),
        (
            "no selfie and none wanted",
            Sample::passport,
            |s| {
                s.examination.images.retain(|image| image.role != ImageRole::Selfie);
                s.policy.selfie_required = false;
            },
            "approved",
        ),
    ];
    check(rows);
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
