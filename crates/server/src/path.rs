//! What stands in the path and the query of a request, or a problem that says what is wrong with it.

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use review::observation::ImageRole;
use serde::de::DeserializeOwned;

use crate::{
    app::App,
    problem::{self, Problem},
};

/// The variable parts of a path.
pub(crate) struct In<T>(pub(crate) T);

/// The query.
pub(crate) struct Asking<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for In<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, app).await;
        path.map(|Path(values)| Self(values)).map_err(|_| Problem::new(problem::ID_INVALID))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Asking<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, app).await;
        query.map(|Query(values)| Self(values)).map_err(|_| Problem::new(problem::QUERY_INVALID))
    }
}

/// What a picture is handed in as.
pub(crate) fn role(name: &str) -> Result<ImageRole, Problem> {
    match name {
        "front" => Ok(ImageRole::Front),
        "back" => Ok(ImageRole::Back),
        "selfie" => Ok(ImageRole::Selfie),
        _ => Err(Problem::new(problem::ROLE_UNKNOWN)),
    }
}
