//! The pot is spent by a vote, within its cap.

use interfaces::client::{
    IGovernance::{Phase, SpendingCapped},
    ITreasury::PotSpent,
};

use super::{super::Steps, ENDS, HOLDS, execution::passes};
use crate::{
    actors::Member,
    error::FlowError,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The step of [`pot_is_spent`].
pub(in crate::flows) const POT_IS_SPENT: Steps = &[ENDS];

/// The step of [`spending_is_capped`].
pub(in crate::flows) const SPENDING_IS_CAPPED: Steps = &[HOLDS];

/// Blocks of a period in which what follows one execution still fits.
const ROOM: u64 = 10;

/// The period does not end while the next few transactions are mined.
pub(in crate::flows) async fn period_is_young(
    world: &World,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    let (anybody, id) = (&world.anybody, proposal.id);
    let from = anybody.proposal(id).await?.executableFrom;
    world
        .wait_for_block(from, "what has passed can be executed")
        .await?;
    let period = u64::from(anybody.terms().await?.spendingPeriod);
    let now = anybody.current_block().await?;
    if now % period + ROOM < period {
        return Ok(());
    }
    let next = now - now % period + period;
    world.wait_for_block(next, "a spending period begins").await
}

/// The amount becomes the beneficiary's credit, and it takes it home.
pub(in crate::flows) async fn pot_is_spent(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    (beneficiary, amount): (&Member, u128),
) -> Result<(), FlowError> {
    let (anybody, addresses, account) = (&world.anybody, *world.addresses(), beneficiary.account());
    let (pot, left) = (
        anybody.standing().await?.totals.2,
        anybody.spendable().await?,
    );
    let (free, _, credit) = anybody.wealth(account).await?;
    let passed = passes(world, proposal).await?;
    let owed = anybody.credit(account).await?;
    let now = (
        anybody.standing().await?.totals.2,
        anybody.spendable().await?,
    );
    beneficiary.layer1().withdraw().await?;
    let got = anybody.wealth(account).await?.0 - free;
    let what = format!("{amount} base units of the pot are {}'s", beneficiary.name);
    let step = story.step(ENDS, Actor::Layer1, what);
    passed
        .proves(world, step, Phase::Executed)?
        .event::<PotSpent>(&passed.receipt, addresses.treasury, |event| {
            (event.beneficiary, event.amount) == (account, amount)
        })?
        .view(
            "Treasury.pot(), Governance.spendable(): less by the amount",
            &now,
            &(pot - amount, left - amount),
        )?
        .view("Treasury.creditOf(beneficiary)", &owed, &(credit + amount))?
        .fact(
            "it has withdrawn all of it",
            got == alloy::primitives::U256::from(owed),
        )?
        .done()
}

/// What has passed in the same period, but is more than is left of its share, is not spent.
pub(in crate::flows) async fn spending_is_capped(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    asked: u128,
) -> Result<(), FlowError> {
    let (anybody, id) = (&world.anybody, proposal.id);
    let (before, left) = (anybody.standing().await?, anybody.spendable().await?);
    let phase = anybody.proposal(id).await?.phase;
    let refusal = anybody.execution_refused(proposal).await?;
    let what = format!("{asked} base units more are not spent: {left} are left for this period");
    story
        .step(HOLDS, Actor::Layer1, what)
        .view(
            "Governance.proposalOf(id).phase",
            &phase,
            &Phase::Executable,
        )?
        .refusal(&refusal, &SpendingCapped { asked, left })?
        .view("all else", &anybody.standing().await?, &before)?
        .fact("it is more than what is left", asked > left)?
        .done()
}
