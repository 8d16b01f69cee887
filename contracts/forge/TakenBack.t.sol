// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice An operator that takes back what an active root says: its root is cancelled, and its bond is lost.
contract TakenBackTest is GuardBase {
    Leaf[] private first;

    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
        fill(1000);
        addBond(101);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            first.push(leaves[i]);
        }
        post(700, leaves);
        activate();
    }

    function cancel(Leaf[] memory second, uint256 index) private {
        IComputeHub.ClaimIn memory was = claimOf(first, index);
        IComputeHub.ClaimIn memory now_ = claimOf(second, index);
        vm.prank(WATCHER);
        hub.cancelRoot(was, now_);
    }

    /// @dev What the first root says at an index. Read before, so that what is expected is expected of the call itself.
    function close(uint256 index) private {
        hub.closeDemand(index, first[index].account, first[index].cumulative);
    }

    function theFirstRootHoldsAgain() private {
        same(hub.book().epoch, 2, "the number is used up");
        (uint64 epoch,) = hub.activeRoot();
        same(epoch, 2, "active at once");
        same(uint256(hub.newestRoot()), uint256(Tree.root(first)), "the root before");
        claimAll(first);
        same(token.balanceOf(payee(0)) + token.balanceOf(payee(1)) + token.balanceOf(payee(2)), 600, "paid");
        post(800, leavesOf(150, 250, 350));
        activate();
        claimAll(leavesOf(150, 250, 350));
        same(hub.book().paid, 750, "and the next one");
    }

    function test_aLowerLeafCancelsTheRootAndTakesTheBond() external {
        Leaf[] memory second = leavesOf(500, 199, 1);
        post(700, second);
        cancel(second, 1);
        same(token.balanceOf(WATCHER), 50, "half of the bond");
        same(hub.parked(NOBODY), 51, "the other half is nobody's");
        same(hub.bond().amount, 0, "all of it is gone");
        theFirstRootHoldsAgain();
    }

    function test_anotherAddressAtAnIndexCancelsTheRoot() external {
        Leaf[] memory second = leavesOf(100, 200, 300);
        second[1].account = address(0x5A9);
        post(700, second);
        cancel(second, 1);
        theFirstRootHoldsAgain();
    }

    /// A place that holds nothing is the zero word, which is no leaf of zeros.
    function test_aLeafThatIsMissingCancelsTheRoot() external {
        Leaf[] memory second = new Leaf[](2);
        (second[0], second[1]) = (Leaf(payee(0), 300), Leaf(payee(1), 300));
        bytes32[] memory proof = new bytes32[](2);
        proof[1] = Tree.root(second);
        bytes32 root = Tree.parent(proof[1], Tree.parent(0, 0));
        vm.prank(operator());
        hub.settle(root, LEAVES, 2, none());
        IComputeHub.ClaimIn memory was = claimOf(first, 2);
        IComputeHub.ClaimIn memory empty = IComputeHub.ClaimIn(2, address(0), 0, proof);
        hub.cancelRoot(was, empty);
        theFirstRootHoldsAgain();
    }

    function test_aTreeTooSmallForAnIndexCancelsTheRoot() external {
        Leaf[] memory two = new Leaf[](2);
        (two[0], two[1]) = (Leaf(payee(0), 300), Leaf(payee(1), 300));
        IComputeHub.ClaimIn memory any = claimOf(two, 0);
        IComputeHub.ClaimIn memory was = claimOf(first, 2);
        post(700, two);
        hub.cancelRoot(was, any);
        theFirstRootHoldsAgain();
    }

    function test_aRootThatTakesNothingBackStays() external {
        Leaf[] memory second = leavesOf(100, 201, 300);
        post(700, second);
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NothingTaken.selector, i));
            cancel(second, i);
        }
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        IComputeHub.ClaimIn memory other = claimOf(second, 0);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 0));
        hub.cancelRoot(was, other);
        was.cumulative = 202;
        other = claimOf(second, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.cancelRoot(was, other);
        same(hub.bond().amount, 101, "bond");
    }

    function test_anActiveRootIsNotCancelled() external {
        Leaf[] memory second = leavesOf(500, 99, 1);
        post(700, second);
        pass(DELAY);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.RootNotPending.selector, 2));
        cancel(second, 1);
    }

    // Leaves that are kept secret

    function test_aRootWhoseLeavesNobodyShowsIsCancelled() external {
        fund(WATCHER, STAKE);
        post(700, leavesOf(500, 100, 0));
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        same(token.balanceOf(WATCHER), 0, "staked");
        uint256 answerBy = vm.getBlockTimestamp() + DELAY;
        pass(DELAY);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.AnswerOpen.selector, answerBy));
        close(1);
        pass(1);
        close(1);
        same(token.balanceOf(WATCHER), STAKE + 50, "stake and half of the bond");
        same(hub.demandAt(1, payee(1), 200).challenger == address(0) ? 0 : 1, 0, "closed");
        theFirstRootHoldsAgain();
    }

    function test_aDemandIsAnsweredByAProofAndCostsItsStake() external {
        fund(WATCHER, STAKE);
        Leaf[] memory second = leavesOf(100, 200, 310);
        post(700, second);
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        IComputeHub.ClaimIn memory wrong = claimOf(second, 0);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NothingDemanded.selector, 0));
        hub.answer(wrong, 200);
        wrong = claimOf(first, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.answer(wrong, 200);
        IComputeHub.ClaimIn memory right = claimOf(second, 1);
        vm.prank(address(0xA5));
        hub.answer(right, 200);
        same(token.balanceOf(address(0xA5)), STAKE, "whoever answers");
        refused(IPayeeGuard.NothingDemanded.selector);
        close(1);
        pass(2 * DELAY);
        claimAll(second);
        same(hub.book().paid, 610, "the root counts");
    }

    function test_aLowerLeafIsNoAnswer() external {
        fund(WATCHER, STAKE);
        Leaf[] memory second = leavesOf(400, 199, 1);
        post(700, second);
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        IComputeHub.ClaimIn memory lower = claimOf(second, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.answer(lower, 200);
        Leaf[] memory third = leavesOf(100, 200, 300);
        third[1].account = payee(7);
        IComputeHub.ClaimIn memory another = claimOf(third, 1);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NothingDemanded.selector, 1));
        hub.answer(another, 200);
    }

    function test_demandsComeBeforeTheRootWouldBeActive() external {
        fund(WATCHER, 4 * STAKE);
        uint256 postedAt = vm.getBlockTimestamp();
        post(700, leavesOf(100, 200, 300));
        pass(DELAY - 1);
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.DemandOpen.selector, 1, 2));
        hub.demandLeaf(was);
        was = claimOf(first, 0);
        pass(1);
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.DemandLate.selector, postedAt + DELAY));
        hub.demandLeaf(was);
        // Put off, but never for longer.
        pass(2 * DELAY - 2);
        (uint64 epoch,) = hub.activeRoot();
        same(epoch, 1, "waits");
        pass(1);
        (epoch,) = hub.activeRoot();
        same(epoch, 2, "active");
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.RootNotPending.selector, 2));
        hub.demandLeaf(was);
        // Nobody closed it in time: the stake comes back, and nothing else happens.
        close(1);
        same(token.balanceOf(WATCHER), 4 * STAKE, "stake");
        same(hub.bond().amount, 101, "bond");
    }

    function test_theStakeOfASecondDemandComesBackWhenTheRootIsCancelled() external {
        fund(WATCHER, 2 * STAKE);
        Leaf[] memory second = leavesOf(500, 100, 0);
        post(700, second);
        for (uint256 i = 0; i < 2; ++i) {
            IComputeHub.ClaimIn memory was = claimOf(first, i);
            vm.prank(WATCHER);
            hub.demandLeaf(was);
        }
        cancel(second, 1);
        close(0);
        close(1);
        same(token.balanceOf(WATCHER), 2 * STAKE + 50, "both, and one reward");
    }

    function test_aDemandNeedsItsStake() external {
        post(700, leavesOf(500, 100, 0));
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        refused(IComputeHub.TransferRefused.selector);
        hub.demandLeaf(was);
        was.cumulative = 201;
        token.approve(address(hub), STAKE);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.demandLeaf(was);
    }
}
