//! Age, duplicates and faces.

use jiff::civil::date;

use super::{Row, check};
use crate::{
    observation::{Field, ImageRole, QualityKind, Source},
    samples::{Sample, face},
};

const ROWS: &[Row] = &[
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
    ("likeness is no number", Sample::passport, |s| s.examination.face.similarity = Some(f64::NAN), "review"),
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

#[test]
fn people() {
    check(ROWS);
}
