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
export const hubBytecode = '0x6101a080604052346103935760c081614deb803803809161002082856103d8565b8339810103126103935760405160c081016001600160401b038111828210176103c45760405261004f826103fb565b815261005d602083016103fb565b602082019081526100706040840161040f565b90604083018281526100846060860161040f565b91606085019283526100986080870161040f565b6080860181815260a09790970151946001600160401b03861686036103935763ffffffff9060a088019687521690816003029160038304036103425763ffffffff1611156103aa5784516001600160a01b039081166080529051811660a052905163ffffffff90811660e052915182166101005293511661012052516001600160401b0316610140525160405163313ce56760e01b81529160209183916004918391165afa801561039f575f9061035e575b60ff1690506009811115610356576008190160ff81116103425760ff16604d811161034257600a0a5b60c05246610160526040516101896040826103d8565b6014815260208101907f4d616e7968616e647320436f6d707574654875620000000000000000000000008252604051916101c46040846103d8565b600183526020830191603160f81b8352519020915190206040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261022c60c0826103d8565b519020610180524260d81b6001600160d81b0319165f556040516149ca908161042182396080518181816102da01528181611af101528181613b7001528181613bd801526146d3015260a051818181611c1301528181611dc301528181611ee7015281816128f60152613e57015260c0518181816115930152818161396f01528181613aa301528181613ba90152613ff3015260e05181818161261301528181612b0b015281816132490152818161381a01526140990152610100518181816105ec01528181611e1601526128560152610120518181816103390152611fe4015261014051818181610b190152818161237c01528181612675015261401d0152610160518161311c015261018051816131420152f35b634e487b7160e01b5f52601160045260245ffd5b506001610173565b506020813d602011610397575b81610378602093836103d8565b81010312610393575160ff811681036103935760ff9061014a565b5f80fd5b3d915061036b565b6040513d5f823e3d90fd5b63ffffffff865116634dfeba5b60e11b5f5260045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b601f909101601f19168101906001600160401b038211908210176103c457604052565b51906001600160a01b038216820361039357565b519063ffffffff821682036103935756fe60806040526004361015610011575f80fd5b5f5f3560e01c806305a8da7214612bd15780631c99909e1461287a5780631e29848b1461281c578063380bf179146126995780633a4b66f1146126375780633a8c0786146125d957806340047063146125315780634b8d24b0146124395780634e380e1e1461224a578063526c113e14611f5857806352f5873414611f0b578063570ca73514611e9d5780635a73384b14611d7e57806364c9ec6f14611d1457806366eb9cec14611bd15780636a55f75214611a8657806383f4badc146119b15780638d1e0bc1146115b6578063907af6c01461155d5780639945e3d314611452578063abb2efdf146113c1578063b28e070014610fae578063b7d9c80e14610f0a578063bfce173b14610ea7578063c439aa6914610c53578063c629e3f2146109a2578063c71073241461094a578063dbe7e3bd146108fb578063e5fcd2511461081e578063e71081c91461069c578063e8ef63ea14610556578063e9ae9af1146104d9578063eb2243f814610486578063ef941a821461039e578063f698da251461035d578063fa537f74146102fe578063fc0c546a1461028f578063fc772c8b146102435763fcebfa2e146101c7575f80fd5b346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576101fe612ce8565b815c61021857610212906001835d33614614565b80805d80f35b6004827fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b80fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405761027b612ce8565b815c61021857610212906001835d80614614565b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576020610396613119565b604051908152f35b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576103e36103d9612ce8565b6024359033612f7b565b808252600360205267ffffffffffffffff604083205460801c161561045b578082526003602052604082207fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff81541690557ffdaa8a6693844555e01adab7d7598fc648d403f24b8dab8711ff07cca0f204d58280a280f35b7f96a24abd000000000000000000000000000000000000000000000000000000008252600452602490fd5b50346102405760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576104be612ce8565b815c61021857610212906001835d6044359060243590613eae565b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576001815460c01c169060028210156105295760208260010154604051908152f35b807f4e487b7100000000000000000000000000000000000000000000000000000000602492526032600452fd5b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576105916103d9612ce8565b80825260036020526040822067ffffffffffffffff815460801c168061066c5750602067ffffffffffffffff7f60cbb6dc74d525da91e0b42e761f013888c8089d2ba6949049758e9b0031e0b79261065d61061463ffffffff7f000000000000000000000000000000000000000000000000000000000000000016844216612ea4565b82547fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff1660809190911b77ffffffffffffffff0000000000000000000000000000000016178255565b5460801c16604051908152a280f35b83604491847fecee1d99000000000000000000000000000000000000000000000000000000008352600452602452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760043567ffffffffffffffff811161081a576106ec903690600401612d0b565b825c6107f2576001835d825490610702826139bd565b61070b8261308a565b92859086925b84841061077057506107239250613a27565b835b818110610733578480805d80f35b8061076a61074f6020610749600195878a6130d9565b01612ee9565b67ffffffffffffffff6107628488612fe8565b511690613aa0565b01610725565b90916107e86001916107b661078687898c6130d9565b61079260208201612ee9565b9061079f60408201612f66565b6107ac6060830183612ffc565b93909235896139d9565b67ffffffffffffffff6107c9888b612fe8565b9116905267ffffffffffffffff6107e0878a612fe8565b511690612e97565b9301929190610711565b6004837fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b5080fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057604060a09161085b612e6d565b50600435815260076020522067ffffffffffffffff6040519161087d83612dab565b73ffffffffffffffffffffffffffffffffffffffff81549362ffffff8286169586835264ffffffffff6001602085019682848c1c16885284604087019460c81c1684520154958760806060870196888a16885201978b1c16875260405198895251166020880152511660408601525116606084015251166080820152f35b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760206109386004356144d0565b67ffffffffffffffff60405191168152f35b50346102405761095936612d3c565b815c61021857610212906001835d61096f613ff1565b610977613539565b61098182826135b4565b61098d60208301612ee9565b9061099a60408401612f66565b923590614063565b5034610240576109b136612d3c565b90805c610c2b576001815d6109c4613539565b91803590818352600760205260408320906040516109e181612dab565b825492600162ffffff73ffffffffffffffffffffffffffffffffffffffff86169586855264ffffffffff8160a01c16602086015260c81c169182604085015201549367ffffffffffffffff6080606085019473ffffffffffffffffffffffffffffffffffffffff88168652019560a01c16855215908115610c18575b50610bec576001939495610a746060840184612ffc565b95909160c01c166002811015610bbf57610ab9918791600101546020860197610ab36040610aa18b612ee9565b980197610aad89612f66565b906144f8565b92614597565b15938415610b8d575b50508215610b6a575b5050610b3f57808252600760205281600160408220828155015533907f189bba2c0f5bd1f5e6063751adc031620915b0fd2d164d99a3ed81a998fe15028380a361021267ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001633613aa0565b7f435221f7000000000000000000000000000000000000000000000000000000008252600452602490fd5b67ffffffffffffffff919250610b808291612f66565b9251169116105f80610acb565b73ffffffffffffffffffffffffffffffffffffffff91929450610bb08291612ee9565b92511691161415915f80610ac2565b6024887f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b602485857f87a137a5000000000000000000000000000000000000000000000000000000008252600452fd5b905062ffffff8760c01c1614155f610a5d565b807fb5dfd9e50000000000000000000000000000000000000000000000000000000060049252fd5b50346102405760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057610c8b612ce8565b815c61021857610ca3906001835d6024359033612f7b565b80825260036020526040822060405190610cbc82612e10565b549067ffffffffffffffff8216815267ffffffffffffffff6020820192818160401c16845260801c16604082019080825215610e7b5767ffffffffffffffff905116804210610e4b57508167ffffffffffffffff80610e0d93610e02888389816102129b9a511682806040805196610d3388612e10565b84885260208801948552818801958187528152600360205220955116167fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000855416178455517fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000008086549360401b1616911617835551167fffffffffffffffff0000000000000000ffffffffffffffffffffffffffffffff77ffffffffffffffff0000000000000000000000000000000083549260801b169116179055565b511691511690613050565b67ffffffffffffffff6040519116918282527fc94b068ec14d7fb00602464e4d091062f16b758db394f20d41d4764fb7e30c9760203393a333613aa0565b84604491857ff3c41f6a000000000000000000000000000000000000000000000000000000008352600452602452fd5b602485857f96a24abd000000000000000000000000000000000000000000000000000000008252600452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057604060209173ffffffffffffffffffffffffffffffffffffffff610ef9612ce8565b168152600583522054604051908152f35b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057604081606092828051610f4c81612e10565b8281528260208201520152600435815260036020522067ffffffffffffffff60405191610f7883612e10565b54818082169384815281604060208301928286831c168452019360801c1683526040519485525116602084015251166040820152f35b50346102405760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576004359067ffffffffffffffff8211610240578160040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc843603011261081a5760c07fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc36011261081a57815c610218576001825d803590611061826144d0565b67ffffffffffffffff80611073612f38565b1691169081036113915750611086613119565b9067ffffffffffffffff611098612f4f565b164211611354576111b061119a6024870193856110b486612ee9565b67ffffffffffffffff6110c5612f38565b816110ce612f0a565b816110d7612f21565b91816110e1612f4f565b9573ffffffffffffffffffffffffffffffffffffffff6040519960208b019b7fabe9bc77ce2d4d5c0a5b7c8d2c76f1d70a6d615280f1f381aee6358e337ba6fd8d5260408c01521660608a01521660808801521660a08601521660c08401523360e084015216610100820152610100815261115e61012082612e2c565b51902090604291604051917f19010000000000000000000000000000000000000000000000000000000000008352600283015260228201522090565b6111a384612ee9565b60c4359160a435916148de565b1561130657826111f2918554966111c6886139bd565b916111ea6111d387612ee9565b9160646111e260448601612f66565b940190612ffc565b9490936139d9565b9161122067ffffffffffffffff611207612f0a565b1667ffffffffffffffff611219612f21565b1690612e97565b9467ffffffffffffffff84169586106112b75767ffffffffffffffff926112b09261125261021297986112a194613a27565b61125a612f0a565b9085604051921682527f22a82489d51dc0908b126ab7b4e529b715335e253a0afc5528fa2e341137b76f60203393a361129c84611295612f0a565b1633613aa0565b612ee9565b926112aa612f0a565b90613050565b1690613aa0565b60648567ffffffffffffffff88816112cd612f0a565b6112d5612f21565b927f8e9d96f00000000000000000000000000000000000000000000000000000000086526004521660245216604452fd5b60448473ffffffffffffffffffffffffffffffffffffffff61132785612ee9565b7fbfbc8b9b0000000000000000000000000000000000000000000000000000000083521660045233602452fd5b60248467ffffffffffffffff611368612f4f565b7fb39d1cd100000000000000000000000000000000000000000000000000000000835216600452fd5b83604491847faf826e08000000000000000000000000000000000000000000000000000000008352600452602452fd5b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576113fa8154614488565b60018116600281101561142557604092506001015467ffffffffffffffff8351921682526020820152f35b6024837f4e487b710000000000000000000000000000000000000000000000000000000081526032600452fd5b50346102405760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760043567ffffffffffffffff811161081a57906114ae6114a86020933690600401612c97565b906132b9565b9061154981546114c88467ffffffffffffffff8316612ea4565b67ffffffffffffffff166fffffffffffffffff000000000000000082161777ffffffffffffffff000000000000000000000000000000008216177affffff0000000000000000000000000000000000000000000000008216177fffffffffff0000000000000000000000000000000000000000000000000000009091161790565b905567ffffffffffffffff60405191168152f35b503461024057807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102405760206040517f00000000000000000000000000000000000000000000000000000000000000008152f35b50346102405760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610240576004359060243567ffffffffffffffff811161081a5761160a903690600401612c97565b60449391933567ffffffffffffffff81116119ad5761162d903690600401612d0b565b90845c611985576001855d845491611644836139bd565b601c8504948515801561196c575b801561190b575b80156118f9575b6118c95750604051600586901b8101818a5b828210611870575050508560011c805b6117ed5750906116a0939291519161169a87896132af565b93614597565b156117c15783916116b08161308a565b9385905b82821061170a57505050906116c891613a27565b815b815181101561170357806116fd67ffffffffffffffff6116ec60019486612fe8565b5116601c830287013560601c613aa0565b016116ca565b8280805d80f35b9281849893959792980160021c908183526004602052604083205495869160015b1561177c575b8497601c8c0287013560201c67ffffffffffffffff168c89016117539261495e565b909a61175f8d8c612fe8565b9167ffffffffffffffff16809252019a600101979a99979a61172b565b818b10806117b3575b6117315795929094999398969182036117a0575b50506116b4565b8852600460205260408820555f80611799565b5060038b8801161515611785565b602484847f75c375f4000000000000000000000000000000000000000000000000000000008252600452fd5b818160051b830183915b81831061180a5750505060011c80611682565b67ffffffffffffffff60208201511667ffffffffffffffff8251160167ffffffffffffffff811161186c57816040917fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000836020952016178552019201916117f7565b8c80fd5b601c818c60209335841c908161188d575b50845201910190611672565b908367ffffffffffffffff7fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000928286863716922016178d611881565b87604491887f37926e8c000000000000000000000000000000000000000000000000000000008352600452602452fd5b506119048688613278565b1515611660565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff860186811161193f5786161515611659565b6024897f4e487b710000000000000000000000000000000000000000000000000000000081526011600452fd5b601c870290878204601c14171561193f57811415611652565b6004857fb5dfd9e5000000000000000000000000000000000000000000000000000000008152fd5b8380fd5b50346102405760c07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261024057805c610c2b576001815d6119f3613ff1565b6119fb613539565b611a03613d96565b67ffffffffffffffff611a14612f21565b62ffffff8360c01c169182911611611a45575061021290611a33612ec6565b611a3b612f0a565b9160043590614063565b8260449167ffffffffffffffff611a5a612f21565b7fd8cdd5ff00000000000000000000000000000000000000000000000000000000845216600452602452fd5b5034611ba55760e07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557611abe612ce8565b9060443560843560ff8116809103611ba5575f5c611ba95760015f5d73ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690813b15611ba5575f9160e4839260405194859384927fd505accf0000000000000000000000000000000000000000000000000000000084523360048501523060248501528860448501526064356064850152608484015260a43560a484015260c43560c48401525af1611b8f575b50610212919260243590613eae565b61021292505f611b9e91612e2c565b5f91611b80565b5f80fd5b7fb5dfd9e5000000000000000000000000000000000000000000000000000000005f5260045ffd5b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5575f5c611ba95760015f5d611c11612fbe565b7f000000000000000000000000000000000000000000000000000000000000000073ffffffffffffffffffffffffffffffffffffffff81163303611ce85767ffffffffffffffff60208301511680158015611cdf575b611cb4575067ffffffffffffffff611caf925f6006557f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e60206040515f8152a1511690613aa0565b5f805d005b7fcd40c113000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b50804210611c67565b7f76c6c93a000000000000000000000000000000000000000000000000000000005f523360045260245ffd5b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5575f6020604051611d5181612df4565b82815201526040611d60612fbe565b67ffffffffffffffff60208351928281511684520151166020820152f35b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba55773ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163303611ce8577f083c90f4966ab354d1e008240c3b9d8d8a0a4790be3b7fb3dfa6a5a19bcb84286020611e4663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001667ffffffffffffffff4216612ea4565b7fffffffffffffffffffffffffffffffff0000000000000000ffffffffffffffff6fffffffffffffffff00000000000000006006549260401b169116178060065567ffffffffffffffff6040519160401c168152a1005b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557602060405173ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34611ba55760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5576020610396611f47612ce8565b611f4f612cc5565b60443591612f7b565b34611ba5577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360160e08112611ba55760c013611ba55760c43567ffffffffffffffff8111611ba55760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc8236030112611ba5575f5c611ba95760015f5d5f549061200d63ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168360d81c612e97565b80421061221f575061201d613d96565b8160c01c906001821660028110156121f25761205a73ffffffffffffffffffffffffffffffffffffffff9160010154600435809460040191613641565b9116801515806121cb575b61219c575061214d611caf9477ffffffffffffffff000000000000000000000000000000008462ffffff61210067ffffffffffffffff966120a8612156996144d0565b90888116898316111561219557505b6120c8888760801c16898816613050565b906120d1612f0a565b9189821690818b8516118061217e575b61216b575b50828a161115612163576120fa9082613050565b93614769565b97165f52600860205260405f208561211b8382845416612ea4565b167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905560801b1690612e97565b92168092613a27565b61215e612ec6565b613aa0565b505f93614769565b61217791935082612ea4565b918d6120e6565b506121898385613050565b8b8083169116116120e1565b90506120b7565b827fe5ead62c000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b5073ffffffffffffffffffffffffffffffffffffffff6121e9612ec6565b16811415612065565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b7ffac663c8000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b34611ba55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5576004355f5c611ba95760015f5d805f52600760205260405f2090604051916122a083612dab565b80549173ffffffffffffffffffffffffffffffffffffffff831680855267ffffffffffffffff6001602087019464ffffffffff8760a01c16865262ffffff604089019760c81c168752015473ffffffffffffffffffffffffffffffffffffffff8116606088015260a01c1660808601521561240e5762ffffff5f5493511662ffffff8460c01c161491826123fc575b82806123ea575b6123b657611caf73ffffffffffffffffffffffffffffffffffffffff868686865f5260076020525f60016040822082815501556123a2575b50511667ffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001690613aa0565b6123b090838351169061375b565b8361236e565b64ffffffffff9051167f2dd95dcc000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5064ffffffffff815116421115612336565b915061240783613228565b159161232f565b7f87a137a5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b34611ba55760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5575f5c611ba95760015f5d61249367ffffffffffffffff6006541661248d600435613ba7565b90612e97565b67ffffffffffffffff811161250657602067ffffffffffffffff7f3c4a4941290312aa6638afe11f9e3925230edf0b9a150ee6d4ae87329715cd5e9216807fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000006006541617600655604051908152a15f805d005b7fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b34611ba55760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557612568612cc5565b60443567ffffffffffffffff81168103611ba55760643567ffffffffffffffff8111611ba55761259c903690600401612d0b565b92905f5c611ba95767ffffffffffffffff6125d1611caf9561215e9360015f5d5f5496866004356125cc8a6139bd565b6139d9565b168093613a27565b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557602060405167ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34611ba55760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba55760043567ffffffffffffffff8111611ba5578060040160807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc8336030112611ba5576024359167ffffffffffffffff8311611ba55760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc8436030112611ba5575f5c611ba95760015f5d61275b613539565b9161276681846135b4565b60018360c01c169060028210156121f25761278c91600101549035809560040191613641565b9073ffffffffffffffffffffffffffffffffffffffff806127af60248601612ee9565b1691161491826127f7575b50506127cb57611caf90339061375b565b507f09dc71d5000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff9192506128106044839201612f66565b169116101583806127ba565b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b34611ba55760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba5576004356044359063ffffffff821691828103611ba55760643567ffffffffffffffff8111611ba5576128df903690600401612c97565b73ffffffffffffffffffffffffffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000163303611ce8575f549162ffffff8360c01c1660018101809111612ba457808703612b5f575061294483613228565b15612b005761296691612956916132b9565b67ffffffffffffffff8316612ea4565b67ffffffffffffffff841667ffffffffffffffff8216808211612ad1575067ffffffffffffffff808460401c169360801c168084115f14612ac2575067ffffffffffffffff835b16808210612a9357506001939267ffffffffffffffff90921660409290921b6fffffffffffffffff0000000000000000169190911760809190911b77ffffffffffffffff00000000000000000000000000000000161760c082901b7affffff00000000000000000000000000000000000000000000000016174260d81b7fffffffffff00000000000000000000000000000000000000000000000000000016175f551660028110156121f257817f2dd11f76f75e1d8557bcfea7266b061424a989ef9ad0ce75c7280e1672ea23f1926040926001015581519081526024356020820152a2005b907f506fa091000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b67ffffffffffffffff906129ad565b907fb84cad51000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b612b348363ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169060d81c612e97565b7f579be8d3000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b67ffffffffffffffff8111612ba45767ffffffffffffffff907fd43b05ad000000000000000000000000000000000000000000000000000000005f521660045260245ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b34611ba5575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112611ba557612c07612e6d565b5060a05f54612c14612e6d565b5064ffffffffff67ffffffffffffffff82169162ffffff604051612c3781612dab565b84815267ffffffffffffffff60208201818560401c168152816040840191818760801c16835260806060860195878960c01c168752019660d81c875260405198895251166020880152511660408601525116606084015251166080820152f35b9181601f84011215611ba55782359167ffffffffffffffff8311611ba55760208381860195010111611ba557565b6024359073ffffffffffffffffffffffffffffffffffffffff82168203611ba557565b6004359073ffffffffffffffffffffffffffffffffffffffff82168203611ba557565b9181601f84011215611ba55782359167ffffffffffffffff8311611ba5576020808501948460051b010111611ba557565b60207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc820112611ba5576004359067ffffffffffffffff8211611ba5577ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc82608092030112611ba55760040190565b60a0810190811067ffffffffffffffff821117612dc757604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b6040810190811067ffffffffffffffff821117612dc757604052565b6060810190811067ffffffffffffffff821117612dc757604052565b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff821117612dc757604052565b60405190612e7a82612dab565b5f6080838281528260208201528260408201528260608201520152565b91908201809211612ba457565b9067ffffffffffffffff8091169116019067ffffffffffffffff8211612ba457565b60243573ffffffffffffffffffffffffffffffffffffffff81168103611ba55790565b3573ffffffffffffffffffffffffffffffffffffffff81168103611ba55790565b60443567ffffffffffffffff81168103611ba55790565b60643567ffffffffffffffff81168103611ba55790565b60243567ffffffffffffffff81168103611ba55790565b60843567ffffffffffffffff81168103611ba55790565b3567ffffffffffffffff81168103611ba55790565b9173ffffffffffffffffffffffffffffffffffffffff60405192816020850195168552166040830152606082015260608152612fb8608082612e2c565b51902090565b60405190612fcb82612df4565b81602067ffffffffffffffff600654818116845260401c16910152565b80518210156121f25760209160051b010190565b9035907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe181360301821215611ba5570180359067ffffffffffffffff8211611ba557602001918160051b36038313611ba557565b9067ffffffffffffffff8091169116039067ffffffffffffffff8211612ba457565b67ffffffffffffffff8111612dc75760051b60200190565b9061309482613072565b6130a16040519182612e2c565b8281527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06130cf8294613072565b0190602036910137565b91908110156121f25760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8181360301821215611ba5570190565b467f000000000000000000000000000000000000000000000000000000000000000003613164577f000000000000000000000000000000000000000000000000000000000000000090565b604080516131728282612e2c565b601481526001602082017f4d616e7968616e647320436f6d707574654875620000000000000000000000008152602084516131ad8682612e2c565b83815201927f31000000000000000000000000000000000000000000000000000000000000008452519020912082519160208301937f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f855283015260608201524660808201523060a082015260a08152612fb860c082612e2c565b62ffffff8160c01c161590811561323d575090565b613272915063ffffffff7f0000000000000000000000000000000000000000000000000000000000000000169060d81c612e97565b42101590565b8115613282570690565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b8115613282570490565b91906090810661350e578015613508576132d1613119565b925f9360405160608101917ff59948db919e49ad3d4b3adc4403400105382ada732ffd9115b0c447362b3686835260c08201907f1901000000000000000000000000000000000000000000000000000000000000825260c283015284840192602083019060408401955b858110613394575050505050505067ffffffffffffffff83169280840361250657506040805160909092048252602082018490527fd9d8dba59f1497bb5495c1edc201957a64af1268654e154c5bb937da80c4bfa791a1565b601481013560601c604882013560c01c823560601c8752818552602883013589526060872090815f52600360205260405f209283549267ffffffffffffffff841691828410613500575b8a8a8967ffffffffffffffff8860401c169687871161340a575b5050505050505050505060900161333b565b60808460428d979560606020965f968c877f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a09c015260a08601522060e28401522090610120810191825261018060708901359160507f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff84169a8b9460ff1c601b016101408401520135610160820152015282805260015afa505f51908114159015179111176134d557509060909493929103809d019c60401b019055905f808080808a8a89836133f8565b7fdf48e73a000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b8392506133de565b505f9150565b7f60dcc75f000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b5f549061354582613228565b61354b57565b62ffffff827f2f3cee89000000000000000000000000000000000000000000000000000000005f5260c01c1660045260245ffd5b62ffffff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9116019062ffffff8211612ba457565b6135c762ffffff60019260c01c1661357f565b1660028110156121f25761360e90600101546135e66060840184612ffc565b9390916136046135f860208401612ee9565b610aad60408501612f66565b9135948593614597565b156136165750565b7f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b919290925f935f93602083019261365784612ee9565b604082019061366582612f66565b73ffffffffffffffffffffffffffffffffffffffff82161580613729575b1561371a5750505f945b6136ac606084019461369f8686612ffc565b9890918635998a93614597565b156136ee578486146136cf575050906136c491612ffc565b90501c156136165750565b9350965050506136eb9293506136e59150612ee9565b92612f66565b90565b857f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b613723916144f8565b9461368d565b5067ffffffffffffffff811615613683565b91908203918211612ba457565b81810292918115918404141715612ba457565b908160c01c62ffffff811660016137718261357f565b1660028110156121f257600101549162ffffff61378d8361357f565b165f526008602052600167ffffffffffffffff60405f20541691169460028610156121f2578261380a6138dc9367ffffffffffffffff8781986139bb9b60010155845f52600860205260405f208284167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905516612ea4565b64ffffffffff61384063ffffffff7f0000000000000000000000000000000000000000000000000000000000000000164261373b565b169286808260401c169116909192936fffffffffffffffff000000000000000077ffffffffffffffff000000000000000000000000000000007affffff0000000000000000000000000000000000000000000000007fffffffffff00000000000000000000000000000000000000000000000000000067ffffffffffffffff9460d81b169760c01b169560801b169360401b1691161717171790565b5f558160065416905f600655604051908282527f113dc0f775774de2e92f8ba9496c7f1e7806916b6411335db434a09aab6ecd6a602073ffffffffffffffffffffffffffffffffffffffff871693a361dead7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7602061399561396c677fffffffffffffff8660011c168096613050565b867f00000000000000000000000000000000000000000000000000000000000000009116613748565b835f526005825260405f206139ab828254612e97565b9055604051908152a21690613aa0565b565b6139c8600191614488565b1660028110156121f2576001015490565b819695610ab3856139ec969794956144f8565b156139fb576136eb9192614769565b827f435221f7000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b604081901c67ffffffffffffffff169291613a428185612e97565b9367ffffffffffffffff8360801c16809511613a6c5750613a6892935060401b90612e97565b5f55565b8492507f8604444d000000000000000000000000000000000000000000000000000000005f5260045260245260445260645ffd5b907f0000000000000000000000000000000000000000000000000000000000000000029081158015613b31575b613b2d57602073ffffffffffffffffffffffffffffffffffffffff7fcddbea0c092495e8718375ec92f5371831dcfb5bfe86a2645e974bb42ad997a7921692835f526005825260405f20613b22828254612e97565b9055604051908152a2565b5050565b5060205f60446040517fa9059cbb00000000000000000000000000000000000000000000000000000000815284600482015285602482015260018352827f0000000000000000000000000000000000000000000000000000000000000000620222e0f160015f5114601f3d11163d151716613acd565b7f0000000000000000000000000000000000000000000000000000000000000000613bd28183613278565b613d67577f00000000000000000000000000000000000000000000000000000000000000009173ffffffffffffffffffffffffffffffffffffffff831690604051937f70a08231000000000000000000000000000000000000000000000000000000008552306004860152602085602481865afa948515613cf5575f95613d33575b5081613c6391309033906147a8565b15613d0057506020602491604051928380927f70a082310000000000000000000000000000000000000000000000000000000082523060048301525afa908115613cf5575f91613cc1575b506136eb92613cbc9161373b565b6132af565b90506020813d602011613ced575b81613cdc60209383612e2c565b81010312611ba557516136eb613cae565b3d9150613ccf565b6040513d5f823e3d90fd5b7fd386b289000000000000000000000000000000000000000000000000000000005f52336004523060245260445260645ffd5b9094506020813d602011613d5f575b81613d4f60209383612e2c565b81010312611ba557519381613c54565b3d9150613d42565b907fd990e629000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b613d9e613119565b6004359060243573ffffffffffffffffffffffffffffffffffffffff811690818103611ba557506044359167ffffffffffffffff831692838103611ba557506064359167ffffffffffffffff831693848403611ba557613e7b94613e4d94506040519160208301937f90f4c7f2b6712c97641f19be6e10105e259804c66722e52c0fd5d701bfda93e185528860408501526060840152608083015260a082015260a0815261115e60c082612e2c565b60a43590608435907f00000000000000000000000000000000000000000000000000000000000000006148de565b15613e835750565b7f9d5ac503000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b90929192613ebd818333612f7b565b90815f52600360205260405f209467ffffffffffffffff865460801c1680613fc25750613ee990613ba7565b90613eff8267ffffffffffffffff885416612e97565b9567ffffffffffffffff8711613f965767ffffffffffffffff80809596979816167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000082541617905573ffffffffffffffffffffffffffffffffffffffff6040519516855260208501521660408301527ff1d8d14dfcd2757a1d7103aee5dc857aab06ee96dd05211ec766ad878fedf60160603393a3565b867fff740679000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b837fecee1d99000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7f000000000000000000000000000000000000000000000000000000000000000067ffffffffffffffff7f0000000000000000000000000000000000000000000000000000000000000000168061405061404b8483613748565b613ba7565b10614059575050565b613d009250613748565b9291909160095462ffffff8560c01c16908162ffffff8260281c1603614425575b5064ffffffffff600954166140c063ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168092612e97565b804210156143fa5750845f52600760205260405f206040516140e181612dab565b815490608067ffffffffffffffff600162ffffff73ffffffffffffffffffffffffffffffffffffffff86169586865264ffffffffff8160a01c16602087015260c81c1695866040860152015473ffffffffffffffffffffffffffffffffffffffff8116606085015260a01c169101526143cb5750916143919164ffffffffff61416b879542612e97565b16968795869373ffffffffffffffffffffffffffffffffffffffff80600160405161419581612dab565b338152602081019d8e5260408101888152836060830197169e8f885267ffffffffffffffff6080840197169c8d88525f526007602052848060405f20945116167fffffffffffffffffffffffff000000000000000000000000000000000000000084541617835551907fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff78ffffffffff00000000000000000000000000000000000000007bffffff000000000000000000000000000000000000000000000000008554935160c81b169360a01b1691161717815501935116167fffffffffffffffffffffffff0000000000000000000000000000000000000000835416178255517fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff000000000000000000000000000000000000000083549260a01b16911617905567ffffffffffffffff8160801c169067ffffffffffffffff808260401c169116909192936fffffffffffffffff000000000000000077ffffffffffffffff000000000000000000000000000000007affffff0000000000000000000000000000000000000000000000007fffffffffff00000000000000000000000000000000000000000000000000000067ffffffffffffffff9460d81b169760c01b169560801b169360401b1691161717171790565b5f55604051938452602084015260408301527fdc6fc48fed03455c6475fe0094d1f5138ae5ab824441367b4ec179f37e1652b460603393a3565b857fbcc199a9000000000000000000000000000000000000000000000000000000005f5260045260245260445ffd5b7fb181ab63000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b8560d81c82602060405161443881612df4565b83815201527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000067ffffff00000000006cffffffffffffffff00000000008960981c1616921617176009555f614084565b62ffffff809161449781613228565b156144a45760c01c161690565b60c01c81167fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff01161690565b67ffffffffffffffff908060021c5f5260046020526144f360405f2054916149ad565b1c1690565b7fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000009067ffffffffffffffff604051937fffffffffffffffffffffffffffffffffffffffff000000000000000000000000602086019360601b1683527fffffffffffffffff0000000000000000000000000000000000000000000000008160c01b166034860152601c855261458d603c86612e2c565b1692519020161790565b9293925f9160051b81015b8082106145b55750501592149015161690565b9093949167ffffffffffffffff60209186358383821684881601928484111796818b60051b169081521852167fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000060405f2016179560011c9401906145a2565b73ffffffffffffffffffffffffffffffffffffffff16805f52600560205260405f205491821561473d575f604460209284835260058452826040812055604051947fc4cc5c1b6cf3b5cafd06bc7fa8b6320dbeea074c4f18c4c036e52a3a773aac54604073ffffffffffffffffffffffffffffffffffffffff8416978881528988820152a2825a604051927fa9059cbb0000000000000000000000000000000000000000000000000000000084526004840152876024840152600182527f000000000000000000000000000000000000000000000000000000000000000090f160015f5114601f3d11163d1517161561470b575050565b7fd386b289000000000000000000000000000000000000000000000000000000005f523060045260245260445260645ffd5b507feabda1ed000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b9190614786908360021c93845f52600460205260405f205461495e565b9267ffffffffffffffff841661479a575050565b5f52600460205260405f2055565b905f809493819473ffffffffffffffffffffffffffffffffffffffff604051928160208501967f23b872dd00000000000000000000000000000000000000000000000000000000885216602485015216604483015260648201526148366084828003017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe08101835282612e2c565b51925af13d156148d6573d9067ffffffffffffffff8211612dc75760405191614887601f82017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200184612e2c565b82523d5f602084013e5b801580156148cd575b6148c857508051602081101591826148b157505090565b602081810193509181010312611ba5575160011490565b905090565b5081511561489a565b606090614891565b905f60806020927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0957f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff88169760405192835260ff1c601b0185830152604082015286606082015282805260015afa505f51908115159114169111151690565b9067ffffffffffffffff82614972836149ad565b1c16928367ffffffffffffffff821611156149a45761499f9367ffffffffffffffff9103169283916149ad565b1b0191565b50509050905f90565b60c0600382169160061b169080820460401490151715612ba4579056';
