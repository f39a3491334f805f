//! Flat pages: their truth lies on their ink, at any resolution.

use jiff::civil::{Date, date};
use specimen::{FieldTruth, FlatPage, ImageRole, Kind, PortraitDetail, RenderError, Request, flat};

const TODAY: Date = date(2026, 3, 1);

fn pages(kind: Kind, px_per_mm: f32) -> Vec<FlatPage> {
    flat(&Request::new(kind, 5, TODAY), px_per_mm, PortraitDetail::Low).expect("it can be drawn").pages
}

/// The darkest green of a field's box.
fn darkest(page: &FlatPage, field: &FieldTruth) -> u8 {
    let [a, _, c, _] = field.quad;
    let columns = a.x as u32..(c.x.ceil() as u32).min(page.image.width());
    let rows = a.y as u32..(c.y.ceil() as u32).min(page.image.height());
    rows.flat_map(|y| columns.clone().map(move |x| page.image.get_pixel(x, y).0[1]))
        .min()
        .expect("the range is not empty")
}

#[test]
fn the_same_request_gives_the_same_page_at_any_resolution() {
    let (fine, coarse) = (pages(Kind::ResidentIdCn, 12.0), pages(Kind::ResidentIdCn, 6.0));
    assert!(fine[0].image == pages(Kind::ResidentIdCn, 12.0)[0].image, "pictures differ");
    assert_eq!([ImageRole::Front, ImageRole::Back].to_vec(), fine.iter().map(|p| p.role).collect::<Vec<_>>());
    for (a, b) in fine.iter().zip(&coarse) {
        assert_eq!(a.image.width(), (a.size_mm.0 * 12.0) as u32);
        for (x, y) in a.fields.iter().zip(&b.fields) {
            assert_eq!((x.name, &x.text), (y.name, &y.text));
            let apart = (x.quad[0].x / 12.0 - y.quad[0].x / 6.0).abs();
            assert!(apart < 0.25, "{:?}: {apart} mm apart", x.name);
        }
    }
}

#[test]
fn every_field_has_ink() {
    for kind in Kind::ALL {
        for page in pages(kind, 8.0) {
            for field in &page.fields {
                assert!(darkest(&page, field) < 120, "{kind:?} {:?} {:?}", page.role, field.name);
            }
        }
    }
}

#[test]
fn no_document_has_no_page_and_resolutions_have_bounds() {
    assert!(pages(Kind::NoDocument, 8.0).is_empty());
    let request = Request::new(Kind::StudentCard, 1, TODAY);
    for wrong in [0.0, 1.9, 400.0, f32::NAN] {
        let refused = flat(&request, wrong, PortraitDetail::Low);
        assert!(matches!(refused, Err(RenderError::Resolution(_))), "{wrong}");
    }
}
