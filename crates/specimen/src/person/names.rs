//! Names: Latin, Chinese with pinyin, and those of Hong Kong and Taiwan.

use super::{vocabulary as words, wider};
use crate::random::{pick, stream};
use crate::request::{Kind, Request, Variety};
use identity::sex::Sex;
use pinyin::ToPinyin;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A holder's names.
pub(super) struct Names {
    pub(super) surname: String,
    pub(super) given_names: String,
    pub(super) name_zh: String,
}

/// The names of a request's holder; what is stated is kept.
pub(super) fn draw(request: &Request, sex: Sex) -> Names {
    let drawn = match (&request.person.name_zh, request.kind) {
        (Some(name), kind) if spelled_in_pinyin(kind) => in_pinyin(name.clone()),
        (_, kind) if spelled_in_pinyin(kind) => in_pinyin(chinese(request, sex)),
        (_, Kind::Hkid | Kind::HomeReturnPermit) => hong_kong(request.seed),
        (_, Kind::CompatriotPermit) => taiwan(request.seed),
        _ => {
            let (surname, given_names) = latin(request, sex);
            Names { surname, given_names, name_zh: chinese(request, sex) }
        }
    };
    let stated = &request.person;
    Names {
        surname: stated.surname.clone().unwrap_or(drawn.surname),
        given_names: stated.given_names.clone().unwrap_or(drawn.given_names),
        name_zh: stated.name_zh.clone().unwrap_or(drawn.name_zh),
    }
}

/// The commercial code numbers of a Hong Kong name, four digits for each character that has one here.
pub(crate) fn commercial_code(name_zh: &str) -> String {
    let known = || wider::HK_SURNAMES.iter().chain(wider::HK_GIVEN);
    let codes = name_zh.chars().filter_map(|c| known().find(|row| row.0 == c).map(|row| row.2));
    codes.collect::<Vec<_>>().join(" ")
}

fn spelled_in_pinyin(kind: Kind) -> bool {
    matches!(kind, Kind::PassportCn | Kind::HkMacaoPermit | Kind::TaiwanTravelPermit)
}

fn latin(request: &Request, sex: Sex) -> (String, String) {
    let common = common_latin(&mut stream(request.seed, "latin name"), sex);
    if request.variety == Variety::Plain {
        return common;
    }
    let mut rng = stream(request.seed, "wide latin name");
    let given = if sex == Sex::F { wider::GIVEN_F } else { wider::GIVEN_M };
    match rng.random_range(0..100) {
        0..25 => (pick(&mut rng, wider::SURNAMES).to_owned(), pick(&mut rng, given).to_owned()),
        25..37 => (several(&mut rng, wider::LONG_SURNAMES, 2), several(&mut rng, wider::LONG_GIVEN, 3)),
        37..40 => (common.0, String::new()),
        _ => common,
    }
}

