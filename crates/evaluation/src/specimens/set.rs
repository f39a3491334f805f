//! Which documents are rendered, and in which conditions.

use std::str::FromStr;

use specimen::{Kind, camera::Conditions};

/// Documents with a machine-readable zone.
const WITH_ZONE: [Kind; 10] = [
    Kind::Td3Passport,
    Kind::PassportCn,
    Kind::IdCardTd1,
    Kind::IdCardTd2,
    Kind::VisaA,
    Kind::VisaB,
    Kind::HomeReturnPermit,
    Kind::CompatriotPermit,
    Kind::HkMacaoPermit,
    Kind::TaiwanTravelPermit,
];

/// A set of specimens: kinds of documents and how they are photographed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecimenSet {
    /// Every kind; the finder.
    Finder,
    /// The same in hard conditions.
    FinderHard,
    /// Documents with a machine-readable zone.
    Mrz,
    /// The same in hard conditions.
    MrzHard,
    /// Fronts of mainland resident ID cards.
    ResidentId,
    /// The same in hard conditions.
    ResidentIdHard,
    /// Face checks, live and by impostors.
    FaceCheck,
}

/// How much of a photograph is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The whole examination of the front.
    Examination,
    /// The documents' outlines alone, on the front.
    Outlines,
    /// The machine-readable zone alone, on the side that bears it.
    Zone,
}

impl SpecimenSet {
    /// Every set.
    pub const ALL: [Self; 7] = [
        Self::Finder,
        Self::FinderHard,
        Self::Mrz,
        Self::MrzHard,
        Self::ResidentId,
        Self::ResidentIdHard,
        Self::FaceCheck,
    ];

    /// The word on the command line and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Finder => "finder",
            Self::FinderHard => "finder-hard",
            Self::Mrz => "mrz",
            Self::MrzHard => "mrz-hard",
            Self::ResidentId => "resident-id",
            Self::ResidentIdHard => "resident-id-hard",
            Self::FaceCheck => "face-check",
        }
    }

    pub(crate) fn conditions(self) -> Conditions {
        match self {
            Self::Finder | Self::Mrz | Self::ResidentId | Self::FaceCheck => Conditions::Ordinary,
            Self::FinderHard | Self::MrzHard | Self::ResidentIdHard => Conditions::Hard,
        }
    }

    pub(crate) fn scope(self) -> Scope {
        match self {
            Self::Finder | Self::FinderHard => Scope::Outlines,
            Self::Mrz | Self::MrzHard => Scope::Zone,
            Self::ResidentId | Self::ResidentIdHard | Self::FaceCheck => Scope::Examination,
        }
    }

    /// The document of a seed; a set's kinds take turns.
    pub(crate) fn kind(self, seed: u64) -> Kind {
        let kinds = self.kinds();
        kinds[(seed % kinds.len() as u64) as usize]
    }

    fn kinds(self) -> Vec<Kind> {
        match self {
            Self::Finder | Self::FinderHard => {
                Kind::ALL.into_iter().filter(|kind| *kind != Kind::NoDocument).collect()
            }
            Self::Mrz | Self::MrzHard => WITH_ZONE.to_vec(),
            Self::ResidentId | Self::ResidentIdHard => vec![Kind::ResidentIdCn],
            Self::FaceCheck => vec![Kind::NoDocument],
        }
    }

    pub(crate) fn describe(self) -> String {
        if self == Self::FaceCheck {
            return "face checks, live and by impostors who know the order".to_owned();
        }
        let kinds: Vec<&str> = self.kinds().iter().map(|kind| kind.code()).collect();
        let conditions = match self.conditions() {
            Conditions::Ordinary => "ordinary",
            Conditions::Hard => "hard",
        };
        format!("{} in {conditions} conditions", kinds.join(", "))
    }
}

impl FromStr for SpecimenSet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|set| set.name() == text)
            .ok_or_else(|| format!("no set `{text}`; there are {}", Self::ALL.map(Self::name).join(", ")))
    }
}
