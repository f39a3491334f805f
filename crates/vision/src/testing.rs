//! Fake networks that read bar-code letters, so that the whole pipeline runs without ONNX Runtime.
//!
//! A line is a bar without green on a white page; within it, each character is a cell whose red holds its number,
//! and gaps have no red. The fakes find bars, and read the red back. A bar's upper third has no blue, so that the
//! fake orientation network sees which end is up.

use image::{Rgb, RgbImage, imageops};
use ndarray::{Array4, ArrayD, Axis, IxDyn, s};

use crate::network::{Network, NetworkError, Networks};

/// The characters that the fakes know.
pub(crate) const CHARS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// Height of a bar, and width of a cell without and with its gap, in pixels.
const BAR_PX: u32 = 20;
const CELL_PX: u32 = 18;
pub(crate) const PITCH_PX: u32 = 26;
/// Distance of two lines' tops.
pub(crate) const LINE_PX: u32 = 44;
const MARGIN_PX: u32 = 60;

/// Red of a character; steps of six survive resizing.
fn red(character: char) -> u8 {
    CHARS.find(character).map_or(0, |i| 6 * (i as u8 + 1))
}

/// A white page with these lines; spaces leave a gap.
pub(crate) fn page(lines: &[&str]) -> RgbImage {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as u32;
    let size = (longest * PITCH_PX + 2 * MARGIN_PX, lines.len() as u32 * LINE_PX + 2 * MARGIN_PX);
    let mut page = RgbImage::from_pixel(size.0.max(320), size.1.max(240), Rgb([255; 3]));
    for (row, line) in lines.iter().enumerate() {
        for (column, character) in line.chars().enumerate().filter(|(_, c)| *c != ' ') {
            let origin = (MARGIN_PX + column as u32 * PITCH_PX, MARGIN_PX + row as u32 * LINE_PX);
            cell(&mut page, origin, character);
        }
    }
    page
}

fn cell(page: &mut RgbImage, (x0, y0): (u32, u32), character: char) {
    for (dx, dy) in (0..BAR_PX).flat_map(|dy| (0..PITCH_PX).map(move |dx| (dx, dy))) {
        let blue = if dy < BAR_PX / 3 { 0 } else { 90 };
        let gap = (PITCH_PX - CELL_PX) / 2;
        let red = if (gap..gap + CELL_PX).contains(&dx) { red(character) } else { 0 };
        page.put_pixel(x0 + dx, y0 + dy, Rgb([red, 0, blue]));
    }
}

/// The picture as it is, and turned clockwise by one, two, three quarters.
pub(crate) fn quarter_turns(picture: &RgbImage) -> [RgbImage; 4] {
    [picture.clone(), imageops::rotate90(picture), imageops::rotate180(picture), imageops::rotate270(picture)]
}

/// Fakes for text; the face networks fail when they are run with nothing to find.
pub(crate) fn networks() -> Networks {
    Networks {
        document_finder: Box::new(Finder),
        text_detector: Box::new(Detector),
        text_recogniser: Box::new(Recogniser),
        text_orientation: Box::new(Orientation),
        alphabet: CHARS.chars().map(String::from).collect(),
        mrz_finder: Box::new(MrzFinder),
        mrz_reader: Box::new(MrzReader),
        face_detector: Box::new(Failing),
        face_mesh: Box::new(Failing),
        eye_mesh: Box::new(Failing),
        face_descriptor: Box::new(Failing),
    }
}

/// A pixel of a document for the fake finder: `u` and `v` are the place on it, 0–1 from the left and from the top as
/// read. White pages and grey grounds are no documents to it.
pub(crate) fn document_pixel(u: f32, v: f32) -> Rgb<u8> {
    Rgb([(30.0 + 200.0 * u) as u8, (30.0 + 200.0 * v) as u8, 255])
}

/// Reads [`document_pixel`]s back: the place on a document, if it is one.
struct Finder;

impl Finder {
    fn place(input: &ArrayD<f32>, n: usize, y: usize, x: usize) -> Option<(f32, f32)> {
        let value = |channel: usize| (input[[n, channel, y, x]] + 1.0) * 127.5;
        let (u, v) = ((value(0) - 30.0) / 200.0, (value(1) - 30.0) / 200.0);
        let document = input[[n, 3, y, x]] > 0.5 && value(2) > 190.0;
        (document && (-0.1..=1.02).contains(&u) && (-0.1..=1.02).contains(&v)).then_some((u, v))
    }

