//! What is collected and never used, and settings that say nothing beside the others.

use std::collections::BTreeSet;

use identity::catalogue::{DocumentKind, country};

use super::{Found, RemarkKind, reach::impossible};
use crate::{
    finding::FindingCode as F,
    policy::{Action, Policy, Resubmission},
};

/// Everything of this kind.
pub(super) fn remarks(policy: &Policy) -> Vec<Found> {
    let mut found = collected(policy);
    found.extend(kinds(policy));
    found.extend(regions(policy));
    found.extend(issuers(policy));
    found.extend(field_reasons(policy));
    found.extend(no_way_back(policy));
    found
}

fn collected(policy: &Policy) -> Vec<Found> {
    let counts =
        |finding: F| policy.rule(finding).action != Action::Ignore && impossible(policy, finding).is_none();
    let live = [
        F::LivenessNotFollowed,
        F::LivenessFlat,
        F::LivenessFramed,
        F::LivenessAnotherFace,
        F::LivenessNoReflection,
        F::LivenessRepeatedFrames,
        F::LivenessEvenStream,
        F::LivenessVirtualCamera,
    ];
    let (claims, rule) = (&policy.claims, &policy.liveness);
    let compared = counts(F::FaceMismatch) || counts(F::FaceCannotTell);
    let rows: [(bool, &[&str], &str); 5] = [
        (
            claims.required && !counts(F::ClaimMismatch),
            &["claims", "required"],
            "claims must be typed, and nothing comes of a difference to the document",
        ),
        (
            policy.selfie_required && !compared,
            &["selfie_required"],
            "a selfie must be taken, and nothing comes of a face that differs from the portrait",
        ),
        (
            rule.required && !live.into_iter().any(counts),
            &["liveness", "required"],
            "a face check must be run, and nothing comes of what it shows",
        ),
        (
            rule.colours_count > 0 && !counts(F::LivenessNoReflection),
            &["liveness", "colours_count"],
            "the screen shows colours, and nothing comes of whether the face answers them",
        ),
        (
            rule.required && !policy.selfie_required,
            &["liveness", "required"],
            "no selfie is required, so who takes none needs no face check either",
        ),
    ];
    let odd = rows.into_iter().filter(|(odd, _, _)| *odd);
    odd.map(|(_, path, message)| Found::new(RemarkKind::CollectedUnused, path, message)).collect()
}

/// Kinds of documents that settings name and that nobody may hand in.
fn kinds(policy: &Policy) -> Vec<Found> {
    let documents = &policy.documents;
    let taken: BTreeSet<DocumentKind> =
        documents.accepted.iter().chain(documents.accepted_of.values().flatten()).copied().collect();
    let required: BTreeSet<DocumentKind> = documents.required.keys().copied().collect();
    let in_lanes: BTreeSet<DocumentKind> =
        policy.review.lanes.iter().flat_map(|lane| &lane.kinds).copied().collect();
    let lists: [(&[&str], &BTreeSet<DocumentKind>); 4] = [
        (&["documents", "back_required"], &documents.back_required),
        (&["documents", "mrz_required"], &documents.mrz_required),
        (&["documents", "required"], &required),
        (&["review", "lanes"], &in_lanes),
    ];
    let odd =
        lists.into_iter().flat_map(|(path, kinds)| kinds.difference(&taken).map(move |kind| (path, kind)));
    odd.map(|(path, kind)| {
        let message = format!("`{}` is accepted of nobody", kind.code());
        Found::new(RemarkKind::SaysNothing, path, message)
    })
    .collect()
}

fn regions(policy: &Policy) -> Vec<Found> {
    let documents = &policy.documents;
    let (accepted, refused) = (&documents.regions_accepted, &documents.regions_refused);
    let says_nothing =
        |key: &str, message: String| Found::new(RemarkKind::SaysNothing, &["documents", key], message);
    let mut found = Vec::new();
    if accepted.contains("*") && accepted.len() > 1 {
        let message = "`*` accepts all: the others say nothing beside it".to_owned();
        found.push(says_nothing("regions_accepted", message));
    }
    let unasked = refused.iter().filter(|code| !accepted.contains("*") && !accepted.contains(*code));
    found.extend(unasked.map(|code| {
        says_nothing("regions_refused", format!("`{code}` is not accepted, so it needs no refusal"))
    }));
    let of = documents.accepted_of.keys().filter(|code| !documents.accepts_region(code));
    found.extend(of.map(|code| says_nothing("accepted_of", format!("documents of `{code}` are refused"))));
    found
}

/// A typing mistake in a list of issuers refuses nobody.
fn issuers(policy: &Policy) -> Vec<Found> {
    let documents = &policy.documents;
    let of: BTreeSet<String> = documents.accepted_of.keys().cloned().collect();
    let in_lanes: BTreeSet<String> =
        policy.review.lanes.iter().flat_map(|lane| &lane.issuers).cloned().collect();
    let lists: [(&[&str], &BTreeSet<String>); 4] = [
        (&["documents", "regions_accepted"], &documents.regions_accepted),
        (&["documents", "regions_refused"], &documents.regions_refused),
        (&["documents", "accepted_of"], &of),
        (&["review", "lanes"], &in_lanes),
    ];
    let named = lists.into_iter().flat_map(|(path, codes)| codes.iter().map(move |code| (path, code)));
    let remark = |(path, code): (&[&str], &String)| {
        let message = match country(code) {
            _ if code == "*" => return None,
            Some(known) if known.code == code => return None,
            Some(known) => format!("documents of `{code}` carry `{}`, so this fits none", known.code),
            None => format!("ICAO knows no issuer `{code}`"),
        };
        Some(Found::new(RemarkKind::IssuerUnknown, path, message))
    };
    named.filter_map(remark).collect()
}

fn field_reasons(policy: &Policy) -> Option<Found> {
    let asked = policy.rules.values().any(|rule| rule.action != Action::Ignore && rule.reason == "by_field");
    let message = "no rule says `by_field`";
    (!asked && !policy.field_reasons.is_empty())
        .then(|| Found::new(RemarkKind::SaysNothing, &["field_reasons"], message))
}

fn no_way_back(policy: &Policy) -> Vec<Found> {
    let asks = policy.codes.iter().filter(|(_, code)| code.resubmission == Resubmission::Ticket);
    let closed = asks.filter(|(name, _)| !policy.tickets.appeal_codes.contains(*name));
    let remark = |name: &String| {
        let message = format!("`{name}` says that a ticket is the way back, and is not among `appeal_codes`");
        Found::new(RemarkKind::NoWayBack, &["codes", name, "resubmission"], message)
    };
    closed.map(|(name, _)| remark(name)).collect()
}
