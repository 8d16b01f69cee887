import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { KnownError } from '@manyhands/protocol';
import type { Envelope, Reply, RequestKind, Requests } from './requests.ts';

/** Bounds of a sandboxed process. */
export interface SandboxLimits {
  /** JavaScript heap. */
  readonly heapMegabytes: number;
  /** Resident memory, WebAssembly memory included; measured, and beyond it the process is killed. */
  readonly residentMegabytes: number;
}

export const DEFAULT_LIMITS: SandboxLimits = { heapMegabytes: 1024, residentMegabytes: 1536 };

const CHILD = new URL('../../dist/sandbox/child.js', import.meta.url);
const WATCH_MILLISECONDS = 100;
const PAGE_BYTES = 4096;
const MEGABYTE = 1024 * 1024;

interface Pending {
  readonly id: number;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One child process that does one thing at a time. It inherits no environment. A request that takes too
 * long, or a process that grows too large or ends by itself, rejects with SANDBOX_LIMIT; the next request
 * starts a new process. A limit of address space is no use here: V8 reserves gigabytes around each memory.
 */
export class SandboxProcess {
  readonly #limits: SandboxLimits;
  #child: ChildProcess | null = null;
  #pending: Pending | null = null;
  #watch: NodeJS.Timeout | null = null;
  #nextId = 1;
  #generation = 0;

  constructor(limits: SandboxLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Grows with every process started: what was put into an older one is gone. */
  get generation(): number {
    return this.#generation;
  }

  /** Starts the process if it is not running. */
  start(): void {
    if (this.#child !== null) return;
    this.#generation++;
    const child = fork(CHILD, {
      execArgv: [`--max-old-space-size=${this.#limits.heapMegabytes}`],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    child.on('message', (reply) => this.#settle(reply as Reply));
    child.on('error', (error) => this.#lost(child, error.message));
    child.on('exit', (code, signal) => this.#lost(child, `it ended with ${signal ?? `code ${code}`}`));
    this.#watch = setInterval(() => this.#checkMemory(child), WATCH_MILLISECONDS);
    this.#watch.unref();
  }

  /** Asks the process, starting it if need be. One request at a time. */
  call<Kind extends RequestKind>(
    kind: Kind,
    request: Requests[Kind]['request'],
    timeoutMilliseconds: number,
  ): Promise<Requests[Kind]['reply']> {
    if (this.#pending !== null) throw new Error('a sandboxed process does one thing at a time');
    this.start();
    const id = this.#nextId++;
    const envelope: Envelope<Kind> = { id, kind, request };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#kill(`it took more than ${timeoutMilliseconds / 1000} s`),
        timeoutMilliseconds,
      );
      this.#pending = { id, resolve, reject, timer };
      this.#child?.send(envelope, (error) => {
        if (error) this.#kill(error.message);
      });
    });
  }

  /** Ends the process; a request under way rejects. */
  close(): void {
    this.#kill('it was closed');
  }

  #settle(reply: Reply): void {
    const pending = this.#pending;
    if (pending === null || pending.id !== reply.id) return;
    this.#pending = null;
    clearTimeout(pending.timer);
    if (reply.kind === 'done') pending.resolve(reply.value as never);
    else pending.reject(new KnownError(reply.code, reply.message, { details: reply.details }));
  }

  #kill(why: string): void {
    const child = this.#child;
    if (child === null) return;
    child.kill('SIGKILL');
    this.#lost(child, why);
  }

  #lost(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (this.#watch !== null) clearInterval(this.#watch);
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null) return;
    clearTimeout(pending.timer);
    pending.reject(new KnownError('SANDBOX_LIMIT', `the sandboxed process was given up: ${why}`));
  }

  #checkMemory(child: ChildProcess): void {
    const resident = residentBytes(child.pid);
    if (this.#child === child && resident > this.#limits.residentMegabytes * MEGABYTE)
      this.#kill(`it used more than ${this.#limits.residentMegabytes} MB of memory`);
  }
}

/** Resident memory where the system tells (Linux), else 0: there the heap limit alone holds. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
