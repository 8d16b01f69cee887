import { openPGlite } from './dist/db/pglite.js';
import { openPostgres } from './dist/db/postgres.js';
import { startPostgres } from './dist/db/testing/postgres.js';
import { migrate } from './dist/db/migrate.js';
import { runSteps } from './dist/fuzz/sequences.js';
import { stepsOf } from './dist/fuzz/steps.js';
import { memoryHub } from './dist/fuzz/hub.js';
const [from,n,lanes,steps,pg]=process.argv.slice(2).map(Number);
const cluster = pg ? await startPostgres() : null;
let db = pg ? openPostgres(cluster.url, 2) : await openPGlite(null); await migrate(db);
let queries=0; const counts=new Map();
const wrap=(sql)=>({query:(t,p)=>{queries++; const k=t.trim().slice(0,60).replace(/\s+/g,' '); counts.set(k,(counts.get(k)??0)+1); return sql.query(t,p)}, script:(t)=>sql.script(t)});
const counted={...wrap(db), transaction:(act)=>{queries+=2; return db.transaction((sql)=>act(wrap(sql)))}, close:()=>db.close()};
let t=performance.now(); const c0=process.cpuUsage(); const total={};
for (let seed=from; seed<from+n; seed++) {
  const o = await runSteps({db: counted, hub: async()=>memoryHub()}, stepsOf(seed,{lanes,steps}));
  for (const [k,v] of o.done) total[k]=(total[k]??0)+v;
  if (o.broken.length) { console.log(seed, o.broken.slice(0,4).join('\n').slice(0,1200)); }
}
const c=process.cpuUsage(c0);
console.log(((performance.now()-t)/n/lanes).toFixed(2),'ms per sequence', ((c.user+c.system)/1000/n/lanes).toFixed(2),'cpu', (queries/n/lanes).toFixed(1),'queries', JSON.stringify(total));
for (const [k,v] of [...counts].sort((a,b)=>b[1]-a[1]).slice(0,Number(process.env.TOP??0))) console.log((v/n/lanes).toFixed(2),k);
await db.close(); await cluster?.stop();
