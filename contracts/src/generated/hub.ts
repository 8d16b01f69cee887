// Generated from solidity/ComputeHub.sol by scripts/generate.mjs. Do not edit.
export const hubAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "name": "token",
            "type": "address"
          },
          {
            "name": "operator",
            "type": "address"
          },
          {
            "name": "activationDelay",
            "type": "uint32"
          },
          {
            "name": "exitWindow",
            "type": "uint32"
          },
          {
            "name": "silence",
            "type": "uint32"
          },
          {
            "name": "stake",
            "type": "uint64"
          }
        ],
        "name": "terms",
        "type": "tuple"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "name": "answerBy",
        "type": "uint64"
      }
    ],
    "name": "AnswerOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "exitAt",
        "type": "uint64"
      }
    ],
    "name": "BondLocked",
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
        "name": "until",
        "type": "uint256"
      }
    ],
    "name": "DemandLate",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      },
      {
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "DemandOpen",
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
        "name": "index",
        "type": "uint256"
      },
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "IndexTaken",
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
        "name": "silentAt",
        "type": "uint256"
      }
    ],
    "name": "NotSilent",
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
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "NothingDemanded",
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
    "name": "NothingTaken",
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
    "inputs": [
      {
        "name": "first",
        "type": "uint256"
      },
      {
        "name": "bytesGiven",
        "type": "uint256"
      }
    ],
    "name": "RangeInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "first",
        "type": "uint256"
      }
    ],
    "name": "RangeUnproved",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "ReceiptForged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "name": "dueEpoch",
        "type": "uint64"
      },
      {
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "ReceiptNotDue",
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
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "RootNotPending",
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
        "type": "uint256"
      },
      {
        "name": "covered",
        "type": "uint256"
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
        "name": "silence",
        "type": "uint32"
      }
    ],
    "name": "SilenceTooShort",
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
        "name": "bytesGiven",
        "type": "uint256"
      }
    ],
    "name": "VouchersInvalid",
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
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "cumulative",
        "type": "uint64"
      }
    ],
    "name": "Answered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "name": "exitAt",
        "type": "uint64"
      }
    ],
    "name": "BondExitRequested",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "name": "amount",
        "type": "uint64"
      }
    ],
    "name": "Bonded",
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
        "name": "challenger",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "cumulative",
        "type": "uint64"
      },
      {
        "indexed": false,
        "name": "answerBy",
        "type": "uint64"
      }
    ],
    "name": "Demanded",
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
        "indexed": false,
        "name": "vouchers",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "credited",
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
        "indexed": true,
        "name": "challenger",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "lostBond",
        "type": "uint64"
      }
    ],
    "name": "RootCancelled",
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
    "inputs": [
      {
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "addBond",
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
        "name": "demanded",
        "type": "uint64"
      }
    ],
    "name": "answer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "bond",
    "outputs": [
      {
        "components": [
          {
            "name": "amount",
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
            "name": "covered",
            "type": "uint64"
          },
          {
            "name": "epoch",
            "type": "uint24"
          },
          {
            "name": "postedAt",
            "type": "uint40"
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
        "name": "was",
        "type": "tuple"
      },
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
        "name": "now_",
        "type": "tuple"
      }
    ],
    "name": "cancelRoot",
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
        "name": "first",
        "type": "uint256"
      },
      {
        "name": "leaves",
        "type": "bytes"
      },
      {
        "name": "proof",
        "type": "bytes32[]"
      }
    ],
    "name": "claimRange",
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
            "name": "dueEpoch",
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
        "name": "receipt",
        "type": "tuple"
      },
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
        "name": "leaf",
        "type": "tuple"
      }
    ],
    "name": "claimReceipt",
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
      }
    ],
    "name": "closeDemand",
    "outputs": [],
    "stateMutability": "nonpayable",
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
      }
    ],
    "name": "demandAt",
    "outputs": [
      {
        "components": [
          {
            "name": "challenger",
            "type": "address"
          },
          {
            "name": "answerBy",
            "type": "uint40"
          },
          {
            "name": "epoch",
            "type": "uint24"
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
        "name": "was",
        "type": "tuple"
      }
    ],
    "name": "demandLeaf",
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
            "name": "dueEpoch",
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
        "name": "receipt",
        "type": "tuple"
      }
    ],
    "name": "demandReceipt",
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
        "name": "vouchers",
        "type": "bytes"
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
    "inputs": [],
    "name": "requestBondExit",
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
        "name": "root",
        "type": "bytes32"
      },
      {
        "name": "leavesHash",
        "type": "bytes32"
      },
      {
        "name": "epoch",
        "type": "uint32"
      },
      {
        "name": "vouchers",
        "type": "bytes"
      }
    ],
    "name": "settle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "silence",
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
    "name": "stake",
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
  },
  {
    "inputs": [],
    "name": "withdrawBond",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

/** Deployment bytecode; the constructor arguments are appended to it. */
export const hubBytecode = '0x6101a080604052346103a15760c081614e5c803803809161002082856103e6565b8339810103126103a15760405160c081016001600160401b038111828210176103d25760405261004f82610409565b815261005d60208301610409565b602082019081526100706040840161041d565b90604083018281526100846060860161041d565b91606085019283526100986080870161041d565b6080860181815260a09790970151946001600160401b03861686036103a15763ffffffff9060a088019687521690816003029160038304036103505763ffffffff1611156103b85784516001600160a01b039081166080529051811660a052905163ffffffff90811660e052915182166101005293511661012052516001600160401b0316610140525160405163313ce56760e01b81529160209183916004918391165afa80156103ad575f9061036c575b60ff1690506009811115610364576008190160ff81116103505760ff16604d811161035057600a0a5b60c05246610160526040516101896040826103e6565b6014815260208101907f4d616e7968616e647320436f6d707574654875620000000000000000000000008252604051916101c46040846103e6565b600183526020830191603160f81b8352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261022c60c0826103e6565b519020610180524260d81b6001600160d81b0319165f55604051614a2d908161042f82396080518181816102da0152818161182b0152818161353901528181613e2b015261475b015260a05181818161194d01528181611bba01528181611cde0152818161272b01526140aa015260c05181818161125e0152818161346c01528181613c9601528181613dfc0152614246015260e051818181611a4901528181612447015281816129420152818161359101528181613d1001526143120152610100518181816105ec015281816119a401528181611c0d015261268a0152610120518181816103390152611ddb015261014051818181612122015281816124a901528181612b760152614270015261016051816131b5015261018051816131db0152f35b634e487b7160e01b5f52601160045260245ffd5b506001610173565b506020813d6020116103a5575b81610386602093836103e6565b810103126103a1575160ff811681036103a15760ff9061014a565b5f80fd5b3d9150610379565b6040513d5f823e3d90fd5b63ffffffff865116634dfeba5b60e11b5f5260045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b038211908210176103d257604052565b51906001600160a01b03821682036103a157565b519063ffffffff821682036103a15756fe60806040526004361015610011575f80fd5b5f5f3560e01c806305a8da7214612c12578063105930d9146129965780631c99909e146126ae5780631e29848b14612650578063380bf179146124cd5780633a4b66f11461246b5780633a8c07861461240d57806340047063146123655780634653ba16146122d75780634b8d24b0146121df57806350a24b3c14612041578063526c113e14611d4f57806352f5873414611d02578063570ca73514611c945780635a73384b14611b7557806364c9ec6f14611b0b57806366eb9cec1461190b5780636a55f752146117c057806383f4badc1461167c5780638d1e0bc114611281578063907af6c0146112285780639945e3d31461111d578063abb2efdf1461108c578063b28e070014610c79578063b7d9c80e14610be4578063bfce173b14610b81578063c439aa691461092d578063c71073241461086d578063dbe7e3bd1461081e578063e71081c91461069c578063e8ef63ea14610556578063e9ae9af1146104d9578063eb2243f814610486578063ef941a821461039e578063f698da251461035d578063fa537f74146102fe578063fc0c546a1461028f578063fc772c8b146102435763fcebfa2e146101c7575f80fd5b346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576101fe612d29565b815c61021857610212906001835d3361469c565b80805d80f35b6004827fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b80fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405761027b612d29565b815c61021857610212906001835d8061469c565b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760206103966131b2565b604051908152f35b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576103e36103d9612d29565b6024359033613068565b808252600360205267ffffffffffffffff604083205460801c161561045b578082526003602052604082207fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff81541690557ffdaa8a6693844555e01adab7d7598fc648d403f24b8dab8711ff07cca0f204d58280a280f35b7f96a24abd000000000000000000000000000000000000000000000000000000008252600452602490fd5b50346102405760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576104be612d29565b815c61021857610212906001835d6044359060243590614101565b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576001815460c01c169060028210156105295760208260010154604051908152f35b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526032600452fd5b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576105916103d9612d29565b80825260036020526040822067ffffffffffffffff815460801c168061066c5750602067ffffffffffffffff7f60cbb6dc74d525da91e0b42e761f013888c8089d2ba6949049758e9b0031e0b79261065d61061463ffffffff7f00000000000000000000000000000000000000000000000000000000000000001684421661301b565b82547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff1660809190911b77ffffffffffffffff0000000000000000000000000000000016178255565b5460801c16604051908152a280f35b83604491847fecee1d99000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760043567ffffffffffffffff811161081a576106ec903690600401612d4c565b825c6107f2576001835d82549061070282613d43565b61070b82613123565b92859086925b84841061077057506107239250613d81565b835b818110610733578480805d80f35b8061076a61074f6020610749600195878a613172565b01612ef2565b67ffffffffffffffff61076284886130d5565b511690613469565b01610725565b90916107e86001916107b661078687898c613172565b61079260208201612ef2565b9061079f60408201612fc3565b6107ac6060830183612f13565b9390923589613d5f565b67ffffffffffffffff6107c9888b6130d5565b9116905267ffffffffffffffff6107e0878a6130d5565b51169061305b565b9301929190610711565b6004837fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b5080fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057602061085b6004356142b6565b67ffffffffffffffff60405191168152f35b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760043567ffffffffffffffff811161081a57806004019060807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc823603011261092957825c6107f25790610212916001845d6108f7614244565b6108ff6132c1565b61090983826138b4565b610921604461091a60248501612ef2565b9301612fc3565b9235906142de565b8280fd5b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057610965612d29565b815c6102185761097d906001835d6024359033613068565b8082526003602052604082206040519061099682612e2c565b549067ffffffffffffffff8216815267ffffffffffffffff6020820192818160401c16845260801c16604082019080825215610b555767ffffffffffffffff905116804210610b2557508167ffffffffffffffff80610ae793610adc888389816102129b9a511682806040805196610a0d88612e2c565b84885260208801948552818801958187528152600360205220955116167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000855416178455517fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000008086549360401b1616911617835551167fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff77ffffffffffffffff0000000000000000000000000000000083549260801b169116179055565b5116915116906130e9565b67ffffffffffffffff6040519116918282527fc94b068ec14d7fb00602464e4d091062f16b758db394f20d41d4764fb7e30c9760203393a333613469565b84604491857ff3c41f6a000000000000000000000000000000000000000000000000000000008352600452602452fd5b602485857f96a24abd000000000000000000000000000000000000000000000000000000008252600452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057604060209173ffffffffffffffffffffffffffffffffffffffff610bd3612d29565b168152600583522054604051908152f35b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576040606091610c2161303d565b50600435815260036020522067ffffffffffffffff60405191610c4383612e2c565b54818082169384815281604060208301928286831c168452019360801c1683526040519485525116602084015251166040820152f35b50346102405760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576004359067ffffffffffffffff8211610240578160040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc843603011261081a5760c07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc36011261081a57815c610218576001825d803590610d2c826142b6565b67ffffffffffffffff80610d3e612f95565b16911690810361105c5750610d516131b2565b9067ffffffffffffffff610d63612fac565b16421161101f57610e7b610e65602487019385610d7f86612ef2565b67ffffffffffffffff610d90612f95565b81610d99612f67565b81610da2612f7e565b9181610dac612fac565b9573ffffffffffffffffffffffffffffffffffffffff6040519960208b019b7fabe9bc77ce2d4d5c0a5b7c8d2c76f1d70a6d615280f1f381aee6358e337ba6fd8d5260408c01521660608a01521660808801521660a08601521660c08401523360e0840152166101008201526101008152610e2961012082612e64565b51902090604291604051917f19010000000000000000000000000000000000000000000000000000000000008352600283015260228201522090565b610e6e84612ef2565b60c4359160a43591614941565b15610fd15782610ebd91855496610e9188613d43565b91610eb5610e9e87612ef2565b916064610ead60448601612fc3565b940190612f13565b949093613d5f565b91610eeb67ffffffffffffffff610ed2612f67565b1667ffffffffffffffff610ee4612f7e565b169061305b565b9467ffffffffffffffff8416958610610f825767ffffffffffffffff92610f7b92610f1d6102129798610f6c94613d81565b610f25612f67565b9085604051921682527f22a82489d51dc0908b126ab7b4e529b715335e253a0afc5528fa2e341137b76f60203393a3610f6784610f60612f67565b1633613469565b612ef2565b92610f75612f67565b906130e9565b1690613469565b60648567ffffffffffffffff8881610f98612f67565b610fa0612f7e565b927f8e9d96f00000000000000000000000000000000000000000000000000000000086526004521660245216604452fd5b60448473ffffffffffffffffffffffffffffffffffffffff610ff285612ef2565b7fbfbc8b9b0000000000000000000000000000000000000000000000000000000083521660045233602452fd5b60248467ffffffffffffffff611033612fac565b7fb39d1cd100000000000000000000000000000000000000000000000000000000835216600452fd5b83604491847faf826e08000000000000000000000000000000000000000000000000000000008352600452602452fd5b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576110c58154614654565b6001811660028110156110f057604092506001015467ffffffffffffffff8351921682526020820152f35b6024837f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760043567ffffffffffffffff811161081a57906111796111736020933690600401612cd8565b90613601565b9061121481546111938467ffffffffffffffff831661301b565b67ffffffffffffffff166fffffffffffffffff000000000000000082161777ffffffffffffffff000000000000000000000000000000008216177affffff0000000000000000000000000000000000000000000000008216177fffffffffff0000000000000000000000000000000000000000000000000000009091161790565b905567ffffffffffffffff60405191168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b50346102405760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576004359060243567ffffffffffffffff811161081a576112d5903690600401612cd8565b60449391933567ffffffffffffffff8111611678576112f8903690600401612d4c565b90845c611650576001855d84549161130f83613d43565b601c85049485158015611637575b80156115d6575b80156115c4575b6115945750604051600586901b8101818a5b82821061153b575050508560011c805b6114b857509061136b939291519161136587896135f7565b936133ec565b1561148c57839161137b81613123565b9385905b8282106113d5575050509061139391613d81565b815b81518110156113ce57806113c867ffffffffffffffff6113b7600194866130d5565b5116601c830287013560601c613469565b01611395565b8280805d80f35b9281849893959792980160021c908183526004602052604083205495869160015b15611447575b8497601c8c0287013560201c67ffffffffffffffff168c890161141e926149de565b909a61142a8d8c6130d5565b9167ffffffffffffffff16809252019a600101979a99979a6113f6565b818b108061147e575b6113fc57959290949993989691820361146b575b505061137f565b8852600460205260408820555f80611464565b5060038b8801161515611450565b602484847f75c375f4000000000000000000000000000000000000000000000000000000008252600452fd5b818160051b830183915b8183106114d55750505060011c8061134d565b67ffffffffffffffff60208201511667ffffffffffffffff8251160167ffffffffffffffff811161153757816040917fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000836020952016178552019201916114c2565b8c80fd5b601c818c60209335841c9081611558575b5084520191019061133d565b908367ffffffffffffffff7fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000928286863716922016178d61154c565b87604491887f37926e8c000000000000000000000000000000000000000000000000000000008352600452602452fd5b506115cf86886135c0565b151561132b565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff860186811161160a5786161515611324565b6024897f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b601c870290878204601c14171561160a5781141561131d565b6004857fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b8380fd5b50346102405760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057805c6117985780600167ffffffffffffffff925d6116c8614244565b6116d06132c1565b6116d8613fe9565b6116e0612f67565b906116e9612f7e565b62ffffff8260c01c169485911611611713575b9061021291611709612ecf565b90600435906142de565b61171e6004356142b6565b67ffffffffffffffff811680156117575761021294955067ffffffffffffffff84161161174f575b508392506116fc565b91505f611746565b6044858767ffffffffffffffff61176c612f7e565b7fd8cdd5ff00000000000000000000000000000000000000000000000000000000845216600452602452fd5b807fb5dfd9e50000000000000000000000000000000000000000000000000000000060049252fd5b50346118df5760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df576117f8612d29565b9060443560843560ff81168091036118df575f5c6118e35760015f5d73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690813b156118df575f9160e4839260405194859384927fd505accf0000000000000000000000000000000000000000000000000000000084523360048501523060248501528860448501526064356064850152608484015260a43560a484015260c43560c48401525af16118c9575b50610212919260243590614101565b61021292505f6118d891612e64565b5f916118ba565b5f80fd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df575f5c6118e35760015f5d61194b6130ab565b7f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff81163303611adf576020820167ffffffffffffffff6119ca8183511663ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169061305b565b915116908115159081611ad3575b81611ac8575b5015611a9d57505f546119f081613570565b15611a3e575067ffffffffffffffff611a39925f6006557f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e60206040515f8152a1511690613469565b5f805d005b611a729063ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169060d81c61305b565b7f579be8d3000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7fcd40c113000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9050421115846119de565b905081421015906119d8565b7f76c6c93a000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df575f6020604051611b4881612e48565b82815201526040611b576130ab565b67ffffffffffffffff60208351928281511684520151166020820152f35b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df5773ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163303611adf577f083c90f4966ab354d1e008240c3b9d8d8a0a4790be3b7fb3dfa6a5a19bcb84286020611c3d63ffffffff7f00000000000000000000000000000000000000000000000000000000000000001667ffffffffffffffff421661301b565b7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000006006549260401b169116178060065567ffffffffffffffff6040519160401c168152a1005b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346118df5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df576020610396611d3e612d29565b611d46612d06565b60443591613068565b346118df577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360160e081126118df5760c0136118df5760c43567ffffffffffffffff81116118df5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc82360301126118df575f5c6118e35760015f5d5f5490611e0463ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168360d81c61305b565b8042106120165750611e14613fe9565b8160c01c90600182166002811015611fe957611e5173ffffffffffffffffffffffffffffffffffffffff9160010154600435809460040191613941565b911680151580611fc2575b611f935750611f44611a399477ffffffffffffffff000000000000000000000000000000008462ffffff611ef767ffffffffffffffff96611e9f611f4d996142b6565b908881168983161115611f8c57505b611ebf888760801c168988166130e9565b90611ec8612f67565b9189821690818b85161180611f75575b611f62575b50828a161115611f5a57611ef190826130e9565b936147f1565b97165f52600860205260405f2085611f12838284541661301b565b167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905560801b169061305b565b92168092613d81565b611f55612ecf565b613469565b505f936147f1565b611f6e9193508261301b565b918d611edd565b50611f8083856130e9565b8b808316911611611ed8565b9050611eae565b827fe5ead62c000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b5073ffffffffffffffffffffffffffffffffffffffff611fe0612ecf565b16811415611e5c565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b7ffac663c8000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346118df5761204f36612d7d565b5f5c6118e3576120639160015f5d83613307565b805f52600760205260405f20916040519261207d84612e2c565b549173ffffffffffffffffffffffffffffffffffffffff831691828552602085019264ffffffffff8560a01c16845262ffffff604087019560c81c168552156121b4575062ffffff5f5493511662ffffff8460c01c161491826121a2575b8280612190575b61215c57611a3973ffffffffffffffffffffffffffffffffffffffff868686865f5260076020525f6040812055612148575b50511667ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690613469565b612156908383511690613a5b565b83612114565b64ffffffffff9051167f2dd95dcc000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5064ffffffffff8151164211156120e2565b91506121ad83613570565b15916120db565b7f87a137a5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346118df5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df575f5c6118e35760015f5d61223967ffffffffffffffff60065416612233600435613dfa565b9061305b565b67ffffffffffffffff81116122ac57602067ffffffffffffffff7f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e9216807fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000006006541617600655604051908152a15f805d005b7fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346118df576122f76122e836612d7d565b916122f161303d565b50613307565b5f526007602052606060405f2062ffffff6040519161231583612e2c565b5464ffffffffff73ffffffffffffffffffffffffffffffffffffffff8216938481528360406020830192848660a01c168452019360c81c1683526040519485525116602084015251166040820152f35b346118df5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df5761239c612d06565b60443567ffffffffffffffff811681036118df5760643567ffffffffffffffff81116118df576123d0903690600401612d4c565b92905f5c6118e35767ffffffffffffffff612405611a3995611f559360015f5d5f5496866004356124008a613d43565b613d5f565b168093613d81565b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df57602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346118df5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df5760043567ffffffffffffffff81116118df578060040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc83360301126118df576024359167ffffffffffffffff83116118df5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc84360301126118df575f5c6118e35760015f5d61258f6132c1565b9161259a81846138b4565b60018360c01c16906002821015611fe9576125c091600101549035809560040191613941565b9073ffffffffffffffffffffffffffffffffffffffff806125e360248601612ef2565b16911614918261262b575b50506125ff57611a39903390613a5b565b507f09dc71d5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff9192506126446044839201612fc3565b169116101583806125ee565b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346118df5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df576004356044359063ffffffff8216918281036118df5760643567ffffffffffffffff81116118df57612713903690600401612cd8565b9073ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163303611adf575f549161276562ffffff8460c01c16612fd8565b9162ffffff831680880361296b575061277d84613570565b156129375761279f9161278f91613601565b67ffffffffffffffff841661301b565b9167ffffffffffffffff85169067ffffffffffffffff8416808311612908575067ffffffffffffffff808260401c169160801c168082115f146128f9575067ffffffffffffffff815b168083106128ca57506001949367ffffffffffffffff1660409190911b6fffffffffffffffff0000000000000000161760809190911b77ffffffffffffffff00000000000000000000000000000000161760c09190911b7affffff00000000000000000000000000000000000000000000000016174260d81b7fffffffffff00000000000000000000000000000000000000000000000000000016175f55166002811015611fe957817f2dd11f76f75e1d8557bcfea7266b061424a989ef9ad0ce75c7280e1672ea23f1926040926001015581519081526024356020820152a2005b827f506fa091000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b67ffffffffffffffff906127e8565b827fb84cad51000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b611a728463ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169060d81c61305b565b7fd43b05ad000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346118df5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df5760043567ffffffffffffffff81116118df578060040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc83360301126118df5760243567ffffffffffffffff8116928382036118df575f5c6118e35760015f5d612a2f6132c1565b906040843594612a4c6024840195612a4687612ef2565b88613307565b93845f526007602052825f2062ffffff845191612a6883612e2c565b5473ffffffffffffffffffffffffffffffffffffffff8116835264ffffffffff8160a01c16602084015260c81c16938491015260c01c9162ffffff831603612be657612aba6001916064850190612f13565b919092166002811015611fe9578792612afa9288926001015490612af46044612ae28b612ef2565b980197612aee89612fc3565b9061334d565b926133ec565b15918215612bc8575b5050612b9c5790612b20915f5260076020525f6040812055612ef2565b9173ffffffffffffffffffffffffffffffffffffffff6040519316835260208301527f87594211c4c512ee24fd89b03f8c1581a4da36e1020b444255e9804cfe06415260403393a3611a3967ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633613469565b827f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff919250612bdd90612fc3565b16108486612b03565b857f87a137a5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346118df575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126118df57612c48612ea5565b5060a05f54612c55612ea5565b5064ffffffffff67ffffffffffffffff82169162ffffff604051612c7881612de3565b84815267ffffffffffffffff60208201818560401c168152816040840191818760801c16835260806060860195878960c01c168752019660d81c875260405198895251166020880152511660408601525116606084015251166080820152f35b9181601f840112156118df5782359167ffffffffffffffff83116118df57602083818601950101116118df57565b6024359073ffffffffffffffffffffffffffffffffffffffff821682036118df57565b6004359073ffffffffffffffffffffffffffffffffffffffff821682036118df57565b9181601f840112156118df5782359167ffffffffffffffff83116118df576020808501948460051b0101116118df57565b7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc60609101126118df576004359060243573ffffffffffffffffffffffffffffffffffffffff811681036118df579060443567ffffffffffffffff811681036118df5790565b60a0810190811067ffffffffffffffff821117612dff57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6060810190811067ffffffffffffffff821117612dff57604052565b6040810190811067ffffffffffffffff821117612dff57604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117612dff57604052565b60405190612eb282612de3565b5f6080838281528260208201528260408201528260608201520152565b60243573ffffffffffffffffffffffffffffffffffffffff811681036118df5790565b3573ffffffffffffffffffffffffffffffffffffffff811681036118df5790565b9035907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1813603018212156118df570180359067ffffffffffffffff82116118df57602001918160051b360383136118df57565b60443567ffffffffffffffff811681036118df5790565b60643567ffffffffffffffff811681036118df5790565b60243567ffffffffffffffff811681036118df5790565b60843567ffffffffffffffff811681036118df5790565b3567ffffffffffffffff811681036118df5790565b62ffffff60019116019062ffffff8211612fee57565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b9067ffffffffffffffff8091169116019067ffffffffffffffff8211612fee57565b6040519061304a82612e2c565b5f6040838281528260208201520152565b91908201809211612fee57565b9173ffffffffffffffffffffffffffffffffffffffff604051928160208501951685521660408301526060820152606081526130a5608082612e64565b51902090565b604051906130b882612e48565b81602067ffffffffffffffff600654818116845260401c16910152565b8051821015611fe95760209160051b010190565b9067ffffffffffffffff8091169116039067ffffffffffffffff8211612fee57565b67ffffffffffffffff8111612dff5760051b60200190565b9061312d8261310b565b61313a6040519182612e64565b8281527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0613168829461310b565b0190602036910137565b9190811015611fe95760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff81813603018212156118df570190565b467f0000000000000000000000000000000000000000000000000000000000000000036131fd577f000000000000000000000000000000000000000000000000000000000000000090565b6040805161320b8282612e64565b601481526001602082017f4d616e7968616e647320436f6d707574654875620000000000000000000000008152602084516132468682612e64565b83815201927f31000000000000000000000000000000000000000000000000000000000000008452519020912082519160208301937f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f855283015260608201524660808201523060a082015260a081526130a560c082612e64565b5f54906132cd82613570565b6132d357565b62ffffff827f2f3cee89000000000000000000000000000000000000000000000000000000005f5260c01c1660045260245ffd5b9167ffffffffffffffff9073ffffffffffffffffffffffffffffffffffffffff6040519360208501958652166040840152166060820152606081526130a5608082612e64565b7fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000009067ffffffffffffffff604051937fffffffffffffffffffffffffffffffffffffffff000000000000000000000000602086019360601b1683527fffffffffffffffff0000000000000000000000000000000000000000000000008160c01b166034860152601c85526133e2603c86612e64565b1692519020161790565b9293925f9160051b81015b80821061340a5750501592149015161690565b9093949167ffffffffffffffff60209186358383821684881601928484111796818b60051b169081521852167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000060405f2016179560011c9401906133f7565b907f00000000000000000000000000000000000000000000000000000000000000000290811580156134fa575b6134f657602073ffffffffffffffffffffffffffffffffffffffff7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7921692835f526005825260405f206134eb82825461305b565b9055604051908152a2565b5050565b5060205f60446040517fa9059cbb00000000000000000000000000000000000000000000000000000000815284600482015285602482015260018352827f0000000000000000000000000000000000000000000000000000000000000000620222e0f160015f5114601f3d11163d151716613496565b62ffffff8160c01c1615908115613585575090565b6135ba915063ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169060d81c61305b565b42101590565b81156135ca570690565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b81156135ca570490565b91906090810661385457801561384e576136196131b2565b925f9360405160608101917ff59948db919e49ad3d4b3adc4403400105382ada732ffd9115b0c447362b3686835260c08201907f1901000000000000000000000000000000000000000000000000000000000000825260c283015284840192602083019060408401955b8581106136da575050505050505067ffffffffffffffff8316928084036122ac575060407fd9d8dba59f1497bb5495c1edc201957a64af1268654e154c5bb937da80c4bfa7916090825191048152846020820152a1565b601481013560601c604882013560c01c823560601c8752818552602883013589526060872090815f52600360205260405f209283549267ffffffffffffffff841691828410613846575b8a8a8967ffffffffffffffff8860401c1696878711613750575b50505050505050505050609001613683565b60808460428d979560606020965f968c877f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a09c015260a08601522060e28401522090610120810191825261018060708901359160507f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff84169a8b9460ff1c601b016101408401520135610160820152015282805260015afa505f519081141590151791111761381b57509060909493929103809d019c60401b019055905f808080808a8a898361373e565b7fdf48e73a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b839250613724565b505f9150565b7f60dcc75f000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b62ffffff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9116019062ffffff8211612fee57565b6138c762ffffff60019260c01c1661387f565b166002811015611fe95761390e90600101546138e66060840184612f13565b9390916139046138f860208401612ef2565b612aee60408501612fc3565b91359485936133ec565b156139165750565b7f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b919290925f935f93602083019261395784612ef2565b604082019061396582612fc3565b73ffffffffffffffffffffffffffffffffffffffff82161580613a29575b15613a1a5750505f945b6139ac606084019461399f8686612f13565b9890918635998a936133ec565b156139ee578486146139cf575050906139c491612f13565b90501c156139165750565b9350965050506139eb9293506139e59150612ef2565b92612fc3565b90565b857f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b613a239161334d565b9461398d565b5067ffffffffffffffff811615613983565b91908203918211612fee57565b81810292918115918404141715612fee57565b908160c01c62ffffff81166001613a718261387f565b166002811015611fe957600101549162ffffff613a8d8361387f565b165f526008602052600167ffffffffffffffff60405f2054169116946002861015611fe957828464ffffffffff613b66613c039567ffffffffffffffff98613ce29b60010155845f52600860205260405f208982167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000825416179055600a548562ffffff8260281c1603613ce4575b5088613b2786612fd8565b9467ffffff0000000000600a549660281b167fffffffffffffffffffffffffffffffffffffffffffffffff000000ffffffffff871617600a551661301b565b91169286808260401c169116909192936fffffffffffffffff000000000000000077ffffffffffffffff000000000000000000000000000000007affffff0000000000000000000000000000000000000000000000007fffffffffff00000000000000000000000000000000000000000000000000000067ffffffffffffffff9460d81b169760c01b169560801b169360401b1691161717171790565b5f558160065416905f600655604051908282527f113dc0f775774de2e92f8ba9496c7f1e7806916b6411335db434a09aab6ecd6a602073ffffffffffffffffffffffffffffffffffffffff871693a361dead7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a76020613cbc613c93677fffffffffffffff8660011c1680966130e9565b867f00000000000000000000000000000000000000000000000000000000000000009116613a48565b835f526005825260405f20613cd282825461305b565b9055604051908152a21690613469565b565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffff000000000084613d3663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001642613a3b565b16911617600a555f613b1c565b613d4e600191614654565b166002811015611fe9576001015490565b819695612af485613d729697949561334d565b15612b9c576139eb91926147f1565b604081901c67ffffffffffffffff169291613d9c818561305b565b9367ffffffffffffffff8360801c16809511613dc65750613dc292935060401b9061305b565b5f55565b8492507f8604444d000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b7f0000000000000000000000000000000000000000000000000000000000000000613e2581836135c0565b613fba577f00000000000000000000000000000000000000000000000000000000000000009173ffffffffffffffffffffffffffffffffffffffff831690604051937f70a08231000000000000000000000000000000000000000000000000000000008552306004860152602085602481865afa948515613f48575f95613f86575b5081613eb69130903390614830565b15613f5357506020602491604051928380927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa908115613f48575f91613f14575b506139eb92613f0f91613a3b565b6135f7565b90506020813d602011613f40575b81613f2f60209383612e64565b810103126118df57516139eb613f01565b3d9150613f22565b6040513d5f823e3d90fd5b7fd386b289000000000000000000000000000000000000000000000000000000005f52336004523060245260445260645ffd5b9094506020813d602011613fb2575b81613fa260209383612e64565b810103126118df57519381613ea7565b3d9150613f95565b907fd990e629000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b613ff16131b2565b6004359060243573ffffffffffffffffffffffffffffffffffffffff8116908181036118df57506044359167ffffffffffffffff8316928381036118df57506064359167ffffffffffffffff8316938484036118df576140ce946140a094506040519160208301937f90f4c7f2b6712c97641f19be6e10105e259804c66722e52c0fd5d701bfda93e185528860408501526060840152608083015260a082015260a08152610e2960c082612e64565b60a43590608435907f0000000000000000000000000000000000000000000000000000000000000000614941565b156140d65750565b7f9d5ac503000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b90929192614110818333613068565b90815f52600360205260405f209467ffffffffffffffff865460801c1680614215575061413c90613dfa565b906141528267ffffffffffffffff88541661305b565b9567ffffffffffffffff87116141e95767ffffffffffffffff80809596979816167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905573ffffffffffffffffffffffffffffffffffffffff6040519516855260208501521660408301527ff1d8d14dfcd2757a1d7103aee5dc857aab06ee96dd05211ec766ad878fedf60160603393a3565b867fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b837fecee1d99000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f000000000000000000000000000000000000000000000000000000000000000067ffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016806142a361429e8483613a48565b613dfa565b106142ac575050565b613f539250613a48565b67ffffffffffffffff908060021c5f5260046020526142d960405f2054916149c1565b1c1690565b90919262ffffff60095460281c1662ffffff8360c01c168091036145c5575b64ffffffffff600954169061433963ffffffff7f000000000000000000000000000000000000000000000000000000000000000016809361305b565b8042101561459a575061434d838787613307565b91825f5260076020526040805f2081519061436782612e2c565b549062ffffff73ffffffffffffffffffffffffffffffffffffffff83169283835264ffffffffff8160a01c16602084015260c81c16928391015261456b57509161451a9164ffffffffff6143c567ffffffffffffffff96954261305b565b16958692604051906143d682612e2c565b338252602082019085825260408301908582525f52600760205273ffffffffffffffffffffffffffffffffffffffff60405f209351167fffffffff000000000000000000000000000000000000000000000000000000007bffffff0000000000000000000000000000000000000000000000000078ffffffffff00000000000000000000000000000000000000008654955160a01b16935160c81b1693161717179055858160801c169086808260401c169116909192936fffffffffffffffff000000000000000077ffffffffffffffff000000000000000000000000000000007affffff0000000000000000000000000000000000000000000000007fffffffffff00000000000000000000000000000000000000000000000000000067ffffffffffffffff9460d81b169760c01b169560801b169360401b1691161717171790565b5f5573ffffffffffffffffffffffffffffffffffffffff6040519516855216602084015260408301527fdc6fc48fed03455c6475fe0094d1f5138ae5ab824441367b4ec179f37e1652b460603393a3565b867fbcc199a9000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7fb181ab63000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b8260d81c8160206040516145d881612e48565b83815201527fffffffffffffffffffffffffffffffffffffffffffffffffffffff000000000060095416176009556009547fffffffffffffffffffffffffffffffffffffffffffffffff000000ffffffffff67ffffff0000000000806cffffffffffffffff00000000008760981c1616169116176009556142fd565b62ffffff809161466381613570565b156146705760c01c161690565b60c01c81167fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01161690565b73ffffffffffffffffffffffffffffffffffffffff16805f52600560205260405f20549182156147c5575f604460209284835260058452826040812055604051947fc4cc5c1b6cf3b5cafd06bc7fa8b6320dbeea074c4f18c4c036e52a3a773aac54604073ffffffffffffffffffffffffffffffffffffffff8416978881528988820152a2825a604051927fa9059cbb0000000000000000000000000000000000000000000000000000000084526004840152876024840152600182527f000000000000000000000000000000000000000000000000000000000000000090f160015f5114601f3d11163d15171615614793575050565b7fd386b289000000000000000000000000000000000000000000000000000000005f523060045260245260445260645ffd5b507feabda1ed000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b919061480e908360021c93845f52600460205260405f20546149de565b9267ffffffffffffffff8416614822575050565b5f52600460205260405f2055565b905f809493819473ffffffffffffffffffffffffffffffffffffffff604051928160208501967f23b872dd000000000000000000000000000000000000000000000000000000008852166024850152166044830152606482015260648152614899608482612e64565b51925af13d15614939573d9067ffffffffffffffff8211612dff57604051916148ea601f82017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200184612e64565b82523d5f602084013e5b80158015614930575b61492b575080516020811015918261491457505090565b6020818101935091810103126118df575160011490565b905090565b508151156148fd565b6060906148f4565b905f60806020927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0957f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff88169760405192835260ff1c601b0185830152604082015286606082015282805260015afa505f51908115159114169111151690565b60c0600382169160061b169080820460401490151715612fee5790565b9067ffffffffffffffff826149f2836149c1565b1c16928367ffffffffffffffff82161115614a2457614a1f9367ffffffffffffffff9103169283916149c1565b1b0191565b50509050905f9056';
