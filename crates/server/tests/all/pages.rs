//! Pages, headers and the reference.

use testkit::TestApp;

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let app = TestApp::new().await;
    for path in
        ["/", "/verify", "/account", "/console", "/reference", "/openapi.json", "/v1/nothing", "/healthz"]
    {
        let answer = app.get(path).send().await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.headers[name], value, "{path}");
        }
        assert!(answer.headers.contains_key("cache-control"), "{path}");
    }
}

#[tokio::test]
async fn the_pages_are_there_or_say_how_to_build_them() {
    let app = TestApp::new().await;
    for path in ["/", "/verify", "/account", "/console"] {
        let page = app.get(path).send().await;
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        let unbuilt = page.text().contains("cargo xtask setup");
        assert_eq!(page.status, if unbuilt { 503 } else { 200 }, "{path}");
    }
    app.get("/../Cargo.toml").send().await.refused(404, "route.unknown");
    app.get("/assets/nothing.js").send().await.refused(404, "route.unknown");
    app.post("/verify").send().await.refused(405, "method.not_allowed");
}

#[tokio::test]
async fn the_reference_is_whole_and_its_own() {
    let app = TestApp::new().await;
    let openapi = app.get("/openapi.json").send().await.expect(200);
    assert_eq!(openapi, server::openapi_json());
    let page = app.get("/reference").send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("/v1/client/attempts"));
    assert_eq!(app.get("/reference.css").send().await.status, 200);
}

#[tokio::test]
async fn health_and_readiness() {
    let app = TestApp::new().await;
    assert_eq!(app.get("/healthz").send().await.status, 200);
    assert_eq!(app.get("/readyz").send().await.status, 200);
    app.store().close().await;
    assert_eq!(app.get("/healthz").send().await.status, 200);
    app.get("/readyz").send().await.refused(503, "server.not_ready");
}
