//! What an honest passport of the fictitious state Utopia looks like to vision.

use identity::{
    catalogue::DocumentKind,
    mrz::{self, Format, MrzDate, MrzFields},
    sex::Sex,
};
use review::observation::{
    CaptureFacts, Examination, FaceSeen, Field, FieldReading, HeadPose, ImageReading, ImageRole, KindReading,
    ModelUsed, MrzReading, Point, QualityKind, QualityMeasure, Region, Sighting, Source,
};
use serde_json::{Value, json};

const EXPIRY: &str = "2031-04-15";

/// An examination of a good passport with that number, with a selfie of its holder.
#[must_use]
pub fn passport(number: &str) -> Examination {
    let mut examination = Examination {
        images: vec![picture(ImageRole::Front), selfie()],
        models: vec![ModelUsed { name: "fake".into(), version: "1".into(), sha256: "00".repeat(32) }],
        ..Examination::default()
    };
    let document = &mut examination.document;
    document.kind = Some(KindReading { kind: DocumentKind::Passport, confidence: 0.95 });
    document.issuer = Some("UTO".into());
    document.mrz = Some(zone(number));
    for source in [Source::Mrz, Source::Printed] {
        document.fields.extend(fields(number).map(|(field, value)| reading(field, source, value)));
    }
    examination.face.portrait = Some(face(ImageRole::Front, 60.0));
    examination.face.selfie = Some(face(ImageRole::Selfie, 200.0));
    examination.face.similarity = Some(0.9);
    examination
}

/// What its honest holder types.
#[must_use]
pub fn claims(number: &str) -> Value {
    json!({
        "name": "Anna Maria Eriksson", "birth_date": "1974-08-12", "document_number": number,
        "sex": "F", "expiry_date": EXPIRY, "nationality": "UTO",
    })
}

fn fields(number: &str) -> [(Field, &str); 6] {
    [
        (Field::LatinName, "ERIKSSON, ANNA MARIA"),
        (Field::DocumentNumber, number),
        (Field::BirthDate, "1974-08-12"),
        (Field::ExpiryDate, EXPIRY),
        (Field::Sex, "F"),
        (Field::Nationality, "UTO"),
    ]
}

fn zone(number: &str) -> MrzReading {
    let date = |text: &str| MrzDate { text: text.to_owned() };
    let fields = MrzFields {
        document_code: "P".into(),
        issuer: "UTO".into(),
        document_number: number.to_owned(),
        surname: "ERIKSSON".into(),
        given_names: "ANNA MARIA".into(),
        nationality: "UTO".into(),
        birth_date: date("740812"),
        expiry_date: date("310415"),
        sex: Sex::F,
        optional_data: vec![],
    };
    let lines = mrz::write(Format::Td3, &fields).expect("the sample fits a passport's zone");
    let read = mrz::parse(&lines).expect("what was written can be read");
    MrzReading {
        format: read.format,
        repaired_count: 0,
        valid: read.valid(),
        checks: read.checks,
        lines,
        confidence: 0.9,
        probability: 0.95,
        region: Some(region(ImageRole::Front)),
    }
}

fn reading(field: Field, source: Source, value: &str) -> FieldReading {
    let region = Some(region(ImageRole::Front));
    FieldReading { field, source, value: value.to_owned(), confidence: 0.9, region }
}

fn region(image: ImageRole) -> Region {
    let corners = [(0.2, 0.2), (0.6, 0.2), (0.6, 0.4), (0.2, 0.4)].map(|(x, y)| Point { x, y });
    Region { image, corners: corners.to_vec() }
}

fn face(role: ImageRole, inter_eye_px: f32) -> FaceSeen {
    let pose = HeadPose { yaw_deg: 3.0, pitch_deg: -4.0, roll_deg: 1.0 };
    FaceSeen { region: region(role), confidence: 0.95, inter_eye_px, pose: Some(pose) }
}

fn selfie() -> ImageReading {
    ImageReading {
        quality: vec![QualityMeasure { kind: QualityKind::Brightness, value: 130.0, region: None }],
        documents: Vec::new(),
        faces: vec![face(ImageRole::Selfie, 200.0)],
        ..picture(ImageRole::Selfie)
    }
}

fn picture(role: ImageRole) -> ImageReading {
    let good = [
        (QualityKind::Sharpness, 0.6),
        (QualityKind::Brightness, 140.0),
        (QualityKind::DarkShare, 0.05),
        (QualityKind::BrightShare, 0.0),
        (QualityKind::Glare, 0.0),
        (QualityKind::DocumentLongSidePx, 1400.0),
        (QualityKind::CutOff, 0.0),
        (QualityKind::Colour, 0.12),
    ];
    ImageReading {
        role,
        width_px: 320,
        height_px: 240,
        facts: CaptureFacts::default(),
        quality: good.map(|(kind, value)| QualityMeasure { kind, value, region: None }).to_vec(),
        documents: vec![Sighting { region: region(role), confidence: 0.9 }],
        faces: Vec::new(),
        text: Vec::new(),
    }
}
