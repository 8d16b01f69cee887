// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {Base} from "./Base.sol";
import {Operators} from "./Operators.sol";
import {Payees} from "./Payees.sol";
import {Leaf} from "./Tree.sol";
import {Watchers} from "./Watchers.sol";

/// @notice Everything that researchers, payees, watchers, strangers and a hostile operator can do, in any order.
contract Handler is Operators, Payees, Watchers {
    constructor(bool watched) Watchers(watched) {}

    function donate(uint64 amount) external {
        amount = uint64(bound(amount, 0, 1e12));
        odd.transfer(address(hub), amount);
        donated += amount;
    }

    function wait(uint256 time) external {
        pass(bound(time, 1, 2 * DELAY));
    }

    /// @dev Time passes in actions of its own: what a watcher did meanwhile must not be undone with an action that fails.
    function waitForLong(uint256 kind) external {
        kind %= 4;
        pass(kind == 0 ? SILENCE : kind == 1 ? WINDOW : DELAY);
    }

    function pass(uint256 time) internal override(Base, Watchers) {
        Watchers.pass(time);
    }

    // How it ends, whatever went before

    /// @notice Each leaf of the active root is paid, to the unit.
    function everyLeafIsPaid() external {
        Leaf[] memory leaves = active();
        for (uint256 i = 0; i < leaves.length; ++i) {
            (uint256 before, uint64 had) = (wealth(leaves[i].account), hub.claimed(i));
            claim(claimOf(leaves, i));
            uint256 due = leaves[i].cumulative > had ? leaves[i].cumulative - had : 0;
            same(wealth(leaves[i].account) - before, due, "a leaf of the active root");
        }
    }

    /// @notice Each researcher gets back what it did not spend; nobody was asked for it.
    function everyResearcherLeaves() external {
        for (uint256 c = 0; c < CHANNELS; ++c) {
            if (hub.channel(channelOf(c)).exitAt != 0) continue;
            vm.prank(researcher(c));
            hub.requestExit(researcher(c), SALT);
        }
        pass(WINDOW);
        for (uint256 c = 0; c < CHANNELS; ++c) {
            IComputeHub.Channel memory open = hub.channel(channelOf(c));
            uint256 before = returned[c];
            exitNow(c);
            same(returned[c] - before, open.deposit - open.spent, "the unspent deposit");
        }
    }

    /// @notice With the operator silent, receipts pay all that was earned and is in no root.
    function everyReceiptIsPaid() external {
        pass(SILENCE);
        IComputeHub.Book memory book = hub.book();
        uint64 free = book.earned - book.covered;
        uint64 had = hub.claimed(0);
        uint64 leaf = newest.length == 0 ? 0 : newest[0].cumulative;
        payReceipt(0, (had > leaf ? had : leaf) + free);
        same(hub.claimed(0) - had, (had > leaf ? 0 : leaf - had) + free, "what is in no root");
    }

    /// @notice Stakes, the bond and what was parked leave as well: nothing is locked in the hub.
    function nothingIsLeft() external {
        pass(3 * DELAY);
        while (asked.length > 0) close(0);
        vm.prank(operator());
        hub.requestBondExit();
        pass(WINDOW);
        vm.prank(operator());
        hub.withdrawBond();
        bonds = 0;
        address[] memory all = accounts();
        for (uint256 i = 0; i < all.length; ++i) {
            odd.refuse(all[i], false);
            if (hub.parked(all[i]) > 0) hub.reclaim(all[i]);
        }
        IComputeHub.Book memory book = hub.book();
        same(odd.balanceOf(address(hub)), book.earned - book.paid + donated, "left in the hub");
    }
}
