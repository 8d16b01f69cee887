import { Network, jobTerms } from '/tmp/w/a/coordinator/dist/simulation/network.js';
const seed = +(process.argv[2] ?? 1000); const crowd = (process.argv[3] ?? 'honest,honest').split(',');
const n = new Network(seed, {});
n.journal.addJob(jobTerms('j', +(process.argv[4] ?? 1200)));
for (const [i, b] of crowd.entries()) await n.add(i + 1, b, 1 + (i % 2));
const t = Date.now(); let last = 0;
for (let i = 0; i < 8; i++) {
  const ok = await n.run(2000, () => n.isSettled('j'));
  console.log(n.now, ok, JSON.stringify(n.dispatcher.census('j')), JSON.stringify([...n.dispatcher.activity().jobs.values()][0]), 'banned', [...n.banned], Date.now() - t);
  if (ok) break;
}
if (!n.isSettled('j')) { for (const s of n.journal.slices.filter(s=>s.state!=='settled')) { console.log(s.id, s.state, s.owner, s.fence, s.first, s.count); for (const u of n.journal.unitsOf(s)) if (u.state !== 'final') console.log(u.first, u.count, u.attempt, u.state, u.answer.device.slice(-2), u.paid, u.draws, u.passed.length); } console.log([...n.journal.jobs.values()][0].free.size); }
