// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Receipts: what an operator signed counts when it leaves somebody out, and when it falls silent.
contract SilenceTest is GuardBase {
    Leaf[] private leaves;

    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
        fill(1000);
        addBond(100);
        Leaf[] memory first = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            leaves.push(first[i]);
        }
        // 100 of what was earned are in no root.
        post(700, first);
        activate();
    }

    function silent() private {
        pass(SILENCE);
    }

    function nowhere() private pure returns (IComputeHub.ClaimIn memory none_) {}

    function paidTo(uint256 n) private view returns (uint256) {
        return token.balanceOf(payee(n));
    }

    // Left out

    function test_aRootThatLeavesOutWhatAReceiptSaidIsDueIsCancelled() external {
        fund(WATCHER, STAKE);
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, 2);
        post(700, leavesOf(100, 200, 350));
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        pass(DELAY + 1);
        hub.closeDemand(3, payee(3), 40);
        same(token.balanceOf(WATCHER), STAKE + 50, "stake and half of the bond");
        same(uint256(hub.newestRoot()), uint256(Tree.root(leaves)), "the root before");
    }

    function test_aRootThatHasWhatIsDueAnswers() external {
        fund(WATCHER, STAKE);
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, 2);
        Leaf[] memory four = new Leaf[](4);
        for (uint256 i = 0; i < 3; ++i) {
            four[i] = leaves[i];
        }
        four[3] = Leaf(payee(3), 41);
        post(700, four);
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        hub.answer(claimOf(four, 3), 40);
        check(hub.demandAt(3, payee(3), 40).challenger == address(0), "answered");
    }

    function test_aReceiptCountsFromItsEpochOnAndOnlyWithTheOperatorsSignature() external {
        token.approve(address(hub), 10 * STAKE);
        IPayeeGuard.ReceiptIn memory later = receiptOf(3, payee(3), 40, 3);
        IPayeeGuard.ReceiptIn memory forged = receiptBy(KEY, 3, payee(3), 40, 2);
        IPayeeGuard.ReceiptIn memory raised = receiptOf(3, payee(3), 40, 2);
        raised.cumulative = 41;
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.RootNotPending.selector, 1));
        hub.demandReceipt(later);
        post(700, leavesOf(100, 200, 350));
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptNotDue.selector, 3, 2));
        hub.demandReceipt(later);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptForged.selector, 3));
        hub.demandReceipt(forged);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptForged.selector, 3));
        hub.demandReceipt(raised);
    }

    /// It could answer its own demand with any leaf; that of the watcher needs the one that was promised.
    function test_anOperatorThatAsksItselfForLessKeepsNobodyFromAsking() external {
        fund(WATCHER, STAKE);
        IPayeeGuard.ReceiptIn memory less = receiptOf(3, payee(3), 1, 2);
        IPayeeGuard.ReceiptIn memory another = receiptOf(3, payee(8), 999, 2);
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, 2);
        Leaf[] memory four = new Leaf[](4);
        for (uint256 i = 0; i < 3; ++i) {
            four[i] = leaves[i];
        }
        four[3] = Leaf(payee(3), 1);
        post(700, four);
        token.approve(address(hub), 2 * STAKE);
        hub.demandReceipt(less);
        hub.demandReceipt(another);
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        hub.answer(claimOf(four, 3), 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 3));
        hub.answer(claimOf(four, 3), 40);
        pass(DELAY + 1);
        hub.closeDemand(3, payee(3), 40);
        same(uint256(hub.newestRoot()), uint256(Tree.root(leaves)), "the root before");
        hub.closeDemand(3, payee(8), 999);
        same(token.balanceOf(WATCHER), STAKE + 50, "stake and half of the bond");
    }

    // Silent

    function test_receiptsPayWhenNoRootComesForTooLong() external {
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(1, payee(1), 260, 2);
        uint256 silentAt = hub.book().postedAt + SILENCE;
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NotSilent.selector, silentAt));
        hub.claimReceipt(receipt, claimOf(leaves, 1));
        pass(SILENCE - DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NotSilent.selector, silentAt));
        hub.claimReceipt(receipt, claimOf(leaves, 1));
        pass(1);
        hub.claimReceipt(receipt, claimOf(leaves, 1));
        same(paidTo(1), 260, "its leaf and what came since");
        same(hub.book().covered, 660, "with what is beyond the root");
        hub.claimReceipt(receipt, claimOf(leaves, 1));
        same(paidTo(1), 260, "once");
        same(hub.book().covered, 660, "and covered once");
        claimAll(leaves);
        same(hub.book().paid, 660, "the others have all that is theirs");
    }

    function test_receiptsNeverTakeWhatTheRootPromisesToOthers() external {
        silent();
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(0, payee(0), 5000, 2);
        hub.claimReceipt(receipt, claimOf(leaves, 0));
        same(paidTo(0), 200, "its 100, and the 100 that are in no root");
        receipt = receiptOf(1, payee(1), 5000, 2);
        hub.claimReceipt(receipt, claimOf(leaves, 1));
        same(paidTo(1), 200, "nothing is left but its leaf");
        claimAll(leaves);
        same(paidTo(2), 300, "untouched");
        same(hub.book().paid, hub.book().earned, "all that was earned");
    }

    function test_whatWasClaimedFromTheRootIsNotPaidByAReceiptAgain() external {
        claim(claimOf(leaves, 1));
        silent();
        hub.claimReceipt(receiptOf(1, payee(1), 150, 2), claimOf(leaves, 1));
        same(paidTo(1), 200, "an old receipt adds nothing");
        hub.claimReceipt(receiptOf(1, payee(1), 230, 2), claimOf(leaves, 1));
        same(paidTo(1), 230, "the difference");
        same(hub.book().covered, 630, "beyond");
    }

    function test_aNewPayeesReceiptPaysBesideTheTree() external {
        silent();
        hub.claimReceipt(receiptOf(4, payee(4), 30, 2), claimOf(leaves, 1));
        same(paidTo(4), 30, "an index that the tree does not have");
        IComputeHub.ClaimIn memory empty = IComputeHub.ClaimIn(3, address(0), 0, paddingProof());
        hub.claimReceipt(receiptOf(3, payee(3), 30, 2), empty);
        same(paidTo(3), 30, "an empty place");
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(3, payee(3), 40, 2);
        IComputeHub.ClaimIn memory other = claimOf(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.claimReceipt(receipt, other);
        other.cumulative = 1;
        receipt = receiptOf(4, payee(4), 40, 2);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.claimReceipt(receipt, other);
    }

    function paddingProof() private view returns (bytes32[] memory proof) {
        Leaf[] memory four = new Leaf[](4);
        for (uint256 i = 0; i < 3; ++i) {
            four[i] = leaves[i];
        }
        return Tree.proof(four, 3);
    }

    function test_aPlaceOfSomebodyElseIsNotPaid() external {
        silent();
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(1, payee(9), 500, 2);
        IComputeHub.ClaimIn memory leaf = claimOf(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.IndexTaken.selector, 1, payee(1)));
        hub.claimReceipt(receipt, leaf);
        receipt = receiptBy(KEY, 1, payee(1), 500, 2);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptForged.selector, 1));
        hub.claimReceipt(receipt, leaf);
    }

    function test_receiptsPayWhereNoRootWasEverPosted() external {
        deployHub(address(token));
        fill(50);
        hub.redeem(one(voucher(50)));
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(6, payee(6), 20, 1);
        refused(IPayeeGuard.NotSilent.selector);
        hub.claimReceipt(receipt, nowhere());
        silent();
        // The empty tree has one place, 0.
        hub.claimReceipt(receipt, nowhere());
        same(paidTo(6), 20, "paid");
        hub.claimReceipt(receiptOf(0, payee(0), 100, 1), nowhere());
        same(paidTo(0), 30, "what there is");
    }

    function test_theNextRootHasWhatReceiptsWerePaid() external {
        silent();
        hub.claimReceipt(receiptOf(1, payee(1), 260, 2), claimOf(leaves, 1));
        bytes32 forgetful = Tree.root(leavesOf(100, 200, 359));
        vm.prank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootBelowPrevious.selector, 659, 660));
        hub.settle(forgetful, LEAVES, 2, none());
        Leaf[] memory next = leavesOf(100, 260, 300);
        post(700, next);
        claimAll(leaves);
        same(hub.book().paid, 660, "the root before still pays while the next one waits");
        activate();
        claimAll(next);
        same(hub.book().paid, 660, "nothing twice");
        same(hub.book().covered, 660, "all of it is in the root");
    }

    /// Else the operator would pay itself, then give the same tokens to an accomplice in a root that takes back no leaf,
    /// and those of the root before would find nothing left.
    function test_whatAReceiptWasPaidIsDueAtOnce() external {
        silent();
        uint64 never = type(uint64).max;
        hub.claimReceipt(receiptOf(4, payee(4), 5000, never), claimOf(leaves, 1));
        same(paidTo(4), 100, "all that was in no root");
        Leaf[] memory next = new Leaf[](4);
        for (uint256 i = 0; i < 3; ++i) {
            next[i] = leaves[i];
        }
        next[3] = Leaf(payee(9), 100);
        post(700, next);
        token.approve(address(hub), 2 * STAKE);
        IPayeeGuard.ReceiptIn memory unpaid = receiptOf(5, payee(5), 5000, never);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptNotDue.selector, never, 2));
        hub.demandReceipt(unpaid);
        hub.demandReceipt(receiptOf(4, payee(4), 5000, never));
        pass(DELAY + 1);
        hub.closeDemand(4, payee(4), 100);
        claimAll(leaves);
        same(paidTo(0) + paidTo(1) + paidTo(2), 600, "everybody has theirs");
    }

    function test_rootsThatAreCancelledOneAfterTheOtherAreOneSilence() external {
        IComputeHub.ClaimIn memory was = claimOf(leaves, 0);
        Leaf[] memory lower = leavesOf(99, 200, 301);
        IComputeHub.ClaimIn memory now_ = claimOf(lower, 0);
        uint256 restored = vm.getBlockTimestamp() - DELAY;
        for (uint256 i = 0; i < 3; ++i) {
            post(700, lower);
            hub.cancelRoot(was, now_);
            same(hub.book().postedAt, restored, "since the first of them");
            pass(SILENCE / 3);
        }
        hub.claimReceipt(receiptOf(1, payee(1), 260, 2), claimOf(leaves, 1));
        same(paidTo(1), 260, "paid");
        Leaf[] memory good = leavesOf(100, 260, 300);
        post(700, good);
        activate();
        lower = leavesOf(99, 260, 301);
        post(700, lower);
        hub.cancelRoot(claimOf(good, 0), claimOf(lower, 0));
        same(hub.book().postedAt, vm.getBlockTimestamp() - DELAY, "a good root was a sign of life");
    }

    function test_whatWasAdvancedIsRememberedWhenTheNextRootIsCancelled() external {
        silent();
        hub.claimReceipt(receiptOf(1, payee(1), 260, 2), claimOf(leaves, 1));
        Leaf[] memory next = leavesOf(99, 260, 341);
        post(700, next);
        hub.cancelRoot(claimOf(leaves, 0), claimOf(next, 0));
        same(hub.book().covered, 660, "again");
        claimAll(leaves);
        same(hub.book().paid, 660, "everybody has theirs");
        Leaf[] memory settled = leavesOf(100, 260, 300);
        post(700, settled);
        activate();
        Leaf[] memory lower = leavesOf(0, 360, 300);
        post(720, lower);
        hub.cancelRoot(claimOf(settled, 0), claimOf(lower, 0));
        same(hub.book().covered, 660, "that was another epoch");
    }

    function test_aWindowOfSilenceIsLongerThanAnyRootCanWait() external {
        IComputeHub.Terms memory terms =
            IComputeHub.Terms(address(token), operator(), DELAY, WINDOW, 3 * DELAY, STAKE);
        vm.expectPartialRevert(IComputeHub.SilenceTooShort.selector);
        deploy("ComputeHub", abi.encode(terms));
        terms.silence += 1;
        deploy("ComputeHub", abi.encode(terms));
    }
}
