//! The report as one page to look through: figures first, then every failure with its pictures.

use std::fmt::Write;

use crate::{metric::Metric, report::Report};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;\
color-scheme:light dark}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .8rem;\
border-bottom:1px solid #8884}img{max-width:100%;max-height:22rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}\
svg{width:16rem;height:1.2rem}figure{margin:2rem 0;padding:1rem;border:1px solid #8884;border-radius:.5rem}";

/// One self-contained page; the pictures are referred to by their paths and stay where they are.
#[must_use]
pub fn page(report: &Report) -> String {
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html><html lang=en><meta charset=utf-8><title>{0}</title><style>{STYLE}</style><h1>{0}</h1>\
         <p>{1} cases, {2:.3} s a case.</p>",
        escape(&report.task),
        report.cases,
        report.seconds_per_case
    );
    page.push_str(&table(report));
    for note in &report.notes {
        let _ = write!(page, "<p>{}</p>", escape(note));
    }
    page.push_str(&failures(report));
    page
}

fn table(report: &Report) -> String {
    let mut rows = String::new();
    for (name, metric) in &report.metrics {
        let _ = write!(
            rows,
            "<tr><th scope=row>{}<td>{:.2} %<td>{:.2}–{:.2} %<td>{} of {}<td>{}",
            escape(name),
            metric.value * 100.0,
            metric.low * 100.0,
            metric.high * 100.0,
            metric.hits,
            metric.trials,
            bar(metric)
        );
    }
    format!("<table><tr><th>metric<th>value<th>95 % interval<th>count<th>0 … 100 %{rows}</table>")
}

/// The interval as a bar with the value as a tick; the numbers beside it say the same.
fn bar(metric: &Metric) -> String {
    format!(
        "<svg viewBox='0 0 100 8' preserveAspectRatio=none aria-hidden=true><rect width=100 height=8 fill='#8883'/>\
         <rect x={:.1} width={:.1} height=8 fill='#3a7bd5aa'/><rect x={:.1} width=.8 height=8 fill=currentColor /></svg>",
        metric.low * 100.0,
        (metric.high - metric.low) * 100.0,
        metric.value * 100.0
    )
}

fn failures(report: &Report) -> String {
    let mut text = format!("<h2>{} failures</h2>", report.failures.len());
    for failure in &report.failures {
        let _ = write!(text, "<figure><figcaption>{}</figcaption>", escape(&failure.case));
        for file in &failure.files {
            let _ = write!(text, "<img loading=lazy alt='' src=\"{}\">", escape(&file.display().to_string()));
        }
        let _ = write!(
            text,
            "<pre>expected\n{}\n\ngot\n{}</pre></figure>",
            escape(&failure.expected),
            escape(&failure.got)
        );
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
