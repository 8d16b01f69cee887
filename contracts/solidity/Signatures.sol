// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice EIP-712 digests and strict recovery, shared by the hub and the token.
library Signatures {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    /// Half the order of secp256k1. Above it, the same signature exists a second time with another s.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    function domain(string memory name, string memory version) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                block.chainid,
                address(this)
            )
        );
    }

    function digest(bytes32 separator, bytes32 structHash) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, hex"1901")
            mstore(add(at, 0x02), separator)
            mstore(add(at, 0x22), structHash)
            hash := keccak256(at, 0x42)
        }
    }

    /// @return whether (v, r, s) is `signer`'s signature of `hash`; never true for the zero address or a high s.
    function isBy(address signer, bytes32 hash, uint8 v, bytes32 r, bytes32 s) internal pure returns (bool) {
        if (uint256(s) > HALF_ORDER) return false;
        address recovered = ecrecover(hash, v, r, s);
        return recovered != address(0) && recovered == signer;
    }

    /// @notice The same for EIP-2098's compact form: the parity of y in the top bit of `vs`, then s.
    function isBy(address signer, bytes32 hash, bytes32 r, bytes32 vs) internal view returns (bool valid) {
        uint256 most = HALF_ORDER;
        assembly ("memory-safe") {
            let s := shr(1, shl(1, vs))
            let at := mload(0x40)
            mstore(at, hash)
            mstore(add(at, 0x20), add(27, shr(255, vs)))
            mstore(add(at, 0x40), r)
            mstore(add(at, 0x60), s)
            // Where nobody signed, the precompile answers nothing and the zero address stays.
            mstore(0x00, 0)
            pop(staticcall(gas(), 1, at, 0x80, 0x00, 0x20))
            let recovered := mload(0x00)
            valid := and(iszero(gt(s, most)), and(eq(recovered, signer), gt(recovered, 0)))
        }
    }
}
