// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice Demands that outlive the root which they doubt, and amounts of a token that is counted in units.
contract DemandsTest is GuardBase {
    uint256 private constant UNIT = 1e9;
    OddToken private odd;
    Leaf[] private first;

    function setUp() external {
        odd = new OddToken(18);
        deployHub(address(odd));
        fill(1000 * UNIT);
        addBond(101 * UNIT);
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            first.push(leaves[i]);
        }
        post(700, leaves);
        activate();
        fund(WATCHER, 2 * STAKE * UNIT);
    }

    /// @dev Of the leaf at 1 in the active root.
    function demand() private {
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        hub.demandLeaf(was);
    }

    /// @dev Nobody answered and nobody closed it; the root is active, and the next one waits.
    function leaveOneBehind() private {
        post(700, first);
        demand();
        pass(2 * DELAY);
        post(700, first);
    }

    function test_anOldDemandDoubtsNoLaterRoot() external {
        leaveOneBehind();
        hub.closeDemand(1, payee(1), 200);
        same(odd.balanceOf(WATCHER), 2 * STAKE * UNIT, "stake");
        same(hub.book().epoch, 3, "waits");
        (uint64 epoch,) = hub.activeRoot();
        same(epoch, 2, "still");
        same(hub.bond().amount, 101, "bond");
    }

    function test_anOldDemandIsNotAnsweredAndTheStakeIsItsChallengers() external {
        leaveOneBehind();
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NothingDemanded.selector, 1));
        this.answer(200);
        hub.closeDemand(1, payee(1), 200);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.NothingDemanded.selector, 1));
        hub.closeDemand(1, payee(1), 200);
        same(odd.balanceOf(WATCHER), 2 * STAKE * UNIT, "stake");
    }

    function answer(uint64 demanded) external {
        hub.answer(claimOf(first, 1), demanded);
    }

    function test_anOldDemandIsInTheWayUntilAnyoneClosesIt() external {
        leaveOneBehind();
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(WATCHER);
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.DemandOpen.selector, 1, 2));
        hub.demandLeaf(was);
        hub.closeDemand(1, payee(1), 200);
        demand();
        same(hub.demandAt(1, payee(1), 200).epoch, 3, "of the root that waits");
    }

    function test_aDemandOfACancelledRootGivesItsStakeBack() external {
        Leaf[] memory second = leavesOf(99, 200, 301);
        post(700, second);
        demand();
        IComputeHub.ClaimIn memory was = claimOf(first, 0);
        hub.cancelRoot(was, claimOf(second, 0));
        vm.expectRevert(abi.encodeWithSelector(IPayeeGuard.RootNotPending.selector, 2));
        this.answer(200);
        hub.closeDemand(1, payee(1), 200);
        same(odd.balanceOf(WATCHER), 2 * STAKE * UNIT, "stake");
        same(uint256(hub.newestRoot()), uint256(Tree.root(first)), "once");
    }

    function test_stakesAndBondsAreCountedInUnits() external {
        post(700, leavesOf(100, 199, 301));
        demand();
        same(odd.balanceOf(WATCHER), STAKE * UNIT, "staked");
        pass(DELAY + 1);
        hub.closeDemand(1, payee(1), 200);
        same(odd.balanceOf(WATCHER), (2 * STAKE + 50) * UNIT, "both stakes and half of the bond");
        same(hub.parked(NOBODY), 51 * UNIT, "the other half");
        post(700, first);
        IComputeHub.ClaimIn memory was = claimOf(first, 1);
        vm.prank(payee(5));
        vm.expectRevert(
            abi.encodeWithSelector(
                IComputeHub.TransferRefused.selector, payee(5), address(hub), STAKE * UNIT
            )
        );
        hub.demandLeaf(was);
        odd.takeFee(200);
        vm.prank(WATCHER);
        odd.approve(address(hub), STAKE * UNIT);
        vm.prank(WATCHER);
        vm.expectRevert(
            abi.encodeWithSelector(IComputeHub.TransferRefused.selector, WATCHER, address(hub), STAKE * UNIT)
        );
        hub.demandLeaf(was);
    }
}
