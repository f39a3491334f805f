//! A whole flow with canaries in names, numbers and pictures: nothing of them lies on the disk. `tests/log` looks at the log.

use std::path::{Path, PathBuf};

use serde_json::json;
use testkit::{Session, TestApp, passport};

const NUMBER: &str = "KAN4R13N0";
const NAMES: [&str; 4] = ["KANARIENVOGEL", "Kanarienvogel Anna", "金絲雀", "user-KANARIENVOGEL"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

async fn submit(app: &TestApp, session: &Session) -> Vec<Vec<u8>> {
    let (front, selfie) = (app.upload(session, "front").await, app.upload(session, "selfie").await);
    let claims = json!({ "name": NAMES[1], "birth_date": "1974-08-12", "document_number": NUMBER,
        "sex": "F", "expiry_date": "2031-04-15", "nationality": "UTO" });
    let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims });
    let post =
        app.post("/v1/client/attempts").bearer(&session.token).header("idempotency-key", "k-KANARIENVOGEL");
    post.json(&body).send().await.expect(202);
    let mut pictures = Vec::new();
    for id in [front, selfie] {
        let path = format!("/v1/client/evidence/{id}/image");
        pictures.push(app.get(&path).bearer(&session.token).send().await.body.to_vec());
    }
    pictures
}

#[tokio::test]
async fn no_canary_lies_on_the_disk() {
    let app = TestApp::new().await;
    let session = app.open_session(NAMES[3]).await;
    let mut seen = passport(NUMBER);
    for field in &mut seen.document.fields {
        if field.value.contains("ERIKSSON") {
            field.value = format!("{}, 金絲雀", NAMES[0]);
        }
    }
    app.examiner.sees(seen);
    let pictures = submit(&app, &session).await;
    app.drain().await;
    let report = app.get(&format!("/v1/sessions/{}/report", session.id)).bearer(&app.host).send().await;
    assert!(
        report.text().contains(NUMBER) && report.text().contains(NAMES[0]),
        "the canaries went all the way"
    );

    let mut needles: Vec<Vec<u8>> = NAMES.iter().map(|name| name.as_bytes().to_vec()).collect();
    needles.push(NUMBER.as_bytes().to_vec());
    // Parts of the pictures as they are kept, past what all JPEG files share.
    for picture in &pictures {
        needles.extend(picture[picture.len() / 2..].chunks_exact(16).take(20).map(<[u8]>::to_vec));
    }
    let mut found = Vec::new();
    files(app.folder(), &mut found);
    let mut hits = 0;
    for file in &found {
        let bytes = std::fs::read(file).unwrap();
        hits += needles.iter().filter(|needle| holds(&bytes, needle)).count();
    }
    println!("canaries: {} needles, {} files, hits {hits}", needles.len(), found.len());
    assert_eq!(hits, 0);
}
