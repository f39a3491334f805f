//! Every door of intake: good files, hostile files, damaged files.

use image::{ColorType, ImageEncoder, Rgb, RgbImage, codecs::png::PngEncoder, codecs::webp::WebPEncoder};
use proptest::prelude::*;

use super::*;

/// Left half red, right half blue, upper edge dark.
fn sample(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 4) {
        (_, true) => Rgb([20, 20, 20]),
        (true, false) => Rgb([220, 30, 30]),
        (false, false) => Rgb([30, 30, 220]),
    })
}

fn jpeg(rgb: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(rgb).unwrap();
    bytes
}

fn png(rgb: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(rgb, rgb.width(), rgb.height(), ColorType::Rgb8.into()).unwrap();
    bytes
}

fn webp(rgb: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .encode(rgb, rgb.width(), rgb.height(), ColorType::Rgb8.into())
        .unwrap();
    bytes
}

/// A PNG chunk with a right checksum.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = (content.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(content);
    let crc = chunk[4..].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    });
    chunk.extend((!crc).to_be_bytes());
    chunk
}

/// Puts a chunk right after the header chunk.
fn with_chunk(png: &[u8], kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(kind, content), &png[33..]].concat()
}

/// Puts an EXIF segment with orientation, software `abc` and flash right after the start of a JPEG.
fn with_exif(jpeg: &[u8], orientation: u16, flash: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let first = [
        entry(0x112, 3, 1, orientation.into()),
        entry(0x131, 2, 4, u32::from_le_bytes(*b"abc\0")),
        entry(0x8769, 4, 1, 8 + 2 + 3 * 12 + 4),
    ];
    let tiff = [
        &b"II\x2a\0\x08\0\0\0\x03\0"[..],
        &first.concat(),
        &[0; 4],
        &[1, 0],
        &entry(0x9209, 3, 1, flash.into()),
        &[0; 4],
    ]
    .concat();
    let length = (tiff.len() as u16 + 8).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// The header of a JPEG that announces 60,000 × 60,000 pixels and holds none.
fn huge_jpeg() -> Vec<u8> {
    let mut bytes = jpeg(&sample(240, 240));
    let frame = bytes.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    bytes
}

/// A PNG header of the same size, complete with an empty data chunk.
fn huge_png() -> Vec<u8> {
    let header = [60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes(), [8, 2, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &[header, vec![0]].concat()));
    bytes.extend(chunk(b"IDAT", &[]));
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

fn animated_webp() -> Vec<u8> {
    let mut bytes = b"RIFF\x22\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0".to_vec();
    bytes.extend([0xef, 1, 0, 0xef, 1, 0]);
    bytes.extend([0; 12]);
    bytes
}

#[test]
fn hostile_files_have_stable_codes() {
    let good = sample(300, 240);
    let (jpeg_bytes, png_bytes, webp_bytes) = (jpeg(&good), png(&good), webp(&good));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let arithmetic = {
        let mut bytes = jpeg_bytes.clone();
        let frame = bytes.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        bytes[frame + 1] = 0xc9;
        bytes
    };
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", vec![], "image.empty"),
        ("too many bytes", [jpeg_bytes.clone(), vec![0; 20_000_001]].concat(), "image.too_large"),
        ("text", b"just some text, no picture".to_vec(), "image.not_an_image"),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "image.not_an_image"),
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "image.not_an_image"),
        ("signature only", vec![0xff, 0xd8, 0xff], "image.truncated"),
        ("half a jpeg", half(&jpeg_bytes), "image.truncated"),
        ("jpeg without its last byte", jpeg_bytes[..jpeg_bytes.len() - 1].to_vec(), "image.truncated"),
        ("half a png", half(&png_bytes), "image.truncated"),
        ("half a webp", half(&webp_bytes), "image.truncated"),
        ("huge jpeg header", huge_jpeg(), "image.too_many_pixels"),
        ("huge png header", huge_png(), "image.too_many_pixels"),
        ("small", jpeg(&sample(300, 50)), "image.too_small"),
        ("animated png", with_chunk(&png_bytes, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), "image.animated"),
        ("animated webp", animated_webp(), "image.animated"),
        ("arithmetic jpeg", arithmetic, "image.unsupported"),
    ];
    let failing: Vec<_> = rows
        .iter()
        .map(|(name, bytes, code)| (*name, accept(bytes, &Limits::default()).err().map(|e| e.code()), *code))
        .filter(|(_, got, want)| *got != Some(*want))
        .collect();
    assert!(failing.is_empty(), "{failing:#?}");
}

