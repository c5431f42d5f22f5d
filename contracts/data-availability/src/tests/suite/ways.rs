//! The ways on that an open request has at any block, tried one by one.

use interfaces::contracts::IDataAvailability::RequestStatus;

use super::{
    model::{Batch, Fate},
    schedule::Play,
    world::CAROL,
};

/// What ends a request, or, by publication, brings it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Publish,
    Expire,
    SettleOrphan,
    SettleHalted,
    /// Only Layer 1's verdict, which is still waited for.
    Replay,
}

const CALLS: [Way; 4] = [
    Way::Publish,
    Way::Expire,
    Way::SettleOrphan,
    Way::SettleHalted,
];

/// The one way on. Of an orphaned batch of a halted L2 there are two, which do the same.
fn way_on(batch: &Batch, now: u64) -> Way {
    match (batch.fate, batch.halted) {
        (Fate::Orphaned, _) | (Fate::Invalid, false) => Way::SettleOrphan,
        (Fate::Proven | Fate::Final | Fate::Invalid, _) => Way::SettleHalted,
        (Fate::Pending, _) => match batch.replay_until {
            Some(until) if now > until => Way::SettleHalted,
            Some(_) => Way::Replay,
            None if now > batch.deadline => Way::Expire,
            None => Way::Publish,
        },
    }
}

impl Play {
    /// Every open request has exactly one way on; the others are tried, and refused.
    pub(super) fn assert_one_way_on(&mut self) {
        for at in 0..self.model.batches.len() {
            let batch = &self.model.batches[at];
            if !batch.is_open() {
                continue;
            }
            let open = way_on(batch, self.model.now);
            let same = batch.fate == Fate::Orphaned && batch.halted;
            for way in CALLS {
                if way != open && !(same && way == Way::SettleHalted) {
                    assert!(!self.try_way(at, way), "{way:?} beside {open:?}");
                }
            }
        }
    }

    fn try_way(&self, at: usize, way: Way) -> bool {
        let sample = &self.model.batches[at].sample;
        let done = match way {
            Way::Publish => self.world.publish(CAROL, sample, sample.whole()),
            Way::Expire => self.world.expire(CAROL, sample),
            Way::SettleOrphan => self.world.settle_orphan(CAROL, sample),
            Way::SettleHalted => self.world.settle_halted(CAROL, sample),
            Way::Replay => return self.world.prove(sample),
        };
        done.is_ok()
    }

    /// Ends every request that is open, by its one way on.
    pub(super) fn end_all(&mut self) {
        for at in 0..self.model.batches.len() {
            while self.model.batches[at].is_open() {
                self.go_on(at);
            }
        }
    }

    fn go_on(&mut self, at: usize) {
        let batch = &self.model.batches[at];
        let end = batch.sample.count();
        let way = way_on(batch, self.model.now);
        if way == Way::Publish {
            assert_eq!(self.publish(at, CAROL, 0, end), (true, true));
            return;
        }
        let done = self.try_way(at, way);
        let expected = match way {
            Way::Expire => self.model.expire(at),
            Way::SettleOrphan => self.model.settle_orphan(at),
            Way::SettleHalted => self.model.settle_halted(at),
            _ => self.model.prove(at),
        };
        assert!(done && expected, "{way:?}");
    }

    /// Finds every answered batch false that can still be, and has each fee claimed, and claimed again.
    pub(super) fn claim_all(&mut self) {
        for at in (0..self.model.batches.len()).rev() {
            let batch = &self.model.batches[at];
            let is_answered = batch.status == RequestStatus::Answered;
            if !is_answered {
                continue;
            }
            if batch.fate == Fate::Pending {
                self.world.convict(&batch.sample);
                assert!(self.model.convict(at));
            }
            for _ in 0..2 {
                let sample = &self.model.batches[at].sample;
                let done = self.world.claim_fee(CAROL, sample);
                assert_eq!(done.is_ok(), self.model.claim_fee(at));
            }
        }
    }
}
