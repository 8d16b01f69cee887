import type { EngineResult, Progress, Request } from './plan.ts';

/** One part of a plan, to be computed. */
export interface Run {
  /** Where the plan and its files are. */
  readonly folder: string;
  readonly request: Request;
  readonly onProgress: (progress: Progress) => void;
  /** Ends the engine's process or browser. */
  readonly signal: AbortSignal;
}

/** An engine that can be asked to compute a plan, part by part, each in a process or browser of its own. */
export interface Engine {
  readonly name: string;
  /** Debian's packages that it comes in. */
  readonly packages: readonly string[];
  /** What to install where it is missing, else null. */
  missing(): string | null;
  run(run: Run): Promise<EngineResult>;
  /** WebKit is given nothing else: it cannot end a worker that computes. */
  readonly build: Request['build'];
  /** Much slower than others, such as an emulated machine: it may be silent for longer. */
  readonly slow?: boolean;
}

export const aptGetInstall = (packages: readonly string[]): string => `apt-get install ${packages.join(' ')}`;

/** Rejects when the signal comes. */
export const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const refuse = (): void => reject(signal.reason);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
