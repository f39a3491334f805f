//! A person of one colour: what they do is painted on the frame, and the fake examiner sees it there.

use image::{ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use review::observation::{Ask, FaceMoment, HeadPose, LivenessReading, Moment};
use vision::live::{DocumentHint, ExamineError, Examined, Film, Look, View, frame};

/// What a frame shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nobody.
    Nobody,
    /// A face at rest.
    Rest,
    /// A face that does what is asked.
    Does(Ask),
}

/// Every act; its place is the red of the frame, by tens.
const ACTS: [Act; 6] = [
    Act::Nobody,
    Act::Rest,
    Act::Does(Ask::TurnLeft),
    Act::Does(Ask::TurnRight),
    Act::Does(Ask::Blink),
    Act::Does(Ask::OpenMouth),
];

impl Act {
    /// A frame on which the fake examiner sees this.
    ///
    /// # Panics
    /// Never: writing to memory cannot fail.
    #[must_use]
    pub fn jpeg(self) -> Vec<u8> {
        let place = ACTS.iter().position(|act| *act == self).expect("every act has its place");
        let rgb = RgbImage::from_pixel(96, 128, Rgb([20 + 40 * place as u8, 100, 100]));
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 90)
            .write_image(&rgb, 96, 128, image::ExtendedColorType::Rgb8)
            .expect("writing to memory cannot fail");
        jpeg
    }

    fn of(frame: &RgbImage) -> Act {
        let red = frame.get_pixel(frame.width() / 2, frame.height() / 2).0[0];
        ACTS[usize::from(red / 40).min(ACTS.len() - 1)]
    }

    fn face(self) -> Option<FaceMoment> {
        let mut face = FaceMoment {
            bounds: [0.3, 0.25, 0.4, 0.5],
            width_share: 0.45,
            pose: HeadPose { yaw_deg: 0.0, pitch_deg: 0.0, roll_deg: 0.0 },
            eyes: [0.3, 0.3],
            mouth: 0.0,
            brightness: 120.0,
            behind: 120.0,
        };
        match self {
            Act::Nobody => return None,
            Act::Rest => {}
            Act::Does(Ask::TurnLeft) => face.pose.yaw_deg = 30.0,
            Act::Does(Ask::TurnRight) => face.pose.yaw_deg = -30.0,
            Act::Does(Ask::Blink) => face.eyes = [0.08, 0.08],
            Act::Does(Ask::OpenMouth) => face.mouth = 0.5,
        }
        Some(face)
    }
}

/// What the fake examiner sees on a frame.
pub(crate) fn look(frame: &RgbImage, at_ms: u32, colour: Option<u8>) -> Look {
    let face = Act::of(frame).face();
    let moment = Moment { at_ms, colour, faces_count: u8::from(face.is_some()), face };
    Look { moment, face: None, skin: [120.0; 3] }
}

/// What it sees on a frame where a document should be.
pub(crate) fn view(frame: &RgbImage) -> View {
    let (hint, steady) =
        if Act::of(frame) == Act::Nobody { (Some(DocumentHint::NoDocument), 0.0) } else { (None, 1.0) };
    View { corners: None, hint, region: None, steady }
}

/// What it sees in a film.
pub(crate) fn examined(film: &Film) -> Result<Examined, ExamineError> {
    let moments = film.frames.iter().map(|shot| {
        let rgb = frame(&shot.jpeg)?;
        Ok::<_, ExamineError>(look(&rgb, shot.at_ms, shot.colour).moment)
    });
    let reading = LivenessReading {
        plan: film.plan.clone(),
        moments: moments.collect::<Result<_, _>>()?,
        best: 0,
        camera: film.camera.clone(),
        measures: Vec::new(),
    };
    Ok(Examined { reading, selfie: film.picture(0)? })
}
