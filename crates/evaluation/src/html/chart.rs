//! A chart with the same figures as a table, for those who do not see it.

use super::escape;

/// A drawing and its figures.
pub(super) struct Chart {
    /// What it shows.
    pub title: String,
    /// One sentence for those who do not see it.
    pub summary: String,
    /// Height of the drawing; its width is [`WIDTH`].
    pub height: f64,
    /// SVG elements.
    pub drawing: String,
    /// Columns of the table; empty where the page has the same table already.
    pub columns: Vec<&'static str>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// Width of every drawing in its own units: near a phone's, so that text keeps its size there.
pub(super) const WIDTH: f64 = 400.0;

impl Chart {
    /// The figure as HTML.
    pub(super) fn figure(&self) -> String {
        let (title, summary) = (escape(&self.title), escape(&self.summary));
        let (drawing, height) = (&self.drawing, self.height);
        let details = self.details();
        format!(
            "<figure><figcaption>{title}</figcaption><svg viewBox='0 0 {WIDTH} {height}' role=img \
             aria-label=\"{title}. {summary}\">{drawing}</svg>{details}</figure>"
        )
    }

    fn details(&self) -> String {
        if self.columns.is_empty() {
            return String::new();
        }
        let head: String = self.columns.iter().map(|name| format!("<th scope=col>{name}")).collect();
        let cells =
            |row: &Vec<String>| row.iter().map(|cell| format!("<td>{}", escape(cell))).collect::<String>();
        let rows: String = self.rows.iter().map(|row| format!("<tr>{}", cells(row))).collect();
        let table = format!("<table><thead><tr>{head}<tbody>{rows}</table>");
        format!("<details><summary>The figures</summary>{}</details>", scrolling(&self.title, &table))
    }
}

/// A table that scrolls by itself where the page is narrow, also from the keyboard.
pub(super) fn scrolling(name: &str, table: &str) -> String {
    format!("<div class=scroll role=region tabindex=0 aria-label=\"{}\">{table}</div>", escape(name))
}
