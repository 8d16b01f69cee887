// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice keccak256(abi.encode(researcher, signer, salt)): who pays, whose vouchers count, and which of many.
type ChannelId is bytes32;

/// @title Payment hub of a compute network
/// @notice Researchers deposit into channels and sign cumulative vouchers off chain. Once an epoch the operator
/// redeems the latest vouchers of all researchers and posts one cumulative Merkle-sum root for all payees, in one
/// transaction. Anyone then claims for any payee by proof. Vouchers, leaves and claims are cumulative, so a replay pays
/// nothing. Amounts are in units: `unit` of the token's smallest ones, 1 for a token with up to 9 decimals.
/// @dev Nobody can change, pause or own it. The operator can neither take more than vouchers allow nor root more than
/// was earned; a researcher can always exit, and a payee can always claim against the active root.
interface IComputeHub {
    /// @param deposit credited so far, less what was returned by exits
    /// @param spent redeemed so far; never more than `deposit`
    /// @param exitAt when the rest may be withdrawn, in seconds; 0 while no exit is requested
    struct Channel {
        uint64 deposit;
        uint64 spent;
        uint64 exitAt;
    }

    /// @param earned redeemed from all channels, ever
    /// @param paid claimed by all payees, ever; never more than `earned`
    /// @param covered the newest root's sum, and what receipts were paid beyond it while the operator was silent; never more
    /// than `earned`
    /// @param epoch of the newest root, 0 before the first
    /// @param postedAt when the newest root was posted, in seconds; later where demands let it wait longer
    struct Book {
        uint64 earned;
        uint64 paid;
        uint64 covered;
        uint24 epoch;
        uint40 postedAt;
    }

    /// @notice What is fixed for ever when a hub is deployed.
    /// @param token an ERC-20 with `decimals`; not one whose balances change by themselves
    /// @param activationDelay seconds between a root's posting and the first claim against it
    /// @param exitWindow seconds between a researcher's request and its withdrawal; for the operator's bond the same
    /// @param silence seconds without a root after which receipts pay by themselves; more than three activation delays
    /// @param stake units that a demand costs whoever makes it in vain
    struct Terms {
        address token;
        address operator;
        uint32 activationDelay;
        uint32 exitWindow;
        uint32 silence;
        uint64 stake;
    }

    /// @notice One leaf of the active root with its proof, from the leaf's sibling upwards.
    struct ClaimIn {
        uint256 index;
        address account;
        uint64 cumulative;
        bytes32[] proof;
    }

    /// @notice What a payee signs for a relayer, which is the caller: the terms of one claim.
    /// @param claimed what was claimed at the index before: it grows with the claim, so a signature serves once
    /// @param fee for the relayer, out of the claim
    /// @param least what the payee gets at least, the fee taken off
    /// @param deadline until when, in seconds
    struct RelayIn {
        uint64 claimed;
        uint64 fee;
        uint64 least;
        uint64 deadline;
        bytes32 r;
        bytes32 vs;
    }

    error NotOperator(address caller);
    error Reentered();
    error NotWholeUnits(uint256 amount, uint256 unit);
    error DepositTooLarge(uint256 total);
    error TransferRefused(address from, address to, uint256 amount);
    error VouchersInvalid(uint256 bytesGiven);
    error VoucherForged(ChannelId channel);
    error ChannelExiting(ChannelId channel, uint256 exitAt);
    error ChannelNotExiting(ChannelId channel);
    error ExitTooEarly(ChannelId channel, uint256 exitAt);
    error WrongEpoch(uint64 expected);
    error RootPending(uint256 activeAt);
    error RootAboveEarned(uint64 sum, uint64 earned);
    error RootBelowPrevious(uint64 sum, uint64 previous);
    error ProofInvalid(uint256 index);
    error SilenceTooShort(uint32 silence);
    error RootOverdrawn(uint64 paid, uint256 amount, uint256 covered);
    error NothingParked(address account);
    error RelayExpired(uint64 deadline);
    error RelayStale(uint256 index, uint64 claimed);
    error RelayForged(address account, address relayer);
    error RelayTooSmall(uint64 amount, uint64 fee, uint64 least);

