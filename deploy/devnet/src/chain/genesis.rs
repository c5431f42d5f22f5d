//! The state that the chain begins with: what Nitro's dev mode has after its set-up scripts ran.

use alloy::primitives::{Address, Bytes, address, hex};

use super::{accounts::DevAccount, state::State};
use crate::arbos::ArbosGenesis;

/// The keyless CREATE2 factory that is at this address on most chains.
pub const CREATE2_FACTORY: Address = address!("4e59b44847b379578588920cA78FbF26c0B4956C");

/// The cache manager, at the address of the set-up scripts': `predeploys/CacheManager.sol`. Theirs accepts
/// every call and does nothing; this one takes bids, as those of public chains do.
pub const CACHE_MANAGER: Address = address!("2F8Bd4EaB69764c105aDd7dE7CB0402557a44E6f");

/// The contract that deploys, activates and constructs a Stylus program in one transaction:
/// `predeploys/StylusDeployer.sol`.
pub const STYLUS_DEPLOYER: Address = address!("cEcba2F1DC234f70Dd89F2041029807F8D03A990");

/// Calls CREATE2 with the call data's first word as salt and the rest as initialisation code.
const CREATE2_FACTORY_CODE: [u8; 69] = hex!(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
);

/// Runtime code of `predeploys/CacheManager.sol`, in hex.
const CACHE_MANAGER_CODE: &str = include_str!("../../predeploys/CacheManager.hex");

/// Runtime code of `predeploys/StylusDeployer.sol`, in hex.
const STYLUS_DEPLOYER_CODE: &str = include_str!("../../predeploys/StylusDeployer.hex");

/// Nonce of a contract that created none (EIP-161).
const CONTRACT_NONCE: u64 = 1;

/// The genesis state with these funded accounts.
pub(super) fn state(accounts: &[DevAccount]) -> State {
    let mut state = State::default();
    for account in accounts {
        state.set_balance(account.address, account.balance);
    }
    let compiled = |text: &str| Bytes::from(hex::decode(text.trim()).expect("the file holds hex"));
    let predeploys: [(Address, Bytes); 3] = [
        (CREATE2_FACTORY, CREATE2_FACTORY_CODE.into()),
        (CACHE_MANAGER, compiled(CACHE_MANAGER_CODE)),
        (STYLUS_DEPLOYER, compiled(STYLUS_DEPLOYER_CODE)),
    ];
    for (address, code) in predeploys {
        state.set_code(address, code);
        state.set_nonce(address, CONTRACT_NONCE);
    }
    let arbos = ArbosGenesis {
        cache_managers: vec![CACHE_MANAGER],
        ..ArbosGenesis::default()
    };
    for account in arbos.accounts() {
        state.set_code(account.address, account.code);
        state.set_nonce(account.address, account.nonce);
        state.set_storage(account.address, account.storage, true);
    }
    state
}