fn several(rng: &mut ChaCha8Rng, list: &[&'static str], most: usize) -> String {
    let count = rng.random_range(1..=most);
    (0..count).map(|_| pick(rng, list)).collect::<Vec<_>>().join(" ")
}

fn common_latin(rng: &mut ChaCha8Rng, sex: Sex) -> (String, String) {
    let given = if sex == Sex::F { words::GIVEN_F } else { words::GIVEN_M };
    let first = pick(rng, given);
    let second = pick(rng, given);
    let names =
        if rng.random_bool(0.35) && first != second { format!("{first} {second}") } else { first.to_owned() };
    (pick(rng, words::SURNAMES).to_owned(), names)
}

fn chinese(request: &Request, sex: Sex) -> String {
    if request.variety == Variety::Plain {
        return common_chinese(&mut stream(request.seed, "chinese name"), sex);
    }
    let mut rng = stream(request.seed, "wide chinese name");
    match rng.random_range(0..100) {
        0..4 => pick(&mut rng, wider::DOTTED).0.to_owned(),
        4..12 => {
            let name = common_chinese(&mut rng, sex);
            let rare = pick(&mut rng, wider::RARE).0;
            name.chars().take(name.chars().count() - 1).chain([rare]).collect()
        }
        12..45 => common_chinese(&mut rng, sex),
        _ => {
            let given: Vec<char> = wider::HAN_GIVEN.chars().collect();
            let length = if rng.random_bool(0.75) { 2 } else { 1 };
            let surnames = if rng.random_bool(0.5) { words::HAN_SURNAMES } else { wider::HAN_SURNAMES };
            let tail: String = (0..length).map(|_| pick(&mut rng, &given)).collect();
            format!("{}{tail}", pick(&mut rng, surnames))
        }
    }
}

fn common_chinese(rng: &mut ChaCha8Rng, sex: Sex) -> String {
    let given: Vec<char> = if sex == Sex::F { words::HAN_F } else { words::HAN_M }.chars().collect();
    let length = if rng.random_bool(0.75) { 2 } else { 1 };
    let tail: String = (0..length).map(|_| pick(rng, &given)).collect();
    format!("{}{tail}", pick(rng, words::HAN_SURNAMES))
}

/// A Chinese name with its spelling in pinyin, `ü` as `YU` (GB/T 28039-2011).
fn in_pinyin(name_zh: String) -> Names {
    if let Some((_, surname, given)) = wider::DOTTED.iter().find(|row| row.0 == name_zh) {
        return Names { surname: (*surname).to_owned(), given_names: (*given).to_owned(), name_zh };
    }
    let double = words::HAN_SURNAMES.iter().chain(wider::HAN_SURNAMES);
    let double = double.filter(|surname| surname.chars().count() == 2).any(|s| name_zh.starts_with(s));
    let spelled: Vec<String> = name_zh.chars().map(spelling).collect();
    let (surname, given) = spelled.split_at(if double { 2 } else { 1 }.min(spelled.len()));
    Names { surname: surname.concat(), given_names: given.concat(), name_zh }
}

fn spelling(c: char) -> String {
    if let Some((_, reading)) = wider::RARE.iter().find(|row| row.0 == c) {
        return (*reading).to_owned();
    }
    let plain = c.to_pinyin().map_or(String::new(), |pinyin| pinyin.plain().to_uppercase());
    plain.replace('Ü', "YU")
}

fn hong_kong(seed: u64) -> Names {
    let mut rng = stream(seed, "hong kong name");
    let surname = pick(&mut rng, wider::HK_SURNAMES);
    let (first, second) = (pick(&mut rng, wider::HK_GIVEN), pick(&mut rng, wider::HK_GIVEN));
    let name_zh = [surname.0, first.0, second.0].iter().collect();
    Names {
        surname: surname.1.to_owned(),
        given_names: format!("{} {}", capitalised(first.1), capitalised(second.1)),
        name_zh,
    }
}

fn taiwan(seed: u64) -> Names {
    let mut rng = stream(seed, "taiwan name");
    let surname = pick(&mut rng, wider::TW_SURNAMES);
    let (first, second) = (pick(&mut rng, wider::TW_GIVEN), pick(&mut rng, wider::TW_GIVEN));
    Names {
        surname: surname.1.to_owned(),
        given_names: format!("{}-{}", first.1, second.1),
        name_zh: format!("{}{}{}", surname.0, first.0, second.0),
    }
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{first}{}", rest.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use identity::name::is_pinyin_of;
    use jiff::civil::date;

    fn holder(kind: Kind, variety: Variety, seed: u64) -> Names {
        let request = Request { variety, ..Request::new(kind, seed, date(2026, 3, 1)) };
        draw(&request, Sex::M)
    }

    #[test]
    fn passports_of_the_mainland_spell_their_chinese_names() {
        let rare = |name: &str| name.chars().any(|c| wider::RARE.iter().any(|row| row.0 == c));
        let mut rare_names = 0;
        for seed in 0..300 {
            let names = holder(Kind::PassportCn, Variety::Common, seed);
            let latin = format!("{}{}", names.surname, names.given_names);
            assert!(latin.chars().all(|c| c.is_ascii_uppercase()) && names.surname.len() > 1, "{latin}");
            rare_names += usize::from(rare(&names.name_zh));
            if !rare(&names.name_zh) && !names.name_zh.contains('·') {
                assert!(is_pinyin_of(&latin, &names.name_zh), "{} {latin}", names.name_zh);
            }
        }
        assert!((5..60).contains(&rare_names), "{rare_names}");
    }

    #[test]
    fn every_character_of_a_hong_kong_name_has_a_code() {
        for seed in 0..100 {
            let names = holder(Kind::Hkid, Variety::Plain, seed);
            assert_eq!(commercial_code(&names.name_zh).len(), 14, "{}", names.name_zh);
        }
    }
}
