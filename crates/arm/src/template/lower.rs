//! Names of members in lower case, without an allocation for each.

/// Longer than any name that a template's own parts have.
const LONGEST: usize = 32;

/// A name in lower case (ASCII); empty for one that is longer than any that is looked for.
pub(super) struct Lower {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Lower {
    pub(super) fn of(name: &str) -> Self {
        let mut bytes = [0; LONGEST];
        let Some(own) = bytes.get_mut(..name.len()) else { return Self { bytes, length: 0 } };
        own.copy_from_slice(name.as_bytes());
        own.make_ascii_lowercase();
        Self { bytes, length: name.len() }
    }

    pub(super) fn as_str(&self) -> &str {
        let own = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(own).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_none() {
        for (name, lower) in [("DependsOn", "dependson"), ("Ünït", "Ünït"), ("", ""), (&"x".repeat(33), "")] {
            assert_eq!(Lower::of(name).as_str(), lower);
        }
        assert_eq!(Lower::of(&"X".repeat(32)).as_str(), "x".repeat(32));
    }
}
