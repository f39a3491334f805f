//! Failed sign-ins by network address: so many in a window, in bounded memory.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{extract::ConnectInfo, http::request::Parts};
use jiff::{SignedDuration, Timestamp};

/// Failures that one address may cause in a window. Whole offices share an address.
const FAILURES_MAX: u32 = 50;
/// How long a window is.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Addresses that are remembered at once; the oldest window goes for a new one.
const ADDRESSES_MAX: usize = 4096;

/// The windows of this process.
#[derive(Default)]
pub(crate) struct Addresses(Mutex<HashMap<Option<IpAddr>, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    since: Timestamp,
    failures: u32,
}

impl Addresses {
    /// Counts a try, or says when the next one may be made.
    pub(crate) fn take(&self, address: Option<IpAddr>, now: Timestamp) -> Result<(), Timestamp> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut windows, address, now);
        let window = windows.entry(address).or_insert(Window { since: now, failures: 0 });
        if over(window, now) {
            *window = Window { since: now, failures: 0 };
        }
        if window.failures >= FAILURES_MAX {
            return Err(window.since + WINDOW);
        }
        window.failures += 1;
        Ok(())
    }

    /// Takes a try back that was none of a guesser's.
    pub(crate) fn give_back(&self, address: Option<IpAddr>) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = windows.get_mut(&address) {
            window.failures = window.failures.saturating_sub(1);
        }
    }
}

fn over(window: &Window, now: Timestamp) -> bool {
    now - WINDOW >= window.since || window.since > now
}

fn make_room(windows: &mut HashMap<Option<IpAddr>, Window>, address: Option<IpAddr>, now: Timestamp) {
    if windows.len() < ADDRESSES_MAX || windows.contains_key(&address) {
        return;
    }
    windows.retain(|_, window| !over(window, now));
    if windows.len() >= ADDRESSES_MAX
        && let Some(oldest) = windows.iter().min_by_key(|(_, window)| window.since).map(|(key, _)| *key)
    {
        windows.remove(&oldest);
    }
}

/// Whence a request comes, as far as counting goes: an IPv4 address, or an IPv6 network of 64 bits. `proxies` is how
/// many reverse proxies of ours stand before this server; each has added the address that it saw to `X-Forwarded-For`.
pub(crate) fn address(parts: &Parts, proxies: usize) -> Option<IpAddr> {
    let found = match proxies.checked_sub(1) {
        None => parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip()),
        Some(skipped) => {
            let lists = parts.headers.get_all("x-forwarded-for").iter().rev();
            let mut seen = lists.flat_map(|list| list.to_str().unwrap_or_default().rsplit(','));
            seen.nth(skipped).and_then(|text| text.trim().parse().ok())
        }
    };
    found.map(network)
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    #[test]
    fn so_many_failures_in_a_window_and_others_are_not_touched() {
        let addresses = Addresses::default();
        let (guesser, other) = (Some([203, 0, 113, 7].into()), Some([203, 0, 113, 8].into()));
        for _ in 0..FAILURES_MAX {
            addresses.take(guesser, at(0)).unwrap();
        }
        assert_eq!(addresses.take(guesser, at(899)), Err(at(900)));
        assert_eq!(addresses.take(other, at(899)), Ok(()));
        assert_eq!(addresses.take(guesser, at(900)), Ok(()));
        addresses.give_back(guesser);
    }

    #[test]
    fn memory_is_bounded() {
        let addresses = Addresses::default();
        for number in 0..2 * ADDRESSES_MAX as u32 {
            addresses.take(Some(IpAddr::V4(number.into())), at(i64::from(number) / 100)).unwrap();
        }
        assert_eq!(addresses.0.lock().unwrap().len(), ADDRESSES_MAX);
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let request = Request::builder()
            .header("x-forwarded-for", "192.0.2.1, 198.51.100.2")
            .header("x-forwarded-for", "203.0.113.3")
            .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4000))));
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let rows = [
            (0, Some("127.0.0.1")),
            (1, Some("203.0.113.3")),
            (2, Some("198.51.100.2")),
            (3, Some("192.0.2.1")),
            (4, None),
        ];
        for (proxies, expected) in rows {
            assert_eq!(address(&parts, proxies), expected.map(|text| text.parse().unwrap()), "{proxies}");
        }
    }

    #[test]
    fn a_network_of_64_bits_counts_as_one() {
        assert_eq!(
            network("2001:db8:1:2:3:4:5:6".parse().unwrap()),
            "2001:db8:1:2::".parse::<IpAddr>().unwrap()
        );
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1".parse::<IpAddr>().unwrap());
    }
}
