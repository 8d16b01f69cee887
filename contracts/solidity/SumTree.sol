// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Positional Merkle-sum tree in packed words
/// @notice A word is the first 192 bits of a keccak-256 followed by a 64-bit sum. A parent hashes both whole words
/// of its children, so each child's sum is committed, and the sum in a root is the sum of all its leaves.
/// @dev A leaf hashes 28 bytes and a parent 64, so neither can pass for the other and a proof's length is fixed by
/// the tree. Padding leaves are the zero word: their sum is 0 and no preimage of it is known. Collisions take 2^96 work.
library SumTree {
    /// An account and its cumulative amount, packed.
    uint256 internal constant LEAF_BYTES = 28;
    uint256 private constant SUM_MASK = 0xffffffffffffffff;

    error RangeInvalid(uint256 first, uint256 bytesGiven);
    error RangeUnproved(uint256 first);

    function leaf(address account, uint64 cumulative) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(account, cumulative)) >> 64 << 64 | bytes32(uint256(cumulative));
    }

    /// @dev The word of a place that may be empty: zeros stand for padding.
    function leafOrPadding(address account, uint64 cumulative) internal pure returns (bytes32) {
        return account == address(0) && cumulative == 0 ? bytes32(0) : leaf(account, cumulative);
    }

    /// @dev The leaf at a place of packed ones.
    function leafIn(bytes calldata leaves, uint256 place)
        internal
        pure
        returns (address account, uint64 cumulative)
    {
        assembly ("memory-safe") {
            let word := calldataload(add(leaves.offset, mul(place, LEAF_BYTES)))
            account := shr(96, word)
            cumulative := and(shr(32, word), SUM_MASK)
        }
    }

    /// @dev Reverts unless packed leaves are the whole subtree of `root` that begins at index `first`. Their number must be
    /// a power of two: a tail outside the hash would be paid unproved.
    function checkRange(bytes32 root, uint256 first, bytes calldata leaves, bytes32[] calldata proof)
        internal
        pure
    {
        uint256 count = leaves.length / LEAF_BYTES;
        if (
            count == 0 || count * LEAF_BYTES != leaves.length || count & (count - 1) != 0
                || first % count != 0
        ) {
            revert RangeInvalid(first, leaves.length);
        }
        bytes32 word = _subtree(leaves, count);
        if (!proves(proof, root, word, first / count)) revert RangeUnproved(first);
    }

    /// @dev The word over packed leaves, a power of two of them, hashed as {leafOrPadding} and {proves} do: level by level
    /// in the same memory, for a relayer pays for each instruction of it once for every payee.
    function _subtree(bytes calldata leaves, uint256 count) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            // Behind what memory holds, and thrown away.
            let base := mload(0x40)
            let at := leaves.offset
            for {
                let end := add(base, shl(5, count))
                let to := base
            } lt(to, end) { to := add(to, 0x20) } {
                let packed := shr(32, calldataload(at))
                if packed {
                    calldatacopy(0x00, at, LEAF_BYTES)
                    packed := or(shl(64, shr(64, keccak256(0x00, LEAF_BYTES))), and(packed, SUM_MASK))
                }
                mstore(to, packed)
                at := add(at, LEAF_BYTES)
            }
            for { let width := shr(1, count) } width { width := shr(1, width) } {
                let from := base
                for {
                    let end := add(base, shl(5, width))
                    let to := base
                } lt(to, end) { to := add(to, 0x20) } {
                    let sum := add(and(mload(from), SUM_MASK), and(mload(add(from, 0x20)), SUM_MASK))
                    // An overflow: in a tree of these leaves nothing can be proved.
                    if gt(sum, SUM_MASK) { revert(0, 0) }
                    mstore(to, or(shl(64, shr(64, keccak256(from, 0x40))), sum))
                    from := add(from, 0x40)
                }
            }
            word := mload(base)
        }
    }

    function sumOf(bytes32 word) internal pure returns (uint64) {
        return uint64(uint256(word));
    }

    /// @return proved whether `word` is the leaf at `index` under `root`. The index must be used up by the proof: an
    /// index beyond the tree would otherwise be an alias, with a claim record of its own.
    function proves(bytes32[] calldata proof, bytes32 root, bytes32 word, uint256 index)
        internal
        pure
        returns (bool proved)
    {
        assembly ("memory-safe") {
            // A proof comes from a stranger: an overflow is an answer here and no panic.
            let overflow := 0
            let at := proof.offset
            for { let end := add(at, shl(5, proof.length)) } lt(at, end) { at := add(at, 0x20) } {
                let sibling := calldataload(at)
                let sum := add(and(word, SUM_MASK), and(sibling, SUM_MASK))
                overflow := or(overflow, gt(sum, SUM_MASK))
                // The left one at 0x00: an odd index is a right one.
                let right := shl(5, and(index, 1))
                mstore(right, word)
                mstore(xor(right, 0x20), sibling)
                word := or(shl(64, shr(64, keccak256(0x00, 0x40))), and(sum, SUM_MASK))
                index := shr(1, index)
            }
            proved := and(and(iszero(index), eq(word, root)), iszero(overflow))
        }
    }
}
