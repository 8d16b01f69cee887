// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

interface Hooked {
    function onTransfer() external;
}

/// @notice A token with the habits found in the wild, each switched on by itself.
contract OddToken {
    error Refused(address account);

    uint8 public immutable decimals;
    uint256 public constant totalSupply = 1e30;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    mapping(address => bool) public refused;
    mapping(address => bool) public hooked;
    address public gasEater;
    uint256 public feePerMille;
    uint256 public burnt;
    bool public silent;
    bool public answersFalse;
    bytes private words; // answered instead of a transfer

    constructor(uint8 decimals_) {
        decimals = decimals_;
        balanceOf[msg.sender] = totalSupply;
    }

    function refuse(address account, bool on) external {
        refused[account] = on;
    }

    function hook(address account) external {
        hooked[account] = true;
    }

    function eatGasAt(address account) external {
        gasEater = account;
    }

    function takeFee(uint256 perMille) external {
        feePerMille = perMille;
    }

    function burnGas(uint256 gasPerTransfer) external {
        burnt = gasPerTransfer;
    }

    function answer(bool silent_, bool answersFalse_) external {
        (silent, answersFalse) = (silent_, answersFalse_);
    }

    function answerWith(bytes calldata words_) external {
        words = words_;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        return _move(from, to, value);
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        if (refused[to] || refused[from]) revert Refused(to);
        if (answersFalse) return false;
        if (words.length > 0) {
            bytes memory said = words;
            assembly ("memory-safe") {
                return(add(said, 0x20), mload(said))
            }
        }
        while (to == gasEater) {}
        for (uint256 start = gasleft(); start - gasleft() < burnt;) {}
        balanceOf[from] -= value;
        balanceOf[to] += value - value * feePerMille / 1000;
        if (hooked[to]) Hooked(to).onTransfer();
        if (hooked[from]) Hooked(from).onTransfer();
        if (silent) assembly { return(0, 0) }
        return true;
    }
}
