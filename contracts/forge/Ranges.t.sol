// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {HubBase} from "./HubBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Claims of whole subtrees with one proof.
contract RangesTest is HubBase {
    OddToken private odd;

    function setUp() external {
        odd = new OddToken(9);
        deployHub(address(odd));
        fill(100_000);
    }

    function many(uint256 count, uint64 each) private pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = Leaf(payee(i), each + uint64(i));
        }
    }

    function packed(Leaf[] memory leaves, uint256 first, uint256 count)
        private
        pure
        returns (bytes memory out)
    {
        out = new bytes(0);
        for (uint256 i = first; i < first + count; ++i) {
            out = abi.encodePacked(out, leaves[i].account, leaves[i].cumulative);
        }
    }

    function claimRange(Leaf[] memory leaves, uint256 first, uint256 count) private {
        uint256 level = 0;
        while (1 << level < count) ++level;
        (bytes memory part, bytes32[] memory proof) = Tree.range(leaves, first, level);
        hub.claimRange(first, part, proof);
    }

    function testFuzz_paysEveryLeafOfASubtreeOnce(uint8 size, uint8 level, uint8 place, uint8 before)
        external
    {
        uint256 count = bound(size, 1, 19);
        Leaf[] memory leaves = many(count, 100);
        post(90_000, leaves);
        activate();
        uint256 width = 1;
        while (width < count) width *= 2;
        uint256 part = 1 << bound(level, 0, 5);
        if (part > width) part = width;
        uint256 first = bound(place, 0, width / part - 1) * part;
        // Some were claimed by themselves before.
        for (uint256 i = 0; i < count; ++i) {
            if (uint256(keccak256(abi.encode(before, i))) % 3 == 0) claim(claimOf(leaves, i));
        }
        claimRange(leaves, first, part);
        claimRange(leaves, first, part);
        uint256 paid = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 expected = hub.claimed(i);
            same(odd.balanceOf(payee(i)), expected, "as recorded");
            if (i >= first && i < first + part) same(expected, leaves[i].cumulative, "the whole leaf");
            paid += expected;
        }
        same(hub.book().paid, paid, "the book");
        for (uint256 i = count; i < 32; ++i) {
            same(hub.claimed(i), 0, "nobody's");
        }
    }

    function test_theNextEpochPaysTheDifference() external {
        post(1000, many(8, 10));
        activate();
        claimRange(many(8, 10), 0, 8);
        Leaf[] memory next = many(8, 30);
        post(2000, next);
        activate();
        claimRange(next, 4, 4);
        same(odd.balanceOf(payee(5)), 35, "more");
        same(odd.balanceOf(payee(3)), 13, "not in the range");
    }

    function test_aRecipientThatRefusesStopsNobody() external {
        Leaf[] memory leaves = many(4, 10);
        post(1000, leaves);
        activate();
        odd.refuse(payee(1), true);
        claimRange(leaves, 0, 4);
        same(hub.parked(payee(1)), 11, "parked");
        same(odd.balanceOf(payee(3)), 13, "paid");
    }

    function test_refusesWhatIsNotAWholeSubtree() external {
        Leaf[] memory leaves = many(8, 10);
        post(1000, leaves);
        activate();
        (, bytes32[] memory proof) = Tree.range(leaves, 0, 2);
        invalid(0, packed(leaves, 0, 3), proof);
        invalid(0, packed(leaves, 0, 5), proof);
        invalid(2, packed(leaves, 2, 4), proof);
        invalid(0, "", proof);
        bytes memory odd_ = abi.encodePacked(packed(leaves, 0, 4), bytes1(0));
        invalid(0, odd_, proof);
        // The same bytes further right, an alias, other bytes, another level.
        unproved(4, packed(leaves, 0, 4), proof);
        unproved(8, packed(leaves, 0, 4), proof);
        unproved(0, packed(many(8, 11), 0, 4), proof);
        unproved(0, packed(leaves, 0, 2), proof);
        unproved(0, packed(leaves, 0, 4), new bytes32[](0));
        same(hub.book().paid, 0, "nothing");
    }

    function invalid(uint256 first, bytes memory leaves, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(SumTree.RangeInvalid.selector, first, leaves.length));
        hub.claimRange(first, leaves, proof);
    }

    function unproved(uint256 first, bytes memory leaves, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(SumTree.RangeUnproved.selector, first));
        hub.claimRange(first, leaves, proof);
    }

    /// Beyond 64 bits there is no such tree, and the sum must not come out smaller.
    function test_leavesWhoseSumOverflowsAreNoSubtree() external {
        Leaf[] memory leaves = many(2, 100);
        post(1000, leaves);
        activate();
        (, bytes32[] memory proof) = Tree.range(leaves, 0, 1);
        bytes memory huge = abi.encodePacked(payee(0), type(uint64).max, payee(1), uint64(202));
        vm.expectRevert(bytes(""));
        hub.claimRange(0, huge, proof);
        same(hub.book().paid, 0, "nothing");
    }

    function test_rootsThatTakeFromOneToGiveToAnotherCannotOverpay() external {
        Leaf[] memory first = leavesOf(300, 0, 0);
        post(300, first);
        activate();
        claimRange(first, 0, 4);
        Leaf[] memory second = leavesOf(0, 300, 0);
        post(300, second);
        activate();
        (bytes memory leaves, bytes32[] memory proof) = Tree.range(second, 0, 2);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootOverdrawn.selector, 300, 300, 300));
        hub.claimRange(0, leaves, proof);
    }
}
