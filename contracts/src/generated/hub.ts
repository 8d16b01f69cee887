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
export const hubBytecode = '0x610160806040523461027f57608081612dbb80380380916100208285610296565b83398101031261027f576020816100386004936102cd565b906100448382016102cd565b9061005d6060610056604084016102e1565b92016102e1565b608084905260a09290925260e0526101005260405163313ce56760e01b815292839182906001600160a01b03165afa801561028b575f9061024a575b60ff1690506009811115610242576008190160ff811161022e5760ff16604d811161022e57600a0a5b60c05246610120526040516100d8604082610296565b6014815260208101907f4d616e7968616e647320436f6d70757465487562000000000000000000000000825260405191610113604084610296565b600183526020830191603160f81b8352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261017b60c082610296565b51902061014052604051612ac890816102f382396080518181816106800152818161131d01528181611f6001528181611fe90152612454015260a05181818161026f0152611447015260c051818181610b180152818161100c01528181611267015281816115a80152611f8c015260e0518181816103ed015281816104fe0152818161165d015261251b01526101005181818161095b01526116bb01526101205181611acd01526101405181611af30152f35b634e487b7160e01b5f52601160045260245ffd5b5060016100c2565b506020813d602011610283575b8161026460209383610296565b8101031261027f575160ff8116810361027f5760ff90610099565b5f80fd5b3d9150610257565b6040513d5f823e3d90fd5b601f909101601f19168101906001600160401b038211908210176102b957604052565b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b038216820361027f57565b519063ffffffff8216820361027f5756fe6080806040526004361015610012575f80fd5b5f905f3560e01c90816305a8da72146116df575080631e29848b146116815780633a8c07861461162357806340047063146114b857806352f587341461146b578063570ca735146113fd5780636a55f7521461128a578063907af6c014611231578063abb2efdf1461119a578063b7d9c80e146110f6578063bfce173b14611093578063c439aa6914610de7578063c990464b14610d3a578063dbe7e3bd14610cd9578063e71081c914610a0b578063e8ef63ea146108c5578063e9ae9af114610848578063eb2243f8146107cd578063ef941a82146106e5578063f698da25146106a4578063fc0c546a14610635578063fc772c8b146105c1578063fcdb5e8d146101ed5763fcebfa2e14610126575f80fd5b346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5761015d61178f565b60ff825c166101c2576101999060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d33612366565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b6004827fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b80fd5b50346101ea5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5760043567ffffffffffffffff81116105bd5761023d9036906004016117e3565b602435906064359067ffffffffffffffff8216938483036105b95773ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016330361058d5761029d6118ba565b91604083019167ffffffffffffffff6102b8818551166119ac565b16870361054c576102c8846124f5565b156104e2576102e367ffffffffffffffff926102ec92612324565b828551166119cc565b1680835267ffffffffffffffff8516908082116104b2575060018251166002811015610485576001015467ffffffffffffffff16908181106104575750508490524267ffffffffffffffff8181166060840152825160209093015160401b6fffffffffffffffff000000000000000016921691909117608083901b77ffffffffffffffff00000000000000000000000000000000161760c09190911b7fffffffffffffffff00000000000000000000000000000000000000000000000016178455600116600281101561042a57817f1f01f5b17148c311c95cc38cffed76612db7fda4444af26bc2549f6f4064aa0d926060926001015561041363ffffffff7f00000000000000000000000000000000000000000000000000000000000000001642611bd9565b60405191825260443560208301526040820152a280f35b6024847f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b7f506fa091000000000000000000000000000000000000000000000000000000008852600452602452604486fd5b6024887f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b87906044927fb84cad51000000000000000000000000000000000000000000000000000000008352600452602452fd5b60248861052467ffffffffffffffff60608801511663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001690611bd9565b7f579be8d3000000000000000000000000000000000000000000000000000000008252600452fd5b60248867ffffffffffffffff610564818751166119ac565b7fd43b05ad00000000000000000000000000000000000000000000000000000000835216600452fd5b6024867f76c6c93a00000000000000000000000000000000000000000000000000000000815233600452fd5b8580fd5b5080fd5b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea576105f961178f565b60ff825c166101c2576101999060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d80612366565b50346101ea57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b50346101ea57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5760206106dd611aca565b604051908152f35b50346101ea5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5761072a61072061178f565b6024359033611947565b808252600360205267ffffffffffffffff604083205460801c16156107a2578082526003602052604082207fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff81541690557ffdaa8a6693844555e01adab7d7598fc648d403f24b8dab8711ff07cca0f204d58280a280f35b7f96a24abd000000000000000000000000000000000000000000000000000000008252600452602490fd5b50346101ea5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5761080561178f565b60ff825c166101c2576101999060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6044359060243590611f89565b50346101ea57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea576001815460801c169060028210156108985760208260010154604051908152f35b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526032600452fd5b50346101ea5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5761090061072061178f565b80825260036020526040822067ffffffffffffffff815460801c16806109db5750602067ffffffffffffffff7f60cbb6dc74d525da91e0b42e761f013888c8089d2ba6949049758e9b0031e0b7926109cc61098363ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168442166119cc565b82547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff1660809190911b77ffffffffffffffff0000000000000000000000000000000016178255565b5460801c16604051908152a280f35b83604491847fecee1d99000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5760043567ffffffffffffffff81116105bd57610a5b9036906004016117b2565b9060ff835c16610cb15760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d610a966118ba565b906001610aa283611be6565b166002811015610c84576001939193015491610abd826119ee565b92610acb6040519485611879565b8284527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0610af8846119ee565b013660208601378591865b848110610bb1575090610b169291611d9d565b7f000000000000000000000000000000000000000000000000000000000000000090845b818110610b6b57857fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b80610bab610b876020610b81600195878b611a06565b01611a46565b610ba58667ffffffffffffffff610b9e868b611a7c565b5116611907565b90611e6b565b01610b3a565b92610bbf8486899799611a06565b90610bcc60208301611a46565b90610bd960408401611a67565b9260608101357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe182360301811215610c8057810180359067ffffffffffffffff8211610c7c576020018160051b36038113610c7c57600195610c7295610c4094358a611c48565b67ffffffffffffffff610c53888b611a7c565b9116905267ffffffffffffffff610c6a878a611a7c565b5116906119cc565b9301959395610b03565b8c80fd5b8b80fd5b6024857f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b6004837fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5767ffffffffffffffff602091610d306040600435928360021c815260048652205491612964565b1c16604051908152f35b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5760043567ffffffffffffffff81116105bd5790610d96610d9060209336906004016117e3565b90612324565b9080547fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff610dcf858285166119cc565b16911617905567ffffffffffffffff60405191168152f35b50346101ea5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea57610e1f61178f565b60ff825c166101c257610e5f9060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6024359033611947565b80825260036020526040822060405190610e788261185d565b549067ffffffffffffffff8216815267ffffffffffffffff6020820192818160401c16845260801c166040820190808252156110675767ffffffffffffffff905116804210611037575091610fd28267ffffffffffffffff8061019996610fc7898388610f7e82806110319d511681806040805198610ef68a61185d565b848a5260208a01948552818a01978189528152600360205220975116167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000875416178655511684907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b5182547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16911660801b77ffffffffffffffff0000000000000000000000000000000016179055565b51169151169061198a565b67ffffffffffffffff6040519116918282527fc94b068ec14d7fb00602464e4d091062f16b758db394f20d41d4764fb7e30c9760203393a37f000000000000000000000000000000000000000000000000000000000000000090611907565b33611e6b565b84604491857ff3c41f6a000000000000000000000000000000000000000000000000000000008352600452602452fd5b602485857f96a24abd000000000000000000000000000000000000000000000000000000008252600452fd5b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea57604060209173ffffffffffffffffffffffffffffffffffffffff6110e561178f565b168152600583522054604051908152f35b50346101ea5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea576040816060928280516111388161185d565b8281528260208201520152600435815260036020522067ffffffffffffffff604051916111648361185d565b54818082169384815281604060208301928286831c168452019360801c1683526040519485525116602084015251166040820152f35b50346101ea57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea576111d96111d46118ba565b611be6565b60018116600281101561120457604092506001015467ffffffffffffffff8351921682526020820152f35b6024837f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b50346101ea57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126101ea5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b50346113d15760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d1576112c261178f565b9060443560843560ff81168091036113d15760ff5f5c166113d55760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690813b156113d1575f9160e4839260405194859384927fd505accf0000000000000000000000000000000000000000000000000000000084523360048501523060248501528860448501526064356064850152608484015260a43560a484015260c43560c48401525af16113bb575b50610199919260243590611f89565b61019992505f6113ca91611879565b5f916113ac565b5f80fd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b346113d1575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d157602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346113d15760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d15760206106dd6114a761178f565b6114af61176c565b60443591611947565b346113d15760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d1576114ef61176c565b6044359067ffffffffffffffff821682036113d15760643567ffffffffffffffff81116113d1576115249036906004016117b2565b909260ff5f5c166113d55760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d6115606118ba565b93600161156c86611be6565b169460028610156115f657611595610ba59461159d936115ce9860010154958860043588611c48565b928391611d9d565b67ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000009116611907565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b346113d1575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d157602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346113d1575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d157602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346113d1575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126113d15760608161171a5f93611814565b828152826020820152826040820152015260806117356118ba565b67ffffffffffffffff6060604051928281511684528260208201511660208501528260408201511660408501520151166060820152f35b6024359073ffffffffffffffffffffffffffffffffffffffff821682036113d157565b6004359073ffffffffffffffffffffffffffffffffffffffff821682036113d157565b9181601f840112156113d15782359167ffffffffffffffff83116113d1576020808501948460051b0101116113d157565b9181601f840112156113d15782359167ffffffffffffffff83116113d15760208085019460c085020101116113d157565b6080810190811067ffffffffffffffff82111761183057604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6060810190811067ffffffffffffffff82111761183057604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff82111761183057604052565b604051906118c782611814565b8160605f5467ffffffffffffffff8116835267ffffffffffffffff8160401c16602084015267ffffffffffffffff8160801c16604084015260c01c910152565b8181029291811591840414171561191a57565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b9173ffffffffffffffffffffffffffffffffffffffff60405192816020850195168552166040830152606082015260608152611984608082611879565b51902090565b9067ffffffffffffffff8091169116039067ffffffffffffffff821161191a57565b67ffffffffffffffff60019116019067ffffffffffffffff821161191a57565b9067ffffffffffffffff8091169116019067ffffffffffffffff821161191a57565b67ffffffffffffffff81116118305760051b60200190565b91908110156115f65760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81813603018212156113d1570190565b3573ffffffffffffffffffffffffffffffffffffffff811681036113d15790565b3567ffffffffffffffff811681036113d15790565b80518210156115f65760209160051b010190565b67ffffffffffffffff811161183057601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b467f000000000000000000000000000000000000000000000000000000000000000003611b15577f000000000000000000000000000000000000000000000000000000000000000090565b60408051611b238282611879565b601481526001602082017f4d616e7968616e647320436f6d70757465487562000000000000000000000000815260208451611b5e8682611879565b83815201927f31000000000000000000000000000000000000000000000000000000000000008452519020912082519160208301937f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f855283015260608201524660808201523060a082015260a0815261198460c082611879565b9190820180921161191a57565b611bef816124f5565b15611c05576040015167ffffffffffffffff1690565b67ffffffffffffffff60407fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff920151160167ffffffffffffffff811161191a5790565b93819394611cf393979660405160208101907fffffffffffffffffffffffffffffffffffffffff0000000000000000000000008b60601b1682527fffffffffffffffff0000000000000000000000000000000000000000000000008960c01b166034820152601c8152611cbc603c82611879565b5190207fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000001667ffffffffffffffff88161792612556565b15611d7257611d028282612645565b9367ffffffffffffffff8516611d1757505050565b6040805167ffffffffffffffff878116825294909416602085015273ffffffffffffffffffffffffffffffffffffffff91909116927f4e79cb54d19c675bc9b41b980357073592dcc5f0f3ac60fd4d65a91e79c963a69190a3565b7f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9067ffffffffffffffff6020911691019067ffffffffffffffff611dc4818451168361198a565b1667ffffffffffffffff8416908111611e2e5750509067ffffffffffffffff611dee9251166119cc565b7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000005f549260401b169116175f55565b67ffffffffffffffff8351167fb9aa6b75000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b81158015611ed8575b611ed457602073ffffffffffffffffffffffffffffffffffffffff7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7921692835f526005825260405f20611ec9828254611bd9565b9055604051908152a2565b5050565b506040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff8216602482015260448101839052611f8490611f5e81606481015b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101835282611879565b7f0000000000000000000000000000000000000000000000000000000000000000612981565b611e74565b917f00000000000000000000000000000000000000000000000000000000000000009182156122f7578282066122c857611fc4818533611947565b92835f52600360205260405f209267ffffffffffffffff845460801c168061229957507f00000000000000000000000000000000000000000000000000000000000000009073ffffffffffffffffffffffffffffffffffffffff821690604051927f70a08231000000000000000000000000000000000000000000000000000000008452306004850152602084602481865afa938415612225575f94612263575b506120bb906040517f23b872dd000000000000000000000000000000000000000000000000000000006020820152336024820152306044820152836064820152606481526120b4608482611879565b5a91612a08565b156122305750906020602492604051938480927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa918215612225575f926121f1575b50810390811161191a57049167ffffffffffffffff8154169261212a8185611bd9565b67ffffffffffffffff81116121c6575061215067ffffffffffffffff80921680956119cc565b167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905573ffffffffffffffffffffffffffffffffffffffff60405194168452602084015260408301527ff1d8d14dfcd2757a1d7103aee5dc857aab06ee96dd05211ec766ad878fedf60160603393a3565b7fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9091506020813d60201161221d575b8161220d60209383611879565b810103126113d15751905f612107565b3d9150612200565b6040513d5f823e3d90fd5b7fd386b289000000000000000000000000000000000000000000000000000000005f52336004523060245260445260645ffd5b9093506020813d602011612291575b8161227f60209383611879565b810103126113d15751926120bb612065565b3d9150612272565b857fecee1d99000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b507fd990e629000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b915f9261232f611aca565b915f945b8486101561235e576123566001916123508660c08a0287016126c3565b906119cc565b950194612333565b945092505050565b73ffffffffffffffffffffffffffffffffffffffff1690815f52600560205260405f20549182156124ca57805f5260056020525f60408120557fc4cc5c1b6cf3b5cafd06bc7fa8b6320dbeea074c4f18c4c036e52a3a773aac54604051806123f28686836020909392919373ffffffffffffffffffffffffffffffffffffffff60408201951681520152565b0390a26124785a6040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff84166024820152604481018590526124528160648101611f32565b7f0000000000000000000000000000000000000000000000000000000000000000612a08565b15612481575050565b73ffffffffffffffffffffffffffffffffffffffff907fd386b289000000000000000000000000000000000000000000000000000000005f52306004521660245260445260645ffd5b7feabda1ed000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff60408201511615908115612510575090565b6060015161255091507f000000000000000000000000000000000000000000000000000000000000000063ffffffff169067ffffffffffffffff16611bd9565b42101590565b9093915f935b8585101561262e578460051b83013561258967ffffffffffffffff821667ffffffffffffffff8416611bd9565b9067ffffffffffffffff8211612622576001928684166125e8575f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f20925b1691161793811c9401939261255c565b905f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f20926125d8565b50505050505050505f90565b945092505015918261263f57505090565b14919050565b91908260021c90815f52600460205267ffffffffffffffff60405f205461266b86612964565b1c16908167ffffffffffffffff821611156126bb579061268a9161198a565b9261269f67ffffffffffffffff851691612964565b1b905f5260046020526126b760405f20918254611bd9565b9055565b505f93505050565b91906126ce83611a46565b906126eb60208501926126e084611a46565b604087013591611947565b91825f52600360205260405f2094604051956127068761185d565b549267ffffffffffffffff841680885267ffffffffffffffff8560401c1697604067ffffffffffffffff60208301978b895260801c1691015260608301908067ffffffffffffffff61275784611a67565b16101561295e575061276881611a67565b975b67ffffffffffffffff89161115612953579061278861282892611a67565b60405167ffffffffffffffff60208201927ff59948db919e49ad3d4b3adc4403400105382ada732ffd9115b0c447362b36868452896040840152166060820152606081526127d7608082611879565b5190206040519060208201927f19010000000000000000000000000000000000000000000000000000000000008452602283015260428201526042815261281f606282611879565b51902092611a46565b60a0820135928360ff1c601b019060ff821161191a5760807f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff61286f961694013592612a27565b15612927576129226128ad67ffffffffffffffff7f7f21f9b2c8e3069c87993a4d99661e1a2b5334a484036d762b49fdf9d68cac759351168661198a565b94835f5260036020526128ff8160405f20907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b6040805167ffffffffffffffff8089168252909216602083015290918291820190565b0390a2565b507fdf48e73a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b505f96505050505050565b9761276a565b60c0600382169160061b16908082046040149015171561191a5790565b5f9182918260208351930191620222e0f13d15612a00573d906129a382611a90565b916129b16040519384611879565b82523d5f602084013e5b801580156129f7575b6129f257508051602081101591826129db57505090565b6020818101935091810103126113d1575160011490565b905090565b508151156129c4565b6060906129bb565b905f9283809360208451940192f13d15612a00573d906129a382611a90565b939291907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411612abf576020935f9360ff60809460405194855216868401526040830152606082015282805260015afa156122255773ffffffffffffffffffffffffffffffffffffffff5f51168015159182612aa357505090565b73ffffffffffffffffffffffffffffffffffffffff1614919050565b50505050505f9056';
