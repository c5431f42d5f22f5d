//! A batch is disputed whose parent is false: that alone is punished (spec 4.4).

use interfaces::client::IFraudProof::DisputeStatus;

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// The second sequencer is fooled and stands on the first one's lie. Both batches are disputed; the parent is found
/// false, the child is orphaned with its dispute, and its author keeps stake and turn, and is paid for its reveals.
pub(super) const FLOW: Flow = Flow {
    name: "false-parent",
    title: "a batch on a false parent is orphaned under its dispute, and its author goes unpunished (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_LIES,
            chapters::HOLDER_ENDS_SLOT,
            chapters::USERS_TRANSACT,
            chapters::FOOLED_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::FINDS_OTHER_STATE,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DISPUTE_IS_OPENED,
            chapters::DISPUTE_IS_BISECTED,
            chapters::DISPUTE_IS_OPENED,
            chapters::DISPUTE_IS_BISECTED,
            chapters::FRAUD_IS_PROVEN,
            chapters::DISPUTE_IS_SETTLED,
            chapters::ORPHANED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCHES_BECOME_FINAL,
            chapters::MONEY_IS_ACCOUNTED,
        ],
    }],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..chapters::with_long_clocks(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            let misled = world.add_challenger().await?;
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let lie = Lie::StateFrom(Place::Middle);
            let parent = chapters::sequencer_lies(world, story, lie).await?;
            chapters::holder_ends_slot(world, story, 1).await?;
            chapters::sequencer_is_fooled(world, 1, &parent, lie)?;
            chapters::users_transact(world, story).await?;
            let child = chapters::fooled_posts(world, story).await?;

            let (who, honest) = (Who::Verifier, ChallengerFault::None);
            let data = chapters::verifier_downloads_from_memolabs(world, story, &parent).await?;
            let own = chapters::verifier_finds_other_state(world, story, &parent, &data).await?;
            chapters::batch_is_challengeable(world, story, who, &parent, &data).await?;
            let above = chapters::verifier_downloads_from_memolabs(world, story, &child).await?;
            chapters::batch_is_challengeable(world, story, who, &child, &above).await?;

            // What it has against the child is in truth the parent's fault.
            let other = Who::Challenger(misled);
            let (_, of_parent) = chapters::examined(world, misled, &parent).await?;
            let of_child = other.of(world).execute_after(&of_parent, &child, &above)?;
            let against = (above, &of_child);
            let mut on_child =
                chapters::dispute_is_opened(world, story, (other, honest), &child, against).await?;
            let reveals = chapters::dispute_is_bisected(world, story, &mut on_child, true).await?;

            let mut on_parent =
                chapters::dispute_is_opened(world, story, (who, honest), &parent, (data, &own))
                    .await?;
            chapters::dispute_is_bisected(world, story, &mut on_parent, true).await?;
            chapters::fraud_is_proven(world, story, &mut on_parent, 1).await?;
            let orphaned = DisputeStatus::Orphaned;
            chapters::dispute_is_settled(world, story, &mut on_child, orphaned).await?;

            chapters::orphaned_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let earned = terms.payment(reveals);
            let won = Change {
                free: -terms.bond,
                credit: terms.bond + terms.reward,
                ..Change::default()
            };
            let back = Change {
                free: -terms.bond,
                credit: terms.bond - earned,
                ..Change::default()
            };
            let paid = Change {
                credit: earned,
                ..Change::default()
            };
            let changes = [
                (who.account(world), won),
                (other.account(world), back),
                (world.sequencers[0].layer1().account(), terms.slashed()),
                (world.sequencers[1].layer1().account(), paid),
            ];
            let pot = terms.stake - terms.reward;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
