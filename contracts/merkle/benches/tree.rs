//! Time to build a tree, to accumulate its root, and to verify proofs, by number of leaves.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use merkle::{Hash, Keccak, Node, Run, Tree, leaf_hash, root};

const SIZES: [u32; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];

fn leaves(count: u32) -> Vec<Hash> {
    (0..count)
        .map(|index| leaf_hash::<Keccak>(&index.to_le_bytes()))
        .collect()
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for size in SIZES {
        let leaves = leaves(size);
        group.throughput(Throughput::Elements(size.into()));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| Tree::new::<Keccak>(black_box(leaves.clone())));
        });
    }
}

fn accumulate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("accumulate");
    group.sample_size(10);
    for size in SIZES {
        let leaves = leaves(size);
        group.throughput(Throughput::Elements(size.into()));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| root::<Keccak>(black_box(&leaves).iter().copied()));
        });
    }
}

fn verify(criterion: &mut Criterion) {
    for (name, share) in [("verify one leaf", 0), ("verify a tenth", 10)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for size in SIZES {
            let tree = Tree::new::<Keccak>(leaves(size)).expect("a size that fits");
            let (first, length) = (size / 3, size.checked_div(share).unwrap_or(1));
            let run = Run::new(size, first, length).expect("a run of the tree");
            let proof = tree.prove(first, length).expect("a run of the tree");
            let under = &tree.leaf_hashes()[first as usize..][..length as usize];
            group.throughput(Throughput::Elements(length.into()));
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter(|| {
                    let leaves = black_box(under).iter().copied();
                    run.verify::<Keccak>(&tree.root(), leaves, &proof)
                        .expect("the proof holds");
                });
            });
        }
    }
}

fn reveal(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify a frontier");
    for size in SIZES {
        let tree = Tree::new::<Keccak>(leaves(size)).expect("a size that fits");
        let node = Node::root(size).expect("a tree with leaves");
        let frontier = tree.frontier(node, 4).expect("a node of the tree");
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| {
                node.verify_frontier::<Keccak>(&tree.root(), 4, black_box(&frontier))
                    .expect("the frontier holds");
            });
        });
    }
}

criterion_group!(benches, build, accumulate, verify, reveal);
criterion_main!(benches);
