// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Amounts by index, four to a storage word: neighbours that are paid together share the cost of writing.
library Lanes {
    function get(mapping(uint256 => uint256) storage words, uint256 index) internal view returns (uint64) {
        // The truncation cuts the lane out of its word.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(words[index >> 2] >> _shift(index));
    }

    /// @return growth by which the amount at `index` rose to `amount`; 0, and no write, if it was as high already
    function raise(mapping(uint256 => uint256) storage words, uint256 index, uint64 amount)
        internal
        returns (uint64 growth)
    {
        uint64 before = get(words, index);
        if (amount <= before) return 0;
        growth = amount - before;
        words[index >> 2] += uint256(growth) << _shift(index);
    }

    function _shift(uint256 index) private pure returns (uint256) {
        return (index & 3) * 64;
    }
}
