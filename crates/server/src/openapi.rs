//! The API's description: generated from the endpoints, served as JSON and as a page of our own.

use std::fmt::Write;

use axum::{
    http::header,
    response::{Html, IntoResponse},
};
use serde_json::Value;
use utoipa::{
    OpenApi,
    openapi::security::{
        ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
    },
};

use crate::router::routes_with_docs;

/// What does not belong to a single endpoint.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bonafide",
        description = "Identity verification. Errors are `application/problem+json` (RFC 9457) with a stable `code`. \
                       Moments are RFC 3339 in UTC, dates `YYYY-MM-DD`. Every POST takes an `Idempotency-Key` header: \
                       the same key with the same request gets the same answer for 24 hours, with another request 422. \
                       Where people sign in and are managed it has no effect: those answers hold secrets, which are not kept. \
                       Nor does taking, keeping and giving back a case or a ticket need one: asked again, they do no harm."
    ),
    tags(
        (name = "host", description = "For the host application"),
        (name = "sessions", description = "For the host application and the session's applicant"),
        (name = "applicant", description = "For the applicant's pages"),
        (name = "console", description = "For operators"),
        (name = "operation", description = "For whoever runs the server"),
    ),
    modifiers(&Security)
)]
struct Base;

struct Security;

/// How a signed-in browser is known.
const COOKIE: &str =
    "Somebody who signed in. Requests that change something also need the header `X-Bonafide-Console`.";

impl utoipa::Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        for (name, description) in [
            ("api_key", "A host application's key, `bf_live_…` or `bf_test_…`"),
            ("client_token", "An applicant's token for one session, `bft_…`"),
            ("console_key", "A machine's key for the console, `bfo_…`, in one role"),
        ] {
            let scheme =
                HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
            components.add_security_scheme(name, SecurityScheme::Http(scheme));
        }
        let cookie = ApiKeyValue::with_description("__Host-bonafide", COOKIE);
        components.add_security_scheme("console_session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Wherever a console key opens, somebody who signed in may come as well.
pub(crate) fn with_sessions(mut openapi: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let key = SecurityRequirement::new("console_key", Vec::<String>::new());
    let session = SecurityRequirement::new("console_session", Vec::<String>::new());
    for item in openapi.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            let security = operation.security.iter_mut();
            security.filter(|ways| ways.contains(&key)).for_each(|ways| ways.push(session.clone()));
        }
    }
    openapi
}

/// The description without its routes.
pub(crate) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// The whole description as JSON, with sorted keys.
#[must_use]
pub fn openapi_json() -> Value {
    let (_, openapi) = routes_with_docs();
    let openapi = with_sessions(openapi);
    serde_json::to_value(openapi).expect("the description always serialises")
}

/// `GET /openapi.json`
pub(crate) async fn json() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], openapi_json().to_string())
}

/// `GET /reference`: the description as a page without scripts.
pub(crate) async fn reference() -> Html<String> {
    Html(render(&openapi_json()))
}

/// `GET /reference.css`
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("pages/reference.css"))
}

/// Writing to a string cannot fail.
const WRITES: &str = "a string takes everything";

fn render(openapi: &Value) -> String {
    let mut page = String::from(include_str!("pages/reference.head.html"));
    write!(page, "<p>{}</p>", prose(text(&openapi["info"]["description"]))).expect(WRITES);
    for tag in openapi["tags"].as_array().into_iter().flatten() {
        write!(page, "<h2>{}</h2>", prose(text(&tag["description"]))).expect(WRITES);
        for (path, item) in openapi["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if operation["tags"][0] == tag["name"] {
                    page.push_str(&render_operation(path, method, operation));
                }
            }
        }
    }
    page.push_str("<h2>Shapes</h2>");
    for (name, schema) in openapi["components"]["schemas"].as_object().into_iter().flatten() {
        page.push_str(&render_schema(name, schema));
    }
    page + "</main></body></html>\n"
}

fn render_operation(path: &str, method: &str, operation: &Value) -> String {
    let mut html = format!(
        "<section><h3><code class=\"{method}\">{}</code> <code>{}</code></h3><p><b>{}</b></p>",
        method.to_uppercase(),
        escape(path),
        prose(text(&operation["summary"]))
    );
    write!(html, "<p>{}</p>", prose(text(&operation["description"]))).expect(WRITES);
    for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        write!(html, "<p>Body: <code>{}</code> {}</p>", escape(content.0), kind(&content.1["schema"]))
            .expect(WRITES);
    }
    html.push_str("<table>");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let shape = response["content"].as_object().into_iter().flatten().next();
        let shape = shape.map(|(_, content)| kind(&content["schema"])).unwrap_or_default();
        let meaning = prose(text(&response["description"]));
        write!(html, "<tr><td>{}</td><td>{meaning}</td><td>{shape}</td></tr>", escape(status)).expect(WRITES);
    }
    html + "</table></section>"
}

fn render_schema(name: &str, schema: &Value) -> String {
    let name = escape(name);
    let mut html = format!("<section id=\"{name}\"><h3><code>{name}</code></h3>");
    write!(html, "<p>{}</p><table>", prose(text(&schema["description"]))).expect(WRITES);
    let parts = schema["allOf"].as_array().into_iter().flatten().chain(std::iter::once(schema));
    for (field, property) in parts.filter_map(|part| part["properties"].as_object()).flatten() {
        let (field, what) = (escape(field), prose(text(&property["description"])));
        write!(html, "<tr><td><code>{field}</code></td><td>{}</td><td>{what}</td></tr>", kind(property))
            .expect(WRITES);
    }
    html + "</table></section>"
}

/// A schema in a few words, with a link where it has a name.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escape(reference.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    for several in ["oneOf", "allOf", "anyOf"] {
        if let Some(options) = schema[several].as_array() {
            return options.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    match (&schema["type"], &schema["items"]) {
        (Value::String(name), items) if name == "array" => format!("list of {}", kind(items)),
        (Value::String(name), _) => escape(name),
        (Value::Array(names), _) => names.iter().map(text).map(escape).collect::<Vec<_>>().join(" or "),
        _ => String::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Escaped text in which `code` is set as code.
fn prose(text: &str) -> String {
    let mut parts = text.split('`').enumerate();
    parts.by_ref().fold(String::new(), |html, (index, part)| {
        let part = escape(part);
        html + &if index % 2 == 1 { format!("<code>{part}</code>") } else { part }
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_as_it_was_agreed() {
        insta::assert_json_snapshot!(openapi_json());
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let openapi = openapi_json();
        let mut names: Vec<&str> = Vec::new();
        for item in openapi["paths"].as_object().unwrap().values() {
            names.extend(item.as_object().unwrap().values().map(|operation| text(&operation["operationId"])));
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), names.contains(&"")), (count, false));
    }

    #[test]
    fn the_page_names_every_route_and_loads_nothing_from_elsewhere() {
        let openapi = openapi_json();
        let page = render(&openapi);
        for path in openapi["paths"].as_object().unwrap().keys() {
            assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
        }
        assert!(!page.contains("http") && !page.contains("<script"));
    }
}
