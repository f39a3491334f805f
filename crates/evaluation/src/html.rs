//! The report as one page to look through: figures and charts first, then every failure with its pictures.

mod chart;
mod curve;
mod failures;
mod histogram;
mod intervals;
mod reliability;
mod scale;

use std::fmt::Write;

use crate::report::Report;

const STYLE: &str = include_str!("html/page.css");

/// One page without scripts. Pictures of generated cases are within it; those of a data set are referred to by their
/// paths and stay where they are.
#[must_use]
pub fn page(report: &Report) -> String {
    let task = escape(&report.task);
    let mut page = format!(
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport \
         content='width=device-width,initial-scale=1'><title>{task} · evaluation</title><style>{STYLE}</style>\
         </head><body><main><header><h1>{task}</h1>{}</header>",
        summary(report)
    );
    page.push_str(&table(report));
    page.push_str("<section aria-label=Charts class=charts>");
    for chart in charts(report) {
        page.push_str(&chart.figure());
    }
    page.push_str("</section>");
    notes(report, &mut page);
    page.push_str(&failures::section(report));
    page.push_str("</main></body></html>\n");
    page
}

fn summary(report: &Report) -> String {
    let (cases, seconds) = (report.cases, report.seconds_per_case);
    let failures = report.failures.len();
    format!(
        "<p>{cases} cases, {failures} {}, {seconds:.3} s a case (wall clock, as the thread that worked on it saw \
         it).</p>",
        if failures == 1 { "failure" } else { "failures" }
    )
}

fn charts(report: &Report) -> Vec<chart::Chart> {
    let plots = &report.plots;
    let single = [
        intervals::chart(&report.metrics),
        histogram::chart(&plots.seconds),
        reliability::chart(&plots.opinions),
    ];
    let curves = plots.curves.iter().filter_map(curve::chart);
    single.into_iter().flatten().chain(curves).collect()
}

fn table(report: &Report) -> String {
    let mut rows = String::new();
    for (name, metric) in &report.metrics {
        let _ = write!(
            rows,
            "<tr><th scope=row>{}<td>{}<td>{:.2}–{:.2} %<td>{}",
            escape(name),
            metric.percent(),
            metric.low * 100.0,
            metric.high * 100.0,
            metric.counted(),
        );
    }
    let head = "<tr><th scope=col>metric<th scope=col>value<th scope=col>95 % interval<th scope=col>count";
    chart::scrolling("Metrics", &format!("<table><thead>{head}<tbody>{rows}</table>"))
}

fn notes(report: &Report, page: &mut String) {
    if report.notes.is_empty() {
        return;
    }
    page.push_str("<section><h2>Notes</h2><ul class=notes>");
    for note in &report.notes {
        let _ = write!(page, "<li>{}", escape(note));
    }
    page.push_str("</ul></section>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outcome::{Failure, Outcome},
        report::{Collector, Curve, CurvePoint},
    };

    fn report() -> Report {
        let mut collector = Collector::default();
        for index in 0..20 {
            let mut outcome = Outcome::default();
            outcome.count("lines_exact", index != 3);
            outcome.share("corner_error", 0.004);
            outcome.opinion(0.6 + f64::from(index) / 50.0, index != 3);
            collector.absorb(outcome);
            collector.took(0.1 + f64::from(index) / 100.0);
        }
        let files = ["/data/<a> b#1.png".into()];
        collector.fail(Failure::new("a.png", "P<UTO", "P<UT0").with_files(&files));
        let points = vec![
            CurvePoint { threshold: 0.5, x: 1e-3, y: 0.1 },
            CurvePoint { threshold: 0.4, x: 0.1, y: 0.02 },
        ];
        collector.curve(Curve { title: "DET".into(), x: "FMR".into(), y: "FNMR".into(), points });
        collector.report("mrz", 20)
    }

    #[test]
    fn a_chart_for_each_thing_that_was_measured_with_a_table_beside_it() {
        let page = page(&report());
        assert_eq!(page.matches("<svg ").count(), 4);
        assert_eq!(page.matches("role=img").count(), 4);
        assert_eq!(page.matches("<details>").count(), 3, "the first chart's table is the page's own");
        assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
    }

    #[test]
    fn what_comes_from_pictures_cannot_become_markup() {
        let page = page(&report());
        assert!(page.contains("P&lt;UT0") && !page.contains("P<UT0"));
        assert!(page.contains("/data/%3Ca%3E%20b%231.png"));
    }

    #[test]
    fn nothing_measured_is_a_page_too() {
        let page = page(&Collector::default().report("mrz", 0));
        assert!(page.contains("0 cases") && !page.contains("NaN"));
    }
}
