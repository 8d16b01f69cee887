// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SumTree} from "../solidity/SumTree.sol";

struct Leaf {
    address account;
    uint64 cumulative;
}

/// @notice The operator's side of the sum tree: roots and proofs of a list of leaves.
library Tree {
    function root(Leaf[] memory leaves) internal pure returns (bytes32) {
        bytes32[] memory words = bottom(leaves);
        while (words.length > 1) words = above(words);
        return words[0];
    }

    function proof(Leaf[] memory leaves, uint256 index) internal pure returns (bytes32[] memory siblings) {
        bytes32[] memory words = bottom(leaves);
        uint256 depth = 0;
        while (1 << depth < words.length) ++depth;
        siblings = new bytes32[](depth);
        for (uint256 level = 0; level < depth; ++level) {
            siblings[level] = words[(index >> level) ^ 1];
            words = above(words);
        }
    }

    /// @return packed the leaves of the subtree of 2^level places from `first` on, as {IComputeHub-claimRange} takes them
    /// @return siblings its proof
    function range(Leaf[] memory leaves, uint256 first, uint256 level)
        internal
        pure
        returns (bytes memory packed, bytes32[] memory siblings)
    {
        for (uint256 i = first; i < first + (1 << level); ++i) {
            packed = i < leaves.length
                ? abi.encodePacked(packed, leaves[i].account, leaves[i].cumulative)
                : abi.encodePacked(packed, bytes28(0));
        }
        bytes32[] memory whole = proof(leaves, first);
        siblings = new bytes32[](whole.length - level);
        for (uint256 i = 0; i < siblings.length; ++i) {
            siblings[i] = whole[level + i];
        }
    }

    function bottom(Leaf[] memory leaves) internal pure returns (bytes32[] memory words) {
        uint256 size = 1;
        while (size < leaves.length) size *= 2;
        words = new bytes32[](size);
        for (uint256 i = 0; i < leaves.length; ++i) {
            words[i] = SumTree.leaf(leaves[i].account, leaves[i].cumulative);
        }
    }

    function above(bytes32[] memory words) internal pure returns (bytes32[] memory parents) {
        parents = new bytes32[](words.length / 2);
        for (uint256 i = 0; i < parents.length; ++i) {
            parents[i] = parent(words[2 * i], words[2 * i + 1]);
        }
    }

    /// @dev The addition is checked: a tree whose sum overflows cannot be built.
    function parent(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        bytes32 hash = keccak256(abi.encodePacked(left, right)) >> 64 << 64;
        return hash | bytes32(uint256(SumTree.sumOf(left) + SumTree.sumOf(right)));
    }
}
