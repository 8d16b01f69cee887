// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {HubStore} from "./HubStore.sol";
import {Lanes} from "./Lanes.sol";
import {Relays} from "./Relays.sol";
import {SumTree} from "./SumTree.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @notice How payees get what the active root says.
abstract contract Claims is HubStore {
    using Lanes for mapping(uint256 => uint256);

    function claim(uint256 index, address account, uint64 cumulative, bytes32[] calldata proof)
        external
        guarded
    {
        uint256 book_ = _book;
        uint64 amount = _take(_activeRoot(book_), index, account, cumulative, proof);
        _spend(book_, amount);
        _pay(account, amount);
    }

    function claimMany(ClaimIn[] calldata claims) external guarded {
        uint256 book_ = _book;
        bytes32 root = _activeRoot(book_);
        uint64[] memory amounts = new uint64[](claims.length);
        uint256 total = 0;
        for (uint256 i = 0; i < claims.length; ++i) {
            ClaimIn calldata c = claims[i];
            amounts[i] = _take(root, c.index, c.account, c.cumulative, c.proof);
            total += amounts[i];
        }
        _spend(book_, total);
        for (uint256 i = 0; i < claims.length; ++i) {
            _pay(claims[i].account, amounts[i]);
        }
    }

    function claimRange(uint256 first, bytes calldata leaves, bytes32[] calldata proof) external guarded {
        uint256 book_ = _book;
        SumTree.checkRange(_activeRoot(book_), first, leaves, proof);
        (uint64[] memory amounts, uint256 total) = _raiseRange(first, leaves);
        _spend(book_, total);
        for (uint256 i = 0; i < amounts.length; ++i) {
            (address account,) = SumTree.leafIn(leaves, i);
            _pay(account, amounts[i]);
        }
    }

    function claimFor(ClaimIn calldata c, RelayIn calldata terms) external guarded {
        uint64 before = _claimed.get(c.index);
        if (before != terms.claimed) revert RelayStale(c.index, before);
        Relays.check(domainSeparator(), c, terms);
        uint256 book_ = _book;
        uint64 amount = _take(_activeRoot(book_), c.index, c.account, c.cumulative, c.proof);
        if (amount < uint256(terms.fee) + terms.least) revert RelayTooSmall(amount, terms.fee, terms.least);
        _spend(book_, amount);
        emit Relayed(c.index, msg.sender, terms.fee);
        _pay(msg.sender, terms.fee);
        _pay(c.account, amount - terms.fee);
    }

    function reclaim(address account) external guarded {
        _reclaim(account, account);
    }

    function reclaimTo(address to) external guarded {
        _reclaim(msg.sender, to);
    }

    function claimed(uint256 index) external view returns (uint64) {
        return _claimed.get(index);
    }

    /// @return amount that is new in this claim, 0 when everything was claimed before
    function _take(bytes32 root, uint256 index, address account, uint64 cumulative, bytes32[] calldata proof)
        private
        returns (uint64 amount)
    {
        if (!SumTree.proves(proof, root, SumTree.leaf(account, cumulative), index)) {
            revert ProofInvalid(index);
        }
        amount = _claimed.raise(index, cumulative);
    }

    /// @dev Each word of claimed amounts is read and written once for its four neighbours.
    function _raiseRange(uint256 first, bytes calldata leaves)
        private
        returns (uint64[] memory amounts, uint256 total)
    {
        uint256 count = leaves.length / SumTree.LEAF_BYTES;
        amounts = new uint64[](count);
        unchecked {
            for (uint256 i = 0; i < count;) {
                uint256 slot = (first + i) >> 2;
                uint256 word = _claimed[slot];
                uint256 next = word;
                do {
                    (, uint64 cumulative) = SumTree.leafIn(leaves, i);
                    uint64 growth;
                    (next, growth) = Lanes.raised(next, first + i, cumulative);
                    amounts[i] = growth;
                    // As many amounts of 64 bits as overflow 256 fit into no transaction.
                    total += growth;
                    ++i;
                } while (i < count && (first + i) & 3 != 0);
                if (next != word) _claimed[slot] = next;
            }
        }
    }

    function _reclaim(address account, address to) private {
        uint256 amount = parked[account];
        if (amount == 0) revert NothingParked(account);
        parked[account] = 0;
        emit Reclaimed(account, to, amount);
        if (!TokenCalls.tryTransfer(token, to, amount, gasleft())) {
            revert TransferRefused(address(this), to, amount);
        }
    }
}
