import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptedCoordinator } from '@manyhands/browser-worker/testing';
import { manyhands } from '@manyhands/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort, kill, startProcess } from './coordinator-process.ts';
import { WALK, walks } from './kernels.ts';
import { Cleanup, researcherAt, startStack } from './stack.ts';
import { WorkProcess } from './work-process.ts';

const STEPS = 400_000;
const pad = (n: number): string => String(n).padStart(2, '0');
/** Hours of a day that lie `from` … `to` minutes from now. */
function hoursFromNow(from: number, to: number): string {
  const [begin, end] = [from, to].map((minutes) => new Date(Date.now() + minutes * 60_000));
  return `${pad(begin.getHours())}:${pad(begin.getMinutes())}-${pad(end.getHours())}:${pad(end.getMinutes())}`;
}

describe('manyhands work', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('tells a monitor what it does, and at SIGTERM finishes what it has', async () => {
    const { url } = await startStack(cleanup);
    const state = cleanup.folder();
    const options = ['--coordinator', url, '--state', state, '--threads', '1'];
    const client = await researcherAt(url);
    const worker = new WorkProcess(cleanup, ...options);
    const job = await client.run({ source: WALK }, walks(600, STEPS));
    await worker.reaches('items_total', 1);
    const { status, type, text } = await worker.get('/metrics');
    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    expect(text).toMatch(/^manyhands_connection_state\{state="working"\} 1$/m);
    expect(text).toMatch(/^manyhands_seats_allowed 1$/m);
    expect(await worker.get('/healthz')).toMatchObject({ status: 200, text: 'It works with 1 seat.\n' });
    expect((await worker.get('/')).status).toBe(404);

    worker.child.kill('SIGTERM');
    await worker.says(/stopping: .*a second signal ends at once/);
    expect(await worker.code).toBe(0);
    expect(existsSync(join(state, 'answers'))).toBe(false);

    const next = new WorkProcess(cleanup, ...options);
    const certificate = await job.certified();
    expect(certificate.items).toBe(600);
    expect(await next.metric('items_total')).toBeLessThan(600);
    next.child.kill('SIGTERM');
    expect(await next.code).toBe(0);
  });

  it('[CT2] takes the job that it is told to and no other', async () => {
    const { url } = await startStack(cleanup);
    const client = await researcherAt(url);
    const other = await client.run({ source: WALK }, walks(200));
    const named = await client.run({ source: WALK }, walks(200), { category: 'art' });
    const options = ['--state', cleanup.folder(), '--threads', '1', '--job', named.id];
    const worker = new WorkProcess(cleanup, '--coordinator', url, ...options);
    expect((await named.certified()).items).toBe(200);
    expect(await worker.metric('items_total')).toBe(200);
    expect(await other.progress()).toMatchObject({ held: 0, final: 0 });
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(0);
  });

  it('ends at once at a second signal', async () => {
    const { url } = await startStack(cleanup);
    const client = await researcherAt(url);
    await client.run({ source: WALK }, walks(400, 20_000_000));
    const options = ['--state', cleanup.folder(), '--threads', '1', '--drain-seconds', '600'];
    const worker = new WorkProcess(cleanup, '--coordinator', url, ...options);
    await worker.reaches('items_total', 1);
    await worker.reaches('seats_busy', 1);
    // What is busy only with getting a program ends at once; a unit lasts for seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    worker.child.kill('SIGTERM');
    await worker.says(/stopping/);
    const drained = await worker.get('/healthz');
    expect(drained).toMatchObject({ status: 503, text: expect.stringMatching(/finishes what is under way/) });
    const second = performance.now();
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(130);
    expect(performance.now() - second).toBeLessThan(1_000);
  });

  it('keeps to its hours, takes up a changed file at SIGHUP, and goes on when it is wrong', async () => {
    const { url } = await startStack(cleanup);
    const config = join(cleanup.folder(), 'work.json');
    const write = (settings: object): void =>
      writeFileSync(config, JSON.stringify({ coordinator: url, drainSeconds: 5, ...settings }));
    write({ hours: hoursFromNow(120, 180) });
    const options = ['--state', cleanup.folder(), '--threads', '1'];
    const worker = new WorkProcess(cleanup, '--config', config, ...options);
    await worker.says(/Nothing runs: these are not its hours\. It goes on at \d{4}-\d\d-\d\d \d\d:\d\d\./);
    expect((await worker.get('/healthz')).status).toBe(200);
    expect((await worker.get('/metrics')).text).toMatch(/^manyhands_connection_state\{state="idle"\} 1$/m);

    writeFileSync(config, '{\n  "hours": "late"\n}');
    worker.child.kill('SIGHUP');
    await worker.says(/work\.json:2: “hours” is “late”: hours are HH:MM-HH:MM/);
    expect(await worker.metric('seats')).toBe(0);

    write({ hours: hoursFromNow(-60, 60), threads: 9 });
    worker.child.kill('SIGHUP');
    await worker.says(/It works with 1 seat\./);

    write({ hours: hoursFromNow(120, 180), coordinator: 'http://127.0.0.1:1' });
    worker.child.kill('SIGHUP');
    await worker.says(/It works with 1 seat\.[\s\S]*not its hours/);
    await worker.says(/only after a restart: coordinator/);
    await vi.waitFor(async () => expect(await worker.metric('seats')).toBe(0), 10_000);
  });

  it('[CM1] keeps answers of a coordinator that died, and hands them in after both have come back', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ...{ MANYHANDS_PORT: String(port), MANYHANDS_DIR: cleanup.folder(), MANYHANDS_LOG_LEVEL: 'error' },
      ...{ MANYHANDS_RPC_URL: '', DATABASE_URL: '', MANYHANDS_GRACE_SECONDS: '60' },
    };
    let coordinator = await startProcess(env, url);
    cleanup.add(() => coordinator.kill('SIGKILL'));
    const client = manyhands(url);
    await client.account('Test');
    const state = cleanup.folder();
    const options = ['--coordinator', url, '--state', state, '--threads', '1', '--drain-seconds', '4'];
    const worker = new WorkProcess(cleanup, ...options);
    const job = await client.run({ source: WALK }, walks(600, STEPS), { unitItems: 20 });
    await worker.reaches('items_total', 30);
    // It hears nothing any more, and commits nothing.
    coordinator.kill('SIGSTOP');
    await worker.reaches('answers_unsettled', 1);
    worker.child.kill('SIGTERM');
    expect(await worker.code).toBe(0);
    expect(statSync(join(state, 'answers')).size).toBeGreaterThan(20);
    await kill(coordinator);
    coordinator = await startProcess(env, url);

    const next = new WorkProcess(cleanup, ...options);
    await job.certified();
    await vi.waitFor(async () => expect(await next.metric('answers_unsettled')).toBe(0), 10_000);
    next.child.kill('SIGTERM');
    expect(await next.code).toBe(0);
    expect(existsSync(join(state, 'answers'))).toBe(false);
  });

  it('comes back after a loss and counts it; a refusal for good ends it with exit code 3', async () => {
    const coordinator = await new ScriptedCoordinator().listen();
    cleanup.add(() => coordinator.close());
    const options = ['--state', cleanup.folder(), '--threads', '1', '--drain-seconds', '1'];
    const worker = new WorkProcess(cleanup, '--coordinator', coordinator.url, ...options);
    const session = await coordinator.nextSession();
    await session.greet();
    session.drop();
    await worker.says(/The coordinator is away/);
    const again = await coordinator.nextSession();
    await again.greet();
    expect(await worker.metric('reconnects_total')).toBe(1);
    again.drop();
    const last = await coordinator.nextSession();
    last.send({ kind: 'refuse', code: 'DEVICE_BANNED', message: 'this device was refuted' });
    expect(await worker.code).toBe(3);
    expect(worker.text).toMatch(/DEVICE_BANNED: this device was refuted/);
  });

  it('earns for another account from SIGHUP on, in a new session', async () => {
    const coordinator = await new ScriptedCoordinator().listen();
    cleanup.add(() => coordinator.close());
    const config = join(cleanup.folder(), 'work.json');
    const write = (account: string): void =>
      writeFileSync(config, JSON.stringify({ coordinator: coordinator.url, account, threads: 1 }));
    const [ann, bob] = ['aa', 'bb'].map((byte) => `0x${byte.repeat(20)}`);
    write(ann);
    const worker = new WorkProcess(cleanup, '--config', config, '--state', cleanup.folder());
    const session = await coordinator.nextSession();
    expect(await session.greet()).toMatchObject({ payee: ann });
    await worker.says(/It works with 1 seat\./);
    write(bob);
    worker.child.kill('SIGHUP');
    await session.next('bye');
    expect(await (await coordinator.nextSession()).greet()).toMatchObject({ payee: bob });
    expect(await worker.metric('reconnects_total')).toBe(0);
  });

  it('wrong settings end it with exit code 2 before anything is written', async () => {
    const state = join(cleanup.folder(), 'state');
    const config = join(cleanup.folder(), 'work.json');
    writeFileSync(config, '{\n  "thread": 4\n}');
    const worker = new WorkProcess(cleanup, '--config', config, '--state', state);
    expect(await worker.code).toBe(2);
    expect(worker.text).toMatch(/work\.json:2: “thread” is no setting; there are coordinator, threads/);
    const missing = new WorkProcess(cleanup, '--config', `${config}.none`, '--state', state);
    expect(await missing.code).toBe(2);
    expect(missing.text).toMatch(/cannot be read: .*work\.json\.none/);
    expect(existsSync(state)).toBe(false);
  });
});
