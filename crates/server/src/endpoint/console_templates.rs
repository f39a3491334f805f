//! `GET /v1/console/templates`: what answers can begin with.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::Operator, app::App};

/// Answers by name, each in every language of the pages.
#[derive(Serialize, ToSchema)]
pub(crate) struct Templates {
    #[schema(value_type = Object)]
    templates: BTreeMap<String, BTreeMap<&'static str, String>>,
}

/// List the templates of answers
#[utoipa::path(
    get, path = "/v1/console/templates", operation_id = "listTemplates", tag = "console",
    responses((status = 200, body = Templates)),
    security(("console_key" = []))
)]
pub(crate) async fn list(State(app): State<App>, _: Operator) -> Json<Templates> {
    let templates = app.policy().tickets.templates.iter().map(|(name, text)| {
        let texts = text.all().into_iter().map(|(tag, text)| (tag, text.to_owned())).collect();
        (name.clone(), texts)
    });
    Json(Templates { templates: templates.collect() })
}
