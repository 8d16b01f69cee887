/** The JSON that travels between this client and a coordinator's /v1, field by field as served. */
import type {
  Assurance,
  AxisText,
  Category,
  Column,
  FailureCode,
  Keep,
  KernelSchema,
  Policy,
  Reason,
  StackEntry,
} from '@manyhands/protocol';

/** Where a researcher deposited: the hub names the channel by these three. `salt`: 0x and 32 bytes as hex. */
export interface ChannelKey {
  readonly researcher: string;
  readonly signer: string;
  readonly salt: string;
}

/** The chain that a coordinator settles on. Fees are in millionths, totals in token units as decimal strings. */
export interface Payments {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly hub: string;
  readonly token: string;
  readonly operator: string;
  readonly feePpm: number;
  readonly settled: { readonly epoch: number; readonly tx: string; readonly total: string } | null;
  /** The operator's bond at the hub, and when it may be withdrawn, in seconds since 1970; null where the chain has not answered. */
  readonly bond: { readonly amount: string; readonly exitAt: number | null } | null;
  /** What is demanded of the pending root and not answered yet; `unmet` of it is not in the root. */
  readonly demands: { readonly open: number; readonly unmet: number };
  /** How settlement stands, and what it waits for. */
  readonly settling: Settling;
}

/** Amounts among the figures are token units. */
export interface Settling {
  /** `NOTHING_NEW`, `GAS_DEAR`, …: docs/OPERATE.md has all of them. */
  readonly code: string;
  readonly sentence: string;
  /** What the sentence names, as decimal text. */
  readonly figures: Readonly<Record<string, string>>;
  readonly since: string;
  /** Whether the coordinator that was asked is the one of its database that settles. */
  readonly leads: boolean;
  /** How often it looks for what is new; null: when it is asked to. */
  readonly everySeconds: number | null;
}

/** The operator's word on what a payee has; amounts in token units. Every root from `dueEpoch` on says as much. */
export interface PayeeReceipt {
  /** The payee's place in the tree, for ever. */
  readonly index: number;
  readonly account: string;
  readonly cumulative: string;
  readonly dueEpoch: number;
  /** EIP-712 typed data Receipt of the hub: 0x and 65 bytes as hex. */
  readonly signature: string;
}

export interface Status {
  readonly version: string;
  readonly protocol: number;
  /** The address that signs this coordinator's certificates. */
  readonly coordinator: string;
  readonly sessions: number;
  readonly seats: number;
  readonly devices: number;
  readonly jobs: { readonly running: number; readonly certified: number };
  /** Why an idle seat gets nothing, or nothing moves; null while all is well. */
  readonly reason: Reason | null;
  /** Bytes: of the process, of what dispatch holds, and what it may hold. */
  readonly memory: { readonly used: number; readonly held: number; readonly bound: number };
  /** Milliseconds of the last seconds: until an answer is taken up, and until its seat is sent the next assignment. */
  readonly waits: { readonly taken: Waits; readonly next: Waits };
  /** Items that the referee has and that wait for it, and how many may before newcomers wait and holds grow. */
  readonly referee: { readonly items: number; readonly queue: number };
  readonly payments: Payments | null;
}

/** Null: nothing was waited for. */
export interface Waits {
  readonly p50: number | null;
  readonly p99: number | null;
}

/** How far fuel × rate and time disagree at one coordinator since it started. */
export interface Rates {
  /** What a row sums up. Devices are told apart only on the coordinator's own machine. */
  readonly by: 'engine' | 'device';
  readonly rows: readonly {
    readonly kernel: string;
    readonly name: string;
    /** What a device says it is, or `referee`. */
    readonly agent: string;
    readonly device: string | null;
    readonly count: number;
    /** Time taken over time paid: 1 is as fast as a reference core, 2 half as fast. */
    readonly median: number;
    /** Where the lowest and the highest tenth begin. */
    readonly low: number;
    readonly high: number;
  }[];
}

/** What a kernel's author, or a dataset's owner, takes of what is paid for work with it. */
export interface StatedShare {
  readonly payee: string;
  /** Of the price, in millionths; a kernel's author may take a fifth, a dataset's owner a tenth. */
  readonly ppm: number;
}

/** A part of a job's price. `payee` is null for the operator's fee. */
export interface PriceShare {
  readonly role: 'fee' | 'author' | 'data';
  readonly payee: string | null;
  readonly ppm: number;
}

export interface PublishedKernel {
  readonly kernel: string;
  readonly name: string;
  readonly schema: KernelSchema;
  readonly label: unknown;
  /** What its author takes, as stated when it was first published; null: nothing. */
  readonly author: StatedShare | null;
}

