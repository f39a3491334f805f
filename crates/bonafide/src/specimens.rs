//! `bonafide specimen`: synthetic documents and people with their ground truth, as files.

mod film;
mod flat;

use std::path::{Path, PathBuf};

use image::RgbImage;
use jiff::civil::Date;
use specimen::{ImageRole, Kind, Look, Request};

use crate::failure::Failure;

/// As phones save photographs.
const JPEG_QUALITY: u8 = 92;

/// What to render.
#[derive(clap::Args)]
#[group(id = "subject", required = true, args = ["scenario", "kind", "list"])]
pub struct Options {
    /// A situation with documents, selfie and claims, such as `approved` or `e001_glare`.
    #[arg(long)]
    scenario: Option<String>,
    /// A kind of document, such as `td3_passport` or `resident_id_cn`.
    #[arg(long)]
    kind: Option<String>,
    /// Name every scenario and every kind, and end.
    #[arg(long)]
    list: bool,
    /// The same seed gives the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many of a kind, with the seeds that follow.
    #[arg(long, default_value_t = 1)]
    count: u64,
    /// The day on which the photographs are taken, YYYY-MM-DD [default: today in UTC]
    #[arg(long)]
    today: Option<Date>,
    /// Folder to write to; it is made if it is absent.
    #[arg(long, default_value = "specimens")]
    out: PathBuf,
    /// How much documents of one kind differ from each other.
    #[arg(long, value_enum, default_value_t = Variety::Common, requires = "kind")]
    variety: Variety,
    /// Photographed as it comes in life; without this, as a careful applicant does.
    #[arg(long, value_enum, requires = "kind", conflicts_with = "flat")]
    conditions: Option<Conditions>,
    #[command(flatten)]
    flat: flat::Options,
    #[command(flatten)]
    film: film::Options,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Conditions {
    /// Tilted to 30°, mildly blurred, 1 to 12 megapixels, on all kinds of ground.
    Ordinary,
    /// Worse: dark, blurred, reflecting, held, bent.
    Hard,
}

impl From<Conditions> for specimen::camera::Conditions {
    fn from(conditions: Conditions) -> Self {
        match conditions {
            Conditions::Ordinary => Self::Ordinary,
            Conditions::Hard => Self::Hard,
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Variety {
    /// One layout, one set of fonts: what the scenarios show.
    Plain,
    /// Layouts, inks, fonts and names by the seed.
    Common,
    /// As common, but set in fonts that common never uses: for measuring, not for training.
    HeldBack,
}

impl From<Variety> for specimen::Variety {
    fn from(variety: Variety) -> Self {
        match variety {
            Variety::Plain => Self::Plain,
            Variety::Common => Self::Common,
            Variety::HeldBack => Self::HeldBack,
        }
    }
}

/// Renders and writes.
pub fn run(options: &Options) -> Result<(), Failure> {
    if options.list {
        list();
        return Ok(());
    }
    let today = options.today.unwrap_or_else(crate::check::today);
    match (&options.scenario, &options.kind) {
        (Some(name), _) => scenario(name, options, today),
        (None, Some(kind)) => kinds(kind, options, today),
        (None, None) => Err(Failure::Usage("say --scenario NAME or --kind KIND".into())),
    }
}

fn list() {
    for name in specimen::scenario::NAMES {
        anstream::println!("scenario {name}");
    }
    for kind in Kind::ALL {
        anstream::println!("kind {}", kind.code());
    }
}

fn scenario(name: &str, options: &Options, today: Date) -> Result<(), Failure> {
    if options.film.wanted() {
        let request = specimen::scenario::request(name, options.seed, today)
            .map_err(|error| Failure::Usage(error.to_string()))?;
        return film::save(&request, &options.film, &options.out);
    }
    let scenario =
        specimen::scenario(name, options.seed, today).map_err(|error| Failure::Usage(error.to_string()))?;
    for (role, image) in &scenario.images {
        picture(&options.out, &format!("{}.jpg", word(*role)), image)?;
    }
    json(&options.out, "truth.json", &scenario.truth)?;
    json(&options.out, "claims.json", &scenario.claims)?;
    json(&options.out, "expected.json", &scenario.expected)
}

fn kinds(kind: &str, options: &Options, today: Date) -> Result<(), Failure> {
    let known = || Kind::ALL.map(Kind::code).join(", ");
    let kind = Kind::from_code(kind)
        .ok_or_else(|| Failure::Usage(format!("no kind `{kind}`; there are {}", known())))?;
    for seed in options.seed..options.seed.saturating_add(options.count) {
        let look = options.conditions.map(|conditions| Look::draw(conditions.into(), seed));
        let look = look.unwrap_or_default();
        let request = Request { look, variety: options.variety.into(), ..Request::new(kind, seed, today) };
        if options.film.wanted() {
            film::save(&request, &options.film, &options.out)?;
        } else if options.flat.wanted() {
            flat::save(&request, &options.flat, &options.out)?;
        } else {
            photographs(&request, &options.out)?;
        }
    }
    Ok(())
}

fn photographs(request: &Request, folder: &Path) -> Result<(), Failure> {
    let rendered = specimen::render(request).map_err(|error| Failure::internal("cannot render", error))?;
    let stem = format!("{}-{}", request.kind.code(), request.seed);
    for (role, image) in &rendered.images {
        picture(folder, &format!("{stem}-{}.jpg", word(*role)), image)?;
    }
    json(folder, &format!("{stem}.json"), &rendered.truth)
}

fn picture(folder: &Path, name: &str, image: &RgbImage) -> Result<(), Failure> {
    let bytes = specimen::encode_jpeg(image, JPEG_QUALITY)
        .map_err(|error| Failure::internal("cannot encode", error))?;
    write(folder, name, &bytes)
}

fn word(role: ImageRole) -> &'static str {
    match role {
        ImageRole::Front => "front",
        ImageRole::Back => "back",
        ImageRole::Selfie => "selfie",
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, bytes))
        .map_err(|error| Failure::internal(&format!("cannot write {}", path.display()), error))
}

fn json(folder: &Path, name: &str, value: &impl serde::Serialize) -> Result<(), Failure> {
    let text =
        serde_json::to_vec_pretty(value).map_err(|error| Failure::internal("cannot write JSON", error))?;
    write(folder, name, &text)
}
