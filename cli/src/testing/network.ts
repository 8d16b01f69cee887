import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contributor, startContributor } from '@manyhands/browser-worker/server';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { afterAll, beforeAll } from 'vitest';

/** A coordinator without a chain and one contributor, in a folder of their own, for the tests of a file. */
export interface Network {
  /** A path in the folder. */
  at(name: string): string;
  /** What makes a command ask this coordinator. */
  there(): string[];
  url(): string;
}

/** Starts a network before the tests of a file and ends it after them; the command line's keys are kept in its folder. */
export function useNetwork(): Network {
  const dir = mkdtempSync(join(tmpdir(), 'manyhands-cli-'));
  const at = (name: string): string => join(dir, name);
  let coordinator: Coordinator;
  let contributor: Contributor;
  beforeAll(async () => {
    process.env.MANYHANDS_HOME = at('home');
    coordinator = await startCoordinator({
      port: 0,
      host: '127.0.0.1',
      dir: at('coordinator'),
      database: { kind: 'pglite', dir: null },
      webRoot: null,
      referees: 1,
      payments: null,
      logLevel: 'silent',
    });
    contributor = await startContributor({
      coordinator: coordinator.url,
      threads: 1,
      keyFile: at('device.json'),
    });
  });
  afterAll(async () => {
    await contributor?.stop();
    await coordinator?.drain();
    delete process.env.MANYHANDS_HOME;
    rmSync(dir, { recursive: true, force: true });
  });
  return { at, there: () => ['--coordinator', coordinator.url], url: () => coordinator.url };
}