/** What a job is expected to take. Fuel is a decimal string; `cost` token units, null for a free job. */
export interface Estimate {
  readonly items: number;
  readonly fuelPerItem: string;
  readonly fuelCap: string;
  readonly unitItems: number;
  /** Seconds of one reference core. */
  readonly coreSeconds: number;
  readonly cost: string | null;
  /** At the capacity connected now; null while nobody is. */
  readonly seconds: number | null;
  readonly audits: number;
  /** Of one item, while nobody lies: the computation itself and its checks. */
  readonly executionsPerItem: number;
  /** Upper bound on the share of wrong items that the certificate will state if nobody is caught lying. */
  readonly bound: number;
  /** Of the bound, and the share of audits and votes by accomplices that it assumes; in millionths. */
  readonly confidencePpm: number;
  readonly colludingPpm: number;
  /** Of the items that were tried, those that failed or printed something; absent of older jobs. */
  readonly trial?: readonly {
    readonly item: number;
    readonly failure: string | null;
    readonly printed: readonly string[];
  }[];
  /** What other policies would cost and prove for this job. */
  readonly alternatives: readonly Assurance[];
  /** Token units of results that come before a voucher covers them: how far the coordinator trusts ahead. */
  readonly creditWindow: string;
  /**
   * Token units of work that is done or under way before a voucher covers it, beside as much again as vouchers cover; then the job waits
   * for one (`VOUCHER_DUE`). Absent of older jobs.
   */
  readonly workWindow?: string;
  /** Re-executions that are paid from the budget at most, in millionths of the items at their cap; absent of older jobs. */
  readonly verificationPpm?: number;
  /** Who takes what of the price; whoever computes has the rest. Absent of older jobs. */
  readonly shares?: readonly PriceShare[];
}

export interface Quote {
  readonly job: string;
  readonly state: JobState;
  readonly estimate: Estimate;
  readonly drawCommitment: string;
  readonly inputRoot: string;
}

export type JobState = 'quoted' | 'running' | 'paused' | 'certified' | 'cancelled';

/** One part of a job's inputs, as served: a stored table, a range, or the bytes of a small table in base64. */
export interface InputPartShape {
  readonly part: number;
  readonly first: number;
  readonly count: number;
  readonly root: string;
  readonly table?: string;
  readonly range?: readonly AxisText[];
  readonly rows?: string;
}

/** The certified unit that holds an item, as anybody may have it where results are public. Byte columns are base64. */
export interface PublicUnit {
  readonly first: number;
  readonly count: number;
  readonly build: string;
  /** The build that calls its host now and then, for browsers that could not end another. */
  readonly hooked: string;
  readonly fuelCap: string;
  /** Of the inputs. */
  readonly columns: readonly Column[];
  readonly statuses: string;
  readonly fuels: string;
  readonly lengths: string;
  readonly outputs: string;
}

/** Where a job stands. Counts are items unless named; money is token units as decimal strings, null when free. */
export interface Progress {
  readonly job: string;
  readonly title: string;
  readonly kernel: string;
  readonly kernelName: string;
  readonly researcher: string;
  readonly state: JobState;
  /** Why nothing moves; null while something does. */
  readonly reason: Reason | null;
  /** Inputs may be appended; it is certified only after it is closed. */
  readonly open: boolean;
  /** Its share beside other jobs, 1 to 100. */
  readonly priority: number;
  /** What it is for, as its researcher says. */
  readonly category: Category;
  /** What is kept of its results; null: all rows. */
  readonly keep: Keep | null;
  /** Items that are in its fold so far; null where it keeps none. */
  readonly folded: number | null;
  readonly items: number;
  readonly waiting: number;
  readonly inFlight: number;
  readonly held: number;
  readonly final: number;
  /** Final items that ended in a trap or used up their fuel. */
  readonly failed: number;
  /** After how many failed items it pauses by itself; null: never. */
  readonly stopAfter: number | null;
  readonly disputed: number;
  readonly audits: number;
  readonly refereeAudits: number;
  /** Answers proved wrong. */
  readonly refuted: number;
  readonly executed: number;
  readonly fuel: string;
  readonly seats: number;
  readonly spent: string | null;
  readonly vouchered: string | null;
  readonly budget: string | null;
  readonly secondsLeft: number | null;
  readonly policy: Policy;
  readonly outputs: readonly Column[];
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly certifiedAt: string | null;
}

/** What a job's channel owes for all its jobs, cumulative and rounded up, in token units. */
export interface Bill {
  readonly channel: string | null;
  readonly owed: string;
  readonly vouchered: string;
  readonly creditWindow: string;
}

