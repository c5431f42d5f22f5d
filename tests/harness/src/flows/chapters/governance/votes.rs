//! The members vote, each with its stake of the block before the proposal.

use interfaces::client::{
    IGovernance::{Accused, Phase, Voted},
    ISequencerPool::Status,
};

use super::proposals::Purpose;
use crate::{
    actors::Member,
    error::FlowError,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// All vote for it but the accused, which is refused.
pub(in crate::flows) async fn is_voted(
    world: &World,
    story: &mut Story<'_>,
    purpose: Purpose,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    votes(world, story, purpose, proposal, true).await
}

/// All vote against it but its proposer and the accused.
pub(in crate::flows) async fn is_rejected(
    world: &World,
    story: &mut Story<'_>,
    purpose: Purpose,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    votes(world, story, purpose, proposal, false).await
}

async fn votes(
    world: &World,
    story: &mut Story<'_>,
    purpose: Purpose,
    proposal: &Proposition,
    support: bool,
) -> Result<(), FlowError> {
    let (governance, id) = (world.addresses().governance, proposal.id);
    let before = world.anybody.proposal(id).await?;
    let (mut accused, mut tally, mut ballots) = (None, (0, 0), Vec::new());
    for member in world.members() {
        if Some(member.account()) == proposal.motion.accused {
            accused = Some(member);
            continue;
        }
        if world.anybody.member(member.account()).await?.status != Status::Active {
            continue;
        }
        let (stake, _) = world
            .anybody
            .votes_at(member.account(), before.snapshot)
            .await?;
        let supports = support || member.account() == before.proposer;
        let receipt = member.vote(proposal, supports).await?;
        if supports {
            tally.0 += stake;
        } else {
            tally.1 += stake;
        }
        ballots.push((member, supports, stake, receipt));
    }
    let after = world.anybody.proposal(id).await?;
    let what = format!(
        "{} members vote: {} base units of stake for it, {} against it, of {}",
        ballots.len(),
        tally.0,
        tally.1,
        after.electorate
    );
    let mut step = story.step(purpose.seed(), Actor::Governance, what);
    for (member, supports, stake, receipt) in &ballots {
        step = step.event::<Voted>(receipt, governance, |event| {
            (event.id, event.voter) == (id, member.account())
                && (event.support, event.votes) == (*supports, *stake)
        })?;
    }
    if let Some(accused) = accused {
        let voter = Member::account(&accused);
        let refusal = accused.layer1().vote_refused(id, false).await?;
        step = step.refusal(&refusal, &Accused { voter })?;
    }
    step.view(
        "Governance.proposalOf(id): phase, votesFor, votesAgainst",
        &(after.phase, after.votesFor, after.votesAgainst),
        &(Phase::Voting, tally.0, tally.1),
    )?
    .done()
}
