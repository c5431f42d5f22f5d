//! The programs called in a block.

use std::collections::VecDeque;

use revm::primitives::B256;

/// Least-recently-used list of the code hashes of programs called in a block.
///
/// It is not journaled: a call that reverts stays in it (sheet of the VM, section 5.6).
#[derive(Clone, Debug, Default)]
pub struct RecentPrograms {
    /// Oldest first. The capacity is small (32), so a scan beats a map.
    codes: VecDeque<B256>,
    /// Fixed by the first insertion.
    capacity: Option<usize>,
}

impl RecentPrograms {
    /// Notes a call of `code_hash` and returns whether it was in the list.
    ///
    /// `capacity` counts only at the first call; zero is taken as one.
    pub fn insert(&mut self, code_hash: B256, capacity: u16) -> bool {
        let capacity = *self.capacity.get_or_insert(usize::from(capacity).max(1));
        let position = self.codes.iter().position(|code| *code == code_hash);
        if let Some(position) = position {
            self.codes.remove(position);
        } else if self.codes.len() == capacity {
            self.codes.pop_front();
        }
        self.codes.push_back(code_hash);
        position.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(byte: u8) -> B256 {
        B256::repeat_byte(byte)
    }

    #[test]
    fn insert_succeeds_with_true_when_code_was_called_before() {
        let mut recents = RecentPrograms::default();
        assert!(!recents.insert(code(1), 32));
        assert!(recents.insert(code(1), 32));
    }

    #[test]
    fn insert_succeeds_dropping_the_least_recently_used_when_full() {
        let mut recents = RecentPrograms::default();
        recents.insert(code(1), 2);
        recents.insert(code(2), 2);
        recents.insert(code(1), 2);
        recents.insert(code(3), 2);
        assert!(recents.insert(code(1), 2));
        assert!(!recents.insert(code(2), 2));
    }

    #[test]
    fn insert_succeeds_keeping_the_first_capacity() {
        let mut recents = RecentPrograms::default();
        recents.insert(code(1), 0);
        recents.insert(code(2), 32);
        assert!(!recents.insert(code(1), 32));
    }
}
