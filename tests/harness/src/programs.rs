//! Contracts of the L2 as bytecode, for elements that do what payments and token transfers do not.

use alloy::{
    hex,
    primitives::{Address, Bytes, TxKind, U256},
};

use crate::{
    actors::User,
    workload::{Envelope, Intent},
};

/// How many contracts call each other in a chain.
const CHAIN: usize = 20;

/// How many storage slots are set when a contract is created, and cleared later.
const SLOTS: u8 = 8;

/// Gas of one such transaction: more than any needs.
const GAS: u64 = 1_500_000;

/// Calls the address in the first word of its input with the rest of it. Whether that succeeded, and the hash of what came
/// back, go to its storage, at the address and 256 above it.
const CALLER: &[u8] =
    &hex!("602036038060205f375f5f825f5f355afa6001015f35553d5f5f3e3d5f206101005f35015500");

/// Gives what it owns to the caller, and is gone if it was created in the same transaction.
const DESTROYS: &[u8] = &hex!("33ff");

/// Fails with all its gas.
const FAILS: &[u8] = &hex!("fe");

/// What an element can do.
#[derive(Clone, Debug)]
pub struct Kind {
    /// In words.
    pub name: String,
    /// The transaction.
    pub intent: Intent,
}

/// Transactions of one user.
#[derive(Clone, Debug)]
pub struct Kinds {
    /// Those that create what the others need.
    pub before: Vec<Intent>,
    /// One of each kind.
    pub kinds: Vec<Kind>,
}

/// Counts the contracts that a user creates.
struct Creator<'u> {
    number: usize,
    user: &'u User,
    created: Vec<Intent>,
}

impl Creator<'_> {
    /// The address at which this creation will put a contract.
    fn create(&mut self, code: Bytes, value: u64) -> Address {
        let nonce = self.user.nonce() + self.created.len() as u64;
        self.created
            .push(intent(self.number, TxKind::Create, value, code));
        self.user.address().create(nonce)
    }
}

/// Every kind, of what the user with this number signs next.
pub fn kinds(number: usize, user: &User) -> Kinds {
    let created = Vec::new();
    let mut creator = Creator {
        number,
        user,
        created,
    };
    let clears = creator.create(creation(&clearing(), SLOTS), 0);
    let destroys = creator.create(creation(DESTROYS, 0), 5);
    let fails = creator.create(creation(FAILS, 0), 0);
    let caller = creator.create(creation(CALLER, 0), 0);
    let mut chain = None;
    for _ in 0..CHAIN {
        chain = Some(creator.create(creation(&link(chain), 0), 0));
    }
    let call = |to: Address, input: Bytes| intent(number, TxKind::Call(to), 0, input);
    let create = |code, value| intent(number, TxKind::Create, value, code);
    let empty = Bytes::new;
    let mut kinds = vec![
        kind(
            "a contract creation",
            create(creation(&clearing(), SLOTS), 0),
        ),
        kind("the clearing of storage", call(clears, empty())),
        kind("a self-destruction", call(destroys, empty())),
        kind(
            "a creation that destroys itself",
            create(DESTROYS.into(), 7),
        ),
        kind("a call that fails", call(fails, empty())),
        kind(
            "a chain of 20 contracts",
            call(chain.unwrap_or(caller), empty()),
        ),
    ];
    for (number, input) in (1_u64..).zip(precompiles()) {
        let name = format!("a call of precompile {number}");
        let mut data = U256::from(number).to_be_bytes_vec();
        data.extend(input);
        kinds.push(kind(&name, call(caller, data.into())));
    }
    Kinds {
        before: creator.created,
        kinds,
    }
}

fn kind(name: &str, intent: Intent) -> Kind {
    let name = name.into();
    Kind { name, intent }
}

fn intent(user: usize, to: TxKind, value: u64, input: Bytes) -> Intent {
    Intent {
        user,
        to,
        value: U256::from(value),
        input,
        gas_limit: GAS,
        envelope: Envelope::DynamicFee,
    }
}

/// Creation code of a contract with this code, whose first storage slots are set.
fn creation(code: &[u8], slots: u8) -> Bytes {
    let mut creation = Vec::new();
    for slot in 0..slots {
        creation.extend([0x60, 1, 0x60, slot, 0x55]);
    }
    let length = u16::try_from(code.len()).unwrap_or_default().to_be_bytes();
    let behind = u16::try_from(creation.len() + 12).unwrap_or_default();
    let behind = behind.to_be_bytes();
    creation.extend([0x61, length[0], length[1], 0x80, 0x61, behind[0], behind[1]]);
    creation.extend([0x5f, 0x39, 0x5f, 0xf3, 0x00]);
    creation.extend(code);
    creation.into()
}

/// Code that clears its first storage slots.
fn clearing() -> Vec<u8> {
    (0..SLOTS)
        .flat_map(|slot| [0x5f, 0x60, slot, 0x55])
        .collect()
}

