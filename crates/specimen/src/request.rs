//! What a specimen is asked to be.

pub use crate::kind::Kind;

use crate::camera::{Ground, View};
use crate::truth::{Corner, Degradation, DegradationKind};
use identity::sex::Sex;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A specimen to render; the same request always gives the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Which document.
    pub kind: Kind,
    /// Everything that is not stated is drawn from this.
    pub seed: u64,
    /// The day on which the photographs are taken; dates are drawn so that the document is valid on it.
    pub today: Date,
    /// What is stated of the holder.
    #[serde(default)]
    pub person: PersonOverrides,
    /// How it is photographed.
    #[serde(default)]
    pub look: Look,
    /// How much it may differ from others of its kind.
    #[serde(default)]
    pub variety: Variety,
}

impl Request {
    /// A faultless specimen, photographed well, with everything drawn from the seed.
    pub fn new(kind: Kind, seed: u64, today: Date) -> Request {
        Request {
            kind,
            seed,
            today,
            person: PersonOverrides::default(),
            look: Look::default(),
            variety: Variety::Plain,
        }
    }
}

/// How much specimens of one kind differ from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variety {
    /// One layout, one set of fonts, common names: what the scenarios show.
    #[default]
    Plain,
    /// Layouts, inks, fonts and names by the seed.
    Common,
    /// As `Common`, but set in fonts that `Common` never uses: for measuring, not for training.
    HeldBack,
}

impl Variety {
    /// Every variety.
    pub const ALL: [Variety; 3] = [Variety::Plain, Variety::Common, Variety::HeldBack];
}

/// What is stated of the holder; all that is `None` is drawn from the seed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonOverrides {
    /// Surname in Latin letters (passports).
    pub surname: Option<String>,
    /// Given names in Latin letters (passports).
    pub given_names: Option<String>,
    /// The whole name in Chinese characters (Chinese documents).
    pub name_zh: Option<String>,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// Issue date.
    pub issue_date: Option<Date>,
    /// Expiry date.
    pub expiry_date: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Document number as printed; of a resident ID the caller answers for its check digit.
    pub document_number: Option<String>,
    /// Seed of the face, so that several documents can show one person.
    pub face_seed: Option<u64>,
}

/// How it is photographed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Hand-held photograph or flat scan.
    pub shot: Shot,
    /// Long side of the picture in pixels, 320–8000.
    pub long_side_px: u32,
    /// What goes wrong; applied in the order of nature, from the light to the file.
    pub degradations: Vec<Degradation>,
    /// From where the document is seen; `None` is nearly from above, drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// What it lies on; `None` is dark cloth or wood, drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// The corner that leaves the frame or lies under the finger; `None` is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corner: Option<Corner>,
    /// Whether somebody else's document of the same kind lies beside.
    pub companion: bool,
    /// Whether a selfie of the holder is rendered too.
    pub selfie: bool,
    /// Seed of another face for the selfie; `None` is the holder's own.
    pub selfie_face_seed: Option<u64>,
    /// A picture to print as portrait and show as selfie in place of the rendered head.
    pub portrait: Option<PathBuf>,
    /// Print a composite check digit that is wrong by one (passports).
    pub wrong_composite_digit: bool,
}

impl Default for Look {
    fn default() -> Look {
        Look {
            shot: Shot::HandHeld,
            long_side_px: 1600,
            degradations: Vec::new(),
            view: None,
            ground: None,
            corner: None,
            companion: false,
            selfie: false,
            selfie_face_seed: None,
            portrait: None,
            wrong_composite_digit: false,
        }
    }
}

impl Look {
    /// How strong a degradation is: the strongest of those asked for, 0 without.
    pub(crate) fn strength(&self, kind: DegradationKind) -> f32 {
        let of_kind = self.degradations.iter().filter(|degradation| degradation.kind == kind);
        of_kind.map(|degradation| degradation.strength).filter(|s| s.is_finite()).fold(0.0, f32::max).min(1.0)
    }
}

/// The kind of camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shot {
    /// On a table, seen a little from the side, with noise, white balance and JPEG.
    #[default]
    HandHeld,
    /// Flat, straight, evenly lit, on white; no noise.
    Scan,
}
