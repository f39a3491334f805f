//! Codes of a second factor that follow the clock (RFC 6238 over RFC 4226): SHA-1, six digits, thirty seconds.

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign},
};
use jiff::Timestamp;
use storage::sign_in::TOTP_BYTES;

use super::base32;

/// How long a code is shown, in seconds (RFC 6238 §4).
const STEP_S: i64 = 30;
/// How many steps a phone's clock may be off, either way (RFC 6238 §5.2 recommends one).
const SKEW_STEPS: u64 = 1;
/// Digits of a code.
const DIGITS: usize = 6;

/// The step whose code this is, if it is of now or of a neighbouring step; the latest where several fit.
pub(crate) fn step_of(secret: &[u8; TOTP_BYTES], typed: &str, now: Timestamp) -> Option<u64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(DIGITS + 1).collect();
    let current = u64::try_from(now.as_second().div_euclid(STEP_S)).ok()?;
    let steps = current.saturating_sub(SKEW_STEPS)..=current + SKEW_STEPS;
    // Every step is compared, so that the time taken does not tell which one was near.
    let same = |step: u64| verify_slices_are_equal(code(secret, step).as_bytes(), typed.as_bytes()).is_ok();
    steps.fold(None, |found, step| if same(step) { Some(step) } else { found })
}

/// The code of a step, six digits (RFC 4226 §5.3); steps last thirty seconds from 1970 on.
#[must_use]
pub fn code(secret: &[u8; TOTP_BYTES], step: u64) -> String {
    let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret), &step.to_be_bytes());
    let hash = tag.as_ref();
    let offset = usize::from(hash[hash.len() - 1] & 15);
    let word = hash[offset..offset + 4].iter().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// The address that an authenticator app reads from a QR code ("Key URI Format" of Google Authenticator's wiki).
pub(crate) fn uri(secret: &[u8; TOTP_BYTES], name: &str) -> String {
    let (name, secret) = (percent(name), base32::encode(secret));
    format!(
        "otpauth://totp/Bonafide:{name}?secret={secret}&issuer=Bonafide&algorithm=SHA1&digits=6&period=30"
    )
}

/// Percent-encoding of everything but unreserved characters (RFC 3986 §2.3).
fn percent(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if kept(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8; 20] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238 appendix B, the last six of its eight digits.
    #[test]
    fn the_standards_examples() {
        let rows = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in rows {
            assert_eq!(step_of(SECRET, code, at(second)), Some(second as u64 / 30), "{second}");
        }
    }

    #[test]
    fn one_step_of_skew_and_no_more() {
        let step = 1_234_567_890 / 30;
        let now = at(1_234_567_890);
        for (other, fits) in
            [(step - 2, false), (step - 1, true), (step, true), (step + 1, true), (step + 2, false)]
        {
            assert_eq!(step_of(SECRET, &code(SECRET, other), now), fits.then_some(other));
        }
        assert_eq!(step_of(SECRET, "005 924", now), Some(step));
        for wrong in ["", "00592", "0059240", "００５９２４", "5924"] {
            assert_eq!(step_of(SECRET, wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_holds_any_name() {
        let uri = uri(SECRET, "Anna 王/?");
        assert_eq!(
            uri,
            "otpauth://totp/Bonafide:Anna%20%E7%8E%8B%2F%3F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Bonafide&algorithm=SHA1&digits=6&period=30"
        );
    }
}
