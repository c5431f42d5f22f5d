use alloy_primitives::{keccak256, Address, B256, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface, SolValue};
use interfaces::contracts::IMetisToken::{self, *};
use motsu::prelude::*;
use stylus_sdk::host::{WasmVM, VM as HostVM};

use crate::{dispatch, MetisToken};

const BOB: Address = Address::repeat_byte(0xb0);
const CAROL: Address = Address::repeat_byte(0xca);
const SUPPLY: U256 = U256::from_limbs([1_000, 0, 0, 0]);

/// A token whose whole supply is Alice's.
struct World {
    token: Contract<MetisToken>,
    alice: Account,
}

impl World {
    fn new() -> Self {
        let world = Self {
            token: Contract::new(),
            alice: Account::from_seed("alice"),
        };
        let mut deployer = world.token.sender(BOB);
        deployer
            .constructor(world.alice.address(), SUPPLY)
            .motsu_unwrap();
        world
    }

    fn balance(&self, account: Address) -> U256 {
        self.token.sender(account).balance_of(account)
    }

    /// A permit signed by Alice, which Carol submits. The hashes are of the texts of EIP-712 and EIP-2612.
    fn permit(&self, permit: &Permit) -> Result<(), Vec<u8>> {
        let owner = self.alice.address();
        let type_hash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
        );
        let words = (
            type_hash,
            owner,
            permit.signed_spender,
            permit.signed_value,
            permit.nonce,
            permit.deadline,
        );
        let digest = keccak256(
            [
                &[0x19, 0x01][..],
                self.domain().as_slice(),
                keccak256(words.abi_encode()).as_slice(),
            ]
            .concat(),
        );
        let signature = self.alice.signer().sign_hash_sync(&digest);
        let s = permit.s.unwrap_or(B256::from(signature.s()));
        let v = permit.v.unwrap_or(27 + u8::from(signature.v()));
        let mut carol = self.token.sender(CAROL);
        carol
            .permit(
                owner,
                permit.spender,
                permit.value,
                permit.deadline,
                v,
                permit.r.unwrap_or(signature.r().into()),
                s,
            )
            .motsu_res()
            .map_err(Into::into)
    }

    fn domain(&self) -> B256 {
        let type_hash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
        );
        // motsu's chain id.
        let chain = U256::from(42_161);
        let (name, version) = (keccak256("Metis Token"), keccak256("1"));
        keccak256((type_hash, name, version, chain, self.token.address()).abi_encode())
    }

    fn allowance(&self) -> U256 {
        let owner = self.alice.address();
        self.token.sender(CAROL).allowance(owner, BOB)
    }
}

/// What is submitted, and what of it is signed otherwise.
struct Permit {
    value: U256,
    signed_value: U256,
    spender: Address,
    signed_spender: Address,
    nonce: U256,
    deadline: U256,
    v: Option<u8>,
    r: Option<B256>,
    s: Option<B256>,
}

impl Permit {
    /// Of 40, with the first nonce, for ever.
    fn good() -> Self {
        Self {
            value: U256::from(40),
            signed_value: U256::from(40),
            spender: BOB,
            signed_spender: BOB,
            nonce: U256::ZERO,
            deadline: U256::MAX,
            v: None,
            r: None,
            s: None,
        }
    }
}

#[track_caller]
fn assert_refused<T: core::fmt::Debug, E: SolError>(outcome: Result<T, Vec<u8>>, expected: &E) {
    assert_eq!(outcome.unwrap_err(), expected.abi_encode());
}

#[motsu::test]
fn constructor_emits_transfer_of_the_whole_supply() {
    let world = World::new();
    let alice = world.alice.address();
    world.token.assert_emitted(&Transfer {
        from: Address::ZERO,
        to: alice,
        value: SUPPLY,
    });
    let token = world.token.sender(CAROL);
    assert_eq!(token.total_supply(), SUPPLY);
    assert_eq!(token.balance_of(alice), SUPPLY);
    assert_eq!(token.name(), "Metis Token");
    assert_eq!(token.symbol(), "METIS");
    assert_eq!(token.decimals(), 18);
}

#[motsu::test]
fn constructor_reverts_invalid_receiver_when_the_holder_is_zero() {
    let token = Contract::<MetisToken>::new();
    let refused = token
        .sender(BOB)
        .constructor(Address::ZERO, SUPPLY)
        .motsu_res()
        .map_err(Into::into);
    let receiver = Address::ZERO;
    assert_refused(refused, &ERC20InvalidReceiver { receiver });
}

