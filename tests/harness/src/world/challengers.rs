//! Those who dispute batches beside the verifier: anybody can.

use super::{World, build};
use crate::{actors::Verifier, error::FlowError, keys::key};

impl World {
    /// Somebody new who executes every batch by itself, from the genesis on, with money for gas and one bond; it is no
    /// member of the pool. Returns its number among the challengers.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if Layer 1 refuses its funds, or its database cannot be made.
    pub async fn add_challenger(&mut self) -> Result<usize, FlowError> {
        let number = self.challengers.len();
        let key = key(self.settings.seed, "challenger", number);
        let bond = self.settings.network.parameters.dispute.bond;
        let layer1 = build::fund(&self.host, &self.anybody, key, bond).await?;
        let name = format!("challenger-{number}");
        let node = self.nodes.node(layer1, &name, &self.genesis)?;
        self.challengers.push(Verifier::new(node));
        Ok(number)
    }
}
