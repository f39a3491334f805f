//! Evidence, keys, tokens and remembered answers: durable, checked, and never in the clear where they need not be.

use crate::common::{Fixture, at, session};
use bytes::Bytes;
use review::observation::{CaptureFacts, ImageRole};
use storage::{
    Error,
    access::{Key, KeyKind, NewToken},
    answer::{Answer, Question, Recall, Reply},
    error::WriteError,
    evidence::Evidence,
};
use uuid::Uuid;

const PICTURE: Bytes = Bytes::from_static(b"picture");

#[tokio::test]
async fn a_picture_is_found_by_its_content_and_belongs_to_its_session() {
    let fixture = Fixture::new().await;
    let (_, session) = fixture.session(1).await;
    let digest = fixture.store.put_blob(session, PICTURE).await.unwrap();
    assert_eq!(fixture.store.put_blob(session, PICTURE).await.unwrap(), digest);
    assert_eq!(fixture.blobs().len(), 1, "twice is once");
    let evidence = evidence(session, digest);
    fixture.store.add_evidence(&evidence, None).await.unwrap();
    let again = fixture.open_again().await;
    assert_eq!(again.blob(session, digest).await.unwrap(), PICTURE);
    assert_eq!(again.evidence(evidence.id).await.unwrap(), Some(evidence.clone()));
    assert_eq!(again.evidence_of(session).await.unwrap(), [evidence]);
}

#[tokio::test]
async fn a_picture_that_changed_on_disk_is_refused() {
    let fixture = Fixture::new().await;
    let (_, session) = fixture.session(1).await;
    let digest = fixture.store.put_blob(session, PICTURE).await.unwrap();
    let file = &fixture.blobs()[0];
    let sealed = std::fs::read(file).unwrap();
    assert!(!sealed.windows(7).any(|part| part == PICTURE), "it lies sealed");
    assert!(!file.display().to_string().contains(&digest.to_string()[2..]), "its name is keyed");
    for harmed in [&sealed[..sealed.len() - 1], &[&sealed[..], b"x"].concat(), &PICTURE[..]] {
        std::fs::write(file, harmed).unwrap();
        assert!(matches!(fixture.store.blob(session, digest).await, Err(Error::Unopenable("evidence"))));
    }
}

#[tokio::test]
async fn the_same_picture_of_two_applicants_lies_under_two_names() {
    let fixture = Fixture::new().await;
    for number in 1..=2 {
        let (_, session) = fixture.session(number).await;
        fixture.store.put_blob(session, PICTURE).await.unwrap();
    }
    assert_eq!(fixture.blobs().len(), 2);
}

#[tokio::test]
async fn evidence_of_an_unknown_session_is_refused() {
    let fixture = Fixture::new().await;
    let (_, known) = fixture.session(1).await;
    assert!(fixture.store.put_blob(session(9), PICTURE).await.is_err());
    let digest = fixture.store.put_blob(known, PICTURE).await.unwrap();
    assert!(fixture.store.add_evidence(&evidence(session(9), digest), None).await.is_err());
}

#[tokio::test]
async fn an_answer_is_given_again_for_a_day() {
    let fixture = Fixture::new().await;
    let (_, session) = fixture.session(1).await;
    let token = NewToken { hash: [3; 32], session, created_at: at(0), expires_at: at(3600) };
    let reply = reply([1; 32]);
    fixture.store.issue_token(&token, Some(&reply)).await.unwrap();
    let day = 24 * 3600;
    assert_eq!(
        fixture.store.recall(&reply.question, at(day - 1)).await.unwrap(),
        Recall::Answered(reply.answer)
    );
    let other = self::reply([2; 32]).question;
    assert_eq!(fixture.store.recall(&other, at(1)).await.unwrap(), Recall::OtherQuestion);
    let elsewhere = Question { scope: "host:2".into(), ..other.clone() };
    assert_eq!(
        fixture.store.recall(&elsewhere, at(1)).await.unwrap(),
        Recall::New,
        "other hosts have their own keys"
    );
    assert_eq!(fixture.store.recall(&other, at(day)).await.unwrap(), Recall::New);
    assert_eq!(fixture.store.sweep(at(day)).await.unwrap(), 1);
}

#[tokio::test]
async fn a_key_answered_in_the_meantime_undoes_the_write() {
    let fixture = Fixture::new().await;
    let (_, session) = fixture.session(1).await;
    let first = NewToken { hash: [3; 32], session, created_at: at(0), expires_at: at(3600) };
    fixture.store.issue_token(&first, Some(&reply([1; 32]))).await.unwrap();
    let second = NewToken { hash: [4; 32], ..first };
    let refused = fixture.store.issue_token(&second, Some(&reply([1; 32]))).await;
    assert!(matches!(refused, Err(WriteError::AlreadyAnswered)));
    assert_eq!(fixture.store.token([4; 32]).await.unwrap(), None);
    assert_eq!(fixture.store.token([3; 32]).await.unwrap().unwrap().session, session);
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    let fixture = Fixture::new().await;
    let key = Key { id: Uuid::from_u128(1), kind: KeyKind::Host, name: "shop".into(), created_at: at(0) };
    fixture.store.add_key(&key, [5; 32]).await.unwrap();
    assert_eq!(fixture.store.key([5; 32]).await.unwrap(), Some(key.clone()));
    assert_eq!(fixture.store.key([6; 32]).await.unwrap(), None);
    assert!(fixture.store.revoke_key(key.id, at(1)).await.unwrap());
    assert!(!fixture.store.revoke_key(key.id, at(1)).await.unwrap());
    assert_eq!(fixture.store.key([5; 32]).await.unwrap(), None);
    assert_eq!(fixture.store.keys().await.unwrap(), []);
}

#[tokio::test]
async fn token_secrets_differ_and_outlive_a_restart() {
    let fixture = Fixture::new().await;
    let secret = fixture.store.token_secret([1; 16]);
    assert_ne!(secret, fixture.store.token_secret([2; 16]));
    assert_eq!(fixture.open_again().await.token_secret([1; 16]), secret);
}

fn evidence(session: review::id::SessionId, digest: review::id::Digest) -> Evidence {
    Evidence {
        id: Uuid::from_u128(77),
        session,
        role: ImageRole::Front,
        digest,
        width_px: 1600,
        height_px: 1000,
        size_bytes: 7,
        facts: CaptureFacts { format: "png".into(), flash_fired: None, software: None },
        uploaded_at: at(3),
    }
}

fn reply(fingerprint: [u8; 32]) -> Reply {
    Reply {
        question: Question { scope: "host:1".into(), key: "k".into(), fingerprint },
        answer: Answer { status: 201, body: "{\"id\":1}".into(), token: Some([8; 16]) },
    }
}
