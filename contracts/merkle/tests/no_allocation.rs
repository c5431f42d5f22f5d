//! What verifies does not allocate: a contract pays for memory, and its allocator never frees.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
    sync::atomic::{AtomicUsize, Ordering},
};

use merkle::{Accumulator, Hash, Keccak, Node, Run, Tree, leaf_hash};

/// Counts what the system's allocator is asked for.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promise is the one asked for here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the one asked for here.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The fewest allocations in some tries: the test runner's own thread may allocate during one.
fn allocations(mut work: impl FnMut()) -> usize {
    let count = || {
        let before = ALLOCATIONS.load(Ordering::SeqCst);
        work();
        ALLOCATIONS.load(Ordering::SeqCst) - before
    };
    std::iter::repeat_with(count).take(20).min().unwrap_or(0)
}

#[test]
fn verifying_succeeds_without_allocation() {
    let leaves: Vec<Hash> = (0..3_000u32)
        .map(|i| leaf_hash::<Keccak>(&i.to_le_bytes()))
        .collect();
    let tree = Tree::new::<Keccak>(leaves.clone()).unwrap();
    let (root, run) = (tree.root(), Run::new(3_000, 700, 900).unwrap());
    let proof = tree.prove(700, 900).unwrap();
    let node = Node::root(3_000).unwrap();
    let frontier = tree.frontier(node, 4).unwrap();

    assert_ne!(
        allocations(|| drop(black_box(tree.prove_leaf(1)))),
        0,
        "the counter counts"
    );
    assert_eq!(
        allocations(|| {
            let run_leaves = leaves[700..1_600].iter().copied();
            run.verify::<Keccak>(&root, run_leaves, &proof).unwrap();
            run.verify::<Keccak>(&Hash::ZERO, [], &proof).unwrap_err();
            node.verify_frontier::<Keccak>(&root, 4, &frontier).unwrap();
            node.verify_frontier::<Keccak>(&root, 5, &frontier)
                .unwrap_err();
            black_box(node.frontier_entry(4, 11)).unwrap();
            let mut accumulator = Accumulator::new();
            accumulator.extend::<Keccak>(leaves.iter().copied());
            assert_eq!(accumulator.root::<Keccak>(), root);
        }),
        0
    );
}
