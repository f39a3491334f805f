//! Fields that agree and fields that do not.

use super::{Row, check};
use crate::{
    observation::{Field, ImageRole, Source},
    samples::Sample,
};

const ROWS: &[Row] = &[
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

#[test]
fn fields() {
    check(ROWS);
}
