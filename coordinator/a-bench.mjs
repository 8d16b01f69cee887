// in-process micro benchmark of the dispatch core: fake sessions, no-op journal
import { Dispatcher } from '/tmp/w/a/coordinator/dist/dispatch/dispatcher.js';
import { openSeal } from '/tmp/w/a/coordinator/dist/dispatch/ports.js';
import { DEFAULT_POLICY } from '@manyhands/protocol';
const SESSIONS = +(process.env.SESSIONS ?? 100), SECONDS = +(process.env.SECONDS ?? 5), MOST = +(process.env.UNITS ?? 32), PAID = process.env.PAID !== '0';
const LOAD = process.env.LOAD ? +process.env.LOAD : Infinity;
const ITEMS = 1e12;
const rowBytes = new Uint8Array(4 * 4096), rowLens = new Uint8Array(4 * 4096);
for (let i = 0; i < 4096; i++) rowLens[4 * i] = 4;
const inputs = { row: () => rowBytes.subarray(0, 4), run: (f, n) => ({ lengths: rowLens.subarray(0, 4 * n), bytes: rowBytes.subarray(0, 4 * n) }) };
let cursor = 0, slices = 0, commits = 0, accepted = 0, finals = 0, audits = 0, settled = 0, refs = 0;
const terms = { id: 'j', title: 'j', researcher: 'r', kernel: 'k', kernelName: 'k', build: 'b', hooked: 'h', datasets: [], itemCount: ITEMS, unitItems: 16, fuelCap: 1000000n, rate: 1e9, policy: DEFAULT_POLICY, drawSecret: new Uint8Array(32).fill(7), price: PAID ? { payer: 'channel:c', perCoreHour: 10800000025200n, feePpm: 50000, sitePpm: 200000 } : null, weight: 1, paused: false };
let cpuCached = 0;
const journal = {
  runningJobs: async () => [terms],
  claim: async (me, req) => { const t = req.termsAfter({ last: 1e9, timings: Array.from({length: 20}, () => ({ fuel: 1000n, nanoseconds: 1000 })) }); const n = Math.min(req.count, t.most ?? Infinity); const g = { id: ++slices, job: 'j', first: cursor, count: n, fence: 1, rate: t.rate, units: [] }; cursor += n; return { kind: 'granted', slice: g }; },
  commit: async (me, b) => { commits++; accepted += b.accepted.length; finals += b.finals.length; audits += b.audits.length; settled += b.settled.length; await new Promise(r => setImmediate(r)); return { lost: [], banned: [] }; },
  devices: async (ids) => new Map(ids.map((id) => [id, { passed: 100, banned: false, finalItems: 0, refutedItems: 0, finalFuel: 0n }])),
  beat: async () => [], release: async () => {},
};
let seed = 1; const random = () => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed / 0x7fffffff; };
const d = new Dispatcher({ me: 'c0123456789', journal, clock: { now: () => cpuCached }, random, referee: { execute: async (t, ins) => { refs += ins.length; return ins.map(() => ({ status: 0, fuel: 1000n, output: rowBytes.subarray(0,4), nanoseconds: 1000 })); } }, inputs: async () => inputs, seal: openSeal, report: (e) => { if (e.kind !== 'jobComplete') console.log(e); } }, { unitsPerAssignment: MOST });
const statuses = new Uint8Array(8192), fuels = new Uint8Array(8 * 8192), outs = new Uint8Array(4 * 8192), lens = new Uint8Array(4 * 8192);
for (let i = 0; i < 8192; i++) { fuels[8 * i] = 0xe8; fuels[8 * i + 1] = 3; lens[4 * i] = 4; }
const queue = []; let credited = 0, answers = 0, itemsAnswered = 0, cancels = 0;
for (let i = 0; i < SESSIONS; i++) {
  let session;
  const device = '0x' + i.toString(16).padStart(40, '0');
  session = await d.join({ device, paid: { payee: '0x' + (i+1).toString(16).padStart(40, '0'), site: '' }, prefix: 'p' + i, agent: 'bench', seats: 4, send: (f) => { if (f.kind === 'assign') queue.push(session, f); else if (f.kind === 'credited') credited += f.assignments.length; else if (f.kind === 'cancel') cancels++; }, close: (c) => console.log('closed', c) });
  d.receive(session, { kind: 'want', seats: 4 });
}
let t0 = performance.now(), lastTick = 0, cpu0 = process.cpuUsage(), a0 = 0, warm = false, mark = 0;
let head = 0;
const cpuNow = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1000; };
const c0 = cpuNow(); const WARM = +(process.env.WARM ?? 2) * 1000;
let vclock = 0; while (cpuNow() - c0 < SECONDS * 1000 + WARM) {
  const now = cpuCached = cpuNow();
  if (!warm && cpuNow() - c0 > WARM) { warm = true; cpu0 = process.cpuUsage(); a0 = accepted; mark = answers; globalThis.w0 = performance.now(); }
  if (now - lastTick > 25) { lastTick = now; d.tick(); }
  for (let n = 0; n < 64 && head < queue.length; n++) {
    const s = queue[head], f = queue[head + 1]; head += 2;
    const n2 = f.lengths.length / 4; answers++; itemsAnswered += n2;
    d.receive(s, { kind: 'answer', assignment: f.assignment, statuses: statuses.subarray(0, n2), fuels: fuels.subarray(0, 8 * n2), lengths: lens.subarray(0, 4 * n2), outputs: outs.subarray(0, 4 * n2) });
  }
  if (head > 4096) { queue.splice(0, head); head = 0; }
  await new Promise(r => setImmediate(r));
}
const cpu = process.cpuUsage(cpu0), units = accepted - a0;
console.log(JSON.stringify({ sessions: SESSIONS, units, unitsPerSecond: Math.round(units / ((performance.now() - globalThis.w0) / 1000)), usPerUnit: +((cpu.user + cpu.system) / units).toFixed(2), perAnswerUnits: +(units / (answers - mark)).toFixed(1), answersPerCpuSecond: Math.round((answers - mark) / ((cpu.user + cpu.system) / 1e6)), commits, accepted, finals, audits, slices, settled, refs, credited, cancels, rssMB: Math.round(process.memoryUsage().rss / 1e6), heapMB: Math.round(process.memoryUsage().heapUsed / 1e6), census: d.census('j') }));
process.exit(0);
