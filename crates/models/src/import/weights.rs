//! Weights as TensorFlow.js stores them: a manifest of names and shapes beside a file of packed, often quantised numbers.
//!
//! Format: the `weightsManifest` of a TensorFlow.js model, as documented in `@tensorflow/tfjs-core`,
//! `io/types.ts` (`WeightsManifestEntry`). All numbers are little-endian and packed without gaps.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Most axes that a tensor may have.
const RANK_MAX: usize = 8;

/// One group of weights and the files that hold them, one after the other.
#[derive(Debug, Clone, Deserialize)]
pub struct Group {
    /// File names beside the manifest.
    pub paths: Vec<String>,
    /// The tensors in the order in which they are packed.
    pub weights: Vec<Entry>,
}

/// One tensor of the manifest.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    /// Unique name.
    pub name: String,
    /// Row-major shape; empty for a single number.
    pub shape: Vec<u64>,
    /// Type of the tensor in use.
    pub dtype: Kind,
    /// How it is packed, if otherwise than its type says.
    pub quantization: Option<Quantisation>,
}

/// Type of a tensor's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 32-bit float.
    Float32,
    /// 32-bit integer.
    Int32,
}

/// How a tensor is packed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Quantisation {
    /// Type of the packed numbers.
    pub dtype: Packed,
    /// Value of one step; needed for the whole-number types.
    pub scale: Option<f64>,
    /// Value of zero; needed for the whole-number types.
    pub min: Option<f64>,
}

/// Type of packed numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packed {
    /// One byte, linear.
    Uint8,
    /// Two bytes, linear.
    Uint16,
    /// IEEE 754 half precision.
    Float16,
}

/// A tensor in full.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Row-major shape.
    pub shape: Vec<usize>,
    /// Its numbers.
    pub data: Data,
}

/// The numbers of a tensor.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// 32-bit floats.
    Floats(Vec<f32>),
    /// 32-bit integers.
    Integers(Vec<i32>),
}

/// Why weights could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// More than eight axes, or more elements than can be counted.
    #[error("weight {0}: impossible shape")]
    Shape(String),
    /// The data end before the tensor does.
    #[error("weight {0}: the data end before it does")]
    Truncated(String),
    /// The data go on after the last tensor.
    #[error("{0} bytes are left over after the last weight")]
    LeftOver(usize),
    /// Two tensors have one name.
    #[error("weight {0} occurs twice")]
    Twice(String),
    /// Scale or minimum are missing, not finite, or the packing does not fit the type.
    #[error("weight {0}: impossible quantisation")]
    Quantisation(String),
}

/// Unpacks a group. `bytes` are its files, one after the other.
///
/// Nothing is allocated for a tensor before its packed form was found in `bytes`, so memory is at most four
/// times the length of the data.
///
/// # Errors
/// [`WeightsError`] names the first tensor that does not fit.
pub fn unpack(entries: &[Entry], bytes: &[u8]) -> Result<BTreeMap<String, Tensor>, WeightsError> {
    let mut rest = bytes;
    let mut tensors = BTreeMap::new();
    for entry in entries {
        let (packed, after) = split(entry, rest)?;
        rest = after;
        let shape = entry.shape.iter().map(|&size| size as usize).collect();
        let tensor = Tensor { shape, data: decode(entry, packed)? };
        if tensors.insert(entry.name.clone(), tensor).is_some() {
            return Err(WeightsError::Twice(entry.name.clone()));
        }
    }
    if rest.is_empty() { Ok(tensors) } else { Err(WeightsError::LeftOver(rest.len())) }
}

fn split<'a>(entry: &Entry, bytes: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), WeightsError> {
    let length = packed_length_bytes(entry).ok_or_else(|| WeightsError::Shape(entry.name.clone()))?;
    bytes.split_at_checked(length).ok_or_else(|| WeightsError::Truncated(entry.name.clone()))
}

fn packed_length_bytes(entry: &Entry) -> Option<usize> {
    if entry.shape.len() > RANK_MAX {
        return None;
    }
    let width = entry.quantization.map_or(4, |quantisation| width_bytes(quantisation.dtype));
    let length = entry.shape.iter().try_fold(width, |product: u64, &size| product.checked_mul(size))?;
    usize::try_from(length).ok()
}

fn width_bytes(packed: Packed) -> u64 {
    match packed {
        Packed::Uint8 => 1,
        Packed::Uint16 | Packed::Float16 => 2,
    }
}

fn decode(entry: &Entry, packed: &[u8]) -> Result<Data, WeightsError> {
    let Some(quantisation) = entry.quantization else { return Ok(decode_plain(entry.dtype, packed)) };
    if quantisation.dtype == Packed::Float16 {
        return match entry.dtype {
            Kind::Float32 => Ok(Data::Floats(halves(packed).map(half_to_single).collect())),
            Kind::Int32 => Err(WeightsError::Quantisation(entry.name.clone())),
        };
    }
    let line = linear(quantisation).ok_or_else(|| WeightsError::Quantisation(entry.name.clone()))?;
    let values: Vec<f64> = match quantisation.dtype {
        Packed::Uint8 => packed.iter().map(|&level| line(f64::from(level))).collect(),
        _ => halves(packed).map(|level| line(f64::from(level))).collect(),
    };
    Ok(match entry.dtype {
        Kind::Float32 => Data::Floats(values.iter().map(|&value| value as f32).collect()),
        Kind::Int32 => Data::Integers(values.iter().map(|value| value.round() as i32).collect()),
    })
}

