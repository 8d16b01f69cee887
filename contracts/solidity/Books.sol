// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "./IComputeHub.sol";

/// @notice {IComputeHub-Book} as the one word in which it is stored, its fields from the right. Read and changed in
/// place: as a struct in memory it cost an epoch and every claim some hundred gas more.
library Books {
    function earned(uint256 word) internal pure returns (uint64) {
        return uint64(word); // forge-lint: disable-line(unsafe-typecast)
    }

    function paid(uint256 word) internal pure returns (uint64) {
        return uint64(word >> 64); // forge-lint: disable-line(unsafe-typecast)
    }

    function covered(uint256 word) internal pure returns (uint64) {
        return uint64(word >> 128); // forge-lint: disable-line(unsafe-typecast)
    }

    function epoch(uint256 word) internal pure returns (uint24) {
        return uint24(word >> 192); // forge-lint: disable-line(unsafe-typecast)
    }

    function postedAt(uint256 word) internal pure returns (uint40) {
        return uint40(word >> 216); // forge-lint: disable-line(unsafe-typecast)
    }

    function pack(uint64 earned_, uint64 paid_, uint64 covered_, uint24 epoch_, uint40 postedAt_)
        internal
        pure
        returns (uint256)
    {
        return earned_ | uint256(paid_) << 64 | uint256(covered_) << 128 | uint256(epoch_) << 192
            | uint256(postedAt_) << 216;
    }

    function unpacked(uint256 word) internal pure returns (IComputeHub.Book memory) {
        return IComputeHub.Book(earned(word), paid(word), covered(word), epoch(word), postedAt(word));
    }
}
