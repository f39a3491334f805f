//! Area codes of GB/T 2260, as far as a number can be judged by them.

/// The first two digits of every province, municipality, autonomous region and special region, with its name.
const PROVINCES: &[(&str, &str)] = &[
    ("11", "北京市"),
    ("12", "天津市"),
    ("13", "河北省"),
    ("14", "山西省"),
    ("15", "内蒙古自治区"),
    ("21", "辽宁省"),
    ("22", "吉林省"),
    ("23", "黑龙江省"),
    ("31", "上海市"),
    ("32", "江苏省"),
    ("33", "浙江省"),
    ("34", "安徽省"),
    ("35", "福建省"),
    ("36", "江西省"),
    ("37", "山东省"),
    ("41", "河南省"),
    ("42", "湖北省"),
    ("43", "湖南省"),
    ("44", "广东省"),
    ("45", "广西壮族自治区"),
    ("46", "海南省"),
    ("50", "重庆市"),
    ("51", "四川省"),
    ("52", "贵州省"),
    ("53", "云南省"),
    ("54", "西藏自治区"),
    ("61", "陕西省"),
    ("62", "甘肃省"),
    ("63", "青海省"),
    ("64", "宁夏回族自治区"),
    ("65", "新疆维吾尔自治区"),
    ("71", "台湾省"),
    ("81", "香港特别行政区"),
    ("82", "澳门特别行政区"),
];

/// The name of the province of a six-digit area code; `None` if no such province exists.
pub fn province(code: &str) -> Option<&'static str> {
    let start = code.get(..2)?;
    PROVINCES.iter().find(|(digits, _)| *digits == start).map(|(_, name)| *name)
}

/// Whether a six-digit area code can stand in a citizen's number.
///
/// It checks what holds for every year: the province exists on the mainland, the prefecture part is 01–70 or 90, and
/// the county part is 01–99 (GB/T 2260; counties directly under a province have the prefecture part 90). Whether that
/// county existed on the day of issue is not checked.
pub fn exists(code: &str) -> bool {
    let digits = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
    let mainland = province(code).is_some() && !code.starts_with(['7', '8']);
    let prefecture = |part: &str| part == "90" || ("01"..="70").contains(&part);
    digits && mainland && prefecture(&code[2..4]) && &code[4..] != "00"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_which_codes_can_exist() {
        let rows = [
            ("110102", true),
            ("370101", true),
            ("429004", true),
            ("500233", true),
            ("990101", false),
            ("160101", false),
            ("110100", false),
            ("110001", false),
            ("119901", false),
            ("810000", false),
            ("11010", false),
            ("11010a", false),
            ("北京", false),
        ];
        let wrong: Vec<_> = rows.iter().filter(|(code, want)| exists(code) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(province("440305"), Some("广东省"));
    }
}
