// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChannelId, IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {GuardBase} from "./GuardBase.sol";
import {OddToken} from "./OddToken.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice What the hub says of what it did: coordinators and watchers act on it.
contract EventsTest is GuardBase {
    OddToken private odd;
    Leaf[] private first;

    function setUp() external {
        odd = new OddToken(9);
        deployHub(address(odd));
        Leaf[] memory leaves = leavesOf(100, 200, 300);
        for (uint256 i = 0; i < 3; ++i) {
            first.push(leaves[i]);
        }
    }

    function test_deposits() external {
        odd.approve(address(hub), 70);
        vm.expectEmit();
        emit IComputeHub.Deposited(
            hub.channelId(address(this), signer(), SALT), address(this), signer(), SALT, 70
        );
        hub.deposit(signer(), SALT, 70);
    }

    function test_vouchersAndRoots() external {
        fill(1000);
        bytes memory two = abi.encodePacked(one(voucher(30)), one(voucher(50)));
        vm.expectEmit();
        emit IComputeHub.Redeemed(2, 50);
        hub.redeem(two);
        bytes32 root = Tree.root(leavesOf(1, 2, 3));
        vm.expectEmit();
        emit IComputeHub.RootPosted(1, root, LEAVES);
        vm.prank(operator());
        hub.settle(root, LEAVES, 1, none());
    }

    function test_anEpochWithoutVouchersSaysNothingOfThem() external {
        vm.recordLogs();
        hub.redeem(none());
        same(vm.getRecordedLogs().length, 0, "events");
    }

    function test_exits() external {
        fill(100);
        ChannelId channel = id();
        vm.startPrank(RESEARCHER);
        vm.expectEmit();
        emit IComputeHub.ExitRequested(channel, vm.getBlockTimestamp() + WINDOW);
        hub.requestExit(signer(), SALT);
        vm.expectEmit();
        emit IComputeHub.ExitCancelled(channel);
        hub.cancelExit(signer(), SALT);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        vm.expectEmit();
        emit IComputeHub.Exited(channel, RESEARCHER, 100);
        hub.exit(signer(), SALT);
    }

    function test_relayedAndParkedClaims() external {
        fill(1000);
        post(600, first);
        activate();
        odd.refuse(payee(1), true);
        IComputeHub.RelayIn memory terms = IComputeHub.RelayIn(0, 10, 190, type(uint64).max, 0, 0);
        terms = termsBy(1, 1, address(this), terms);
        vm.expectEmit();
        emit IComputeHub.Relayed(1, address(this), 10);
        vm.expectEmit();
        emit IComputeHub.Parked(payee(1), 190);
        hub.claimFor(claimOf(first, 1), terms);
        vm.expectEmit();
        emit IComputeHub.Reclaimed(payee(1), payee(9), 190);
        vm.prank(payee(1));
        hub.reclaimTo(payee(9));
    }

    function test_theBond() external {
        odd.approve(address(hub), 101);
        vm.expectEmit();
        emit IPayeeGuard.Bonded(101);
        hub.addBond(101);
        vm.startPrank(operator());
        vm.expectEmit();
        emit IPayeeGuard.BondExitRequested(uint64(vm.getBlockTimestamp()) + WINDOW);
        hub.requestBondExit();
        pass(WINDOW);
        vm.expectEmit();
        emit IPayeeGuard.Bonded(0);
        hub.withdrawBond();
    }

    function test_demandsAnswersAndCancelledRoots() external {
        fill(1000);
        addBond(101);
        post(600, first);
        activate();
        post(600, first);
        fund(WATCHER, 2 * STAKE);
        IComputeHub.ClaimIn memory leaf = claimOf(first, 1);
        uint64 answerBy = uint64(vm.getBlockTimestamp()) + DELAY;
        vm.expectEmit();
        emit IPayeeGuard.Demanded(1, WATCHER, payee(1), 200, answerBy);
        vm.prank(WATCHER);
        hub.demandLeaf(leaf);
        vm.expectEmit();
        emit IPayeeGuard.Answered(1, address(this), payee(1), 200);
        hub.answer(leaf, 200);
        vm.prank(WATCHER);
        hub.demandLeaf(leaf);
        pass(DELAY + 1);
        vm.expectEmit();
        emit IPayeeGuard.RootCancelled(2, WATCHER, 101);
        vm.expectEmit();
        emit IComputeHub.Parked(NOBODY, 51);
        hub.closeDemand(1, payee(1), 200);
    }
}
