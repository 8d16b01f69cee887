// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {Record} from "./Record.sol";
import {Leaf} from "./Tree.sol";

/// @notice What watchers do in a campaign, and what an operator does to answer or to hinder them.
abstract contract Watchers is Record {
    /// Whether somebody looks at each root before it counts.
    bool private immutable watched;

    constructor(bool watched_) {
        watched = watched_;
    }

    /// @dev Goes through exactly where the pending root takes something back.
    function cancelRoot(uint256 index) external counted("cancelRoot") {
        if (newestIsActive() || older.length == 0) revert Broken("nothing waits");
        index %= older.length;
        bool taken = lacks(newest, index, older[index]);
        (IComputeHub.ClaimIn memory was, IComputeHub.ClaimIn memory now_) =
            (shown(older, index), shown(newest, index));
        vm.prank(WATCHER);
        try hub.cancelRoot(was, now_) {
            if (!taken) violate("a root that takes nothing back was cancelled");
            cancelled();
        } catch {
            if (!taken) revert Broken("nothing was taken back");
            violate("a root that takes something back was not cancelled");
        }
    }

    function demandLeaf(uint256 index) external counted("demand") {
        Leaf[] memory was = older;
        stakeOf(WATCHER);
        IComputeHub.ClaimIn memory leaf = claimOf(was, index % was.length);
        vm.prank(WATCHER);
        hub.demandLeaf(leaf);
        asked.push(Asked(leaf.index, leaf.account, leaf.cumulative));
        stakes += STAKE;
    }

    function demandReceipt(uint256 index, uint64 amount, uint64 dueIn) external counted("demandReceipt") {
        index %= PLACES;
        uint64 due = hub.book().epoch + dueIn % 2;
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(index, payeeAt(index % PAYEES), amount % 1e15, due);
        stakeOf(WATCHER);
        vm.prank(WATCHER);
        hub.demandReceipt(receipt);
        uint64 wanted = receipt.cumulative;
        if (due > hub.book().epoch) {
            uint64 had = hub.claimed(index);
            if (had == 0) violate("a receipt was demanded too early");
            if (had < wanted) wanted = had;
        }
        asked.push(Asked(index, receipt.account, wanted));
        stakes += STAKE;
    }

    function answer(uint256 place) external counted("answer") {
        Asked memory open = openDemand(place);
        Leaf[] memory leaves = newest;
        IComputeHub.ClaimIn memory leaf = claimOf(leaves, open.index);
        hub.answer(leaf, open.cumulative);
        // As much may be demanded for two accounts at an index; what answers is the leaf's.
        forget(placeOf(open.index, leaf.account, open.cumulative));
        if (leaf.cumulative < open.cumulative) violate("an answer that proves less");
    }

    function closeDemand(uint256 place) external counted("closeDemand") {
        close(place);
    }

    function close(uint256 place) internal {
        Asked memory open = openDemand(place);
        IPayeeGuard.Demand memory demand = hub.demandAt(open.index, open.account, open.cumulative);
        bool doubts = !newestIsActive() && demand.epoch == hub.book().epoch;
        hub.closeDemand(open.index, open.account, open.cumulative);
        forget(place);
        if (!doubts) return;
        if (vm.getBlockTimestamp() <= demand.answerBy) violate("a demand was closed too early");
        cancelled();
    }

    /// @dev In the last second in which a demand is taken, so that anything may be done before.
    function pass(uint256 time) internal virtual override {
        uint256 last = postedAt + DELAY - 1;
        uint256 now_ = vm.getBlockTimestamp();
        if (watched && postedAt != 0 && now_ <= last && now_ + time > last) {
            super.pass(last - now_);
            time -= last - now_;
            watch();
        }
        super.pass(time);
    }

    /// @dev Cancels the pending root if it takes back a leaf, or leaves out what a receipt was paid.
    function watch() private {
        for (uint256 i = 0; i < older.length; ++i) {
            if (!lacks(newest, i, older[i])) continue;
            hub.cancelRoot(shown(older, i), shown(newest, i));
            ++done["leaf defended"];
            return cancelled();
        }
        for (uint256 i = 0; i < PLACES; ++i) {
            Leaf memory due = receipts[i];
            uint64 had = hub.claimed(i);
            if (had == 0 || due.account == address(0)) continue;
            uint64 wanted = had < due.cumulative ? had : due.cumulative;
            if (lacks(newest, i, Leaf(due.account, wanted))) return insist(i, due, wanted);
        }
    }

    function insist(uint256 index, Leaf memory due, uint64 wanted) private {
        IPayeeGuard.Demand memory open = hub.demandAt(index, due.account, wanted);
        // One that was made of an earlier root, or by somebody else, must not be in the way.
        bool old = open.challenger != address(0) && open.epoch != hub.book().epoch;
        if (old) close(placeOf(index, due.account, wanted));
        if (old || open.challenger == address(0)) {
            stakeOf(WATCHER);
            IPayeeGuard.ReceiptIn memory receipt =
                receiptOf(index, due.account, due.cumulative, type(uint64).max);
            vm.prank(WATCHER);
            hub.demandReceipt(receipt);
            asked.push(Asked(index, due.account, wanted));
            stakes += STAKE;
        }
        super.pass(hub.demandAt(index, due.account, wanted).answerBy + 1 - vm.getBlockTimestamp());
        close(placeOf(index, due.account, wanted));
        ++done["receipt defended"];
    }

    function placeOf(uint256 index, address account, uint64 cumulative) private view returns (uint256 place) {
        while (
            asked[place].index != index || asked[place].account != account
                || asked[place].cumulative != cumulative
        ) ++place;
    }

    function stakeOf(address account) private {
        odd.transfer(account, STAKE);
        vm.prank(account);
        odd.approve(address(hub), STAKE);
    }

    function openDemand(uint256 place) private view returns (Asked memory) {
        if (asked.length == 0) revert Broken("no demand");
        return asked[place % asked.length];
    }

    /// @dev The demand is over, and its stake was paid out.
    function forget(uint256 place) private {
        asked[place % asked.length] = asked[asked.length - 1];
        asked.pop();
        stakes -= STAKE;
    }
}
