//! A program instance's storage cache (sheet of the VM, section 4.3).

use std::collections::HashMap;

use revm::primitives::U256;

/// Values read and written by one program instance, with the gas that its growth costs.
#[derive(Debug, Default)]
pub(super) struct StorageCache {
    slots: HashMap<U256, Slot>,
    reads: u32,
    writes: u32,
}

#[derive(Debug)]
struct Slot {
    value: U256,
    /// What the chain holds, if it was asked.
    known: Option<U256>,
}

impl StorageCache {
    /// Gas for the next read.
    pub(super) fn read_gas(&mut self) -> u64 {
        self.reads = self.reads.saturating_add(1);
        match self.reads {
            0..=32 => 0,
            33..=128 => 2,
            _ => 10,
        }
    }

    /// Gas for the next write.
    pub(super) fn write_gas(&mut self) -> u64 {
        self.writes = self.writes.saturating_add(1);
        match self.writes {
            0..=8 => 0,
            9..=64 => 7,
            _ => 10,
        }
    }

    /// The cached value.
    pub(super) fn get(&self, key: U256) -> Option<U256> {
        self.slots.get(&key).map(|slot| slot.value)
    }

    /// Notes what the chain holds.
    pub(super) fn learn(&mut self, key: U256, value: U256) {
        let known = Some(value);
        self.slots.insert(key, Slot { value, known });
    }

    /// Notes what the program wrote.
    pub(super) fn set(&mut self, key: U256, value: U256) {
        self.slots
            .entry(key)
            .and_modify(|slot| slot.value = value)
            .or_insert(Slot { value, known: None });
    }

    /// Takes what differs from the chain, as if it were written now. Sorted by key, so that a run
    /// is repeatable.
    pub(super) fn take_dirty(&mut self) -> Vec<(U256, U256)> {
        let mut dirty = Vec::new();
        for (key, slot) in &mut self.slots {
            if slot.known != Some(slot.value) {
                slot.known = Some(slot.value);
                dirty.push((*key, slot.value));
            }
        }
        dirty.sort_unstable();
        dirty
    }

    /// Forgets all values. The counters stay.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(value: u64) -> U256 {
        U256::from(value)
    }

    #[test]
    fn take_dirty_succeeds_with_nothing_when_value_is_as_read() {
        let mut cache = StorageCache::default();
        cache.learn(word(1), word(2));
        cache.set(word(1), word(3));
        cache.set(word(1), word(2));
        assert_eq!(cache.take_dirty(), []);
    }

    #[test]
    fn take_dirty_succeeds_with_unread_slot_whatever_its_value() {
        let mut cache = StorageCache::default();
        cache.set(word(1), word(0));
        assert_eq!(cache.take_dirty(), [(word(1), word(0))]);
        assert_eq!(cache.take_dirty(), []);
    }

    #[test]
    fn gas_succeeds_with_steps() {
        let mut cache = StorageCache::default();
        let reads: Vec<u64> = (0..130).map(|_| cache.read_gas()).collect();
        assert_eq!(
            [reads[31], reads[32], reads[127], reads[128]],
            [0, 2, 2, 10]
        );
        let writes: Vec<u64> = (0..66).map(|_| cache.write_gas()).collect();
        assert_eq!(
            [writes[7], writes[8], writes[63], writes[64]],
            [0, 7, 7, 10]
        );
    }
}
