// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "./IERC20.sol";

/// @notice Transfers that report instead of reverting, for tokens that answer true and, as some old ones do, nothing.
library TokenCalls {
    /// @dev The call is built behind what memory holds and thrown away: a batch of a thousand payouts grows nothing.
    function tryTransfer(address token, address to, uint256 amount, uint256 gasLimit)
        internal
        returns (bool agreed)
    {
        bytes4 selector = IERC20.transfer.selector;
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, selector)
            mstore(add(at, 0x04), to)
            mstore(add(at, 0x24), amount)
            mstore(0x00, 1)
            agreed := call(gasLimit, token, 0, at, 0x44, 0x00, 0x20)
            // Nothing at all counts as yes, and so does a whole word that says 1.
            agreed := and(
                agreed,
                or(iszero(returndatasize()), and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)))
            )
        }
    }

    function tryTransferFrom(address token, address from, address to, uint256 amount)
        internal
        returns (bool)
    {
        (bool ok, bytes memory answer) = token.call(abi.encodeCall(IERC20.transferFrom, (from, to, amount)));
        if (!ok || answer.length == 0) return ok;
        return answer.length >= 32 && abi.decode(answer, (uint256)) == 1;
    }
}
