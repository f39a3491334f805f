//! Signed distances of simple solids, in centimetres, and how they join.

use glam::{Vec2, Vec3};

/// Distance to an ellipsoid, exact at its surface and good near it.
pub(super) fn ellipsoid(p: Vec3, centre: Vec3, radii: Vec3) -> f32 {
    let q = (p - centre) / radii;
    let k0 = q.length();
    let k1 = (q / radii).length().max(1e-6);
    k0 * (k0 - 1.0) / k1
}

/// Distance to a sphere.
pub(super) fn sphere(p: Vec3, centre: Vec3, radius: f32) -> f32 {
    p.distance(centre) - radius
}

/// Distance to a rod whose radius runs from `ra` at `a` to `rb` at `b`.
pub(super) fn rod(p: Vec3, a: Vec3, b: Vec3, ra: f32, rb: f32) -> f32 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.length_squared()).clamp(0.0, 1.0);
    (pa - ba * t).length() - (ra + (rb - ra) * t)
}

/// Distance to a ring in the plane of x and y.
pub(super) fn ring(p: Vec3, centre: Vec3, radii: Vec2, thickness: f32) -> f32 {
    let q = p - centre;
    let scale = radii.min_element();
    let flat = Vec2::new(q.x, q.y) / radii;
    Vec2::new((flat.length() - 1.0) * scale, q.z).length() - thickness
}

/// Union that rounds the seam over a width of `k`.
pub(super) fn join(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

/// `a` without `b`, the edge rounded over a width of `k`.
pub(super) fn carve(a: f32, b: f32, k: f32) -> f32 {
    -join(-a, b, k)
}

/// Smooth step from 0 at `from` to 1 at `to`.
pub(super) fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
