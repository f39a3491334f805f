//! Films: they repeat, their truth is what they show, and attacks are what they say.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use image::RgbImage;
use specimen::film::{Act, Film, FilmRequest, FilmTruth, Medium, Setting, clips, perform};
use specimen::head::{Identity, Worn};

fn request(medium: Medium) -> FilmRequest {
    FilmRequest { medium, size_px: (72, 96), ..FilmRequest::new(Identity::from_seed(6), 6) }
}

/// Mean difference of two pictures in a box given in shares of the picture, 0–255.
fn difference(a: &RgbImage, b: &RgbImage, (left, top, right, bottom): (f32, f32, f32, f32)) -> f32 {
    let (w, h) = (a.width() as f32, a.height() as f32);
    let (mut sum, mut count) = (0.0, 0.0);
    for y in (top * h) as u32..(bottom * h) as u32 {
        for x in (left * w) as u32..(right * w) as u32 {
            let (p, q) = (a.get_pixel(x, y).0, b.get_pixel(x, y).0);
            sum += p.iter().zip(q).map(|(p, q)| f32::from(p.abs_diff(q))).sum::<f32>();
            count += 3.0;
        }
    }
    sum / count
}

const WHOLE: (f32, f32, f32, f32) = (0.0, 0.0, 1.0, 1.0);
const EYES: (f32, f32, f32, f32) = (0.3, 0.4, 0.7, 0.52);
const MOUTH: (f32, f32, f32, f32) = (0.38, 0.62, 0.62, 0.76);

/// The frame in the middle of an act.
fn held(film: &Film, act: Act) -> &RgbImage {
    let span = film.spans.iter().find(|span| span.act == act).unwrap();
    let middle = (span.held_from_ms + span.held_to_ms) / 2;
    &film.frames.iter().find(|frame| frame.at_ms >= middle).unwrap().image
}

#[test]
fn a_film_repeats_and_every_medium_has_the_same_truth() {
    let acts = [Act::TurnLeft, Act::Blink];
    for medium in Medium::ALL {
        let (first, second) = (perform(&request(medium), &acts), perform(&request(medium), &acts));
        assert_eq!(first.spans, second.spans);
        for (a, b) in first.frames.iter().zip(&second.frames) {
            assert!((a.at_ms, a.act, &a.image) == (b.at_ms, b.act, &b.image), "{medium:?} {}", a.at_ms);
        }
        assert_eq!(first.spans.iter().map(|span| span.act).collect::<Vec<_>>(), acts);
        for frame in &first.frames {
            let span = first.spans.iter().find(|span| (span.from_ms..span.to_ms).contains(&frame.at_ms));
            assert_eq!(frame.act, span.map(|span| span.act));
        }
        let truth = FilmTruth::of(&request(medium), &first);
        assert_eq!((truth.face_seed, truth.frames_ms.len()), (6, first.frames.len()));
    }
}

#[test]
fn acts_show_where_they_should() {
    let film = perform(&request(Medium::Live), &Act::ALL);
    let neutral = &film.frames[0].image;
    for act in [Act::TurnLeft, Act::TurnRight] {
        assert!(difference(neutral, held(&film, act), WHOLE) > 8.0, "{act:?}");
    }
    let left = difference(held(&film, Act::TurnLeft), held(&film, Act::TurnRight), WHOLE);
    assert!(left > 8.0, "{left}");
    let of = |act: Act, place| difference(neutral, held(&film, act), place);
    let (eyes, mouth) = (of(Act::Blink, EYES), of(Act::OpenMouth, MOUTH));
    assert!(eyes > 1.3 * of(Act::OpenMouth, EYES), "{eyes}");
    assert!(mouth > 1.3 * of(Act::Blink, MOUTH), "{mouth}");
}

#[test]
fn a_mask_covers_the_mouth_and_leaves_the_eyes() {
    let bare = perform(&request(Medium::Live), &[]);
    let worn = Worn { mask: true, ..Worn::default() };
    let masked = perform(&FilmRequest { worn, ..request(Medium::Live) }, &[]);
    let (a, b) = (&bare.frames[0].image, &masked.frames[0].image);
    let (eyes, mouth) = (difference(a, b, EYES), difference(a, b, MOUTH));
    assert!(mouth > 20.0 && mouth > 5.0 * eyes, "{mouth} {eyes}");
}

#[test]
fn injected_streams_have_an_exact_clock_and_repeat_to_the_byte() {
    let still = perform(&request(Medium::InjectedStill), &[Act::Blink]);
    assert!(still.frames.iter().all(|frame| frame.image == still.frames[0].image));
    let looped = perform(&request(Medium::InjectedLoop), &[Act::Blink]);
    assert!(looped.frames.iter().skip(20).zip(&looped.frames).all(|(a, b)| a.image == b.image));
    assert!(looped.frames.windows(2).all(|pair| pair[1].at_ms - pair[0].at_ms == 100));
    let live = perform(&request(Medium::Live), &[]);
    assert!(live.frames.windows(2).any(|pair| pair[1].at_ms - pair[0].at_ms != 100));
}

#[test]
fn settings_change_the_light_on_the_face() {
    let brightness = |setting: Setting| {
        let film = perform(&FilmRequest { setting, ..request(Medium::Live) }, &[]);
        let black = RgbImage::new(72, 96);
        (difference(&film.frames[0].image, &black, EYES), difference(&film.frames[0].image, &black, WHOLE))
    };
    let (even, dark, backlit) =
        (brightness(Setting::Even), brightness(Setting::Dark), brightness(Setting::Backlit));
    assert!(dark.0 < 0.6 * even.0 && dark.1 < 0.6 * even.1, "{dark:?} {even:?}");
    assert!(backlit.0 < 0.75 * even.0 && backlit.1 > backlit.0, "{backlit:?} {even:?}");
}

#[test]
fn a_coloured_screen_lights_a_face_and_a_print_but_hardly_a_display() {
    let gain = |medium: Medium| {
        let plain = request(medium);
        let lit = FilmRequest { screen_colours: vec![(0, 900, [1.0, 0.0, 0.0])], ..plain.clone() };
        let red = |request: &FilmRequest| {
            let film = perform(request, &[]);
            let face = film.frames[1]
                .image
                .enumerate_pixels()
                .filter(|(x, y, _)| (28..44).contains(x) && (40..70).contains(y));
            face.map(|(_, _, pixel)| f32::from(pixel.0[0])).sum::<f32>()
        };
        red(&lit) / red(&plain) - 1.0
    };
    let (live, print, screen) = (gain(Medium::Live), gain(Medium::PrintFlat), gain(Medium::ScreenVideo));
    assert!(live > 0.02 && print > 0.02, "{live} {print}");
    assert!(screen < 0.4 * live, "{screen} {live}");
}

#[test]
fn clips_are_neutral_at_both_ends() {
    let clips = clips(&request(Medium::Live), &[Act::OpenMouth]);
    assert_eq!(clips.iter().map(|clip| clip.act).collect::<Vec<_>>(), [None, Some(Act::OpenMouth)]);
    let images = &clips[1].images;
    let (first, last) = (&images[0], &images[images.len() - 1]);
    let ends = difference(first, last, MOUTH);
    let open = difference(first, &images[images.len() / 2], MOUTH);
    assert!(open > 1.5 * ends, "{open} {ends}");
}
