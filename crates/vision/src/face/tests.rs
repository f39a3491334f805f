//! The whole of finding and describing, on drawn faces and networks that see what was drawn.
//!
//! A drawn face is a disc of skin with a red dot for the eye at the left and a blue dot for the other; a decoy
//! has yellow in place of red, which the detector falls for and Face Mesh does not.

use image::Rgb;
use ndarray::{ArrayD, ArrayView3, Axis, Ix4};
use proptest::prelude::*;

use super::*;
use crate::network::Network;

const RED: [u8; 3] = [250, 20, 20];
const BLUE: [u8; 3] = [20, 20, 250];
const YELLOW: [u8; 3] = [250, 250, 20];
const SKIN: [u8; 3] = [190, 150, 120];

#[derive(Debug, Clone, Copy)]
struct Drawn {
    centre: [f32; 2],
    inter_eye_px: f32,
    roll_rad: f32,
    left_eye: [u8; 3],
    skin: [u8; 3],
}

impl Drawn {
    fn at(x: f32, y: f32, inter_eye_px: f32) -> Drawn {
        Drawn { centre: [x, y], inter_eye_px, roll_rad: 0.0, left_eye: RED, skin: SKIN }
    }

    fn eyes(&self) -> [[f32; 2]; 2] {
        let (sin, cos) = self.roll_rad.sin_cos();
        let half = self.inter_eye_px / 2.0;
        let [x, y] = self.centre;
        [[x - cos * half, y - sin * half], [x + cos * half, y + sin * half]]
    }
}

fn disc(image: &mut RgbImage, [x, y]: [f32; 2], radius: f32, colour: [u8; 3]) {
    let clamp = |v: f32, max: u32| v.clamp(0.0, max as f32) as u32;
    for j in clamp(y - radius, image.height())..clamp(y + radius + 1.0, image.height()) {
        for i in clamp(x - radius, image.width())..clamp(x + radius + 1.0, image.width()) {
            if (i as f32 + 0.5 - x).hypot(j as f32 + 0.5 - y) < radius {
                image.put_pixel(i, j, Rgb(colour));
            }
        }
    }
}

fn draw(width: u32, height: u32, faces: &[Drawn]) -> RgbImage {
    let mut image = RgbImage::from_pixel(width, height, Rgb([90; 3]));
    for face in faces {
        disc(&mut image, face.centre, face.inter_eye_px * 1.5, face.skin);
        let [left, right] = face.eyes();
        disc(&mut image, left, face.inter_eye_px * 0.25, face.left_eye);
        disc(&mut image, right, face.inter_eye_px * 0.25, BLUE);
    }
    image
}

/// Middles of the connected blobs of a colour given as which channels are high, in pixels of the input.
fn blobs(input: &ArrayView3<'_, f32>, high: [bool; 3], low_to_high: [f32; 2]) -> Vec<[f32; 2]> {
    let level = low_to_high[0] + 0.6 * (low_to_high[1] - low_to_high[0]);
    let dark = low_to_high[0] + 0.4 * (low_to_high[1] - low_to_high[0]);
    let side = input.shape()[0];
    let is = |x: usize, y: usize| {
        (0..3).all(|c| if high[c] { input[[y, x, c]] > level } else { input[[y, x, c]] < dark })
    };
    let mut seen = vec![false; side * side];
    let mut found = Vec::new();
    for start in 0..side * side {
        let mut stack = vec![start];
        let (mut count, mut sum) = (0, [0.0, 0.0]);
        while let Some(at) = stack.pop() {
            let (x, y) = (at % side, at / side);
            if seen[at] || !is(x, y) {
                continue;
            }
            seen[at] = true;
            count += 1;
            sum = [sum[0] + x as f32 + 0.5, sum[1] + y as f32 + 0.5];
            let neighbours = [
                (x > 0, 1, false),
                (x + 1 < side, 1, true),
                (y > 0, side, false),
                (y + 1 < side, side, true),
            ];
            for (inside, step, ahead) in neighbours {
                if inside {
                    stack.push(if ahead { at + step } else { at - step });
                }
            }
        }
        if count >= 3 {
            found.push([sum[0] / count as f32, sum[1] / count as f32]);
        }
    }
    found
}

