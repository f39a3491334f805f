//! Head pose: the turn that lays a canonical face onto the landmarks.

use review::observation::HeadPose;

/// Landmarks that hardly move with expression: number, and place on the canonical face in centimetres
/// (x to the right of the picture, y up, z towards the camera). From MediaPipe's `canonical_face_model.obj`
/// (Apache-2.0). Those off the midline stand with the number of their mirror image.
const MIDLINE: [(usize, [f64; 3]); 8] = [
    (4, [0.0, -0.463170, 7.586580]),
    (6, [0.0, 2.473255, 5.788627]),
    (9, [0.0, 4.885979, 5.385258]),
    (10, [0.0, 8.261778, 4.481535]),
    (151, [0.0, 6.545390, 5.027311]),
    (168, [0.0, 3.271027, 5.236015]),
    (195, [0.0, 1.059413, 6.774605]),
    (197, [0.0, 1.728369, 6.316750]),
];

/// See [`MIDLINE`]: at the left of the picture, its mirror image, place of the mirror image.
const PAIRED: [(usize, usize, [f64; 3]); 10] = [
    (33, 263, [4.445859, 2.663991, 3.173422]),
    (54, 284, [6.279331, 6.615427, 1.425850]),
    (67, 297, [3.523964, 8.005976, 3.729163]),
    (98, 327, [1.405627, -1.714196, 5.241087]),
    (103, 332, [5.133204, 7.485602, 2.660442]),
    (117, 346, [5.258659, 0.945811, 2.974312]),
    (118, 347, [4.432338, 0.722096, 3.522615]),
    (127, 356, [7.743095, 2.364999, -2.005167]),
    (133, 362, [1.856432, 2.585245, 3.757904]),
    (234, 454, [7.664182, 0.673132, -2.435867]),
];

type Vec3 = [f64; 3];

/// Solves the pose from the landmarks' x and y (their depth is the network's guess and is not used): the
/// affine map from the canonical face with the least squared error, made a rotation by its polar part, that
/// is, a camera without perspective. Angles in degrees with the signs and the order of ISO/IEC 19794-5:
/// positive yaw looks to the picture's right, positive pitch looks down, positive roll tilts the head
/// counter-clockwise in the picture; the head rolls first, then nods, then turns.
///
/// `None` when a landmark is missing or the points lie on a line.
pub(crate) fn solve(landmarks: &[[f32; 3]]) -> Option<HeadPose> {
    let pairs: Option<Vec<(Vec3, [f64; 2])>> = rigid_points()
        .map(|(index, place)| landmarks.get(index).map(|p| (place, [f64::from(p[0]), f64::from(p[1])])))
        .collect();
    let affine = fit_affine(&pairs?)?;
    rotation(affine).map(angles)
}

/// Each rigid landmark in the picture's axes: x right, y down, z away from the camera.
fn rigid_points() -> impl Iterator<Item = (usize, Vec3)> {
    let middle = MIDLINE.iter().map(|(index, p)| (*index, [p[0], -p[1], -p[2]]));
    let sides = PAIRED
        .iter()
        .flat_map(|(left, right, p)| [(*left, [-p[0], -p[1], -p[2]]), (*right, [p[0], -p[1], -p[2]])]);
    middle.chain(sides)
}

/// The 2 × 3 matrix that best maps the centred places to the centred pixels.
fn fit_affine(pairs: &[(Vec3, [f64; 2])]) -> Option<[Vec3; 2]> {
    let count = pairs.len() as f64;
    let place_mean: Vec3 = std::array::from_fn(|i| pairs.iter().map(|p| p.0[i]).sum::<f64>() / count);
    let pixel_mean: [f64; 2] = std::array::from_fn(|i| pairs.iter().map(|p| p.1[i]).sum::<f64>() / count);
    let mut gram = [[0.0; 3]; 3];
    let mut mixed = [[0.0; 3]; 2];
    for (place, pixel) in pairs {
        let centred: Vec3 = std::array::from_fn(|i| place[i] - place_mean[i]);
        for i in 0..3 {
            (0..3).for_each(|j| gram[i][j] += centred[i] * centred[j]);
            (0..2).for_each(|row| mixed[row][i] += (pixel[row] - pixel_mean[row]) * centred[i]);
        }
    }
    let inverse = inverted(gram)?;
    Some(mixed.map(|row| inverse.map(|column| dot(column, row))))
}

fn dot(a: Vec3, b: Vec3) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vec3, b: Vec3) -> Vec3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Inverse of a symmetric matrix, by cofactors.
fn inverted(m: [Vec3; 3]) -> Option<[Vec3; 3]> {
    let cofactors = [cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])];
    let determinant = dot(m[0], cofactors[0]);
    (determinant.abs() > 1e-9).then(|| cofactors.map(|row| row.map(|v| v / determinant)))
}

