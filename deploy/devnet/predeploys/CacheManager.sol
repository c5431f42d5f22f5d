// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.30;

/// The part of the precompile ArbWasm that bidding needs.
interface IArbWasm {
    /// Size in bytes of a program's compiled form, as the chain estimates it; reverts if it is not active.
    function codehashAsmSize(bytes32 codehash) external view returns (uint32 size);
}

/// The part of the precompile ArbWasmCache that a manager uses.
interface IArbWasmCache {
    function codehashIsCached(bytes32 codehash) external view returns (bool cached);
    function cacheProgram(address program) external;
    function evictCodehash(bytes32 codehash) external;
}

/// @title Decides by bids which programs are cached, so that calls to them cost less
/// @notice The cache has a size. While it is full, the lowest bids make room for a higher one. A bid is worth less
/// the older it is: `decay` wei per second. Bids are not paid back. There is no owner and no pause.
contract CacheManager {
    IArbWasm private constant ARB_WASM = IArbWasm(address(0x71));
    IArbWasmCache private constant ARB_WASM_CACHE = IArbWasmCache(address(0x72));

    /// A program that is cached. Its bid is in wei, with what it would have lost since 1970 added.
    struct Entry {
        bytes32 code;
        uint64 size;
        uint192 bid;
    }

    /// @notice Bytes of compiled programs that fit.
    uint64 public constant cacheSize = 512 << 20;

    /// @notice Wei that a bid loses per second.
    uint64 public constant decay = 1e9;

    /// @notice Whether bids are refused.
    bool public constant isPaused = false;

    /// @notice Bytes of compiled programs that are cached.
    uint64 public queueSize;

    /// @notice What is cached, in no order.
    Entry[] public entries;

    event InsertBid(bytes32 indexed codehash, address program, uint192 bid, uint64 size);
    event DeleteBid(bytes32 indexed codehash, uint192 bid, uint64 size);

    /// @notice The program is cached already.
    error AlreadyCached(bytes32 codehash);

    /// @notice The program would not fit even alone.
    error AsmTooLarge(uint256 asm, uint256 queueSize, uint256 cacheSize);

    /// @notice To make room a bid of `min` would have to go; both have their age added.
    error BidTooSmall(uint192 bid, uint192 min);

    /// @notice Caches a program for the value sent.
    function placeBid(address program) external payable {
        bytes32 codehash = program.codehash;
        if (ARB_WASM_CACHE.codehashIsCached(codehash)) revert AlreadyCached(codehash);
        uint64 size = sizeOf(codehash);
        uint192 bid = uint192(msg.value) + aged();
        while (queueSize + size > cacheSize) {
            uint256 lowest = lowestOf(entries);
            uint192 min = entries[lowest].bid;
            if (bid < min) revert BidTooSmall(bid, min);
            evict(lowest);
        }
        entries.push(Entry(codehash, size, bid));
        queueSize += size;
        ARB_WASM_CACHE.cacheProgram(program);
        emit InsertBid(codehash, program, bid, size);
    }

    /// @notice The lowest bid in wei that would now cache a program.
    function getMinBid(address program) external view returns (uint192) {
        return getMinBid(program.codehash);
    }

    /// @notice The lowest bid in wei that would now cache the program with this code.
    function getMinBid(bytes32 codehash) public view returns (uint192) {
        return getMinBid(sizeOf(codehash));
    }

    /// @notice The lowest bid in wei that would now cache a program of this size.
    function getMinBid(uint64 size) public view returns (uint192 min) {
        if (size > cacheSize) revert AsmTooLarge(size, queueSize, cacheSize);
        Entry[] memory rest = entries;
        for (uint256 used = queueSize; used + size > cacheSize;) {
            Entry memory lowest = rest[lowestOf(rest)];
            (min, used) = (lowest.bid, used - lowest.size);
            lowest.bid = type(uint192).max;
        }
        return min > aged() ? min - aged() : 0;
    }

    /// @notice All that is cached.
    function getEntries() external view returns (Entry[] memory) {
        return entries;
    }

    function sizeOf(bytes32 codehash) private view returns (uint64 size) {
        size = ARB_WASM.codehashAsmSize(codehash);
        if (size > cacheSize) revert AsmTooLarge(size, queueSize, cacheSize);
    }

    /// What a bid made now would have lost since 1970.
    function aged() private view returns (uint192) {
        return uint192(block.timestamp) * decay;
    }

    function lowestOf(Entry[] memory list) private pure returns (uint256 lowest) {
        for (uint256 i = 1; i < list.length; i++) {
            if (list[i].bid < list[lowest].bid) lowest = i;
        }
    }

    function evict(uint256 index) private {
        Entry memory entry = entries[index];
        entries[index] = entries[entries.length - 1];
        entries.pop();
        queueSize -= entry.size;
        ARB_WASM_CACHE.evictCodehash(entry.code);
        emit DeleteBid(entry.code, entry.bid, entry.size);
    }
}
