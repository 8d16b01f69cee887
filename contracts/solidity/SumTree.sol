// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Positional Merkle-sum tree in packed words
/// @notice A word is the first 192 bits of a keccak-256 followed by a 64-bit sum. A parent hashes both whole words
/// of its children, so each child's sum is committed, and the sum in a root is the sum of all its leaves.
/// @dev A leaf hashes 28 bytes and a parent 64, so neither can pass for the other and a proof's length is fixed by
/// the tree. Padding leaves are the zero word: their sum is 0 and no preimage of it is known. Collisions take 2^96 work.
library SumTree {
    function leaf(address account, uint64 cumulative) internal pure returns (bytes32) {
        return _pack(keccak256(abi.encodePacked(account, cumulative)), cumulative);
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
