//! Each field from each source side by side: who says what, who agrees with whom, and what that comes to.
//!
//! Values are compared here and nowhere else. The findings on differing data, the values that other measures rely on,
//! and the table that a reviewer sees all come from these rows.

use identity::diagnosis::{Agreement, Diagnosis};

use super::{agreement::Said, evidence::Evidence};
use crate::{
    case::Claims,
    observation::{Field, FieldReading, Region, Source},
};

/// The fields whose differences are findings, in the order in which they are shown.
pub(super) const JUDGED: [Field; 8] = [
    Field::Name,
    Field::LatinName,
    Field::BirthDate,
    Field::DocumentNumber,
    Field::Sex,
    Field::Nationality,
    Field::IssueDate,
    Field::ExpiryDate,
];
/// Fields that are shown beside them; how they are written differs too much for a judgement.
const SHOWN: [Field; 4] = [Field::PersonalNumber, Field::Authority, Field::Address, Field::Ethnicity];
/// Fields that both sides of a card may carry.
const SHARED: [Field; 5] =
    [Field::Name, Field::LatinName, Field::BirthDate, Field::DocumentNumber, Field::Sex];

/// One field with what every source says of it.
#[derive(Clone, PartialEq)]
pub struct CrossCheck {
    /// Which field.
    pub field: Field,
    /// What each source says, the document's sources first.
    pub values: Vec<CrossValue>,
    /// Every two of them, compared.
    pub pairs: Vec<CrossPair>,
    /// Whether they all mean the same; true also where there is only one.
    pub agree: bool,
    /// Why they differ, where that can be told.
    pub diagnosis: Option<Diagnosis>,
    /// What the document's own sources come to.
    pub document: Verdict,
    /// What the claim comes to beside them, where there is one.
    pub claim: Option<Verdict>,
}

/// What one source says.
#[derive(Clone, PartialEq)]
pub struct CrossValue {
    /// Who.
    pub source: Source,
    /// What, as read or as typed.
    pub value: String,
    /// Confidence 0–1; 1 for what was typed.
    pub confidence: f32,
    /// Whether it can be relied on: read with confidence, or held by a check digit.
    pub reliable: bool,
    /// Where it is printed.
    pub region: Option<Region>,
}

/// Two values of a row, by their places among its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossPair {
    /// The first one's place.
    pub a: usize,
    /// The second one's place.
    pub b: usize,
    /// Whether they mean the same, and if not, why.
    pub agreement: Agreement,
}

/// What a row comes to, from the mildest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Only one source says anything.
    Single,
    /// All sources mean the same; for a claim: it agrees with a source.
    Agree,
    /// They differ, and one of them cannot be relied on: it may have been misread.
    Unreadable,
    /// The claim differs from the document: `claim.mismatch`.
    ClaimMismatch,
    /// Two sources on the document differ: `field.inconsistent`.
    Inconsistent,
    /// Front and back differ, here and in other fields: `document.side_mismatch`.
    SideMismatch,
}

impl Verdict {
    /// The stable word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Single => "single",
            Verdict::Agree => "agree",
            Verdict::Unreadable => "unreadable",
            Verdict::ClaimMismatch => "claim_mismatch",
            Verdict::Inconsistent => "inconsistent",
            Verdict::SideMismatch => "side_mismatch",
        }
    }
}

impl CrossCheck {
    /// The graver of what the document and the claim come to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.claim.map_or(self.document, |claim| claim.max(self.document))
    }
}

/// The value of a field that most sources support.
#[derive(Clone)]
pub(super) struct Settled<'a> {
    /// The reading that says it; a printed one where there is one.
    pub(super) reading: &'a FieldReading,
    /// How many different sources of the document that can be relied on say the same.
    pub(super) witnesses: u8,
    /// Whether it can be relied on: a reliable source says it, or two sources agree.
    pub(super) reliable: bool,
}

/// One field, with the readings behind what is shown of it.
pub(super) struct Row<'a> {
    pub(super) check: CrossCheck,
    /// The document's readings, in the order of the first values.
    pub(super) readings: Vec<&'a FieldReading>,
    /// What most of them support.
    pub(super) settled: Option<Settled<'a>>,
}

