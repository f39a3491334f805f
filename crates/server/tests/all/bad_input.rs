//! Every bad input has a clear answer with a stable code, and leaves nothing half-written.

use std::io::Cursor;

use serde_json::{Value, json};
use testkit::{Answer, Session, TestApp, claims, png};

/// Uploads bytes as the front and returns the answer.
async fn upload(app: &TestApp, session: &Session, bytes: Vec<u8>) -> Answer {
    let post = app.post("/v1/client/evidence/front").bearer(&session.token);
    post.body("image/png", bytes).send().await
}

/// Files in the evidence folder.
fn blobs(app: &TestApp) -> usize {
    let shelves = std::fs::read_dir(app.folder().join("evidence")).unwrap();
    shelves.map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap().count()).sum()
}

/// A PNG whose header announces these sides; nothing else in it is right.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// CRC-32 of PNG (ISO/IEC 15948 annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

/// A PNG with an `acTL` chunk of two frames before its data.
fn animated() -> Vec<u8> {
    let still = png(1);
    let mut chunk = b"acTL".to_vec();
    chunk.extend(2_u32.to_be_bytes());
    chunk.extend(0_u32.to_be_bytes());
    let checksum = crc32(&chunk);
    [&still[..33], &8_u32.to_be_bytes(), &chunk, &checksum.to_be_bytes(), &still[33..]].concat()
}

