//! The ring of links against a plain list.

use std::collections::HashMap;

use proptest::prelude::*;

use crate::queue::{join, leave, Links};

#[derive(Default)]
struct Ring {
    next: HashMap<u8, u8>,
    previous: HashMap<u8, u8>,
}

impl Links for Ring {
    type Member = u8;

    fn next(&self, member: u8) -> Option<u8> {
        self.next.get(&member).copied()
    }

    fn previous(&self, member: u8) -> Option<u8> {
        self.previous.get(&member).copied()
    }

    fn set_next(&mut self, member: u8, next: Option<u8>) {
        set(&mut self.next, member, next);
    }

    fn set_previous(&mut self, member: u8, previous: Option<u8>) {
        set(&mut self.previous, member, previous);
    }
}

fn set(links: &mut HashMap<u8, u8>, member: u8, link: Option<u8>) {
    match link {
        Some(link) => links.insert(member, link),
        None => links.remove(&member),
    };
}

/// The members in turn, forwards; fails if the way back is another one.
fn walk(ring: &Ring, front: Option<u8>) -> Vec<u8> {
    let mut members = Vec::new();
    let mut at = front;
    while let Some(member) = at {
        members.push(member);
        let next = ring.next(member).expect("a member is linked");
        assert_eq!(ring.previous(next), Some(member));
        at = (Some(next) != front).then_some(next);
    }
    assert_eq!(ring.next.len(), members.len(), "no stray links");
    assert_eq!(ring.previous.len(), members.len(), "no stray links");
    members
}

#[derive(Clone, Debug)]
enum Step {
    Toggle(u8),
    Rotate,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..12u8).prop_map(Step::Toggle),
        2 => Just(Step::Rotate),
    ];
    proptest::collection::vec(step, 0..120)
}

proptest! {
    #[test]
    fn prop_queue_is_a_list_where_rotating_moves_the_first_to_the_end(steps in steps()) {
        let mut ring = Ring::default();
        let mut front = None;
        let mut list: Vec<u8> = Vec::new();
        for step in steps {
            match step {
                Step::Toggle(member) => {
                    if let Some(at) = list.iter().position(|other| *other == member) {
                        list.remove(at);
                        front = leave(&mut ring, front, member);
                    } else {
                        list.push(member);
                        front = Some(join(&mut ring, front, member));
                    }
                }
                Step::Rotate => {
                    front = front.and_then(|front| ring.next(front));
                    if !list.is_empty() {
                        list.rotate_left(1);
                    }
                }
            }
            prop_assert_eq!(walk(&ring, front), list.clone());
        }
    }

    #[test]
    fn prop_every_member_is_at_the_front_within_as_many_rotations_as_it_had_before_it(
        before in steps(),
        during in proptest::collection::vec(0..12u8, 0..60),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut ring = Ring::default();
        let mut front = None;
        let mut members: Vec<u8> = Vec::new();
        for step in before {
            if let Step::Toggle(member) = step {
                if !members.contains(&member) {
                    members.push(member);
                    front = Some(join(&mut ring, front, member));
                }
            }
        }
        prop_assume!(!members.is_empty());
        let waiting = *pick.get(&members);
        let position = members.iter().position(|member| *member == waiting).unwrap();
        let mut others = during.into_iter().filter(|other| *other != waiting);
        // Whoever joins or leaves between the rotations, the one that waits is not overtaken.
        let mut rotations = 0;
        while front != Some(waiting) {
            front = front.and_then(|front| ring.next(front));
            rotations += 1;
            if let Some(other) = others.next() {
                if ring.next(other).is_some() {
                    front = leave(&mut ring, front, other);
                } else {
                    front = Some(join(&mut ring, front, other));
                }
            }
        }
        prop_assert!(rotations <= position);
    }
}

#[test]
fn leave_changes_nothing_for_who_is_in_no_queue() {
    let mut ring = Ring::default();
    let front = Some(join(&mut ring, None, 1));
    assert_eq!(leave(&mut ring, None, 2), None);
    assert_eq!(walk(&ring, front), [1]);
}
