import type {
  AccountId,
  Assurance,
  Category,
  Column,
  GraphId,
  Hash,
  JobId,
  Keep,
  Policy,
} from '@manyhands/protocol';
import type { KernelStanding } from '../../domain/kernel-standing.ts';
import type { JobPrice } from '../../domain/pay.ts';
import type { RoleShare } from '../../domain/roles.ts';
import type { Halted } from '../../domain/waiting.ts';
import { jobPrice, type StoredPrice } from '../job-price.ts';
import { STANDING_COLUMNS, type StandingRow, standingFrom } from '../kernels/standing-columns.ts';

export type JobState = 'quoted' | 'running' | 'certified' | 'cancelled';

/** What a job is expected to take, as shown before its start. Fuel and money are decimal texts. */
export interface Estimate {
  readonly items: number;
  readonly fuelPerItem: string;
  readonly fuelCap: string;
  readonly unitItems: number;
  /** Of the trial's samples, those that failed or printed something. Missing of older jobs. */
  readonly trial?: readonly {
    readonly item: number;
    readonly failure: string | null;
    readonly printed: readonly string[];
  }[];
  /** Seconds of one reference core. */
  readonly coreSeconds: number;
  /** Token units; null for a free job. */
  readonly cost: string | null;
  /** At the capacity of the moment; null when nobody is connected. */
  readonly seconds: number | null;
  readonly audits: number;
  /** What the policy costs and proves while nobody is caught lying; shares in millionths. */
  readonly executionsPerItem: number;
  readonly bound: number;
  readonly confidencePpm: number;
  readonly colludingPpm: number;
  /** What other policies would. */
  readonly alternatives: readonly Assurance[];
  /** Token units of results that are released before a voucher covers them. */
  readonly creditWindow: string;
  /** Token units of work that is done or under way before a voucher covers it [VO4]. Missing of older jobs, which have no such bound. */
  readonly workWindow?: string;
  /** Re-executions that each item's reservation covers, in millionths of the item [SH4]. Missing of older jobs. */
  readonly verificationPpm?: number;
  /** Who takes what of the price besides whoever computes; missing of older jobs. */
  readonly shares?: readonly ToldShare[];
}

/** A part of a job's price, in millionths. `payee` is null for the operator's fee. */
export interface ToldShare {
  readonly role: 'fee' | RoleShare['role'];
  readonly payee: string | null;
  readonly ppm: number;
}

/** One job with its kernel's name and columns, as read back. */
export interface JobRecord {
  readonly id: JobId;
  readonly account: AccountId;
  /** The id of the account's key under which it was started, or quoted until then; null: it was not kept. */
  readonly key: string | null;
  readonly title: string;
  readonly researcher: string;
  readonly kernel: Hash;
  readonly kernelName: string;
  /** What the operator decided about it. */
  readonly kernelStanding: KernelStanding;
  /** Of its inputs. */
  readonly columns: readonly Column[];
  readonly outputs: readonly Column[];
  readonly build: Hash;
  /** The build that calls a hook where a slice of fuel ends. */
  readonly hooked: Hash;
  readonly rewriter: number;
  readonly datasets: readonly { readonly name: string; readonly hash: Hash }[];
  readonly inputRoot: string;
  readonly itemCount: number;
  readonly unitItems: number;
  readonly fuelCap: bigint;
  /** Of the trial: nanoseconds of a reference core per 10^9 fuel. */
  readonly rate: number;
  readonly policy: Policy;
  readonly price: JobPrice | null;
  /** Ledger units. */
  readonly budget: bigint | null;
  readonly channel: string | null;
  readonly estimate: Estimate;
  readonly drawSecret: Uint8Array;
  readonly drawCommitment: string;
  readonly state: JobState;
  /** Inputs may be appended, and it is not certified before it is closed. */
  readonly open: boolean;
  /** While it runs: nothing more of it is given out. */
  readonly paused: boolean;
  /** While it runs: it was cancelled, and ends once what was shown on hold is checked and charged. */
  readonly ending: boolean;
  /** After how many failed items it pauses by itself; null: never. */
  readonly stopAfter: number | null;
  /** Why it paused by itself; null unless it did. */
  readonly halted: Halted | null;
  /** Its researcher made its results public. */
  readonly published: boolean;
  /** 1 to 100. */
  readonly priority: number;
  /** What it is for, as its researcher says. */
  readonly category: Category;
  /** The graph of which it is a stage, or null. */
  readonly graph: GraphId | null;
  /** What is kept of its results; null: all rows. */
  readonly keep: Keep | null;
  readonly created: Date;
  readonly started: Date | null;
  readonly certified: Date | null;
}

/** The columns of {@link JobRow}, for statements that read whole jobs. */
export const JOB_COLUMNS = `job.id, job.account, job.key, job.title, job.researcher, job.kernel, job.build, job.hooked, job.datasets,
  job.input_root, job.item_count, job.unit_items, job.fuel_cap, job.rate, job.policy, job.price, job.budget, job.channel,
  job.estimate, job.draw_secret, job.draw_commitment, job.state, job.open, job.paused, job.ending, job.stop_after, job.halted, job.public, job.priority, job.category,
  job.keep, job.created,
  job.started, job.certified, (select graph from graph_stage where graph_stage.job = job.id) as graph,
  kernel.name as kernel_name, kernel.schema -> 'inputs' as columns, kernel.schema -> 'outputs' as outputs, build.rewriter, ${STANDING_COLUMNS}`;

export interface JobRow extends StandingRow {
  id: JobId;
  account: AccountId;
  key: string | null;
  title: string;
  researcher: string;
  kernel: Hash;
  kernel_name: string;
  columns: Column[];
  outputs: Column[];
  build: Hash;
  hooked: Hash;
  rewriter: number;
  datasets: { name: string; hash: Hash }[];
  input_root: string;
  item_count: number;
  unit_items: number;
  fuel_cap: bigint;
  rate: number;
  policy: Policy;
  price: StoredPrice | null;
  budget: bigint | null;
  channel: string | null;
  estimate: Estimate;
  draw_secret: Uint8Array;
  draw_commitment: string;
  state: JobState;
  open: boolean;
  paused: boolean;
  ending: boolean;
  stop_after: number | null;
  halted: Halted | null;
  public: boolean;
  priority: number;
  category: Category;
  graph: GraphId | null;
  keep: Keep | null;
  created: Date;
  started: Date | null;
  certified: Date | null;
}

export function jobFrom(row: JobRow): JobRecord {
  return {
    id: row.id,
    account: row.account,
    key: row.key,
    title: row.title,
    researcher: row.researcher,
    kernel: row.kernel,
    kernelName: row.kernel_name,
    kernelStanding: standingFrom(row),
    columns: row.columns,
    outputs: row.outputs,
    build: row.build,
    hooked: row.hooked,
    rewriter: row.rewriter,
    datasets: row.datasets,
    inputRoot: row.input_root,
    itemCount: row.item_count,
    unitItems: row.unit_items,
    fuelCap: row.fuel_cap,
    rate: row.rate,
    policy: row.policy,
    price: row.price === null ? null : jobPrice(row.price),
    budget: row.budget,
    channel: row.channel,
    estimate: row.estimate,
    drawSecret: row.draw_secret,
    drawCommitment: row.draw_commitment,
    state: row.state,
    open: row.open,
    paused: row.paused,
    ending: row.ending,
    stopAfter: row.stop_after,
    halted: row.halted,
    published: row.public,
    priority: row.priority,
    category: row.category,
    graph: row.graph,
    keep: row.keep,
    created: row.created,
    started: row.started,
    certified: row.certified,
  };
}
