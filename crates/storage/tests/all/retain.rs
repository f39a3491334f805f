//! Retention: each way that a case can have ended has its own time, and some are never due.

use review::{
    decision::{DecidedBy, Decision, Outcome, Retry},
    id::ApplicantId,
    transition::Event,
};
use storage::{Extras, retain::Cutoffs};

use crate::common::{ACTOR, Fixture, applicant, approved, at, attempt, session, transition};

fn rejected(number: u128) -> review::transition::Transition {
    let decision = Decision {
        outcome: Outcome::Rejected,
        codes: vec![],
        findings: vec![],
        policy: "exchange@1".into(),
        models: vec![],
        by: DecidedBy::Automatic,
        at: at(2),
        retry: Retry::Now,
        message: None,
    };
    let (session, attempt) = (session(number), attempt(number));
    transition(
        applicant(number),
        2,
        vec![Event::Decided { session, attempt, decision, steps_due: vec![], note: None }],
    )
}

async fn due(fixture: &Fixture, cutoffs: Cutoffs) -> Vec<ApplicantId> {
    let mut due = fixture.store.kept_too_long(&cutoffs, 100).await.unwrap();
    due.sort_unstable();
    due
}

#[tokio::test]
async fn each_end_has_its_own_time() {
    let fixture = Fixture::new().await;
    let extras = Extras::new(at(2), ACTOR);
    fixture.submitted(1).await;
    fixture.store.commit(&approved(applicant(1), session(1), attempt(1), "L1"), &extras).await.unwrap();
    fixture.submitted(2).await;
    fixture.store.commit(&rejected(2), &extras).await.unwrap();
    fixture.session(3).await;
    fixture.applicant(4).await;
    fixture.submitted(5).await;

    let none = Cutoffs::default();
    assert_eq!(due(&fixture, none).await, []);
    assert_eq!(due(&fixture, Cutoffs { approved: Some(at(2)), ..none }).await, [applicant(1)]);
    assert_eq!(
        due(&fixture, Cutoffs { approved: Some(at(1)), ..none }).await,
        [],
        "its last change is later"
    );
    assert_eq!(due(&fixture, Cutoffs { rejected: Some(at(9)), ..none }).await, [applicant(2)]);
    let abandoned = Cutoffs { abandoned: Some(at(9)), ..none };
    assert_eq!(due(&fixture, abandoned).await, [applicant(3), applicant(4)], "5 is being examined");
    fixture.store.set_hold(applicant(3), true, at(3), ACTOR).await.unwrap();
    assert_eq!(due(&fixture, abandoned).await, [applicant(4)]);
}
