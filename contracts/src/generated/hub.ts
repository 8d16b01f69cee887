// Generated from solidity/ComputeHub.sol by scripts/generate.mjs. Do not edit.
export const hubAbi = [
  {
    "inputs": [
      {
        "name": "token_",
        "type": "address"
      },
      {
        "name": "operator_",
        "type": "address"
      },
      {
        "name": "activationDelay_",
        "type": "uint32"
      },
      {
        "name": "exitWindow_",
        "type": "uint32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "name": "channel",
        "type": "bytes32"
      },
      {
        "name": "exitAt",
        "type": "uint256"
      }
    ],
    "name": "ChannelExiting",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "channel",
        "type": "bytes32"
      }
    ],
    "name": "ChannelNotExiting",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "total",
        "type": "uint256"
      }
    ],
    "name": "DepositTooLarge",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "channel",
        "type": "bytes32"
      },
      {
        "name": "exitAt",
        "type": "uint256"
      }
    ],
    "name": "ExitTooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotOperator",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "amount",
        "type": "uint256"
      },
      {
        "name": "unit",
        "type": "uint256"
      }
    ],
    "name": "NotWholeUnits",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NothingParked",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "ProofInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "Reentered",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "deadline",
        "type": "uint64"
      }
    ],
    "name": "RelayExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "relayer",
        "type": "address"
      }
    ],
    "name": "RelayForged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      },
      {
        "name": "claimed",
        "type": "uint64"
      }
    ],
    "name": "RelayStale",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "amount",
        "type": "uint64"
      },
      {
        "name": "fee",
        "type": "uint64"
      },
      {
        "name": "least",
        "type": "uint64"
      }
    ],
    "name": "RelayTooSmall",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "sum",
        "type": "uint64"
      },
      {
        "name": "earned",
        "type": "uint64"
      }
    ],
    "name": "RootAboveEarned",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "sum",
        "type": "uint64"
      },
      {
        "name": "previous",
        "type": "uint64"
      }
    ],
    "name": "RootBelowPrevious",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "paid",
        "type": "uint64"
      },
      {
        "name": "amount",
        "type": "uint64"
      },
      {
        "name": "sum",
        "type": "uint64"
      }
    ],
    "name": "RootOverdrawn",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "activeAt",
        "type": "uint256"
      }
    ],
    "name": "RootPending",
    "type": "error"
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
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "TransferRefused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "channel",
        "type": "bytes32"
      }
    ],
    "name": "VoucherForged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "expected",
        "type": "uint64"
      }
    ],
    "name": "WrongEpoch",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint64"
      },
      {
        "indexed": false,
        "name": "cumulative",
        "type": "uint64"
      }
    ],
    "name": "Claimed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "channel",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "researcher",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "signer",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "salt",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint64"
      }
    ],
    "name": "Deposited",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "channel",
        "type": "bytes32"
      }
    ],
    "name": "ExitCancelled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "channel",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "exitAt",
        "type": "uint256"
      }
    ],
    "name": "ExitRequested",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "channel",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "researcher",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint64"
      }
    ],
    "name": "Exited",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Parked",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Reclaimed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "channel",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint64"
      },
      {
        "indexed": false,
        "name": "spent",
        "type": "uint64"
      }
    ],
    "name": "Redeemed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "name": "relayer",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "fee",
        "type": "uint64"
      }
    ],
    "name": "Relayed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "epoch",
        "type": "uint64"
      },
      {
        "indexed": false,
        "name": "root",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "leavesHash",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "activeAt",
        "type": "uint256"
      }
    ],
    "name": "RootPosted",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "activationDelay",
    "outputs": [
      {
        "name": "",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "activeRoot",
    "outputs": [
      {
        "name": "epoch",
        "type": "uint64"
      },
      {
        "name": "root",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "book",
    "outputs": [
      {
        "components": [
          {
            "name": "earned",
            "type": "uint64"
          },
          {
            "name": "paid",
            "type": "uint64"
          },
          {
            "name": "epoch",
            "type": "uint64"
          },
          {
            "name": "postedAt",
            "type": "uint64"
          }
        ],
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "cancelExit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "channel",
    "outputs": [
      {
        "components": [
          {
            "name": "deposit",
            "type": "uint64"
          },
          {
            "name": "spent",
            "type": "uint64"
          },
          {
            "name": "exitAt",
            "type": "uint64"
          }
        ],
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "researcher",
        "type": "address"
      },
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "channelId",
    "outputs": [
      {
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      },
      {
        "name": "account",
        "type": "address"
      },
      {
        "name": "cumulative",
        "type": "uint64"
      },
      {
        "name": "proof",
        "type": "bytes32[]"
      }
    ],
    "name": "claim",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "name": "index",
            "type": "uint256"
          },
          {
            "name": "account",
            "type": "address"
          },
          {
            "name": "cumulative",
            "type": "uint64"
          },
          {
            "name": "proof",
            "type": "bytes32[]"
          }
        ],
        "name": "c",
        "type": "tuple"
      },
      {
        "components": [
          {
            "name": "claimed",
            "type": "uint64"
          },
          {
            "name": "fee",
            "type": "uint64"
          },
          {
            "name": "least",
            "type": "uint64"
          },
          {
            "name": "deadline",
            "type": "uint64"
          },
          {
            "name": "r",
            "type": "bytes32"
          },
          {
            "name": "vs",
            "type": "bytes32"
          }
        ],
        "name": "terms",
        "type": "tuple"
      }
    ],
    "name": "claimFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "name": "index",
            "type": "uint256"
          },
          {
            "name": "account",
            "type": "address"
          },
          {
            "name": "cumulative",
            "type": "uint64"
          },
          {
            "name": "proof",
            "type": "bytes32[]"
          }
        ],
        "name": "claims",
        "type": "tuple[]"
      }
    ],
    "name": "claimMany",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "claimed",
    "outputs": [
      {
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      },
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "deposit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      },
      {
        "name": "amount",
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
    "name": "depositWithPermit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "domainSeparator",
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
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "exit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "exitWindow",
    "outputs": [
      {
        "name": "",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "newestRoot",
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
    "inputs": [],
    "name": "operator",
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "parked",
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
        "name": "account",
        "type": "address"
      }
    ],
    "name": "reclaim",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "to",
        "type": "address"
      }
    ],
    "name": "reclaimTo",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "name": "researcher",
            "type": "address"
          },
          {
            "name": "signer",
            "type": "address"
          },
          {
            "name": "salt",
            "type": "bytes32"
          },
          {
            "name": "cumulative",
            "type": "uint64"
          },
          {
            "name": "r",
            "type": "bytes32"
          },
          {
            "name": "vs",
            "type": "bytes32"
          }
        ],
        "name": "vouchers",
        "type": "tuple[]"
      }
    ],
    "name": "redeem",
    "outputs": [
      {
        "name": "credited",
        "type": "uint64"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      },
      {
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "requestExit",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "name": "researcher",
            "type": "address"
          },
          {
            "name": "signer",
            "type": "address"
          },
          {
            "name": "salt",
            "type": "bytes32"
          },
          {
            "name": "cumulative",
            "type": "uint64"
          },
          {
            "name": "r",
            "type": "bytes32"
          },
          {
            "name": "vs",
            "type": "bytes32"
          }
        ],
        "name": "vouchers",
        "type": "tuple[]"
      },
      {
        "name": "root",
        "type": "bytes32"
      },
      {
        "name": "leavesHash",
        "type": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "settle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "token",
    "outputs": [
      {
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "unit",
    "outputs": [
      {
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

/** Deployment bytecode; the constructor arguments are appended to it. */
export const hubBytecode = '0x6101608060405234610286576080816132c78038038091610020828561029d565b833981010312610286576020816100386004936102d4565b906100448382016102d4565b9061005d6060610056604084016102e8565b92016102e8565b608084905260a09290925260e0526101005260405163313ce56760e01b815292839182906001600160a01b03165afa8015610292575f90610251575b60ff1690506009811115610249576008190160ff81116102355760ff16604d811161023557600a0a5b60c05246610120526040516100d860408261029d565b6014815260208101907f4d616e7968616e647320436f6d7075746548756200000000000000000000000082526040519161011360408461029d565b600183526020830191603160f81b8352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261017b60c08261029d565b51902061014052604051612fcd90816102fa823960805181818161068b0152818161173b0152818161242e015281816124b7015261294a015260a05181818161027a0152611865015260c051818181610b2301528181610fb50152818161143f01528181611685015281816119c6015261245a015260e0518181816103f80152818161050901528181611a7b0152612a110152610100518181816109660152611ad901526101205181611fa801526101405181611fce0152f35b634e487b7160e01b5f52601160045260245ffd5b5060016100c2565b506020813d60201161028a575b8161026b6020938361029d565b81010312610286575160ff811681036102865760ff90610099565b5f80fd5b3d915061025e565b6040513d5f823e3d90fd5b601f909101601f19168101906001600160401b038211908210176102c057604052565b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b038216820361028657565b519063ffffffff821682036102865756fe6080806040526004361015610012575f80fd5b5f905f3560e01c90816305a8da7214611afd575080631e29848b14611a9f5780633a8c078614611a4157806340047063146118d657806352f5873414611889578063570ca7351461181b5780636a55f752146116a8578063907af6c01461164f578063abb2efdf146115b8578063b28e070014611143578063b7d9c80e1461109f578063bfce173b1461103c578063c439aa6914610d90578063c990464b14610ce3578063dbe7e3bd14610c94578063e71081c914610a16578063e8ef63ea146108d0578063e9ae9af114610853578063eb2243f8146107d8578063ef941a82146106f0578063f698da25146106af578063fc0c546a14610640578063fc772c8b146105cc578063fcdb5e8d146101f85763fcebfa2e14610131575f80fd5b346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557610168611bad565b60ff825c166101cd576101a49060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d3361285c565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b6004827fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b80fd5b50346101f55760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55760043567ffffffffffffffff81116105c857610248903690600401611c01565b602435906064359067ffffffffffffffff8216938483036105c45773ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163303610598576102a8611cd8565b91604083019167ffffffffffffffff6102c381855116611ebd565b168703610557576102d3846129eb565b156104ed576102ee67ffffffffffffffff926102f79261281a565b82855116611edd565b1680835267ffffffffffffffff8516908082116104bd575060018251166002811015610490576001015467ffffffffffffffff16908181106104625750508490524267ffffffffffffffff8181166060840152825160209093015160401b6fffffffffffffffff000000000000000016921691909117608083901b77ffffffffffffffff00000000000000000000000000000000161760c09190911b7fffffffffffffffff00000000000000000000000000000000000000000000000016178455600116600281101561043557817f1f01f5b17148c311c95cc38cffed76612db7fda4444af26bc2549f6f4064aa0d926060926001015561041e63ffffffff7f00000000000000000000000000000000000000000000000000000000000000001642611e8e565b60405191825260443560208301526040820152a280f35b6024847f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b7f506fa091000000000000000000000000000000000000000000000000000000008852600452602452604486fd5b6024887f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b87906044927fb84cad51000000000000000000000000000000000000000000000000000000008352600452602452fd5b60248861052f67ffffffffffffffff60608801511663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001690611e8e565b7f579be8d3000000000000000000000000000000000000000000000000000000008252600452fd5b60248867ffffffffffffffff61056f81875116611ebd565b7fd43b05ad00000000000000000000000000000000000000000000000000000000835216600452fd5b6024867f76c6c93a00000000000000000000000000000000000000000000000000000000815233600452fd5b8580fd5b5080fd5b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557610604611bad565b60ff825c166101cd576101a49060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d8061285c565b50346101f557807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b50346101f557807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55760206106e8611fa5565b604051908152f35b50346101f55760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55761073561072b611bad565b6024359033611d65565b808252600360205267ffffffffffffffff604083205460801c16156107ad578082526003602052604082207fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff81541690557ffdaa8a6693844555e01adab7d7598fc648d403f24b8dab8711ff07cca0f204d58280a280f35b7f96a24abd000000000000000000000000000000000000000000000000000000008252600452602490fd5b50346101f55760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557610810611bad565b60ff825c166101cd576101a49060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6044359060243590612457565b50346101f557807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f5576001815460801c169060028210156108a35760208260010154604051908152f35b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526032600452fd5b50346101f55760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55761090b61072b611bad565b80825260036020526040822067ffffffffffffffff815460801c16806109e65750602067ffffffffffffffff7f60cbb6dc74d525da91e0b42e761f013888c8089d2ba6949049758e9b0031e0b7926109d761098e63ffffffff7f000000000000000000000000000000000000000000000000000000000000000016844216611edd565b82547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff1660809190911b77ffffffffffffffff0000000000000000000000000000000016178255565b5460801c16604051908152a280f35b83604491847fecee1d99000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55760043567ffffffffffffffff81116105c857610a66903690600401611bd0565b9060ff835c16610c6c5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d610aa1611cd8565b906001610aad836120b4565b166002811015610c3f576001939193015491610ac882611eff565b92610ad66040519485611c97565b8284527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0610b0384611eff565b013660208601378591865b848110610bbc575090610b21929161226b565b7f000000000000000000000000000000000000000000000000000000000000000090845b818110610b7657857fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b80610bb6610b926020610b8c600195878b611f17565b01611e19565b610bb08667ffffffffffffffff610ba9868b611f57565b5116611d25565b90612339565b01610b45565b92610c35600191610c03610bd387898c9a9c611f17565b610bdf60208201611e19565b90610bec60408201611e04565b610bf96060830183611e3a565b939092358a612116565b67ffffffffffffffff610c16888b611f57565b9116905267ffffffffffffffff610c2d878a611f57565b511690611edd565b9301959395610b0e565b6024857f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b6004837fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f5576020610cd16004356127f2565b67ffffffffffffffff60405191168152f35b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55760043567ffffffffffffffff81116105c85790610d3f610d396020933690600401611c01565b9061281a565b9080547fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff610d7885828516611edd565b16911617905567ffffffffffffffff60405191168152f35b50346101f55760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557610dc8611bad565b60ff825c166101cd57610e089060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6024359033611d65565b80825260036020526040822060405190610e2182611c7b565b549067ffffffffffffffff8216815267ffffffffffffffff6020820192818160401c16845260801c166040820190808252156110105767ffffffffffffffff905116804210610fe0575091610f7b8267ffffffffffffffff806101a496610f70898388610f278280610fda9d511681806040805198610e9f8a611c7b565b848a5260208a01948552818a01978189528152600360205220975116167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000875416178655511684907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b5182547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16911660801b77ffffffffffffffff0000000000000000000000000000000016179055565b511691511690611e9b565b67ffffffffffffffff6040519116918282527fc94b068ec14d7fb00602464e4d091062f16b758db394f20d41d4764fb7e30c9760203393a37f000000000000000000000000000000000000000000000000000000000000000090611d25565b33612339565b84604491857ff3c41f6a000000000000000000000000000000000000000000000000000000008352600452602452fd5b602485857f96a24abd000000000000000000000000000000000000000000000000000000008252600452fd5b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f557604060209173ffffffffffffffffffffffffffffffffffffffff61108e611bad565b168152600583522054604051908152f35b50346101f55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f5576040816060928280516110e181611c7b565b8281528260208201520152600435815260036020522067ffffffffffffffff6040519161110d83611c7b565b54818082169384815281604060208301928286831c168452019360801c1683526040519485525116602084015251166040820152f35b50346101f55760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f5576004359067ffffffffffffffff82116101f5578160040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc84360301126105c85760c07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc3601126105c85760ff825c166101cd5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00835c1617825d803561121d816127f2565b67ffffffffffffffff8061122f611da8565b1691169081036115885750611242611fa5565b9067ffffffffffffffff611254611dbf565b16421161154b5761133961132360248701938361127086611e19565b67ffffffffffffffff611281611da8565b8161128a611dd6565b81611293611ded565b918161129d611dbf565b9573ffffffffffffffffffffffffffffffffffffffff6040519960208b019b7fabe9bc77ce2d4d5c0a5b7c8d2c76f1d70a6d615280f1f381aee6358e337ba6fd8d5260408c01521660608a01521660808801521660a08601521660c08401523360e084015216610100820152610100815261131a61012082611c97565b51902090612bd6565b61132c84611e19565b60c4359160a43591612c1c565b156114fd57611346611cd8565b946001611352876120b4565b1660028110156114d0579061139391600101549461138961137286611e19565b91606461138160448601611e04565b940190611e3a565b9290918588612116565b926113c167ffffffffffffffff6113a8611dd6565b1667ffffffffffffffff6113ba611ded565b1690611e8e565b9567ffffffffffffffff85169687106114815761147b61146c8695610bb0956113f86101a49967ffffffffffffffff97889761226b565b611400611dd6565b9085604051921682527f22a82489d51dc0908b126ab7b4e529b715335e253a0afc5528fa2e341137b76f60203393a3611467610fda61143d611dd6565b7f000000000000000000000000000000000000000000000000000000000000000097889116611d25565b611e19565b94611475611dd6565b90611e9b565b16611d25565b60648667ffffffffffffffff8981611497611dd6565b61149f611ded565b927f8e9d96f00000000000000000000000000000000000000000000000000000000086526004521660245216604452fd5b6024867f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b60448473ffffffffffffffffffffffffffffffffffffffff61151e85611e19565b7fbfbc8b9b0000000000000000000000000000000000000000000000000000000083521660045233602452fd5b60248467ffffffffffffffff61155f611dbf565b7fb39d1cd100000000000000000000000000000000000000000000000000000000835216600452fd5b83906044927faf826e08000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346101f557807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f5576115f76115f2611cd8565b6120b4565b60018116600281101561162257604092506001015467ffffffffffffffff8351921682526020820152f35b6024837f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b50346101f557807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101f55760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b50346117ef5760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef576116e0611bad565b9060443560843560ff81168091036117ef5760ff5f5c166117f35760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690813b156117ef575f9160e4839260405194859384927fd505accf0000000000000000000000000000000000000000000000000000000084523360048501523060248501528860448501526064356064850152608484015260a43560a484015260c43560c48401525af16117d9575b506101a4919260243590612457565b6101a492505f6117e891611c97565b5f916117ca565b5f80fd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b346117ef575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346117ef5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef5760206106e86118c5611bad565b6118cd611b8a565b60443591611d65565b346117ef5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef5761190d611b8a565b6044359067ffffffffffffffff821682036117ef5760643567ffffffffffffffff81116117ef57611942903690600401611bd0565b909260ff5f5c166117f35760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d61197e611cd8565b93600161198a866120b4565b16946002861015611a14576119b3610bb0946119bb936119ec9860010154958860043588612116565b92839161226b565b67ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000009116611d25565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b346117ef575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346117ef575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346117ef575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126117ef57606081611b385f93611c32565b82815282602082015282604082015201526080611b53611cd8565b67ffffffffffffffff6060604051928281511684528260208201511660208501528260408201511660408501520151166060820152f35b6024359073ffffffffffffffffffffffffffffffffffffffff821682036117ef57565b6004359073ffffffffffffffffffffffffffffffffffffffff821682036117ef57565b9181601f840112156117ef5782359167ffffffffffffffff83116117ef576020808501948460051b0101116117ef57565b9181601f840112156117ef5782359167ffffffffffffffff83116117ef5760208085019460c085020101116117ef57565b6080810190811067ffffffffffffffff821117611c4e57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6060810190811067ffffffffffffffff821117611c4e57604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117611c4e57604052565b60405190611ce582611c32565b8160605f5467ffffffffffffffff8116835267ffffffffffffffff8160401c16602084015267ffffffffffffffff8160801c16604084015260c01c910152565b81810292918115918404141715611d3857565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b9173ffffffffffffffffffffffffffffffffffffffff60405192816020850195168552166040830152606082015260608152611da2608082611c97565b51902090565b60243567ffffffffffffffff811681036117ef5790565b60843567ffffffffffffffff811681036117ef5790565b60443567ffffffffffffffff811681036117ef5790565b60643567ffffffffffffffff811681036117ef5790565b3567ffffffffffffffff811681036117ef5790565b3573ffffffffffffffffffffffffffffffffffffffff811681036117ef5790565b9035907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1813603018212156117ef570180359067ffffffffffffffff82116117ef57602001918160051b360383136117ef57565b91908201809211611d3857565b9067ffffffffffffffff8091169116039067ffffffffffffffff8211611d3857565b67ffffffffffffffff60019116019067ffffffffffffffff8211611d3857565b9067ffffffffffffffff8091169116019067ffffffffffffffff8211611d3857565b67ffffffffffffffff8111611c4e5760051b60200190565b9190811015611a145760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81813603018212156117ef570190565b8051821015611a145760209160051b010190565b67ffffffffffffffff8111611c4e57601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b467f000000000000000000000000000000000000000000000000000000000000000003611ff0577f000000000000000000000000000000000000000000000000000000000000000090565b60408051611ffe8282611c97565b601481526001602082017f4d616e7968616e647320436f6d707574654875620000000000000000000000008152602084516120398682611c97565b83815201927f31000000000000000000000000000000000000000000000000000000000000008452519020912082519160208301937f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f855283015260608201524660808201523060a082015260a08152611da260c082611c97565b6120bd816129eb565b156120d3576040015167ffffffffffffffff1690565b67ffffffffffffffff60407fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff920151160167ffffffffffffffff8111611d385790565b938193946121c193979660405160208101907fffffffffffffffffffffffffffffffffffffffff0000000000000000000000008b60601b1682527fffffffffffffffff0000000000000000000000000000000000000000000000008960c01b166034820152601c815261218a603c82611c97565b5190207fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000001667ffffffffffffffff88161792612a4c565b15612240576121d08282612b3b565b9367ffffffffffffffff85166121e557505050565b6040805167ffffffffffffffff878116825294909416602085015273ffffffffffffffffffffffffffffffffffffffff91909116927f4e79cb54d19c675bc9b41b980357073592dcc5f0f3ac60fd4d65a91e79c963a69190a3565b7f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9067ffffffffffffffff6020911691019067ffffffffffffffff6122928184511683611e9b565b1667ffffffffffffffff84169081116122fc5750509067ffffffffffffffff6122bc925116611edd565b7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000005f549260401b169116175f55565b67ffffffffffffffff8351167fb9aa6b75000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b811580156123a6575b6123a257602073ffffffffffffffffffffffffffffffffffffffff7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7921692835f526005825260405f20612397828254611e8e565b9055604051908152a2565b5050565b506040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff82166024820152604481018390526124529061242c81606481015b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101835282611c97565b7f0000000000000000000000000000000000000000000000000000000000000000612e86565b612342565b917f00000000000000000000000000000000000000000000000000000000000000009182156127c55782820661279657612492818533611d65565b92835f52600360205260405f209267ffffffffffffffff845460801c168061276757507f00000000000000000000000000000000000000000000000000000000000000009073ffffffffffffffffffffffffffffffffffffffff821690604051927f70a08231000000000000000000000000000000000000000000000000000000008452306004850152602084602481865afa9384156126f3575f94612731575b50612589906040517f23b872dd00000000000000000000000000000000000000000000000000000000602082015233602482015230604482015283606482015260648152612582608482611c97565b5a91612f0d565b156126fe5750906020602492604051938480927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa9182156126f3575f926126bf575b508103908111611d3857049167ffffffffffffffff815416926125f88185611e8e565b67ffffffffffffffff8111612694575061261e67ffffffffffffffff8092168095611edd565b167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905573ffffffffffffffffffffffffffffffffffffffff60405194168452602084015260408301527ff1d8d14dfcd2757a1d7103aee5dc857aab06ee96dd05211ec766ad878fedf60160603393a3565b7fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9091506020813d6020116126eb575b816126db60209383611c97565b810103126117ef5751905f6125d5565b3d91506126ce565b6040513d5f823e3d90fd5b7fd386b289000000000000000000000000000000000000000000000000000000005f52336004523060245260445260645ffd5b9093506020813d60201161275f575b8161274d60209383611c97565b810103126117ef575192612589612533565b3d9150612740565b857fecee1d99000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b507fd990e629000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b67ffffffffffffffff908060021c5f52600460205261281560405f205491612bb9565b1c1690565b915f92612825611fa5565b915f945b848610156128545761284c6001916128468660c08a028701612c5d565b90611edd565b950194612829565b945092505050565b73ffffffffffffffffffffffffffffffffffffffff1690815f52600560205260405f20549182156129c057805f5260056020525f60408120557fc4cc5c1b6cf3b5cafd06bc7fa8b6320dbeea074c4f18c4c036e52a3a773aac54604051806128e88686836020909392919373ffffffffffffffffffffffffffffffffffffffff60408201951681520152565b0390a261296e5a6040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff84166024820152604481018590526129488160648101612400565b7f0000000000000000000000000000000000000000000000000000000000000000612f0d565b15612977575050565b73ffffffffffffffffffffffffffffffffffffffff907fd386b289000000000000000000000000000000000000000000000000000000005f52306004521660245260445260645ffd5b7feabda1ed000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff60408201511615908115612a06575090565b60600151612a4691507f000000000000000000000000000000000000000000000000000000000000000063ffffffff169067ffffffffffffffff16611e8e565b42101590565b9093915f935b85851015612b24578460051b830135612a7f67ffffffffffffffff821667ffffffffffffffff8416611e8e565b9067ffffffffffffffff8211612b1857600192868416612ade575f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f20925b1691161793811c94019392612a52565b905f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f2092612ace565b50505050505050505f90565b9450925050159182612b3557505090565b14919050565b91908260021c90815f52600460205267ffffffffffffffff60405f2054612b6186612bb9565b1c16908167ffffffffffffffff82161115612bb15790612b8091611e9b565b92612b9567ffffffffffffffff851691612bb9565b1b905f526004602052612bad60405f20918254611e8e565b9055565b505f93505050565b60c0600382169160061b169080820460401490151715611d385790565b906040519060208201927f190100000000000000000000000000000000000000000000000000000000000084526022830152604282015260428152611da2606282611c97565b91908360ff1c601b019060ff8211611d38577f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff612c5a951693612f2c565b90565b919091612c6981611e19565b92612c866020830194612c7b86611e19565b604085013591611d65565b91825f52600360205260405f209460405195612ca187611c7b565b549267ffffffffffffffff841680885267ffffffffffffffff8560401c1697604067ffffffffffffffff60208301978b895260801c1691015260608401908067ffffffffffffffff612cf284611e04565b161015612e805750612d0381611e04565b975b67ffffffffffffffff89161115612e7557612d7a612d91949392612d2b612d8093611e04565b60405167ffffffffffffffff60208201927ff59948db919e49ad3d4b3adc4403400105382ada732ffd9115b0c447362b368684528b60408401521660608201526060815261131a608082611c97565b91611e19565b90608060a084013593013591612c1c565b15612e4957612e44612dcf67ffffffffffffffff7f7f21f9b2c8e3069c87993a4d99661e1a2b5334a484036d762b49fdf9d68cac7593511686611e9b565b94835f526003602052612e218160405f20907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b6040805167ffffffffffffffff8089168252909216602083015290918291820190565b0390a2565b507fdf48e73a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b505f96505050505050565b97612d05565b5f9182918260208351930191620222e0f13d15612f05573d90612ea882611f6b565b91612eb66040519384611c97565b82523d5f602084013e5b80158015612efc575b612ef75750805160208110159182612ee057505090565b6020818101935091810103126117ef575160011490565b905090565b50815115612ec9565b606090612ec0565b905f9283809360208451940192f13d15612f05573d90612ea882611f6b565b939291907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411612fc4576020935f9360ff60809460405194855216868401526040830152606082015282805260015afa156126f35773ffffffffffffffffffffffffffffffffffffffff5f51168015159182612fa857505090565b73ffffffffffffffffffffffffffffffffffffffff1614919050565b50505050505f9056';
