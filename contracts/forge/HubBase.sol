// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IPayeeGuard} from "../solidity/IPayeeGuard.sol";
import {ChannelId, IComputeHub} from "../solidity/IComputeHub.sol";
import {IERC20} from "../solidity/IERC20.sol";
import {Base} from "./Base.sol";
import {Leaf, Tree} from "./Tree.sol";

/// @notice A signed promise, as {IComputeHub-redeem} takes it packed.
struct VoucherIn {
    address researcher;
    address signer;
    bytes32 salt;
    uint64 cumulative;
    bytes32 r;
    bytes32 vs;
}

/// @notice A hub on some token, a researcher with a session key, and what both sides prepare off chain.
abstract contract HubBase is Base {
    uint32 internal constant DELAY = 1 hours;
    uint32 internal constant WINDOW = 3 days;
    bytes32 internal constant SALT = bytes32(uint256(7));
    bytes32 internal constant LEAVES = keccak256("published leaves");
    uint256 internal constant KEY = 0xA11CE;
    uint32 internal constant SILENCE = 7 days;
    uint64 internal constant STAKE = 5;
    uint256 internal constant OPERATOR_KEY = 0x09E4A704;
    address internal constant RESEARCHER = address(0x0456);

    IPayeeGuard internal hub;
    IERC20 internal token;

    function deployHub(address token_) internal {
        token = IERC20(token_);
        IComputeHub.Terms memory terms = IComputeHub.Terms(token_, operator(), DELAY, WINDOW, SILENCE, STAKE);
        hub = IPayeeGuard(deploy("ComputeHub", abi.encode(terms)));
    }

    /// @dev It signs receipts, so it has a key.
    function operator() internal pure returns (address) {
        return vm.addr(OPERATOR_KEY);
    }

    function signer() internal pure returns (address) {
        return vm.addr(KEY);
    }

    function id() internal view returns (ChannelId) {
        return hub.channelId(RESEARCHER, signer(), SALT);
    }

    /// @dev Deposits from what this contract holds.
    function fill(uint256 amount) internal {
        token.transfer(RESEARCHER, amount);
        vm.startPrank(RESEARCHER);
        token.approve(address(hub), amount);
        hub.deposit(signer(), SALT, amount);
        vm.stopPrank();
    }

    function voucher(uint64 cumulative) internal view returns (VoucherIn memory) {
        return voucherBy(KEY, cumulative);
    }

    /// @dev For the usual channel, signed by any key.
    function voucherBy(uint256 key, uint64 cumulative) internal view returns (VoucherIn memory v) {
        v = VoucherIn(RESEARCHER, signer(), SALT, cumulative, 0, 0);
        (v.r, v.vs) = compactSign(key, voucherDigest(hub, id(), cumulative));
    }

    function voucherDigest(IPayeeGuard hub_, ChannelId channel, uint64 cumulative)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256("Voucher(bytes32 channel,uint64 cumulative)");
        bytes32 structHash = keccak256(abi.encode(typeHash, ChannelId.unwrap(channel), cumulative));
        return keccak256(abi.encodePacked(hex"1901", hub_.domainSeparator(), structHash));
    }

    function compactSign(uint256 key, bytes32 digest) internal pure returns (bytes32 r, bytes32 vs) {
        uint8 v;
        (v, r, vs) = vm.sign(key, digest);
        vs |= bytes32(uint256(v - 27) << 255);
    }

    function one(VoucherIn memory v) internal pure returns (bytes memory) {
        return abi.encodePacked(v.researcher, v.signer, v.salt, v.cumulative, v.r, v.vs);
    }

    function none() internal pure returns (bytes memory) {
        return "";
    }

    /// @dev Redeems `cumulative` and posts the root of `leaves` as the next epoch.
    function post(uint64 cumulative, Leaf[] memory leaves) internal {
        uint32 epoch = hub.book().epoch + 1;
        bytes memory vouchers = one(voucher(cumulative));
        bytes32 root = Tree.root(leaves);
        vm.prank(operator());
        hub.settle(root, LEAVES, epoch, vouchers);
    }

    function activate() internal {
        pass(DELAY);
    }

    function claimOf(Leaf[] memory leaves, uint256 index) internal pure returns (IComputeHub.ClaimIn memory) {
        return IComputeHub.ClaimIn(
            index, leaves[index].account, leaves[index].cumulative, Tree.proof(leaves, index)
        );
    }

    function claim(IComputeHub.ClaimIn memory c) internal {
        hub.claim(c.index, c.account, c.cumulative, c.proof);
    }

    function claimAll(Leaf[] memory leaves) internal {
        IComputeHub.ClaimIn[] memory claims = new IComputeHub.ClaimIn[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) {
            claims[i] = claimOf(leaves, i);
        }
        hub.claimMany(claims);
    }

    function payeeKey(uint256 n) internal pure returns (uint256) {
        return 0xBEEF0000 + n;
    }

    function payee(uint256 n) internal pure returns (address) {
        return vm.addr(payeeKey(n));
    }

    /// @dev What payee `n` signs for a relayer of its claim at `index`.
    function termsBy(uint256 n, uint256 index, address relayer, IComputeHub.RelayIn memory terms)
        internal
        view
        returns (IComputeHub.RelayIn memory)
    {
        bytes32 typeHash = keccak256(
            "RelayedClaim(uint256 index,address account,uint64 claimed,uint64 fee,uint64 least,address relayer,uint64 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash, index, payee(n), terms.claimed, terms.fee, terms.least, relayer, terms.deadline
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", hub.domainSeparator(), structHash));
        (terms.r, terms.vs) = compactSign(payeeKey(n), digest);
        return terms;
    }

    function leavesOf(uint64 a, uint64 b, uint64 c) internal pure returns (Leaf[] memory leaves) {
        leaves = new Leaf[](3);
        leaves[0] = Leaf(payee(0), a);
        leaves[1] = Leaf(payee(1), b);
        leaves[2] = Leaf(payee(2), c);
    }
}
