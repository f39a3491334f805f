//! Every status against every command, kept as docs/state-machine.md.

use super::*;

const PAGE: &str = include_str!("../../../../../docs/state-machine.md");

/// Where a case can stand before a command, by a name, and how it gets there.
fn states() -> Vec<(&'static str, World)> {
    let glare = || finding(FindingCode::DocumentGlare);
    let after = |mut world: World, command: Command| {
        world.done(command);
        world
    };
    let mut locked = World::open();
    for attempt in 1..=5 {
        locked.done(submit(1, attempt + 10));
        locked.done(conclude(1, attempt + 10, vec![glare()]));
    }
    locked.refused(submit(1, 16));
    let mut expired = World::open();
    expired.pass(hours(31 * 24));
    vec![
        ("no session", World::new()),
        ("requires_input, first", World::open()),
        ("requires_input, again", after(World::submitted(), conclude(1, 1, vec![glare()]))),
        ("requires_input, locked", locked),
        ("requires_input, expired", expired),
        ("processing", World::submitted()),
        ("in_review", World::in_review()),
        ("in_review, escalated", after(World::in_review(), escalate(2))),
        ("in_review, kept for another", after(World::in_review(), assign(10, Some(3)))),
        ("in_review, one has rejected for good", after(World::in_review(), decide(1, 2, reject("E020", "")))),
        ("approved", after(World::submitted(), conclude(1, 1, vec![]))),
        (
            "declined",
            after(World::submitted(), conclude(1, 1, vec![finding(FindingCode::ApplicantUnderage)])),
        ),
        (
            "declined, can be appealed",
            after(World::submitted(), conclude(1, 1, vec![finding(FindingCode::DocumentDuplicate)])),
        ),
        ("declined, appeal open", World::appealed()),
        ("approved, correction open", {
            let mut world = after(World::submitted(), conclude(1, 1, vec![]));
            world.done(open_ticket(1, TicketKind::Correction));
            world
        }),
        ("canceled", after(World::submitted(), cancel(1))),
    ]
}

/// Every command, with each of its results that leads elsewhere, on the session's latest attempt.
fn commands(world: &World) -> Vec<(&'static str, Command)> {
    let attempts = world.case.sessions.values().flat_map(|session| &session.attempts);
    let latest = attempts.last().map_or(1, |attempt| attempt.id.0.as_u128() - 200);
    vec![
        ("open another", open(2)),
        ("submit", submit(1, 50)),
        ("submit nothing", submit_parts(1, 50, &[], None)),
        ("conclude: clear", conclude(1, latest, vec![])),
        ("conclude: doubt", conclude(1, latest, vec![finding(FindingCode::FaceCannotTell)])),
        ("conclude: can be put right", conclude(1, latest, vec![finding(FindingCode::DocumentGlare)])),
        ("conclude: cannot be undone", conclude(1, latest, vec![finding(FindingCode::ApplicantUnderage)])),
        ("decide: approve", decide(latest, 1, Verdict::Approve)),
        ("decide: reject", decide(latest, 1, reject("E013", ""))),
        ("decide: reject for good", decide(latest, 1, reject("E020", ""))),
        ("senior: approve", decide(latest, 11, Verdict::Approve)),
        ("escalate", escalate(1)),
        ("senior: assign", assign(10, Some(1))),
        ("open an appeal", open_ticket(60, TicketKind::Appeal)),
        ("open a correction", open_ticket(60, TicketKind::Correction)),
        ("grant the ticket", answer_ticket(1, 1, Answer::Grant)),
        ("refuse the ticket", answer_ticket(1, 1, Answer::Refuse)),
        ("withdraw the ticket", withdraw(1)),
        ("senior: revoke", revoke(10)),
        ("senior: lift locks", lift(10)),
        ("face check passed", end_liveness(1, None)),
        ("face check failed", end_liveness(1, Some("blink_failed"))),
        ("cancel", cancel(1)),
    ]
}

/// What a command makes of the case: the status of the session that it is about, or the refusal.
fn cell(world: &World, name: &str, command: Command) -> String {
    let mut world = world.clone();
    match world.run(command) {
        Ok(_) if name == "open another" => format!("new: {}", world.session(2).status),
        Ok(_) => world.status().to_string(),
        Err(refusal) => format!("`{}`", refusal.code()),
    }
}

fn page() -> String {
    let names: Vec<&str> = commands(&World::new()).iter().map(|(name, _)| *name).collect();
    let mut lines = vec![
        "# The session's state machine".to_owned(),
        String::new(),
        "Every status against every command: what the session becomes, or the refusal. A test of `review` makes this".to_owned(),
        "page by applying each command and fails when it is out of date; `UPDATE_PAGES=1 cargo test -p review` writes it.".to_owned(),
        "\"Locked\" and \"expired\" are not stored: they follow from the clock.".to_owned(),
        String::new(),
        format!("| status | {} |", names.join(" | ")),
        format!("|{}", "---|".repeat(names.len() + 1)),
    ];
    for (state, world) in states() {
        let cells: Vec<String> =
            commands(&world).into_iter().map(|(name, command)| cell(&world, name, command)).collect();
        lines.push(format!("| {state} | {} |", cells.join(" | ")));
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_page_of_the_state_machine_is_current() {
    let page = page();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/state-machine.md");
        std::fs::write(path, &page).expect("docs/ can be written");
        return;
    }
    assert!(
        page == PAGE,
        "docs/state-machine.md is out of date: run `UPDATE_PAGES=1 cargo test -p review`\n{page}"
    );
}

#[test]
fn no_final_status_is_ever_left() {
    // An appeal that is granted, and a verification that is taken back, are the two ways out.
    let ways_out = ["grant the ticket", "senior: revoke"];
    for (state, world) in states() {
        let finals = world.case.sessions.values().filter(|session| session.status.is_final());
        let before: Vec<(SessionId, Status)> = finals.map(|session| (session.id, session.status)).collect();
        for (name, command) in commands(&world) {
            if ways_out.contains(&name) {
                continue;
            }
            let mut world = world.clone();
            let _ = world.run(command);
            for (session, status) in &before {
                assert_eq!(world.case.sessions[session].status, *status, "{state}, {name}");
            }
        }
    }
}
