//! The parser's verdicts on transcribed zones, where the folder `BONAFIDE_DATASETS` holds them; otherwise one line says so.

use identity::mrz::{CheckField, Format, Mrz, parse, repair};
use serde_json::Value;
use std::path::PathBuf;

fn rows(file: &str) -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("BONAFIDE_DATASETS") else {
        eprintln!("skipped: {file} is measured only where BONAFIDE_DATASETS names the folder of datasets");
        return None;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join(file)).expect("the dataset can be read");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect())
}

fn lines(row: &Value) -> Vec<String> {
    let lines = row["lines"].as_array().expect("a row has lines");
    lines.iter().map(|line| line.as_str().expect("a line is text").to_owned()).collect()
}

#[test]
fn photographed_zones_have_the_transcribed_form_and_validity() {
    let Some(rows) = rows("mrz.jsonl") else { return };
    let mut wrong = Vec::new();
    for row in &rows {
        let lines = lines(row);
        let mrz = parse(&lines);
        let got = mrz.as_ref().map(|mrz| (mrz.format.code().to_owned(), mrz.valid())).ok();
        let want = row["format"].as_str().map(str::to_owned).zip(row["checks_ok"].as_bool());
        if got != want {
            wrong.push(format!("{lines:?}: {got:?}, transcribed {want:?}"));
        }
        if mrz.is_ok_and(|mrz| mrz.lines != lines) {
            wrong.push(format!("{lines:?}: not as printed"));
        }
    }
    println!("mrz.jsonl: {} of {} as transcribed", rows.len() - wrong.len(), rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn repairs_leave_printed_zones_as_they_are() {
    let Some(rows) = rows("mrz.jsonl") else { return };
    let touched: Vec<_> = rows.iter().map(lines).filter(|lines| !repair(lines).changes.is_empty()).collect();
    assert!(touched.is_empty(), "{touched:#?}");
}

#[test]
fn strings_have_the_recorded_check_verdicts() {
    let Some(rows) = rows("mrz-strings.jsonl") else { return };
    let fields = [
        ("number", CheckField::DocumentNumber),
        ("dob", CheckField::BirthDate),
        ("exp", CheckField::ExpiryDate),
        ("personal", CheckField::OptionalData),
        ("composite", CheckField::Composite),
    ];
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for row in &rows {
        let lines = lines(row);
        let Ok(mrz) = parse(&lines) else { continue };
        if mrz.format == Format::FrenchId {
            // The recorded digits are those of an ICAO form, which the French card does not have.
            continue;
        }
        for (name, field) in fields {
            let Some(want) = row["icao_checks"][name].as_bool() else { continue };
            compared += 1;
            let got = verdict(&mrz, field);
            if got != Some(want) {
                wrong.push(format!("{lines:?}: {name} {got:?}, recorded {want}"));
            }
        }
    }
    println!("mrz-strings.jsonl: {} of {compared} verdicts as recorded", compared - wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn verdict(mrz: &Mrz, field: CheckField) -> Option<bool> {
    mrz.check(field).map(|check| check.ok)
}