/** What a payee earned, in token units as decimal strings. */
export interface Balance {
  readonly address: string;
  /** Final: checked, and in the books for good. */
  readonly earned: string;
  /** Waits for more checks. */
  readonly held: string;
  /** Of what is earned: settled on the chain. */
  readonly rooted: string;
  /** Of what is settled: paid out. Null where the chain does not answer. */
  readonly claimed: string | null;
}

/** A payee's leaf of the newest settlement, as the hub's `claim` takes it. */
export interface ClaimProof {
  readonly epoch: number;
  readonly index: number;
  readonly account: string;
  readonly cumulative: string;
  readonly proof: readonly string[];
  readonly root: string;
}

/** What a claim by the relayer would bring. Amounts are token units as decimal strings; `deadline` in seconds since 1970. */
export interface ClaimQuote {
  readonly index: number;
  readonly claimed: string;
  /** Settled and not claimed. */
  readonly due: string;
  /** What the gas costs now. */
  readonly cost: string;
  readonly fee: string;
  /** What the payee would get. */
  readonly net: string;
  readonly relayer: string;
  readonly deadline: number;
  /** Why it cannot be claimed now, or null. */
  readonly reason: { readonly code: string; readonly sentence: string } | null;
  /** The last one that was asked for. */
  readonly last: {
    readonly state: 'asked' | 'sent' | 'done' | 'dropped';
    readonly fee: string;
    readonly tx: string | null;
    readonly why: string;
  } | null;
}

/** What the operator decided about a kernel; reasons are empty where none was given. */
export interface KernelStanding {
  readonly review: 'pending' | 'approved' | 'refused';
  readonly reviewReason: string;
  /** Since when it is stopped, or null. */
  readonly stopped: string | null;
  readonly stoppedReason: string;
}

/** A kernel as its reviewer sees it. */
export interface ReviewedKernel extends KernelStanding {
  readonly kernel: string;
  readonly name: string;
  readonly label: unknown;
  /** The hash of its source at /v1/blobs/:hash, or null. */
  readonly source: string | null;
  /** Jobs that were quoted and have not ended, and those of them that run. */
  readonly jobs: number;
  readonly running: number;
  /** From how many address prefixes it is reported. */
  readonly reporters: number;
  readonly publishedAt: string;
}

/** What somebody reported to the operator. */
export interface KernelReport {
  readonly id: number;
  readonly kernel: string;
  readonly kernelName: string;
  readonly kind: string;
  readonly words: string;
  readonly at: string;
}

export interface KernelQueue {
  readonly publication: 'open' | 'reviewed' | 'listed';
  readonly kernels: readonly ReviewedKernel[];
}

export interface KernelDecisions extends KernelStanding {
  readonly kernel: string;
  readonly decisions: readonly { readonly decision: string; readonly reason: string; readonly at: string }[];
}

/** A job's final items that ended without a result. */
export interface Failures {
  /** All of them. */
  readonly failed: number;
  /** After how many more of them the job pauses by itself; null: never. */
  readonly stopAfter: number | null;
  /** Adds up to `failed`. */
  readonly kinds: readonly FailureKind[];
  /** In order, from the one asked for; a page of them. */
  readonly items: readonly FailedItem[];
  /** Where the next page begins; null after the last. */
  readonly next: number | null;
}

export interface FailureKind {
  /** Null: the coordinator has not looked into these yet; a look at their page does. */
  readonly code: FailureCode | null;
  readonly count: number;
  /** A few items of it. */
  readonly examples: readonly number[];
}

export interface FailedItem {
  readonly item: number;
  readonly status: 'trap' | 'exhausted';
  /** Null where nobody has looked into it yet. */
  readonly code: FailureCode | null;
  /** What it said, in a line. */
  readonly message: string | null;
}

/** Everything about one failed item, the same on every device. */
export interface Failure extends FailedItem {
  readonly stack: readonly StackEntry[];
  /** Its row by column, as NDJSON has it. */
  readonly input: Readonly<Record<string, unknown>>;
  /** A command that shows the same on the reader's own machine. */
  readonly reproduce: string;
}

/** One final item with all that it takes to run it again. Bytes are base64, `fuel` and `fuelCap` decimal strings. */
export interface FinalItem {
  readonly item: number;
  readonly status: 'ok' | 'trap' | 'exhausted';
  readonly fuel: string;
  /** Its output, encoded; empty where it failed. */
  readonly output: string;
  /** Its row, encoded. */
  readonly input: string;
  /** Hashes of blobs: the kernel's module, and its source where it was published from one. */
  readonly kernel: string;
  readonly source: string | null;
  readonly datasets: readonly { readonly name: string; readonly hash: string }[];
  readonly memoryPages: number;
  readonly fuelCap: string;
  readonly rewriter: number;
}
