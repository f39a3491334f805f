//! From TOML to a policy that is whole.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Policy, PolicyError, check};

/// The most bytes of a policy file.
const POLICY_BYTES_MAX: usize = 1 << 20;

const EXCHANGE: &str = include_str!("../../../../policies/exchange.toml");

impl Policy {
    /// Reads a policy and checks that it is whole: every finding has a rule, every code that is named exists, every
    /// threshold is in its range, every text is there.
    ///
    /// # Errors
    /// If it is not; the error says where.
    pub fn parse(text: &str) -> Result<Policy, PolicyError> {
        if text.len() > POLICY_BYTES_MAX {
            return Err(PolicyError::at(text, 0, format!("a policy has at most {POLICY_BYTES_MAX} bytes")));
        }
        let policy: Policy = toml::from_str(text).map_err(|error| syntax(text, &error))?;
        match check::first_fault(&policy) {
            None => Ok(policy),
            Some(fault) => Err(PolicyError::at(text, locate(text, &fault.path), fault.message)),
        }
    }

    /// The policy that is shipped for exchanges: `policies/exchange.toml`.
    #[must_use]
    pub fn exchange() -> Policy {
        Policy::parse(EXCHANGE).expect("a test parses the shipped policy")
    }

    /// The shipped policy with this id (see [`Policy::id`]).
    #[must_use]
    pub fn shipped(id: &str) -> Option<Policy> {
        let exchange = Policy::exchange();
        [exchange.clone(), exchange.sandboxed()].into_iter().find(|policy| policy.id() == id)
    }
}

fn syntax(text: &str, error: &toml::de::Error) -> PolicyError {
    PolicyError::at(text, error.span().map_or(0, |span| span.start), error.message().trim())
}

/// The offset of the value at a path of keys, or of the deepest part of the path that exists.
pub(super) fn locate(text: &str, path: &[String]) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 0 };
    let mut table = root.get_ref();
    let mut offset = 0;
    for key in path {
        let Some((_, value)) = table.iter().find(|(name, _)| name.get_ref() == key) else { break };
        offset = value_start(table, key, value);
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    offset
}

/// Where a value starts; a table written as a `[header]` starts at its key.
fn value_start(table: &DeTable<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> usize {
    let name = table.keys().find(|name| name.get_ref() == key);
    match value.get_ref() {
        DeValue::Table(_) => name.map_or(0, |name| name.span().start),
        _ => value.span().start,
    }
}
