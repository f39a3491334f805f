//! What the parser reads from published payloads, where the folder `BONAFIDE_DATASETS` holds them.

use identity::{
    aamva::{Fault, Holder, Payload, licence_number, parse},
    sex::Sex,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// Right and all, by field, and what was wrong.
#[derive(Default)]
struct Tally {
    fields: BTreeMap<&'static str, (u32, u32)>,
    faults: BTreeMap<&'static str, u32>,
    wrong: Vec<String>,
}

impl Tally {
    fn compare(&mut self, case: &str, field: &'static str, want: Option<String>, got: Option<String>) {
        let Some(want) = want else { return };
        let count = self.fields.entry(field).or_default();
        count.1 += 1;
        if got.as_ref() == Some(&want) {
            count.0 += 1;
        } else {
            self.wrong.push(format!("{case} {field}: {got:?}, expected {want:?}"));
        }
    }
}

#[test]
fn published_payloads_give_the_recorded_fields() {
    let Some(folder) = std::env::var_os("BONAFIDE_DATASETS").map(PathBuf::from) else {
        eprintln!(
            "skipped: aamva.jsonl is measured only where BONAFIDE_DATASETS names the folder of datasets"
        );
        return;
    };
    let rows = std::fs::read_to_string(folder.join("aamva.jsonl")).expect("the dataset can be read");
    let mut tally = Tally::default();
    let (mut whole, mut cases, mut forms) = (0, 0, (0, 0));
    for row in rows.lines().map(|line| serde_json::from_str::<Value>(line).expect("a row is JSON")) {
        let file = row["files"][0].as_str().expect("a row names its file");
        let bytes = std::fs::read(folder.join(file)).expect("the payload can be read");
        let case = file.rsplit("__").next().unwrap_or(file);
        let payload = parse(&String::from_utf8_lossy(&bytes)).unwrap_or_else(|e| panic!("{case}: {e}"));
        let before = tally.wrong.len();
        compare(&mut tally, case, &row, &payload);
        cases += 1;
        let codes: BTreeSet<&str> = payload.faults.iter().map(Fault::code).collect();
        codes.into_iter().for_each(|code| *tally.faults.entry(code).or_default() += 1);
        whole += u32::from(tally.wrong.len() == before);
        let state = payload.issuer().map_or("", |issuer| issuer.jurisdiction);
        if let Some(verdict) =
            payload.holder.number.as_deref().and_then(|number| licence_number(state, number))
        {
            forms = (forms.0 + u32::from(verdict.fits), forms.1 + 1);
        }
    }
    println!("aamva.jsonl: {whole} of {cases} payloads with every recorded field right");
    tally.fields.iter().for_each(|(field, (right, all))| println!("  {field:<12} {right} of {all}"));
    // The texts were edited by those who published them: control characters are lost, so offsets are off by a few.
    println!("  payloads with a fault of each kind: {:?}", tally.faults);
    println!("  numbers that have a form of their state: {} of {}", forms.0, forms.1);
    assert!(tally.wrong.is_empty(), "{:#?}", tally.wrong);
}

fn compare(tally: &mut Tally, case: &str, row: &Value, payload: &Payload) {
    let want = |key: &str| row[key].as_str().map(str::to_owned);
    let Holder { surname, first_name, middle_names, suffix, number, birth, issue, expiry, sex, .. } =
        payload.holder.clone();
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let sex = sex.map(|sex| if sex == Sex::M { "Male" } else { "Female" }.to_owned());
    tally.compare(case, "surname", want("Last"), surname);
    tally.compare(case, "first name", want("First"), first_name);
    tally.compare(case, "middle names", want("Middle"), middle_names);
    tally.compare(case, "suffix", want("Suffix"), suffix);
    tally.compare(case, "number", want("IdNumber"), number);
    tally.compare(case, "birth", want("DateOfBirth"), date(birth));
    tally.compare(case, "issue", want("IssueDate"), date(issue));
    tally.compare(case, "expiry", want("ExpirationDate"), date(expiry));
    tally.compare(case, "sex", want("Sex"), sex);
    tally.compare(case, "jurisdiction", want("JurisdictionCode"), payload.holder.jurisdiction.clone());
    let inches = want("HeightInches").and_then(|text| text.parse::<f32>().ok());
    let height = inches.map(|inches| (inches * 2.54).round().to_string()).or_else(|| want("HeightCm"));
    tally.compare(case, "height", height, payload.holder.height_cm.map(|cm| cm.to_string()));
}
