//! Settles the names of administrative divisions at the beginning of an address or an authority.
//!
//! 盂 is rarer than 孟, and a recogniser that hesitates says 孟; but in Yangquan there is a 盂县 and no 孟县. What is
//! weighed here is the recogniser's own doubt against the list of divisions (GB/T 2260): a character is only ever
//! exchanged for one that the recogniser itself held possible there, and only if the doubt is smaller than the
//! improbability of a place that does not exist.

use identity::division::{self, Division, Level};

use super::rows::Glyph;

/// What it costs in nats to believe that a card names a division which does not exist: one card in a hundred and fifty.
const UNKNOWN_COST: f32 = 5.0;
/// What a county gains in nats by being the one that the holder's number begins with: most people live in the county of
/// their first registration, and there are three thousand.
const NUMBER_GAIN: f32 = 3.0;
/// A reading that is better than the next by less than this many nats is no reading.
const MARGIN_MIN: f32 = 1.0;
/// Autonomous regions are also printed by these names.
const SHORT: [(&str, &str); 5] =
    [("15", "内蒙古"), ("45", "广西"), ("54", "西藏"), ("64", "宁夏"), ("65", "新疆")];

/// Divisions read one after the other.
#[derive(Debug, Clone)]
struct Chain {
    /// Characters that they take.
    at: usize,
    /// Leading digits of the last division's code.
    prefix: &'static str,
    level: Level,
    /// Nats that speak for them.
    value: f32,
    /// Exchanged characters: number and character.
    changes: Vec<(usize, char)>,
}

/// Exchanges characters of divisions' names for others that the recogniser held possible where that makes them names of
/// existing divisions. `number` is the holder's, whose first six digits name a county. `open` lets the text begin with
/// a prefecture or a county, as authorities do.
pub fn settle(glyphs: &mut [Glyph], number: Option<&str>, open: bool) {
    let county = number.and_then(|number| number.get(..6));
    let mut chains: Vec<Chain> = Vec::new();
    let mut grown = beginnings(glyphs, county, open);
    while !grown.is_empty() {
        let next = grown.iter().flat_map(|chain| longer(glyphs, chain, county)).collect();
        chains.append(&mut grown);
        grown = next;
    }
    chains.sort_by(|a, b| b.value.total_cmp(&a.value));
    let Some(best) = chains.first() else { return };
    // The best of those that say otherwise; without any, that no place is named.
    let rival = chains.iter().find(|other| other.changes != best.changes);
    let margin = best.value - rival.map_or(0.0, |rival| rival.value);
    if margin >= MARGIN_MIN {
        let confidence = 1.0 / (1.0 + (-margin).exp());
        for (i, character) in &best.changes {
            (glyphs[*i].character, glyphs[*i].confidence) = (*character, confidence);
        }
    }
}

fn beginnings(glyphs: &[Glyph], county: Option<&str>, open: bool) -> Vec<Chain> {
    let start = Chain { at: 0, prefix: "", level: Level::Province, value: 0.0, changes: Vec::new() };
    let all = division::all().iter().filter(|division| open || division.level() == Level::Province);
    let named = all.filter_map(|division| {
        follow(glyphs, &start, division.name, &division.code[..digits(division)], division.level(), county)
    });
    let short = SHORT
        .iter()
        .filter_map(|(prefix, name)| follow(glyphs, &start, name, prefix, Level::Province, county));
    named.chain(short).collect()
}

/// The chain followed by each division within its last one that can be read there.
fn longer(glyphs: &[Glyph], chain: &Chain, county: Option<&str>) -> Vec<Chain> {
    let within = division::below(chain.prefix).iter().filter(|division| division.level() > chain.level);
    let longer = within.filter_map(|division| {
        follow(glyphs, chain, division.name, &division.code[..digits(division)], division.level(), county)
    });
    longer.collect()
}

/// How many digits of its code a division shares with what lies within it.
fn digits(division: &Division) -> usize {
    match division.level() {
        Level::Province => 2,
        Level::Prefecture => 4,
        Level::County => 6,
    }
}

