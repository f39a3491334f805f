//! From a request to pictures and their truth.

use crate::camera;
use crate::canvas::Page;
use crate::documents::{self, Holder, Sides};
use crate::error::RenderError;
use crate::flat::PortraitDetail;
use crate::head::{self, Backdrop, Expression, Identity, Light, Portrait, Pose};
use crate::person::{Person, years_between};
use crate::random::{derive, stream};
use crate::request::{Kind, Look, Request};
use crate::truth::{FieldName, GroundTruth, ImageRole, ImageTruth};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use rand::Rng;
use std::borrow::Cow;
use std::path::Path;

/// Pictures and what they truly show.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Front, back where the document has one, and the selfie where it was asked for.
    pub images: Vec<(ImageRole, RgbImage)>,
    /// The answers.
    pub truth: GroundTruth,
}

impl Rendered {
    /// The picture of a role, if it was rendered.
    pub fn image(&self, role: ImageRole) -> Option<&RgbImage> {
        self.images.iter().find(|(r, _)| *r == role).map(|(_, image)| image)
    }
}

/// A picture and what it truly shows.
type Shot = (RgbImage, ImageTruth);

/// Pixels to the millimetre of a page in a photograph of 1600 pixels; it grows with the photograph.
pub(crate) const PX_PER_MM: f32 = 12.0;
/// Size of the portrait before it is printed, at that resolution: 34 × 44 mm.
pub(crate) const PORTRAIT_PX: (f32, f32) = (408.0, 528.0);
/// Size of a selfie.
const SELFIE_PX: (u32, u32) = (600, 800);

/// Renders a specimen; the same request always gives the same pictures.
///
/// # Errors
/// [`RenderError`] if a character is in no font, a stated portrait cannot be read, the stated data do not fit the
/// machine-readable zone, or the size is out of range.
pub fn render(request: &Request) -> Result<Rendered, RenderError> {
    let look = &request.look;
    if !(320..=8000).contains(&look.long_side_px) {
        return Err(RenderError::Size(look.long_side_px));
    }
    let drawn = Drawn::new(request, PortraitDetail::Full)?;
    let mut shots = drawn.photograph(look, request.seed);
    if look.selfie {
        shots.push(shoot_selfie(request, &drawn.identity)?);
    }
    let (images, truths) = shots.into_iter().map(|(image, truth)| ((truth.role, image), truth)).unzip();
    Ok(Rendered { images, truth: drawn.truth(truths) })
}

/// A document drawn flat, to be photographed as often as wanted: drawing costs more than a photograph.
pub struct Drawn {
    request: Request,
    sides: Sides,
    person: Person,
    identity: Identity,
    /// Pages of a document that may lie beside.
    companions: Vec<(ImageRole, Page)>,
}

impl Drawn {
    /// Draws what is asked for, as finely as a photograph of the request's size needs it.
    ///
    /// # Errors
    /// As [`render`].
    pub fn new(request: &Request, detail: PortraitDetail) -> Result<Drawn, RenderError> {
        let (sides, person, identity) = flat(request, detail)?;
        let companions = companions(request, detail)?;
        Ok(Drawn { request: request.clone(), sides, person, identity, companions })
    }

    /// Photographs each side. Degradations befall the side with the portrait; the other side is photographed well, except
    /// where the view is stated: then both are taken like that, each with its own chances. A second document lies beside
    /// only if the request asked for it too.
    pub fn photograph(&self, look: &Look, seed: u64) -> Vec<(RgbImage, ImageTruth)> {
        self.roles().into_iter().map(|role| self.take(role, look, seed)).collect()
    }

    /// The sides that can be photographed; the bare ground is a front.
    pub fn roles(&self) -> Vec<ImageRole> {
        match self.request.kind {
            Kind::NoDocument => vec![ImageRole::Front],
            _ => self.sides.pages.iter().map(|(role, _)| *role).collect(),
        }
    }

    /// Whether a machine-readable zone is printed on this side.
    pub fn bears_zone(&self, role: ImageRole) -> bool {
        self.page(role).is_some_and(|page| page.fields.iter().any(|field| field.name == FieldName::Mrz1))
    }

    /// Photographs one side, as [`Self::photograph`] does; a side that the document lacks shows the bare ground.
    pub fn take(&self, role: ImageRole, look: &Look, seed: u64) -> (RgbImage, ImageTruth) {
        let good = || Look { degradations: Vec::new(), companion: false, ..look.clone() };
        let stated = role == ImageRole::Front || look.view.is_some();
        let look = if stated { Cow::Borrowed(look) } else { Cow::Owned(good()) };
        let beside = self.companions.first().filter(|_| look.companion).map(|(_, other)| other);
        let pages: Vec<&Page> = self.page(role).into_iter().chain(beside).collect();
        camera::photograph(&pages, role, &look, seed)
    }

    fn page(&self, role: ImageRole) -> Option<&Page> {
        self.sides.pages.iter().find(|(of, _)| *of == role).map(|(_, page)| page)
    }

    /// The whole truth, with what is known of the pictures.
    pub fn truth(&self, images: Vec<ImageTruth>) -> GroundTruth {
        let person = (self.request.kind != Kind::NoDocument).then(|| self.person.clone());
        GroundTruth {
            kind: self.request.kind,
            seed: self.request.seed,
            issuer: self.sides.issuer.to_owned(),
            mrz: self.sides.mrz.clone(),
            barcode: self.sides.barcode.clone(),
            images,
            person,
        }
    }
}