/// Pairs of dots that could be eyes, each left one with its nearest right one.
fn eye_pairs(lefts: &[[f32; 2]], rights: &[[f32; 2]]) -> Vec<[[f32; 2]; 2]> {
    let distance = |a: &[f32; 2], b: &[f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
    let nearest = |l: &[f32; 2]| {
        rights.iter().copied().min_by(|a, b| distance(l, a).total_cmp(&distance(l, b))).map(|r| [*l, r])
    };
    lefts.iter().filter_map(nearest).collect()
}

/// Sees red or yellow and blue dots that are 8 to 120 pixels apart.
struct DotDetector;

impl Network for DotDetector {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        assert_eq!(input.shape(), [1, 256, 256, 3]);
        let input = input.into_dimensionality::<Ix4>().expect("four axes");
        let view = input.index_axis(Axis(0), 0);
        let mut lefts = blobs(&view, [true, false, false], [-1.0, 1.0]);
        lefts.extend(blobs(&view, [true, true, false], [-1.0, 1.0]));
        let rights = blobs(&view, [false, false, true], [-1.0, 1.0]);
        let mut scores = ArrayD::from_elem(vec![1, 512, 1], -8.0);
        let mut boxes = ArrayD::zeros(vec![1, 512, 16]);
        for [left, right] in eye_pairs(&lefts, &rights) {
            let (dx, dy) = (right[0] - left[0], right[1] - left[1]);
            let apart = dx.hypot(dy);
            if !(8.0..120.0).contains(&apart) {
                continue;
            }
            let centre = [(left[0] + right[0]) / 2.0 - 0.5 * dy, (left[1] + right[1]) / 2.0 + 0.5 * dx];
            let cell = centre.map(|v| (v / 16.0).clamp(0.0, 15.0) as usize);
            let index = (cell[1] * 16 + cell[0]) * 2;
            let anchor = cell.map(|c| 16.0 * (c as f32 + 0.5));
            scores[[0, index, 0]] = 3.0;
            let numbers = [centre, [2.0 * apart, 2.0 * apart], left, right];
            for (slot, (number, absolute)) in numbers.iter().zip([true, false, true, true]).enumerate() {
                for axis in 0..2 {
                    boxes[[0, index, 2 * slot + axis]] =
                        number[axis] - if absolute { anchor[axis] } else { 0.0 };
                }
            }
        }
        let none = ArrayD::from_elem(vec![1, 384, 1], -8.0);
        Ok(vec![scores, none, boxes, ArrayD::zeros(vec![1, 384, 16])])
    }
}

/// Lays dlib's mean shape on the red and blue dots nearest to the middle; no face without them.
struct DotMesh;

impl Network for DotMesh {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        assert_eq!(input.shape()[1..], [192, 192, 3]);
        let input = input.into_dimensionality::<Ix4>().expect("four axes");
        let (mut points, mut flags) = (Vec::new(), Vec::new());
        for view in input.axis_iter(Axis(0)) {
            let lefts = blobs(&view, [true, false, false], [0.0, 1.0]);
            let rights = blobs(&view, [false, false, true], [0.0, 1.0]);
            let from_middle = |pair: &[[f32; 2]; 2]| {
                (pair[0][0] + pair[1][0] - 192.0).hypot(pair[0][1] + pair[1][1] - 160.0)
            };
            let pairs = eye_pairs(&lefts, &rights);
            let best = pairs.into_iter().min_by(|a, b| from_middle(a).total_cmp(&from_middle(b)));
            flags.push(if best.is_some() { 0.98 } else { 0.02 });
            points.extend(dot_face(best.unwrap_or([[60.0, 80.0], [130.0, 80.0]])));
        }
        let count = flags.len();
        let shaped = |shape: Vec<usize>, values| ArrayD::from_shape_vec(shape, values).expect("as many");
        Ok(vec![shaped(vec![count, 1404], points), shaped(vec![count, 1], flags)])
    }
}

fn dot_face([left, right]: [[f32; 2]; 2]) -> Vec<f32> {
    let onto = transform::Similarity::fit(&[[0.228, 0.224], [0.752, 0.224]], &[left, right]).expect("apart");
    let mut landmarks = vec![onto.apply([0.49, 0.5]); mesh::LANDMARK_COUNT];
    for (index, place) in chip::ALIGNMENT {
        landmarks[index] = onto.apply(place);
    }
    for (index, [x, y]) in [(10, [0.49, -0.3]), (152, [0.49, 1.2]), (234, [-0.1, 0.4]), (454, [1.1, 0.4])] {
        landmarks[index] = onto.apply([x, y]);
    }
    landmarks.into_iter().flat_map(|[x, y]| [x, y, 0.0]).collect()
}

