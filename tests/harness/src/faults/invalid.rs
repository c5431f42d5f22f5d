//! Elements that are not executable, and a sequencer that puts them into its batches (spec section 3).

use alloy::{
    hex,
    primitives::{Bytes, TxKind, U256},
};
use anyhow::Context;
use transition::GAS_LIMIT;
use types::{Bounds, Element, L2Block, L2Timestamp, StateClaim};

use crate::{
    actors::{
        User,
        memolabs::{DataError, DataStore},
        policy::{Execute, Policy},
    },
    error::FlowError,
    l2::{Batch, OddLeaf},
    workload::{Envelope, Intent},
};

/// Asks for 300 balances: 4,096 bytes of the witness meter each, for 790,000 gas.
const READS_MUCH: &[u8] = &hex!("5f5b8031506001018061012c1160015700");

/// Raises a number of 1,024 bytes to a power of 1,024 bits: 5.6 million gas, nearly twice what the work meter allows.
const WORKS_MUCH: &[u8] =
    &hex!("6104005f5260806020526104006040525f19610460525f5f6108e05f60055afa00");

/// Why an element is not executable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// Its nonce is not the sender's next.
    Nonce,
    /// No key has signed it.
    Signature,
    /// It is for another chain.
    Chain,
    /// It may use more gas than an L2 transaction may.
    GasLimit,
    /// It reads more than the witness meter allows.
    WitnessMeter,
    /// It computes more than the work meter allows.
    WorkMeter,
    /// Its L2 block comes after the batch's last.
    Bounds,
    /// Its L2 block comes before that of the element before it.
    NumberBelow,
    /// It is earlier than the element before it.
    TimestampBelow,
    /// It is in the same L2 block as the element before it, at another time.
    TimestampDiffers,
    /// Its bytes are no transaction.
    Garbage,
}

impl Invalid {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Nonce,
        Self::Signature,
        Self::Chain,
        Self::GasLimit,
        Self::WitnessMeter,
        Self::WorkMeter,
        Self::Bounds,
        Self::NumberBelow,
        Self::TimestampBelow,
        Self::TimestampDiffers,
        Self::Garbage,
    ];

    /// An element of this kind, with what this user could have signed next, behind another one in the last block of a
    /// batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if it cannot be encoded.
    pub fn element(self, user: &User, bounds: &Bounds) -> Result<Vec<u8>, FlowError> {
        let mut signer = user.clone();
        let transaction = match self {
            Self::Nonce => {
                signer.sign(payment());
                signer.sign(payment()).bytes
            }
            Self::Signature => without_signature(signer.sign(payment()).bytes),
            Self::Chain => signer.on_chain(1).sign(payment()).bytes,
            Self::GasLimit => signer.sign(with_gas(payment(), GAS_LIMIT + 1)).bytes,
            Self::WitnessMeter => signer.sign(creation(READS_MUCH)).bytes,
            Self::WorkMeter => signer.sign(creation(WORKS_MUCH)).bytes,
            Self::Bounds | Self::NumberBelow | Self::TimestampBelow | Self::TimestampDiffers => {
                signer.sign(payment()).bytes
            }
            Self::Garbage => vec![0xc0; 94],
        };
        element(&transaction, &self.place(bounds))
    }

    /// Where such an element says that it is.
    fn place(self, bounds: &Bounds) -> Bounds {
        let Bounds {
            last_l2_block: L2Block(number),
            last_l2_timestamp: L2Timestamp(timestamp),
        } = *bounds;
        let (number, timestamp) = match self {
            Self::Bounds => (number + 1, timestamp),
            Self::NumberBelow => (number.saturating_sub(1), timestamp),
            Self::TimestampBelow => (number, timestamp.saturating_sub(1)),
            Self::TimestampDiffers => (number, timestamp + 1),
            _ => (number, timestamp),
        };
        Bounds {
            last_l2_block: L2Block(number),
            last_l2_timestamp: L2Timestamp(timestamp),
        }
    }
}

/// An element that is executable: a payment of this user's.
///
/// # Errors
///
/// [`FlowError::Other`] if it cannot be encoded.
pub fn executable(user: &User, bounds: &Bounds) -> Result<Vec<u8>, FlowError> {
    element(&user.clone().sign(payment()).bytes, bounds)
}

fn element(transaction: &[u8], bounds: &Bounds) -> Result<Vec<u8>, FlowError> {
    let element = Element {
        l2_block: bounds.last_l2_block,
        l2_timestamp: bounds.last_l2_timestamp,
        transaction,
    };
    Ok(element.encode().map_err(anyhow::Error::from)?)
}

fn payment() -> Intent {
    Intent {
        user: 0,
        to: TxKind::Call([0xab; 20].into()),
        value: U256::ONE,
        input: Bytes::new(),
        gas_limit: 21_000,
        envelope: Envelope::DynamicFee,
    }
}

fn creation(code: &'static [u8]) -> Intent {
    Intent {
        to: TxKind::Create,
        value: U256::ZERO,
        input: code.into(),
        gas_limit: GAS_LIMIT,
        ..payment()
    }
}

