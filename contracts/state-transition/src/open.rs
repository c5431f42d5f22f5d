//! For tests only (feature `open`): the inner function with every parameter open, on the same host layer, heap and
//! entry point as `execute`. The Ethereum state tests and the bench of the meters need environments and limits that
//! no element has.

use alloc::vec::Vec;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256, map::HashMap};
use core::{
    hash::{BuildHasherDefault, Hash, Hasher},
    hint::black_box,
};
use transition::{Effect, Environment, IndexedWitness, Limits, WitnessError, execute_transaction};

use crate::{Host, HostArithmetic, staged};

/// Selector of the open call.
const SELECTOR: [u8; 4] = *b"open";

/// One transaction in an environment, with limits of its own.
#[derive(Clone, Debug)]
pub struct OpenCall {
    /// State root before.
    pub root: B256,
    /// The environment. Its block hashes are zero, or with `hash_numbers` those of the state tests.
    pub environment: Environment,
    /// Whether a block's hash is that of its number in decimal digits.
    pub hash_numbers: bool,
    /// Limits of the meters.
    pub limits: Limits,
    /// Staged parts of the witness.
    pub staged: Vec<Address>,
    /// The signed transaction.
    pub transaction: Vec<u8>,
    /// The rest of the witness.
    pub witness: Vec<u8>,
}

/// What an open call came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOutcome {
    /// State root after.
    pub root: B256,
    /// 0 not executable, 1 failed, 2 ended well.
    pub status: u8,
    /// Gas used, after refunds.
    pub gas_used: u64,
    /// Readings of the witness and the work meter.
    pub readings: (u64, u64),
    /// keccak-256 of the RLP of the logs.
    pub logs: B256,
    /// keccak-256 of what was returned.
    pub output: B256,
}

/// The generator of the state tests hashes the number in decimal digits.
pub fn hash_of_number(number: u64) -> B256 {
    let mut digits = Vec::new();
    let mut rest = number;
    loop {
        let [digit, ..] = (rest % 10).to_le_bytes();
        digits.insert(0, b'0' + digit);
        rest /= 10;
        if rest == 0 {
            return keccak256(digits);
        }
    }
}

impl OpenCall {
    /// Calldata of the call.
    pub fn encode(&self) -> Vec<u8> {
        let environment = &self.environment;
        let mut out = SELECTOR.to_vec();
        let numbers = [
            environment.chain_id,
            environment.require_chain_id.into(),
            environment.number,
            environment.timestamp,
            environment.gas_limit,
            environment.base_fee,
            environment.excess_blob_gas,
            self.hash_numbers.into(),
            self.limits.witness,
            self.limits.work,
            self.staged.len() as u64,
            self.transaction.len() as u64,
        ];
        for number in numbers {
            out.extend_from_slice(&number.to_be_bytes());
        }
        let difficulty = B256::from(environment.difficulty);
        for word in [self.root, environment.prevrandao, difficulty] {
            out.extend_from_slice(word.as_slice());
        }
        out.extend_from_slice(environment.coinbase.as_slice());
        for part in &self.staged {
            out.extend_from_slice(part.as_slice());
        }
        out.extend_from_slice(&self.transaction);
        out.extend_from_slice(&self.witness);
        out
    }

