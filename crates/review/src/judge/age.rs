//! Whether the holder is old enough, and how many sources say so.

use std::collections::{BTreeMap, BTreeSet};

use identity::date::{DateText, age_on};
use jiff::civil::Date;

use super::evidence::Evidence;
use crate::{
    finding::{Finding, FindingCode},
    observation::{Field, FieldReading, Source},
};

/// Under age by any birth date that can be relied on, with the sources that agree on it as witnesses.
///
/// Where the sources disagree, the one that says under age still counts, with its own witnesses alone.
pub(super) fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let births = births(evidence);
    if births.is_empty() {
        return vec![Finding::new(FindingCode::ApplicantAgeUnknown).about_field(Field::BirthDate)];
    }
    let minimum = evidence.policy.applicant.age_years_min;
    let age = |birth: &Date| age_on(*birth, evidence.today);
    // A birth that lies ahead is no age: it is data that cannot be.
    let under = births.iter().filter(|(birth, _)| (0..minimum).contains(&age(birth)));
    let Some((birth, readings)) = under.max_by_key(|(birth, readings)| (witnesses(readings), **birth)) else {
        return Vec::new();
    };
    let place = readings.iter().find_map(|reading| reading.region.clone());
    let finding = Finding::new(FindingCode::ApplicantUnderage).about_field(Field::BirthDate).at(place);
    let measured = finding.measured(f64::from(age(birth)), f64::from(minimum));
    vec![Finding { witnesses: witnesses(readings), ..measured }]
}

/// Each birth date that can be relied on, with who says it.
fn births<'a>(evidence: &Evidence<'a>) -> BTreeMap<Date, Vec<&'a FieldReading>> {
    let readings = evidence.readings(Field::BirthDate);
    let agreed = |day: Date| readings.iter().filter(|r| r.date() == Some(DateText::Day(day))).count() > 1;
    let mut births: BTreeMap<Date, Vec<&FieldReading>> = BTreeMap::new();
    for reading in &readings {
        let Some(DateText::Day(day)) = reading.date() else { continue };
        if evidence.reliable(reading) || agreed(day) {
            births.entry(day).or_default().push(reading);
        }
    }
    births
}

fn witnesses(readings: &[&FieldReading]) -> u8 {
    let sources: BTreeSet<Source> = readings.iter().map(|reading| reading.source).collect();
    u8::try_from(sources.len()).unwrap_or(u8::MAX)
}
