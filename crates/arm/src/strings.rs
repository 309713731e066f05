//! Shared strings: templates repeat the same short names over and over.

use std::sync::Arc;

const SLOTS: usize = 512;
const LONGEST: usize = 40;

/// A small cache of strings. A collision forgets the older string, so that its size is fixed.
pub(crate) struct Strings {
    slots: Box<[Option<Arc<str>>]>,
}

impl Strings {
    pub(crate) fn new() -> Self {
        Self { slots: vec![None; SLOTS].into() }
    }

    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return text.into();
        }
        let Some(slot) = self.slots.get_mut(slot_of(text.as_bytes())) else { return text.into() };
        match slot {
            Some(known) if **known == *text => known.clone(),
            _ => slot.insert(text.into()).clone(),
        }
    }
}

fn slot_of(bytes: &[u8]) -> usize {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(MULTIPLIER).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let tail = rest.iter().fold(0, |tail, byte| tail << 8 | u64::from(*byte));
    (mix(hash, tail) >> 32) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_share_one_allocation_and_others_never() {
        let mut strings = Strings::new();
        for length in 0..LONGEST + 3 {
            let text = "x".repeat(length);
            let (first, second) = (strings.share(&text), strings.share(&text));
            assert_eq!(&*first, text);
            assert_eq!(Arc::ptr_eq(&first, &second), length <= LONGEST, "length {length}");
        }
        for number in 0..5_000 {
            assert_eq!(&*strings.share(&number.to_string()), number.to_string());
        }
    }
}
