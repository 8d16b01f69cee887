// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "./IComputeHub.sol";
import {Signatures} from "./Signatures.sol";

/// @notice Whether a payee agreed to a relayer's terms. The relayer is part of what is signed, so that nobody who sees
/// the transaction can send it first and take the fee.
library Relays {
    bytes32 private constant TYPEHASH = keccak256(
        "RelayedClaim(uint256 index,address account,uint64 claimed,uint64 fee,uint64 least,address relayer,uint64 deadline)"
    );

    function check(bytes32 separator, IComputeHub.ClaimIn calldata c, IComputeHub.RelayIn calldata terms)
        internal
        view
    {
        if (block.timestamp > terms.deadline) revert IComputeHub.RelayExpired(terms.deadline);
        bytes32 hash = Signatures.digest(
            separator,
            keccak256(
                abi.encode(
                    TYPEHASH,
                    c.index,
                    c.account,
                    terms.claimed,
                    terms.fee,
                    terms.least,
                    msg.sender,
                    terms.deadline
                )
            )
        );
        if (!Signatures.isBy(c.account, hash, terms.r, terms.vs)) {
            revert IComputeHub.RelayForged(c.account, msg.sender);
        }
    }
}
