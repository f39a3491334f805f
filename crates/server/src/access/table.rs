//! The one table that says who may ask what. A route without a row is refused to everybody.

use storage::people::Role::{self, Administrator, Auditor, Compliance, Reviewer, Senior};

/// Who may use a route.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    /// Everybody, unasked: it shows nothing of anybody, or asks for a secret of its own.
    Everybody,
    /// Everybody who sits before a page of ours: the ways in, which set a cookie.
    OwnPages,
    /// Those who say who they are and are named here.
    Known {
        /// Host applications.
        host: bool,
        /// Applicants with a token; the handler sees to it that they see their own session alone.
        applicant: bool,
        /// Operators in one of these roles, by key or signed in.
        roles: &'static [Role],
    },
}

/// What the table says of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found {
    /// These may.
    Row(Who),
    /// The route has other methods.
    OtherMethod,
    /// Nothing: nobody has decided.
    Nothing,
}

const HOST: Who = Who::Known { host: true, applicant: false, roles: &[] };
const APPLICANT: Who = Who::Known { host: false, applicant: true, roles: &[] };
const HOST_OR_APPLICANT: Who = Who::Known { host: true, applicant: true, roles: &[] };
const ANY_KNOWN: Who = Who::Known { host: true, applicant: true, roles: &Role::ALL };

const fn operators(roles: &'static [Role]) -> Who {
    Who::Known { host: false, applicant: false, roles }
}

/// Everybody at the console: reading cases, each look being on record.
const READ: Who = operators(&Role::ALL);
/// Roles that judge cases and tickets.
pub(crate) const DECIDERS: &[Role] = &[Reviewer, Senior, Compliance];
/// Those who judge; what goes how far is for the case to say.
const DECIDE: Who = operators(DECIDERS);
/// Those who give work to others, and take an approval back.
const DIRECT: Who = operators(&[Senior, Compliance]);
/// Those who lift locks, with a reason that stays on record.
const LIFT: Who = operators(&[Senior, Compliance, Administrator]);
/// Those who answer for the rules, and those who set them.
const RULES: Who = operators(&[Compliance, Administrator]);
/// Those who manage people, and those who look after them.
const SEE_PEOPLE: Who = operators(&[Administrator, Auditor]);
/// Those who manage people.
const ADMINISTER: Who = operators(&[Administrator]);

