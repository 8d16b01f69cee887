// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {SumTree} from "../solidity/SumTree.sol";
import {Researchers} from "./Researchers.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice What an operator does in a campaign, honest and hostile.
abstract contract Operators is Researchers {
    /// @dev Takes nothing back, and leaves nothing out that receipts were paid.
    function settleHonestly(uint256 c, uint256 seed) external counted("settle") {
        (uint64 earned,) = afterVoucher(c, seed);
        Leaf[] memory leaves = new Leaf[](PLACES);
        uint256 sum = 0;
        for (uint256 i = 0; i < PLACES; ++i) {
            leaves[i] = i < newest.length ? newest[i] : Leaf(payeeAt(i % PAYEES), 0);
            if (receipts[i].account != address(0)) leaves[i].account = receipts[i].account;
            uint64 had = hub.claimed(i);
            if (had > leaves[i].cumulative) leaves[i].cumulative = had;
            sum += leaves[i].cumulative;
        }
        if (sum > earned) revert Broken("more was promised before");
        for (uint256 i = 0; i < PLACES; ++i) {
            uint256 more = uint256(keccak256(abi.encode(seed, i))) % ((earned - sum) / PLACES + 1);
            leaves[i].cumulative += uint64(more);
        }
        post(c, seed, leaves);
    }

    /// @dev Gives all that the hub would let it to whomever it likes, taking leaves back and swapping addresses.
    function settleHostilely(uint256 c, uint256 seed, uint256 excess) external counted("settleHostilely") {
        (uint64 earned,) = afterVoucher(c, seed);
        Leaf[] memory leaves = new Leaf[](1 + seed % PAYEES);
        uint256 rest = earned + (excess % 8 == 0 ? 1 : 0);
        for (uint256 i = 0; i < leaves.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 amount = i + 1 == leaves.length ? rest : random % (rest + 1);
            rest -= amount;
            leaves[i] = Leaf(payeeAt(random % PAYEES), uint64(amount));
        }
        post(c, seed, leaves);
        if (SumTree.sumOf(Tree.root(leaves)) > earned) violate("a root above what was earned");
    }

    /// @dev Takes no leaf back, but leaves out what receipts were paid, and gives as much to somebody else.
    function settleForgetfully(uint256 c, uint256 seed) external counted("settleForgetfully") {
        (uint64 rest,) = afterVoucher(c, seed);
        Leaf[] memory leaves = new Leaf[](PLACES);
        for (uint256 i = 0; i < PLACES; ++i) {
            leaves[i] = i < newest.length ? newest[i] : Leaf(payeeAt(i % PAYEES), 0);
            if (leaves[i].cumulative > rest) revert Broken("more was promised before");
            rest -= leaves[i].cumulative;
        }
        uint256 place = seed % PLACES;
        for (uint256 i = 0; i < PLACES && receipts[place].account != address(0); ++i) {
            place = (place + 1) % PLACES;
        }
        leaves[place].cumulative += rest;
        post(c, seed, leaves);
    }

    function addBond(uint64 amount) external counted("addBond") {
        amount = uint64(bound(amount, 0, 1e12));
        odd.approve(address(hub), amount);
        hub.addBond(amount);
        bonds += amount;
    }

    function requestBondExit() external {
        vm.prank(operator());
        hub.requestBondExit();
    }

    function withdrawBond() external counted("withdrawBond") {
        uint256 exitAt = hub.bond().exitAt;
        bool may = newestIsActive() && exitAt != 0 && vm.getBlockTimestamp() >= exitAt
            && vm.getBlockTimestamp() <= exitAt + WINDOW;
        vm.prank(operator());
        hub.withdrawBond();
        bonds = 0;
        if (!may) violate("a bond left while it was locked");
    }

    /// @dev Of an operator that signs what it likes; the root's payees must not feel it.
    function claimReceipt(uint256 index, uint64 amount) external counted("claimReceipt") {
        payReceipt(index % PLACES, uint64(bound(amount, 0, 3e15)));
    }

    function payReceipt(uint256 index, uint64 cumulative) internal {
        uint256 before = hub.claimed(index);
        Leaf[] memory leaves = newest;
        address account = index < leaves.length ? leaves[index].account : payeeAt(index % PAYEES);
        IPayeeGuard.ReceiptIn memory receipt = receiptOf(index, account, cumulative, type(uint64).max);
        IComputeHub.ClaimIn memory leaf = shown(leaves, index);
        hub.claimReceipt(receipt, leaf);
        if (!newestIsActive()) violate("a receipt paid beside a pending root");
        if (hub.claimed(index) > before && hub.claimed(index) > cumulative) violate("a receipt paid too much");
        if (cumulative > promised[index]) promised[index] = cumulative;
        if (cumulative > receipts[index].cumulative) receipts[index] = Leaf(account, cumulative);
    }

    /// @dev What `earned` will be once the voucher that `post` sends along is redeemed.
    function afterVoucher(uint256 c, uint256 seed) private view returns (uint64 earned, uint64 cumulative) {
        IComputeHub.Channel memory open = hub.channel(channelOf(c % CHANNELS));
        cumulative = promiseOf(c % CHANNELS, seed >> 128);
        uint64 spent = cumulative < open.deposit ? cumulative : open.deposit;
        earned = hub.book().earned + (spent > open.spent ? spent - open.spent : 0);
    }

    function post(uint256 c, uint256 seed, Leaf[] memory leaves) private {
        (, uint64 cumulative) = afterVoucher(c, seed);
        bytes memory vouchers = one(signedVoucher(c % CHANNELS, cumulative));
        uint32 epoch = hub.book().epoch + 1;
        vm.prank(operator());
        hub.settle(Tree.root(leaves), LEAVES, epoch, vouchers);
        posted(leaves);
    }
}
