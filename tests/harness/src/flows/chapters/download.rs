//! Step 8 and its branch: the Verifier gets the full data of a batch.

use super::Steps;
use crate::{
    actors::DataError,
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The full data of a batch, as a verifier downloaded it.
pub(in crate::flows) type Elements = Vec<Vec<u8>>;

/// The step of [`verifier_downloads_from_memolabs`].
pub(in crate::flows) const DOWNLOAD_FROM_MEMOLABS: Steps = &["8"];

/// The step of [`memolabs_does_not_answer`].
pub(in crate::flows) const MEMOLABS_DOES_NOT_ANSWER: Steps = &["8"];

/// The step of [`verifier_downloads_from_peers`].
pub(in crate::flows) const DOWNLOAD_FROM_PEERS: Steps = &["8.1.1"];

/// Step 8: the Verifier downloads from Memolabs.
pub(in crate::flows) async fn verifier_downloads_from_memolabs(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<Elements, FlowError> {
    let header = world.verifier.header(posted.header.index.0).await?.header;
    let elements = world.verifier.download_from_memolabs(header.mttbr)?;
    story
        .step(
            "8",
            Actor::Verifier,
            format!(
                "downloads {} elements from Memolabs by the MTTBR on Layer 1",
                elements.len()
            ),
        )
        .view(
            "BatchSubmitted.header.mttbr",
            &header.mttbr,
            &posted.header.mttbr,
        )?
        .fact(
            "there are as many as the header says",
            elements.len() == header.element_count as usize,
        )?
        .done()?;
    Ok(elements)
}

/// Step 8, when Memolabs does not answer.
pub(in crate::flows) async fn memolabs_does_not_answer(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<(), FlowError> {
    let header = world.verifier.header(posted.header.index.0).await?.header;
    let answer = world.verifier.download_from_memolabs(header.mttbr);
    story
        .step(
            "8",
            Actor::Verifier,
            "tries to download from Memolabs: the data is not available",
        )
        .view(
            "BatchSubmitted.header.mttbr",
            &header.mttbr,
            &posted.header.mttbr,
        )?
        .fact(
            "Memolabs does not answer",
            answer == Err(DataError::Unavailable),
        )?
        .done()
}

/// Step 8.1.1: the Verifier downloads from the Peer Network.
pub(in crate::flows) fn verifier_downloads_from_peers(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<Elements, FlowError> {
    let elements = world.verifier.download_from_peers(posted);
    story
        .step(
            "8.1.1",
            Actor::Verifier,
            format!(
                "downloads {} elements from the Peer Network",
                elements.len()
            ),
        )
        .fact(
            "there are as many as the header says",
            elements.len() == posted.header.element_count as usize,
        )?
        .done()?;
    Ok(elements)
}
