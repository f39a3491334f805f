//! People, their credentials, tries and sessions.

use review::{id::ReviewerId, transition::AuditEntry};
use storage::{
    access::{Key, KeyKind},
    audit::Entry,
    people::{Change, Changed, Enrolment, NewPerson, Role},
    sign_in::{NewBrowser, NewCredentials, Proof, Subject, Tries},
};
use uuid::Uuid;

use crate::common::{Fixture, at};

const ENROLMENT: [u8; 32] = [1; 32];
const PASSWORD: &str = "$argon2id$anna";

fn done(action: &str) -> AuditEntry {
    AuditEntry { action: action.into(), session: None, attempt: None, detail: String::new() }
}

fn by(entry: &AuditEntry, second: i64) -> Entry<'_> {
    Entry { at: at(second), actor: "test", applicant: None, entry }
}

fn browser(number: u8) -> NewBrowser {
    NewBrowser { hash: [number; 32], expires_at: at(1000), replaces: None }
}

async fn add(fixture: &Fixture, number: u8, role: Role) -> Uuid {
    let id = Uuid::from_u128(number.into());
    let name = format!("Person {number}");
    let enrolment = Enrolment { hash: [number; 32], until: at(60) };
    let new = NewPerson { id, name: &name, sign_in_name: &name.to_lowercase(), role, enrolment };
    assert!(fixture.store.add_person(&new, &by(&done("person.created"), 0)).await.unwrap());
    id
}

async fn enrolled(fixture: &Fixture, role: Role) -> Uuid {
    let id = add(fixture, 1, role).await;
    let recovery = ["AAAA".to_owned(), "BBBB".to_owned()];
    let new = NewCredentials { password: PASSWORD, totp: [9; 20], step: 10, recovery: &recovery };
    let entry = done("person.enrolled");
    assert!(fixture.store.enrol(id, ENROLMENT, &new, &browser(1), &by(&entry, 1)).await.unwrap());
    id
}

async fn signs_in(fixture: &Fixture, id: Uuid, proof: Proof<'_>, number: u8) -> bool {
    let entry = done("person.signed_in");
    fixture.store.sign_in(id, &proof, &browser(number), &by(&entry, 2)).await.unwrap()
}

#[tokio::test]
async fn a_name_is_taken_once_and_nothing_is_recorded_of_the_second() {
    let fixture = Fixture::new().await;
    add(&fixture, 1, Role::Reviewer).await;
    let enrolment = Enrolment { hash: [2; 32], until: at(60) };
    let id = Uuid::from_u128(2);
    let again = NewPerson { id, name: "PERSON 1", sign_in_name: "person 1", role: Role::Senior, enrolment };
    assert!(!fixture.store.add_person(&again, &by(&done("person.created"), 0)).await.unwrap());
    assert_eq!(fixture.store.verify_audit(&[]).await.unwrap().entries, 1);
    let people = fixture.store.people().await.unwrap();
    assert_eq!((people.len(), people[0].enrolled, people[0].enrolment_until), (1, false, Some(at(60))));
    assert!(people[0] == fixture.store.person_named("person 1").await.unwrap().unwrap());
}

#[tokio::test]
async fn an_enrolment_works_once_and_in_time() {
    let fixture = Fixture::new().await;
    let id = add(&fixture, 1, Role::Reviewer).await;
    assert!(fixture.store.enrolling(ENROLMENT, at(59)).await.unwrap().is_some());
    assert!(fixture.store.enrolling(ENROLMENT, at(60)).await.unwrap().is_none());
    assert!(fixture.store.enrolling([3; 32], at(59)).await.unwrap().is_none());
    let new = NewCredentials { password: PASSWORD, totp: [9; 20], step: 10, recovery: &[] };
    let entry = done("person.enrolled");
    for (second, works) in [(60, false), (59, true), (59, false)] {
        let done = fixture.store.enrol(id, ENROLMENT, &new, &browser(1), &by(&entry, second)).await;
        assert_eq!(done.unwrap(), works);
    }
    let credentials = fixture.store.credentials("person 1").await.unwrap().unwrap();
    assert_eq!((credentials.password.as_deref(), credentials.totp), (Some(PASSWORD), Some([9; 20])));
    let bytes = std::fs::read(fixture.folder.path().join("bonafide.sqlite-wal")).unwrap();
    assert!(!bytes.windows(20).any(|part| part == [9; 20]), "the secret lies open in the data folder");
}

#[tokio::test]
async fn a_code_works_once_and_no_earlier_one_after_it() {
    let fixture = Fixture::new().await;
    let id = enrolled(&fixture, Role::Reviewer).await;
    for (step, works) in [(10, false), (12, true), (12, false), (11, false), (13, true)] {
        assert_eq!(signs_in(&fixture, id, Proof::Code(PASSWORD, step), step as u8).await, works, "{step}");
    }
    for (code, works) in [("AAAA", true), ("AAAA", false), ("CCCC", false), ("BBBB", true)] {
        let number = 20 + code.as_bytes()[0] - b'A';
        assert_eq!(signs_in(&fixture, id, Proof::Recovery(PASSWORD, code), number).await, works, "{code}");
    }
    assert!(!signs_in(&fixture, id, Proof::Code("$argon2id$old", 14), 30).await, "another password");
}

