//! `GET /v1/console/me`: who asks, and in which role.

use axum::{Json, extract::State};

use crate::{
    access::{Operator, Seat},
    app::App,
    problem::{self, Problem},
    wire::Me,
};

/// Show who I am
#[utoipa::path(
    get, path = "/v1/console/me", operation_id = "showMe", tag = "console",
    responses((status = 200, body = Me)),
    security(("console_key" = []))
)]
pub(crate) async fn show(State(app): State<App>, operator: Operator) -> Result<Json<Me>, Problem> {
    let id = operator.0.0;
    let me = match operator.seat() {
        Seat::Browser(_) => app.store().person(id).await?.map(Me::of),
        Seat::Key => {
            let key = app.store().keys().await?.into_iter().find(|key| key.id == id);
            key.map(|key| Me::of_key(key, operator.role()))
        }
    };
    me.map(Json).ok_or_else(|| Problem::new(problem::SIGN_IN_EXPIRED))
}