    fn decode(calldata: &[u8]) -> Option<Self> {
        let mut rest = calldata.strip_prefix(&SELECTOR)?;
        let mut numbers = [0; 12];
        for number in &mut numbers {
            *number = u64::from_be_bytes(take(&mut rest)?);
        }
        let [root, prevrandao, difficulty] = [take(&mut rest)?, take(&mut rest)?, take(&mut rest)?];
        let coinbase = Address::from(take::<20>(&mut rest)?);
        let [
            chain_id,
            require_chain_id,
            number,
            timestamp,
            gas_limit,
            base_fee,
            ..,
        ] = numbers;
        let hash_numbers = numbers[7] == 1;
        let staged = (0..numbers[10])
            .map(|_| take(&mut rest).map(Address::from))
            .collect::<Option<_>>()?;
        let (transaction, witness) = rest.split_at_checked(usize::try_from(numbers[11]).ok()?)?;
        Some(Self {
            root: root.into(),
            environment: Environment {
                chain_id,
                require_chain_id: require_chain_id == 1,
                number,
                timestamp,
                coinbase,
                gas_limit,
                base_fee,
                prevrandao: prevrandao.into(),
                difficulty: U256::from_be_bytes::<32>(difficulty),
                excess_blob_gas: numbers[6],
                block_hash: if hash_numbers {
                    hash_of_number
                } else {
                    |_| B256::ZERO
                },
            },
            hash_numbers,
            limits: Limits {
                witness: numbers[8],
                work: numbers[9],
            },
            staged,
            transaction: transaction.to_vec(),
            witness: witness.to_vec(),
        })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

impl OpenOutcome {
    /// What the crate's own function says.
    pub fn of(effect: &Effect, root: B256) -> Self {
        let Effect::Executed(receipt) = effect else {
            return Self {
                root,
                status: 0,
                gas_used: 0,
                readings: (0, 0),
                logs: B256::ZERO,
                output: B256::ZERO,
            };
        };
        Self {
            root,
            status: 1 + u8::from(receipt.success),
            gas_used: receipt.gas_used,
            readings: (receipt.witness, receipt.work),
            logs: keccak256(alloy_rlp::encode(&receipt.logs)),
            output: keccak256(&receipt.output),
        }
    }

    /// The answer of the call.
    fn encode(&self) -> Vec<u8> {
        let mut out = self.root.to_vec();
        out.push(self.status);
        for number in [self.gas_used, self.readings.0, self.readings.1] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(self.logs.as_slice());
        out.extend_from_slice(self.output.as_slice());
        out
    }

    /// Reads the answer of the call; `None` if it is none.
    pub fn decode(answer: &[u8]) -> Option<Self> {
        let mut rest = answer;
        let outcome = Self {
            root: take(&mut rest)?.into(),
            status: u8::from_be_bytes(take(&mut rest)?),
            gas_used: u64::from_be_bytes(take(&mut rest)?),
            readings: (
                u64::from_be_bytes(take(&mut rest)?),
                u64::from_be_bytes(take(&mut rest)?),
            ),
            logs: take(&mut rest)?.into(),
            output: take(&mut rest)?.into(),
        };
        rest.is_empty().then_some(outcome)
    }
}

/// Selector of the call that looks up what collides.
const SCAN: [u8; 4] = *b"scan";

/// Puts keys into a map in which all of them collide, and looks up the last one.
#[derive(Clone, Copy, Debug)]
pub struct ScanCall {
    /// Whether the keys are addresses, or slots.
    pub addresses: bool,
    /// How many keys.
    pub keys: u32,
    /// How many times the last one is looked up.
    pub lookups: u32,
}

/// Gives the same hash to all.
#[derive(Default)]
struct Colliding;

impl Hasher for Colliding {
    fn finish(&self) -> u64 {
        0
    }

    fn write(&mut self, _: &[u8]) {}
}

impl ScanCall {
    /// Calldata of the call.
    pub fn encode(self) -> Vec<u8> {
        let numbers = [u32::from(self.addresses), self.keys, self.lookups];
        [
            SCAN,
            numbers[0].to_be_bytes(),
            numbers[1].to_be_bytes(),
            numbers[2].to_be_bytes(),
        ]
        .concat()
    }

    fn decode(calldata: &[u8]) -> Option<Self> {
        let mut rest = calldata.strip_prefix(&SCAN)?;
        let mut number = || take(&mut rest).map(u32::from_be_bytes);
        Some(Self {
            addresses: number()? == 1,
            keys: number()?,
            lookups: number()?,
        })
    }

    fn run(self) -> u32 {
        if self.addresses {
            self.scan(|key| Address::left_padding_from(&key.to_be_bytes()))
        } else {
            self.scan(|key| U256::from(key) << 224)
        }
    }

    /// How many lookups have found something.
    fn scan<K: Eq + Hash>(self, key: impl Fn(u32) -> K) -> u32 {
        let mut map: HashMap<K, u64, BuildHasherDefault<Colliding>> = HashMap::default();
        for number in 0..self.keys {
            map.insert(key(number), number.into());
        }
        let last = key(self.keys.saturating_sub(1));
        let found = (0..self.lookups).filter(|_| black_box(&map).contains_key(black_box(&last)));
        u32::try_from(found.count()).unwrap_or(u32::MAX)
    }
}

/// Answers an open call; `None` if the calldata is none.
pub(crate) fn dispatch(host: &impl Host, calldata: &[u8]) -> Option<Result<Vec<u8>, Vec<u8>>> {
    if let Some(call) = ScanCall::decode(calldata) {
        return Some(Ok(call.run().to_be_bytes().to_vec()));
    }
    let call = OpenCall::decode(calldata)?;
    Some(execute(host, &call).map_err(|error| alloc::format!("{error}").into_bytes()))
}

fn execute(host: &impl Host, call: &OpenCall) -> Result<Vec<u8>, WitnessError> {
    let witness: Bytes = staged::assemble(host, &call.staged, &call.witness)
        .unwrap_or_default()
        .into();
    let witness = IndexedWitness::decode(&witness).map_err(|_| WitnessError::Engine)?;
    let (effect, root) = execute_transaction(
        call.root,
        witness,
        &call.environment,
        call.limits,
        &call.transaction,
        &HostArithmetic(host),
    )?;
    Ok(OpenOutcome::of(&effect, root).encode())
}
