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
        "name": "first",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "count",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "total",
        "type": "uint256"
      }
    ],
    "name": "RangeClaimed",
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
            "name": "advanced",
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
export const hubBytecode = '0x6101a080604052346103a75760c08161572b803803809161002082856103ec565b8339810103126103a75760405160c081016001600160401b038111828210176103d85760405261004f8261040f565b815261005d6020830161040f565b6020820190815261007060408401610423565b906040830182815261008460608601610423565b916060850192835261009860808701610423565b6080860181815260a09790970151946001600160401b03861686036103a75763ffffffff9060a088019687521690816003029160038304036103565763ffffffff1611156103be5784516001600160a01b039081166080529051811660a052905163ffffffff90811660e052915182166101005293511661012052516001600160401b0316610140525160405163313ce56760e01b81529160209183916004918391165afa80156103b3575f90610372575b60ff169050600981111561036a576008190160ff81116103565760ff16604d811161035657600a0a5b60c05246610160526040516101896040826103ec565b6014815260208101907f4d616e7968616e647320436f6d707574654875620000000000000000000000008252604051916101c46040846103ec565b600183526020830191603160f81b8352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261022c60c0826103ec565b519020610180525f80546001600160d81b03164260d81b6001600160d81b0319161790556040516152f6908161043582396080518181816107ad015281816122830152818161400b015281816140a60152614cbd015260a051818181610310015281816123cd015281816125a0015281816126c401526143c7015260c051818181611af501528181613cb501528181613ef0015281816140770152614686015260e05181818161051a0152818161063001528181612f9901528181613b73015281816142ce01526145c8015261010051818181610ae7015281816125f3015261320501526101205181818161080c01526127fa01526101405181818161115601528181612c8901528181612ffb01526146b00152610160518161380e015261018051816138340152f35b634e487b7160e01b5f52601160045260245ffd5b506001610173565b506020813d6020116103ab575b8161038c602093836103ec565b810103126103a7575160ff811681036103a75760ff9061014a565b5f80fd5b3d915061037f565b6040513d5f823e3d90fd5b63ffffffff865116634dfeba5b60e11b5f5260045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b038211908210176103d857604052565b51906001600160a01b03821682036103a757565b519063ffffffff821682036103a75756fe60806040526004361015610011575f80fd5b5f5f3560e01c806305a8da72146132295780631e29848b146131cb578063380bf1791461301f5780633a4b66f114612fbd5780633a8c078614612f5f5780634004706314612e895780634b8d24b014612d465780634e380e1e14612b28578063526c113e1461273557806352f58734146126e8578063570ca7351461267a5780635a73384b1461255b57806364c9ec6f146124f157806366eb9cec146123635780636a55f752146121f057806383f4badc146120fa5780638d1e0bc114611b18578063907af6c014611abf578063abb2efdf14611a28578063b28e07001461161a578063b7d9c80e14611576578063bfce173b14611513578063c439aa6914611291578063c629e3f214610fb7578063c710732414610f3f578063c990464b14610e92578063dbe7e3bd14610e43578063e5fcd25114610d66578063e71081c914610b97578063e8ef63ea14610a51578063e9ae9af1146109d4578063eb2243f814610959578063ef941a8214610871578063f698da2514610830578063fa537f74146107d1578063fc0c546a14610762578063fc772c8b146106ee578063fcdb5e8d1461028e5763fcebfa2e146101c7575f80fd5b3461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576101fe6132e8565b60ff825c166102635761023a9060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d33614bcf565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b6004827fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b80fd5b503461028b5760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b5760043567ffffffffffffffff81116106ea576102de9036906004016133ab565b919060243560643567ffffffffffffffff8116928382036106e65773ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633036106ba5761033e6134c8565b95606087019162ffffff6103548185511661391a565b16860361067e57610364886142ad565b156106175761037f67ffffffffffffffff9261038892614b8d565b82895116613611565b1680875267ffffffffffffffff8416908082116105e75750600182511660028110156105ba5767ffffffffffffffff906001015416906103d8604089019267ffffffffffffffff84511690613611565b9067ffffffffffffffff60208a01928184511682821681116105b2575b50169081811061058457505067ffffffffffffffff60019596979862ffffff8616855261042181614d5e565b4264ffffffffff8116608083810191909152915193519451955167ffffffffffffffff939094169290921660409490941b6fffffffffffffffff000000000000000016939093179390921b77ffffffffffffffff00000000000000000000000000000000169290921760c09290921b7affffff000000000000000000000000000000000000000000000000169190911760d89190911b7fffffffffff0000000000000000000000000000000000000000000000000000001617855516600281101561055757817f1f01f5b17148c311c95cc38cffed76612db7fda4444af26bc2549f6f4064aa0d926060926001015561054063ffffffff7f000000000000000000000000000000000000000000000000000000000000000016426135d7565b60405191825260443560208301526040820152a280f35b6024847f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b7f506fa091000000000000000000000000000000000000000000000000000000008952600452602452604487fd5b90505f6103f5565b6024877f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b86906044927fb84cad51000000000000000000000000000000000000000000000000000000008352600452602452fd5b60248761065664ffffffffff60808c01511663ffffffff7f000000000000000000000000000000000000000000000000000000000000000016906135d7565b7f579be8d3000000000000000000000000000000000000000000000000000000008252600452fd5b60248762ffffff6106918187511661391a565b7fd43b05ad00000000000000000000000000000000000000000000000000000000835216600452fd5b6024857f76c6c93a00000000000000000000000000000000000000000000000000000000815233600452fd5b8480fd5b5080fd5b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576107266132e8565b60ff825c166102635761023a9060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d80614bcf565b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57602061086961380b565b604051908152f35b503461028b5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576108b66108ac6132e8565b6024359033613633565b808252600360205267ffffffffffffffff604083205460801c161561092e578082526003602052604082207fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff81541690557ffdaa8a6693844555e01adab7d7598fc648d403f24b8dab8711ff07cca0f204d58280a280f35b7f96a24abd000000000000000000000000000000000000000000000000000000008252600452602490fd5b503461028b5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576109916132e8565b60ff825c166102635761023a9060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6044359060243590614446565b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576001815460c01c16906002821015610a245760208260010154604051908152f35b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526032600452fd5b503461028b5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57610a8c6108ac6132e8565b80825260036020526040822067ffffffffffffffff815460801c1680610b675750602067ffffffffffffffff7f60cbb6dc74d525da91e0b42e761f013888c8089d2ba6949049758e9b0031e0b792610b58610b0f63ffffffff7f000000000000000000000000000000000000000000000000000000000000000016844216613611565b82547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff1660809190911b77ffffffffffffffff0000000000000000000000000000000016178255565b5460801c16604051908152a280f35b83604491847fecee1d99000000000000000000000000000000000000000000000000000000008352600452602452fd5b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b5760043567ffffffffffffffff81116106ea57610be790369060040161330b565b60ff835c16610d3e5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d610c216134c8565b90610c2b82613d60565b610c3482613742565b92859086925b848410610cbc5750610c4c9250613e0f565b835b818110610c7f57847fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b80610cb6610c9b6020610c95600195878a613791565b01613545565b67ffffffffffffffff610cae84886136a0565b511690613ee9565b01610c4e565b9091610d34600191610d02610cd287898c613791565b610cde60208201613545565b90610ceb604082016135c2565b610cf860608301836136b4565b9390923589613d7c565b67ffffffffffffffff610d15888b6136a0565b9116905267ffffffffffffffff610d2c878a6136a0565b5116906135d7565b9301929190610c3a565b6004837fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57604060a091610da361349e565b50600435815260076020522067ffffffffffffffff60405191610dc5836133dc565b73ffffffffffffffffffffffffffffffffffffffff81549362ffffff8286169586835264ffffffffff6001602085019682848c1c16885284604087019460c81c1684520154958760806060870196888a16885201978b1c16875260405198895251166020880152511660408601525116606084015251166080820152f35b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576020610e8060043561441e565b67ffffffffffffffff60405191168152f35b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b5760043567ffffffffffffffff81116106ea5790610eee610ee860209336906004016133ab565b90614b8d565b9080547fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff610f2785828516613611565b16911617905567ffffffffffffffff60405191168152f35b503461028b57610f4e3661333c565b60ff825c166102635761023a9060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d610f8c613930565b610f9682826139bb565b610fa260208301613545565b90610faf604084016135c2565b923590614589565b503461028b57610fc63661333c565b9060ff815c166112695760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00825c1617815d611001613930565b918035908183526007602052604083209060405161101e816133dc565b825492600162ffffff73ffffffffffffffffffffffffffffffffffffffff86169586855264ffffffffff8160a01c16602086015260c81c169182604085015201549367ffffffffffffffff6080606085019473ffffffffffffffffffffffffffffffffffffffff88168652019560a01c16855215908115611255575b5061122957606093949560016110b2868501856136b4565b96909201511660028110156111fc576110f69187916001015460208601976110f060406110de8b613545565b9801976110ea896135c2565b906149ff565b92614a9e565b159384156111ca575b505082156111a7575b505061117c57808252600760205281600160408220828155015533907f189bba2c0f5bd1f5e6063751adc031620915b0fd2d164d99a3ed81a998fe15028380a361023a67ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633613ee9565b7f435221f7000000000000000000000000000000000000000000000000000000008252600452602490fd5b67ffffffffffffffff9192506111bd82916135c2565b9251169116105f80611108565b73ffffffffffffffffffffffffffffffffffffffff919294506111ed8291613545565b92511691161415915f806110ff565b6024887f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b602485857f87a137a5000000000000000000000000000000000000000000000000000000008252600452fd5b905062ffffff60608801511614155f61109a565b807fb5dfd9e50000000000000000000000000000000000000000000000000000000060049252fd5b503461028b5760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576112c96132e8565b60ff825c16610263576113099060017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00845c1617835d6024359033613633565b8082526003602052604082206040519061132282613441565b549067ffffffffffffffff8216815267ffffffffffffffff6020820192818160401c16845260801c166040820190808252156114e75767ffffffffffffffff9051168042106114b757508167ffffffffffffffff806114799361146e888389611425828061023a9d9c51168180604080519861139d8a613441565b848a5260208a01948552818a01978189528152600360205220975116167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000875416178655511684907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b5182547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff16911660801b77ffffffffffffffff0000000000000000000000000000000016179055565b511691511690613708565b67ffffffffffffffff6040519116918282527fc94b068ec14d7fb00602464e4d091062f16b758db394f20d41d4764fb7e30c9760203393a333613ee9565b84604491857ff3c41f6a000000000000000000000000000000000000000000000000000000008352600452602452fd5b602485857f96a24abd000000000000000000000000000000000000000000000000000000008252600452fd5b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57604060209173ffffffffffffffffffffffffffffffffffffffff6115656132e8565b168152600583522054604051908152f35b503461028b5760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576040816060928280516115b881613441565b8281528260208201520152600435815260036020522067ffffffffffffffff604051916115e483613441565b54818082169384815281604060208301928286831c168452019360801c1683526040519485525116602084015251166040820152f35b503461028b5760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576004359067ffffffffffffffff821161028b578160040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc84360301126106ea5760c07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc3601126106ea5760ff825c166102635760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00835c1617825d8035906116f58261441e565b67ffffffffffffffff80611707613594565b1691169081036119f8575061171a61380b565b9067ffffffffffffffff61172c6135ab565b1642116119bb576118116117fb60248701938561174886613545565b67ffffffffffffffff611759613594565b81611762613566565b8161176b61357d565b91816117756135ab565b9573ffffffffffffffffffffffffffffffffffffffff6040519960208b019b7fabe9bc77ce2d4d5c0a5b7c8d2c76f1d70a6d615280f1f381aee6358e337ba6fd8d5260408c01521660608a01521660808801521660a08601521660c08401523360e08401521661010082015261010081526117f26101208261345d565b51902090614e85565b61180484613545565b60c4359160a43591614ecb565b1561196d5782611859916118236134c8565b9661182d88613d60565b9161185161183a87613545565b916064611849604486016135c2565b9401906136b4565b949093613d7c565b9161188767ffffffffffffffff61186e613566565b1667ffffffffffffffff61188061357d565b16906135d7565b9467ffffffffffffffff841695861061191e5767ffffffffffffffff92611917926118b961023a979861190894613e0f565b6118c1613566565b9085604051921682527f22a82489d51dc0908b126ab7b4e529b715335e253a0afc5528fa2e341137b76f60203393a3611903846118fc613566565b1633613ee9565b613545565b92611911613566565b90613708565b1690613ee9565b60648567ffffffffffffffff8881611934613566565b61193c61357d565b927f8e9d96f00000000000000000000000000000000000000000000000000000000086526004521660245216604452fd5b60448473ffffffffffffffffffffffffffffffffffffffff61198e85613545565b7fbfbc8b9b0000000000000000000000000000000000000000000000000000000083521660045233602452fd5b60248467ffffffffffffffff6119cf6135ab565b7fb39d1cd100000000000000000000000000000000000000000000000000000000835216600452fd5b83604491847faf826e08000000000000000000000000000000000000000000000000000000008352600452602452fd5b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b57611a67611a626134c8565b6149d1565b600181166002811015611a9257604092506001015467ffffffffffffffff8351921682526020820152f35b6024837f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b503461028b57807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b5760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b503461028b5760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b576004356024359167ffffffffffffffff831161028b573660238401121561028b5782600401359167ffffffffffffffff83116106ea5736602484860101116106ea5760443567ffffffffffffffff81116120f657611baa90369060040161330b565b939060ff845c166120ce5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00855c1617845d611be66134c8565b94611bf086613d60565b601c840493841580156120b5575b8015612054575b8015612042575b6120125750611c1a8461372a565b611c27604051918261345d565b848152611c338561372a565b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0602082019201368337875b868110611fda57508560011c805b611ebe575051156105ba5751611c929392909190611c8c868861406b565b93614a9e565b15611e925793611ca28395613742565b9183915b8351831015611dcc57611cbc83839794976135d7565b60021c8086526004602052604086205493849060015b15611d80575b611d21611d178a9b67ffffffffffffffff611d0e8d8d9b611d088460248d601c860201013560201c16928d6135d7565b90614f26565b93909d8c6136a0565b92168092526135d7565b997fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8114611d53576001019895611cd2565b6024897f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b8651891080611db7575b611cd85792989491908203611da4575b5050949195611ca6565b8652600460205260408620555f80611d9a565b506003611dc48a876135d7565b161515611d8a565b8484837fc6bfc3e36f72c96ff572b6ab95151326924b50c58fc951f7eead7c6f9696f64a60408b611dfd818d613e0f565b84519082519182526020820152a2815b8151811015611e68578067ffffffffffffffff611e2c600193856136a0565b511615611e6357611e5d67ffffffffffffffff611e4983866136a0565b51166024601c84028801013560601c613ee9565b01611e0d565b611e5d565b827fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00815c16815d80f35b602483837f75c375f4000000000000000000000000000000000000000000000000000000008252600452fd5b885b818110611ed1575060011c80611c6e565b8060011b7f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff82168203611fad57611f0881856136a0565b519060018101809111611f8057907fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff8d611f69611f51600197968a6136a0565b51948083528560205283806040852097169116613611565b905016911617611f7982866136a0565b5201611ec0565b60248c7f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b60248b7f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b8061200160248d601c6001950201013567ffffffffffffffff8160201c169060601c614e01565b61200b82856136a0565b5201611c60565b86604491877f37926e8c000000000000000000000000000000000000000000000000000000008352600452602452fd5b5061204d8587614034565b1515611c0c565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff85018581116120885785161515611c05565b6024887f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b601c860290868204601c14171561208857811415611bfe565b6004847fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b8280fd5b503461028b5760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261028b5760ff815c166112695760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00825c1617815d612164613930565b61216c614306565b67ffffffffffffffff61217d61357d565b62ffffff60608401511691829116116121af575061023a9061219d613522565b6121a5613566565b9160043590614589565b8260449167ffffffffffffffff6121c461357d565b7fd8cdd5ff00000000000000000000000000000000000000000000000000000000845216600452602452fd5b50346123375760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112612337576122286132e8565b9060443560843560ff81168091036123375760ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690813b15612337575f9160e4839260405194859384927fd505accf0000000000000000000000000000000000000000000000000000000084523360048501523060248501528860448501526064356064850152608484015260a43560a484015260c43560c48401525af1612321575b5061023a919260243590614446565b61023a92505f6123309161345d565b5f91612312565b5f80fd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375760ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d6123cb613676565b7f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff811633036124c55767ffffffffffffffff602083015116801580156124bc575b612491575067ffffffffffffffff612469925f6006557f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e60206040515f8152a1511690613ee9565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b7fcd40c113000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b50804210612421565b7f76c6c93a000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112612337575f602060405161252e81613425565b8281520152604061253d613676565b67ffffffffffffffff60208351928281511684520151166020820152f35b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375773ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633036124c5577f083c90f4966ab354d1e008240c3b9d8d8a0a4790be3b7fb3dfa6a5a19bcb8428602061262363ffffffff7f00000000000000000000000000000000000000000000000000000000000000001667ffffffffffffffff4216613611565b7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000006006549260401b169116178060065567ffffffffffffffff6040519160401c168152a1005b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261233757602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346123375760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375760206108696127246132e8565b61272c6132c5565b60443591613633565b34612337577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360160e081126123375760c0136123375760c43567ffffffffffffffff81116123375760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc82360301126123375760ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d6127e46134c8565b61282064ffffffffff60808301511663ffffffff7f000000000000000000000000000000000000000000000000000000000000000016906135d7565b804210612afd5750612830614306565b6001606082015116916002831015612ad05773ffffffffffffffffffffffffffffffffffffffff92600101549061286e600435916004018284613a49565b941680151580612aa9575b612a7a57506128c46124699461288e8361441e565b9067ffffffffffffffff811667ffffffffffffffff8316115f14612a725750925b67ffffffffffffffff80865116911690613708565b6128de604085019167ffffffffffffffff83511690613708565b926128e7613566565b9367ffffffffffffffff8216908167ffffffffffffffff87161180612a53575b612a40575b5067ffffffffffffffff85161115612a325761293661292e6129489286613708565b945b84614e46565b9367ffffffffffffffff835116613611565b9067ffffffffffffffff821690527fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff77ffffffffffffffff000000000000000000000000000000005f549260801b169116175f556129b167ffffffffffffffff83168094613e0f565b7f4e79cb54d19c675bc9b41b980357073592dcc5f0f3ac60fd4d65a91e79c963a673ffffffffffffffffffffffffffffffffffffffff6129ef613522565b612a226129fb8561441e565b60405193849316968390929167ffffffffffffffff60209181604085019616845216910152565b0390a3612a2d613522565b613ee9565b506129486129365f94612930565b612a4c91955082613611565b938761290c565b50612a5e8387613708565b67ffffffffffffffff808316911611612907565b9050926128af565b907fe5ead62c000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b5073ffffffffffffffffffffffffffffffffffffffff612ac7613522565b16811415612879565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b7ffac663c8000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346123375760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375760043560ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d805f52600760205260405f209060405191612ba6836133dc565b80549173ffffffffffffffffffffffffffffffffffffffff831680855267ffffffffffffffff6001602087019464ffffffffff8760a01c16865262ffffff604089019760c81c168752015473ffffffffffffffffffffffffffffffffffffffff8116606088015260a01c16608086015215612d1b5762ffffff612c276134c8565b93511662ffffff606085015116149182612d09575b8280612cf7575b612cc35761246973ffffffffffffffffffffffffffffffffffffffff868686865f5260076020525f6001604082208281550155612caf575b50511667ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690613ee9565b612cbd908383511690613b24565b83612c7b565b64ffffffffff9051167f2dd95dcc000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5064ffffffffff815116421115612c43565b9150612d14836142ad565b1591612c3c565b7f87a137a5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346123375760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375760ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d612dc867ffffffffffffffff60065416612dc2600435614075565b906135d7565b67ffffffffffffffff8111612e5e57602067ffffffffffffffff7f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e9216807fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000006006541617600655604051908152a17fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c165f5d005b7fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b346123375760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261233757612ec06132c5565b60443567ffffffffffffffff811681036123375760643567ffffffffffffffff811161233757612ef490369060040161330b565b929060ff5f5c1661233b5767ffffffffffffffff612f5761246995612a2d9360017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d612f446134c8565b9686600435612f528a613d60565b613d7c565b168093613e0f565b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261233757602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261233757602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346123375760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375760043567ffffffffffffffff8111612337578060040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc8336030112612337576024359167ffffffffffffffff83116123375760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc84360301126123375760ff5f5c1661233b5760017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff005f5c16175f5d613109613930565b9161311481846139bb565b6001606084015116906002821015612ad05761313b91600101549035809560040191613a49565b9073ffffffffffffffffffffffffffffffffffffffff8061315e60248601613545565b1691161491826131a6575b505061317a57612469903390613b24565b507f09dc71d5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff9192506131bf60448392016135c2565b16911610158380613169565b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261233757602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34612337575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126123375761325f61349e565b5060a061326a6134c8565b64ffffffffff60806040519267ffffffffffffffff815116845267ffffffffffffffff602082015116602085015267ffffffffffffffff604082015116604085015262ffffff60608201511660608501520151166080820152f35b6024359073ffffffffffffffffffffffffffffffffffffffff8216820361233757565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361233757565b9181601f840112156123375782359167ffffffffffffffff8311612337576020808501948460051b01011161233757565b60207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc820112612337576004359067ffffffffffffffff8211612337577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc826080920301126123375760040190565b9181601f840112156123375782359167ffffffffffffffff83116123375760208085019460c0850201011161233757565b60a0810190811067ffffffffffffffff8211176133f857604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6040810190811067ffffffffffffffff8211176133f857604052565b6060810190811067ffffffffffffffff8211176133f857604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176133f857604052565b604051906134ab826133dc565b5f6080838281528260208201528260408201528260608201520152565b604051906134d5826133dc565b8160805f5467ffffffffffffffff8116835267ffffffffffffffff8160401c16602084015267ffffffffffffffff81831c16604084015262ffffff8160c01c16606084015260d81c910152565b60243573ffffffffffffffffffffffffffffffffffffffff811681036123375790565b3573ffffffffffffffffffffffffffffffffffffffff811681036123375790565b60443567ffffffffffffffff811681036123375790565b60643567ffffffffffffffff811681036123375790565b60243567ffffffffffffffff811681036123375790565b60843567ffffffffffffffff811681036123375790565b3567ffffffffffffffff811681036123375790565b919082018092116135e457565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b9067ffffffffffffffff8091169116019067ffffffffffffffff82116135e457565b9173ffffffffffffffffffffffffffffffffffffffff6040519281602085019516855216604083015260608201526060815261367060808261345d565b51902090565b6040519061368382613425565b81602067ffffffffffffffff600654818116845260401c16910152565b8051821015612ad05760209160051b010190565b9035907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe181360301821215612337570180359067ffffffffffffffff821161233757602001918160051b3603831361233757565b9067ffffffffffffffff8091169116039067ffffffffffffffff82116135e457565b67ffffffffffffffff81116133f85760051b60200190565b9061374c8261372a565b613759604051918261345d565b8281527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0613787829461372a565b0190602036910137565b9190811015612ad05760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8181360301821215612337570190565b67ffffffffffffffff81116133f857601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b467f000000000000000000000000000000000000000000000000000000000000000003613856577f000000000000000000000000000000000000000000000000000000000000000090565b60408051613864828261345d565b601481526001602082017f4d616e7968616e647320436f6d7075746548756200000000000000000000000081526020845161389f868261345d565b83815201927f31000000000000000000000000000000000000000000000000000000000000008452519020912082519160208301937f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f855283015260608201524660808201523060a082015260a0815261367060c08261345d565b62ffffff60019116019062ffffff82116135e457565b61393861349e565b506139416134c8565b9061394b826142ad565b61395157565b62ffffff6060830151167f2f3cee89000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b62ffffff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9116019062ffffff82116135e457565b6139cf62ffffff6060600193015116613986565b166002811015612ad057613a1690600101546139ee60608401846136b4565b939091613a0c613a0060208401613545565b6110ea604085016135c2565b9135948593614a9e565b15613a1e5750565b7f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b919290925f935f936020830192613a5f84613545565b613a766040830191613a70836135c2565b90614e01565b94613a966060840194613a8986866136b4565b9890918635998a93614a9e565b15613ad857848614613ab957505090613aae916136b4565b90501c15613a1e5750565b935096505050613ad5929350613acf9150613545565b926135c2565b90565b857f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b919082039182116135e457565b818102929181159184041417156135e457565b606001906001613b3962ffffff845116613986565b166002811015612ad05760010154916001815116906002821015612ad057613d019367ffffffffffffffff9260010155613b9963ffffffff7f00000000000000000000000000000000000000000000000000000000000000001642613b04565b5f5460085462ffffff84511662ffffff8260401c16145f14613d03577fffffffffff00000000000000000000000000000000000000000000000000000077ffffffffffffffff00000000000000000000000000000000867affffff0000000000000000ffffffffffffffffffffffffffffffff93165b60801b169360d81b16911617175f5562ffffff8260065416915f6006555116604051908282527f113dc0f775774de2e92f8ba9496c7f1e7806916b6411335db434a09aab6ecd6a602073ffffffffffffffffffffffffffffffffffffffff871693a361dead7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a76020613cdb613cb2677fffffffffffffff8660011c168096613708565b867f00000000000000000000000000000000000000000000000000000000000000009116613b11565b835f526005825260405f20613cf18282546135d7565b9055604051908152a21690613ee9565b565b507affffff0000000000000000ffffffffffffffffffffffffffffffff7fffffffffff00000000000000000000000000000000000000000000000000000077ffffffffffffffff000000000000000000000000000000005f613c0f565b613d6b6001916149d1565b166002811015612ad0576001015490565b93819394613d909397966110f0878a6149ff565b15613a1e57613d9f8282614e46565b9367ffffffffffffffff8516613db457505050565b6040805167ffffffffffffffff878116825294909416602085015273ffffffffffffffffffffffffffffffffffffffff91909116927f4e79cb54d19c675bc9b41b980357073592dcc5f0f3ac60fd4d65a91e79c963a69190a3565b60016060820151166002811015612ad057613e4967ffffffffffffffff602092600101541667ffffffffffffffff604085015116906135d7565b910191613e618167ffffffffffffffff8551166135d7565b92828411613eac575050507fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000005f549260401b169116175f55565b67ffffffffffffffff9051167f8604444d000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b90613f15907f000000000000000000000000000000000000000000000000000000000000000090613b11565b9081158015613f83575b613f7f57602073ffffffffffffffffffffffffffffffffffffffff7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7921692835f526005825260405f20613f748282546135d7565b9055604051908152a2565b5050565b506040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff821660248201526044810183905261402f9061400981606481015b037fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0810183528261345d565b7f00000000000000000000000000000000000000000000000000000000000000006151af565b613f1f565b811561403e570690565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b811561403e570490565b7f00000000000000000000000000000000000000000000000000000000000000006140a08183614034565b61427e577f00000000000000000000000000000000000000000000000000000000000000009173ffffffffffffffffffffffffffffffffffffffff831690604051937f70a08231000000000000000000000000000000000000000000000000000000008552306004860152602085602481865afa94851561420a575f95614248575b50614178906040517f23b872dd0000000000000000000000000000000000000000000000000000000060208201523360248201523060448201528360648201526064815261417160848261345d565b5a91615236565b1561421557506020602491604051928380927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa90811561420a575f916141d6575b50613ad5926141d191613b04565b61406b565b90506020813d602011614202575b816141f16020938361345d565b810103126123375751613ad56141c3565b3d91506141e4565b6040513d5f823e3d90fd5b7fd386b289000000000000000000000000000000000000000000000000000000005f52336004523060245260445260645ffd5b9094506020813d602011614276575b816142646020938361345d565b81010312612337575193614178614122565b3d9150614257565b907fd990e629000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b62ffffff606082015116159081156142c3575090565b6080015161430091507f000000000000000000000000000000000000000000000000000000000000000063ffffffff169064ffffffffff166135d7565b42101590565b61430e61380b565b6004359060243573ffffffffffffffffffffffffffffffffffffffff81169081810361233757506044359167ffffffffffffffff83169283810361233757506064359167ffffffffffffffff831693848403612337576143eb946143bd94506040519160208301937f90f4c7f2b6712c97641f19be6e10105e259804c66722e52c0fd5d701bfda93e185528860408501526060840152608083015260a082015260a081526117f260c08261345d565b60a43590608435907f0000000000000000000000000000000000000000000000000000000000000000614ecb565b156143f35750565b7f9d5ac503000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff908060021c5f52600460205261444160405f205491614f09565b1c1690565b90929192614455818333613633565b90815f52600360205260405f209467ffffffffffffffff865460801c168061455a575061448190614075565b906144978267ffffffffffffffff8854166135d7565b9567ffffffffffffffff871161452e5767ffffffffffffffff80809596979816167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905573ffffffffffffffffffffffffffffffffffffffff6040519516855260208501521660408301527ff1d8d14dfcd2757a1d7103aee5dc857aab06ee96dd05211ec766ad878fedf60160603393a3565b867fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b837fecee1d99000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b939293919091600954916060820192835162ffffff8116908162ffffff8460281c1603614973575b50505064ffffffffff600954166145ef63ffffffff7f00000000000000000000000000000000000000000000000000000000000000001680926135d7565b804210156149485750845f52600760205260405f20604051614610816133dc565b815490608067ffffffffffffffff600162ffffff73ffffffffffffffffffffffffffffffffffffffff86169586865264ffffffffff8160a01c16602087015260c81c1695866040860152015473ffffffffffffffffffffffffffffffffffffffff8116606085015260a01c1691015261491957507f000000000000000000000000000000000000000000000000000000000000000067ffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016806146e36146de8483613b11565b614075565b1061490f5750506080859362ffffff97989361470564ffffffffff94426135d7565b9473ffffffffffffffffffffffffffffffffffffffff8060018789169c8d9b511660405190614733826133dc565b338252602082019e8f5260408201908152836060830197169e8f885267ffffffffffffffff8a840197169c8d88525f526007602052848060405f20945116167fffffffffffffffffffffffff000000000000000000000000000000000000000084541617835551907fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff78ffffffffff00000000000000000000000000000000000000007bffffff000000000000000000000000000000000000000000000000008554935160c81b169360a01b1691161717815501935116167fffffffffffffffffffffffff0000000000000000000000000000000000000000835416178255517fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff000000000000000000000000000000000000000083549260a01b16911617905501511683116148c0575b50604051938452602084015260408301527fdc6fc48fed03455c6475fe0094d1f5138ae5ab824441367b4ec179f37e1652b460603393a3565b7affffffffffffffffffffffffffffffffffffffffffffffffffffff7fffffffffff0000000000000000000000000000000000000000000000000000005f549260d81b169116175f555f614887565b6142159250613b11565b857fbcc199a9000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7fb181ab63000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffff00000000007fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000009164ffffffffff6080880151169360206040516149b981613425565b868152015260281b16921617176009555f80806145b1565b62ffffff906149df816142ad565b156149ec57606001511690565b8160606149fb92015116613986565b1690565b67ffffffffffffffff7fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000916040517fffffffffffffffffffffffffffffffffffffffff000000000000000000000000602082019260601b1682527fffffffffffffffff0000000000000000000000000000000000000000000000008560c01b166034820152601c8152614a93603c8261345d565b519020921691161790565b9093915f935b85851015614b76578460051b830135614ad167ffffffffffffffff821667ffffffffffffffff84166135d7565b9067ffffffffffffffff8211614b6a57600192868416614b30575f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f20925b1691161793811c94019392614aa4565b905f526020527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffffffffffffff60405f2092614b20565b50505050505050505f90565b9450925050159182614b8757505090565b14919050565b915f92614b9861380b565b915f945b84861015614bc757614bbf600191614bb98660c08a028701614f86565b90613611565b950194614b9c565b945092505050565b73ffffffffffffffffffffffffffffffffffffffff1690815f52600560205260405f2054918215614d3357805f5260056020525f60408120557fc4cc5c1b6cf3b5cafd06bc7fa8b6320dbeea074c4f18c4c036e52a3a773aac5460405180614c5b8686836020909392919373ffffffffffffffffffffffffffffffffffffffff60408201951681520152565b0390a2614ce15a6040517fa9059cbb00000000000000000000000000000000000000000000000000000000602082015273ffffffffffffffffffffffffffffffffffffffff8416602482015260448101859052614cbb8160648101613fdd565b7f0000000000000000000000000000000000000000000000000000000000000000615236565b15614cea575050565b73ffffffffffffffffffffffffffffffffffffffff907fd386b289000000000000000000000000000000000000000000000000000000005f52306004521660245260445260645ffd5b7feabda1ed000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b6040810167ffffffffffffffff8151168015614dfc5760605f93015190604051614d8781613425565b818152602062ffffff84169101527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000060085416176008557fffffffffffffffffffffffffffffffffffffffffff000000ffffffffffffffff6affffff00000000000000006008549260401b1691161760085552565b505050565b9073ffffffffffffffffffffffffffffffffffffffff82161580614e34575b15614e2b5750505f90565b613ad5916149ff565b5067ffffffffffffffff811615614e20565b9190614e63908360021c93845f52600460205260405f2054614f26565b9267ffffffffffffffff8416614e77575050565b5f52600460205260405f2055565b906040519060208201927f19010000000000000000000000000000000000000000000000000000000000008452602283015260428201526042815261367060628261345d565b91908360ff1c601b019060ff82116135e4577f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff613ad5951693615255565b60c0600382169160061b1690808204604014901517156135e45790565b909167ffffffffffffffff82614f3b85614f09565b1c16908167ffffffffffffffff82161115614f7d57614f7a9291614f5e91613708565b92614f7367ffffffffffffffff851691614f09565b1b906135d7565b91565b50509050905f90565b919091614f9281613545565b92614faf6020830194614fa486613545565b604085013591613633565b91825f52600360205260405f209460405195614fca87613441565b549267ffffffffffffffff841680885267ffffffffffffffff8560401c1697604067ffffffffffffffff60208301978b895260801c1691015260608401908067ffffffffffffffff61501b846135c2565b1610156151a9575061502c816135c2565b975b67ffffffffffffffff8916111561519e576150a36150ba9493926150546150a9936135c2565b60405167ffffffffffffffff60208201927ff59948db919e49ad3d4b3adc4403400105382ada732ffd9115b0c447362b368684528b6040840152166060820152606081526117f260808261345d565b91613545565b90608060a084013593013591614ecb565b156151725761516d6150f867ffffffffffffffff7f7f21f9b2c8e3069c87993a4d99661e1a2b5334a484036d762b49fdf9d68cac7593511686613708565b94835f52600360205261514a8160405f20907fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff000000000000000083549260401b169116179055565b6040805167ffffffffffffffff8089168252909216602083015290918291820190565b0390a2565b507fdf48e73a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b505f96505050505050565b9761502e565b5f9182918260208351930191620222e0f13d1561522e573d906151d1826137d1565b916151df604051938461345d565b82523d5f602084013e5b80158015615225575b615220575080516020811015918261520957505090565b602081810193509181010312612337575160011490565b905090565b508151156151f2565b6060906151e9565b905f9283809360208451940192f13d1561522e573d906151d1826137d1565b939291907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116152ed576020935f9360ff60809460405194855216868401526040830152606082015282805260015afa1561420a5773ffffffffffffffffffffffffffffffffffffffff5f511680151591826152d157505090565b73ffffffffffffffffffffffffffffffffffffffff1614919050565b50505050505f9056';