/// Describes a chip by the colours of a 6 × 6 grid of its places.
struct ColourDescriptor;

impl Network for ColourDescriptor {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        assert_eq!(input.shape()[1..], [150, 150, 3]);
        let rows = input.axis_iter(Axis(0)).flat_map(|chip| {
            let at = |i: usize| chip[[12 + 25 * (i / 18), 12 + 25 * (i / 3 % 6), i % 3]] / 255.0;
            (0..128).map(|i| if i < 108 { at(i) } else { 0.0 }).collect::<Vec<_>>()
        });
        let values: Vec<f32> = rows.collect();
        Ok(vec![ArrayD::from_shape_vec(vec![values.len() / 128, 128], values).expect("as many")])
    }
}

/// Fails, as a runtime may.
struct Broken;

impl Network for Broken {
    fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        Err(NetworkError { network: "broken".to_owned(), reason: "out of memory".to_owned() })
    }
}

fn networks() -> Networks {
    Networks {
        face_detector: Box::new(DotDetector),
        face_mesh: Box::new(DotMesh),
        eye_mesh: Box::new(Broken),
        face_descriptor: Box::new(ColourDescriptor),
        ..crate::testing::networks()
    }
}

fn found(image: &RgbImage, role: ImageRole) -> Vec<Face> {
    find(&networks(), image, role).expect("the fakes do not fail")
}

/// Whether a found face's eyes lie where they were drawn, within a tenth of their distance.
fn lies_on(face: &Face, drawn: &Drawn) -> bool {
    let near = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) < 0.1 * drawn.inter_eye_px;
    mesh::eyes(&face.landmarks).into_iter().zip(drawn.eyes()).all(|(a, b)| near(a, b))
}

#[test]
fn a_selfie_gives_one_face_where_it_is() {
    let drawn = Drawn::at(300.0, 420.0, 150.0);
    let faces = found(&draw(640, 960, &[drawn]), ImageRole::Selfie);
    assert_eq!(faces.len(), 1);
    assert!(lies_on(&faces[0], &drawn));
    let seen = &faces[0].seen;
    assert!((seen.inter_eye_px - 150.0).abs() < 5.0 && seen.confidence > 0.9);
    assert_eq!((seen.region.image, seen.region.corners.len()), (ImageRole::Selfie, 4));
    let [first, third] = [seen.region.corners[0], seen.region.corners[2]];
    assert!(first.x < 300.0 / 640.0 && third.x > 300.0 / 640.0 && first.y < 0.44 && third.y > 0.44);
    assert!(seen.pose.is_some());
}

#[test]
fn a_small_portrait_is_found_by_looking_closer() {
    let drawn = Drawn::at(1500.0, 900.0, 40.0);
    let faces = found(&draw(2400, 1500, &[drawn]), ImageRole::Front);
    assert!(faces.len() == 1 && lies_on(&faces[0], &drawn));
}

#[test]
fn portrait_and_ghost_come_largest_first() {
    let (ghost, portrait) = (Drawn::at(1200.0, 700.0, 60.0), Drawn::at(350.0, 450.0, 120.0));
    let faces = found(&draw(1600, 1000, &[ghost, portrait]), ImageRole::Front);
    assert_eq!(faces.len(), 2);
    assert!(lies_on(&faces[0], &portrait) && lies_on(&faces[1], &ghost));
}

#[test]
fn a_face_that_fills_the_frame_is_found_with_a_margin() {
    let drawn = Drawn::at(200.0, 200.0, 190.0);
    let faces = found(&draw(380, 380, &[drawn]), ImageRole::Selfie);
    assert!(faces.len() == 1 && lies_on(&faces[0], &drawn));
}

#[test]
fn what_face_mesh_denies_is_no_face() {
    let decoy = Drawn { left_eye: YELLOW, ..Drawn::at(300.0, 300.0, 100.0) };
    for role in [ImageRole::Selfie, ImageRole::Front] {
        assert_eq!(found(&draw(640, 640, &[decoy]), role), vec![]);
    }
}

#[test]
fn a_crowd_is_cut_off_at_eight() {
    let crowd: Vec<_> = (0..12)
        .map(|i| Drawn::at(150.0 + 230.0 * (i % 4) as f32, 150.0 + 250.0 * (i / 4) as f32, 50.0))
        .collect();
    let faces = found(&draw(1000, 800, &crowd), ImageRole::Selfie);
    assert_eq!(faces.len(), FACES_MAX);
}

