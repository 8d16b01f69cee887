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
        uint256 word = words[index >> 2];
        uint256 next;
        (next, growth) = raised(word, index, amount);
        if (growth > 0) words[index >> 2] = next;
    }

    /// @return next the word in which the amount at `index` is at least `amount`
    /// @return growth by which it rose
    function raised(uint256 word, uint256 index, uint64 amount)
        internal
        pure
        returns (uint256 next, uint64 growth)
    {
        // forge-lint: disable-next-line(unsafe-typecast)
        uint64 before = uint64(word >> _shift(index));
        if (amount <= before) return (word, 0);
        unchecked {
            growth = amount - before;
            // Stays within the lane, since the sum is `amount`.
            next = word + (uint256(growth) << _shift(index));
        }
    }

    function _shift(uint256 index) private pure returns (uint256) {
        return (index & 3) * 64;
    }
}
