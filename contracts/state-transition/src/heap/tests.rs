use std::ptr;

use proptest::prelude::*;

use super::{CLASSES, Class, GRAIN, Map};

/// Bytes of the arena.
const ARENA: usize = 1 << 22;

#[test]
fn class_holds_what_is_asked_for_and_at_most_a_quarter_more() {
    let mut last = Class {
        number: 0,
        size: GRAIN,
    };
    for size in 1..100_000 {
        let class = Class::of(size).unwrap();
        assert!(class.size >= size && class.size.is_multiple_of(GRAIN));
        assert!(class.size <= (size + size / 4).max(size + GRAIN), "{size}");
        assert_eq!(Class::of(class.size), Some(class), "{size}");
        // One class after the other, each larger.
        assert!(class.number == last.number || class.number == last.number + 1);
        assert_eq!(class.number == last.number, class.size == last.size);
        last = class;
    }
}

#[test]
fn class_is_none_above_the_largest() {
    let largest = 1 << 27;
    assert_eq!(
        Class::of(largest).map(|class| class.number),
        Some(CLASSES - 1)
    );
    assert_eq!(Class::of(largest + 1), None);
    assert_eq!(Class::of(usize::MAX), None);
}

/// A map over an arena, in whose blocks the test writes.
struct World {
    map: Map,
    end: usize,
    _arena: Vec<u128>,
}

impl World {
    fn new() -> Self {
        let mut arena = vec![0_u128; ARENA / GRAIN];
        let start = arena.as_mut_ptr().expose_provenance();
        let mut map = Map::new();
        (map.top, map.untouched, map.end) = (start, start, start);
        Self {
            map,
            end: start + ARENA,
            _arena: arena,
        }
    }

    fn grow(&self) -> impl FnOnce(usize) -> Option<usize> + use<> {
        let end = self.end;
        move |to| (to <= end).then(|| to.next_multiple_of(4_096).min(end))
    }

    fn take(&mut self, class: Class) -> Option<(usize, bool)> {
        let grow = self.grow();
        unsafe { self.map.take(class, grow) }
    }
}

/// Fills a block.
fn fill(block: usize, length: usize, byte: u8) {
    unsafe { ptr::with_exposed_provenance_mut::<u8>(block).write_bytes(byte, length) };
}

/// Whether a block holds nothing but this byte.
fn holds(block: usize, length: usize, byte: u8) -> bool {
    let block = ptr::with_exposed_provenance::<u8>(block);
    (0..length).all(|at| unsafe { block.add(at).read() } == byte)
}

#[test]
fn take_is_none_when_the_memory_does_not_grow() {
    let mut world = World::new();
    assert!(world.take(Class::of(2 * ARENA).unwrap()).is_none());
    assert!(world.take(Class::of(ARENA).unwrap()).is_some());
    assert!(world.take(Class::of(1).unwrap()).is_none());
}

#[test]
fn give_lets_a_block_be_taken_again() {
    let mut world = World::new();
    let (small, large) = (Class::of(100).unwrap(), Class::of(5_000).unwrap());
    let (first, _) = world.take(small).unwrap();
    let (second, _) = world.take(large).unwrap();
    unsafe { world.map.give(first, small) };
    assert_eq!(world.take(small), Some((first, false)));
    // The last one gives its room back.
    unsafe { world.map.give(second, large) };
    assert_eq!(world.map.top, second);
}

#[test]
fn stretch_grows_the_last_block_where_it_is() {
    let mut world = World::new();
    let (from, to) = (Class::of(100).unwrap(), Class::of(5_000).unwrap());
    let (first, _) = world.take(from).unwrap();
    let (second, _) = world.take(from).unwrap();
    let grow = world.grow();
    assert!(!world.map.stretch(first, from, to, grow));
    let grow = world.grow();
    assert!(world.map.stretch(second, from, to, grow));
    assert_eq!(world.map.top, second + to.size);
}

proptest! {
    /// Blocks never overlap, and what is said to be zero is.
    #[test]
    fn prop_blocks_keep_what_is_written_into_them(
        steps in proptest::collection::vec((1..3_000_usize, any::<bool>(), any::<prop::sample::Index>()), 1..200),
    ) {
        let mut world = World::new();
        let mut live: Vec<(usize, usize, u8)> = Vec::new();
        for (number, (size, frees, index)) in (1..=255).cycle().zip(steps) {
            if frees && !live.is_empty() {
                let (block, size, byte) = live.swap_remove(index.index(live.len()));
                prop_assert!(holds(block, size, byte));
                unsafe { world.map.give(block, Class::of(size).unwrap()) };
            } else if let Some((block, is_zero)) = world.take(Class::of(size).unwrap()) {
                prop_assert!(!is_zero || holds(block, size, 0));
                fill(block, size, number);
                live.push((block, size, number));
            }
        }
        for (block, size, byte) in live {
            prop_assert!(holds(block, size, byte));
        }
    }
}