    event Deposited(
        ChannelId indexed channel, address indexed researcher, address signer, bytes32 salt, uint64 amount
    );
    /// @dev Which vouchers, the transaction says; {channel} what they brought.
    event Redeemed(uint256 vouchers, uint64 credited);
    event RootPosted(uint64 indexed epoch, bytes32 root, bytes32 leavesHash);
    /// @dev That a claim was paid, the token's own event says, or {Parked}; {claimed} what the claims of an index add up to.
    event Relayed(uint256 indexed index, address indexed relayer, uint64 fee);
    /// @dev In the token's smallest ones, as {Reclaimed}.
    event Parked(address indexed account, uint256 amount);
    event Reclaimed(address indexed account, address to, uint256 amount);
    event ExitRequested(ChannelId indexed channel, uint256 exitAt);
    event ExitCancelled(ChannelId indexed channel);
    event Exited(ChannelId indexed channel, address indexed researcher, uint64 amount);

    /// @notice Adds to the caller's channel what the hub really receives.
    /// @param amount in the token's smallest ones, a multiple of `unit`
    function deposit(address signer, bytes32 salt, uint256 amount) external;

    /// @notice The same without an approval beforehand. A permit that was already used by somebody else is no failure.
    function depositWithPermit(
        address signer,
        bytes32 salt,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Moves what the vouchers promise, up to each deposit, into `earned`. Anyone may, so that payees can be
    /// covered even without the operator. Vouchers that add nothing are skipped.
    /// @param vouchers signed promises of cumulative amounts, 144 bytes each: researcher, signer, salt, cumulative in 8
    /// bytes, and the signature as r and vs, the compact form of EIP-2098
    /// @return credited how much `earned` grew
    function redeem(bytes calldata vouchers) external returns (uint64 credited);

    /// @notice One epoch: redeems vouchers and posts the cumulative root of all payees.
    /// @param root word whose sum is at most `earned` and at least the previous root's
    /// @param leavesHash names the published list of leaves, from which anyone can rebuild the tree
    /// @param epoch must be the next one, so that a settlement that is sent twice takes effect once
    function settle(bytes32 root, bytes32 leavesHash, uint32 epoch, bytes calldata vouchers) external;

    /// @notice Pays `account` what its leaf of the active root exceeds its earlier claims by. Anyone may call.
    function claim(uint256 index, address account, uint64 cumulative, bytes32[] calldata proof) external;

    /// @notice Many claims in one transaction. A recipient that cannot be paid is parked and stops nobody else.
    function claimMany(ClaimIn[] calldata claims) external;

    /// @notice All claims of a whole subtree with one proof: what a relayer pays least for.
    /// @param first index of the first leaf, a multiple of their number
    /// @param leaves 28 bytes each, an account and what it has cumulatively; zeros where the tree is padded. As many as a
    /// power of two.
    /// @param proof from the subtree's sibling upwards
    function claimRange(uint256 first, bytes calldata leaves, bytes32[] calldata proof) external;

    /// @notice A claim for a payee without gas: the caller gets the fee that the payee signed for it, the payee the rest.
    /// For payees with a key; others are claimed for without a fee.
    function claimFor(ClaimIn calldata c, RelayIn calldata terms) external;

    /// @notice Tries again to pay what is parked for `account`. Anyone may call.
    function reclaim(address account) external;

    /// @notice Sends what is parked for the caller to another address.
    function reclaimTo(address to) external;

    /// @notice Starts the window after which the caller may withdraw; until then vouchers are still redeemed.
    function requestExit(address signer, bytes32 salt) external;

    /// @notice Only the researcher can: the channel's id is derived from the caller.
    function cancelExit(address signer, bytes32 salt) external;

    /// @notice Returns the unspent deposit after the window.
    function exit(address signer, bytes32 salt) external;

    function channelId(address researcher, address signer, bytes32 salt) external pure returns (ChannelId);
    function channel(ChannelId id) external view returns (Channel memory);
    function book() external view returns (Book memory);

    /// @return epoch of the root that claims are proved against, 0 while there is none
    /// @return root its word
    function activeRoot() external view returns (uint64 epoch, bytes32 root);

    /// @return the newest root, active or not
    function newestRoot() external view returns (bytes32);

    /// @return how much was claimed at a leaf's index, ever
    function claimed(uint256 index) external view returns (uint64);

    /// @return what could not be paid to `account` yet, in the token's smallest ones
    function parked(address account) external view returns (uint256);
    function domainSeparator() external view returns (bytes32);
    function token() external view returns (address);
    function operator() external view returns (address);
    function unit() external view returns (uint256);
    function activationDelay() external view returns (uint32);
    function exitWindow() external view returns (uint32);
    function silence() external view returns (uint32);
    function stake() external view returns (uint64);
}