#[test]
fn each_format_gives_the_same_picture() {
    let good = sample(320, 240);
    for (bytes, format) in [(jpeg(&good), "jpeg"), (png(&good), "png"), (webp(&good), "webp")] {
        let picture = accept(&bytes, &Limits::default()).unwrap();
        assert_eq!(picture.facts.format, format);
        assert_eq!(picture.rgb.dimensions(), (320, 240));
        let [r, _, b] = picture.rgb.get_pixel(40, 200).0;
        assert!(r > 190 && b < 60, "{format}");
    }
}

#[test]
fn exif_turns_the_picture_upright_and_leaves() {
    // 6: the stored top is the right-hand side; 3: upside down; 8: the stored top is the left-hand side.
    let rows = [
        (1, (320, 240), (20, 200)),
        (3, (320, 240), (300, 20)),
        (6, (240, 320), (30, 20)),
        (8, (240, 320), (200, 300)),
    ];
    let plain = jpeg(&sample(320, 240));
    for (orientation, size, red) in rows {
        let picture = accept(&with_exif(&plain, orientation, 0x18), &Limits::default()).unwrap();
        assert_eq!(picture.rgb.dimensions(), size, "{orientation}");
        let [r, _, b] = picture.rgb.get_pixel(red.0, red.1).0;
        assert!(r > 190 && b < 60, "{orientation}: {r} {b}");
        assert_eq!(picture.facts.software.as_deref(), Some("abc"));
        let again = reencode(&picture);
        assert!(!again.windows(4).any(|w| w == b"Exif"));
        assert_eq!(accept(&again, &Limits::default()).unwrap().rgb.dimensions(), size);
    }
}

/// A JPEG of 12 megapixels.
fn large() -> Vec<u8> {
    jpeg(&sample(4000, 3000))
}

