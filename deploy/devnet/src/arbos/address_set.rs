//! A set of addresses with an order, in ArbOS's state.

use revm::primitives::{Address, B256, U256};

use super::slots::{Slots, Space, keyed, single};

/// The set in one space: a count, the members by position, and positions by member.
pub(crate) struct AddressSet<'a, S> {
    slots: &'a mut S,
    space: Space,
}

impl<'a, S: Slots> AddressSet<'a, S> {
    pub(super) fn new(slots: &'a mut S, space: Space) -> Self {
        Self { slots, space }
    }

    /// Whether `address` is a member.
    pub(crate) fn contains(&mut self, address: Address) -> Result<bool, S::Error> {
        Ok(self.position(address)? != U256::ZERO)
    }

    /// All members, in order.
    pub(crate) fn all(&mut self) -> Result<Vec<Address>, S::Error> {
        let count = self.count()?.saturating_to::<u64>();
        (1..=count)
            .map(|position| self.member(U256::from(position)))
            .collect()
    }

    /// Adds `address` at the end unless it is a member.
    pub(crate) fn add(&mut self, address: Address) -> Result<(), S::Error> {
        if self.contains(address)? {
            return Ok(());
        }
        let position = self.count()? + U256::ONE;
        self.slots.set(single(self.space), position)?;
        self.put(position, address)
    }

    /// Removes `address` if it is a member; the last takes its place.
    pub(crate) fn remove(&mut self, address: Address) -> Result<(), S::Error> {
        let position = self.position(address)?;
        if position == U256::ZERO {
            return Ok(());
        }
        let count = self.count()?;
        let last = self.member(count)?;
        self.put(position, last)?;
        self.slots.set(self.position_key(address), U256::ZERO)?;
        self.slots.set(self.member_key(count), U256::ZERO)?;
        if last != address {
            self.slots.set(self.position_key(last), position)?;
        }
        self.slots.set(single(self.space), count - U256::ONE)
    }

    fn count(&mut self) -> Result<U256, S::Error> {
        self.slots.get(single(self.space))
    }

    fn position(&mut self, address: Address) -> Result<U256, S::Error> {
        let key = self.position_key(address);
        self.slots.get(key)
    }

    fn member(&mut self, position: U256) -> Result<Address, S::Error> {
        let key = self.member_key(position);
        Ok(Address::from_word(self.slots.get(key)?.into()))
    }

    fn put(&mut self, position: U256, address: Address) -> Result<(), S::Error> {
        let member = U256::from_be_bytes(address.into_word().0);
        self.slots.set(self.member_key(position), member)?;
        self.slots.set(self.position_key(address), position)
    }

    /// The first byte keeps members apart from positions.
    fn position_key(&self, address: Address) -> B256 {
        let mut item = address.into_word();
        item[0] = 1;
        keyed(self.space, item)
    }

    fn member_key(&self, position: U256) -> B256 {
        keyed(self.space, position.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn remove_succeeds_moving_the_last_into_the_gap() {
        let mut slots: BTreeMap<U256, U256> = BTreeMap::new();
        let mut slots = &mut slots;
        let mut set = AddressSet::new(&mut slots, Space::CacheManagers);
        let [a, b, c] = [1, 2, 3].map(Address::with_last_byte);
        for member in [a, b, c, b] {
            set.add(member).unwrap();
        }
        assert_eq!(set.all().unwrap(), [a, b, c]);
        set.remove(a).unwrap();
        assert_eq!(set.all().unwrap(), [c, b]);
        assert!(!set.contains(a).unwrap());
        set.remove(b).unwrap();
        set.remove(b).unwrap();
        assert_eq!(set.all().unwrap(), [c]);
        assert!(set.contains(c).unwrap());
    }
}
