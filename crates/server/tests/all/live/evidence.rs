//! A film is evidence of its own session, as the selfie, and comes from the socket alone.

use serde_json::json;
use testkit::{TestApp, claims};

use super::page::{Served, code, face, short};

#[tokio::test]
async fn a_film_counts_in_its_session_as_the_selfie_alone() {
    let served = Served::new().await;
    let app = &served.app;
    let (session, other) = (app.open_session("user-1").await, app.open_session("user-2").await);
    let film = served.passes(&session).await;
    let (front, foreign) = (app.upload(&session, "front").await, app.upload(&other, "front").await);
    let rows = [
        ("elsewhere", &other, json!({ "front": foreign, "selfie": film })),
        ("as the front", &session, json!({ "front": film, "selfie": film })),
        ("as the back", &session, json!({ "front": front, "back": film, "selfie": film })),
    ];
    for (name, session, evidence) in rows {
        let answer =
            app.submit(session, &json!({ "evidence": evidence, "claims": claims("L898902C3") })).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "evidence.unknown"), "{name}");
    }
    let image = format!("/v1/client/evidence/{film}/image");
    app.get(&image).bearer(&other.token).send().await.refused(404, "evidence.unknown");
}

#[tokio::test]
async fn no_film_is_uploaded() {
    let served = Served::new().await;
    let app = &served.app;
    let session = app.open_session("user-1").await;
    let film = app.store().evidence(served.passes(&session).await.parse().unwrap()).await.unwrap().unwrap();
    let film = app.store().blob(film.session, film.digest).await.unwrap();
    assert!(vision::live::is_film(&film));
    for content_type in ["image/jpeg", "image/png", "image/webp"] {
        let post = app.post("/v1/client/evidence/selfie").bearer(&session.token);
        post.body(content_type, film.clone()).send().await.refused(422, "image.not_an_image");
    }
}

#[tokio::test]
async fn films_count_as_pictures_that_were_handed_in() {
    let mut app = TestApp::with_policy(short()).await;
    app.config.uploads_max = 2;
    let served = Served::of(app).await;
    let session = served.app.open_session("user-1").await;
    for _ in 0..2 {
        served.passes(&session).await;
    }
    let mut page = served.page().await;
    assert_eq!(code(&page.hello(&face(&session.token)).await), "evidence.too_many");
}
