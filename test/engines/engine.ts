import type { EngineResult, Request } from './plan.ts';

/** An engine that can be asked to compute a plan. */
export interface Engine {
  readonly name: string;
  /** What to install where it is missing, else null. */
  missing(): string | null;
  run(folder: string, request: Request): Promise<EngineResult>;
  /** WebKit is given nothing else: it cannot end a worker that computes. */
  readonly build: Request['build'];
  /** Much slower than others, such as an emulated machine. */
  readonly slow?: boolean;
}
