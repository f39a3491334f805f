//! Passwords: what is taken, and how they are kept (argon2id with the parameters that OWASP recommends: 19 MiB, 2 passes).

use std::sync::OnceLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use unicode_normalization::UnicodeNormalization;

use crate::problem::{self, Problem};

/// Bytes of salt (RFC 9106 §3.1).
pub(crate) const SALT_BYTES: usize = 16;
/// Fewest characters.
const CHARS_MIN: usize = 12;
/// Most characters: a bound for memory, far beyond what anybody types.
const CHARS_MAX: usize = 128;
/// Fewest different characters.
const DIFFERENT_MIN: usize = 5;

/// That a password may be chosen by somebody of that name, compared as names are.
pub(crate) fn check(password: &str, sign_in_name: &str) -> Result<(), Problem> {
    let chars = plain(password).chars().count();
    if chars < CHARS_MIN {
        return Err(Problem::new(problem::PASSWORD_TOO_SHORT).field("password"));
    }
    if !may_be_one(password) {
        return Err(Problem::new(problem::PASSWORD_TOO_LONG).field("password"));
    }
    let different: std::collections::BTreeSet<char> = password.chars().collect();
    let rest = plain(password).to_lowercase().replace(sign_in_name, "");
    if different.len() < DIFFERENT_MIN || rest.chars().count() < CHARS_MIN / 2 {
        return Err(Problem::new(problem::PASSWORD_TOO_SIMPLE).field("password"));
    }
    Ok(())
}

/// Whether it is short enough to be anybody's password.
pub(crate) fn may_be_one(password: &str) -> bool {
    password.len() <= CHARS_MAX * 4 && plain(password).chars().count() <= CHARS_MAX
}

/// What is kept of a password, in PHC form. Takes tens of milliseconds of a core and 19 MiB.
pub(crate) fn hash(password: &str, salt: &[u8; SALT_BYTES]) -> String {
    let hash = Argon2::default().hash_password_with_salt(plain(password).as_bytes(), salt);
    hash.expect("passwords and salts of these lengths are always taken").to_string()
}

/// Whether this is the password. Where nothing is known of it the answer is no, after the same work.
pub(crate) fn verify(password: &str, kept: Option<&str>) -> bool {
    static NOBODYS: OnceLock<String> = OnceLock::new();
    let nobodys = || NOBODYS.get_or_init(|| hash("a password that opens nothing", &[0; SALT_BYTES]));
    let text = kept.unwrap_or_else(|| nobodys());
    let Ok(parsed) = PasswordHash::new(text) else { return false };
    let right = Argon2::default().verify_password(plain(password).as_bytes(), &parsed).is_ok();
    right && kept.is_some()
}

/// Keyboards differ in how they compose characters (NIST SP 800-63B §5.1.1.2: normalise before hashing).
fn plain(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_opens() {
        let kept = hash("correct horse battery", &[7; SALT_BYTES]);
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse battery", Some(&kept)));
        assert!(!verify("Correct horse battery", Some(&kept)));
        assert!(!verify("correct horse battery", None));
        assert!(!verify("a password that opens nothing", None));
        assert!(!verify("correct horse battery", Some("broken")));
        assert_ne!(kept, hash("correct horse battery", &[8; SALT_BYTES]));
    }

    #[test]
    fn the_same_letters_composed_otherwise_are_the_same_password() {
        let kept = hash("Ame\u{301}lie am Meer", &[7; SALT_BYTES]);
        assert!(verify("Am\u{e9}lie am Meer", Some(&kept)));
    }

    #[test]
    fn what_may_be_chosen() {
        let rows = [
            ("correct horse battery", None),
            ("密碼夠長就可以了真的夠長", None),
            ("elevenchars", Some("password.too_short")),
            ("anna lindqvist", Some("password.too_simple")),
            ("aaaaaaaaaaaaaaaa", Some("password.too_simple")),
        ];
        for (password, code) in rows {
            let problem = check(password, "anna lindqvist").err();
            let found = problem.map(|problem| serde_json::to_value(problem.body()).unwrap()["code"].clone());
            assert_eq!(found, code.map(serde_json::Value::from), "{password}");
        }
        assert!(check(&"abcdefgh".repeat(17), "anna").is_err());
        assert!(!may_be_one(&"\u{fdfa}".repeat(100)), "one letter that normalises to eighteen");
    }
}