#[motsu::test]
fn transfer_emits_transfer_and_moves_the_balance() {
    let world = World::new();
    let alice = world.alice.address();
    let value = U256::from(300);
    let mut sender = world.token.sender(alice);
    assert!(sender.transfer(BOB, value).motsu_unwrap());
    world.token.assert_emitted(&Transfer {
        from: alice,
        to: BOB,
        value,
    });
    assert_eq!(world.balance(BOB), value);
    assert_eq!(world.balance(alice), SUPPLY - value);
}

#[motsu::test]
fn transfer_reverts_insufficient_balance_when_the_value_is_above_it_or_huge() {
    let world = World::new();
    for needed in [U256::from(1), U256::MAX] {
        let mut bob = world.token.sender(BOB);
        let refused = bob.transfer(CAROL, needed).motsu_res().map_err(Into::into);
        let expected = ERC20InsufficientBalance {
            sender: BOB,
            balance: U256::ZERO,
            needed,
        };
        assert_refused(refused, &expected);
    }
}

#[motsu::test]
fn transfer_reverts_when_one_end_is_the_zero_address() {
    let world = World::new();
    let (zero, none) = (Address::ZERO, U256::ZERO);
    let mut alice = world.token.sender(world.alice.address());
    let refused = alice.transfer(zero, none).motsu_res().map_err(Into::into);
    assert_refused(refused, &ERC20InvalidReceiver { receiver: zero });
    let mut nobody = world.token.sender(zero);
    let refused = nobody.transfer(BOB, none).motsu_res().map_err(Into::into);
    assert_refused(refused, &ERC20InvalidSender { sender: zero });
}

#[motsu::test]
fn transfer_from_uses_the_allowance_up() {
    let world = World::new();
    let alice = world.alice.address();
    let mut owner = world.token.sender(alice);
    assert!(owner.approve(BOB, U256::from(50)).motsu_unwrap());
    world.token.assert_emitted(&Approval {
        owner: alice,
        spender: BOB,
        value: U256::from(50),
    });
    let mut bob = world.token.sender(BOB);
    assert!(bob
        .transfer_from(alice, CAROL, U256::from(30))
        .motsu_unwrap());
    assert_eq!(world.allowance(), U256::from(20));
    assert_eq!(world.balance(CAROL), U256::from(30));
    let refused = bob
        .transfer_from(alice, CAROL, U256::from(21))
        .motsu_res()
        .map_err(Into::into);
    let expected = ERC20InsufficientAllowance {
        spender: BOB,
        allowance: U256::from(20),
        needed: U256::from(21),
    };
    assert_refused(refused, &expected);
}

#[motsu::test]
fn transfer_from_leaves_an_allowance_without_limit_as_it_is() {
    let world = World::new();
    let alice = world.alice.address();
    let mut owner = world.token.sender(alice);
    owner.approve(BOB, U256::MAX).motsu_unwrap();
    let mut bob = world.token.sender(BOB);
    bob.transfer_from(alice, CAROL, SUPPLY).motsu_unwrap();
    assert_eq!(world.allowance(), U256::MAX);
}

#[motsu::test]
fn approve_reverts_when_one_end_is_the_zero_address() {
    let world = World::new();
    let (zero, one) = (Address::ZERO, U256::from(1));
    let mut alice = world.token.sender(world.alice.address());
    let refused = alice.approve(zero, one).motsu_res().map_err(Into::into);
    assert_refused(refused, &ERC20InvalidSpender { spender: zero });
    let mut nobody = world.token.sender(zero);
    let refused = nobody.approve(BOB, one).motsu_res().map_err(Into::into);
    assert_refused(refused, &ERC20InvalidApprover { approver: zero });
}

#[motsu::test]
fn domain_separator_equals_the_text_of_eip_712() {
    let world = World::new();
    let token = world.token.sender(CAROL);
    assert_eq!(token.domain_separator(), world.domain());
}

#[motsu::test]
fn permit_emits_approval_and_uses_the_nonce_up() {
    let world = World::new();
    let owner = world.alice.address();
    assert_eq!(world.permit(&Permit::good()), Ok(()));
    world.token.assert_emitted(&Approval {
        owner,
        spender: BOB,
        value: U256::from(40),
    });
    assert_eq!(world.allowance(), U256::from(40));
    assert_eq!(world.token.sender(CAROL).nonces(owner), U256::from(1));
    let second = Permit {
        nonce: U256::from(1),
        value: U256::from(7),
        signed_value: U256::from(7),
        ..Permit::good()
    };
    assert_eq!(world.permit(&second), Ok(()));
    assert_eq!(world.allowance(), U256::from(7));
}

