// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Books} from "./Books.sol";
import {HubStore} from "./HubStore.sol";
import {ChannelId} from "./IComputeHub.sol";
import {IERC20Permit} from "./IERC20.sol";

/// @notice Researchers' deposits, the vouchers against them, and the way out.
abstract contract Channels is HubStore {
    using Books for uint256;

    /// Researcher, signer, salt, cumulative, r and vs.
    uint256 private constant VOUCHER_BYTES = 20 + 20 + 32 + 8 + 32 + 32;
    uint256 private constant MOST = 0xffffffffffffffff;
    /// The selector of {IComputeHub-VoucherForged}, on the left.
    bytes32 private constant FORGED = 0xdf48e73a00000000000000000000000000000000000000000000000000000000;
    /// As in {Signatures}.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    bytes32 private constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channel,uint64 cumulative)");

    function deposit(address signer, bytes32 salt, uint256 amount) external guarded {
        _deposit(signer, salt, amount);
    }

    function depositWithPermit(
        address signer,
        bytes32 salt,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external guarded {
        // Whoever sees the permit can use it first; then the allowance is already there.
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(signer, salt, amount);
    }

    function requestExit(address signer, bytes32 salt) external {
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel storage open = _channels[id];
        if (open.exitAt != 0) revert ChannelExiting(id, open.exitAt);
        open.exitAt = uint64(block.timestamp) + exitWindow;
        emit ExitRequested(id, open.exitAt);
    }

    function cancelExit(address signer, bytes32 salt) external {
        ChannelId id = channelId(msg.sender, signer, salt);
        if (_channels[id].exitAt == 0) revert ChannelNotExiting(id);
        _channels[id].exitAt = 0;
        emit ExitCancelled(id);
    }

    function exit(address signer, bytes32 salt) external guarded {
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel memory open = _channels[id];
        if (open.exitAt == 0) revert ChannelNotExiting(id);
        if (block.timestamp < open.exitAt) revert ExitTooEarly(id, open.exitAt);
        // `spent` stays, so that a refilled channel does not pay for the same vouchers twice.
        _channels[id] = Channel({deposit: open.spent, spent: open.spent, exitAt: 0});
        uint64 amount = open.deposit - open.spent;
        emit Exited(id, msg.sender, amount);
        _pay(msg.sender, amount);
    }

    function redeem(bytes calldata vouchers) external returns (uint64 credited) {
        credited = _redeemAll(vouchers);
        uint256 book_ = _book;
        _book = Books.pack(
            book_.earned() + credited, book_.paid(), book_.covered(), book_.epoch(), book_.postedAt()
        );
    }

    function channelId(address researcher, address signer, bytes32 salt) public pure returns (ChannelId) {
        return ChannelId.wrap(keccak256(abi.encode(researcher, signer, salt)));
    }

    function channel(ChannelId id) external view returns (Channel memory) {
        return _channels[id];
    }

    function _redeemAll(bytes calldata vouchers) internal returns (uint64 credited) {
        if (vouchers.length % VOUCHER_BYTES != 0) revert VouchersInvalid(vouchers.length);
        if (vouchers.length == 0) return 0;
        uint256 sum = _redeemEach(vouchers, VOUCHER_TYPEHASH, domainSeparator());
        credited = uint64(sum); // forge-lint: disable-line(unsafe-typecast)
        if (credited != sum) revert DepositTooLarge(sum);
        emit Redeemed(vouchers.length / VOUCHER_BYTES, credited);
    }

    /// @dev One loop without functions, because an epoch pays for each of its instructions once for every researcher: as
    /// Solidity it took a third more than what signature, storage and calldata cost by themselves.
    ///
    /// What is hashed is laid out behind what memory holds, so that what is the same for all vouchers is written once:
    /// 0x00 researcher, signer, salt; 0x60 type hash, channel, cumulative; 0xc0 hex"1901", separator, hash of the struct;
    /// 0x120 what the precompile takes: digest, v, r, s. The signature is checked as {Signatures-isBy} does.
    /// @return sum by which the channels' `spent` grew; a voucher that was overtaken adds nothing, whoever signed it
    function _redeemEach(bytes calldata vouchers, bytes32 typeHash, bytes32 separator)
        private
        returns (uint256 sum)
    {
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore(add(scratch, 0x60), typeHash)
            mstore(add(scratch, 0xc0), hex"1901")
            mstore(add(scratch, 0xc2), separator)
            let at := vouchers.offset
            for { let end := add(at, vouchers.length) } lt(at, end) { at := add(at, VOUCHER_BYTES) } {
                let signer := shr(96, calldataload(add(at, 20)))
                let cumulative := shr(192, calldataload(add(at, 72)))
                mstore(scratch, shr(96, calldataload(at)))
                mstore(add(scratch, 0x20), signer)
                mstore(add(scratch, 0x40), calldataload(add(at, 40)))
                let id := keccak256(scratch, 0x60)

                // A channel is one word: deposit, spent and exitAt from the right.
                mstore(0x00, id)
                mstore(0x20, _channels.slot)
                let slot := keccak256(0x00, 0x40)
                let channel_ := sload(slot)
                let spent := and(channel_, MOST)
                if lt(cumulative, spent) { spent := cumulative }
                let before := and(shr(64, channel_), MOST)
                if gt(spent, before) {
                    mstore(add(scratch, 0x80), id)
                    mstore(add(scratch, 0xa0), cumulative)
                    mstore(add(scratch, 0xe2), keccak256(add(scratch, 0x60), 0x60))
                    mstore(add(scratch, 0x120), keccak256(add(scratch, 0xc0), 0x42))
                    let vs := calldataload(add(at, 112))
                    let s := shr(1, shl(1, vs))
                    mstore(add(scratch, 0x140), add(27, shr(255, vs)))
                    mstore(add(scratch, 0x160), calldataload(add(at, 80)))
                    mstore(add(scratch, 0x180), s)
                    // Where nobody signed, the precompile answers nothing and the zero address stays.
                    mstore(0x00, 0)
                    pop(staticcall(gas(), 1, add(scratch, 0x120), 0x80, 0x00, 0x20))
                    let recovered := mload(0x00)
                    if or(gt(s, HALF_ORDER), or(iszero(recovered), iszero(eq(recovered, signer)))) {
                        mstore(0x00, FORGED)
                        mstore(0x04, id)
                        revert(0x00, 0x24)
                    }
                    let amount := sub(spent, before)
                    sum := add(sum, amount)
                    sstore(slot, add(channel_, shl(64, amount)))
                }
            }
        }
    }

    function _deposit(address signer, bytes32 salt, uint256 amount) private {
        ChannelId id = channelId(msg.sender, signer, salt);
        Channel storage open = _channels[id];
        if (open.exitAt != 0) revert ChannelExiting(id, open.exitAt);
        uint256 received = _collect(amount);
        uint256 total = open.deposit + received;
        // Vouchers reach no further than 64 bits, so more could never be spent.
        if (total > type(uint64).max) revert DepositTooLarge(total);
        open.deposit = uint64(total); // forge-lint: disable-line(unsafe-typecast)
        emit Deposited(id, msg.sender, signer, salt, uint64(received)); // forge-lint: disable-line(unsafe-typecast)
    }
}