/// Method, path template, who.
pub(crate) const TABLE: &[(&str, &str, Who)] = &[
    ("POST", "/v1/applicants", HOST),
    ("GET", "/v1/applicants/{id}", HOST),
    ("DELETE", "/v1/applicants/{id}", HOST),
    ("PUT", "/v1/applicants/{id}/legal-hold", HOST),
    ("GET", "/v1/applicants/{id}/erasure", HOST),
    ("POST", "/v1/sessions", HOST),
    ("GET", "/v1/sessions/{id}", HOST_OR_APPLICANT),
    ("POST", "/v1/sessions/{id}/cancel", HOST),
    ("GET", "/v1/sessions/{id}/report", HOST),
    ("GET", "/v1/sessions/{id}/decision", HOST),
    ("POST", "/v1/sessions/{id}/tokens", HOST),
    ("POST", "/v1/sessions/{id}/evidence/{role}", HOST_OR_APPLICANT),
    ("POST", "/v1/sessions/{id}/attempts", HOST_OR_APPLICANT),
    ("GET", "/v1/client/session", APPLICANT),
    ("POST", "/v1/client/evidence/{role}", APPLICANT),
    ("GET", "/v1/client/evidence/{id}/image", APPLICANT),
    ("POST", "/v1/client/attempts", APPLICANT),
    ("POST", "/v1/client/read", APPLICANT),
    ("GET", "/v1/client/tickets", APPLICANT),
    ("POST", "/v1/client/tickets", APPLICANT),
    ("POST", "/v1/client/tickets/{id}/messages", APPLICANT),
    ("POST", "/v1/client/tickets/{id}/withdraw", APPLICANT),
    ("GET", "/v1/client/codes", ANY_KNOWN),
    // Asks for the token in its first message: browsers cannot send a header with a socket.
    ("GET", "/v1/client/live", Who::Everybody),
    ("GET", "/v1/console/cases", READ),
    ("GET", "/v1/console/cases/{session_id}", READ),
    ("GET", "/v1/console/evidence/{id}/image", READ),
    ("POST", "/v1/console/cases/{session_id}/decision", DECIDE),
    ("GET", "/v1/console/queue", READ),
    ("POST", "/v1/console/queue/next", DECIDE),
    ("POST", "/v1/console/cases/{session_id}/take", DECIDE),
    ("POST", "/v1/console/cases/{session_id}/keep", DECIDE),
    ("POST", "/v1/console/cases/{session_id}/release", DECIDE),
    ("POST", "/v1/console/cases/{session_id}/escalate", DECIDE),
    ("POST", "/v1/console/cases/{session_id}/assign", DIRECT),
    ("POST", "/v1/console/cases/{session_id}/revoke", DIRECT),
    ("POST", "/v1/console/cases/{session_id}/lift", LIFT),
    ("GET", "/v1/console/numbers", READ),
    ("POST", "/v1/console/policy/backtest", RULES),
    ("GET", "/v1/console/tickets", READ),
    ("GET", "/v1/console/tickets/{id}", READ),
    ("POST", "/v1/console/tickets/{id}/take", DECIDE),
    ("POST", "/v1/console/tickets/{id}/messages", DECIDE),
    ("POST", "/v1/console/tickets/{id}/answer", DECIDE),
    ("GET", "/v1/console/templates", READ),
    ("POST", "/v1/console/sign-in", Who::OwnPages),
    ("POST", "/v1/console/sign-out", READ),
    ("GET", "/v1/console/me", READ),
    ("POST", "/v1/console/enrolment/offer", Who::OwnPages),
    ("POST", "/v1/console/enrolment", Who::OwnPages),
    ("GET", "/v1/console/people", SEE_PEOPLE),
    ("POST", "/v1/console/people", ADMINISTER),
    ("POST", "/v1/console/people/{person_id}/role", ADMINISTER),
    ("POST", "/v1/console/people/{person_id}/disable", ADMINISTER),
    ("POST", "/v1/console/people/{person_id}/enable", ADMINISTER),
    ("POST", "/v1/console/people/{person_id}/reset", ADMINISTER),
    ("GET", "/healthz", Who::Everybody),
    ("GET", "/readyz", Who::Everybody),
    ("GET", "/openapi.json", Who::Everybody),
    ("GET", "/reference", Who::Everybody),
    ("GET", "/reference.css", Who::Everybody),
];

/// What the table says of a method on a path template. HEAD is GET without a body.
pub(crate) fn find(method: &str, template: &str) -> Found {
    let method = if method == "HEAD" { "GET" } else { method };
    let mut found = Found::Nothing;
    for (known, path, who) in TABLE {
        match (*path == template, *known == method) {
            (true, true) => return Found::Row(*who),
            (true, false) => found = Found::OtherMethod,
            (false, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_of_the_api_has_one_row_and_every_row_a_route() {
        let openapi = crate::openapi_json();
        let mut routes = BTreeSet::new();
        for (path, item) in openapi["paths"].as_object().unwrap() {
            routes
                .extend(item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
        }
        for document in ["/openapi.json", "/reference", "/reference.css"] {
            routes.insert(("GET".into(), document.into()));
        }
        let rows: BTreeSet<_> = TABLE.iter().map(|(m, p, _)| (m.to_string(), p.to_string())).collect();
        assert_eq!(rows, routes);
        assert_eq!(rows.len(), TABLE.len(), "a row stands twice");
    }

    #[test]
    fn auditors_change_nothing() {
        for (method, path, who) in TABLE {
            if let Who::Known { roles, .. } = who
                && *method != "GET"
                && *path != "/v1/console/sign-out"
            {
                assert!(!roles.contains(&Auditor), "{method} {path}");
            }
        }
    }
}
