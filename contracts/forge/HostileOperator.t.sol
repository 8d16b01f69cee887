// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {HostileBase} from "./HostileBase.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice The rows of docs/SECURITY.md, "A hostile operator": what it tries, and to the unit what it takes and what the
/// others have in the end.
contract HostileOperatorTest is HostileBase {
    function test_overclaimsAChannel() external {
        bytes memory forged = one(voucherBy(OPERATOR_KEY, 701));
        vm.prank(operator());
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        hub.redeem(forged);
        same(hub.redeem(one(voucher(700))), 0, "the same once more");
        vm.prank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        same(hub.redeem(one(voucher(5000))), 300, "never beyond the deposit, whatever was signed");
        same(hub.channel(id()).spent, 1000, "all that there was");
        same(taken(), 0, "taken");
        everyPayeeHasItsLeaf();
    }

    function test_promisesMoreThanWasRedeemed() external {
        bytes32 root = Tree.root(leavesOf(100, 200, 401));
        vm.prank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootAboveEarned.selector, 701, 700));
        hub.settle(root, LEAVES, 2, none());
        everyPayeeHasItsLeaf();
        theResearcherHasItsRest();
    }

    function test_postsARootTooLow() external {
        bytes32 root = Tree.root(leavesOf(100, 200, 299));
        vm.prank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootBelowPrevious.selector, 599, 600));
        hub.settle(root, LEAVES, 2, none());
        // As high as the one before, although more is due: that takes time, and the bond.
        post(700, first);
        IPayeeGuard.ReceiptIn memory due = receiptOf(2, payee(2), 350, 2);
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        pass(DELAY + 1);
        hub.closeDemand(2, payee(2), 350);
        theBondIsLost();
        same(token.balanceOf(WATCHER), STAKE + 50, "watcher");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_lowersOneLeaf() external {
        Leaf[] memory second = withFourth(ACCOMPLICE, 101);
        second[1].cumulative = 199;
        post(700, second);
        cancelAt(1, second);
        theBondIsLost();
        same(token.balanceOf(WATCHER), STAKE + 50, "watcher");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_swapsAnAddressAtAnIndex() external {
        Leaf[] memory second = leavesOf(100, 200, 300);
        second[1].account = ACCOMPLICE;
        post(700, second);
        cancelAt(1, second);
        theBondIsLost();
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    /// The limit of all this: a root that nobody looked at pays whoever comes first, out of what was earned and nothing else.
    function test_lowersLeavesThatNobodyWatches() external {
        claim(claimOf(first, 0));
        Leaf[] memory second = withFourth(ACCOMPLICE, 250);
        (second[0].cumulative, second[1].cumulative) = (0, 150);
        post(700, second);
        activate();
        claim(claimOf(second, 3));
        claim(claimOf(second, 2));
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootOverdrawn.selector, 650, 150, 700));
        this.claimLast(second, 1);
        same(taken(), 250, "taken");
        same(token.balanceOf(payee(0)), 100, "what was claimed stays");
        same(hub.book().paid, 650, "never more than was earned");
        theResearcherHasItsRest();
    }

    function claimLast(Leaf[] calldata leaves, uint256 index) external {
        claim(claimOf(leaves, index));
    }

    function test_lowersALeafAndKeepsTheLeavesToItself() external {
        Leaf[] memory second = withFourth(ACCOMPLICE, 300);
        second[1].cumulative = 0;
        post(700, second);
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        IComputeHub.ClaimIn memory lower = claimOf(second, 1);
        vm.prank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ProofInvalid.selector, 1));
        hub.answer(lower, 200);
        pass(DELAY + 1);
        hub.closeDemand(1, payee(1), 200);
        theBondIsLost();
        same(token.balanceOf(WATCHER), STAKE + 50, "watcher");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_censorsOnePayee() external {
        // It earned 40 since; the root gives them to an accomplice.
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, 2);
        post(700, withFourth(ACCOMPLICE, 100));
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        pass(DELAY + 1);
        hub.closeDemand(3, payee(3), 40);
        theBondIsLost();
        // Nor does it need the operator to be paid: silence, which the cancelled root did not interrupt.
        pass(SILENCE);
        hub.claimReceipt(due, emptyPlace());
        same(token.balanceOf(payee(3)), 40, "censored");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_withholdsRoots() external {
        pass(SILENCE - DELAY);
        // What is in no root is all that it can give to itself.
        hub.claimReceipt(receiptOf(4, ACCOMPLICE, NEVER, NEVER), claimOf(first, 0));
        same(taken(), 100, "earned, and in no root");
        hub.claimReceipt(receiptOf(5, ACCOMPLICE, NEVER, NEVER), claimOf(first, 0));
        same(taken(), 100, "once");
        everyPayeeHasItsLeaf();
        theResearcherHasItsRest();
        same(token.balanceOf(address(hub)), 101, "the bond");
    }

    function test_putsOffItsRootByDemandsOfItsOwn() external {
        uint256 postedAt = vm.getBlockTimestamp();
        token.transfer(operator(), 3 * STAKE);
        vm.prank(operator());
        token.approve(address(hub), 3 * STAKE);
        Leaf[] memory second = leavesOf(100, 200, 400);
        post(700, second);
        for (uint256 i = 0; i < 3; ++i) {
            pass((i == 0 ? DELAY / 2 : DELAY / 4) - 1);
            IComputeHub.ClaimIn memory was = claimOf(first, i);
            vm.prank(operator());
            hub.demandLeaf(was);
        }
        vm.warp(postedAt + 3 * DELAY);
        claimAll(second);
        same(token.balanceOf(payee(2)), 400, "after three delays at the latest");
        same(taken(), 0, "taken, and its stakes are out");
    }

    function test_demandsLessOfItself() external {
        post(700, withFourth(payee(3), 1));
        IPayeeGuard.ReceiptIn memory less = receiptOf(3, payee(3), 1, 2);
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, 2);
        fund(operator(), STAKE);
        vm.prank(operator());
        hub.demandReceipt(less);
        vm.prank(WATCHER);
        hub.demandReceipt(due);
        pass(DELAY + 1);
        hub.closeDemand(3, payee(3), 40);
        theBondIsLost();
        same(token.balanceOf(WATCHER), STAKE + 50, "watcher");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_paysItsReceiptsAndLeavesThemOut() external {
        pass(SILENCE);
        IPayeeGuard.ReceiptIn memory own = receiptOf(4, ACCOMPLICE, NEVER, NEVER);
        hub.claimReceipt(own, claimOf(first, 0));
        same(taken(), 100, "earned, and in no root");
        // The same 100 once more, in a root that takes back no leaf.
        post(700, withFourth(operator(), 100));
        vm.prank(WATCHER);
        hub.demandReceipt(own);
        pass(DELAY + 1);
        hub.closeDemand(4, ACCOMPLICE, 100);
        theBondIsLost();
        everyPayeeHasItsLeaf();
        same(taken(), 100, "no more");
        same(hub.book().paid, 700, "all that was earned");
    }

    function test_postsRootsOnlyToHaveThemCancelled() external {
        uint256 silentAt = hub.book().postedAt + SILENCE;
        pass(SILENCE - DELAY - 1);
        Leaf[] memory second = leavesOf(99, 200, 301);
        post(700, second);
        cancelAt(0, second);
        theBondIsLost();
        IPayeeGuard.ReceiptIn memory due = receiptOf(3, payee(3), 40, NEVER);
        // Anything that it posts and loses from now on changes nothing.
        uint256 last = vm.getBlockTimestamp() - DELAY + SILENCE;
        check(last < silentAt + SILENCE, "one more silence at most");
        for (uint256 i = 0; i < 3; ++i) {
            pass(SILENCE / 4);
            post(700, second);
            cancelAt(0, second);
        }
        vm.warp(last - 1);
        IComputeHub.ClaimIn memory empty = emptyPlace();
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NotSilent.selector, last));
        hub.claimReceipt(due, empty);
        pass(1);
        hub.claimReceipt(due, empty);
        same(token.balanceOf(payee(3)), 40, "paid by its receipt");
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_frontRunsAClaim() external {
        IComputeHub.RelayIn memory terms = IComputeHub.RelayIn(
            0, 10, 190, uint64(vm.getBlockTimestamp() + 1 hours), 0, 0
        );
        terms = termsBy(1, 1, WATCHER, terms);
        IComputeHub.ClaimIn memory seen = claimOf(first, 1);
        vm.startPrank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayForged.selector, payee(1), operator()));
        hub.claimFor(seen, terms);
        claim(seen);
        vm.stopPrank();
        same(token.balanceOf(payee(1)), 200, "all of it, and no fee");
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RelayStale.selector, 1, 200));
        hub.claimFor(seen, terms);
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }

    function test_replays() external {
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(3, payee(3), 40, 2);
        bytes memory voucher_ = one(voucher(800));
        pass(SILENCE);
        IComputeHub.ClaimIn memory empty = emptyPlace();
        for (uint256 i = 0; i < 2; ++i) {
            claimAll(first);
            hub.claimReceipt(receipt, empty);
            hub.redeem(voucher_);
        }
        same(hub.book().paid, 640, "each once");
        same(hub.book().earned, 800, "each once");
        vm.chainId(5);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptForged.selector, 3));
        hub.claimReceipt(receipt, empty);
        vm.chainId(31337);
        // Another hub of the same operator, with the same researcher's deposit.
        deployHub(address(token));
        fill(1000);
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        hub.redeem(voucher_);
        pass(SILENCE);
        IComputeHub.ClaimIn memory none_;
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.ReceiptForged.selector, 3));
        hub.claimReceipt(receipt, none_);
        same(taken(), 0, "taken");
    }

    function test_takesItsBondAwayBeforeItIsLost() external {
        vm.prank(operator());
        hub.requestBondExit();
        pass(WINDOW);
        Leaf[] memory second = leavesOf(99, 200, 301);
        post(700, second);
        uint256 activeAt = vm.getBlockTimestamp() + DELAY;
        vm.prank(operator());
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootPending.selector, activeAt));
        hub.withdrawBond();
        cancelAt(0, second);
        theBondIsLost();
        everyPayeeHasItsLeaf();
        same(taken(), 0, "taken");
    }
}
