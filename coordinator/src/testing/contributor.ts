/** The smallest honest contributor: one socket, items computed in this process as they come. */
import {
  type AssignFrame,
  addressOf,
  type ContributorFrame,
  type CoordinatorFrame,
  decodeCoordinatorFrame,
  encodeContributorFrame,
  type ItemResult,
  type JobFrame,
  newPrivateKey,
  packResults,
  signGreeting,
  unpack,
} from '@manyhands/protocol';
import { compileBuild, instantiate } from '@manyhands/wasm-kernels';
import WebSocket from 'ws';

type Challenge = Extract<CoordinatorFrame, { kind: 'challenge' }>;

/** A raw socket that keeps every frame and why it closed. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly frames: CoordinatorFrame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #waiting: (() => void)[] = [];

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/v1/contribute`);
    this.socket.on('message', (bytes: Buffer) => {
      this.frames.push(decodeCoordinatorFrame(bytes));
      this.#wake();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  send(frame: ContributorFrame): void {
    this.socket.send(encodeContributorFrame(frame));
  }

  /** The first frame of a kind, waiting for it; null when the socket closed without one. */
  async frame<K extends CoordinatorFrame['kind']>(
    kind: K,
  ): Promise<Extract<CoordinatorFrame, { kind: K }> | null> {
    for (;;) {
      const found = this.frames.find((frame) => frame.kind === kind);
      if (found) return found as Extract<CoordinatorFrame, { kind: K }>;
      if (this.socket.readyState === WebSocket.CLOSED) return null;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** The next frame of a kind that is yet to come. */
  async next<K extends CoordinatorFrame['kind']>(
    kind: K,
  ): Promise<Extract<CoordinatorFrame, { kind: K }> | null> {
    const known = this.frames.length;
    for (;;) {
      const found = this.frames.slice(known).find((frame) => frame.kind === kind);
      if (found) return found as Extract<CoordinatorFrame, { kind: K }>;
      if (this.socket.readyState === WebSocket.CLOSED) return null;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  close(): void {
    this.socket.close();
  }
}

export interface Identity {
  readonly payee?: string;
  /** A site's key, the visitor's receipt for it and its signature. */
  readonly site?: string;
  readonly receipt?: string;
  readonly receiptSignature?: string;
  readonly privateKey?: Uint8Array;
  readonly seats?: number;
  /** Categories of jobs, and jobs by id alone; all if absent. */
  readonly accepts?: readonly string[];
  readonly jobs?: readonly string[];
  /** What a liar says instead of its results; null: nothing. */
  readonly tamper?: (results: readonly ItemResult[]) => readonly ItemResult[] | null;
}

/** A hello that answers a challenge rightly. */
export function helloTo(
  challenge: Challenge,
  identity: Identity = {},
): Extract<ContributorFrame, { kind: 'hello' }> {
  const { payee = '', site = '', privateKey = newPrivateKey(), seats = 1 } = identity;
  const { receipt = '', receiptSignature = '' } = identity;
  const greeting = { nonce: challenge.nonce, device: addressOf(privateKey), payee, site };
  const { device } = greeting;
  return {
    kind: 'hello',
    device,
    payee,
    site,
    receipt,
    receiptSignature,
    seats,
    agent: 'test',
    keeps: [],
    signature: signGreeting(privateKey, greeting),
  };
}

/** Opens a session and works until closed. */
export async function contribute(url: string, identity: Identity = {}): Promise<RawSocket> {
  const raw = new RawSocket(url);
  const builds: Builds = new Map();
  const jobs = new Map<number, JobFrame>();
  const challenge = (await raw.frame('challenge')) as Challenge;
  raw.send(helloTo(challenge, identity));
  if ((await raw.frame('welcome')) === null) throw new Error(`refused: ${JSON.stringify(raw.frames.at(-1))}`);
  raw.socket.on('message', (bytes: Buffer) => {
    const frame = decodeCoordinatorFrame(bytes);
    if (frame.kind === 'job') jobs.set(frame.number, frame);
    if (frame.kind === 'assign')
      void compute(url, builds, jobs.get(frame.job) as JobFrame, frame).then((results) => {
        if (raw.socket.readyState !== WebSocket.OPEN) return;
        const said = identity.tamper === undefined ? results : identity.tamper(results);
        if (said === null) return;
        raw.send({ kind: 'answer', assignment: frame.assignment, ...packResults(said) });
      });
  });
  const { accepts: categories = [], jobs: chosen = [] } = identity;
  if (categories.length + chosen.length > 0)
    raw.send({ kind: 'accept', categories, jobs: chosen, others: 0 });
  raw.send({ kind: 'want', seats: identity.seats ?? 1 });
  return raw;
}

type Builds = Map<string, ReturnType<typeof compileBuild>>;

async function compute(
  url: string,
  builds: Builds,
  job: JobFrame,
  assign: AssignFrame,
): Promise<ItemResult[]> {
  const module =
    builds.get(job.build) ??
    bytesAt(`${url}/v1/builds/${job.build}`).then((bytes) => compileBuild(bytes, job.build));
  builds.set(job.build, module);
  const datasets = await Promise.all(job.datasets.map((hash) => bytesAt(`${url}/v1/blobs/${hash}`)));
  const kernel = instantiate(await module, { datasets });
  const inputs = unpack({ lengths: assign.lengths, bytes: assign.inputs });
  return inputs.map((input) => kernel.runItem(input, job.fuelCap));
}

const bytesAt = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(url)).arrayBuffer());