#[test]
fn a_large_jpeg_is_halved_for_reading_and_can_be_had_whole() {
    let rows = [(1, (2000, 1500), (20, 1000)), (6, (1500, 2000), (200, 20)), (3, (2000, 1500), (1980, 200))];
    let plain = large();
    for (orientation, size, red) in rows {
        let bytes = with_exif(&plain, orientation, 0x19);
        let picture = accept_to_read(&bytes, &Limits::default()).unwrap();
        assert_eq!((picture.rgb.dimensions(), picture.factor()), (size, 2), "{orientation}");
        assert_eq!(picture.whole_px(), (2 * size.0, 2 * size.1));
        let [r, _, b] = picture.rgb.get_pixel(red.0, red.1).0;
        assert!(r > 190 && b < 60, "{orientation}: {r} {b}");
        assert_eq!(picture.facts.flash_fired, Some(true));
        let whole = picture.whole().unwrap();
        assert_eq!((whole.rgb.dimensions(), whole.factor()), (picture.whole_px(), 1));
        assert_eq!(whole, accept(&bytes, &Limits::default()).unwrap());
        // The halved picture is the whole one, halved.
        let half = crate::warp::resized(&whole.rgb, size.0, size.1);
        let off = half.iter().zip(picture.rgb.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
        assert!(off < 2 * half.len() as u64, "{}", off as f64 / half.len() as f64);
    }
}

#[test]
fn what_is_not_halved_is_taken_in_as_ever() {
    for bytes in [jpeg(&sample(1600, 1200)), png(&sample(320, 240)), webp(&sample(320, 240)), cmyk_jpeg()] {
        assert_eq!(accept_to_read(&bytes, &Limits::default()), accept(&bytes, &Limits::default()));
    }
    let mut half = large();
    half.truncate(half.len() / 2);
    for bytes in [half, vec![], huge_jpeg(), b"text".to_vec()] {
        let code = |result: Result<Picture, IntakeError>| result.err().map(|error| error.code());
        let (got, want) = (accept_to_read(&bytes, &Limits::default()), accept(&bytes, &Limits::default()));
        assert!(want.is_err());
        assert_eq!(code(got), code(want));
    }
    let narrow = Limits { pixels_max: 1_000_000, ..Limits::default() };
    assert_eq!(accept_to_read(&large(), &narrow).err().map(|e| e.code()), Some("image.too_many_pixels"));
}

#[test]
fn flash_is_a_fact() {
    let plain = jpeg(&sample(320, 240));
    for (value, fired) in [(0x19, true), (0x18, false)] {
        let picture = accept(&with_exif(&plain, 1, value), &Limits::default()).unwrap();
        assert_eq!(picture.facts.flash_fired, Some(fired));
    }
    assert_eq!(accept(&plain, &Limits::default()).unwrap().facts.flash_fired, None);
}

#[test]
fn png_text_is_never_decompressed() {
    // A zTXt chunk whose content is not even a zlib stream: a decoder that looked at it would complain.
    let bytes = with_chunk(&png(&sample(300, 240)), b"zTXt", b"Comment\0\0not zlib at all");
    assert!(accept(&bytes, &Limits::default()).is_ok());
}

#[test]
fn transparency_lies_on_white() {
    let rgba =
        image::RgbaImage::from_fn(240, 240, |x, _| image::Rgba([0, 0, 0, if x < 120 { 0 } else { 255 }]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&rgba, 240, 240, ColorType::Rgba8.into()).unwrap();
    let picture = accept(&bytes, &Limits::default()).unwrap();
    assert_eq!(picture.rgb.get_pixel(10, 10).0, [255; 3]);
    assert_eq!(picture.rgb.get_pixel(200, 10).0, [0; 3]);
}

#[test]
fn cmyk_jpeg_is_converted_or_refused_by_code() {
    // A baseline CMYK JPEG (Adobe, transform 0) of 240 × 240 pixels made of one flat block per component.
    let bytes = cmyk_jpeg();
    match accept(&bytes, &Limits::default()) {
        Ok(picture) => {
            // Adobe stores inverted inks: all coefficients zero is mid-grey in each ink.
            let [r, g, b] = picture.rgb.get_pixel(100, 100).0;
            assert!(r.abs_diff(g) < 3 && g.abs_diff(b) < 3 && r > 30 && r < 130, "{r} {g} {b}");
        }
        Err(error) => assert_eq!(error.code(), "image.unsupported"),
    }
}

/// Four components, one quantisation table of ones, one Huffman code of length 1 for "zero" in DC and "end" in AC.
fn cmyk_jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xee, 0, 14];
    bytes.extend(b"Adobe\0\x64\0\0\0\0\0");
    bytes.extend([0xff, 0xdb, 0, 67, 0]);
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc0, 0, 20, 8, 0, 240, 0, 240, 4]);
    (1..=4).for_each(|id| bytes.extend([id, 0x11, 0]));
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    // 30 × 30 blocks × 4 components × 2 codes of one zero bit each, padded with ones.
    bytes.extend(vec![0; 30 * 30 * 4 * 2 / 8]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

#[test]
fn codes_are_distinct() {
    let errors = [
        IntakeError::Empty,
        IntakeError::TooLarge { size_bytes: 2, bytes_max: 1 },
        IntakeError::TooManyPixels { width_px: 1, height_px: 1 },
        IntakeError::TooSmall { width_px: 1, height_px: 1 },
        IntakeError::NotAnImage,
        IntakeError::Truncated,
        IntakeError::Animated,
        IntakeError::Unsupported(Format::Jpeg),
    ];
    let codes: std::collections::BTreeSet<&str> = errors.iter().map(IntakeError::code).collect();
    assert_eq!(codes.len(), errors.len());
    assert!(codes.iter().all(|code| code.starts_with("image.")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_never_panic(format in 0..4_usize, mut bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let signatures: [&[u8]; 4] =
            [&[], &[0xff, 0xd8, 0xff], b"\x89PNG\r\n\x1a\n", b"RIFF\x80\0\0\0WEBPVP8 "];
        bytes.splice(0..0, signatures[format].iter().copied());
        let _ = accept(&bytes, &Limits::default());
    }

    #[test]
    fn damaged_jpegs_are_reduced_or_not_but_never_panic(at in 0.0..1.0_f64, byte: u8, factor in 1..5_u32) {
        let mut bytes = jpeg(&sample(208, 200));
        let place = ((bytes.len() - 1) as f64 * at) as usize;
        bytes[place] = byte;
        let _ = reduced::decode(&bytes, factor, &Limits::default());
    }

    #[test]
    fn damaged_pictures_never_panic(which in 0..3_usize, at in 0.0..1.0_f64, byte: u8, cut in 0.0..1.0_f64) {
        let good = sample(208, 200);
        let mut bytes = [jpeg, png, webp][which](&good);
        let place = ((bytes.len() - 1) as f64 * at) as usize;
        bytes[place] = byte;
        if cut < 0.3 {
            bytes.truncate(place);
        }
        if let Ok(picture) = accept(&bytes, &Limits::default()) {
            prop_assert!(picture.rgb.width() >= 64 && picture.rgb.height() >= 64);
        }
    }
}
