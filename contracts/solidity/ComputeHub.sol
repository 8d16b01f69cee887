// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Books} from "./Books.sol";
import {Channels} from "./Channels.sol";
import {Claims} from "./Claims.sol";
import {HubStore} from "./HubStore.sol";
import {PayeeGuard} from "./PayeeGuard.sol";
import {SumTree} from "./SumTree.sol";

/// @title Payment hub of a compute network; what it does and promises is written at {IComputeHub} and {IPayeeGuard}
contract ComputeHub is Channels, Claims, PayeeGuard {
    using Books for uint256;

    constructor(Terms memory terms) HubStore(terms) {}

    function settle(bytes32 root, bytes32 leavesHash, uint32 epoch, bytes calldata vouchers) external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        uint256 book_ = _book;
        // Checked: an epoch that started again at 0 would be active at once.
        uint24 next = book_.epoch() + 1;
        if (epoch != next) revert WrongEpoch(next);
        // There are two places for roots: a pending one must not push the active one out.
        if (!_isActive(book_)) revert RootPending(_activeAt(book_));

        uint64 earned = book_.earned() + _redeemAll(vouchers);
        uint64 sum = SumTree.sumOf(root);
        if (sum > earned) revert RootAboveEarned(sum, earned);
        // While a root waited that was cancelled then, claims may have reached beyond the one before.
        uint64 paid = book_.paid();
        uint64 least = paid > book_.covered() ? paid : book_.covered();
        if (sum < least) revert RootBelowPrevious(sum, least);

        _book = Books.pack(earned, paid, sum, next, uint40(block.timestamp));
        _roots[epoch & 1] = root;
        emit RootPosted(epoch, root, leavesHash);
    }

    function book() external view returns (Book memory) {
        return _book.unpacked();
    }

    function activeRoot() external view returns (uint64 epoch, bytes32 root) {
        epoch = _activeEpoch(_book);
        root = _roots[epoch & 1];
    }

    function newestRoot() external view returns (bytes32) {
        return _roots[_book.epoch() & 1];
    }
}
