//! The shipped policy, what is refused with which place, and what findings lead to.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    decision::{CodedReason, DecidedBy, Decision, Outcome, Retry},
    finding::Finding,
    id::ReviewerId,
    observation::ImageRole,
    samples::region,
};

const EXCHANGE: &str = include_str!("../../../../policies/exchange.toml");

#[test]
fn the_shipped_policy_is_whole() {
    let policy = Policy::parse(EXCHANGE).unwrap_or_else(|error| panic!("policies/exchange.toml: {error}"));
    assert_eq!(policy, Policy::exchange());
    assert_eq!(policy.id(), "exchange@1");
    assert_eq!(policy.clone().sandboxed().id(), "exchange@1+sandbox");
    assert_eq!(Policy::shipped("exchange@1+sandbox"), Some(policy.sandboxed()));
    assert_eq!(Policy::shipped("exchange@2"), None);
}

/// A code's name, sub-reasons, difficulty, way back and longest recovery in minutes.
type CodeRow = (&'static str, &'static [&'static str], Difficulty, Resubmission, u32);

/// DESIGN §1, column by column.
const TABLE: &[CodeRow] = &[
    (
        "E001",
        &[
            "blur",
            "covered",
            "cut_off",
            "glare",
            "no_document",
            "several_documents",
            "side_missing",
            "too_bright",
            "too_dark",
            "too_small",
        ],
        Difficulty::Low,
        Resubmission::Now,
        30,
    ),
    (
        "E005",
        &["birth_date", "document_number", "expiry", "name", "nationality", "sex", "side_mismatch"],
        Difficulty::Medium,
        Resubmission::Now,
        120,
    ),
    (
        "E012",
        &[
            "backlit",
            "blink_failed",
            "challenge_not_followed",
            "face_lost",
            "glasses",
            "hat",
            "head_angle",
            "injected_stream",
            "mask",
            "presentation_attack",
            "several_faces",
            "too_dark",
        ],
        Difficulty::Low,
        Resubmission::Now,
        15,
    ),
    ("E013", &[], Difficulty::Low, Resubmission::Now, 15),
    ("E018", &["expired", "expires_soon"], Difficulty::High, Resubmission::Now, 15 * DAY),
    ("E020", &[], Difficulty::None, Resubmission::Never, 0),
    ("E021", &[], Difficulty::Ticket, Resubmission::Ticket, 5 * DAY),
    ("E022", &["photo_of_screen", "photocopy", "scan", "screenshot"], Difficulty::Low, Resubmission::Now, 30),
    ("E031", &[], Difficulty::High, Resubmission::Ticket, 5 * DAY),
    ("E032", &[], Difficulty::Ticket, Resubmission::Ticket, 5 * DAY),
    (
        "E044",
        &["expired_officer_card", "region_not_accepted", "student_card", "temporary_id", "unknown_type"],
        Difficulty::Medium,
        Resubmission::Now,
        0,
    ),
];

/// Minutes of a day.
const DAY: u32 = 24 * 60;

#[test]
fn the_table_of_the_design_is_in_the_policy() {
    let policy = Policy::exchange();
    assert_eq!(policy.codes.keys().collect::<Vec<_>>(), TABLE.iter().map(|row| row.0).collect::<Vec<_>>());
    for (name, reasons, difficulty, resubmission, minutes) in TABLE {
        let code = policy.code(name).unwrap();
        assert_eq!(code.reasons.keys().collect::<Vec<_>>(), reasons.to_vec(), "{name}");
        let facts = (code.difficulty, code.resubmission, code.recovery.max_minutes);
        assert_eq!(facts, (*difficulty, *resubmission, *minutes), "{name}");
    }
}

#[test]
fn the_languages_are_three() {
    let policy = Policy::exchange();
    let expired = policy.title("E018", "expired");
    assert_eq!(expired.get("en-GB"), "The document has expired");
    assert_eq!(expired.get("zh-CN"), "证件已过期");
    assert_eq!(expired.get("zh_TW"), "證件已過期");
    assert_eq!(expired.get("zh-Hant-HK"), "證件已過期");
    assert_eq!(expired.get("zh-Hans-HK"), "证件已过期");
    assert_eq!(expired.get("fr"), expired.en);
    assert_eq!(policy.title("E018", "no such reason"), &policy.code("E018").unwrap().title);
    assert!(!policy.remedy("E999", "").en.is_empty());
    for code in policy.codes.values() {
        for text in [&code.title, &code.remedy].into_iter().chain(code.reasons.values().map(|r| &r.remedy)) {
            assert_ne!(text.zh_hans, text.zh_hant, "the two scripts differ somewhere in every text");
        }
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let rows = [
        ("version = 1", "version = 1\nspeed = 2", "unknown field `speed`"),
        ("version = 1", "version = ", "string values must be quoted"),
        ("version = 1", "version = 0", "versions start at 1"),
        ("witnesses_min = 2", "witnesses_min = 1", "two witnesses"),
        ("glare_share_max = 0.02", "glare_share_max = 2", "not within 0 and 1"),
        ("glare_share_max = 0.02", "glare_share_max = nan", "not within 0 and 1"),
        ("glare_share_max = 0.02", "", "missing field `glare_share_max`"),
        ("face_no_match_max = 0.05", "face_no_match_max = 0.9", "lies above `face_match_min`"),
        ("submissions_max = 5", "submissions_max = 0", "not within 1"),
        ("[120, 240]", "[240, 120]", "the first not above the second"),
        ("\"document.glare\" =", "\"document.glow\" =", "unknown variant `document.glow`"),
        ("\"document.glare\" =", "#", "the finding `document.glare` has no rule"),
        ("code = \"E031\", ", "code = \"E131\", ", "the code `E131` is not defined"),
        ("code = \"E031\", ", "", "names its code"),
        ("reason = \"glare\" }", "reason = \"shine\" }", "no sub-reason `shine`"),
        ("explained_by = [\"E001/blur\", \"E044\"]", "explained_by = [\"E020\"]", "settles nothing"),
        ("explained_by = [\"E001/blur\", \"E044\"]", "explained_by = [\"E001/shine\"]", "settles nothing"),
        ("sex = \"sex\"", "sex = \"gender\"", "no sub-reason `gender`"),
        ("\"hkid\",", "\"library_card\",", "unknown variant `library_card`"),
        ("regions_refused = [\"IRN\"", "regions_refused = [\"Iran\"", "no ICAO code"),
        ("title.en = \"The photo is blurred\"", "title.en = \" \"", "1 to 600 printable characters"),
        ("steps = [\"picture\"]", "steps = []", "which steps"),
        ("[diagnoses.transposed]", "[diagnoses.shuffled]", "unknown variant `shuffled`"),
    ];
    for (from, to, message) in rows {
        let at = EXCHANGE.find(from).unwrap_or_else(|| panic!("the shipped policy has no `{from}`"));
        let broken = EXCHANGE.replacen(from, to, 1);
        let error = Policy::parse(&broken).expect_err(to);
        assert!(error.message.contains(message), "{from} -> {to}: {error}");
        let line = EXCHANGE[..at].matches('\n').count() + 1;
        let missing = message.contains("has no rule") || message.contains("missing field");
        assert!(missing || error.line.abs_diff(line) <= 1, "{to}: line {} for {line}: {error}", error.line);
        assert!(error.column >= 1);
    }
}

fn decide(findings: &[Finding]) -> Decision {
    Policy::exchange().decide(findings, DecidedBy::Automatic, &[], Timestamp::UNIX_EPOCH)
}

fn codes(decision: &Decision) -> Vec<String> {
    decision.codes.iter().map(CodedReason::spelled).collect()
}

fn found(code: FindingCode) -> Finding {
    Finding { witnesses: 2, ..Finding::new(code).about_image(ImageRole::Front) }
}

#[test]
fn codes_come_gravest_first_then_by_place() {
    let mut low = found(FindingCode::DocumentGlare).at(Some(region(ImageRole::Back)));
    let mut high = found(FindingCode::DocumentTooSmall).at(Some(region(ImageRole::Back)));
    low.region.as_mut().unwrap().corners.iter_mut().for_each(|point| point.y += 0.3);
    high.region.as_mut().unwrap().corners.iter_mut().for_each(|point| point.y -= 0.3);
    let decision = decide(&[
        low,
        high,
        found(FindingCode::FaceHeadAngle),
        found(FindingCode::DocumentExpired),
        found(FindingCode::DocumentCutOff),
        found(FindingCode::DocumentCutOff),
    ]);
    let want = ["E018/expired", "E001/cut_off", "E001/too_small", "E001/glare", "E012/head_angle"];
    assert_eq!(codes(&decision), want);
    assert_eq!((decision.outcome, decision.retry), (Outcome::Rejected, Retry::Now));
    assert_eq!(decision.findings.len(), 6, "every finding is kept");
}

#[test]
fn doubts_wait_only_where_a_rejection_explains_them() {
    use FindingCode as F;
    let rows: &[(&[F], &str)] = &[
        (&[], "approved"),
        (&[F::DocumentUnreadableField], "review"),
        (&[F::DocumentUnreadableField, F::DocumentGlare], "rejected E001/glare"),
        (&[F::DocumentImpossibleData, F::DocumentGlare], "review"),
        (&[F::ExaminationFailed, F::DocumentGlare], "review"),
        (&[F::MrzCheckDigit, F::DocumentExpired], "review"),
        (&[F::FaceCannotTell, F::FaceTooDark], "rejected E012/too_dark"),
        (&[F::ClaimMismatch, F::DocumentBlur], "rejected E001/blur"),
        (&[F::ClaimMismatch, F::DocumentSideMissing], "rejected E005 E001/side_missing"),
        (&[F::ClaimMismatch, F::DocumentExpired], "rejected E018/expired E005"),
        (&[F::DocumentExpired, F::DocumentStudentCard], "rejected E044/student_card"),
        (&[F::FaceMismatch, F::ClaimMismatch], "rejected E005 E013"),
        (&[F::ApplicantUnderage, F::DocumentBlur, F::ExaminationFailed], "rejected E020"),
        (&[F::ApplicantUnderage, F::DocumentDuplicate], "rejected E020 E031"),
    ];
    for (findings, want) in rows {
        let findings: Vec<Finding> = findings.iter().map(|code| found(*code)).collect();
        let decision = decide(&findings);
        let got = format!("{} {}", decision.outcome, codes(&decision).join(" "));
        assert_eq!(got.trim(), *want, "{findings:?}");
    }
}

#[test]
fn suspicions_are_for_the_reviewer_alone() {
    let findings = [found(FindingCode::DocumentImpossibleData)];
    assert_eq!(decide(&findings).codes, []);
    let suspicions = Policy::exchange().suspicions(&findings);
    assert_eq!(suspicions.iter().map(CodedReason::spelled).collect::<Vec<_>>(), ["E021"]);
}

#[test]
fn a_persons_rejection_advises_a_pause_unless_it_is_final() {
    let policy = Policy::exchange();
    let by = DecidedBy::Reviewer(ReviewerId(Uuid::from_u128(7)));
    let retry =
        |code| policy.reject(vec![CodedReason::bare(code, "")], &[], by, &[], Timestamp::UNIX_EPOCH).retry;
    let minutes = |minutes: i64| Timestamp::from_second(minutes * 60).unwrap();
    assert_eq!(retry("E013"), Retry::Advised { from: minutes(120), until: minutes(240) });
    assert_eq!(retry("E021"), Retry::Ticket);
    assert_eq!(retry("E020"), Retry::Never);
    let end = policy.reject(vec![CodedReason::bare("E013", "")], &[], by, &[], Timestamp::MAX).retry;
    assert_eq!(end, Retry::Advised { from: Timestamp::MAX, until: Timestamp::MAX });
}

proptest! {
    #[test]
    fn any_text_is_a_policy_or_an_error_within_it(text in "\\PC{0,200}") {
        let error = Policy::parse(&text).expect_err("no short text is whole");
        prop_assert!(error.line >= 1 && error.line <= text.lines().count().max(1) + 1);
    }

    /// A byte changed anywhere in the shipped policy never panics, and what parses is still whole.
    #[test]
    fn a_changed_policy(at in 0..EXCHANGE.len(), byte in prop::sample::select(b"\"[]=.0a\n ".to_vec())) {
        let mut bytes = EXCHANGE.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok(policy) = String::from_utf8(bytes).map_err(drop).and_then(|text| Policy::parse(&text).map_err(drop)) {
            for finding in FindingCode::ALL {
                let rule = policy.rule(finding);
                prop_assert!(rule.action != Action::Decline || rule.code.is_some());
            }
        }
    }

    /// Without two witnesses nothing final is decided by the machine; with a doubt that nothing explains, nothing is approved.
    #[test]
    fn findings_in_any_mixture(picked in prop::collection::vec((0..FindingCode::ALL.len(), 0u8..4), 0..8)) {
        let findings: Vec<Finding> = picked.iter().map(|(code, witnesses)| Finding { witnesses: *witnesses, ..found(FindingCode::ALL[*code]) }).collect();
        let decision = decide(&findings);
        let proven = findings.iter().any(|finding| finding.witnesses >= 2);
        if matches!(decision.retry, Retry::Never | Retry::Ticket) {
            prop_assert!(proven);
        }
        prop_assert_eq!(decision.outcome == Outcome::Rejected, !decision.codes.is_empty());
        prop_assert_eq!(decision.outcome == Outcome::Approved, findings.is_empty(), "every shipped rule counts");
        let steps = Policy::exchange().steps_due(&decision.codes, &findings, false);
        prop_assert_eq!(steps.is_empty(), decision.codes.is_empty() || decision.retry != Retry::Now);
    }
}
