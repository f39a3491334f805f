//! Facts that are encoded in a printed number: birth date and sex in the resident identity card's.

use identity::number::resident_id;
use review::observation::{Field, FieldReading, Source};

/// Birth date and sex from the first printed number that is a resident identity number.
pub fn encoded(fields: &[FieldReading]) -> Vec<FieldReading> {
    let numbers = fields.iter().filter(|f| f.field == Field::DocumentNumber && f.source == Source::Printed);
    let read = numbers.filter_map(|f| resident_id::parse_any_region(&f.value).ok().map(|id| (f, id))).next();
    let Some((number, id)) = read else { return Vec::new() };
    let fact = |field, value| FieldReading {
        field,
        source: Source::Number,
        value,
        confidence: number.confidence,
        region: number.region.clone(),
    };
    vec![fact(Field::BirthDate, id.birth.to_string()), fact(Field::Sex, id.sex.to_string())]
}
