//! Pictures that can be used, and pictures that cannot.

use super::{Row, check};
use crate::{
    observation::{Field, ImageRole, QualityKind, Source},
    samples::Sample,
};

const FRONT: ImageRole = ImageRole::Front;

const ROWS: &[Row] = &[
    ("honest passport", Sample::passport, |_| {}, "approved"),
    ("honest card", Sample::resident_id, |_| {}, "approved"),
    ("glare", Sample::passport, |s| s.measure(FRONT, QualityKind::Glare, 0.08), "rejected E001/glare"),
    ("blur", Sample::passport, |s| s.measure(FRONT, QualityKind::Sharpness, 0.1), "rejected E001/blur"),
    ("dark", Sample::passport, |s| s.measure(FRONT, QualityKind::Brightness, 20.0), "rejected E001/too_dark"),
    ("shadow", Sample::passport, |s| s.measure(FRONT, QualityKind::DarkShare, 0.9), "rejected E001/too_dark"),
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
    ("cut off", Sample::passport, |s| s.measure(FRONT, QualityKind::CutOff, 0.2), "rejected E001/cut_off"),
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

#[test]
fn pictures() {
    check(ROWS);
}
