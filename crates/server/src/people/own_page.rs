//! Whether a request that carries a cookie was made by a page of ours (OWASP's "custom request header" and "fetch metadata").

use axum::http::{HeaderMap, HeaderValue, header};

use crate::problem::{self, Problem};

/// Scripts of other sites cannot send this without being asked for leave first, which nobody gives them.
const HEADER: &str = "x-bonafide-console";

/// For requests that change something: the header must be there, and where the browser says whence, it must be here.
pub(crate) fn changes(headers: &HeaderMap, public_url: &str) -> Result<(), Problem> {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let here = said(header::ORIGIN.as_str()).is_none_or(|origin| origin == origin_of(public_url));
    let same = said("sec-fetch-site").is_none_or(|site| site == "same-origin");
    if headers.contains_key(HEADER) && here && same {
        return Ok(());
    }
    Err(Problem::new(problem::REQUEST_FOREIGN).detail(format!("open the console at {public_url}/console")))
}

/// For requests that only read: not from another site. Addresses that somebody types are nobody's.
pub(crate) fn reads(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(Problem::new(problem::REQUEST_FOREIGN)),
    }
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let begin = url.find("://").map_or(0, |at| at + 3);
    url[begin..].find('/').map_or(url, |at| &url[..begin + at])
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs.map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn changes_need_the_header_and_our_own_origin() {
        let ours = "https://kyc.example/under/a/path";
        let rows: [(&[(&str, &str)], bool); 7] = [
            (&[(HEADER, "1")], true),
            (&[(HEADER, "1"), ("origin", "https://kyc.example"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "https://kyc.example"), ("sec-fetch-site", "same-origin")], false),
            (&[(HEADER, "1"), ("origin", "https://evil.example")], false),
            (&[(HEADER, "1"), ("origin", "null")], false),
            (&[(HEADER, "1"), ("sec-fetch-site", "same-site")], false),
            (&[(HEADER, "1"), ("origin", "http://kyc.example")], false),
        ];
        for (pairs, fine) in rows {
            assert_eq!(changes(&headers(pairs), ours).is_ok(), fine, "{pairs:?}");
        }
    }

    #[test]
    fn reading_from_another_site_is_refused() {
        for (site, fine) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            assert_eq!(reads(&headers(&[("sec-fetch-site", site)])).is_ok(), fine, "{site}");
        }
        assert!(reads(&HeaderMap::new()).is_ok());
    }
}
