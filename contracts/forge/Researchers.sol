// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {VoucherIn} from "./HubBase.sol";
import {Record} from "./Record.sol";

/// @notice What researchers do in a campaign.
abstract contract Researchers is Record {
    function deposit(uint256 c, uint64 amount) external counted("deposit") {
        (c, amount) = (c % CHANNELS, uint64(bound(amount, 0, 1e15)));
        odd.transfer(researcher(c), amount);
        // No startPrank: a revert would not end it, and all that follows would come from the researcher.
        vm.prank(researcher(c));
        odd.approve(address(hub), amount);
        vm.prank(researcher(c));
        hub.deposit(researcher(c), SALT, amount);
        paidIn[c] += amount;
    }

    function redeem(uint256 c, uint64 cumulative) external counted("redeem") {
        c %= CHANNELS;
        hub.redeem(one(signedVoucher(c, promiseOf(c, cumulative))));
    }

    function redeemForged(uint256 c, uint64 cumulative) external {
        VoucherIn memory v = voucherOf(c % CHANNELS, key(c % CHANNELS) + 1, cumulative);
        try hub.redeem(one(v)) returns (uint64 credited) {
            if (credited > 0) violate("a forged voucher");
        } catch {}
    }

    function requestExit(uint256 c) external counted("requestExit") {
        vm.prank(researcher(c % CHANNELS));
        hub.requestExit(researcher(c % CHANNELS), SALT);
    }

    function cancelExit(uint256 c, uint256 dice) external {
        if (dice % 2 > 0) return; // rare, or hardly any exit would come to its end
        vm.prank(researcher(c % CHANNELS));
        hub.cancelExit(researcher(c % CHANNELS), SALT);
    }

    function exit(uint256 c) external counted("exit") {
        exitNow(c % CHANNELS);
    }

    function exitNow(uint256 c) internal {
        uint256 before = wealth(researcher(c));
        vm.prank(researcher(c));
        hub.exit(researcher(c), SALT);
        returned[c] += wealth(researcher(c)) - before;
    }

    /// @dev Some were overtaken, most bring something, few reach beyond the deposit.
    function promiseOf(uint256 c, uint256 random) internal view returns (uint64) {
        return uint64(bound(random, 0, 2 * uint256(hub.channel(channelOf(c)).spent) + 4e14));
    }

    function signedVoucher(uint256 c, uint64 cumulative) internal returns (VoucherIn memory) {
        if (cumulative > signed[c]) signed[c] = cumulative;
        return voucherOf(c, key(c), cumulative);
    }

    function voucherOf(uint256 c, uint256 by, uint64 cumulative) private view returns (VoucherIn memory v) {
        v = VoucherIn(researcher(c), researcher(c), SALT, cumulative, 0, 0);
        (v.r, v.vs) = compactSign(by, voucherDigest(hub, channelOf(c), cumulative));
    }
}