#[tokio::test]
async fn files_that_are_no_usable_picture() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let good = png(1);
    let small = {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(20, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let rows: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("no bytes", vec![], 422, "image.empty"),
        ("text", b"To whom it may concern".to_vec(), 422, "image.not_an_image"),
        ("a script", b"<svg onload=alert(1)>".to_vec(), 422, "image.not_an_image"),
        ("half a file", good[..good.len() / 2].to_vec(), 422, "image.truncated"),
        ("a header alone", good[..40].to_vec(), 422, "image.truncated"),
        ("60,000 × 60,000", png_header(60_000, 60_000), 422, "image.too_many_pixels"),
        ("20 × 20", small, 422, "image.too_small"),
        ("animated", animated(), 422, "image.animated"),
        ("100 MB", vec![0; 100_000_000], 413, "image.too_large"),
    ];
    let mut wrong = Vec::new();
    for (name, bytes, status, code) in rows {
        let answer = upload(&app, &session, bytes).await;
        if (answer.status, answer.code().as_str()) != (status, code) {
            wrong.push(format!("{name}: {}", answer.text()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(blobs(&app), 0, "nothing was stored");
    assert_eq!(app.show(&session).await["latest"], Value::Null);
}

/// A CMYK JPEG of 224 × 224 pixels, grey: written by hand, since no encoder at hand writes four components.
fn cmyk() -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8];
    segment(&mut jpeg, 0xDB, &[&[0][..], &[1; 64]].concat());
    let components = [1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0];
    segment(&mut jpeg, 0xC0, &[&[8, 0, 224, 0, 224, 4][..], &components].concat());
    // One code for "no difference" and one for "end of block", each a single bit 0.
    let table = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    segment(&mut jpeg, 0xC4, &table(0x00));
    segment(&mut jpeg, 0xC4, &table(0x10));
    segment(&mut jpeg, 0xDA, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    // 28 × 28 blocks of four components of two bits each.
    jpeg.extend(vec![0; 28 * 28 * 4 * 2 / 8]);
    jpeg.extend([0xFF, 0xD9]);
    jpeg
}

fn segment(jpeg: &mut Vec<u8>, marker: u8, body: &[u8]) {
    jpeg.extend([0xFF, marker]);
    jpeg.extend((body.len() as u16 + 2).to_be_bytes());
    jpeg.extend(body);
}

#[tokio::test]
async fn a_cmyk_jpeg_is_taken_and_kept_as_rgb() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let post = app.post("/v1/client/evidence/front").bearer(&session.token);
    let taken = post.body("image/jpeg", cmyk()).send().await.expect(201);
    assert_eq!((&taken["width_px"], &taken["height_px"]), (&json!(224), &json!(224)));
    let path = format!("/v1/client/evidence/{}/image", taken["id"].as_str().unwrap());
    let kept = app.get(&path).bearer(&session.token).send().await;
    assert_eq!(image::load_from_memory(&kept.body).unwrap().color(), image::ColorType::Rgb8);
}

#[tokio::test]
async fn wrong_content_types() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    for content_type in
        ["text/html", "application/octet-stream", "image/svg+xml", "image/gif", "multipart/form-data"]
    {
        let post = app.post("/v1/client/evidence/front").bearer(&session.token);
        post.body(content_type, png(1)).send().await.refused(415, "body.wrong_type");
    }
    let post = app.post("/v1/applicants").bearer(&app.host);
    post.body("text/plain", r#"{"external_id":"user-2"}"#).send().await.refused(415, "body.wrong_type");
    assert_eq!(blobs(&app), 0);
}

#[tokio::test]
async fn a_picture_is_told_by_its_content_whatever_its_type_says() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let post = app.post("/v1/client/evidence/front").bearer(&session.token);
    post.body("image/webp", png(1)).send().await.expect(201);
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let app = TestApp::new().await;
    let rows = [
        ("not JSON", "{", 422, "body.invalid"),
        ("not an object", "[]", 422, "body.invalid"),
        ("nothing", "", 422, "body.invalid"),
        ("an unknown key", r#"{"external_id":"user-1","name":"Anna"}"#, 422, "body.invalid"),
        ("a wrong type", r#"{"external_id":7}"#, 422, "body.invalid"),
        ("an empty name", r#"{"external_id":""}"#, 422, "body.invalid"),
        ("a control character", r#"{"external_id":"a\u0000b"}"#, 422, "body.invalid"),
        ("twice the same key", r#"{"external_id":"a","external_id":"b"}"#, 422, "body.invalid"),
    ];
    for (name, body, status, code) in rows {
        let answer = app.post("/v1/applicants").bearer(&app.host).body("application/json", body).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{name}");
    }
    let large = format!(r#"{{"external_id":"{}"}}"#, "x".repeat(64 * 1024));
    let answer = app.post("/v1/applicants").bearer(&app.host).body("application/json", large).send().await;
    answer.refused(413, "body.too_large");
    let deep = "[".repeat(60_000);
    let answer = app.post("/v1/applicants").bearer(&app.host).body("application/json", deep).send().await;
    answer.refused(422, "body.invalid");
}

#[tokio::test]
async fn a_problem_repeats_nothing_of_what_was_sent() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let body = json!({ "evidence": {}, "claims": { "name": 4711, "birth_date": "Eriksson" } });
    let answer = app.submit(&session, &body).await;
    answer.refused(422, "body.invalid");
    assert!(!answer.text().contains("4711") && !answer.text().contains("Eriksson"), "{}", answer.text());
}

#[tokio::test]
async fn claims_that_cannot_be_read() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let selfie = app.upload(&session, "selfie").await;
    for (field, value) in [
        ("birth_date", "1974-13-40"),
        ("birth_date", "yesterday"),
        ("birth_date", "permanent"),
        ("expiry_date", "soon"),
        ("sex", "yes"),
        ("nationality", "QQQ"),
        ("document_number", "1234567890123456789012345678901234567890 and more"),
        ("name", "Anna\u{7}"),
    ] {
        let mut claims = claims("L898902C3");
        claims[field] = json!(value);
        let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims });
        let answer = app.submit(&session, &body).await;
        answer.refused(422, "claims.invalid");
        assert_eq!(answer.json()["field"], field);
        assert!(!answer.text().contains(value), "what was typed is not repeated");
    }
    let still = app.show(&session).await;
    assert_eq!((&still["status"], &still["attempts"]["used"]), (&json!("requires_input"), &json!(0)));
}

#[tokio::test]
async fn submissions_that_lack_something() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let front = app.upload(&session, "front").await;
    let answer = app.submit(&session, &json!({ "evidence": { "front": front } })).await;
    answer.refused(422, "submission.steps_missing");
    assert_eq!(answer.json()["steps_missing"], json!(["selfie", "claims"]));
    let as_selfie = json!({ "evidence": { "front": front, "selfie": front }, "claims": claims("L898902C3") });
    let answer = app.submit(&session, &as_selfie).await;
    answer.refused(404, "evidence.unknown");
    assert_eq!(answer.json()["field"], "selfie");
    assert_eq!(app.show(&session).await["attempts"]["used"], 0);
}

#[tokio::test]
async fn names_that_mean_nothing() {
    let app = TestApp::new().await;
    let session = app.open_session("user-1").await;
    let nobody = "01890000-0000-7000-8000-000000000000";
    let get = |path: String| app.get(&path).bearer(&app.host);
    get(format!("/v1/sessions/{nobody}")).send().await.refused(404, "session.unknown");
    get(format!("/v1/applicants/{nobody}")).send().await.refused(404, "applicant.unknown");
    get("/v1/sessions/7".into()).send().await.refused(404, "id.invalid");
    get("/v1/nothing".into()).send().await.refused(404, "route.unknown");
    get(format!("/v1/sessions/{}/decision", session.id)).send().await.refused(404, "decision.none");
    get(format!("/v1/sessions/{}/report", session.id)).send().await.refused(404, "report.none");
    let body = json!({ "applicant_id": nobody });
    app.post("/v1/sessions").bearer(&app.host).json(&body).send().await.refused(404, "applicant.unknown");
    let post = app.post("/v1/client/evidence/passport").bearer(&session.token);
    post.body("image/png", png(1)).send().await.refused(404, "evidence.role_unknown");
    app.get("/v1/applicants").bearer(&app.host).send().await.refused(405, "method.not_allowed");
}

#[tokio::test]
async fn a_language_that_is_none_opens_nothing() {
    let app = TestApp::new().await;
    let applicant = app.applicant("user-1").await;
    for locale in ["x", "javascript:alert(1)", "en#bft_", &"e".repeat(99)] {
        let body = json!({ "applicant_id": applicant, "locale": locale });
        app.post("/v1/sessions").bearer(&app.host).json(&body).send().await.refused(422, "body.invalid");
    }
    let body = json!({ "applicant_id": applicant, "locale": "zh-Hant" });
    let opened = app.post("/v1/sessions").bearer(&app.host).json(&body).send().await.expect(201);
    let url =
        format!("http://127.0.0.1:8080/verify?locale=zh-Hant#{}", opened["client_token"].as_str().unwrap());
    assert_eq!(opened["url"], json!(url));
}
