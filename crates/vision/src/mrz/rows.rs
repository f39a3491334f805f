//! A row of machine-readable print: a middle line, straight or evenly bent, with a height.

use crate::geometry::{Projection, Px, Quad, px};

/// Where a row of capitals lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Middle of its left end, as read.
    pub from: Px,
    /// Middle of its right end.
    pub to: Px,
    /// Height of its capitals.
    pub cap: f32,
    /// How sure the finder is, 0–1.
    pub confidence: f32,
    /// How far it is bent, see [`Band::bow`].
    pub bow: f32,
}

/// A row's box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The box of its capitals, as if it were straight.
    pub quad: Quad,
    /// In capitals: `t` of its length from the middle, the row lies `bow * (t² - 1/12)` below the straight line, which
    /// runs so that this is nothing on the whole. A bent page shows the same bow in all its rows.
    pub bow: f32,
}

impl Band {
    /// The same, read upside down.
    pub fn turned(&self) -> Self {
        Self { quad: self.quad.rolled(2), bow: -self.bow }
    }

    /// In other coordinates.
    pub fn mapped(&self, map: &Projection) -> Self {
        Self { quad: map.quad(&self.quad), ..*self }
    }
}

impl Row {
    pub fn length(&self) -> f32 {
        self.to.minus(self.from).length()
    }

    /// Unit vector of the reading direction.
    pub fn along(&self) -> Px {
        let length = self.length();
        if length > 0.0 { self.to.minus(self.from).times(1.0 / length) } else { px(1.0, 0.0) }
    }

    pub fn centre(&self) -> Px {
        self.from.plus(self.to).times(0.5)
    }

    /// The same, read from its other end.
    pub fn reversed(&self) -> Self {
        Self { from: self.to, to: self.from, bow: -self.bow, ..*self }
    }

    /// How sharply it is bent: half the second derivative of its middle line, 1/px.
    pub fn curvature(&self) -> f32 {
        self.bow * self.cap / self.length().powi(2).max(1.0)
    }

    /// Bent this sharply.
    pub fn bent(&self, curvature: f32) -> Self {
        Self { bow: curvature * self.length().powi(2) / self.cap.max(1.0), ..*self }
    }

    /// Its capitals' box, bent as it is.
    pub fn band(&self) -> Band {
        Band { quad: self.quad(), bow: self.bow }
    }

    /// Its capitals' box as if it were straight.
    pub fn quad(&self) -> Quad {
        let u = self.along();
        let v = px(-u.y, u.x).times(self.cap / 2.0);
        Quad([self.from.minus(v), self.to.minus(v), self.to.plus(v), self.from.plus(v)])
    }

    /// In other coordinates, which may be scaled differently along both axes.
    pub fn mapped(&self, map: impl Fn(Px) -> Px) -> Self {
        let quad = self.quad();
        let moved = Quad(quad.0.map(&map));
        Self { from: map(self.from), to: map(self.to), cap: moved.height(), ..*self }
    }

    /// Distance of a point from the row's line, positive below it.
    pub fn below(&self, p: Px) -> f32 {
        self.along().cross(p.minus(self.from))
    }
}
