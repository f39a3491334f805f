//! The lines that have an aim, each with its interval.

use std::fmt::Write;

use serde_json::Value;

/// A line: the set, the metric, what it says, and the aim; `most` where less is better.
struct Line {
    set: &'static str,
    metric: &'static str,
    title: &'static str,
    aim: f64,
    most: bool,
}

const fn least(set: &'static str, metric: &'static str, title: &'static str, aim: f64) -> Line {
    Line { set, metric, title, aim, most: false }
}

const fn most(set: &'static str, metric: &'static str, title: &'static str, aim: f64) -> Line {
    Line { set, metric, title, aim, most: true }
}

const LINES: [Line; 12] = [
    most("finder", "finder_corner_error", "finder: mean corner error, of the diagonal", 0.005),
    least("finder", "finder_found", "finder: found", 0.995),
    least("finder", "finder_overlap", "finder: mean intersection over union", 0.97),
    least("mrz", "documents_exact", "MRZ completely right, ordinary", 0.995),
    most("mrz", "certain_lines_but_wrong", "MRZ lines called certain but wrong, ordinary", 0.001),
    least("mrz-hard", "documents_exact", "MRZ completely right, hard", 0.95),
    most("mrz-hard", "certain_lines_but_wrong", "MRZ lines called certain but wrong, hard", 0.001),
    least("resident-id", "number_right", "mainland ID: number", 0.995),
    least("resident-id", "name_right", "mainland ID: name", 0.985),
    least("resident-id", "name_rare_right", "mainland ID: name with rare characters", 0.0),
    least("resident-id", "birth_date_right", "mainland ID: birth date", 0.995),
    least("resident-id", "address_characters_right", "mainland ID: address, per character", 0.99),
];

/// The table, and below it every other metric of every set.
pub fn text(reports: &[Value]) -> String {
    let (line, value, interval, counted) = ("line", "value", "95 % interval", "count");
    let mut text = format!("{line:<46} {value:>9}  {interval:<18} {counted:<16} aim\n");
    for line in &LINES {
        let report = reports.iter().find(|report| report["task"] == line.set);
        let Some(metric) = report.and_then(|report| report["metrics"].get(line.metric)) else { continue };
        let _ = writeln!(text, "{} {}", row(line.title, metric), line.aim());
    }
    for report in reports {
        let task = report["task"].as_str().unwrap_or_default();
        let _ = writeln!(text, "\n{task}: {} photographs", report["cases"]);
        for (name, metric) in report["metrics"].as_object().into_iter().flatten() {
            let _ = writeln!(text, "{}", row(&format!("  {name}"), metric).trim_end());
        }
    }
    text
}

impl Line {
    fn aim(&self) -> String {
        match (self.most, self.aim) {
            (_, 0.0) => "counted apart".to_owned(),
            (true, aim) => format!("≤ {} %", aim * 100.0),
            (false, aim) => format!("≥ {} %", aim * 100.0),
        }
    }
}

fn row(title: &str, metric: &Value) -> String {
    let percent = |key: &str| metric[key].as_f64().unwrap_or(f64::NAN) * 100.0;
    let interval = format!("[{:.2}, {:.2}]", percent("low"), percent("high"));
    let counted = metric["samples"].as_u64().map_or_else(
        || format!("{} of {}", metric["hits"], metric["trials"]),
        |samples| format!("mean of {samples}"),
    );
    let nothing = metric["trials"].as_u64() == Some(0);
    let value = if nothing { "–".to_owned() } else { format!("{:.2} %", percent("value")) };
    format!("{title:<46} {value:>9}  {interval:<18} {counted:<16}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_with_an_aim_come_first_and_absent_sets_are_left_out() {
        let metrics = json!({
            "documents_exact": { "value": 0.9955, "low": 0.991, "high": 0.998, "hits": 1991, "trials": 2000 },
            "finder_overlap": { "value": 0.98, "low": 0.979, "high": 0.981, "samples": 2000 },
        });
        let text = text(&[json!({ "task": "mrz", "cases": 2000, "metrics": metrics })]);
        let first = text.lines().nth(1).unwrap();
        assert!(first.starts_with("MRZ completely right, ordinary") && first.ends_with("≥ 99.5 %"), "{text}");
        assert!(first.contains("99.55 %  [99.10, 99.80]") && first.contains("1991 of 2000"), "{text}");
        assert!(text.contains("mean of 2000") && !text.contains("hard"), "{text}");
    }
}