/// The rotation nearest to an affine map's two rows: `(A Aᵀ)^(-1/2) A`, and their cross product.
fn rotation([first, second]: [Vec3; 2]) -> Option<[Vec3; 3]> {
    let (p, q, r) = (dot(first, first), dot(first, second), dot(second, second));
    let root = (p * r - q * q).sqrt();
    let scale = (p + r + 2.0 * root).sqrt() / (root * (p + r + 2.0 * root));
    let row = |u: f64, v: f64| std::array::from_fn(|i| scale * (u * first[i] + v * second[i]));
    let (x, y) = (row(r + root, -q), row(-q, p + root));
    let z = cross(x, y);
    z.iter().all(|v| v.is_finite()).then_some([x, y, z])
}

/// Angles of a rotation whose rows are the picture's axes.
fn angles([x, y, z]: [Vec3; 3]) -> HeadPose {
    let forward = [-x[2], -y[2], -z[2]];
    let yaw = forward[0].atan2(-forward[2]);
    let pitch = forward[1].clamp(-1.0, 1.0).asin();
    // The face's own x axis, with turn and nod taken back.
    let (sin_yaw, cos_yaw) = yaw.sin_cos();
    let (sin_pitch, cos_pitch) = pitch.sin_cos();
    let side = [x[0] * cos_yaw + z[0] * sin_yaw, y[0], z[0] * cos_yaw - x[0] * sin_yaw];
    let roll = (side[1] * cos_pitch + side[2] * sin_pitch).atan2(side[0]);
    let degrees = |v: f64| v.to_degrees() as f32;
    HeadPose { yaw_deg: degrees(yaw), pitch_deg: degrees(pitch), roll_deg: degrees(-roll) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The canonical face turned, scaled and put at (300, 200); other landmarks stay at zero.
    pub(super) fn posed(yaw_deg: f64, pitch_deg: f64, roll_deg: f64, scale: f64) -> Vec<[f32; 3]> {
        let (sy, cy) = yaw_deg.to_radians().sin_cos();
        let (sp, cp) = pitch_deg.to_radians().sin_cos();
        let (sr, cr) = (-roll_deg).to_radians().sin_cos();
        let mut landmarks = vec![[0.0; 3]; 468];
        for (index, [x, y, z]) in rigid_points() {
            let (x, y) = (cr * x - sr * y, sr * x + cr * y);
            let (y, z) = (cp * y - sp * z, sp * y + cp * z);
            let (x, z) = (cy * x - sy * z, sy * x + cy * z);
            landmarks[index] = [(300.0 + scale * x) as f32, (200.0 + scale * y) as f32, z as f32];
        }
        landmarks
    }

    #[test]
    fn signs_are_those_of_the_standard() {
        // Turned to the picture's right, the nose tip moves right of the line between the temples.
        let turned = posed(30.0, 0.0, 0.0, 10.0);
        assert!(turned[4][0] > (turned[127][0] + turned[356][0]) / 2.0);
        assert!(solve(&turned).is_some_and(|p| (p.yaw_deg - 30.0).abs() < 0.1));
        // Looking down, the nose tip moves down.
        assert!(posed(0.0, 20.0, 0.0, 10.0)[4][1] > posed(0.0, 0.0, 0.0, 10.0)[4][1]);
        // Tilted counter-clockwise, the forehead moves to the left.
        assert!(posed(0.0, 0.0, 25.0, 10.0)[10][0] < 300.0);
    }

    #[test]
    fn no_pose_without_points_that_span_a_face() {
        assert_eq!(solve(&[]), None);
        assert_eq!(solve(&[[5.0; 3]; 468]), None);
        assert_eq!(solve(&[[f32::NAN; 3]; 468]), None);
    }

    proptest! {
        #[test]
        fn any_pose_is_found_again(
            yaw in -70.0f64..70.0, pitch in -60.0f64..60.0, roll in -80.0f64..80.0, scale in 1.0f64..100.0,
        ) {
            let pose = solve(&posed(yaw, pitch, roll, scale)).expect("a face");
            prop_assert!((f64::from(pose.yaw_deg) - yaw).abs() < 0.5, "{pose:?}");
            prop_assert!((f64::from(pose.pitch_deg) - pitch).abs() < 0.5, "{pose:?}");
            prop_assert!((f64::from(pose.roll_deg) - roll).abs() < 0.5, "{pose:?}");
        }

        #[test]
        fn noise_of_one_percent_moves_the_pose_by_little(
            yaw in -40.0f64..40.0, noise in prop::collection::vec(-1.0f32..1.0, 936),
        ) {
            let mut landmarks = posed(yaw, 0.0, 0.0, 10.0);
            for (i, p) in landmarks.iter_mut().enumerate() {
                p[0] += noise[2 * i];
                p[1] += noise[2 * i + 1];
            }
            let pose = solve(&landmarks).expect("a face");
            prop_assert!((f64::from(pose.yaw_deg) - yaw).abs() < 8.0, "{pose:?}");
        }
    }
}
