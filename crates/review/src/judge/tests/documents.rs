//! Documents that are taken, that have expired, that cannot be.

use identity::catalogue::DocumentKind;
use jiff::civil::date;

use super::{Row, check, kind};
use crate::{
    observation::{Field, ImageRole, KindReading, Source},
    samples::Sample,
};

const ROWS: &[Row] = &[
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
    (
        "licences of one issuer alone",
        Sample::licence,
        |s| {
            s.policy.documents.accepted_of.clear();
        },
        "rejected E044/unknown_type",
    ),
    ("licence where its issuer's are taken", Sample::licence, |_| {}, "approved"),
    (
        "officer's card not expired",
        Sample::passport,
        |s| {
            kind(s, DocumentKind::OfficerCard);
            s.examination.document.issuer = Some("CHN".into());
        },
        "approved",
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

#[test]
fn documents() {
    check(ROWS);
}
