//! Reads the pictures of a measuring collection and says how many were read right, and how fast.
//!
//! `cargo run --release -p vision --example read -- MODELS mrz|resident-id-cn|quality [--show] [FILTER]`
//! with `BONAFIDE_DATASETS` naming the collection. `--show` prints what differs; it may be personal data.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::civil::{Date, date};
use review::observation::{Examination, Field, Source};
use serde_json::Value;
use vision::{
    Pictures, examine,
    intake::{Limits, Picture, accept},
    network::Networks,
};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|a| a == "--show").map(|i| arguments.remove(i)).is_some();
    let [models, task, rest @ ..] = arguments.as_slice() else {
        return Err("usage: read MODELS mrz|resident-id-cn|quality [--show] [FILTER]".into());
    };
    let options = models::Options { threads: 2 };
    let loaded = models::load(Path::new(models), options)?;
    let datasets: PathBuf =
        std::env::var_os("BONAFIDE_DATASETS").ok_or("BONAFIDE_DATASETS is not set")?.into();
    let run =
        Run { networks: &loaded.networks, datasets, show, filter: rest.first().cloned().unwrap_or_default() };
    match task.as_str() {
        "mrz" => run.mrz(),
        "resident-id-cn" => run.resident_id(),
        "quality" => run.quality(),
        other => Err(format!("unknown task {other}").into()),
    }?;
    for network in loaded.timings().iter().filter(|network| network.calls_count > 0) {
        println!("{:<18} {:>5} runs {:>9.3} s", network.network, network.calls_count, network.total_s);
    }
    Ok(())
}

/// The day of the measurement; only the century of two-digit years hangs on it.
const TODAY: Date = date(2026, 1, 1);

struct Run<'a> {
    networks: &'a Networks,
    datasets: PathBuf,
    show: bool,
    filter: String,
}

impl Run<'_> {
    fn cases(&self, task: &str) -> Result<Vec<Value>, Failure> {
        let text = std::fs::read_to_string(self.datasets.join(format!("{task}.jsonl")))?;
        let cases: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
        let wanted = |case: &Value| case["files"][0].as_str().unwrap_or_default().contains(&self.filter);
        Ok(cases?.into_iter().filter(wanted).collect())
    }

    fn open(&self, case: &Value) -> Result<Picture, Failure> {
        let file = case["files"][0].as_str().ok_or("a case without a file")?;
        let limits = Limits { side_px_min: 100, ..Limits::default() };
        Ok(accept(&std::fs::read(self.datasets.join(file))?, &limits)?)
    }

    fn examine(&self, picture: &Picture, clock: &mut Clock) -> Result<Examination, Failure> {
        let pictures = Pictures { front: Some(picture), ..Pictures::default() };
        let start = Instant::now();
        let (examination, timings) = examine(self.networks, pictures, TODAY, &mut |_| {})?;
        clock.note(start.elapsed(), &timings);
        Ok(examination)
    }

    fn mrz(&self) -> Result<(), Failure> {
        let (mut clock, mut score) = (Clock::default(), Score::default());
        for case in self.cases("mrz")? {
            let picture = self.open(&case)?;
            let examination = self.examine(&picture, &mut clock)?;
            self.score_mrz(&case, &examination, &mut score);
        }
        println!("{score:#?}");
        clock.print();
        Ok(())
    }

    fn score_mrz(&self, case: &Value, examination: &Examination, score: &mut Score) {
        let strings = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .map(|a| a.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
                .unwrap_or_default()
        };
        let want = strings(&case["lines"]);
        let read = examination.document.mrz.as_ref();
        let got = read.map(|mrz| mrz.lines.clone()).unwrap_or_default();
        let right = want.iter().zip(&got).filter(|(a, b)| a == b).count();
        score.documents += 1;
        score.lines += want.len();
        score.lines_exact += if want.len() == got.len() { right } else { 0 };
        score.found += usize::from(read.is_some());
        score.documents_exact += usize::from(want == got);
        let valid = read.is_some_and(|mrz| mrz.valid);
        score.valid += usize::from(valid);
        score.valid_but_wrong += usize::from(valid && want != got);
        score.valid_key_wrong += usize::from(valid && !same_keys(&want, &got));
        score.right_but_invalid +=
            usize::from(!valid && want == got && case["checks_ok"] == Value::Bool(true));
        if self.show
            && want == got
            && let Some(mrz) = read
        {
            println!(
                "right: valid={valid} repaired {} probability {:.3} {}",
                mrz.repaired_count, mrz.probability, case["files"][0]
            );
        }
        if self.show && want != got {
            println!("{} valid={valid} {}", case["files"][0], case["note"]);
            for i in 0..want.len().max(got.len()) {
                println!("   {}", want.get(i).map_or("", String::as_str));
                println!(" ! {}", got.get(i).map_or("", String::as_str));
            }
            if let Some(mrz) = read {
                println!("   repaired {} probability {:.3}", mrz.repaired_count, mrz.probability);
            }
            for line in &examination.images[0].text {
                let [a, .., d] = &line.region.corners[..] else { continue };
                println!("     {:.3} {:.3}-{:.3} {:?}", a.x, a.y, d.y, line.text);
            }
        }
    }

    fn resident_id(&self) -> Result<(), Failure> {
        let mut clock = Clock::default();
        let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let (mut cases, mut all_right) = (0, 0);
        let list = self.cases("resident-id-cn")?;
        for case in &list {
            let picture = self.open(case)?;
            let examination = self.examine(&picture, &mut clock)?;
            let wrong = wrong_fields(case, &examination, &mut right);
            cases += 1;
            all_right += usize::from(wrong.is_empty());
            if self.show && !wrong.is_empty() {
                println!("{} {wrong:#?}", case["files"][0]);
                for line in &examination.images[0].text {
                    println!(
                        "     {:?} {:?}",
                        line.text,
                        line.region
                            .corners
                            .iter()
                            .map(|p| (
                                (p.x * picture.rgb.width() as f32) as i32,
                                (p.y * picture.rgb.height() as f32) as i32
                            ))
                            .collect::<Vec<_>>()
                    );
                }
            }
        }
        println!("all fields right: {all_right} of {cases}; by field (right, cases): {right:?}");
        clock.print();
        Ok(())
    }

    fn quality(&self) -> Result<(), Failure> {
        for task in ["mrz", "resident-id-cn"] {
            let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
            let mut clock = Clock::default();
            for case in self.cases(task)? {
                let picture = self.open(&case)?;
                let examination = self.examine(&picture, &mut clock)?;
                for measure in &examination.images[0].quality {
                    values.entry(format!("{:?}", measure.kind)).or_default().push(measure.value);
                }
                let confidence = examination.images[0].documents.first().map_or(0.0, |d| d.confidence);
                values.entry("OutlineConfidence".into()).or_default().push(confidence.into());
                if self.show {
                    println!("{} {:?}", case["files"][0], examination.images[0].quality);
                }
            }
            println!("{task}: minimum, 5 %, 25 %, median, 75 %, 95 %, maximum");
            for (kind, mut values) in values {
                values.sort_by(f64::total_cmp);
                let at = |q: f64| values[((values.len() - 1) as f64 * q) as usize];
                let row: Vec<String> =
                    [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0].map(|q| format!("{:9.3}", at(q))).into();
                println!("  {kind:<20} {}", row.join(" "));
            }
        }
        Ok(())
    }
}

