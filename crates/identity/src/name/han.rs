//! Chinese characters: their simplified forms and their readings.

use hanconv::RawDictionary;
use pinyin::ToPinyinMulti;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Whether a character is a Chinese one, the round zero `〇` included.
pub fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// The simplified form of a character, itself if it has none (OpenCC's table, as the crate `hanconv` carries it).
pub(crate) fn simplified(c: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = RawDictionary::TSCharacters.iter();
        rows.filter_map(|(from, to)| Some((from.chars().next()?, to.chars().next()?))).collect()
    });
    table.get(&c).copied().unwrap_or(c)
}

/// Whether `latin` (A–Z, no spaces) spells the characters in pinyin, in their order or with the given name first.
///
/// Every reading of a character counts; `ü` may be written `V`, `U`, `UE` or `YU` (GB/T 28039-2011 prints `YU`).
pub(crate) fn spelled_by(han: &[char], latin: &str) -> bool {
    if han.is_empty() || latin.is_empty() {
        return false;
    }
    let orders = (0..han.len().min(3)).map(|surname| [&han[surname..], &han[..surname]].concat());
    orders.into_iter().any(|order| spelled_in_order(&order, latin))
}

fn spelled_in_order(han: &[char], latin: &str) -> bool {
    let mut ends = HashSet::from([0]);
    for &c in han {
        let readings = readings(c);
        let next = |start: &usize| {
            let (rest, start) = (&latin[*start..], *start);
            readings
                .iter()
                .filter(|reading| rest.starts_with(reading.as_str()))
                .map(move |r| start + r.len())
                .collect()
        };
        ends = ends.iter().flat_map(|start| -> Vec<usize> { next(start) }).collect();
    }
    ends.contains(&latin.len())
}

/// The readings of a character in capital letters, without tones.
fn readings(c: char) -> Vec<String> {
    let plain = c.to_pinyin_multi().into_iter().flatten().map(|pinyin| pinyin.plain().to_uppercase());
    let zero = matches!(c, '〇' | '○' | '零').then(|| "LING".to_owned());
    plain.chain(zero).flat_map(|reading| spellings(&reading)).collect()
}

fn spellings(reading: &str) -> Vec<String> {
    if !reading.contains('Ü') {
        return vec![reading.to_owned()];
    }
    ["V", "U", "UE", "YU"].map(|letters| reading.replace('Ü', letters)).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(han: &str, latin: &str) -> bool {
        spelled_by(&han.chars().collect::<Vec<_>>(), latin)
    }

    #[test]
    fn knows_the_spellings_of_names() {
        let rows = [
            ("张三", "ZHANGSAN", true),
            ("张三", "SANZHANG", true),
            ("張三", "ZHANGSAN", true),
            ("吕布", "LYUBU", true),
            ("吕布", "LVBU", true),
            ("单雄信", "SHANXIONGXIN", true),
            ("曾国藩", "ZENGGUOFAN", true),
            ("欧阳娜", "NAOUYANG", true),
            ("张三", "ZHANGSI", false),
            ("张三", "ZHANG", false),
            ("张", "", false),
            ("西安", "XIAN", true),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(han, latin, want)| spells(han, latin) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn simplifies_character_by_character() {
        let rows = [('張', '张'), ('國', '国'), ('张', '张'), ('A', 'A'), ('龍', '龙')];
        let wrong: Vec<_> = rows.iter().filter(|(from, to)| simplified(*from) != *to).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
