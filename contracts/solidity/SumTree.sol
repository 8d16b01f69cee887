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

    error RangeInvalid(uint256 first, uint256 bytesGiven);
    error RangeUnproved(uint256 first);

    function leaf(address account, uint64 cumulative) internal pure returns (bytes32) {
        return _pack(keccak256(abi.encodePacked(account, cumulative)), cumulative);
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
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(leaves.offset, mul(place, LEAF_BYTES)))
        }
        // The truncation cuts the amount out of what follows the account.
        // forge-lint: disable-next-line(unsafe-typecast)
        (account, cumulative) = (address(uint160(word >> 96)), uint64(word >> 32));
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
        bytes32[] memory words = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            (address account, uint64 cumulative) = leafIn(leaves, i);
            words[i] = leafOrPadding(account, cumulative);
        }
        for (uint256 width = count / 2; width > 0; width /= 2) {
            for (uint256 i = 0; i < width; ++i) {
                words[i] = parent(words[2 * i], words[2 * i + 1]);
            }
        }
        if (!proves(proof, root, words[0], first / count)) revert RangeUnproved(first);
    }

    /// @dev The addition is checked: a tree whose sum overflows cannot be built.
    function parent(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return _pack(_hashPair(left, right), sumOf(left) + sumOf(right));
    }

    function sumOf(bytes32 word) internal pure returns (uint64) {
        return uint64(uint256(word));
    }

    /// @return whether `word` is the leaf at `index` under `root`. The index must be used up by the proof: an
    /// index beyond the tree would otherwise be an alias, with a claim record of its own.
    function proves(bytes32[] calldata proof, bytes32 root, bytes32 word, uint256 index)
        internal
        pure
        returns (bool)
    {
        for (uint256 level = 0; level < proof.length; ++level) {
            bytes32 sibling = proof[level];
            uint256 sum = uint256(sumOf(word)) + sumOf(sibling);
            // A proof comes from a stranger: an overflow is an answer here and no panic.
            if (sum > type(uint64).max) return false;
            bytes32 hash = index & 1 == 0 ? _hashPair(word, sibling) : _hashPair(sibling, word);
            // forge-lint: disable-next-line(unsafe-typecast)
            word = _pack(hash, uint64(sum));
            index >>= 1;
        }
        return index == 0 && word == root;
    }

    function _pack(bytes32 hash, uint64 sum) private pure returns (bytes32) {
        return (hash >> 64 << 64) | bytes32(uint256(sum));
    }

    /// @dev In the scratch space, as memory that grows with each level would cost more than the hashing.
    function _hashPair(bytes32 left, bytes32 right) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            hash := keccak256(0x00, 0x40)
        }
    }
}