#[motsu::test]
fn permit_reverts_expired_signature_after_the_deadline() {
    let world = World::new();
    // motsu's clock stands at this second, which is the last that is allowed.
    let now = U256::from(1_735_689_600);
    let deadline = now - U256::from(1);
    let late = Permit {
        deadline,
        ..Permit::good()
    };
    assert_refused(world.permit(&late), &ERC2612ExpiredSignature { deadline });
    let in_time = Permit {
        deadline: now,
        ..Permit::good()
    };
    assert_eq!(world.permit(&in_time), Ok(()));
}

#[motsu::test]
fn permit_reverts_invalid_signer_when_used_again_or_changed() {
    let world = World::new();
    let changed = [
        Permit {
            value: U256::from(41),
            ..Permit::good()
        },
        Permit {
            spender: CAROL,
            ..Permit::good()
        },
    ];
    for permit in &changed {
        assert_invalid_signer(&world, permit);
    }
    assert_eq!(world.permit(&Permit::good()), Ok(()));
    assert_invalid_signer(&world, &Permit::good());
}

/// Whoever is recovered from a signature over something else is not known beforehand.
#[track_caller]
fn assert_invalid_signer(world: &World, permit: &Permit) {
    let refused = world.permit(permit).unwrap_err();
    match IMetisTokenErrors::abi_decode(&refused, true).unwrap() {
        IMetisTokenErrors::ERC2612InvalidSigner(error) => {
            assert_eq!(error.owner, world.alice.address());
            assert_ne!(error.signer, error.owner);
        }
        _ => panic!("another error: {refused:02x?}"),
    }
}

#[motsu::test]
fn permit_reverts_invalid_signature_when_nobody_is_recovered() {
    let world = World::new();
    let bad = Permit {
        v: Some(29),
        ..Permit::good()
    };
    assert_refused(world.permit(&bad), &ECDSAInvalidSignature {});
    // No curve point has these r: the precompile answers nothing.
    for r in [B256::ZERO, B256::repeat_byte(0xff)] {
        let bad = Permit {
            r: Some(r),
            ..Permit::good()
        };
        assert_refused(world.permit(&bad), &ECDSAInvalidSignature {});
    }
}

#[motsu::test]
fn permit_reverts_invalid_signature_s_when_it_is_in_the_upper_half() {
    let world = World::new();
    let s = B256::repeat_byte(0xff);
    let bad = Permit {
        s: Some(s),
        ..Permit::good()
    };
    assert_refused(world.permit(&bad), &ECDSAInvalidSignatureS { s });
}

#[motsu::test]
fn permit_reverts_invalid_spender_when_it_is_zero() {
    let world = World::new();
    let zero = Address::ZERO;
    let to_nobody = Permit {
        spender: zero,
        signed_spender: zero,
        ..Permit::good()
    };
    assert_refused(
        world.permit(&to_nobody),
        &ERC20InvalidSpender { spender: zero },
    );
}

#[motsu::test]
fn dispatch_reverts_malformed_calldata_when_no_method_is_reached() {
    let world = World::new();
    let call = transferCall {
        to: BOB,
        value: U256::from(1),
    };
    let dirty = [&transferCall::SELECTOR[..], &[0xff; 64]].concat();
    let cases = [
        (vec![], [0; 4]),
        (vec![0xab], [0xab, 0, 0, 0]),
        (vec![9; 100], [9; 4]),
        (call.abi_encode()[..67].to_vec(), transferCall::SELECTOR),
        (dirty, transferCall::SELECTOR),
    ];
    world.token.sender(BOB).total_supply();
    for (calldata, selector) in cases {
        let selector = selector.into();
        assert_refused(raw(calldata), &MalformedCalldata { selector });
    }
}

#[motsu::test]
fn dispatch_reverts_value_refused_when_native_currency_is_sent() {
    let world = World::new();
    let value = U256::from(7);
    BOB.fund(value);
    world.token.sender_and_value(BOB, value).total_supply();
    let refused = raw(totalSupplyCall {}.abi_encode());
    assert_refused(refused, &IMetisToken::ValueRefused { value });
}

fn raw(calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    let host = Box::new(WasmVM {});
    dispatch(calldata, HostVM { host })
}
