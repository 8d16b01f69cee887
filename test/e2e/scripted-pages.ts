/** The built pages before a scripted coordinator: what it says of jobs and of a device, and work of one kernel without end. */
import { ScriptedCoordinator, type Spin, spinKernel } from '@manyhands/browser-worker/testing';
import { hashOf } from '@manyhands/protocol';

export const WEB = new URL('../../web/dist', import.meta.url).pathname;
const SEED = Uint8Array.of(7);

/** As `/v1/jobs` has it. */
export const JOB = {
  job: 'f'.repeat(32),
  title: 'Align reads to phage lambda',
  kernel: 'ab'.repeat(32),
  kernelName: 'spin',
  researcher: 'Ada',
  category: 'biology',
  state: 'running',
  reason: null,
  items: 2000,
  held: 250,
  final: 730,
  refuted: 4,
  seats: 6,
  budget: '12000000000',
  secondsLeft: 480,
};

export const STANDING = {
  kind: 'standing',
  code: 'NO_JOB',
  sentence: 'every running job waits for its budget',
  finalItems: 1200,
  heldItems: 130,
  refutedItems: 2,
  finalFuel: 18_400_000_000n,
  earned: 1_250_430_000n,
  held: 98_000_000n,
} as const;

export const spinOfPages = (): Promise<Spin> => spinKernel(hashOf(SEED));

export async function startPages(spin: Spin, jobs: readonly object[]): Promise<ScriptedCoordinator> {
  const coordinator = await new ScriptedCoordinator(WEB).listen();
  coordinator.answer('/v1/jobs', { jobs });
  coordinator.publish(SEED);
  coordinator.publish(spin.bytes, spin.hash);
  coordinator.publish(spin.hooked);
  return coordinator;
}

/** Greets the next session and gives it work without end; `answered` counts. */
export async function giveWork(coordinator: ScriptedCoordinator, spin: Spin) {
  const session = await coordinator.nextSession();
  await session.greet({ beatSeconds: 1 });
  let [given, answers] = [0, 0];
  session.work(
    () => spin.assign(`unit ${given++}`, Array(20).fill(2_000_000)),
    () => answers++,
  );
  return { session, answered: () => answers };
}
