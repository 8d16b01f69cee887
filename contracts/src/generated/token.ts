// Generated from solidity/Token.sol by scripts/generate.mjs. Do not edit.
export const tokenAbi = [
  {
    "inputs": [
      {
        "name": "holder",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      },
      {
        "name": "spender",
        "type": "address"
      },
      {
        "name": "allowed",
        "type": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "AllowanceTooLow",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      },
      {
        "name": "balance",
        "type": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "BalanceTooLow",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "PermitExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "PermitForged",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ZeroRecipient",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "spender",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Approval",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "from",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Transfer",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "DOMAIN_SEPARATOR",
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      },
      {
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "spender",
        "type": "address"
      },
      {
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [
      {
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "decimals",
    "outputs": [
      {
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "name",
    "outputs": [
      {
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "nonces",
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      },
      {
        "name": "spender",
        "type": "address"
      },
      {
        "name": "value",
        "type": "uint256"
      },
      {
        "name": "deadline",
        "type": "uint256"
      },
      {
        "name": "v",
        "type": "uint8"
      },
      {
        "name": "r",
        "type": "bytes32"
      },
      {
        "name": "s",
        "type": "bytes32"
      }
    ],
    "name": "permit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "symbol",
    "outputs": [
      {
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "to",
        "type": "address"
      },
      {
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [
      {
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "from",
        "type": "address"
      },
      {
        "name": "to",
        "type": "address"
      },
      {
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [
      {
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

/** Deployment bytecode; the constructor arguments are appended to it. */
export const tokenBytecode = '0x60803460b857601f610c0f38819003918201601f19168301916001600160401b0383118484101760bc5780849260209460405283398101031260b857516001600160a01b0381169081900360b857801560a957805f525f6020526701351609ff75800060405f20555f7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60206040516701351609ff7580008152a3604051610b3e90816100d18239f35b63d27b444360e01b5f5260045ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe60806040526004361015610011575f80fd5b5f3560e01c806306fdde0314610701578063095ea7b3146106bd57806318160ddd1461067d57806323b872dd14610538578063313ce567146104ff5780633644e515146104bf57806370a082311461045d5780637ecebe00146103fa57806395d89b4114610381578063a9059cbb14610332578063d505accf1461012d5763dd62ed3e1461009d575f80fd5b346101295760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610129576100d461082c565b73ffffffffffffffffffffffffffffffffffffffff6100f161084f565b91165f52600160205273ffffffffffffffffffffffffffffffffffffffff60405f2091165f52602052602060405f2054604051908152f35b5f80fd5b346101295760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295761016461082c565b61016c61084f565b60443590606435926084359360ff85168503610129578042116103075773ffffffffffffffffffffffffffffffffffffffff821694855f52600260205260405f20918254907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82146102da5761029d936001830190556040519060208201927f6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9845289604084015273ffffffffffffffffffffffffffffffffffffffff8816606084015288608084015260a083015260c082015260c0815261024f60e082610776565b51902061025a610872565b90604051917f190100000000000000000000000000000000000000000000000000000000000083526002830152602282015260c43591604260a435922085610a92565b156102ae576102ac9350610945565b005b837f4e98dc97000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b7f9e96b26f000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346101295760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295761037661036c61082c565b60243590336109a4565b602060405160018152f35b34610129575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610129576103f66040516103c0604082610776565b600481527f48414e44000000000000000000000000000000000000000000000000000000006020820152604051918291826107e4565b0390f35b346101295760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295773ffffffffffffffffffffffffffffffffffffffff61044661082c565b165f526002602052602060405f2054604051908152f35b346101295760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295773ffffffffffffffffffffffffffffffffffffffff6104a961082c565b165f525f602052602060405f2054604051908152f35b34610129575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295760206104f7610872565b604051908152f35b34610129575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261012957602060405160098152f35b346101295760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295761056f61082c565b61057761084f565b6044359073ffffffffffffffffffffffffffffffffffffffff831692835f52600160205260405f2073ffffffffffffffffffffffffffffffffffffffff33165f5260205260405f205483811061063a577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81036105fa575b5061037693506109a4565b8381039081116102da57610376945f52600160205260405f2073ffffffffffffffffffffffffffffffffffffffff33165f5260205260405f2055846105ef565b8484608492604051927f7b936de3000000000000000000000000000000000000000000000000000000008452600484015233602484015260448301526064820152fd5b34610129575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101295760206040516701351609ff7580008152f35b346101295760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610129576103766106f761082c565b6024359033610945565b34610129575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610129576103f6604051610740604082610776565b600981527f4d616e7968616e647300000000000000000000000000000000000000000000006020820152604051918291826107e4565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176107b757604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602060409481855280519182918282880152018686015e5f8582860101520116010190565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361012957565b6024359073ffffffffffffffffffffffffffffffffffffffff8216820361012957565b604051610880604082610776565b6009815260208101907f4d616e7968616e647300000000000000000000000000000000000000000000008252604051916108bb604084610776565b6001835260208301917f31000000000000000000000000000000000000000000000000000000000000008352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261093f60c082610776565b51902090565b602073ffffffffffffffffffffffffffffffffffffffff807f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925931693845f526001835260405f208282165f5283528560405f20556040519586521693a3565b919073ffffffffffffffffffffffffffffffffffffffff16918215610a6a5773ffffffffffffffffffffffffffffffffffffffff1690815f525f60205260405f2054818110610a3857817fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef92602092855f525f84520360405f2055845f525f825260405f20818154019055604051908152a3565b827fb3e09fee000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b7fd27b4443000000000000000000000000000000000000000000000000000000005f5260045ffd5b939291907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411610b35576020935f9360ff60809460405194855216868401526040830152606082015282805260015afa15610b2a5773ffffffffffffffffffffffffffffffffffffffff5f51168015159182610b0e57505090565b73ffffffffffffffffffffffffffffffffffffffff1614919050565b6040513d5f823e3d90fd5b50505050505f9056';
