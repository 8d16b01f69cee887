// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {Leaf} from "./Tree.sol";

/// @notice What stands for an operator's roots, and when it can leave.
contract BondTest is GuardBase {
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

    function request() private returns (uint256 exitAt) {
        vm.prank(operator());
        hub.requestBondExit();
        return vm.getBlockTimestamp() + WINDOW;
    }

    function withdraw() private {
        vm.prank(operator());
        hub.withdrawBond();
    }

    function locked(uint256 exitAt) private {
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.BondLocked.selector, exitAt));
        withdraw();
    }

    function test_leavesAfterTheWindowAndToTheOperatorAlone() external {
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NotOperator.selector, address(this)));
        hub.requestBondExit();
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.NotOperator.selector, address(this)));
        hub.withdrawBond();
        locked(0);
        uint256 exitAt = request();
        pass(WINDOW - 1);
        locked(exitAt);
        pass(1);
        withdraw();
        same(token.balanceOf(operator()), 101, "all");
        same(hub.bond().amount, 0, "gone");
        same(hub.bond().exitAt, 0, "and its request");
        locked(0);
    }

    function test_aRequestHoldsForOneMoreWindow() external {
        uint256 exitAt = request();
        pass(2 * WINDOW + 1);
        locked(exitAt);
        same(hub.bond().amount, 101, "bound");
        exitAt = request();
        pass(WINDOW - 1);
        locked(exitAt);
        pass(WINDOW + 1);
        withdraw();
        same(token.balanceOf(operator()), 101, "at the last second");
    }

    function test_askingAgainStartsTheWindowAgain() external {
        request();
        pass(WINDOW - 1);
        uint256 exitAt = request();
        pass(1);
        locked(exitAt);
        pass(WINDOW - 1);
        withdraw();
        same(token.balanceOf(operator()), 101, "all");
    }

    /// Else it would leave in front of whoever is about to cancel a root, which would cost the operator nothing.
    function test_staysAsLongAsARootWaits() external {
        request();
        pass(WINDOW);
        Leaf[] memory second = leavesOf(500, 199, 1);
        post(700, second);
        uint256 activeAt = vm.getBlockTimestamp() + DELAY;
        pass(DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootPending.selector, activeAt));
        withdraw();
        cancel(second);
        same(token.balanceOf(WATCHER), 50, "half of it is the watcher's");
        locked(0);
        same(token.balanceOf(operator()), 0, "nothing");
    }

    function test_staysAsLongAsAnAnswerIsWaitedFor() external {
        request();
        pass(WINDOW);
        post(700, leavesOf(500, 199, 1));
        fund(WATCHER, STAKE);
        IPayeeGuard.ClaimIn memory was = claimOf(first, 1);
        pass(DELAY - 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
        uint256 activeAt = vm.getBlockTimestamp() + 2 * DELAY;
        pass(DELAY + 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.RootPending.selector, activeAt));
        withdraw();
        hub.closeDemand(1, payee(1), 200);
        same(token.balanceOf(WATCHER), STAKE + 50, "stake and half of it");
    }

    function test_whatHappensInTheWindowStillCostsIt() external {
        request();
        Leaf[] memory second = leavesOf(500, 199, 1);
        post(700, second);
        cancel(second);
        pass(WINDOW);
        locked(0);
        same(token.balanceOf(operator()), 0, "nothing");
    }

    function test_aLostBondTakesItsRequestAlong() external {
        request();
        pass(WINDOW - DELAY);
        Leaf[] memory second = leavesOf(500, 199, 1);
        post(700, second);
        cancel(second);
        addBond(60);
        pass(DELAY);
        locked(0);
        same(hub.bond().amount, 60, "the new one is bound");
    }

    function test_anyoneMayAddAndTheRequestHoldsForAllOfIt() external {
        request();
        addBond(9);
        same(hub.bond().amount, 110, "more");
        pass(WINDOW);
        withdraw();
        same(token.balanceOf(operator()), 110, "all");
    }

    function cancel(Leaf[] memory second) private {
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        IComputeHub.ClaimIn memory now_ = claimOf(second, 1);
        vm.prank(WATCHER);
        hub.cancelRoot(was, now_);
    }
}
