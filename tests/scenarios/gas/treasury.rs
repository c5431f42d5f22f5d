//! Treasury.

use super::{Bench, call, newcomer};
use crate::support::call_as;
use alloy::{
    primitives::{B256, U256},
    sol_types::SolCall,
};
use deploy::Contract;
use interfaces::{
    client::{IMetisToken, ITreasury as Treasury},
    purpose::Kind,
};

pub(super) async fn measure(bench: &mut Bench) {
    let pool = bench.world.addresses().pool;
    let data_availability = bench.world.addresses().data_availability;
    let owner = newcomer(&bench.world, 0x71, 1_000).await;
    let stranger = bench.world.anybody.account();
    let purpose = B256::from(Kind::stake(1));
    let by_pool = [
        call(&Treasury::lockCall {
            owner,
            purpose,
            amount: 1_000,
        }),
        call(&Treasury::releaseCall {
            owner,
            purpose,
            amount: 100,
        }),
        call(&Treasury::seizeCall {
            owner,
            purpose,
            beneficiary: stranger,
            toBeneficiary: 200,
            toPot: 300,
        }),
    ];
    // The pot has something now.
    let by_data_availability = [call(&Treasury::repayCall {
        beneficiary: stranger,
        purpose: Kind::RequestFee.purpose([7; 32]).into(),
        amount: 1,
    })];
    let by_owner = [call(&Treasury::withdrawCall {
        recipient: stranger,
        amount: 50,
    })];
    let by_governance = [
        call(&Treasury::spendPotCall {
            beneficiary: stranger,
            amount: 1,
        }),
        call(&Treasury::forfeitCreditCall { owner: stranger }),
    ];
    let by_stranger = [call(&Treasury::skimCall {})];
    let governance = bench.world.addresses().governance;
    let treasury = Contract::Treasury;
    bench.measure(treasury, pool, by_pool).await;
    bench
        .measure(treasury, data_availability, by_data_availability)
        .await;
    bench.measure(treasury, owner, by_owner).await;
    bench.measure(treasury, governance, by_governance).await;
    give(bench, 7).await;
    bench.measure(treasury, stranger, by_stranger).await;
}

/// Sends the Treasury tokens that it did not ask for.
async fn give(bench: &Bench, amount: u64) {
    let (giver, addresses) = (bench.world.anybody.account(), bench.world.addresses());
    let gift = IMetisToken::transferCall {
        to: addresses.treasury,
        value: U256::from(amount),
    };
    call_as(&bench.world, giver, addresses.token, gift.abi_encode()).await;
}

pub(super) async fn measure_views(bench: &mut Bench) {
    let owner = bench.world.sequencers[0].layer1().account();
    let purpose = B256::from(Kind::stake(1));
    let views = [
        call(&Treasury::lockOfCall { owner, purpose }),
        call(&Treasury::creditOfCall { owner }),
        call(&Treasury::potCall {}),
        call(&Treasury::totalsCall {}),
        call(&Treasury::tokenCall {}),
        call(&Treasury::deployerCall {}),
        call(&Treasury::registryCall {}),
        call(&Treasury::poolCall {}),
        call(&Treasury::dataAvailabilityCall {}),
        call(&Treasury::fraudProofCall {}),
        call(&Treasury::governanceCall {}),
    ];
    let caller = bench.world.anybody.account();
    bench.measure(Contract::Treasury, caller, views).await;
}
