// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Token} from "../solidity/Token.sol";
import {Base} from "./Base.sol";

contract TokenTest is Base {
    uint256 private constant KEY = 0xB0B;
    Token private token = Token(deploy("Token", abi.encode(address(this))));

    function test_holdsAFixedSupply() external {
        same(token.totalSupply(), 87_000_000 * 10 ** uint256(token.decimals()), "supply");
        same(token.balanceOf(address(this)), token.totalSupply(), "holder");
        vm.expectRevert(Token.ZeroRecipient.selector);
        new Token(address(0));
    }

    function testFuzz_transfersConserveTheSupply(address to, uint256 value) external {
        vm.assume(to != address(0) && to != address(this));
        value = bound(value, 0, token.totalSupply());
        check(token.transfer(to, value), "answer");
        same(token.balanceOf(to), value, "received");
        same(token.balanceOf(address(this)), token.totalSupply() - value, "sent");
    }

    function test_refusesMoreThanTheBalanceAndTheZeroAddress() external {
        uint256 supply = token.totalSupply();
        vm.expectRevert(
            abi.encodeWithSelector(Token.BalanceTooLow.selector, address(this), supply, supply + 1)
        );
        token.transfer(address(1), supply + 1);
        vm.expectRevert(Token.ZeroRecipient.selector);
        token.transfer(address(0), 1);
    }

    function testFuzz_anAllowanceIsUsedUp(uint128 allowed, uint128 value) external {
        allowed = uint128(bound(allowed, 0, token.totalSupply()));
        token.approve(address(1), allowed);
        vm.prank(address(1));
        if (value > allowed) vm.expectPartialRevert(Token.AllowanceTooLow.selector);
        token.transferFrom(address(this), address(2), value);
        if (value <= allowed) same(token.allowance(address(this), address(1)), allowed - value, "left");
    }

    function test_anEndlessAllowanceStays() external {
        token.approve(address(1), type(uint256).max);
        vm.prank(address(1));
        token.transferFrom(address(this), address(2), 5);
        same(token.allowance(address(this), address(1)), type(uint256).max, "endless");
    }

    function signPermit(uint256 key, uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (uint8, bytes32, bytes32)
    {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, vm.addr(KEY), address(1), value, nonce, deadline));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }

    function testFuzz_aPermitApprovesOnce(uint256 value) external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(KEY, value, 0, 100);
        vm.warp(100);
        token.permit(vm.addr(KEY), address(1), value, 100, v, r, s);
        same(token.allowance(vm.addr(KEY), address(1)), value, "approved");
        vm.expectRevert(abi.encodeWithSelector(Token.PermitForged.selector, vm.addr(KEY)));
        token.permit(vm.addr(KEY), address(1), value, 100, v, r, s);
    }

    function test_refusesAPermitThatIsLateOrForged() external {
        (uint8 v, bytes32 r, bytes32 s) = signPermit(KEY, 1, 0, 100);
        vm.warp(101);
        vm.expectRevert(abi.encodeWithSelector(Token.PermitExpired.selector, 100));
        token.permit(vm.addr(KEY), address(1), 1, 100, v, r, s);
        (v, r, s) = signPermit(KEY + 1, 1, 0, 200);
        vm.expectPartialRevert(Token.PermitForged.selector);
        token.permit(vm.addr(KEY), address(1), 1, 200, v, r, s);
        // A malformed signature recovers to the zero address, which owns nothing here either.
        vm.expectPartialRevert(Token.PermitForged.selector);
        token.permit(address(0), address(1), 1, 200, 29, r, s);
    }

    function test_refusesTheHighSTwinOfAPermit() external {
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        (uint8 v, bytes32 r, bytes32 s) = signPermit(KEY, 1, 0, 200);
        vm.expectPartialRevert(Token.PermitForged.selector);
        token.permit(vm.addr(KEY), address(1), 1, 200, 55 - v, r, bytes32(order - uint256(s)));
        token.permit(vm.addr(KEY), address(1), 1, 200, v, r, s);
    }
}