/// Draws the flat sides, the holder and the holder's head.
fn flat(request: &Request, detail: PortraitDetail) -> Result<(Sides, Person, Identity), RenderError> {
    let look = &request.look;
    let person = Person::draw(request);
    let identity = identity(&person, request);
    let px_per_mm = PX_PER_MM * scale(look);
    let portrait = printed_portrait(look, &identity, request.seed, detail.size_px(px_per_mm))?;
    let (seed, variety) = (request.seed, request.variety);
    let holder = Holder { person: &person, portrait: &portrait, look, seed, variety, px_per_mm };
    let sides = documents::draw(request.kind, &holder)?;
    Ok((sides, person, identity))
}

/// Whoever sits before the camera: the document's holder, or the stranger whom the look names for the selfie.
pub fn sitter(request: &Request) -> Identity {
    let holder = || identity(&Person::draw(request), request);
    request.look.selfie_face_seed.map_or_else(holder, Identity::from_seed)
}

fn identity(person: &Person, request: &Request) -> Identity {
    Identity::of_age(person.face_seed, years_between(person.birth_date, request.today))
}

/// Takes a selfie of the person with a face seed: everyday light, a room, the head a little turned.
///
/// `take_seed` varies all of that and leaves the person alone.
pub fn selfie(face_seed: u64, take_seed: u64) -> RgbImage {
    head::render(&selfie_shot(&Identity::from_seed(face_seed), take_seed))
}

/// How [`selfie`] takes its picture; change it before rendering to open a mouth or turn a head.
pub fn selfie_shot(identity: &Identity, take_seed: u64) -> Portrait {
    let mut rng = stream(take_seed, "selfie");
    let side = if rng.random_bool(0.5) { 1.0 } else { -1.0 };
    let azimuth = side * rng.random_range(18.0..48.0);
    let window = rng.random_bool(0.6);
    let light =
        if window { Light::window(azimuth, rng.random_range(0.1..0.5)) } else { Light::indoor(azimuth) };
    Portrait {
        pose: Pose {
            yaw_deg: rng.random_range(-6.0..6.0),
            pitch_deg: rng.random_range(-4.0..4.0),
            roll_deg: rng.random_range(-5.0..5.0),
        },
        expression: Expression { smile: rng.random_range(0.0..0.5), ..Expression::default() },
        light,
        backdrop: Backdrop::Room(rng.random()),
        view_cm: 42.0,
        distance_cm: 58.0,
        ..Portrait::for_document(identity.clone(), SELFIE_PX.0, SELFIE_PX.1)
    }
}

/// Compresses a picture as JPEG; `quality` is 1–100.
///
/// # Errors
/// [`RenderError::Encode`] if the encoder refuses it.
pub fn encode_jpeg(image: &RgbImage, quality: u8) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
    encoder.encode_image(image).map_err(RenderError::Encode)?;
    Ok(bytes)
}

/// What lies beside the document: somebody else's of the same kind.
fn companions(request: &Request, detail: PortraitDetail) -> Result<Vec<(ImageRole, Page)>, RenderError> {
    if !request.look.companion || request.kind == Kind::NoDocument {
        return Ok(Vec::new());
    }
    let look = Look { portrait: None, ..request.look.clone() };
    let plain = Request::new(request.kind, derive(request.seed, "companion"), request.today);
    let other = Request { look, variety: request.variety, ..plain };
    Ok(flat(&other, detail)?.0.pages)
}

fn shoot_selfie(request: &Request, holder: &Identity) -> Result<Shot, RenderError> {
    let look = &request.look;
    let image = match (&look.portrait, look.selfie_face_seed) {
        (_, Some(other)) => selfie(other, request.seed),
        (Some(path), None) => load(path)?,
        (None, None) => head::render(&selfie_shot(holder, request.seed)),
    };
    let truth = ImageTruth::new(ImageRole::Selfie, image.width(), image.height());
    Ok((image, truth))
}

/// The portrait as it is printed: the stated picture, or a head of about `size_px`.
pub(crate) fn printed_portrait(
    look: &Look,
    identity: &Identity,
    seed: u64,
    size_px: (f32, f32),
) -> Result<RgbImage, RenderError> {
    if let Some(path) = &look.portrait {
        return load(path);
    }
    let mut rng = stream(seed, "portrait");
    let (width, height) = (size_px.0.round() as u32, size_px.1.round() as u32);
    let mut shot = Portrait::for_document(identity.clone(), width, height);
    shot.pose = Pose {
        yaw_deg: rng.random_range(-3.0..3.0),
        pitch_deg: rng.random_range(-2.0..2.0),
        roll_deg: rng.random_range(-1.0..1.0),
    };
    Ok(head::render(&shot))
}

/// How much finer than for 1600 pixels the page is drawn; at most twice.
fn scale(look: &Look) -> f32 {
    (look.long_side_px as f32 / 1600.0).clamp(0.3, 2.0)
}

fn load(path: &Path) -> Result<RgbImage, RenderError> {
    let picture =
        image::open(path).map_err(|source| RenderError::Portrait { path: path.to_owned(), source })?;
    Ok(picture.into_rgb8())
}
