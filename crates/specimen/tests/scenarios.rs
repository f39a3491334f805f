//! A scenario, rendered.

use jiff::civil::date;
use specimen::{DegradationKind, ImageRole, scenario};

#[test]
fn glare_is_on_the_front_only_and_the_selfie_comes_last() {
    let case = scenario("e001_glare", 11, date(2026, 3, 1)).unwrap();
    let roles: Vec<_> = case.images.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [ImageRole::Front, ImageRole::Selfie]);
    assert_eq!(case.truth.images[0].degradations[0].kind, DegradationKind::Glare);
    assert!(case.truth.images[1].degradations.is_empty());
}
