//! SequencerPool.

use super::{Bench, call, newcomer};
use alloy::primitives::{Address, B256};
use deploy::Contract;
use interfaces::client::ISequencerPool::{self as Pool, Offence, Role};

pub(super) async fn measure(bench: &mut Bench) {
    let minimum = bench.world.settings.network.parameters.stakes.verifier;
    let sequencer = bench.world.sequencers[0].layer1().account();
    let stranger = bench.world.anybody.account();
    let registry = bench.world.addresses().registry;
    let data_availability = bench.world.addresses().data_availability;
    let member = newcomer(&bench.world, 0x61, 2 * minimum).await;
    let (role, stake) = (Role::Verifier, minimum);
    let parameters = bench.world.anybody.pool().parameters(0).call().await;
    let parameters = parameters.expect("a view");

    let by_member = [
        call(&Pool::joinCall { role, stake }),
        call(&Pool::addStakeCall { amount: 1 }),
        call(&Pool::requestExitCall {}),
    ];
    let by_data_availability = [
        call(&Pool::placeHoldCall { member }),
        call(&Pool::liftHoldCall { member }),
        call(&Pool::punishCall {
            member,
            offence: Offence::DataWithheld,
            object: B256::ZERO,
            set: 0,
            beneficiary: stranger,
        }),
        call(&Pool::rotateFromCall { member }),
    ];
    let by_governance = [call(&Pool::removeCall {
        member,
        object: B256::ZERO,
        beneficiary: stranger,
        toBeneficiary: 1,
        toPot: 1,
    })];
    let by_registry = [
        call(&Pool::setParametersCall { parameters }),
        call(&Pool::recordSubmissionCall {
            member: sequencer,
            elements: 100,
        }),
        call(&Pool::setHeadContestedCall { contested: true }),
    ];
    let pool = Contract::SequencerPool;
    bench.measure(pool, member, by_member).await;
    bench
        .measure(pool, data_availability, by_data_availability)
        .await;
    let governance = bench.world.addresses().governance;
    bench.measure(pool, governance, by_governance).await;
    bench.measure(pool, registry, by_registry).await;
    let contested = false;
    bench
        .send(
            pool,
            registry,
            call(&Pool::setHeadContestedCall { contested }),
        )
        .await;
    bench
        .measure(pool, sequencer, [call(&Pool::endSlotCall {})])
        .await;

    let deadline = bench.world.anybody.pool().idleDeadline().call().await;
    bench.pass_blocks(deadline.expect("a view") + 1).await;
    bench
        .measure(pool, stranger, [call(&Pool::rotateIdleCall {})])
        .await;
    let unbonding = bench.world.settings.network.parameters.windows.unbonding.0;
    bench.pass_blocks(u64::from(unbonding) + 1).await;
    bench
        .measure(pool, member, [call(&Pool::releaseStakeCall {})])
        .await;
}

pub(super) async fn measure_views(bench: &mut Bench) {
    let account = bench.world.sequencers[0].layer1().account();
    let role = Role::Sequencer;
    let now = bench.world.anybody.pool().currentBlock().call().await;
    let at = now.expect("a view") - 1;
    let views = [
        call(&Pool::selectedCall { role }),
        call(&Pool::selectedSequencerCall {}),
        call(&Pool::selectedProducerCall {}),
        call(&Pool::phaseCall {}),
        call(&Pool::slotCall { role }),
        call(&Pool::idleDeadlineCall {}),
        call(&Pool::queueCall {
            role,
            previous: Address::ZERO,
            limit: 16,
        }),
        call(&Pool::memberCall { account }),
        call(&Pool::activeMembersCall { role }),
        call(&Pool::parametersCall { set: 0 }),
        call(&Pool::currentParameterSetCall {}),
        call(&Pool::votesAtCall { account, at }),
        call(&Pool::ballotAtCall { account, at }),
        call(&Pool::totalVotesAtCall { at }),
        call(&Pool::clockCall {}),
        call(&Pool::currentBlockCall {}),
        call(&Pool::deployerCall {}),
        call(&Pool::treasuryCall {}),
        call(&Pool::registryCall {}),
        call(&Pool::dataAvailabilityCall {}),
        call(&Pool::fraudProofCall {}),
        call(&Pool::governanceCall {}),
    ];
    let caller = bench.world.anybody.account();
    bench.measure(Contract::SequencerPool, caller, views).await;
}