    /// Top, right, bottom or left, whichever is nearest.
    fn side((u, v): (f32, f32)) -> usize {
        let away = [v, 1.0 - u, 1.0 - v, u];
        (0..4).min_by(|a, b| away[*a].total_cmp(&away[*b])).unwrap_or(0)
    }
}

impl Network for Finder {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (count, side) = (input.shape()[0], input.shape()[2]);
        let mut maps = ArrayD::<f32>::zeros(IxDyn(&[count, 6, side / 4, side / 4]));
        let pixels = (1..side - 1).flat_map(|y| (1..side - 1).map(move |x| (y, x)));
        for (n, (y, x)) in (0..count).flat_map(|n| pixels.clone().map(move |p| (n, p))) {
            let Some((u, v)) = Self::place(&input, n, y, x) else { continue };
            maps[[n, 0, y / 4, x / 4]] += 1.0 / 16.0;
            if (u - 0.5).abs() < 0.275 && (v - 0.5).abs() < 0.275 {
                maps[[n, 1, y / 4, x / 4]] += 1.0 / 16.0;
            }
            let around = [(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)];
            if around.into_iter().any(|(y, x)| Self::place(&input, n, y, x).is_none()) {
                let ridge = &mut maps[[n, 2 + Self::side((u, v)), y / 4, x / 4]];
                *ridge = (*ridge + 0.25).min(1.0);
            }
        }
        Ok(vec![maps])
    }
}

/// Text is the inner half of where green is missing, as real maps show lines shrunken.
struct Detector;

impl Network for Detector {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (h, w) = (input.shape()[2], input.shape()[3]);
        let dark = |y: usize, x: usize| (input[[0, 1, y, x]] * 0.224 + 0.456) * 255.0 < 128.0;
        let run = |y: usize, x: usize, step: isize| -> usize {
            let rows = (0..h as isize).map(|i| y as isize + step * i);
            rows.take_while(|y| (0..h as isize).contains(y) && dark(*y as usize, x)).count()
        };
        let across = |y: usize, x: usize, step: isize| -> usize {
            let columns = (0..w as isize).map(|i| x as isize + step * i);
            columns.take_while(|x| (0..w as isize).contains(x) && dark(y, *x as usize)).count()
        };
        let inner = |a: usize, b: usize| 4 * a.min(b) >= a + b;
        let map = Array4::from_shape_fn((1, 1, h, w), |(_, _, y, x)| {
            let text = dark(y, x) && {
                let (up, down, left, right) =
                    (run(y, x, -1), run(y, x, 1), across(y, x, -1), across(y, x, 1));
                // The line's shorter side is its height, whichever way the page is turned.
                if up + down < left + right { inner(up, down) } else { inner(left, right) }
            };
            if text { 0.95 } else { 0.0 }
        });
        Ok(vec![map.into_dyn()])
    }
}

/// Characters of the shortest line of a zone.
const ZONE_CHARS_MIN: usize = 26;

/// A bar is a line of a zone when it is many cells long; it reads towards where its lower part has blue on the right
/// hand. Marks the inner 0.72 of its height, as the real one.
struct MrzFinder;

impl Network for MrzFinder {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (h, w) = (input.shape()[2], input.shape()[3]);
        let value = |channel: usize, y: usize, x: usize| (input[[0, channel, y, x]] * 0.5 + 0.5) * 255.0;
        let dark = |y: usize, x: usize| value(1, y, x) < 128.0;
        let run = |y: usize, x: usize, (dy, dx): (isize, isize)| -> usize {
            let steps = (0..(h + w) as isize).map(|i| (y as isize + dy * i, x as isize + dx * i));
            let inside = |(y, x): &(isize, isize)| (0..h as isize).contains(y) && (0..w as isize).contains(x);
            steps.take_while(inside).take_while(|(y, x)| dark(*y as usize, *x as usize)).count()
        };
        let mut answer = ArrayD::<f32>::zeros(IxDyn(&[1, 3, h / 4, w / 4]));
        let every_second = (0..h).step_by(2).flat_map(|y| (0..w).step_by(2).map(move |x| (y, x)));
        for (y, x) in every_second.filter(|(y, x)| dark(*y, *x)) {
            let [up, down, left, right] = [(-1, 0), (1, 0), (0, -1), (0, 1)].map(|way| run(y, x, way));
            let flat = left + right > up + down;
            let (before, after, length) =
                if flat { (up, down, left + right) } else { (left, right, up + down) };
            let height = before + after - 1;
            if length * BAR_PX as usize <= ZONE_CHARS_MIN * PITCH_PX as usize * height / 2 {
                continue;
            }
            let inner = (before as f32 - 0.5 - height as f32 / 2.0).abs() <= 0.36 * height as f32;
            answer[[0, 0, y / 4, x / 4]] += if inner { 0.25 } else { 0.0 };
            let blue_first = if flat { value(0, y - (up - 1), x) } else { value(0, y, x - (left - 1)) };
            let blue_last = if flat { value(0, y + down - 1, x) } else { value(0, y, x + right - 1) };
            // The side without blue is the top.
            let turn = match (flat, blue_first < blue_last) {
                (true, true) => [1.0, 0.0],
                (true, false) => [-1.0, 0.0],
                (false, true) => [0.0, -1.0],
                (false, false) => [0.0, 1.0],
            };
            answer[[0, 1, y / 4, x / 4]] = turn[0];
            answer[[0, 2, y / 4, x / 4]] = turn[1];
        }
        Ok(vec![answer])
    }
}

