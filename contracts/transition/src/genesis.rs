//! The first state of an L2.

use alloc::collections::BTreeMap;
use alloy_primitives::{Address, B256, Bytes, U256};

use crate::{EMPTY_ROOT, IndexedWitness, Witness, WitnessError, world::World};

/// An account of the genesis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenesisAccount {
    /// Transactions it is taken to have sent.
    pub nonce: u64,
    /// Balance in wei.
    pub balance: U256,
    /// Its bytecode, empty for an account of a key.
    pub code: Bytes,
    /// Its storage; zeros are left out of the state.
    pub storage: BTreeMap<U256, U256>,
}

/// Accounts of a genesis by address.
pub type Alloc = BTreeMap<Address, GenesisAccount>;

/// The state root of a genesis, and the whole state as the witness of everything.
///
/// # Panics
/// Never: a state that starts empty has all its nodes open, so none can be missing.
pub fn genesis_state(alloc: &Alloc) -> (B256, Witness) {
    let mut world = World::collecting(EMPTY_ROOT, IndexedWitness::new(&Witness::default()));
    let root = build(&mut world, alloc).expect("no node is read");
    let new = world.take_new();
    let witness = Witness {
        nodes: new.nodes.into_iter().map(|(_, rlp)| rlp.into()).collect(),
        codes: new.codes.into_iter().map(|(_, code)| code).collect(),
    };
    (root, witness)
}

fn build(world: &mut World<IndexedWitness>, alloc: &Alloc) -> Result<B256, WitnessError> {
    for (address, account) in alloc {
        world.create(*address, account)?;
    }
    Ok(world.root())
}
