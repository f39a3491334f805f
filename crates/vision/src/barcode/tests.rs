//! Barcodes that are written, photographed in many ways, and read.

use image::{Rgb, RgbImage, imageops};
use rxing::{BarcodeFormat, EncodeHints, Writer, pdf417::PDF417Writer, qrcode::QRCodeWriter};

use super::*;
use crate::{
    geometry::{Px, px},
    testing, warp,
};

const PAYLOAD: &str = "@\n\u{1e}\rANSI 636000100002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\n\
DDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062024\nDBB06061986\nDBA12102030\nDBC1\nDAU068 in\nDAYBRO\n\
DAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\r\
ZVZVA01\r";

/// A symbol with modules of `module` pixels (for PDF417 rows of three), dark on light.
fn symbol(format: BarcodeFormat, text: &str, module: u32) -> RgbImage {
    let hints = EncodeHints { Margin: Some("2".into()), ..EncodeHints::default() };
    let bits = match format {
        BarcodeFormat::PDF_417 => PDF417Writer.encode_with_hints(text, &format, 0, 0, &hints),
        _ => QRCodeWriter.encode_with_hints(text, &format, 0, 0, &hints),
    };
    let bits = bits.expect("the text fits");
    let (w, h) = (bits.getWidth(), bits.getHeight());
    let dark = |x: u32, y: u32| bits.get(x / module, y / module);
    let ink = |x, y| if dark(x, y) { Rgb([40, 38, 45]) } else { Rgb([225, 228, 220]) };
    RgbImage::from_fn(w * module, h * module, ink)
}

/// A card with lines of text and the symbol in its lower part, on a larger table.
fn table(symbol: &RgbImage) -> RgbImage {
    let mut table = RgbImage::from_pixel(symbol.width() + 700, symbol.height() + 800, Rgb([120, 100, 80]));
    let mut card = RgbImage::from_pixel(symbol.width() + 160, symbol.height() + 330, Rgb([225, 228, 220]));
    let print = testing::page(&["CLASS D", "ENDORSEMENTS"]);
    imageops::replace(&mut card, &imageops::resize(&print, 320, 120, imageops::FilterType::Triangle), 20, 20);
    imageops::replace(&mut card, symbol, 80, 240);
    imageops::replace(&mut table, &card, 250, 220);
    table
}

/// The picture as a camera turned by `degrees` sees it, `zoom` times as large.
fn turned(picture: &RgbImage, degrees: f32, zoom: f32) -> RgbImage {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let reach = w.hypot(h) / 2.0;
    let corner = |x: f32, y: f32| -> Px { px(x, y).turned(degrees.to_radians()).plus(px(w / 2.0, h / 2.0)) };
    let view =
        Quad([corner(-reach, -reach), corner(reach, -reach), corner(reach, reach), corner(-reach, reach)]);
    let side = (2.0 * reach * zoom) as u32;
    warp::cut_out(picture, &view, side, side).expect("the view shows the picture")
}

fn payloads(picture: &RgbImage) -> Vec<(Symbology, String)> {
    find(picture).into_iter().map(|found| (found.symbology, found.payload)).collect()
}

#[test]
fn a_licence_is_read_at_any_turn_and_size() {
    let symbol = symbol(BarcodeFormat::PDF_417, PAYLOAD, 3);
    let table = table(&symbol);
    let want = vec![(Symbology::Pdf417, PAYLOAD.to_owned())];
    let views = [
        (0.0, 1.0),
        (90.0, 1.0),
        (180.0, 1.0),
        (7.0, 1.0),
        (-33.0, 1.0),
        (121.0, 1.0),
        (0.0, 0.6),
        (15.0, 0.7),
        (4.0, 2.0),
    ];
    let missed: Vec<_> =
        views.iter().filter(|(degrees, zoom)| payloads(&turned(&table, *degrees, *zoom)) != want).collect();
    assert!(missed.is_empty(), "not read at (degrees, zoom): {missed:?}");
}

#[test]
fn its_place_is_where_it_is() {
    let symbol = symbol(BarcodeFormat::PDF_417, PAYLOAD, 3);
    let found = find(&table(&symbol));
    let (lo, hi) = found[0].quad.bounds();
    let near = |a: f32, b: u32| (a - b as f32).abs() < 32.0;
    assert!(near(lo.x, 330) && near(hi.x, 330 + symbol.width()), "{:?}", found[0].quad);
    assert!(near(lo.y, 460) && near(hi.y, 460 + symbol.height()), "{:?}", found[0].quad);
}

#[test]
fn a_qr_code_is_read_too() {
    let symbol = symbol(BarcodeFormat::QR_CODE, "https://example.org/card/0123456789", 7);
    let table = table(&symbol);
    for degrees in [0.0, 90.0, 20.0] {
        let read = payloads(&turned(&table, degrees, 1.0));
        assert_eq!(
            read,
            [(Symbology::QrCode, "https://example.org/card/0123456789".to_owned())],
            "{degrees}"
        );
    }
}

#[test]
fn what_is_no_barcode_says_nothing() {
    let plain = RgbImage::from_pixel(900, 600, Rgb([128; 3]));
    let text = testing::page(&["ABCDEFGHIJ", "KLMNOPQRST"]);
    let noise = RgbImage::from_fn(640, 480, |x, y| {
        let value =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 24;
        Rgb([value as u8; 3])
    });
    let bars = RgbImage::from_fn(900, 500, |x, _| Rgb([if x / 3 % 2 == 0 { 20 } else { 230 }; 3]));
    let tiny = RgbImage::from_pixel(1, 1, Rgb([0; 3]));
    for picture in [plain, text, noise, bars, tiny] {
        assert!(find(&picture).is_empty());
    }
}

#[test]
fn a_symbol_cut_in_half_says_nothing() {
    let symbol = symbol(BarcodeFormat::PDF_417, PAYLOAD, 3);
    let half = imageops::crop_imm(&symbol, 0, 0, symbol.width() / 2, symbol.height()).to_image();
    assert!(payloads(&table(&half)).is_empty());
}
