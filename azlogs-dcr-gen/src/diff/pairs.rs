//! Which parts of two versions are the same part.

/// What two versions have in common, and what only one of them has.
pub(super) struct Pairs<'a, T> {
    /// In the order of the new version.
    pub(super) both: Vec<(&'a T, &'a T)>,
    /// In the order of the old version.
    pub(super) gone: Vec<&'a T>,
    /// In the order of the new version.
    pub(super) added: Vec<&'a T>,
}

impl<'a, T> Pairs<'a, T> {
    /// Pairs what is the same; the first of several.
    pub(super) fn by(old: &'a [T], new: &'a [T], is_same: impl Fn(&T, &T) -> bool) -> Self {
        let mut pairs = Self {
            both: Vec::new(),
            gone: old.iter().collect(),
            added: Vec::new(),
        };
        for new in new {
            match pairs.gone.iter().position(|old| is_same(old, new)) {
                Some(index) => pairs.both.push((pairs.gone.remove(index), new)),
                None => pairs.added.push(new),
            }
        }
        pairs
    }

    /// Pairs what is left, as far as `choose` finds one of the added for one that is gone; gives those pairs.
    pub(super) fn pair_left(
        &mut self,
        choose: impl Fn(&'a T, &[&'a T]) -> Option<usize>,
    ) -> Vec<(&'a T, &'a T)> {
        let mut paired = Vec::new();
        let added = &mut self.added;
        self.gone.retain(|old| match choose(old, added) {
            Some(index) if index < added.len() => {
                paired.push((*old, added.remove(index)));
                false
            }
            _ => true,
        });
        paired
    }
}
