//! Every route, with what surrounds them all: log, time limit, security headers, and no panic that takes a connection along.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    access::gate,
    app::App,
    endpoint::{
        applicant_add, applicant_erase, applicant_hold, applicant_show, attempt_submit, client_codes,
        client_read, client_session, console_assign, console_case, console_cases, console_decide,
        console_escalate, console_image, console_keep, console_lift, console_me, console_next,
        console_numbers, console_policy_backtest, console_queue, console_release, console_revoke,
        console_sign_in, console_sign_out, console_take, console_templates, console_ticket,
        console_ticket_answer, console_ticket_say, console_ticket_take, console_tickets, enrolment_finish,
        enrolment_offer, erasure_show, evidence_image, evidence_upload, health, live, people_list,
        person_add, person_change, session_cancel, session_decision, session_open, session_report,
        session_show, ticket_list, ticket_open, ticket_say, ticket_withdraw, token_issue,
    },
    guard, log, openapi, pages,
    problem::{INTERNAL, METHOD_NOT_ALLOWED, Problem},
};

/// The whole application as a service.
pub fn router(app: App) -> Router {
    let (api, _) = routes_with_docs();
    let documents = Router::new()
        .route("/openapi.json", get(openapi::json))
        .route("/reference", get(openapi::reference))
        .route("/reference.css", get(openapi::style))
        .fallback(pages::page)
        .layer(CompressionLayer::new());
    api.method_not_allowed_fallback(|| async { Problem::new(METHOD_NOT_ALLOWED) })
        .merge(documents)
        // Whatever is routed passes the gate; what is not goes to the pages.
        .layer(from_fn_with_state(app.clone(), gate))
        // Bodies have bounds of their own, by route.
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| panicked()))
        .layer(from_fn_with_state(app.clone(), guard::time_limit))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        .layer(from_fn(log::answers))
        .with_state(app)
}

/// Every route of the API with its documentation: what is not documented is not routed.
pub(crate) fn routes_with_docs() -> (Router<App>, OpenApi) {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(applicant_add::add))
        .routes(routes!(applicant_show::show))
        .routes(routes!(applicant_erase::erase))
        .routes(routes!(applicant_hold::hold))
        .routes(routes!(erasure_show::show))
        .routes(routes!(session_open::open))
        .routes(routes!(session_show::show))
        .routes(routes!(session_cancel::cancel))
        .routes(routes!(session_report::show))
        .routes(routes!(session_decision::show))
        .routes(routes!(token_issue::issue))
        .routes(routes!(evidence_upload::upload_own))
        .routes(routes!(evidence_upload::upload_for))
        .routes(routes!(evidence_image::show))
        .routes(routes!(attempt_submit::submit_own))
        .routes(routes!(attempt_submit::submit_for))
        .routes(routes!(client_session::show))
        .routes(routes!(client_read::read))
        .routes(routes!(client_codes::list))
        .routes(routes!(live::open))
        .routes(routes!(console_cases::list))
        .routes(routes!(console_case::show))
        .routes(routes!(console_image::show))
        .routes(routes!(console_decide::decide))
        .routes(routes!(console_queue::show))
        .routes(routes!(console_policy_backtest::run))
        .routes(routes!(console_next::take))
        .routes(routes!(console_take::take))
        .routes(routes!(console_keep::keep))
        .routes(routes!(console_release::release))
        .routes(routes!(console_escalate::escalate))
        .routes(routes!(console_assign::assign))
        .routes(routes!(console_revoke::revoke))
        .routes(routes!(console_lift::lift))
        .routes(routes!(console_numbers::show))
        .routes(routes!(console_tickets::list))
        .routes(routes!(console_ticket::show))
        .routes(routes!(console_ticket_take::take))
        .routes(routes!(console_ticket_say::say))
        .routes(routes!(console_ticket_answer::answer))
        .routes(routes!(console_templates::list))
        .routes(routes!(ticket_list::list))
        .routes(routes!(ticket_open::open))
        .routes(routes!(ticket_say::say))
        .routes(routes!(ticket_withdraw::withdraw))
        .routes(routes!(console_sign_in::sign_in))
        .routes(routes!(console_sign_out::sign_out))
        .routes(routes!(console_me::show))
        .routes(routes!(enrolment_offer::offer))
        .routes(routes!(enrolment_finish::enrol))
        .routes(routes!(people_list::list, person_add::add))
        .routes(routes!(person_change::role))
        .routes(routes!(person_change::disable))
        .routes(routes!(person_change::enable))
        .routes(routes!(person_change::reset))
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .split_for_parts()
}

fn panicked() -> Response {
    tracing::error!("A handler panicked");
    Problem::new(INTERNAL).into_response()
}