#[tokio::test]
async fn every_change_ends_sessions() {
    for change in [
        Change::Role(Role::Senior),
        Change::Disable,
        Change::Reset(Enrolment { hash: [5; 32], until: at(90) }),
    ] {
        let fixture = Fixture::new().await;
        let id = enrolled(&fixture, Role::Reviewer).await;
        assert!(fixture.store.browser([1; 32]).await.unwrap().unwrap().role == Role::Reviewer);
        let entry = done("person.changed");
        assert_eq!(fixture.store.change_person(id, change, &by(&entry, 3)).await.unwrap(), Changed::Done);
        assert!(fixture.store.browser([1; 32]).await.unwrap().is_none(), "{change:?}");
        let open = matches!(change, Change::Role(_));
        assert_eq!(signs_in(&fixture, id, Proof::Code(PASSWORD, 20), 2).await, open, "{change:?}");
        assert_eq!(signs_in(&fixture, id, Proof::Recovery(PASSWORD, "AAAA"), 3).await, open, "{change:?}");
    }
}

#[tokio::test]
async fn somebody_always_manages_people() {
    let fixture = Fixture::new().await;
    let first = add(&fixture, 1, Role::Administrator).await;
    let entry = done("person.changed");
    let change = async |id, change| fixture.store.change_person(id, change, &by(&entry, 3)).await.unwrap();
    assert_eq!(change(first, Change::Disable).await, Changed::LastAdministrator);
    assert_eq!(change(first, Change::Role(Role::Auditor)).await, Changed::LastAdministrator);
    assert_eq!(change(first, Change::Role(Role::Administrator)).await, Changed::Done);
    let second = add(&fixture, 2, Role::Administrator).await;
    assert_eq!(change(first, Change::Disable).await, Changed::Done);
    assert_eq!(change(second, Change::Disable).await, Changed::LastAdministrator);
    assert_eq!(change(first, Change::Enable).await, Changed::Done);
    assert_eq!(change(second, Change::Role(Role::Reviewer)).await, Changed::Done);
    assert_eq!(change(Uuid::from_u128(9), Change::Disable).await, Changed::Unknown);
}

#[tokio::test]
async fn tries_are_counted_before_they_are_made_and_outlive_a_restart() {
    let fixture = Fixture::new().await;
    let id = enrolled(&fixture, Role::Reviewer).await;
    let pace = |tries: Tries| if tries.failures < 2 { Ok(tries.failures) } else { Err(at(99)) };
    for store in [&fixture.store, &fixture.open_again().await] {
        for subject in [Subject::Person(id), Subject::Nobody("nobody")] {
            let taken = store.take_try(subject, at(5), pace).await.unwrap();
            assert!(matches!(taken, Ok(1 | 2)), "{taken:?}");
        }
    }
    assert_eq!(fixture.store.take_try(Subject::Person(id), at(5), pace).await.unwrap(), Err(at(99)));
    assert_eq!(fixture.store.take_try(Subject::Nobody("nobody"), at(5), pace).await.unwrap(), Err(at(99)));
    assert!(signs_in(&fixture, id, Proof::Code(PASSWORD, 20), 2).await);
    assert_eq!(fixture.store.take_try(Subject::Person(id), at(5), pace).await.unwrap(), Ok(1));
}

#[tokio::test]
async fn sessions_are_few_and_one_browser_has_one() {
    let fixture = Fixture::new().await;
    let id = enrolled(&fixture, Role::Reviewer).await;
    let entry = done("person.signed_in");
    let replacing = NewBrowser { replaces: Some([1; 32]), ..browser(2) };
    let proof = Proof::Code(PASSWORD, 20);
    assert!(fixture.store.sign_in(id, &proof, &replacing, &by(&entry, 2)).await.unwrap());
    assert!(fixture.store.browser([1; 32]).await.unwrap().is_none());
    for number in 3..=13 {
        let proof = Proof::Code(PASSWORD, 20 + u64::from(number));
        let entry = by(&entry, i64::from(number));
        assert!(fixture.store.sign_in(id, &proof, &browser(number), &entry).await.unwrap());
    }
    for (number, there) in [(2, false), (3, false), (4, true), (13, true)] {
        assert_eq!(fixture.store.browser([number; 32]).await.unwrap().is_some(), there, "{number}");
    }
    fixture.store.touch_browser([13; 32], at(50)).await.unwrap();
    fixture.store.touch_browser([13; 32], at(40)).await.unwrap();
    assert!(fixture.store.browser([13; 32]).await.unwrap().unwrap().seen_at == at(50));
    fixture.store.sign_out([13; 32], &by(&entry, 60)).await.unwrap();
    assert!(fixture.store.browser([13; 32]).await.unwrap().is_none());
    assert_eq!(fixture.store.sweep(at(1000)).await.unwrap(), 9);
}

#[tokio::test]
async fn operators_are_whoever_can_come_in() {
    let fixture = Fixture::new().await;
    let anna = enrolled(&fixture, Role::Reviewer).await;
    add(&fixture, 2, Role::Reviewer).await;
    for (number, kind) in [(7, KeyKind::Console(Role::Senior)), (8, KeyKind::Host)] {
        let key = Key { id: Uuid::from_u128(number), kind, name: "machine".into(), created_at: at(0) };
        fixture.store.add_key(&key, [number as u8; 32]).await.unwrap();
        assert_eq!(fixture.store.key([number as u8; 32]).await.unwrap(), Some(key));
    }
    let operators = async |roles: &[Role]| fixture.store.operators(roles).await.unwrap();
    let machine = ReviewerId(Uuid::from_u128(7));
    assert_eq!(operators(&Role::ALL).await, [ReviewerId(anna), machine]);
    assert_eq!(operators(&[Role::Senior]).await, [machine]);
    let entry = done("person.disabled");
    fixture.store.change_person(anna, Change::Disable, &by(&entry, 3)).await.unwrap();
    assert_eq!(operators(&Role::ALL).await, [machine], "nor who is only invited");
}