/// The chain followed by a name, if each of its characters was held possible.
fn follow(
    glyphs: &[Glyph],
    chain: &Chain,
    name: &str,
    prefix: &'static str,
    level: Level,
    county: Option<&str>,
) -> Option<Chain> {
    let mut next = Chain { prefix, level, ..chain.clone() };
    for character in name.chars() {
        let glyph = glyphs.get(next.at)?;
        if glyph.character != character {
            let doubt = doubt(glyph, character)?;
            next.changes.push((next.at, character));
            next.value -= doubt;
        }
        next.at += 1;
    }
    next.value += UNKNOWN_COST + if county == Some(prefix) { NUMBER_GAIN } else { 0.0 };
    (next.value > 0.0).then_some(next)
}

/// What the picture says against a character in nats; `None` where the recogniser did not think of it.
fn doubt(glyph: &Glyph, character: char) -> Option<f32> {
    let p = |wanted: char| glyph.alternatives.iter().find(|(c, _)| *c == wanted).map(|(_, p)| *p);
    let (said, other) = (p(glyph.character)?, p(character)?);
    Some((said / other.max(f32::MIN_POSITIVE)).ln().max(0.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::{Quad, px};

    /// Glyphs of a text; `[孟盂5]` was read as 孟, and 盂 was held possible at five parts in a hundred.
    fn glyphs(text: &str) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let mut glyph = glyph(c);
            if c == '[' {
                let doubtful: Vec<char> = rest.by_ref().take_while(|c| *c != ']').collect();
                let p = doubtful[2..].iter().collect::<String>().parse::<f32>().unwrap() / 100.0;
                (glyph.character, glyph.confidence) = (doubtful[0], 1.0 - p);
                glyph.alternatives = vec![(doubtful[0], 1.0 - p), (doubtful[1], p)];
            }
            glyphs.push(glyph);
        }
        glyphs
    }

    fn glyph(character: char) -> Glyph {
        let quad = Quad::rectangle(0.0, 0.0, 10.0, 10.0);
        let alternatives = vec![(character, 0.99)];
        Glyph { character, confidence: 0.99, centre: px(5.0, 5.0), quad, line: 0, number: 0, alternatives }
    }

    fn settled(text: &str, number: Option<&str>, open: bool) -> String {
        let mut glyphs = glyphs(text);
        settle(&mut glyphs, number, open);
        glyphs.iter().map(|glyph| glyph.character).collect()
    }

    #[test]
    fn doubt_is_settled_by_what_exists_and_certainty_is_kept() {
        let rows = [
            ("山西省阳泉市[孟盂5]县西潘乡", None, "山西省阳泉市盂县西潘乡"),
            // The recogniser is sure: a card that prints a place which does not exist is read as printed.
            ("山西省阳泉市[孟盂0.01]县西潘乡", None, "山西省阳泉市孟县西潘乡"),
            // It did not think of 盂.
            ("山西省阳泉市孟县西潘乡", None, "山西省阳泉市孟县西潘乡"),
            ("山西省[孟盂5]县西潘乡", None, "山西省盂县西潘乡"),
            // Both exist in Henan's and Shanxi's lists; what was read stands.
            ("样例省虚构市[孟盂5]县", None, "样例省虚构市孟县"),
            ("内蒙古包头市", None, "内蒙古包头市"),
            ("[千干20]", None, "千"),
            ("", None, ""),
        ];
        let wrong: Vec<_> = rows
            .iter()
            .map(|(text, number, want)| (settled(text, *number, false), want))
            .filter(|(got, want)| got != *want)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(settled("吉安市新[千干20]县公安局", None, true), "吉安市新干县公安局");
    }

    #[test]
    fn the_number_of_the_holder_speaks_for_its_county() {
        // Henan had a 孟县 until 1996: without a province, the number decides.
        assert_eq!(settled("[孟盂30]县公安局", None, true), "孟县公安局");
        assert_eq!(settled("[孟盂30]县公安局", Some("140322"), true), "盂县公安局");
    }

    #[test]
    fn confidence_is_that_of_the_choice() {
        let mut all = glyphs("山西省阳泉市[孟盂5]县");
        settle(&mut all, None, false);
        assert!((0.7..0.99).contains(&all[6].confidence), "{}", all[6].confidence);
        assert!((all[5].confidence - 0.99).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn any_text_never_panics(text in "[省市县区山西北京孟盂a-z]{0,12}", number in "[0-9]{0,18}") {
            let settled = settled(&text, Some(&number), true);
            prop_assert_eq!(settled.chars().count(), text.chars().count());
        }
    }
}
