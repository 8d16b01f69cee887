import { hashOf, isKnownError, utf8 } from '@manyhands/protocol';
import type { JobOptions, KernelInput } from './client.ts';
import { pause } from './http.ts';
import type { CalledRow, CallOptions, Job } from './job.ts';

/** A service that nobody called for so long is closed. */
const IDLE_MS = 60_000;
const AGAIN_MS = 50;
const WAIT_MS = 5_000;

type Begin = (kernel: KernelInput, inputs: readonly object[], options: JobOptions) => Promise<Job>;

interface Service {
  readonly job: Promise<Job>;
  calls: number;
  idle: ReturnType<typeof setTimeout> | null;
}

/** Open jobs that take calls: one for each kernel and its options, begun by its first call, closed when idle. */
export class Services {
  readonly #begin: Begin;
  readonly #open = new Map<string, Service>();

  constructor(begin: Begin) {
    this.#begin = begin;
  }

  async call(kernel: KernelInput, input: object, asked: JobOptions & CallOptions): Promise<CalledRow> {
    const { waitMs = WAIT_MS, idempotencyKey = crypto.randomUUID(), ...options } = asked;
    const key = keyOf(kernel, options);
    for (let tries = 1; ; tries++) {
      const service = this.#serviceOf(key, () => this.#begin(kernel, [input], { ...options, open: true }));
      service.calls++;
      try {
        return await callWithin(await service.job, input, { waitMs, idempotencyKey });
      } catch (error) {
        const isOver = await tellsOfEnd(error, service.job);
        if (isOver) this.#forget(key, service);
        // Somebody ended the job meanwhile: the next one takes the call.
        if (!isOver || tries > 1) throw error;
      } finally {
        service.calls--;
        this.#closeWhenIdle(key, service);
      }
    }
  }

  /** Closes what is open, so that it is certified. */
  async close(): Promise<void> {
    const open = [...this.#open];
    await Promise.all(open.map(([key, service]) => this.#close(key, service)));
  }

  #serviceOf(key: string, begin: () => Promise<Job>): Service {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const service: Service = { job: begin(), calls: 0, idle: null };
    this.#open.set(key, service);
    // What could not begin is begun anew by the next call.
    service.job.catch(() => this.#forget(key, service));
    return service;
  }

  #forget(key: string, service: Service): void {
    if (service.idle !== null) clearTimeout(service.idle);
    if (this.#open.get(key) === service) this.#open.delete(key);
  }

  #closeWhenIdle(key: string, service: Service): void {
    if (service.calls > 0 || this.#open.get(key) !== service) return;
    if (service.idle !== null) clearTimeout(service.idle);
    service.idle = setTimeout(() => void this.#close(key, service).catch(() => undefined), IDLE_MS);
    // A process does not stay for it: who wants its certificate closes the client. Browsers have numbers for timers.
    if (typeof service.idle === 'object') service.idle.unref();
  }

  async #close(key: string, service: Service): Promise<void> {
    this.#forget(key, service);
    await (await service.job).close();
  }
}

/** Whether a call was refused because its job takes no more: it is closed, or over already. */
async function tellsOfEnd(error: unknown, job: Promise<Job>): Promise<boolean> {
  if (!isKnownError(error)) return false;
  if (error.code !== 'JOB_STATE') return error.code === 'JOB_CLOSED';
  const { state } = await (await job).progress();
  return state === 'certified' || state === 'cancelled';
}

/** A call that waits as well until what was appended before is given out. */
async function callWithin(
  job: Job,
  input: object,
  { waitMs, idempotencyKey }: Required<CallOptions>,
): Promise<CalledRow> {
  const until = Date.now() + waitMs;
  for (;;) {
    const left = Math.max(0, until - Date.now());
    try {
      return await job.call(input, { waitMs: left, idempotencyKey });
    } catch (error) {
      if (left === 0 || !isKnownError(error) || error.code !== 'INPUTS_AHEAD') throw error;
    }
    await pause(AGAIN_MS);
  }
}

/** The same for what gives the same job. */
export function keyOf(kernel: KernelInput, { datasets = {}, ...options }: JobOptions): string {
  // Before JSON sees them: of Node's Buffer it would make a list with a number for each byte.
  const hashes = Object.entries(datasets).map(([name, given]) => [
    name,
    typeof given === 'string' ? given : hashOf(given),
  ]);
  const what = 'wasm' in kernel ? { ...kernel, wasm: hashOf(kernel.wasm) } : kernel;
  const plain = (_name: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
  return hashOf(utf8(JSON.stringify([what, { ...options, datasets: Object.fromEntries(hashes) }], plain)));
}
