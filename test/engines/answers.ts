import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '@manyhands/protocol';
import type { EngineResult, Part, Plan } from './plan.ts';

/** What engines found, a file for each part, so that a run that was cut short goes on where it was. */
export class Answers {
  readonly #folder: string | null;

  /** Null keeps nothing. Answers to another plan, so also of other builds, are not seen. */
  constructor(folder: string | null, plan: Plan) {
    const digest = hashOf(new TextEncoder().encode(JSON.stringify(plan)));
    this.#folder = folder === null ? null : join(folder, digest.slice(0, 16));
    if (this.#folder !== null) mkdirSync(this.#folder, { recursive: true });
  }

  find(engine: string, part: Part): EngineResult | null {
    const path = this.#path(engine, part);
    return path !== null && existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as EngineResult)
      : null;
  }

  /** Whole or not at all: a run may be ended at any time. */
  keep(engine: string, part: Part, result: EngineResult): void {
    const path = this.#path(engine, part);
    if (path === null) return;
    writeFileSync(`${path}.new`, JSON.stringify(result));
    renameSync(`${path}.new`, path);
  }

  #path(engine: string, { first, end }: Part): string | null {
    const name = engine.replace(/\W+/g, '-');
    return this.#folder === null ? null : join(this.#folder, `${name}-${first}-${end}.json`);
  }
}
