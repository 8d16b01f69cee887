// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {HubStore} from "./HubStore.sol";
import {ChannelId} from "./IComputeHub.sol";
import {IERC20Permit} from "./IERC20.sol";
import {Signatures} from "./Signatures.sol";

/// @notice Researchers' deposits, the vouchers against them, and the way out.
abstract contract Channels is HubStore {
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

    function redeem(VoucherIn[] calldata vouchers) external returns (uint64 credited) {
        credited = _redeemAll(vouchers);
        _book.earned += credited;
    }

    function channelId(address researcher, address signer, bytes32 salt) public pure returns (ChannelId) {
        return ChannelId.wrap(keccak256(abi.encode(researcher, signer, salt)));
    }

    function channel(ChannelId id) external view returns (Channel memory) {
        return _channels[id];
    }

    function _redeemAll(VoucherIn[] calldata vouchers) internal returns (uint64 credited) {
        bytes32 separator = domainSeparator();
        for (uint256 i = 0; i < vouchers.length; ++i) {
            credited += _redeem(vouchers[i], separator);
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

    /// @return amount by which the channel's `spent` grew; 0 for a voucher that was overtaken, whoever signed it
    function _redeem(VoucherIn calldata voucher, bytes32 separator) private returns (uint64 amount) {
        ChannelId id = channelId(voucher.researcher, voucher.signer, voucher.salt);
        Channel memory open = _channels[id];
        uint64 spent = voucher.cumulative < open.deposit ? voucher.cumulative : open.deposit;
        if (spent <= open.spent) return 0;

        bytes32 hash = Signatures.digest(
            separator, keccak256(abi.encode(VOUCHER_TYPEHASH, ChannelId.unwrap(id), voucher.cumulative))
        );
        if (!Signatures.isBy(voucher.signer, hash, voucher.r, voucher.vs)) revert VoucherForged(id);

        amount = spent - open.spent;
        _channels[id].spent = spent;
        emit Redeemed(id, amount, spent);
    }
}
