//! The shipped policy, and what is refused with which place.

use super::*;

const EXCHANGE: &str = include_str!("../../../../policies/exchange.toml");

#[test]
fn the_shipped_policy_is_whole() {
    let policy = Policy::parse(EXCHANGE).unwrap_or_else(|error| panic!("policies/exchange.toml: {error}"));
    assert_eq!(policy, Policy::exchange());
    assert_eq!(policy.id(), "exchange@1");
    assert_eq!(policy.clone().sandboxed().id(), "exchange@1+sandbox");
    assert_eq!(Policy::shipped("exchange@1+sandbox"), Some(policy.sandboxed()));
    assert_eq!(Policy::shipped("exchange@2"), None);
}
