// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {HubBase} from "./HubBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Epochs: what a root must satisfy, and who is paid from it.
contract RootsTest is HubBase {
    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
        fill(1000);
    }

    function settle(bytes32 root, uint32 epoch) private {
        vm.prank(operator());
        hub.settle(root, LEAVES, epoch, none());
    }

    function paidTo(uint256 n) private view returns (uint256) {
        return token.balanceOf(payee(n));
    }

    function test_anEpochRedeemsAndPaysEveryLeafOnce() external {
        Leaf[] memory leaves = leavesOf(100, 0, 250);
        post(400, leaves);
        activate();
        claimAll(leaves);
        claimAll(leaves);
        claim(claimOf(leaves, 0));
        same(paidTo(0), 100, "first");
        same(paidTo(1), 0, "second");
        same(paidTo(2), 250, "third");
        same(hub.book().earned, 400, "earned");
        same(hub.book().paid, 350, "paid");
        same(hub.claimed(2), 250, "claimed");
    }

    function testFuzz_theNextEpochPaysTheDifference(uint64[3] memory first, uint64[3] memory more) external {
        for (uint256 i = 0; i < 3; ++i) {
            first[i] = uint64(bound(first[i], 0, 150));
            more[i] = uint64(bound(more[i], 0, 150));
        }
        Leaf[] memory leaves = leavesOf(first[0], first[1], first[2]);
        post(500, leaves);
        activate();
        claim(claimOf(leaves, 0));
        leaves = leavesOf(first[0] + more[0], first[1] + more[1], first[2] + more[2]);
        post(1000, leaves);
        activate();
        claimAll(leaves);
        for (uint256 i = 0; i < 3; ++i) {
            same(paidTo(i), first[i] + more[i], "paid");
        }
    }

    function test_anEpochWithoutPayeesOrVouchersIsPosted() external {
        settle(Tree.root(new Leaf[](0)), 1);
        (uint64 epoch,) = hub.activeRoot();
        same(epoch, 0, "pending");
        activate();
        settle(0, 2);
        same(hub.book().epoch, 2, "posted");
    }

    function test_onlyTheOperatorSettles() external {
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NotOperator.selector, address(this)));
        hub.settle(0, LEAVES, 1, none());
    }

    function test_epochsComeOneAfterTheOther() external {
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.WrongEpoch.selector, 1));
        settle(0, 2);
        settle(0, 1);
        activate();
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.WrongEpoch.selector, 2));
        settle(0, 1);
    }

    /// After 2^24 of them: a root numbered 0 would count at once, without a delay in which anybody can object.
    function test_epochsDoNotStartAgain() external {
        bytes32 book = vm.load(address(hub), 0);
        vm.store(address(hub), 0, book | bytes32(uint256(type(uint24).max) << 192));
        same(hub.book().epoch, type(uint24).max, "the last one");
        activate();
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        settle(0, 2 ** 24);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        settle(0, 0);
    }

    function test_aRootWaitsForThePreviousOneToBeActive() external {
        settle(0, 1);
        uint256 activeAt = vm.getBlockTimestamp() + DELAY;
        pass(DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootPending.selector, activeAt));
        settle(0, 2);
        pass(1);
        settle(0, 2);
    }

    function testFuzz_aRootIsCoveredByWhatWasEarned(uint64 earned, uint64 sum) external {
        earned = uint64(bound(earned, 1, 1000));
        hub.redeem(one(voucher(earned)));
        bytes32 root = Tree.root(leavesOf(0, sum, 0));
        if (sum > earned) {
            vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootAboveEarned.selector, sum, earned));
        }
        settle(root, 1);
    }

    function test_aRootPromisesNoLessThanTheOneBefore() external {
        post(500, leavesOf(100, 100, 100));
        activate();
        bytes32 lower = Tree.root(leavesOf(299, 0, 0));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootBelowPrevious.selector, 299, 300));
        settle(lower, 2);
    }

    function test_claimsAreProvedAgainstTheActiveRootOnly() external {
        Leaf[] memory first = leavesOf(100, 0, 0);
        Leaf[] memory second = leavesOf(100, 50, 0);
        post(500, first);
        IComputeHub.ClaimIn memory early = claimOf(first, 0);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 0));
        claim(early);
        activate();
        post(500, second);
        IComputeHub.ClaimIn memory next = claimOf(second, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        claim(next);
        claim(early);
        activate();
        claim(next);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 0));
        claim(early);
        same(hub.book().paid, 150, "paid");
    }

    function test_aParentIsNoLeafAndPaddingIsNoLeaf() external {
        Leaf[] memory leaves = leavesOf(100, 100, 100);
        post(500, leaves);
        activate();
        bytes32[] memory upper = new bytes32[](1);
        upper[0] = Tree.parent(SumTree.leaf(payee(2), 100), 0);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 0));
        hub.claim(0, payee(0), 200, upper);
        bytes32[] memory proof = Tree.proof(leaves, 3);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 3));
        hub.claim(3, address(0), 0, proof);
    }

    function testFuzz_aChangedClaimIsNotProved(
        uint256 index,
        address account,
        uint64 cumulative,
        uint256 claimed
    ) external {
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        post(700, leaves);
        activate();
        index %= 3;
        vm.assume(
            claimed != index || account != leaves[index].account || cumulative != leaves[index].cumulative
        );
        bytes32[] memory proof = Tree.proof(leaves, index);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, claimed));
        hub.claim(claimed, account, cumulative, proof);
        bytes32[] memory exactly = Tree.proof(leaves, index);
        if (claimed != index) {
            vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, claimed));
            hub.claim(claimed, leaves[index].account, leaves[index].cumulative, exactly);
        }
    }

    /// Each of the two roots is solvent; together they promise 600 of 300.
    function test_rootsThatTakeFromOneToGiveToAnotherCannotOverpay() external {
        Leaf[] memory first = leavesOf(300, 0, 0);
        post(300, first);
        activate();
        claim(claimOf(first, 0));
        Leaf[] memory second = leavesOf(0, 300, 0);
        post(300, second);
        activate();
        IComputeHub.ClaimIn memory stolen = claimOf(second, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootOverdrawn.selector, 300, 300, 300));
        claim(stolen);
        claim(claimOf(second, 0));
        same(token.balanceOf(address(hub)), 700, "the researcher's rest is untouched");
    }

    /// Where an account replaces another at its index, it gets only what exceeds the earlier claims.
    function test_anIndexThatChangesHandsPaysNoMore() external {
        Leaf[] memory leaves = leavesOf(100, 0, 0);
        post(200, leaves);
        activate();
        claim(claimOf(leaves, 0));
        leaves[0] = Leaf(payee(9), 150);
        post(200, leaves);
        activate();
        claim(claimOf(leaves, 0));
        same(paidTo(9), 50, "the difference");
    }

    function test_oneLeafTwiceInABatchIsPaidOnce() external {
        Leaf[] memory leaves = leavesOf(100, 0, 0);
        post(300, leaves);
        activate();
        IComputeHub.ClaimIn[] memory twice = new IComputeHub.ClaimIn[](2);
        twice[0] = twice[1] = claimOf(leaves, 0);
        hub.claimMany(twice);
        same(paidTo(0), 100, "once");
        same(hub.book().paid, 100, "paid");
    }

    function test_neighboursInAWordDoNotDisturbEachOther() external {
        Leaf[] memory leaves = new Leaf[](9);
        for (uint256 i = 0; i < 9; ++i) {
            leaves[i] = Leaf(payee(i), uint64(100 + i));
        }
        post(1000, leaves);
        activate();
        for (uint256 i = 9; i > 0; --i) {
            claim(claimOf(leaves, i - 1));
        }
        for (uint256 i = 0; i < 9; ++i) {
            same(paidTo(i), 100 + i, "paid");
            same(hub.claimed(i), 100 + i, "claimed");
        }
        same(hub.claimed(9), 0, "nobody's");
    }
}
