// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "./IComputeHub.sol";

/// @title What a payee can do against an operator that is hostile, broken or gone
/// @notice Three ways, none of which needs anybody's permission. A root that takes back what the one before said, or
/// gives its place to somebody else, is cancelled before it is active: at once by both leaves, or, where the operator
/// keeps its leaves to itself, by a demand that it must answer with a proof. Either takes the operator's bond. A root that
/// leaves out what a receipt said was due is cancelled by the same demand. And when no root comes for `silence` seconds,
/// receipts pay by themselves, out of what was earned and is in no root. So an operator can keep from a payee no more
/// than what is in no active root yet.
interface IPayeeGuard is IComputeHub {
    /// @param amount in units
    /// @param exitAt from when on, for one more window, the operator may withdraw it, in seconds; 0 while that is not requested
    struct Bond {
        uint64 amount;
        uint64 exitAt;
    }

    /// @notice Signed by the operator: what an account has at an index, and from which epoch on roots must say so.
    /// @param cumulative in units
    struct ReceiptIn {
        uint256 index;
        address account;
        uint64 cumulative;
        uint64 dueEpoch;
        bytes32 r;
        bytes32 vs;
    }

    /// @param answerBy until when a proof is waited for, in seconds
    /// @param epoch of the root that is doubted
    struct Demand {
        address challenger;
        uint40 answerBy;
        uint24 epoch;
    }

    /// @param postedAt when the epoch's root was posted, in seconds
    struct Posting {
        uint40 postedAt;
        uint24 epoch;
    }

    error BondLocked(uint64 exitAt);
    error RootNotPending(uint64 epoch);
    error NothingTaken(uint256 index);
    error NothingDemanded(uint256 index);
    error DemandLate(uint256 until);
    error DemandOpen(uint256 index, uint64 epoch);
    error AnswerOpen(uint64 answerBy);
    error ReceiptForged(uint256 index);
    error ReceiptNotDue(uint64 dueEpoch, uint64 epoch);
    error IndexTaken(uint256 index, address account);
    error NotSilent(uint256 silentAt);

    event Bonded(uint64 amount);
    event BondExitRequested(uint64 exitAt);
    /// @dev Roots of later epochs follow on the one before it.
    event RootCancelled(uint64 indexed epoch, address indexed challenger, uint64 lostBond);
    event Demanded(
        uint256 indexed index, address indexed challenger, address account, uint64 cumulative, uint64 answerBy
    );
    event Answered(uint256 indexed index, address indexed by, address account, uint64 cumulative);

    /// @notice Anyone may add to the operator's bond.
    /// @param amount in the token's smallest ones, a multiple of `unit`
    function addBond(uint256 amount) external;

    /// @notice Starts the window after which the operator may withdraw, from the beginning where it ran already; what
    /// happens in it still costs the bond.
    function requestBondExit() external;

    /// @notice Returns the bond after the window, and for one more of the same length: later it has to be requested again.
    /// Never while a root waits, for which the bond stands.
    function withdrawBond() external;

    /// @notice Cancels the pending root, because its leaf at an index is lower than the active root's, or another account's.
    /// Half of the bond is the caller's, the other half nobody's.
    /// @param was the leaf in the active root
    /// @param now_ the leaf at the same index of the pending root; zeros where it is empty; any leaf of a tree that is
    /// too small to have the index
    function cancelRoot(ClaimIn calldata was, ClaimIn calldata now_) external;

    /// @notice Asks for a proof that the pending root has at least what the active one says at an index. Takes `stake`,
    /// which goes to whoever proves it, and comes back with half of the bond when nobody does.
    function demandLeaf(ClaimIn calldata was) external;

    /// @notice The same for what the operator signed, once it is due; before, for as much of it as was claimed at its index.
    function demandReceipt(ReceiptIn calldata receipt) external;

    /// @notice Proves what is demanded at the claim's index for its account. Anyone may.
    /// @param demanded the cumulative amount of the demand; the claim's is at least as high
    function answer(ClaimIn calldata c, uint64 demanded) external;

    /// @notice Ends the demand of an amount at an index: cancels the root that it doubts if nobody answered in time, and
    /// gives back the stake. Anyone may.
    function closeDemand(uint256 index, address account, uint64 cumulative) external;

    /// @notice Pays a receipt while the operator is silent. As much as there is: never what the root promises to others.
    /// @param leaf of the root at the receipt's index, as for {cancelRoot}; zeros and no proof where no root was ever posted
    function claimReceipt(ReceiptIn calldata receipt, ClaimIn calldata leaf) external;

    function bond() external view returns (Bond memory);

    /// @return the open demand of an amount at a leaf's index; zeros if there is none
    function demandAt(uint256 index, address account, uint64 cumulative) external view returns (Demand memory);
}
