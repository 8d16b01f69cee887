import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnswerFrame, ITEM_STATUS, PROTOCOL_VERSION, unpackResults } from '@manyhands/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CONSENT_VERSION } from '../consent.ts';
import type { Assignment } from '../engine/assignment.ts';
import type { Socket } from '../engine/connection.ts';
import { Engine } from '../engine/engine.ts';
import { memoryKeyValue } from '../key-value.ts';
import { ScriptedCoordinator } from '../testing/scripted-coordinator.ts';
import type { ScriptedSession } from '../testing/session.ts';
import { type Spin, spinKernel, spun } from '../testing/spin.ts';
import { type Contributor, type ContributorOptions, startContributor } from './index.ts';
import { spawnSeat } from './spawn-seat.ts';

/** About a second of one core, and a few milliseconds. */
const LONG = 700_000_000;
const SHORT = 1_000_000;
/** More than two slices of a seat's pace. */
const MIDDLING = 400_000_000;

const outputsOf = (answer: AnswerFrame): number[] =>
  unpackResults(answer).map(({ output }) => new DataView(output.buffer, output.byteOffset).getInt32(0, true));

describe('contributor', () => {
  let dir: string;
  let coordinator: ScriptedCoordinator;
  let spin: Spin;
  let contributors: Contributor[];
  let dataset: string;

  beforeAll(async () => {
    coordinator = await new ScriptedCoordinator().listen();
    dataset = coordinator.publish(Uint8Array.of(7));
    spin = await spinKernel(dataset);
  });
  beforeEach(async () => {
    coordinator.publish(spin.bytes, spin.hash);
    coordinator.publish(spin.hooked);
    dir = await mkdtemp(join(tmpdir(), 'contributor-'));
    contributors = [];
  });
  afterEach(async () => {
    await Promise.all(contributors.map((contributor) => contributor.stop()));
    await rm(dir, { recursive: true });
  });
  afterAll(() => coordinator.close());

  async function begin(options: Partial<ContributorOptions> = {}) {
    const keyFile = join(dir, 'device.json');
    const contributor = await startContributor({
      coordinator: coordinator.url,
      keyFile,
      threads: 1,
      ...options,
    });
    contributors.push(contributor);
    return contributor;
  }

  async function beginSession(options: Partial<ContributorOptions> = {}) {
    const contributor = await begin(options);
    const session = await coordinator.nextSession();
    const hello = await session.greet();
    expect((await session.next('want')).seats).toBe(options.threads ?? 1);
    return { contributor, session, hello };
  }

  it('greets as its device, computes what it is assigned, and answers bytes and fuel', async () => {
    const payee = `0x${'aB'.repeat(20)}`;
    const { contributor, session, hello } = await beginSession({ payee });
    expect(hello).toMatchObject({ device: contributor.device, payee: payee.toLowerCase(), site: '' });
    session.assign(spin.assign('a1', [10, 20, 30]));
    const answer = await session.next('answer');
    expect(answer.assignment).toBe('a1');
    expect(outputsOf(answer)).toEqual([10, 20, 30].map(spun));
    const fuels = unpackResults(answer).map(({ fuel }) => fuel);
    expect(fuels[1] - fuels[0]).toBe(fuels[2] - fuels[1]);
    expect(contributor.stats()).toMatchObject({ computedItems: 3, unsettled: 1 });
    session.send({ kind: 'credited', assignments: ['a1'] });
    await vi.waitFor(() => expect(contributor.stats().unsettled).toBe(0));
  });

  it('answers exhaustion at the cap of the item', async () => {
    const { session } = await beginSession();
    session.assign(spin.assign('poor', [1_000_000, 1], { fuelCap: 1000n }));
    const [exhausted, fine] = unpackResults(await session.next('answer'));
    expect(exhausted).toMatchObject({ status: ITEM_STATUS.exhausted, fuel: 1000n });
    expect(fine.status).toBe(ITEM_STATUS.ok);
  });

  it('fetches build and dataset once for many assignments', async () => {
    const { session } = await beginSession();
    coordinator.requests.length = 0;
    for (const assignment of ['b1', 'b2', 'b3']) {
      session.assign(spin.assign(assignment, [5]));
      await session.next('answer');
    }
    expect(coordinator.requests.sort()).toEqual([`/v1/blobs/${dataset}`, `/v1/builds/${spin.hash}`].sort());
  });

  it('a kernel with long items is run on its hooked build from the next order on', async () => {
    const { session } = await beginSession();
    const { hooked } = spin.assign('any', []);
    const answered = async (assignment: string): Promise<number[]> => {
      session.assign(spin.assign(assignment, [MIDDLING]));
      return outputsOf(await session.next('answer'));
    };
    coordinator.requests.length = 0;
    const expected = [spun(MIDDLING)];
    expect(await answered('first')).toEqual(expected);
    expect(coordinator.requests).toContain(`/v1/builds/${spin.hash}`);
    expect(coordinator.requests).not.toContain(`/v1/builds/${hooked}`);
    expect(await answered('second')).toEqual(expected);
    expect(coordinator.requests).toContain(`/v1/builds/${hooked}`);
  });

  it('where threads cannot be ended from outside, no build but the hooked one is even fetched', async () => {
    const surroundings = {
      coordinator: coordinator.url,
      agent: 'like WebKit',
      cores: 1,
      onlyHooked: true,
      store: memoryKeyValue(),
      openSocket: (address: string) => new WebSocket(address) as unknown as Socket,
      spawnSeat,
      claimPool: async () => () => {},
    };
    const engine = new Engine(surroundings, () => {});
    const consent = { version: CONSENT_VERSION, at: Date.now(), lastsMs: 60_000, payee: '', site: '' };
    await engine.begin({ ...consent, threads: 1, share: 1 });
    const session = await coordinator.nextSession();
    await session.greet();
    coordinator.requests.length = 0;
    session.assign(spin.assign('short', [SHORT]));
    expect(outputsOf(await session.next('answer'))).toEqual([spun(SHORT)]);
    const { hooked } = spin.assign('any', []);
    expect(coordinator.requests.filter((path) => path.includes('builds'))).toEqual([`/v1/builds/${hooked}`]);
    await engine.stop();
  });

  it('[KR1] a build whose bytes do not match its hash never runs and is given back', async () => {
    const { session, contributor } = await beginSession();
    const wrong = coordinator.publish(spin.bytes, 'ab'.repeat(32));
    session.assign(spin.assign('bad', [5], { build: wrong }));
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'bad', reason: 'unavailable' });
    expect(contributor.stats().trouble).toMatch(/hash/);
    // The seat rests for a moment, and says so, before it asks again.
    expect((await session.next('want')).seats).toBe(0);
    expect((await session.next('want')).seats).toBe(1);
  });

  it('a device that cannot hold the kernel gives the work back as failed: never an answer', async () => {
    const { session } = await beginSession();
    const uninstrumented = coordinator.publish(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    session.assign(spin.assign('none', [5], { build: uninstrumented }));
    expect((await session.next('giveBack')).assignment).toBe('none');
    expect(session.log.some(({ kind }) => kind === 'answer')).toBe(false);
  });

  it('[CO2] stop answers the finished items, gives back the rest, and leaves nothing running within a second', async () => {
    const { contributor, session } = await beginSession({ threads: 1 });
    session.assign(spin.assign('now', [SHORT, SHORT, ...Array(400).fill(20 * SHORT)]));
    session.assign(spin.assign('later', [SHORT]));
    await vi.waitFor(() => expect(contributor.stats().running[0]?.done).toBeGreaterThan(1), 10_000);
    const started = performance.now();
    await contributor.stop();
    expect(performance.now() - started).toBeLessThan(1000);
    await session.closed;
    const answer = await session.next('answer');
    expect(answer.assignment).toBe('now');
    expect(outputsOf(answer).slice(0, 2)).toEqual([spun(SHORT), spun(SHORT)]);
    expect(answer.statuses.length).toBeLessThan(402);
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'later', reason: 'paused' });
    expect(session.log.map(({ kind }) => kind).slice(-1)).toEqual(['bye']);
    expect(contributor.stats()).toMatchObject({ phase: { kind: 'idle' }, seats: 0, running: [] });
  });

  it('[CO2] an item that outlasts the second is cut off with its worker', async () => {
    const { contributor, session } = await beginSession();
    session.assign(spin.assign('endless', [5, 2_000_000_000, 2_000_000_000], { fuelCap: 1n << 60n }));
    await vi.waitFor(() => expect(contributor.stats().running[0]?.memoryBytes).toBeGreaterThan(0), 10_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const started = performance.now();
    await contributor.stop();
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await session.next('giveBack')).assignment).toBe('endless');
  });

  it('[CM1] a drain finishes and hands in what is computed, over a new line if need be, and gives back the rest', async () => {
    const { contributor, session } = await beginSession();
    const numbers = [SHORT, ...Array(30).fill(20 * SHORT)];
    session.assign(spin.assign('running', numbers));
    session.assign(spin.assign('waiting', [4]));
    await vi.waitFor(() => expect(contributor.stats().running[0]?.done).toBeGreaterThan(0), 10_000);
    const drained = contributor.drain(30_000);
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'waiting', reason: 'paused' });
    session.drop();
    const again = await coordinator.nextSession();
    await again.greet();
    const answer = await again.next('answer');
    expect(outputsOf(answer)).toEqual(numbers.map(spun));
    expect(again.log.some(({ kind }) => kind === 'want')).toBe(false);
    again.send({ kind: 'credited', assignments: ['running'] });
    await drained;
    await again.closed;
    expect(contributor.stats()).toMatchObject({ phase: { kind: 'idle' }, seats: 0, unsettled: 0 });
    await contributor.begin();
    const third = await coordinator.nextSession();
    await third.greet();
    expect((await third.next('want')).seats).toBe(1);
  });

  it('a drain is over in its time: what is computed until then is handed in', async () => {
    const { contributor, session } = await beginSession();
    session.assign(spin.assign('long', [SHORT, ...Array(4000).fill(20 * SHORT)]));
    await vi.waitFor(() => expect(contributor.stats().running[0]?.done).toBeGreaterThan(0), 10_000);
    const started = performance.now();
    await contributor.drain(300);
    expect(performance.now() - started).toBeLessThan(1300);
    expect(outputsOf(await session.next('answer'))[0]).toBe(spun(SHORT));
  });

  it('[CM1] answers that nobody committed are sent again by the next process of the device', async () => {
    const answerFile = join(dir, 'answers');
    const first = await beginSession({ answerFile });
    first.session.assign(spin.assign('kept', [10]));
    const answer = await first.session.next('answer');
    await first.contributor.drain(100);
    const second = await begin({ answerFile });
    const again = await coordinator.nextSession();
    expect(await again.greet()).toMatchObject({ device: first.contributor.device, keeps: ['kept'] });
    expect(await again.next('answer')).toEqual(answer);
    again.send({ kind: 'credited', assignments: ['kept'] });
    await second.drain(5_000);
    const third = await begin({ answerFile });
    expect(third.stats().unsettled).toBe(0);
  });

  it('[CM1] answers survive a lost connection and are sent once more until they are credited', async () => {
    const { contributor, session } = await beginSession();
    session.assign(spin.assign('kept', [10]));
    session.assign(spin.assign('unwanted', [11]));
    const answer = await session.next('answer');
    await session.next('answer');
    session.drop();
    const again = await coordinator.nextSession();
    expect((await again.greet()).device).toBe(contributor.device);
    expect(await again.next('answer')).toEqual(answer);
    expect((await again.next('answer')).assignment).toBe('unwanted');
    again.send({ kind: 'credited', assignments: ['kept'] });
    again.send({ kind: 'cancel', assignment: 'unwanted' });
    await vi.waitFor(() => expect(contributor.stats().unsettled).toBe(0));
    expect((await again.next('want')).seats).toBe(1);
  });

  /** A session with a ticket; one answer is not settled, one assignment computed and one waits when its line is cut. */
  async function cutOff() {
    const contributor = await begin();
    const session = await coordinator.nextSession();
    await session.greet({ ticket: 'ticket 1' });
    session.assign(spin.assign('answered', [3]));
    await session.next('answer');
    // Seconds of work: it outlasts the new connection also on a busy machine.
    session.assign(spin.assign('running', [SHORT, ...Array(100).fill(20 * SHORT)]));
    session.assign(spin.assign('waiting', [4]));
    await vi.waitFor(() =>
      expect(contributor.stats()).toMatchObject({ queued: 1, running: [{ assignment: 'running' }] }),
    );
    session.drop();
    const again = await coordinator.nextSession();
    again.challenge();
    return { contributor, again };
  }

  it('comes back by its ticket, says what it holds, and goes on with it', async () => {
    const { again } = await cutOff();
    expect(await again.next('resume')).toMatchObject({
      ticket: 'ticket 1',
      keeps: ['waiting', 'running', 'answered'],
    });
    again.welcome({ ticket: 'ticket 2' });
    const answers = [await again.next('answer'), await again.next('answer'), await again.next('answer')];
    expect(answers.map(({ assignment }) => assignment)).toEqual(['answered', 'running', 'waiting']);
    expect(again.log.some(({ kind }) => kind === 'hello')).toBe(false);
  });

  it('shows that it has the join key of a private pool at each challenge, and never the key', async () => {
    const joinKey = 'k'.repeat(40);
    const contributor = await begin({ joinKey });
    const session = await coordinator.nextSession();
    await session.greet({ ticket: 'ticket 1' });
    const proof = createHmac('sha256', joinKey)
      .update(`Manyhands join\n0x${'5a'.repeat(32)}\n${contributor.device}`)
      .digest('hex');
    expect(session.log[0]).toEqual({ kind: 'join', proof });
    await session.next('want');
    session.drop();
    const again = await coordinator.nextSession();
    again.challenge();
    await again.next('resume');
    expect(again.log.map(({ kind }) => kind)).toEqual(['join', 'resume']);
    await again.greet();
    expect(again.log.map(({ kind }) => kind)).toEqual(['join', 'resume', 'join', 'hello']);
  });

  it('greets in full when its ticket is not taken, and drops what is cancelled', async () => {
    const { again, contributor } = await cutOff();
    await again.next('resume');
    const hello = await again.greet();
    expect(hello).toMatchObject({ device: contributor.device, keeps: ['waiting', 'running', 'answered'] });
    again.send({ kind: 'cancel', assignment: 'waiting' });
    const answers = [await again.next('answer'), await again.next('answer')];
    expect(answers.map(({ assignment }) => assignment)).toEqual(['answered', 'running']);
    expect(contributor.stats()).toMatchObject({ queued: 0, running: [] });
    expect(again.log.some((frame) => 'assignment' in frame && frame.assignment === 'waiting')).toBe(false);
  });

  it('gives back what is of a job that it was not told of', async () => {
    const { session } = await beginSession();
    const { lengths, inputs } = spin.assign('blind', [3]);
    session.send({ kind: 'assign', assignment: 'blind', job: 7, lengths, inputs });
    expect(await session.next('giveBack')).toMatchObject({ assignment: 'blind', reason: 'unavailable' });
  });

  it('computes on while the line is down', async () => {
    const { session } = await beginSession();
    session.assign(spin.assign('through', [LONG]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    session.drop();
    const again = await coordinator.nextSession();
    await again.greet();
    expect(outputsOf(await again.next('answer'))).toEqual([spun(LONG)]);
  });

  it('drops a cancelled assignment without an answer', async () => {
    const { session, contributor } = await beginSession();
    session.assign(spin.assign('gone', Array(200).fill(20 * SHORT)));
    await vi.waitFor(() => expect(contributor.stats().running).toHaveLength(1));
    session.send({ kind: 'cancel', assignment: 'gone' });
    session.assign(spin.assign('next', [3]));
    expect((await session.next('answer')).assignment).toBe('next');
  });

  it('a refusal for good ends the attempts; one that may be retried does not', async () => {
    const contributor = await begin();
    const session = await coordinator.nextSession();
    session.send({ kind: 'refuse', code: 'SESSIONS_FULL', message: 'come back later' });
    const again = await coordinator.nextSession();
    again.send({ kind: 'refuse', code: 'DEVICE_BANNED', message: 'this device was refuted' });
    await vi.waitFor(() =>
      expect(contributor.stats().phase).toMatchObject({ kind: 'refused', code: 'DEVICE_BANNED' }),
    );
  });

  it('[SE1] a frame that cannot be decoded ends the session, not the contributor', async () => {
    const { session } = await beginSession();
    session.sendRaw(Uint8Array.of(PROTOCOL_VERSION, 4, 0xc1));
    await session.closed;
    const again = await coordinator.nextSession();
    await again.greet();
    again.assign(spin.assign('after', [3]));
    expect((await again.next('answer')).assignment).toBe('after');
  });

  it('keeps all threads busy and the share of each', async () => {
    const { session, contributor } = await beginSession({ threads: 2, share: 0.5 });
    const answered: string[] = [];
    let count = 0;
    const next = (): Assignment => spin.assign(`unit ${count++}`, Array(10).fill(5 * SHORT));
    session.work(next, (answer) => answered.push(answer.assignment));
    session.send({ kind: 'standing', ...standing, finalItems: 40 });
    await vi.waitFor(() => expect(contributor.stats().running).toHaveLength(2), 10_000);
    const used = process.cpuUsage();
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { user, system } = process.cpuUsage(used);
    const cores = (user + system) / 1000 / (performance.now() - started);
    expect(cores).toBeLessThan(1.5);
    await vi.waitFor(() => expect(answered.length).toBeGreaterThan(2), 20_000);
    expect(contributor.stats().standing?.finalItems).toBe(40);
  });

  it('a tampering contributor of the tests answers what it is told to', async () => {
    const { session } = await beginSession({
      tamper: (results) => results.map((result) => ({ ...result, fuel: result.fuel * 2n })),
    });
    session.assign(spin.assign('lie', [10, 20]));
    const [first, second] = unpackResults(await session.next('answer'));
    expect(first.fuel % 2n).toBe(0n);
    expect(second.fuel % 2n).toBe(0n);
  });
});

const standing = {
  code: '',
  sentence: '',
  finalItems: 0,
  heldItems: 0,
  refutedItems: 0,
  finalFuel: 0n,
  earned: 0n,
  held: 0n,
} satisfies Omit<Parameters<ScriptedSession['send']>[0] & { kind: 'standing' }, 'kind'>;
