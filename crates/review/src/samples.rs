//! Attempts for tests: the specimen of ICAO 9303-4 appendix B, a resident card with a number from a test vector, a selfie.

use identity::{catalogue::DocumentKind, mrz};
use jiff::civil::{Date, date};

use crate::{
    case::Claims,
    judge::{Circumstances, Judgement, judge},
    observation::{
        BarcodeReading, CaptureFacts, Examination, FaceSeen, Field, FieldReading, HeadPose, ImageReading,
        ImageRole, KindReading, MrzReading, Point, QualityKind, QualityMeasure, Region, Sighting, Source,
        Symbology,
    },
    policy::Policy,
};

/// A payload without a fault: one subfile of 280 characters that begins at 31.
pub(crate) const LICENCE: &str = "@\n\u{1e}\rANSI 636000100001DL00310280DLDAQT16700185\nDCSMAURY\nDDEN\nDACJUSTIN\nDDFN\n\
DADWILLIAM\nDDGN\nDCAD\nDCBNONE\nDCDNONE\nDBD08142023\nDBB07151958\nDBA07152031\nDBC1\nDAU075 in\nDAYBRO\n\
DAG17 FIRST STREET\nDAISTAUNTON\nDAJVA\nDAK244010000  \nDCF060090122\nDCGUSA\nDDAF\nDDB12102008\nDDD0\n\
DAZBRO\nDAW185\nDDK1\nDDL0\nDCK0060090122T16700185\r";

/// Everything that a judgement rests on.
pub(crate) struct Sample {
    pub(crate) examination: Examination,
    pub(crate) claims: Claims,
    pub(crate) circumstances: Circumstances,
    pub(crate) policy: Policy,
    pub(crate) today: Date,
}

impl Sample {
    /// A passport of the fictitious state, honestly handed in.
    pub(crate) fn passport() -> Sample {
        let zone =
            ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
        let mut sample = Sample::new(DocumentKind::Passport, "UTO", date(2010, 6, 1));
        sample.zone(&zone, ImageRole::Front);
        sample.says(
            Source::Mrz,
            ImageRole::Front,
            &[
                (Field::LatinName, "ERIKSSON, ANNA MARIA"),
                (Field::DocumentNumber, "L898902C3"),
                (Field::BirthDate, "1974-08-12"),
                (Field::ExpiryDate, "2012-04-15"),
                (Field::Sex, "F"),
                (Field::Nationality, "UTO"),
            ],
        );
        sample.says(
            Source::Printed,
            ImageRole::Front,
            &[
                (Field::LatinName, "ERIKSSON, ANNA MARIA"),
                (Field::DocumentNumber, "L898902C3"),
                (Field::BirthDate, "1974-08-12"),
                (Field::IssueDate, "2002-04-16"),
                (Field::ExpiryDate, "2012-04-15"),
            ],
        );
        sample.claims = claims(["Anna Maria Eriksson", "1974-08-12", "L898902C3", "F", "2012-04-15", "UTO"]);
        sample
    }

    /// A resident identity card with both sides, honestly handed in.
    pub(crate) fn resident_id() -> Sample {
        let mut sample = Sample::new(DocumentKind::ResidentIdCn, "CHN", date(2026, 1, 5));
        sample.examination.images.insert(1, picture(ImageRole::Back));
        sample.says(
            Source::Printed,
            ImageRole::Front,
            &[
                (Field::Name, "张三"),
                (Field::Sex, "F"),
                (Field::BirthDate, "1978-10-27"),
                (Field::DocumentNumber, "11010219781027232X"),
            ],
        );
        sample.says(Source::Number, ImageRole::Front, &[(Field::BirthDate, "1978-10-27"), (Field::Sex, "F")]);
        sample.says(
            Source::Printed,
            ImageRole::Back,
            &[(Field::IssueDate, "2010-05-05"), (Field::ExpiryDate, "2030-05-05")],
        );
        sample.claims = claims(["张三", "1978-10-27", "11010219781027232X", "F", "2030-05-05", "CHN"]);
        sample
    }

    /// A driving licence whose barcode says what is printed, under a policy that takes licences of its issuer.
    pub(crate) fn licence() -> Sample {
        let mut sample = Sample::new(DocumentKind::DrivingLicence, "USA", date(2026, 1, 5));
        sample.examination.images.insert(1, picture(ImageRole::Back));
        let front = [
            (Field::LatinName, "MAURY, JUSTIN WILLIAM"),
            (Field::DocumentNumber, "T16700185"),
            (Field::BirthDate, "1958-07-15"),
            (Field::ExpiryDate, "2031-07-15"),
        ];
        let back = [front.as_slice(), &[(Field::IssueDate, "2023-08-14"), (Field::Sex, "M")]].concat();
        sample.says(Source::Printed, ImageRole::Front, &front);
        sample.says(Source::Barcode, ImageRole::Back, &back);
        sample.barcode(LICENCE);
        sample.claims = claims(["Justin William Maury", "1958-07-15", "T16700185", "M", "2031-07-15", "USA"]);
        let licences = [DocumentKind::DrivingLicence].into();
        sample.policy.documents.accepted_of.insert("USA".into(), licences);
        sample
    }

