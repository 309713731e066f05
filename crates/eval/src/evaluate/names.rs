//! A table by names that compare without regard to ASCII case, as ARM's do.

use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashMapExt};

/// Values by name. Looking one up allocates nothing.
#[derive(Debug)]
pub(crate) struct Names<T> {
    /// The last entry of each hash; the others hang on it.
    by_hash: HashMap<u64, usize>,
    entries: Vec<Entry<T>>,
    hasher: RandomState,
}

#[derive(Debug)]
struct Entry<T> {
    name: Arc<str>,
    value: T,
    /// The entry before this one whose name has the same hash.
    before: Option<usize>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { by_hash: HashMap::new(), entries: Vec::new(), hasher: RandomState::default() }
    }
}

impl<T> Names<T> {
    /// Adds an entry; one of the same name is replaced.
    pub(crate) fn insert(&mut self, name: Arc<str>, value: T) {
        if let Some(known) = self.get_mut(&name) {
            *known = value;
            return;
        }
        let before = self.by_hash.insert(self.hash(&name), self.entries.len());
        self.entries.push(Entry { name, value, before });
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.position(name).and_then(|at| self.entries.get(at)).map(|entry| &entry.value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let at = self.position(name)?;
        self.entries.get_mut(at).map(|entry| &mut entry.value)
    }

    /// The names in the order in which they were added.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.entries.iter().map(|entry| &entry.name)
    }

    /// The entries in the order in which they were added.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &T)> {
        self.entries.iter().map(|entry| (&entry.name, &entry.value))
    }

    fn position(&self, name: &str) -> Option<usize> {
        let mut at = self.by_hash.get(&self.hash(name)).copied();
        while let Some(entry) = at.and_then(|at| self.entries.get(at)) {
            if entry.name.eq_ignore_ascii_case(name) {
                return at;
            }
            at = entry.before;
        }
        None
    }

    /// The same for names that differ in ASCII case only: the bit in which such letters differ is set in each byte.
    fn hash(&self, name: &str) -> u64 {
        const CASE: u64 = 0x2020_2020_2020_2020;
        let mut hasher = self.hasher.build_hasher();
        let (words, rest) = name.as_bytes().as_chunks::<8>();
        words.iter().for_each(|word| hasher.write_u64(u64::from_le_bytes(*word) | CASE));
        let rest = rest.iter().fold(name.len() as u64, |rest, byte| rest << 8 | u64::from(*byte));
        hasher.write_u64(rest | CASE);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_count_and_the_last_one_wins() {
        let mut names = Names::default();
        names.insert("Location".into(), 1);
        names.insert("other".into(), 2);
        names.insert("LOCATION".into(), 3);
        assert_eq!(names.get("location"), Some(&3));
        assert_eq!(names.get("locatio"), None);
        assert_eq!(names.names().map(|name| &**name).collect::<Vec<_>>(), ["Location", "other"]);
    }
}
