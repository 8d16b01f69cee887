// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SumTree} from "../solidity/SumTree.sol";
import {Base} from "./Base.sol";
import {Leaf, Tree} from "./Tree.sol";

contract SumTreeTest is Base {
    function proves(bytes32[] calldata proof, bytes32 root, bytes32 word, uint256 index)
        external
        pure
        returns (bool)
    {
        return SumTree.proves(proof, root, word, index);
    }

    /// The same words stand in protocol/src/sumtree.test.ts.
    function test_matchesTheWordsOfTypeScript() external pure {
        Leaf[] memory leaves = new Leaf[](0);
        check(Tree.root(leaves) == 0, "no leaf");
        leaves = new Leaf[](1);
        leaves[0] = Leaf(address(0x1111111111111111111111111111111111111111), 7);
        check(
            Tree.root(leaves) == 0xd3a13b24a96d0589b9a7a36b9047e787c703aa531d596ef60000000000000007,
            "one leaf"
        );
        leaves = new Leaf[](3);
        for (uint160 n = 1; n <= 3; ++n) {
            leaves[n - 1] = Leaf(address(n), uint64(n) * 1e9);
        }
        check(
            Tree.root(leaves) == 0x5a3a8167c5438fd51c559017dcc443d27796dac9fc02eca50000000165a0bc00, "three"
        );
    }

    function testFuzz_provesEachLeafAtItsPlaceOnly(uint256 seed, uint256 size, uint256 pick) external view {
        size = bound(size, 1, 20);
        Leaf[] memory leaves = new Leaf[](size);
        uint256 sum = 0;
        for (uint256 i = 0; i < size; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            leaves[i] = Leaf(address(uint160(random)), uint64(random >> 200));
            sum += leaves[i].cumulative;
        }
        uint256 index = pick % size;
        bytes32 root = Tree.root(leaves);
        bytes32[] memory proof = Tree.proof(leaves, index);
        bytes32 word = SumTree.leaf(leaves[index].account, leaves[index].cumulative);

        same(SumTree.sumOf(root), sum, "sum");
        check(this.proves(proof, root, word, index), "own place");
        check(!this.proves(proof, root, word, index + (1 << proof.length)), "alias of the index");
        check(proof.length == 0 || !this.proves(proof, root, word, index ^ 1), "neighbour's place");
        check(!this.proves(proof, root, bytes32(uint256(word) + 1), index), "one more");
        check(!this.proves(proof, root, 0, size), "padding");
    }

    /// The sum is part of each hashed word: shifting it between siblings changes the parent.
    function testFuzz_aParentCommitsToTheSumOfEachChild(uint64 a, uint64 b, uint64 shift) external pure {
        a = uint64(bound(a, 1, 1e18));
        b = uint64(bound(b, 1, 1e18));
        shift = uint64(bound(shift, 1, a));
        bytes32 left = SumTree.leaf(address(1), a);
        bytes32 right = SumTree.leaf(address(2), b);
        bytes32 honest = Tree.parent(left, right);
        bytes32 shifted = Tree.parent(bytes32(uint256(left) - shift), bytes32(uint256(right) + shift));
        same(SumTree.sumOf(honest), SumTree.sumOf(shifted), "same sum");
        check(honest != shifted, "other word");
    }

    function overflow() external pure returns (bytes32) {
        return Tree.parent(SumTree.leaf(address(1), type(uint64).max), SumTree.leaf(address(2), 1));
    }

    function test_aSumThatOverflowsHasNoTree() external {
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        this.overflow();
    }
}
