// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChannelId, IComputeHub} from "../solidity/IComputeHub.sol";
import {Token} from "../solidity/Token.sol";
import {HubBase, VoucherIn} from "./HubBase.sol";

/// @notice Deposits, vouchers and exits.
contract ChannelsTest is HubBase {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    function setUp() external {
        deployHub(deploy("Token", abi.encode(address(this))));
    }

    function redeem(VoucherIn memory v) private returns (uint64) {
        return hub.redeem(one(v));
    }

    function testFuzz_depositsAddUp(uint64 a, uint64 b) external {
        a = uint64(bound(a, 0, 1e16));
        b = uint64(bound(b, 0, 1e16));
        fill(a);
        fill(b);
        same(hub.channel(id()).deposit, uint256(a) + b, "deposit");
        same(token.balanceOf(address(hub)), uint256(a) + b, "held");
    }

    function test_aDepositWithoutTheMoneyIsRefused() external {
        vm.expectRevert(
            abi.encodeWithSelector(IComputeHub.TransferRefused.selector, address(this), address(hub), 5)
        );
        hub.deposit(signer(), SALT, 5);
    }

    function testFuzz_aVoucherIsWorthItsCumulativeUpToTheDeposit(uint64 deposit, uint64 first, uint64 second)
        external
    {
        deposit = uint64(bound(deposit, 1, 1e16));
        first = uint64(bound(first, 0, 2e16));
        second = uint64(bound(second, 0, 2e16));
        fill(deposit);
        uint64 a = redeem(voucher(first));
        uint64 b = redeem(voucher(second));
        uint64 highest = first > second ? first : second;
        uint64 expected = highest < deposit ? highest : deposit;
        same(a + b, expected, "credited");
        same(hub.channel(id()).spent, expected, "spent");
        same(hub.book().earned, expected, "earned");
    }

    function testFuzz_vouchersAreWhole(uint256 bytes_) external {
        fill(100);
        VoucherIn memory v = voucher(30);
        bytes_ = bound(bytes_, 1, 287);
        vm.assume(bytes_ != 144);
        bytes memory cut = abi.encodePacked(one(v), one(v));
        assembly ("memory-safe") {
            mstore(cut, bytes_)
        }
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.VouchersInvalid.selector, bytes_));
        hub.redeem(cut);
    }

    function testFuzz_aVoucherOfAnotherKeyIsForged(uint256 key, uint64 cumulative) external {
        key = bound(key, 1, ORDER - 1);
        vm.assume(key != KEY && cumulative > 0);
        fill(100);
        ChannelId channel = id();
        VoucherIn memory v = voucherBy(key, cumulative);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.VoucherForged.selector, channel));
        redeem(v);
    }

    function test_aVoucherForMoreThanWasSignedIsForged() external {
        fill(100);
        VoucherIn memory v = voucher(10);
        v.cumulative = 11;
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        redeem(v);
    }

    /// One overtaken voucher in the operator's batch must not stop the others.
    function test_aVoucherThatAddsNothingIsSkippedWhoeverSignedIt() external {
        fill(100);
        redeem(voucher(30));
        same(redeem(voucherBy(KEY + 1, 30)), 0, "as much");
        same(redeem(voucherBy(KEY + 1, 29)), 0, "less");
        redeem(voucher(500));
        same(redeem(voucherBy(KEY + 1, 600)), 0, "nothing left in the channel");
    }

    function test_aHighSIsRefused() external {
        fill(100);
        VoucherIn memory v = voucher(10);
        uint256 s = uint256(v.vs << 1) >> 1;
        // The twin's s needs all 256 bits, which the compact form lacks: what is left of it proves nothing either.
        v.vs = bytes32((ORDER - s) | (~uint256(v.vs) & (1 << 255)));
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        redeem(v);
    }

    function test_aSignatureOfNobodyOpensNoChannelOfTheZeroAddress() external {
        token.approve(address(hub), 100);
        hub.deposit(address(0), SALT, 100);
        VoucherIn memory v = VoucherIn(address(this), address(0), SALT, 10, 0, 0);
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        redeem(v);
    }

    function test_aVoucherIsOfOneHubAndOneChain() external {
        fill(100);
        VoucherIn memory v = voucher(10);
        vm.chainId(5);
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        redeem(v);
        vm.chainId(31337);
        address first = address(hub);
        deployHub(address(token));
        check(address(hub) != first, "another hub");
        fill(100);
        vm.expectPartialRevert(IComputeHub.VoucherForged.selector);
        redeem(v);
    }

    function test_anExitWaitsForTheWindowAndReturnsTheUnspentRest() external {
        fill(100);
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        ChannelId channel = id();
        uint256 exitAt = vm.getBlockTimestamp() + WINDOW;
        pass(WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ExitTooEarly.selector, channel, exitAt));
        hub.exit(signer(), SALT);
        vm.stopPrank();

        redeem(voucher(30));
        pass(1);
        vm.prank(RESEARCHER);
        hub.exit(signer(), SALT);
        same(token.balanceOf(RESEARCHER), 70, "returned");
        same(token.balanceOf(address(hub)), 30, "held for payees");
        check(hub.channel(id()).exitAt == 0, "no exit under way");
    }

    function test_aRefilledChannelPaysForNothingTwice() external {
        fill(100);
        redeem(voucher(30));
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        hub.exit(signer(), SALT);
        vm.stopPrank();
        fill(50);
        same(redeem(voucher(30)), 0, "again");
        same(redeem(voucher(45)), 15, "more");
        same(hub.channel(id()).deposit - hub.channel(id()).spent, 35, "left");
    }

    function test_aChannelThatExitsTakesNoDepositAndNoSecondRequest() external {
        fill(100);
        ChannelId channel = id();
        bytes memory exiting = abi.encodeWithSelector(
            IComputeHub.ChannelExiting.selector, channel, vm.getBlockTimestamp() + WINDOW
        );
        vm.startPrank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        vm.expectRevert(exiting);
        hub.requestExit(signer(), SALT);
        vm.expectRevert(exiting);
        hub.deposit(signer(), SALT, 1);
        hub.cancelExit(signer(), SALT);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ChannelNotExiting.selector, channel));
        hub.cancelExit(signer(), SALT);
        vm.expectRevert(abi.encodeWithSelector(IComputeHub.ChannelNotExiting.selector, channel));
        hub.exit(signer(), SALT);
    }

    function testFuzz_nobodyElseTouchesAnExit(address stranger) external {
        vm.assume(stranger != RESEARCHER);
        fill(100);
        vm.prank(RESEARCHER);
        hub.requestExit(signer(), SALT);
        pass(WINDOW);
        vm.startPrank(stranger);
        vm.expectPartialRevert(IComputeHub.ChannelNotExiting.selector);
        hub.exit(signer(), SALT);
        vm.expectPartialRevert(IComputeHub.ChannelNotExiting.selector);
        hub.cancelExit(signer(), SALT);
    }

    function test_aPermitOpensAChannelAlsoWhenSomebodyUsedItFirst() external {
        Token hand = Token(address(token));
        address owner = vm.addr(KEY);
        hand.transfer(owner, 100);
        (uint8 v, bytes32 r, bytes32 s) = permit(hand, 60);
        vm.startPrank(owner);
        hub.depositWithPermit(signer(), SALT, 60, 1e10, v, r, s);
        (v, r, s) = permit(hand, 40);
        hand.permit(owner, address(hub), 40, 1e10, v, r, s);
        hub.depositWithPermit(signer(), SALT, 40, 1e10, v, r, s);
        same(hub.channel(hub.channelId(owner, signer(), SALT)).deposit, 100, "deposit");
    }

    function permit(Token hand, uint256 value) private view returns (uint8, bytes32, bytes32) {
        address owner = vm.addr(KEY);
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typeHash, owner, address(hub), value, hand.nonces(owner), uint256(1e10)));
        return vm.sign(KEY, keccak256(abi.encodePacked(hex"1901", hand.DOMAIN_SEPARATOR(), structHash)));
    }
}
