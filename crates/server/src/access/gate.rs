//! The gate before every route: finds the row of the table, asks who it is, and lets nobody else through.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use storage::access::KeyKind;

use super::{
    BEARER_MAX, Caller, Host, Operator, Seat,
    table::{self, Found, Who},
};
use crate::{
    access::client,
    app::App,
    keys::{self, Prefix},
    people::{cookie, own_page},
    problem::{self, Problem},
};

/// Lets a request through, with its [`Caller`], or answers why not. What matches no route goes on to the pages.
pub(crate) async fn gate(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    match admit(&app, &mut parts, path.as_str()).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(app: &App, parts: &mut Parts, template: &str) -> Result<(), Problem> {
    let (host, applicant, roles) = match row(&parts.method, template)? {
        Who::Everybody => return Ok(()),
        Who::OwnPages => return own_page::changes(&parts.headers, &app.config.public_url),
        Who::Known { host, applicant, roles } => (host, applicant, roles),
    };
    let caller = caller(app, parts).await?;
    match caller {
        Caller::Host(_) if host => {}
        Caller::Client(_) if applicant => {}
        Caller::Operator(operator) if roles.contains(&operator.role()) => {}
        Caller::Operator(_) if !roles.is_empty() => return Err(Problem::new(problem::ROLE_FORBIDDEN)),
        _ => return Err(Problem::new(problem::KEY_FORBIDDEN)),
    }
    parts.extensions.insert(caller);
    Ok(())
}

/// Who may use a route, or the refusal to everybody.
fn row(method: &Method, template: &str) -> Result<Who, Problem> {
    match table::find(method.as_str(), template) {
        Found::Row(who) => Ok(who),
        Found::OtherMethod => Err(Problem::new(problem::METHOD_NOT_ALLOWED)),
        Found::Nothing => Err(Problem::new(problem::ROUTE_UNDECIDED)),
    }
}

/// Whoever sends a header is known by it alone; a cookie counts only where there is none.
async fn caller(app: &App, parts: &Parts) -> Result<Caller, Problem> {
    if parts.headers.contains_key(header::AUTHORIZATION) {
        let bearer = bearer(parts)?;
        return match Prefix::of(bearer) {
            Some(Prefix::Client) => client(bearer, app).await.map(Caller::Client),
            Some(_) => key(bearer, app).await,
            None => Err(Problem::new(problem::KEY_INVALID)),
        };
    }
    match cookie::read(&parts.headers, &app.config.public_url) {
        Some(cookie) => signed_in(app, parts, cookie).await,
        None => Err(Problem::new(problem::KEY_MISSING)),
    }
}

fn bearer(parts: &Parts) -> Result<&str, Problem> {
    let header = parts.headers.get(header::AUTHORIZATION);
    let text = header.and_then(|header| header.to_str().ok()).and_then(|text| text.split_once(' '));
    match text {
        Some((scheme, bearer)) if scheme.eq_ignore_ascii_case("bearer") && bearer.len() <= BEARER_MAX => {
            Ok(bearer)
        }
        _ => Err(Problem::new(problem::KEY_INVALID)),
    }
}

async fn key(bearer: &str, app: &App) -> Result<Caller, Problem> {
    let key = app.store().key(keys::hash(bearer)).await?;
    let key = key.ok_or_else(|| Problem::new(problem::KEY_INVALID))?;
    Ok(match key.kind {
        KeyKind::Host => Caller::Host(Host(key.id)),
        KeyKind::Console(role) => Caller::Operator(Operator::new(key.id, role, Seat::Key)),
    })
}

async fn signed_in(app: &App, parts: &Parts, cookie: [u8; 32]) -> Result<Caller, Problem> {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        own_page::reads(&parts.headers)?;
    } else {
        own_page::changes(&parts.headers, &app.config.public_url)?;
    }
    let browser = app.store().browser(cookie).await?;
    let browser = browser.filter(|browser| app.config.people.lasts(browser, app.now()));
    let browser = browser.ok_or_else(|| Problem::new(problem::SIGN_IN_EXPIRED))?;
    if app.now() - app.config.people.seen_every >= browser.seen_at {
        app.store().touch_browser(cookie, app.now()).await?;
    }
    Ok(Caller::Operator(Operator::new(browser.person, browser.role, Seat::Browser(cookie))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_without_a_row_is_refused() {
        let rows = [
            ("GET", "/v1/console/forgotten", Some("route.undecided")),
            ("POST", "/v1/console/cases/{id}", Some("route.undecided")),
            ("POST", "/healthz", Some("method.not_allowed")),
            ("DELETE", "/v1/console/people", Some("method.not_allowed")),
            ("GET", "/healthz", None),
            ("HEAD", "/v1/console/cases", None),
        ];
        for (method, template, expected) in rows {
            let refused = row(&method.parse().unwrap(), template).err();
            let code = refused.map(|problem| serde_json::to_value(problem.body()).unwrap()["code"].clone());
            assert_eq!(code, expected.map(serde_json::Value::from), "{method} {template}");
        }
    }
}