#[test]
fn pictures_without_a_face_and_pictures_too_small_give_none() {
    for (width, height) in [(0, 0), (1, 5000), (15, 15), (16, 16), (3000, 20)] {
        assert_eq!(found(&draw(width, height, &[]), ImageRole::Front), vec![], "{width} × {height}");
    }
}

#[test]
fn a_failing_network_is_an_error_and_not_a_missing_face() {
    let image = draw(400, 400, &[Drawn::at(200.0, 200.0, 80.0)]);
    let without_detector = Networks { face_detector: Box::new(Broken), ..networks() };
    let without_mesh = Networks { face_mesh: Box::new(Broken), ..networks() };
    let without_descriptor = Networks { face_descriptor: Box::new(Broken), ..networks() };
    assert!(find(&without_detector, &image, ImageRole::Selfie).is_err());
    assert!(find(&without_mesh, &image, ImageRole::Selfie).is_err());
    let faces = found(&image, ImageRole::Selfie);
    assert!(describe(&without_descriptor, &image, &faces[0]).is_err());
}

#[test]
fn a_face_is_described_by_itself_and_not_by_its_place_or_size() {
    let describe_one = |drawn: Drawn| {
        let image = draw(900, 900, &[drawn]);
        describe(&networks(), &image, &found(&image, ImageRole::Selfie)[0]).expect("a face")
    };
    let here = describe_one(Drawn::at(300.0, 300.0, 90.0));
    let there = describe_one(Drawn { roll_rad: 0.5, ..Drawn::at(500.0, 450.0, 150.0) });
    let other = describe_one(Drawn { skin: [90, 60, 40], ..Drawn::at(300.0, 300.0, 90.0) });
    assert!(here.distance(&there) < 0.3 * here.distance(&other), "{}", here.distance(&there));
    assert!(here.similarity(&there) > here.similarity(&other));
}

#[test]
fn a_mirrored_framing_shows_the_mirror_image() {
    let image = draw(600, 600, &[Drawn::at(300.0, 280.0, 120.0)]);
    let face = &found(&image, ImageRole::Selfie)[0];
    // So low that a row of the fake descriptor's places runs through the eyes.
    let plain = Framing { padding: 0.25, raised_px: -10.0, mirrored: false };
    let described = |framings: &[Framing]| {
        let described = describe_framed(&networks(), &image, face, framings).expect("a face");
        described.values().to_vec()
    };
    let mirrored = Framing { mirrored: true, ..plain };
    let cell = |values: &[f32], column: usize| values[18 + 3 * column];
    let (as_is, mirror) = (described(&[plain]), described(&[mirrored]));
    assert!((0..6).all(|column| (cell(&as_is, column) - cell(&mirror, 5 - column)).abs() < 0.02));
    assert!(cell(&as_is, 1) > 1.5 * cell(&as_is, 4), "the red eye is at the left");
    // Together they are symmetric.
    let both = described(&[plain, mirrored]);
    assert!((0..3).all(|column| (cell(&both, column) - cell(&both, 5 - column)).abs() < 0.02));
}

#[test]
fn a_face_without_landmarks_cannot_be_described() {
    let image = draw(600, 600, &[Drawn::at(300.0, 280.0, 120.0)]);
    let face = Face { landmarks: Vec::new(), ..found(&image, ImageRole::Selfie)[0].clone() };
    assert!(describe(&networks(), &image, &face).is_err());
    let far = Face { landmarks: vec![[f32::INFINITY; 3]; 468], ..face };
    assert!(describe(&networks(), &image, &far).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_face_is_found_wherever_it_is_however_tilted(
        x in 0.2f32..0.8, y in 0.25f32..0.75, size in 0.03f32..0.15, roll_rad in -0.78f32..0.78,
    ) {
        let drawn = Drawn { roll_rad, ..Drawn::at(1200.0 * x, 800.0 * y, 1200.0 * size) };
        let faces = found(&draw(1200, 800, &[drawn]), ImageRole::Front);
        prop_assert_eq!(faces.len(), 1);
        prop_assert!(lies_on(&faces[0], &drawn), "{:?} for {:?}", mesh::eyes(&faces[0].landmarks), drawn.eyes());
    }
}