/// Two readings of the document that differ.
#[derive(Clone, Copy)]
pub(super) struct Difference<'a> {
    pub(super) a: &'a FieldReading,
    pub(super) b: &'a FieldReading,
    pub(super) diagnosis: Option<Diagnosis>,
}

/// One row for each field that any source gives.
pub(super) fn table<'a>(evidence: &Evidence<'a>, claims: &Claims) -> Vec<Row<'a>> {
    let fields = JUDGED.into_iter().chain(SHOWN);
    let mut rows: Vec<Row<'a>> = fields.filter_map(|field| row(evidence, claims, field)).collect();
    let across =
        |row: &Row<'_>| row.difference().is_some_and(|difference| difference.across_sides(row.check.field));
    let count = rows.iter().filter(|row| across(row)).count();
    if count as f64 >= evidence.thresholds().side_mismatch_fields_min && count > 0 {
        rows.iter_mut().filter(|row| across(row)).for_each(|row| row.check.document = Verdict::SideMismatch);
    }
    rows
}

fn row<'a>(evidence: &Evidence<'a>, claims: &Claims, field: Field) -> Option<Row<'a>> {
    let readings = evidence.readings(field);
    let claim = claim(evidence, claims, field);
    let mut values: Vec<CrossValue> =
        readings.iter().map(|reading| CrossValue::read(reading, evidence.reliable(reading))).collect();
    values.extend(claim.map(CrossValue::typed));
    if values.is_empty() {
        return None;
    }
    let pairs = pairs(evidence, field, &values);
    let differing = |pair: &CrossPair| match pair.agreement {
        Agreement::Differs(diagnosis) => diagnosis,
        Agreement::Same => None,
    };
    let check = CrossCheck {
        field,
        agree: pairs.iter().all(|pair| pair.agreement == Agreement::Same),
        diagnosis: pairs.iter().find_map(differing),
        values,
        pairs,
        document: Verdict::Single,
        claim: None,
    };
    let mut row = Row { check, readings, settled: None };
    row.settled = row.settle();
    row.check.document = row.within();
    row.check.claim = claim.and_then(|_| row.against_claim());
    Some(row)
}

fn pairs(evidence: &Evidence<'_>, field: Field, values: &[CrossValue]) -> Vec<CrossPair> {
    let places = (0..values.len()).flat_map(|a| (a + 1..values.len()).map(move |b| (a, b)));
    let compared = places.map(|(a, b)| CrossPair {
        a,
        b,
        agreement: evidence.compare(field, values[a].said(), values[b].said()),
    });
    compared.collect()
}

/// What the applicant typed for a row. A typed name stands beside the name in characters where the document prints
/// one, else beside the Latin name; it is left out where the policy does not compare claims.
fn claim<'c>(evidence: &Evidence<'_>, claims: &'c Claims, field: Field) -> Option<&'c str> {
    if !evidence.policy.claims.compared {
        return None;
    }
    let in_characters = !evidence.readings(Field::Name).is_empty();
    match field {
        Field::Name if in_characters => claims.get(Field::Name),
        Field::LatinName if !in_characters => claims.get(Field::Name),
        Field::Name | Field::LatinName => None,
        other => claims.get(other),
    }
}

