// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Books} from "./Books.sol";
import {ChannelId, IComputeHub} from "./IComputeHub.sol";
import {IERC20} from "./IERC20.sol";
import {Signatures} from "./Signatures.sol";
import {TokenCalls} from "./TokenCalls.sol";

/// @notice What all of the hub's parts stand on: its storage, which root is active, and how it pays.
abstract contract HubStore is IComputeHub {
    using Books for uint256;

    /// What one payout may use: enough for any sane token, and all that a gas-eating recipient can waste. Below
    /// 63 * 2,300, so that nobody can park other people's money by calling with too little gas: the 1/64 which EIP-150
    /// then keeps back does not reach the 2,300 that EIP-2200 wants for the write, and everything reverts.
    uint256 private constant TRANSFER_GAS = 140_000;

    address public immutable token;
    address public immutable operator;
    uint256 public immutable unit;
    uint32 public immutable activationDelay;
    uint32 public immutable exitWindow;
    uint32 public immutable silence;
    uint64 public immutable stake;
    uint256 private immutable _homeChain;
    bytes32 private immutable _homeSeparator;

    /// Packed by {Books}.
    uint256 internal _book;
    /// Roots by the parity of their epoch: the newest and the one before, which is active until the newest is.
    bytes32[2] internal _roots;
    mapping(ChannelId id => Channel) internal _channels;
    /// Claimed amounts by leaf index, four to a word. An index therefore belongs to one account for ever.
    mapping(uint256 word => uint256) internal _claimed;
    mapping(address account => uint256) public parked;
    /// A word of its own: beside others it would be read before it is written.
    uint256 private transient _entered;

    /// @dev A deposit is measured by the balance, so nothing else may move tokens while one is under way.
    modifier guarded() {
        if (_entered != 0) revert Reentered();
        _entered = 1;
        _;
        _entered = 0;
    }

    constructor(Terms memory terms) {
        // A root that waits is no silence, and receipts are paid only beside a root that is active.
        if (terms.silence <= 3 * uint256(terms.activationDelay)) revert SilenceTooShort(terms.silence);
        token = terms.token;
        operator = terms.operator;
        activationDelay = terms.activationDelay;
        exitWindow = terms.exitWindow;
        silence = terms.silence;
        stake = terms.stake;
        uint8 decimals = IERC20(terms.token).decimals();
        // 64 bits hold 18 thousand million whole tokens of 9 decimals; finer ones are counted in 10^-9.
        unit = decimals > 9 ? 10 ** (decimals - 9) : 1;
        _homeChain = block.chainid;
        _homeSeparator = Signatures.domain("Manyhands ComputeHub", "1");
        _book = Books.pack(0, 0, 0, 0, uint40(block.timestamp));
    }

    function domainSeparator() public view returns (bytes32) {
        // After a fork the cached one would let vouchers of one chain be redeemed on the other.
        return block.chainid == _homeChain ? _homeSeparator : Signatures.domain("Manyhands ComputeHub", "1");
    }

    function _activeAt(uint256 book_) internal view returns (uint256) {
        return uint256(book_.postedAt()) + activationDelay;
    }

    function _isActive(uint256 book_) internal view returns (bool) {
        return book_.epoch() == 0 || block.timestamp >= _activeAt(book_);
    }

    /// @dev Epoch 0 stands for no root: its place holds the zero word, which nobody can prove a leaf against.
    function _activeEpoch(uint256 book_) internal view returns (uint64) {
        unchecked {
            return _isActive(book_) ? book_.epoch() : book_.epoch() - 1;
        }
    }

    function _activeRoot(uint256 book_) internal view returns (bytes32) {
        return _roots[_activeEpoch(book_) & 1];
    }

    /// @dev Roots that each are solvent can together promise more, when a leaf falls or an index changes hands. So
    /// everything ever paid is held below what is covered.
    function _spend(uint256 book_, uint256 amount) internal {
        uint256 paid = book_.paid() + amount;
        if (paid > book_.covered()) revert RootOverdrawn(book_.paid(), amount, book_.covered());
        _book = book_ + (amount << 64);
    }

    /// @dev Takes tokens from the caller.
    /// @return received in units; what a token keeps as a fee is missing in it, and less than one unit may be left over
    function _collect(uint256 amount) internal returns (uint256 received) {
        if (amount % unit != 0) revert NotWholeUnits(amount, unit);
        uint256 before = IERC20(token).balanceOf(address(this));
        if (!TokenCalls.tryTransferFrom(token, msg.sender, address(this), amount)) {
            revert TransferRefused(msg.sender, address(this), amount);
        }
        received = (IERC20(token).balanceOf(address(this)) - before) / unit;
    }

    /// @dev Pays or parks, never reverts because of the recipient. `amount` in units.
    function _pay(address to, uint256 amount) internal {
        unchecked {
            amount *= unit; // came in as a multiple of it
        }
        if (amount == 0 || TokenCalls.tryTransfer(token, to, amount, TRANSFER_GAS)) return;
        _park(to, amount);
    }

    /// @dev `amount` in the token's smallest ones.
    function _park(address to, uint256 amount) internal {
        parked[to] += amount;
        emit Parked(to, amount);
    }
}