    fn new(kind: DocumentKind, issuer: &str, today: Date) -> Sample {
        let mut examination =
            Examination { images: vec![picture(ImageRole::Front), selfie()], ..Examination::default() };
        examination.document.kind = Some(KindReading { kind, confidence: 0.95 });
        examination.document.issuer = Some(issuer.to_owned());
        examination.face.portrait = Some(face(ImageRole::Front, 60.0));
        examination.face.selfie = Some(face(ImageRole::Selfie, 200.0));
        examination.face.similarity = Some(0.9);
        Sample {
            examination,
            claims: Claims::default(),
            circumstances: Circumstances::default(),
            policy: Policy::exchange().sandboxed(),
            today,
        }
    }

    pub(crate) fn judge(&self) -> Judgement {
        judge(&self.examination, &self.claims, &self.circumstances, &self.policy, self.today)
    }

    /// Reads a zone; its fields are added apart.
    pub(crate) fn zone(&mut self, lines: &[&str], role: ImageRole) {
        let read = mrz::parse(lines).expect("a zone of a known form");
        self.examination.document.mrz = Some(MrzReading {
            format: read.format,
            lines: read.lines.clone(),
            repaired_count: 0,
            valid: read.valid(),
            checks: read.checks,
            confidence: 0.9,
            probability: 0.95,
            region: Some(region(role)),
        });
    }

    /// Puts this payload in the place of what a barcode on the back says; its fields are added apart.
    pub(crate) fn barcode(&mut self, payload: &str) {
        self.examination.document.barcodes = vec![BarcodeReading {
            symbology: Symbology::Pdf417,
            payload: payload.to_owned(),
            region: Some(region(ImageRole::Back)),
        }];
    }

    /// Adds readings of a source.
    pub(crate) fn says(&mut self, source: Source, role: ImageRole, values: &[(Field, &str)]) {
        let reading = |&(field, value): &(Field, &str)| FieldReading {
            field,
            source,
            value: value.to_owned(),
            confidence: 0.9,
            region: Some(region(role)),
        };
        self.examination.document.fields.extend(values.iter().map(reading));
    }

    /// Changes what a source says of a field.
    pub(crate) fn reading(&mut self, field: Field, source: Source) -> &mut FieldReading {
        let fields = &mut self.examination.document.fields;
        fields
            .iter_mut()
            .find(|r| r.field == field && r.source == source)
            .expect("the sample has this reading")
    }

    /// Drops what a source says of a field.
    pub(crate) fn without(&mut self, field: Field, source: Source) {
        self.examination.document.fields.retain(|r| (r.field, r.source) != (field, source));
    }

    pub(crate) fn image(&mut self, role: ImageRole) -> &mut ImageReading {
        self.examination.images.iter_mut().find(|i| i.role == role).expect("the sample has this picture")
    }

    /// Sets a measure of a picture.
    pub(crate) fn measure(&mut self, role: ImageRole, kind: QualityKind, value: f64) {
        let image = self.image(role);
        image.quality.retain(|measure| measure.kind != kind);
        image.quality.push(QualityMeasure { kind, value, region: Some(region(role)) });
    }
}

pub(crate) fn claims(values: [&str; 6]) -> Claims {
    let [name, birth_date, document_number, sex, expiry_date, nationality] =
        values.map(|v| Some(v.to_owned()));
    Claims { name, birth_date, document_number, sex, expiry_date, nationality }
}

pub(crate) fn region(image: ImageRole) -> Region {
    let corners = [(0.2, 0.2), (0.6, 0.2), (0.6, 0.4), (0.2, 0.4)].map(|(x, y)| Point { x, y });
    Region { image, corners: corners.to_vec() }
}

pub(crate) fn face(role: ImageRole, inter_eye_px: f32) -> FaceSeen {
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
        width_px: 1600,
        height_px: 1200,
        facts: CaptureFacts::default(),
        quality: good.map(|(kind, value)| QualityMeasure { kind, value, region: None }).to_vec(),
        documents: vec![Sighting { region: region(role), confidence: 0.9 }],
        faces: Vec::new(),
        text: Vec::new(),
    }
}
