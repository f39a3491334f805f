//! Named cases with the answer that each must get: they drive the demo, the sandbox and the end-to-end tests.

use crate::error::RenderError;
use crate::head::Identity;
use crate::person::Person;
use crate::random::derive;
use crate::render::render;
use crate::request::{Kind, Request};
use crate::truth::{Degradation, DegradationKind, GroundTruth, ImageRole};
use image::RgbImage;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Every scenario's name.
pub const NAMES: [&str; 15] = [
    "approved",
    "approved_resident_id",
    "e001_glare",
    "e001_blur",
    "e001_no_document",
    "e005_birth_date",
    "e005_name",
    "e013_other_face",
    "e018_expired",
    "e018_expires_soon",
    "e020_minor",
    "e031_duplicate",
    "e044_student_card",
    "e044_temporary_id",
    "manual_review",
];

/// A case: what an applicant sends and what must come back.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Front, back where there is one, selfie.
    pub images: Vec<(ImageRole, RgbImage)>,
    /// What the applicant typed.
    pub claims: Claims,
    /// What must come back.
    pub expected: Expected,
    /// What the pictures truly show.
    pub truth: GroundTruth,
}

/// What an applicant typed; dates are YYYY-MM-DD, codes of countries are ICAO's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
}

/// The answer that a scenario must get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// What happens to the attempt.
    pub outcome: Outcome,
    /// Rejection code, such as `E001`.
    pub code: Option<&'static str>,
    /// Sub-reason, such as `glare`.
    pub reason: Option<&'static str>,
}

/// What happens to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Approved at once.
    Approved,
    /// Rejected at once, with a code.
    Rejected,
    /// Left to a person.
    Review,
}

/// Renders a scenario. `e031_duplicate` shows the very document of `approved` with the same seed: submit it as another
/// applicant after `approved` has passed.
///
/// # Errors
/// [`RenderError::UnknownScenario`], or whatever [`render`] refuses.
pub fn scenario(name: &str, seed: u64, today: Date) -> Result<Scenario, RenderError> {
    let plan = plan(name, seed, today)?;
    let rendered = render(&plan.request)?;
    let (claims, expected) = (plan.claims(), plan.expected);
    Ok(Scenario { name: name.to_owned(), images: rendered.images, claims, expected, truth: rendered.truth })
}

/// What a scenario asks [`render`] for: a film of its applicant shows [`crate::sitter`] of it.
///
/// # Errors
/// [`RenderError::UnknownScenario`].
pub fn request(name: &str, seed: u64, today: Date) -> Result<Request, RenderError> {
    plan(name, seed, today).map(|plan| plan.request)
}

struct Plan {
    request: Request,
    expected: Expected,
    twist: fn(&mut Claims),
}

impl Plan {
    fn rejected(request: Request, code: &'static str, reason: Option<&'static str>) -> Plan {
        let expected = Expected { outcome: Outcome::Rejected, code: Some(code), reason };
        Plan { request, expected, twist: |_| {} }
    }

    fn passes(request: Request, outcome: Outcome) -> Plan {
        Plan { request, expected: Expected { outcome, code: None, reason: None }, twist: |_| {} }
    }

    fn claims(&self) -> Claims {
        let mut claims = truthful_claims(&self.request);
        (self.twist)(&mut claims);
        claims
    }
}

fn plan(name: &str, seed: u64, today: Date) -> Result<Plan, RenderError> {
    // `e031_duplicate` and `approved` share the seed; every other case is about somebody else.
    let own = if name == "e031_duplicate" || name == "approved" { seed } else { derive(seed, name) };
    let mut request = Request::new(Kind::Td3Passport, own, today);
    request.look.selfie = true;
    let with = |change: fn(&mut Request)| {
        let mut changed = request.clone();
        change(&mut changed);
        changed
    };
    Ok(match name {
        "approved" => Plan::passes(request, Outcome::Approved),
        "approved_resident_id" => Plan::passes(with(|r| r.kind = Kind::ResidentIdCn), Outcome::Approved),
        "manual_review" => Plan::passes(with(|r| r.look.wrong_composite_digit = true), Outcome::Review),
        "e001_glare" => Plan::rejected(degraded(request, DegradationKind::Glare, 0.8), "E001", Some("glare")),
        "e001_blur" => Plan::rejected(degraded(request, DegradationKind::Blur, 0.8), "E001", Some("blur")),
        "e001_no_document" => {
            Plan::rejected(with(|r| r.kind = Kind::NoDocument), "E001", Some("no_document"))
        }
        "e005_birth_date" => {
            Plan { twist: other_birth_date, ..Plan::rejected(request, "E005", Some("birth_date")) }
        }
        "e005_name" => Plan { twist: other_name, ..Plan::rejected(request, "E005", Some("name")) },
        "e013_other_face" => Plan::rejected(with(stranger), "E013", None),
        "e018_expired" => Plan::rejected(expiring(request, -40), "E018", Some("expired")),
        "e018_expires_soon" => Plan::rejected(expiring(request, 12), "E018", Some("expires_soon")),
        "e020_minor" => Plan::rejected(minor(request), "E020", None),
        "e031_duplicate" => Plan::rejected(request, "E031", None),
        "e044_student_card" => {
            Plan::rejected(with(|r| r.kind = Kind::StudentCard), "E044", Some("student_card"))
        }
        "e044_temporary_id" => {
            Plan::rejected(with(|r| r.kind = Kind::TemporaryIdCn), "E044", Some("temporary_id"))
        }
        _ => return Err(RenderError::UnknownScenario(name.to_owned())),
    })
}