fn with_gas(intent: Intent, gas_limit: u64) -> Intent {
    Intent {
        gas_limit,
        ..intent
    }
}

/// A signature ends with 32 bytes that may not be all ones.
fn without_signature(mut transaction: Vec<u8>) -> Vec<u8> {
    let s = transaction.len().saturating_sub(32);
    transaction[s..].fill(0xff);
    transaction
}

/// Puts elements behind those received that are not executable, and says so; or claims of one that it was executed.
#[derive(Clone, Debug)]
pub struct Adding<P> {
    /// What it does otherwise.
    pub of: P,
    /// Whose transactions they would be.
    pub user: User,
    /// Which ones, in order.
    pub kinds: Vec<Invalid>,
    /// Of which it claims a payment of the user's instead.
    pub executes: Option<usize>,
}

impl<P: Policy> Policy for Adding<P> {
    fn elements(&self, received: Vec<Vec<u8>>, bounds: &Bounds) -> Result<Vec<Vec<u8>>, FlowError> {
        let mut elements = self.of.elements(received, bounds)?;
        for kind in &self.kinds {
            elements.push(kind.element(&self.user, bounds)?);
        }
        Ok(elements)
    }

    fn claims(
        &self,
        elements: &[Vec<u8>],
        before: &StateClaim,
        execute: Execute<'_>,
    ) -> Result<(Vec<StateClaim>, Option<OddLeaf>), FlowError> {
        let Some(executed) = self.executes else {
            return self.of.claims(elements, before, execute);
        };
        let mut other = elements.to_vec();
        let first = elements.len() - self.kinds.len();
        let last = elements[..first].last().context("there are others")?;
        let last = Element::decode(last).map_err(anyhow::Error::from)?;
        let bounds = Bounds {
            last_l2_block: last.l2_block,
            last_l2_timestamp: last.l2_timestamp,
        };
        other[first + executed] = executable(&self.user, &bounds)?;
        self.of.claims(&other, before, execute)
    }

    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError> {
        self.of.store(memolabs, batch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Invalid, executable};
    use crate::{actors::User, keys::key};
    use alloy::primitives::U256;
    use transition::{Alloc, Effect, GenesisAccount, NotExecutable, Rules, StateDb};
    use types::{Bounds, L2Block, L2Timestamp};

    const BOUNDS: Bounds = Bounds {
        last_l2_block: L2Block(3),
        last_l2_timestamp: L2Timestamp(4),
    };

    /// What an element comes to behind another one in the same block, on a state on which the user has money.
    fn effect(element: impl Fn(&User) -> Vec<u8>) -> Effect {
        let [other, user] = [0, 1].map(|number| User::new(key(1, "user", number), 1_088));
        let account = GenesisAccount {
            balance: U256::from(10).pow(U256::from(20)),
            ..GenesisAccount::default()
        };
        let db = StateDb::in_memory().unwrap();
        let alloc = Alloc::from([&other, &user].map(|it| (it.address(), account.clone())));
        let before = db.genesis(&alloc, 1).unwrap();
        let rules = Rules::new(1_088, [0xfe; 20].into());
        let elements = [executable(&other, &BOUNDS).unwrap(), element(&user)];
        let outcomes = db.execute_batch(&rules, &before, &elements, &BOUNDS);
        outcomes.unwrap().remove(1).effect
    }

    #[test]
    fn element_is_not_executable_for_the_reason_of_its_kind() {
        for kind in Invalid::ALL {
            let effect = effect(|user| kind.element(user, &BOUNDS).unwrap());
            let Effect::NotExecutable(reason) = effect else {
                panic!("{kind:?} is executed: {effect:?}");
            };
            let right = match kind {
                Invalid::Nonce => reason.to_string().contains("nonce"),
                Invalid::Signature => reason == NotExecutable::InvalidSignature,
                Invalid::Chain => matches!(reason, NotExecutable::WrongChainId { .. }),
                Invalid::GasLimit => matches!(reason, NotExecutable::GasLimit { .. }),
                Invalid::WitnessMeter => matches!(reason, NotExecutable::WitnessMeter { .. }),
                Invalid::WorkMeter => matches!(reason, NotExecutable::WorkMeter { .. }),
                Invalid::Bounds => matches!(reason, NotExecutable::NumberAboveBounds { .. }),
                Invalid::NumberBelow => matches!(reason, NotExecutable::NumberBelowClaim { .. }),
                Invalid::TimestampBelow => {
                    matches!(reason, NotExecutable::TimestampBelowClaim { .. })
                }
                Invalid::TimestampDiffers => {
                    matches!(reason, NotExecutable::TimestampDiffers { .. })
                }
                Invalid::Garbage => matches!(
                    reason,
                    NotExecutable::Undecodable(_) | NotExecutable::UnsupportedType(_)
                ),
            };
            assert!(right, "{kind:?}: {reason}");
        }
    }

    #[test]
    fn executable_is_executed() {
        let effect = effect(|user| executable(user, &BOUNDS).unwrap());
        assert!(matches!(effect, Effect::Executed(receipt) if receipt.success));
    }
}