fn decode_plain(kind: Kind, packed: &[u8]) -> Data {
    let words = packed.chunks_exact(4).map(|word| <[u8; 4]>::try_from(word).expect("four bytes"));
    match kind {
        Kind::Float32 => Data::Floats(words.map(f32::from_le_bytes).collect()),
        Kind::Int32 => Data::Integers(words.map(i32::from_le_bytes).collect()),
    }
}

/// The line `level × scale + min`, in double precision as the original computes it.
fn linear(quantisation: Quantisation) -> Option<impl Fn(f64) -> f64> {
    let scale = quantisation.scale.filter(|scale| scale.is_finite())?;
    let min = quantisation.min.filter(|min| min.is_finite())?;
    Some(move |level| level * scale + min)
}

fn halves(packed: &[u8]) -> impl Iterator<Item = u16> {
    packed.chunks_exact(2).map(|half| u16::from_le_bytes([half[0], half[1]]))
}

/// IEEE 754 binary16 to binary32, exactly: the exponent's bias is 15 there and 127 here.
fn half_to_single(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let (exponent, fraction) = (u32::from((half >> 10) & 0x1f), u32::from(half & 0x3ff));
    let magnitude = match exponent {
        // Subnormal: a multiple of the smallest half, 2⁻²⁴.
        0 => (fraction as f32 / 16_777_216.0).to_bits(),
        0x1f => 0x7f80_0000 | fraction << 13,
        _ => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(name: &str, shape: &[u64], quantization: Option<Quantisation>) -> Entry {
        Entry { name: name.to_owned(), shape: shape.to_vec(), dtype: Kind::Float32, quantization }
    }

    #[test]
    fn halves_have_their_values() {
        let cases = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x3555, 0.333_251_95),
            (0x7c00, f32::INFINITY),
        ];
        for (half, single) in cases {
            assert_eq!(half_to_single(half), single, "{half:#06x}");
        }
        assert!(half_to_single(0x7e00).is_nan());
        assert!(half_to_single(0x8000).is_sign_negative());
    }

    #[test]
    fn bytes_are_levels_on_a_line() {
        let quantisation = Quantisation { dtype: Packed::Uint8, scale: Some(0.5), min: Some(-1.0) };
        let tensors = unpack(&[entry("w", &[3], Some(quantisation))], &[0, 1, 255]).unwrap();
        assert_eq!(tensors["w"].data, Data::Floats(vec![-1.0, -0.5, 126.5]));
    }

    #[test]
    fn a_huge_shape_is_refused_before_memory_is_taken() {
        for shape in [&[u64::MAX][..], &[1 << 40, 1 << 40], &[1 << 31], &[1; 9]] {
            let error = unpack(&[entry("w", shape, None)], &[0; 16]).unwrap_err();
            assert!(matches!(error, WeightsError::Shape(_) | WeightsError::Truncated(_)), "{shape:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let no_scale = Quantisation { dtype: Packed::Uint8, scale: None, min: Some(0.0) };
        let cases = [
            (vec![entry("a", &[1], Some(no_scale))], 1, WeightsError::Quantisation("a".into())),
            (vec![entry("a", &[1], None), entry("a", &[1], None)], 8, WeightsError::Twice("a".into())),
            (vec![entry("a", &[1], None)], 7, WeightsError::LeftOver(3)),
            (vec![entry("a", &[2], None)], 7, WeightsError::Truncated("a".into())),
        ];
        for (entries, length, expected) in cases {
            assert_eq!(unpack(&entries, &vec![0; length]), Err(expected));
        }
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let packed = prop_oneof![Just(Packed::Uint8), Just(Packed::Uint16), Just(Packed::Float16)];
        let number = proptest::option::of(any::<f64>());
        let quantisation = (packed, number.clone(), number).prop_map(|(dtype, scale, min)| Quantisation {
            dtype,
            scale,
            min,
        });
        let size = prop_oneof![0..4u64, any::<u64>()];
        let kind = prop_oneof![Just(Kind::Float32), Just(Kind::Int32)];
        (proptest::collection::vec(size, 0..10), kind, proptest::option::of(quantisation), "[ab]{1,3}")
            .prop_map(|(shape, dtype, quantization, name)| Entry { name, shape, dtype, quantization })
    }

    proptest! {
        #[test]
        fn floats_come_back_as_they_were(values in proptest::collection::vec(any::<f32>(), 0..50)) {
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            let tensors = unpack(&[entry("w", &[values.len() as u64], None)], &bytes).unwrap();
            let Data::Floats(read) = &tensors["w"].data else { panic!("not floats") };
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(read), bits(&values));
        }

        #[test]
        fn anything_gives_an_error_or_full_tensors(
            entries in proptest::collection::vec(any_entry(), 0..6),
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let Ok(tensors) = unpack(&entries, &bytes) else { return Ok(()) };
            for tensor in tensors.values() {
                let length = match &tensor.data { Data::Floats(f) => f.len(), Data::Integers(i) => i.len() };
                prop_assert_eq!(length, tensor.shape.iter().product::<usize>());
            }
        }
    }
}
