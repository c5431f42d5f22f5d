//! The list of open disputes against a plain queue.

use std::{cell::Cell, collections::BTreeMap};

use proptest::prelude::*;

use crate::list::{Ends, Link, Links};

impl Links for BTreeMap<u32, Link> {
    fn link(&self, number: u32) -> Link {
        self[&number]
    }

    fn set_link(&mut self, number: u32, link: Link) {
        assert!(
            self.insert(number, link).is_some(),
            "only what is there changes"
        );
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Append,
    Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![Just(Step::Append), (0..9usize).prop_map(Step::Remove)]
}

proptest! {
    #[test]
    fn prop_list_is_a_queue_that_any_may_leave(steps in proptest::collection::vec(step(), 0..60)) {
        let (mut ends, mut links) = (Ends::default(), BTreeMap::new());
        let mut queue: Vec<u32> = Vec::new();
        let mut opened = 0;
        for step in steps {
            match step {
                Step::Append => {
                    let (number, link) = ends.append(&mut links);
                    links.insert(number, link);
                    opened += 1;
                    prop_assert_eq!(number, opened);
                    queue.push(number);
                }
                Step::Remove(at) if at < queue.len() => {
                    let number = queue.remove(at);
                    let link = links.remove(&number).unwrap();
                    ends.remove(&mut links, link);
                }
                Step::Remove(_) => {}
            }
            let first = queue.first().copied().unwrap_or_default();
            let last = queue.last().copied().unwrap_or_default();
            prop_assert_eq!(ends, Ends { opened, first, last });
            let (mut walked, mut next) = (Vec::new(), ends.first);
            while next != 0 {
                walked.push(next);
                next = links[&next].next;
            }
            prop_assert_eq!(&walked, &queue);
            let (mut walked, mut previous) = (Vec::new(), ends.last);
            while previous != 0 {
                walked.insert(0, previous);
                previous = links[&previous].previous;
            }
            prop_assert_eq!(&walked, &queue);
        }
    }
}

/// Links that count how often they are read and written.
#[derive(Default)]
struct Counted {
    links: BTreeMap<u32, Link>,
    reads: Cell<u32>,
    writes: u32,
}

impl Links for Counted {
    fn link(&self, number: u32) -> Link {
        self.reads.set(self.reads.get() + 1);
        self.links.link(number)
    }

    fn set_link(&mut self, number: u32, link: Link) {
        self.writes += 1;
        self.links.set_link(number, link);
    }
}

/// Reads and writes of leaving a list of so many, at a place.
fn cost_of_leaving(count: u32, at: u32) -> (u32, u32) {
    let (mut ends, mut links) = (Ends::default(), Counted::default());
    for _ in 0..count {
        let (number, link) = ends.append(&mut links);
        links.links.insert(number, link);
    }
    let link = links.links.remove(&at).unwrap();
    (links.reads, links.writes) = (Cell::new(0), 0);
    ends.remove(&mut links, link);
    (links.reads.get(), links.writes)
}

#[test]
fn remove_touches_the_neighbours_alone_however_many_there_are() {
    for count in [3, 100, 100_000] {
        for (at, touched) in [(1, 1), (2, 2), (count / 2 + 1, 2), (count, 1)] {
            assert_eq!(
                cost_of_leaving(count, at),
                (touched, touched),
                "{at} of {count}"
            );
        }
    }
    assert_eq!(cost_of_leaving(1, 1), (0, 0));
}
