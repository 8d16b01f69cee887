// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20, IERC20Permit} from "./IERC20.sol";
import {Signatures} from "./Signatures.sol";

/// @title HAND, a fixed supply of 87,000,000 with 9 decimals
/// @notice ERC-20 with ERC-2612 permit. No owner, no minting, no burning, no pause: the development chain's currency.
contract Token is IERC20, IERC20Permit {
    error BalanceTooLow(address owner, uint256 balance, uint256 needed);
    error AllowanceTooLow(address owner, address spender, uint256 allowed, uint256 needed);
    error ZeroRecipient();
    error PermitExpired(uint256 deadline);
    error PermitForged(address owner);

    string public constant name = "Manyhands";
    string public constant symbol = "HAND";
    uint8 public constant decimals = 9;
    uint256 public constant totalSupply = 87_000_000e9;

    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    mapping(address owner => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    mapping(address owner => uint256) public nonces;

    /// @param holder receives the whole supply.
    constructor(address holder) {
        if (holder == address(0)) revert ZeroRecipient();
        balanceOf[holder] = totalSupply;
        emit Transfer(address(0), holder, totalSupply);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < value) revert AllowanceTooLow(from, msg.sender, allowed, value);
        // An allowance of the maximum is endless, as wallets expect.
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        _move(from, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @inheritdoc IERC20Permit
    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        if (block.timestamp > deadline) revert PermitExpired(deadline);
        bytes32 structHash =
            keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, nonces[owner]++, deadline));
        if (!Signatures.isBy(owner, Signatures.digest(DOMAIN_SEPARATOR(), structHash), v, r, s)) {
            revert PermitForged(owner);
        }
        _approve(owner, spender, value);
    }

    /// @dev Computed each time, so that a fork of the chain cannot replay permits.
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return Signatures.domain(name, "1");
    }

    function _approve(address owner, address spender, uint256 value) private {
        allowance[owner][spender] = value;
        emit Approval(owner, spender, value);
    }

    function _move(address from, address to, uint256 value) private {
        if (to == address(0)) revert ZeroRecipient();
        uint256 balance = balanceOf[from];
        if (balance < value) revert BalanceTooLow(from, balance, value);
        unchecked {
            // The sum of all balances is the fixed supply, so the second line cannot overflow.
            balanceOf[from] = balance - value;
            balanceOf[to] += value;
        }
        emit Transfer(from, to, value);
    }
}
