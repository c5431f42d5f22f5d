//! MetisToken.

use super::{Bench, call};
use alloy::{
    primitives::{Address, B256, U256, keccak256},
    signers::{SignerSync, local::PrivateKeySigner},
    sol_types::SolValue,
};
use deploy::Contract;
use harness::World;
use interfaces::client::IMetisToken as Token;

pub(super) async fn measure(bench: &mut Bench) {
    let (owner, spender) = (bench.world.anybody.account(), Address::repeat_byte(0x51));
    let value = U256::from(1_000_000);
    let to = spender;
    let by_owner = [
        call(&Token::transferCall { to, value }),
        call(&Token::approveCall { spender, value }),
        call(&Token::nameCall {}),
        call(&Token::symbolCall {}),
        call(&Token::decimalsCall {}),
        call(&Token::totalSupplyCall {}),
        call(&Token::balanceOfCall { account: owner }),
        call(&Token::allowanceCall { owner, spender }),
        call(&Token::noncesCall { owner }),
        call(&Token::DOMAIN_SEPARATORCall {}),
    ];
    bench.measure(Contract::MetisToken, owner, by_owner).await;
    let from = owner;
    let by_spender = [
        call(&Token::transferFromCall { from, to, value }),
        call(&permit(&bench.world, spender, value).await),
    ];
    bench
        .measure(Contract::MetisToken, spender, by_spender)
        .await;
}

/// A permit by a fresh key (EIP-2612).
async fn permit(world: &World, spender: Address, value: U256) -> Token::permitCall {
    let key = PrivateKeySigner::from_bytes(&B256::repeat_byte(0x11)).expect("a key");
    let deadline = U256::from(u64::MAX);
    let domain = world
        .anybody
        .token()
        .DOMAIN_SEPARATOR()
        .call()
        .await
        .expect("a view");
    let kind = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
    );
    let content = (kind, key.address(), spender, value, U256::ZERO, deadline).abi_encode();
    let digest = keccak256(
        [
            &[0x19, 0x01],
            domain.as_slice(),
            keccak256(content).as_slice(),
        ]
        .concat(),
    );
    let signature = key.sign_hash_sync(&digest).expect("a local key signs");
    Token::permitCall {
        owner: key.address(),
        spender,
        value,
        deadline,
        v: 27 + u8::from(signature.v()),
        r: signature.r().into(),
        s: signature.s().into(),
    }
}
