//! Value noise: smooth, repeatable, the same on every machine.

/// Noise in the plane, 0–1, with features about one unit wide.
pub(crate) fn plane(x: f32, y: f32, seed: u32) -> f32 {
    let (ix, iy) = (x.floor(), y.floor());
    let (u, v) = (ease(x - ix), ease(y - iy));
    let corner = |dx: i32, dy: i32| hash(ix as i32 + dx, iy as i32 + dy, 0, seed);
    let top = lerp(corner(0, 0), corner(1, 0), u);
    lerp(top, lerp(corner(0, 1), corner(1, 1), u), v)
}

/// Noise in space, 0–1, with features about one unit wide.
pub(crate) fn space(x: f32, y: f32, z: f32, seed: u32) -> f32 {
    let (ix, iy, iz) = (x.floor(), y.floor(), z.floor());
    let (u, v, w) = (ease(x - ix), ease(y - iy), ease(z - iz));
    let corner = |dx: i32, dy: i32, dz: i32| hash(ix as i32 + dx, iy as i32 + dy, iz as i32 + dz, seed);
    let layer = |dz: i32| {
        let near = lerp(corner(0, 0, dz), corner(1, 0, dz), u);
        lerp(near, lerp(corner(0, 1, dz), corner(1, 1, dz), u), v)
    };
    lerp(layer(0), layer(1), w)
}

/// About normal with mean 0 and deviation 1 for a lattice point.
pub(crate) fn grain(x: u32, y: u32, channel: i32, seed: u32) -> f32 {
    let draw = |n: i32| hash(x as i32, y as i32, channel * 4 + n, seed);
    ((0..4).map(draw).sum::<f32>() - 2.0) * 1.732
}

fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

fn hash(x: i32, y: i32, z: i32, seed: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    h ^= (z as u32).wrapping_mul(0xC2B2_AE3D) ^ seed.wrapping_mul(0x27D4_EB2F);
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    ((h ^ (h >> 15)) >> 8) as f32 / 16_777_216.0
}
