// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IComputeHub} from "../solidity/IComputeHub.sol";
import {Signatures} from "../solidity/Signatures.sol";
import {Token} from "../solidity/Token.sol";
import {Base} from "./Base.sol";

/// @notice Both forms of a signature, up to the highest s that counts.
contract SignaturesTest is Base {
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    bytes32 private constant HASH = keccak256("what was signed");

    function both(address signer, uint8 v, bytes32 r, uint256 s) private view returns (bool whole) {
        whole = Signatures.isBy(signer, HASH, v, r, bytes32(s));
        bool compact = Signatures.isBy(signer, HASH, r, bytes32(s | uint256(v - 27) << 255));
        check(compact == whole, "the compact form agrees");
    }

    function testFuzz_isByItsSignerAlone(uint256 key, address another) external view {
        key = bound(key, 1, type(uint128).max);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, HASH);
        check(both(vm.addr(key), v, r, uint256(s)), "signer");
        check(another == vm.addr(key) || !both(another, v, r, uint256(s)), "another");
        check(!both(vm.addr(key), 55 - v, r, uint256(s)), "the other parity");
        check(!both(vm.addr(key), v, r, uint256(s) - 1), "another s");
    }

    /// Whoever it is that signed with this s: an r of some point will do.
    function test_theHighestLowSCounts() external view {
        bytes32 r = bytes32(uint256(1));
        address signer = ecrecover(HASH, 27, r, bytes32(HALF_ORDER));
        check(signer != address(0), "somebody");
        check(both(signer, 27, r, HALF_ORDER), "half of the order");
        signer = ecrecover(HASH, 27, r, bytes32(HALF_ORDER + 1));
        check(signer != address(0), "somebody");
        check(!both(signer, 27, r, HALF_ORDER + 1), "one more");
    }

    function test_nobodySignsForTheZeroAddress() external view {
        check(!both(address(0), 27, 0, 1), "no point");
        check(!both(address(0), 27, bytes32(uint256(1)), 0), "no s");
    }

    function domain(string memory name, address of_) private view returns (bytes32) {
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256("1"), block.chainid, of_));
    }

    /// A fork of the chain makes another of it, so that what was signed for one is worth nothing on the other.
    function test_domainsAreOfOneContractOnOneChain() external {
        Token token = Token(deploy("Token", abi.encode(address(this))));
        IComputeHub.Terms memory terms = IComputeHub.Terms(address(token), address(this), 1, 1, 4, 1);
        IComputeHub hub = IComputeHub(deploy("ComputeHub", abi.encode(terms)));
        for (uint256 i = 0; i < 2; ++i) {
            check(token.DOMAIN_SEPARATOR() == domain("Manyhands", address(token)), "token");
            check(hub.domainSeparator() == domain("Manyhands ComputeHub", address(hub)), "hub");
            vm.chainId(5);
        }
    }
}
