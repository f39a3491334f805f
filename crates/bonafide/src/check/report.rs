//! The review as a person reads it in a terminal.

use anstyle::{AnsiColor, Style};

use super::wire::{Check, Code};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Prints the outcome first, then why, then what was read.
pub fn print(check: &Check) {
    outcome(check);
    check.codes.iter().for_each(code);
    if check.codes.is_empty() && check.outcome == "review" {
        reasons(check);
    }
    document(check);
    mrz(check);
    fields(check);
    face(check);
    quality(check);
    footer(check);
}

fn outcome(check: &Check) {
    let (colour, text) = match check.outcome {
        "approved" => (AnsiColor::Green, "✔ approved"),
        "rejected" => (AnsiColor::Red, "✘ rejected"),
        _ => (AnsiColor::Yellow, "● a person decides"),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    anstream::println!("\n{style}{text}{style:#}  {DIM}{} · {}{DIM:#}", check.policy, check.today);
}

fn code(code: &Code) {
    let mut facts = Vec::new();
    facts.extend(code.image.map(str::to_owned));
    facts.extend(code.field.clone());
    facts.extend(code.diagnosis.clone());
    if let (Some(value), Some(threshold)) = (code.value, code.threshold) {
        facts.push(format!("{value:.3} against {threshold:.3}"));
    }
    anstream::println!("\n  {BOLD}{} {}{BOLD:#}  {DIM}{}{DIM:#}", code.code, code.reason, facts.join(" · "));
    anstream::println!("  {}", code.remedy);
}

fn reasons(check: &Check) {
    for finding in &check.findings {
        let field = finding.field.as_deref().unwrap_or_default();
        anstream::println!("  {BOLD}{}{BOLD:#} {field}", finding.code);
    }
}

fn heading(text: &str) {
    anstream::println!("\n  {BOLD}{text}{BOLD:#}");
}

fn document(check: &Check) {
    heading("Document");
    let kind = check.document.kind.unwrap_or("not told");
    let issuer = check.document.issuer.as_deref().unwrap_or("issuer not told");
    anstream::println!("    {kind}, {issuer}");
}

fn mrz(check: &Check) {
    heading("Machine-readable zone");
    let Some(mrz) = &check.mrz else {
        anstream::println!("    none found");
        return;
    };
    for line in &mrz.lines {
        anstream::println!("    {line}");
    }
    let digits = mrz.checks.iter().map(|digit| {
        let sign = if digit.ok {
            "✔".to_owned()
        } else {
            format!("✘ {}, not {}", digit.computed, digit.printed)
        };
        format!("{} {sign}", digit.field)
    });
    let digits: Vec<String> = digits.collect();
    anstream::println!("    {} · {}", mrz.format, digits.join(" · "));
}

fn fields(check: &Check) {
    heading("Fields");
    for row in &check.crosschecks {
        let sign = if row.agree { "✔" } else { "✘" };
        let sources: Vec<String> =
            row.sources.iter().map(|(source, value)| format!("{value} {DIM}{source}{DIM:#}")).collect();
        let diagnosis = row.diagnosis.as_deref().map(|text| format!("  ({text})")).unwrap_or_default();
        anstream::println!("    {sign} {:<18} {}{diagnosis}", row.field, sources.join("   "));
    }
}

fn face(check: &Check) {
    heading("Face");
    match check.face.similarity {
        Some(similarity) => anstream::println!("    {}, similarity {similarity:.3}", check.face.verdict),
        None => anstream::println!("    {}", check.face.verdict),
    }
}

fn quality(check: &Check) {
    heading("Quality");
    for (image, measures) in &check.quality {
        let measures: Vec<String> =
            measures.iter().map(|(name, measure)| format!("{name} {}", number(measure.value))).collect();
        anstream::println!("    {image:<7} {}", measures.join(" · "));
    }
}

fn number(value: f64) -> String {
    if value.abs() >= 10.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

fn footer(check: &Check) {
    let total = check.timings_ms.get("total").copied().unwrap_or_default();
    let networks = check.timings_ms.get("networks").copied().unwrap_or_default();
    anstream::println!(
        "\n  {DIM}{total:.0} ms, {networks:.0} ms of them in {} networks{DIM:#}\n",
        check.models.len()
    );
}