fn degraded(mut request: Request, kind: DegradationKind, strength: f32) -> Request {
    request.look.degradations.push(Degradation::new(kind, strength));
    request
}

fn expiring(mut request: Request, days: i32) -> Request {
    request.person.expiry_date = Some(request.today.saturating_add(days.days()));
    request
}

/// The selfie shows somebody who looks quite different.
fn stranger(request: &mut Request) {
    let holder = Person::draw(request).face_seed;
    request.look.selfie_face_seed = Some(Identity::stranger_seed(holder));
}

/// Sixteen years and some weeks old.
fn minor(mut request: Request) -> Request {
    request.person.birth_date = Some(request.today.saturating_sub(16.years().days(40)));
    request
}

fn other_birth_date(claims: &mut Claims) {
    let date = claims.birth_date.as_deref().and_then(|text| text.parse::<Date>().ok());
    claims.birth_date = date.map(|date| date.saturating_sub(3.years().months(2).days(5)).to_string());
}

fn other_name(claims: &mut Claims) {
    claims.name = Some("MAXIMILIANE QUADRIGA".to_owned());
}

/// What an honest applicant would type of the document.
fn truthful_claims(request: &Request) -> Claims {
    if request.kind == Kind::NoDocument {
        return Claims::default();
    }
    let person = Person::draw(request);
    Claims {
        name: Some(person.printed_name(request.kind)),
        birth_date: Some(person.birth_date.to_string()),
        document_number: Some(person.document_number),
        sex: Some(person.sex.to_string()),
        expiry_date: person.expiry_date.map(|date| date.to_string()),
        nationality: Some(if request.kind == Kind::Td3Passport { "UTO" } else { "CHN" }.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 1);

    fn case(name: &str) -> Plan {
        plan(name, 11, TODAY).unwrap()
    }

    fn holder(name: &str) -> Person {
        Person::draw(&case(name).request)
    }

    #[test]
    fn each_name_is_planned_and_named_after_its_code() {
        for name in NAMES {
            let expected = case(name).expected;
            assert_eq!(expected.outcome == Outcome::Rejected, expected.code.is_some(), "{name}");
            assert!(name.starts_with(&expected.code.map_or_else(String::new, str::to_lowercase)), "{name}");
            assert!(case(name).request.look.selfie, "{name}");
        }
        assert!(matches!(plan("nothing", 1, TODAY), Err(RenderError::UnknownScenario(_))));
    }

    #[test]
    fn claims_are_true_except_where_the_scenario_says() {
        for (name, lie) in [("approved", ""), ("e005_name", "name"), ("e005_birth_date", "birth_date")] {
            let (claims, person) = (case(name).claims(), holder(name));
            assert_eq!(claims.name == Some(person.printed_name(Kind::Td3Passport)), lie != "name", "{name}");
            assert_eq!(
                claims.birth_date == Some(person.birth_date.to_string()),
                lie != "birth_date",
                "{name}"
            );
            assert_eq!(claims.document_number, Some(person.document_number), "{name}");
        }
    }

    #[test]
    fn dates_fit_their_codes() {
        let expiry = |name: &str| holder(name).expiry_date.unwrap();
        assert!(expiry("e018_expired") < TODAY);
        assert!(
            expiry("e018_expires_soon") > TODAY
                && expiry("e018_expires_soon") < TODAY.saturating_add(30.days())
        );
        let birth = holder("e020_minor").birth_date;
        assert!(birth > date(2008, 3, 1) && birth < date(2010, 3, 1), "{birth}");
    }

    #[test]
    fn a_duplicate_is_the_same_document_and_others_are_other_people() {
        assert_eq!(case("approved").request, case("e031_duplicate").request);
        assert_ne!(holder("approved").document_number, holder("e005_name").document_number);
        let other = case("e013_other_face").request;
        assert_ne!(other.look.selfie_face_seed, Some(Person::draw(&other).face_seed));
    }
}
