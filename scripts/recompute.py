#!/usr/bin/env python3
"""Recomputes from a flow report (`cargo flows --json FILE`) what Layer 1 was told.

For every batch: MTTBR from the raw elements, MTSR from the raw state claims, the header's
hash from its fields, and the chain of parents; what is left of the chain when batches were cut
from it, and that only those after an invalid one are orphaned. For every step of the seed: the flows that
told it, and that their proofs are there. Shares no code with the project; standard library only.

Usage: scripts/recompute.py FILE
"""

import json
import sys

# --- keccak-256 (the Keccak team's specification, rate 1088, padding 0x01) -------------------

ROTATIONS = [[0, 36, 3, 41, 18], [1, 44, 10, 45, 2], [62, 6, 43, 15, 61],
             [28, 55, 25, 21, 56], [27, 20, 39, 8, 14]]
RATE = 136


def round_constants():
    """The 24 iota constants, from the specification's linear feedback shift register."""
    register, constants = 1, []
    for _ in range(24):
        constant = 0
        for j in range(7):
            if register & 1:
                constant |= 1 << ((1 << j) - 1)
            register = ((register << 1) ^ (0x71 if register & 0x80 else 0)) & 0xFF
        constants.append(constant)
    return constants


CONSTANTS = round_constants()


def permute(a, every):
    """Keccak-f[1600] on many states at once: lane (x, y) of all of them is the one integer a[x][y], each
    state's in 64 bits of its own. `every` has the lowest bit of each."""
    mask = every * ((1 << 64) - 1)

    def rotate(value, by):
        low = every * ((1 << by) - 1)
        return ((value << by) & (mask ^ low)) | ((value >> (64 - by)) & low) if by else value

    for constant in CONSTANTS:
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        d = [c[(x - 1) % 5] ^ rotate(c[(x + 1) % 5], 1) for x in range(5)]
        a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        b = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                b[y][(2 * x + 3 * y) % 5] = rotate(a[x][y], ROTATIONS[x][y])
        a = [[b[x][y] ^ (~b[(x + 1) % 5][y] & mask & b[(x + 2) % 5][y]) for y in range(5)]
             for x in range(5)]
        a[0][0] ^= constant * every
    return a


