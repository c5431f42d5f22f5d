//! A sequencer that does not keep to the Block Producer's order.

use alloy::{
    consensus::{TxEnvelope, transaction::SignerRecoverable},
    eips::eip2718::Decodable2718,
    primitives::Address,
};
use types::{Bounds, Element};

use crate::{
    actors::{
        memolabs::{DataError, DataStore},
        policy::Policy,
    },
    error::FlowError,
    l2::Batch,
};

/// Puts one transaction before the one of somebody else that comes before it in the same L2 block, and gives everybody the
/// data: all elements are those of the Block Producer, each as executable as before.
#[derive(Clone, Copy, Debug)]
pub struct Reordering<P> {
    /// What it does otherwise.
    pub of: P,
}

impl<P: Policy> Policy for Reordering<P> {
    fn elements(&self, received: Vec<Vec<u8>>, bounds: &Bounds) -> Result<Vec<Vec<u8>>, FlowError> {
        let mut elements = self.of.elements(received, bounds)?;
        for at in (1..elements.len()).rev() {
            let (before, after) = (place(&elements[at - 1])?, place(&elements[at])?);
            if before.0 == after.0 && before.1 != after.1 {
                elements.swap(at - 1, at);
                return Ok(elements);
            }
        }
        Err(anyhow::anyhow!("no L2 block has transactions of two users").into())
    }

    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError> {
        self.of.store(memolabs, batch)
    }
}

/// The L2 block of an element, and who has signed its transaction.
fn place(element: &[u8]) -> Result<(u64, Address), FlowError> {
    let element = Element::decode(element).map_err(anyhow::Error::from)?;
    let transaction = TxEnvelope::decode_2718(&mut &element.transaction[..]);
    let transaction = transaction.map_err(anyhow::Error::from)?;
    let sender = transaction.recover_signer().map_err(anyhow::Error::from)?;
    Ok((element.l2_block.0, sender))
}

#[cfg(test)]
mod tests {
    use super::Reordering;
    use crate::{
        actors::{
            User,
            policy::{Honest, Policy},
        },
        keys::key,
        l2::Block,
        workload::{Mix, Workload},
    };
    use types::{Bounds, L2Block, L2Timestamp};

    /// Elements of blocks of these numbers, each signed by the user of this number.
    fn elements(signed: &[(u64, usize)]) -> Vec<Vec<u8>> {
        let mut users: Vec<_> = (0..2).map(|i| User::new(key(1, "user", i), 7)).collect();
        let addresses = users.iter().map(User::address).collect();
        let mut workload = Workload::new(1, Mix::All, addresses);
        let mut elements = Vec::new();
        for (number, user) in signed {
            let transaction = users[*user].sign(workload.next_intent()).bytes;
            let block = Block::new(L2Block(*number), L2Timestamp(5), &[transaction]).unwrap();
            elements.extend(block.elements);
        }
        elements
    }

    const BOUNDS: Bounds = Bounds {
        last_l2_block: L2Block(2),
        last_l2_timestamp: L2Timestamp(5),
    };

    #[test]
    fn elements_swaps_the_last_neighbours_of_two_users_in_one_block() {
        let received = elements(&[(1, 0), (1, 1), (1, 1), (2, 0), (2, 0)]);
        let policy = Reordering { of: Honest };
        let elements = policy.elements(received.clone(), &BOUNDS).unwrap();
        let mut expected = received;
        expected.swap(0, 1);
        assert_eq!(elements, expected);
    }

    #[test]
    fn elements_fails_when_no_block_has_two_users() {
        let received = elements(&[(1, 0), (2, 1)]);
        let policy = Reordering { of: Honest };
        assert!(policy.elements(received, &BOUNDS).is_err());
    }
}