/// Code that counts its calls, and calls the next one.
fn link(next: Option<Address>) -> Vec<u8> {
    let mut code = hex!("5f546001015f55").to_vec();
    if let Some(next) = next {
        code.extend(hex!("5f5f5f5f5f73"));
        code.extend_from_slice(next.as_slice());
        code.extend(hex!("5af150"));
    }
    code.push(0);
    code
}

/// An input of each precompile, from 1 to 9, that it accepts.
fn precompiles() -> [Vec<u8>; 9] {
    let word = |number: u8| U256::from(number).to_be_bytes_vec();
    let generator = [word(1), word(2)].concat();
    let negated = hex!("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45");
    let negated = [word(1), negated.to_vec()].concat();
    let twist = hex!(
        "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
        "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
        "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
        "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
    );
    let recovery = hex!(
        "456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3"
        "000000000000000000000000000000000000000000000000000000000000001c"
        "9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608"
        "4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada"
    );
    // EIP-152, test vector 5.
    let compression = hex!(
        "0000000c48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b"
        "8c68059b6bbd41fbabd9831f79217e1319cde05b61626300000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "000000000300000000000000000000000000000001"
    );
    let exponentiation = [word(1), word(1), word(1), vec![3, 5, 7]].concat();
    [
        recovery.to_vec(),
        b"abc".to_vec(),
        b"abc".to_vec(),
        b"abc".to_vec(),
        exponentiation,
        [generator.clone(), generator.clone()].concat(),
        [generator.clone(), word(9)].concat(),
        [generator, twist.to_vec(), negated, twist.to_vec()].concat(),
        compression.to_vec(),
    ]
}

#[cfg(test)]
mod tests {
    use super::{CHAIN, SLOTS, kinds};
    use crate::{actors::User, keys::key, l2::Block};
    use alloy::primitives::{Address, B256, U256, keccak256};
    use transition::{Alloc, Effect, GenesisAccount, Rules, StateDb};
    use types::{Bounds, StateClaim};

    /// The state after all kinds.
    struct Played {
        db: StateDb,
        last: StateClaim,
        user: Address,
        succeeded: Vec<bool>,
    }

    fn play() -> Played {
        let mut user = User::new(key(1, "user", 0), 1_088);
        let all = kinds(0, &user);
        let intents = all
            .before
            .into_iter()
            .chain(all.kinds.into_iter().map(|it| it.intent));
        let signed: Vec<_> = intents.map(|intent| user.sign(intent).bytes).collect();
        let block = Block::new(1.into(), 2.into(), &signed).unwrap();
        let account = GenesisAccount {
            balance: U256::from(10).pow(U256::from(20)),
            ..GenesisAccount::default()
        };
        let db = StateDb::in_memory().unwrap();
        let before = db
            .genesis(&Alloc::from([(user.address(), account)]), 1)
            .unwrap();
        let rules = Rules::new(1_088, [0xfe; 20].into());
        let bounds = Bounds {
            last_l2_block: 1.into(),
            last_l2_timestamp: 2.into(),
        };
        let outcomes = db
            .execute_batch(&rules, &before, &block.elements, &bounds)
            .unwrap();
        let success = |effect: &Effect| matches!(effect, Effect::Executed(it) if it.success);
        Played {
            db,
            last: outcomes.last().unwrap().after,
            user: user.address(),
            succeeded: outcomes.iter().map(|it| success(&it.effect)).collect(),
        }
    }

    #[test]
    fn kinds_all_succeed_but_the_one_that_fails() {
        let played = play();
        let failed: Vec<_> = (0..).zip(&played.succeeded).filter(|it| !it.1).collect();
        assert_eq!(failed, [(4 + CHAIN + 4, &false)]);
    }

    #[test]
    fn kinds_do_what_they_say() {
        let played = play();
        let slot = |at: Address, slot: u64| {
            let slot = U256::from(slot);
            played.db.storage(&played.last, at, slot).unwrap()
        };
        let created = |nonce: u64| played.user.create(nonce);
        for number in 0..u64::from(SLOTS) {
            assert_eq!(slot(created(0), number), U256::ZERO);
        }
        for number in 0..CHAIN as u64 {
            assert_eq!(slot(created(4 + number), 0), U256::ONE);
        }
        let caller = created(3);
        let answer = |precompile: u64| B256::from(slot(caller, 256 + precompile));
        for precompile in 1..=9 {
            assert_eq!(slot(caller, precompile), U256::from(2), "{precompile}");
            assert_ne!(answer(precompile), keccak256([]), "{precompile}");
        }
        assert_eq!(answer(4), keccak256(b"abc"));
        assert_eq!(answer(5), keccak256([5]));
        assert_eq!(answer(8), keccak256(U256::ONE.to_be_bytes::<32>()));
    }
}
