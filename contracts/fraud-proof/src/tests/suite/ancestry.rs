//! What a batch stands on.

use merkle::{Keccak, Tree};
use motsu::prelude::*;
use proptest::prelude::*;

use super::{
    super::batch::{next, Sample},
    world::{Base, World},
};

/// The parent of a batch in dispute.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ancestry {
    /// The genesis itself.
    Genesis,
    /// A batch that is right.
    True,
    /// One that is false from a leaf on, in claims that its author can show.
    Shown(u32),
    /// One that is false from a leaf on, in hashes of nothing.
    Closed(u32),
}

/// One on which an honest author may stand: its last claim is one.
pub(super) fn solid() -> impl Strategy<Value = Ancestry> {
    prop_oneof![
        Just(Ancestry::Genesis),
        Just(Ancestry::True),
        any::<u32>().prop_map(Ancestry::Shown),
    ]
}

/// Any.
pub(super) fn any_ancestry() -> impl Strategy<Value = Ancestry> {
    prop_oneof![
        4 => solid(),
        1 => any::<u32>().prop_map(Ancestry::Closed),
    ]
}

/// What there is before the batch in dispute.
pub(super) struct Ground {
    /// None if that is the genesis alone.
    pub(super) parent: Option<Sample>,
    /// The parent's first false leaf.
    pub(super) lie: Option<u32>,
    /// What the batch is made on.
    pub(super) base: Base,
}

impl Ancestry {
    /// Submits and publishes a parent of so many elements, and ends its author's slot: the batch in dispute is another's.
    pub(super) fn lay(self, world: &World, count: u32) -> Ground {
        let base = world.genesis().clone();
        let on = |lie| Sample::on(&base.header, &base.last, world.selected(), count, lie);
        let (batch, lie, shown) = match self {
            Self::Genesis => {
                let (parent, lie) = (None, None);
                return Ground { parent, lie, base };
            }
            Self::True => (on(None), None, None),
            Self::Closed(lie) => (on(Some(lie % count)), Some(lie % count), None),
            Self::Shown(lie) => {
                let (batch, last) = forge(on(None), lie % count);
                (batch, Some(lie % count), Some(last))
            }
        };
        let parent = world.submit_sample(batch);
        assert!(world.publish(&parent));
        let mut author = world.pool.sender(parent.header.sequencer);
        author.end_slot().motsu_unwrap();
        let mut base = Base::of(&parent);
        base.last = shown.unwrap_or(base.last);
        let parent = Some(parent);
        Ground { parent, lie, base }
    }
}

/// Claims as they would be after a wrong one at a leaf; gives the last, too.
fn forge(mut batch: Sample, lie: u32) -> (Sample, types::StateClaim) {
    let mut last = batch.before;
    let mut leaves = Vec::new();
    for (at, element) in batch.elements.iter().enumerate() {
        last = next(&last, element);
        if at == lie as usize {
            last.state_root.0[0] ^= 0xff;
        }
        leaves.push(last.leaf_hash::<Keccak>());
    }
    batch.header.mtsr = Tree::new::<Keccak>(leaves.clone()).unwrap().root().0.into();
    batch.leaves = leaves;
    (batch, last)
}
