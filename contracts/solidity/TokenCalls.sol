// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "./IERC20.sol";

/// @notice Transfers that report instead of reverting, for tokens that answer true and, as some old ones do, nothing.
library TokenCalls {
    function tryTransfer(address token, address to, uint256 amount, uint256 gasLimit)
        internal
        returns (bool)
    {
        return _agrees(token, abi.encodeCall(IERC20.transfer, (to, amount)), gasLimit);
    }

    function tryTransferFrom(address token, address from, address to, uint256 amount)
        internal
        returns (bool)
    {
        return _agrees(token, abi.encodeCall(IERC20.transferFrom, (from, to, amount)), gasleft());
    }

    function _agrees(address token, bytes memory call, uint256 gasLimit) private returns (bool) {
        (bool ok, bytes memory answer) = token.call{gas: gasLimit}(call);
        if (!ok || answer.length == 0) return ok;
        return answer.length >= 32 && abi.decode(answer, (uint256)) == 1;
    }
}
