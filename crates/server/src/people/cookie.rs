//! The cookie of a browser's session: 256 random bits that no script reads and no other site sends.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::keys;

/// Browsers keep a cookie of this name only from HTTPS, for this host alone, on every path (RFC 6265bis §4.1.3.2).
const SECURE: &str = "__Host-bonafide";
/// For trying things out on one's own machine without TLS.
const LOOPBACK: &str = "bonafide";
/// Longest value that is looked at.
const VALUE_MAX: usize = 64;

/// The name of the cookie under that public address; `None` where the address is neither HTTPS nor loopback: nobody signs in
/// over a network that others read.
pub(crate) fn name(public_url: &str) -> Option<&'static str> {
    match public_url.split_once("://") {
        Some(("https", _)) => Some(SECURE),
        Some(("http", rest)) => is_loopback(rest).then_some(LOOPBACK),
        _ => None,
    }
}

/// Whether an address without its scheme is this machine's own.
pub(crate) fn is_loopback(address: &str) -> bool {
    let host = address.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { address }
    });
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

/// Sets the cookie to a secret.
pub(crate) fn set(name: &'static str, secret: [u8; 32]) -> (HeaderValue, [u8; 32]) {
    let value = URL_SAFE_NO_PAD.encode(secret);
    let hash = keys::hash(&value);
    (header_value(name, &value, ""), hash)
}

/// Takes the cookie away.
pub(crate) fn clear(name: &'static str) -> HeaderValue {
    header_value(name, "", "; Max-Age=0")
}

/// SHA-256 of the cookie's value, if one was sent.
pub(crate) fn read(headers: &HeaderMap, public_url: &str) -> Option<[u8; 32]> {
    let name = name(public_url)?;
    let lists = headers.get_all(header::COOKIE).iter();
    let mut pairs = lists.flat_map(|list| list.to_str().unwrap_or_default().split(';'));
    let value = pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))?;
    (1..=VALUE_MAX).contains(&value.len()).then(|| keys::hash(value))
}

fn header_value(name: &'static str, value: &str, more: &str) -> HeaderValue {
    let secure = if name == SECURE { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}");
    HeaderValue::from_str(&text).expect("base64 and our own words are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_ones_own_machine() {
        let rows = [
            ("https://kyc.example", Some(SECURE)),
            ("http://127.0.0.1:8080", Some(LOOPBACK)),
            ("http://localhost", Some(LOOPBACK)),
            ("http://[::1]:8080", Some(LOOPBACK)),
            ("http://kyc.example", None),
            ("http://127.0.0.1.example:80", None),
            ("http://localhost:80@kyc.example", None),
            ("", None),
        ];
        for (url, expected) in rows {
            assert_eq!(name(url), expected, "{url}");
        }
    }

    #[test]
    fn what_is_set_is_read() {
        for url in ["https://kyc.example", "http://localhost:8080"] {
            let (value, hash) = set(name(url).unwrap(), [7; 32]);
            let pair = value.to_str().unwrap().split(';').next().unwrap();
            let mut headers = HeaderMap::new();
            headers.append(header::COOKIE, HeaderValue::from_str(&format!("a=b; x{pair}; {pair}")).unwrap());
            assert_eq!(read(&headers, url), Some(hash));
            assert_eq!(read(&headers, "http://kyc.example"), None);
        }
        let (value, _) = set(SECURE, [7; 32]);
        assert!(value.to_str().unwrap().ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"));
        assert_eq!(
            clear(LOOPBACK).to_str().unwrap(),
            "bonafide=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        );
    }
}