/// One step for each four columns: the character whose red fills its middle, or blank.
struct MrzReader;

impl Network for MrzReader {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (n, h, w) = (input.shape()[0], input.shape()[2], input.shape()[3]);
        let mut answer = ArrayD::<f32>::from_elem(IxDyn(&[n, w / 4, CHARS.len() + 1]), 1e-6);
        for (i, t) in (0..n).flat_map(|i| (0..w / 4).map(move |t| (i, t))) {
            let at = |x: usize| class_at(&input.index_axis(Axis(0), i), h * 5 / 9, x);
            let (before, class, after) = (at(t * 4), at(t * 4 + 1), at(t * 4 + 3));
            let class = if before == class && class == after { class } else { 0 };
            answer[[i, t, class]] = 0.9999;
        }
        Ok(vec![answer])
    }
}

/// One step for each eight columns: the character whose red fills its middle, or blank.
struct Recogniser;

impl Network for Recogniser {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (n, h, w) = (input.shape()[0], input.shape()[2], input.shape()[3]);
        let classes = CHARS.len() + 1;
        let mut answer = ArrayD::<f32>::from_elem(IxDyn(&[n, w / 8, classes]), 0.02 / classes as f32);
        for (i, t) in (0..n).flat_map(|i| (0..w / 8).map(move |t| (i, t))) {
            let at = |x: usize| class_at(&input.index_axis(Axis(0), i), h / 2, x);
            let (before, class, after) = (at(t * 8 + 2), at(t * 8 + 4), at(t * 8 + 6));
            let class = if before == class && class == after { class } else { 0 };
            answer[[i, t, class]] = 0.98;
        }
        Ok(vec![answer])
    }
}

/// The class drawn at a pixel, 0 where the ground is light.
fn class_at(line: &ndarray::ArrayViewD<'_, f32>, y: usize, x: usize) -> usize {
    let value = |channel: usize| (line[[channel, y, x]] * 0.5 + 0.5) * 255.0;
    if value(1) > 60.0 {
        return 0;
    }
    (value(2) / 6.0).round().clamp(0.0, CHARS.len() as f32) as usize
}

/// Upright when the upper part has less blue than the lower.
struct Orientation;

impl Network for Orientation {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let n = input.shape()[0];
        let mut answer = ArrayD::<f32>::zeros(IxDyn(&[n, 2]));
        for i in 0..n {
            let blue = |from: usize, to: usize| input.slice(s![i, 0, from..to, ..]).mean().unwrap_or(0.0);
            let upright = blue(10, 20) <= blue(28, 38);
            answer[[i, usize::from(!upright)]] = 1.0;
        }
        Ok(vec![answer])
    }
}

/// Always fails.
pub(crate) struct Failing;

impl Network for Failing {
    fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        Err(failure("always fails"))
    }
}

/// Answers every input with ones of a fixed shape.
pub(crate) struct Constant(pub Vec<usize>);

impl Network for Constant {
    fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        Ok(vec![ArrayD::from_elem(IxDyn(&self.0), 1.0)])
    }
}

/// A face detector that is sure of nothing, in the shape of the real one: scores and boxes of 512 and 384 anchors.
pub(crate) struct NoFaces;

impl Network for NoFaces {
    fn run(&self, _: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let all =
            |cells: usize, length: usize, value: f32| ArrayD::from_elem(IxDyn(&[1, cells, length]), value);
        Ok(vec![all(512, 1, -8.0), all(384, 1, -8.0), all(512, 16, 0.0), all(384, 16, 0.0)])
    }
}

fn failure(reason: &str) -> NetworkError {
    NetworkError { network: "fake".into(), reason: reason.into() }
}