impl<'a> Row<'a> {
    /// The first two readings of the document that differ.
    pub(super) fn difference(&self) -> Option<Difference<'a>> {
        self.check.pairs.iter().find_map(|pair| match pair.agreement {
            Agreement::Differs(diagnosis) => Some(Difference {
                a: self.readings.get(pair.a).copied()?,
                b: self.readings.get(pair.b).copied()?,
                diagnosis,
            }),
            Agreement::Same => None,
        })
    }

    /// Why the claim differs from the readings, where that can be told.
    pub(super) fn claim_diagnosis(&self) -> Option<Diagnosis> {
        self.with_claim().find_map(|agreement| match agreement {
            Agreement::Differs(diagnosis) => diagnosis,
            Agreement::Same => None,
        })
    }

    /// How the claim, which is the last value, agrees with each reading.
    fn with_claim(&self) -> impl Iterator<Item = Agreement> {
        let claim = self.readings.len();
        self.check.pairs.iter().filter(move |pair| pair.b == claim).map(|pair| pair.agreement)
    }

    fn within(&self) -> Verdict {
        let reliable = |reading: &FieldReading| {
            let place = self.readings.iter().position(|other| std::ptr::eq(*other, reading));
            place.is_some_and(|place| self.check.values[place].reliable)
        };
        match self.difference() {
            None if self.readings.len() < 2 => Verdict::Single,
            None => Verdict::Agree,
            Some(difference) if reliable(difference.a) && reliable(difference.b) => Verdict::Inconsistent,
            Some(_) => Verdict::Unreadable,
        }
    }

    /// A claim that agrees with no reading. Readings that cannot be relied on refute nothing.
    fn against_claim(&self) -> Option<Verdict> {
        let settled = self.settled.as_ref()?;
        if self.with_claim().any(|agreement| agreement == Agreement::Same) {
            return Some(Verdict::Agree);
        }
        Some(if settled.reliable { Verdict::ClaimMismatch } else { Verdict::Unreadable })
    }

    /// The value that most sources support: reliable sources first, then any, then the best read.
    fn settle(&self) -> Option<Settled<'a>> {
        let rank = |place: &usize| {
            let (reading, support) = (self.readings[*place], self.support(*place));
            let reliable = support.iter().filter(|other| self.check.values[**other].reliable).count();
            (reliable, support.len(), reading.source == Source::Printed, millionths(reading.confidence))
        };
        let place = (0..self.readings.len()).max_by_key(rank)?;
        let support = self.support(place);
        let sources = |only_reliable: bool| {
            let who = support.iter().filter(|place| !only_reliable || self.check.values[**place].reliable);
            who.map(|place| self.readings[*place].source).collect::<std::collections::BTreeSet<_>>().len()
        };
        let witnesses = u8::try_from(sources(true)).unwrap_or(u8::MAX);
        Some(Settled {
            reading: self.readings[place],
            witnesses,
            reliable: witnesses > 0 || sources(false) > 1,
        })
    }

    /// The readings that mean the same as one of them, itself included, by their places.
    fn support(&self, of: usize) -> Vec<usize> {
        let same = |other: usize| {
            let is_pair = |pair: &&CrossPair| (pair.a, pair.b) == (of.min(other), of.max(other));
            other == of
                || self.check.pairs.iter().find(is_pair).is_some_and(|pair| pair.agreement == Agreement::Same)
        };
        (0..self.readings.len()).filter(|other| same(*other)).collect()
    }
}

impl Difference<'_> {
    /// Whether one is on the front and the other on the back.
    fn across_sides(&self, field: Field) -> bool {
        let side = |reading: &FieldReading| reading.region.as_ref().map(|region| region.image);
        let sides = (side(self.a), side(self.b));
        SHARED.contains(&field) && sides.0.is_some() && sides.1.is_some() && sides.0 != sides.1
    }
}

impl CrossValue {
    fn read(reading: &FieldReading, reliable: bool) -> CrossValue {
        CrossValue {
            source: reading.source,
            value: reading.value.clone(),
            confidence: reading.confidence,
            reliable,
            region: reading.region.clone(),
        }
    }

    fn typed(text: &str) -> CrossValue {
        CrossValue {
            source: Source::Claims,
            value: text.to_owned(),
            confidence: 1.0,
            reliable: true,
            region: None,
        }
    }

    fn said(&self) -> Said<'_> {
        Said { source: self.source, text: &self.value }
    }
}

/// A confidence as an integer, which has a total order.
fn millionths(confidence: f32) -> i64 {
    (f64::from(confidence) * 1e6) as i64
}

impl std::fmt::Debug for CrossCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sources: Vec<Source> = self.values.iter().map(|value| value.source).collect();
        f.debug_struct("CrossCheck")
            .field("field", &self.field)
            .field("sources", &sources)
            .field("agree", &self.agree)
            .field("diagnosis", &self.diagnosis)
            .field("verdict", &self.verdict())
            .finish()
    }
}