/// Figures of the `mrz` task. Key fields are everything but the names.
#[derive(Debug, Default)]
struct Score {
    documents: usize,
    found: usize,
    documents_exact: usize,
    lines: usize,
    lines_exact: usize,
    valid: usize,
    valid_but_wrong: usize,
    valid_key_wrong: usize,
    right_but_invalid: usize,
}

/// Whether number, dates, sex and nationality agree.
fn same_keys(want: &[String], got: &[String]) -> bool {
    let keys = |lines: &[String]| {
        let mrz = identity::mrz::parse(lines).ok()?;
        Some((mrz.document_number, mrz.birth_date, mrz.expiry_date, mrz.sex, mrz.nationality, mrz.issuer))
    };
    keys(want) == keys(got)
}

/// Fields of a case that were read wrong, with what was read.
fn wrong_fields<'a>(
    case: &'a Value,
    examination: &Examination,
    right: &mut BTreeMap<&'a str, (usize, usize)>,
) -> Vec<(String, String, String)> {
    let printed = |field: Field| {
        let fields = &examination.document.fields;
        fields.iter().find(|f| f.field == field && f.source == Source::Printed).map(|f| f.value.clone())
    };
    let period = || {
        let (from, to) = (printed(Field::IssueDate)?, printed(Field::ExpiryDate)?);
        Some(format!("{}-{}", from.replace('-', "."), to.replace('-', ".").replace("permanent", "长期")))
    };
    let sex = || printed(Field::Sex).map(|s| if s == "M" { "男".to_owned() } else { "女".to_owned() });
    let birth = || {
        let text = printed(Field::BirthDate)?;
        let parts: Option<Vec<u32>> = text.split('-').map(|p| p.parse().ok()).collect();
        Some(parts?.iter().map(u32::to_string).collect::<Vec<_>>().join("-"))
    };
    let mut wrong = Vec::new();
    for (key, want) in case.as_object().into_iter().flatten() {
        let got = match key.as_str() {
            "name" => printed(Field::Name),
            "nation" => printed(Field::Ethnicity),
            "sex" => sex(),
            "birth" => birth(),
            "address" => printed(Field::Address),
            "id" => printed(Field::DocumentNumber),
            "authority" => printed(Field::Authority),
            "validity" => period(),
            _ => continue,
        };
        let (want, got) = (want.as_str().unwrap_or_default(), got.unwrap_or_default());
        let count = right.entry(key.as_str()).or_default();
        count.1 += 1;
        if want == got {
            count.0 += 1;
        } else {
            wrong.push((key.clone(), want.to_owned(), got));
        }
    }
    wrong
}

/// Time of all examinations and of each step.
#[derive(Default)]
struct Clock {
    total: Vec<Duration>,
    steps: BTreeMap<String, Duration>,
}

impl Clock {
    fn note(&mut self, time: Duration, steps: &vision::Timings) {
        self.total.push(time);
        for (step, time) in steps {
            *self.steps.entry(step.to_string()).or_default() += *time;
        }
    }

    fn print(&self) {
        let count = self.total.len().max(1) as f64;
        let total: Duration = self.total.iter().sum();
        let longest = self.total.iter().max().copied().unwrap_or_default();
        println!("{:.3} s an image, longest {:.3} s", total.as_secs_f64() / count, longest.as_secs_f64());
        for (step, time) in &self.steps {
            println!("  {step:<12} {:.3} s", time.as_secs_f64() / count);
        }
    }
}