def keccak_of_equal(messages):
    """The hashes of messages that are padded to the same length."""
    padded = []
    for message in messages:
        whole = bytearray(message) + b"\x01" + b"\x00" * ((-len(message) - 1) % RATE)
        whole[-1] |= 0x80
        padded.append(whole)
    every = sum(1 << (64 * i) for i in range(len(messages)))
    state = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded[0]), 8):
        lane = start % RATE // 8
        words = b"".join(whole[start:start + 8] for whole in padded)
        state[lane % 5][lane // 5] ^= int.from_bytes(words, "little")
        if lane == RATE // 8 - 1:
            state = permute(state, every)
    lanes = [state[i][0].to_bytes(8 * len(messages), "little") for i in range(4)]
    return [b"".join(lane[8 * i:8 * i + 8] for lane in lanes) for i in range(len(messages))]


def keccaks(messages):
    """The hashes of messages, in order."""
    by_length = {}
    for position, message in enumerate(messages):
        by_length.setdefault(len(message) // RATE, []).append(position)
    hashes = [b""] * len(messages)
    for positions in by_length.values():
        for position, digest in zip(positions, keccak_of_equal([messages[i] for i in positions])):
            hashes[position] = digest
    return hashes


def keccak(data):
    return keccaks([data])[0]


assert keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"

# --- the protocol's formats -------------------------------------------------------------------


def roots(lists):
    """RFC 6962's tree with keccak-256 over each list of leaves, level by level, all trees at once: who has no
    neighbour goes up as it is."""
    hashes = iter(keccaks([b"\x00" + leaf for leaves in lists for leaf in leaves]))
    levels = [[next(hashes) for _ in leaves] for leaves in lists]
    while any(len(level) > 1 for level in levels):
        hashes = iter(keccaks([b"\x01" + left + right for level in levels
                               for left, right in zip(level[::2], level[1::2])]))
        levels = [[next(hashes) for _ in range(len(level) // 2)] + level[len(level) // 2 * 2:]
                  for level in levels]
    return [level[0] if level else keccak(b"") for level in levels]


HEADER = [("instance", 32), ("fork", 4), ("index", 8), ("parent", 32), ("mttbr", 32), ("mtsr", 32),
          ("elementCount", 4), ("dataLength", 4), ("lastL2Block", 8), ("lastL2Timestamp", 8),
          ("sequencer", 20), ("producer", 20), ("parameterSet", 4), ("submittedAt", 8)]


def unhex(text):
    return bytes.fromhex(text.removeprefix("0x"))


def encode(header):
    out = b""
    for name, width in HEADER:
        value = header[name]
        part = unhex(value) if isinstance(value, str) else value.to_bytes(width, "big")
        assert len(part) == width, f"{name} has {len(part)} bytes, expected {width}"
        out += part
    return out


def check(what, computed, reported, failures):
    if computed != unhex(reported):
        failures.append(f"{what}: computed 0x{computed.hex()}, the report has {reported}")


def check_parent(where, batch, known, failures):
    """A batch stands on one that Layer 1 took before, at the next index. `known` is all of them, by hash."""
    header = batch["header"]
    parent = known.get(header["parent"])
    if parent is None:
        failures.append(f"{where}: its parent {header['parent']} is no batch before it")
    elif header["index"] != parent["header"]["index"] + 1:
        failures.append(f"{where}: its parent has the index {parent['header']['index']}")
    return parent


def check_fates(flow, known, failures):
    """The canonical batches are one chain from the genesis; what stands on an invalid or orphaned batch is
    orphaned, and nothing else is."""
    head = flow["genesis"]
    for batch in flow["batches"]:
        where = f"{flow['name']} batch {batch['hash']}"
        fate, below = batch["fate"], known[batch["header"]["parent"]].get("fate", "canonical")
        if fate == "canonical":
            if batch["header"]["parent"] != head["hash"]:
                failures.append(f"{where} is canonical, but does not stand on {head['hash']}")
            head = batch
        elif (fate == "orphaned") != (below != "canonical"):
            failures.append(f"{where} is {fate}, but its parent is {below}")
        elif fate not in ("invalid", "orphaned"):
            failures.append(f"{where} is {fate}")


PROOFS = {"off_chain": {"events", "views", "refusals", "facts"}, "layer1": {"events", "views"},
          "refused": {"refusals"}}


def proofs(flow, seed):
    """What a flow asserted for a step of the seed: by kind, all of it."""
    names = {address: name for name, address in flow["contracts"].items()}
    found = {"events": set(), "views": set(), "refusals": set(), "facts": set()}
    for proof in (proof for step in flow["steps"] if step["seed"] == seed for proof in step["proofs"]):
        if proof["kind"] == "transaction":
            found["events"] |= {f"{names.get(event['address'], event['address'])}.{event['signature']}"
                                for event in proof["events"]}
        elif proof["kind"] == "view":
            found["views"].add(proof["call"])
        elif proof["kind"] == "refusal":
            found["refusals"].add(f"{proof['call']}: {proof['error'].split(' ')[0].split('(')[0]}")
        else:
            found["facts"].add(proof["what"])
    return found


def check_coverage(report, failures):
    """Each row names the flows that told its step, nothing that they did not assert, and is proven by that. Returns the
    number of proven steps."""
    for row in report["coverage"]:
        where = f"coverage of {row['seed']}"
        asserted = {flow["name"]: proofs(flow, row["seed"]) for flow in report["flows"]
                    if any(step["seed"] == row["seed"] for step in flow["steps"])}
        if [it["flow"] for it in row["flows"]] != list(asserted):
            failures.append(f"{where}: it was told by {list(asserted)}")
        for it in row["flows"]:
            for kind, found in asserted.get(it["flow"], {}).items():
                if not set(it[kind]) <= found or bool(it[kind]) != bool(found):
                    failures.append(f"{where}: {it['flow']} has asserted other {kind}")
        seen = {kind for found in asserted.values() for kind, its in found.items() if its}
        if bool(seen & PROOFS[row["needs"]]) != row["proven"]:
            failures.append(f"{where}: it is not so that proven is {row['proven']}")
    return sum(row["proven"] for row in report["coverage"])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    failures, batches, elements = [], 0, 0
    for flow in report["flows"]:
        genesis = flow["genesis"]
        check(f"{flow['name']} genesis hash", keccak(encode(genesis["header"])), genesis["hash"], failures)
        check(f"{flow['name']} genesis MTSR", roots([[unhex(genesis["claim"])]])[0],
              genesis["header"]["mtsr"], failures)
        known, connected = {genesis["hash"]: genesis}, True
        all_data = [[unhex(element) for element in batch["elements"]] for batch in flow["batches"]]
        all_claims = [[unhex(claim) for claim in batch["claims"]] for batch in flow["batches"]]
        hashes = keccaks([encode(batch["header"]) for batch in flow["batches"]])
        computed = zip(flow["batches"], hashes, all_data, roots(all_data), all_claims, roots(all_claims))
        for batch, header_hash, data, mttbr, claims, mtsr in computed:
            where = f"{flow['name']} batch {batch['header']['index']}"
            header = batch["header"]
            check(f"{where} hash", header_hash, batch["hash"], failures)
            connected &= check_parent(where, batch, known, failures) is not None
            check(f"{where} MTTBR", mttbr, header["mttbr"], failures)
            check(f"{where} MTSR", mtsr, header["mtsr"], failures)
            if len(data) != header["elementCount"] or len(claims) != header["elementCount"]:
                failures.append(f"{where}: {len(data)} elements, {len(claims)} claims, "
                                f"the header says {header['elementCount']}")
            if sum(map(len, data)) != header["dataLength"]:
                failures.append(f"{where}: {sum(map(len, data))} bytes, "
                                f"the header says {header['dataLength']}")
            known[batch["hash"]] = batch
            batches += 1
            elements += len(data)
        if connected:
            check_fates(flow, known, failures)
    proven = check_coverage(report, failures)
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"recomputed {batches} batches with {elements} elements, "
          f"{proven} of {len(report['coverage'])} steps of the seed: "
          + ("all agree" if not failures else f"{len(failures)} differ"))
    sys.exit(bool(failures) or batches == 0)


if __name__ == "__main__":
    main()
