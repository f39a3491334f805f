//! Many sittings at once: answers come later, and none is refused.

use std::time::Duration;

use testkit::Act;
use tokio::task::JoinSet;

use super::page::{NO_COLOUR, Page, Served, document, face};

const SITTINGS: usize = 50;
const FRAMES: usize = 4;

/// Every answer of a short sitting.
async fn sits(mut page: Page, hello: serde_json::Value) -> Vec<serde_json::Value> {
    let mut answers = vec![page.hello(&hello).await];
    for _ in 0..FRAMES {
        answers.push(page.show(Act::Rest, NO_COLOUR).await);
    }
    answers
}

#[tokio::test]
async fn fifty_sittings_before_a_slow_examiner_all_get_their_answers() {
    let served = Served::new().await;
    served.app.examiner.look_takes(Duration::from_millis(15));
    let mut sittings = JoinSet::new();
    for at in 0..SITTINGS {
        let session = served.app.open_session(&format!("user-{at}")).await;
        let hello = if at % 2 == 0 { face(&session.token) } else { document(&session.token, "front") };
        sittings.spawn(sits(served.page().await, hello));
    }
    let all = sittings.join_all().await;
    let answers: Vec<&str> =
        all.iter().flatten().map(|answer| answer["type"].as_str().unwrap_or("cut")).collect();
    let count = |kind: &str| answers.iter().filter(|answer| **answer == kind).count();
    let half = SITTINGS / 2 * FRAMES;
    assert_eq!((count("ready"), count("face"), count("document")), (SITTINGS, half, half), "{answers:?}");
    served.is_well().await;
}
