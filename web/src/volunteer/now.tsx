import type { RunningUnit } from '@manyhands/browser-worker';
import { Figure } from '../shared/figure.tsx';
import { Program } from '../shared/label.tsx';
import { amountWords, bytesWords, countWords, fuelWords, shortHash } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { engineState, jobs } from './state.ts';

/** The seats that compute the same job count as one thing that runs. */
function byJob(units: readonly RunningUnit[]): RunningUnit[][] {
  const groups = new Map<string, RunningUnit[]>();
  for (const unit of units) groups.set(unit.job, [...(groups.get(unit.job) ?? []), unit]);
  return [...groups.values()];
}

function RunningJob({ units }: { units: readonly RunningUnit[] }) {
  const {
    runsFor,
    progress,
    program,
    threads,
    memory: memoryLabel,
    limit,
    instructions,
  } = words('volunteer').now;
  const [unit] = units;
  const kernelName = jobs.value?.find(({ job }) => job === unit.job)?.kernelName;
  const done = units.reduce((sum, { done }) => sum + done, 0);
  const items = units.reduce((sum, { items }) => sum + items, 0);
  const memory = units.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return (
    <article class="running">
      <h3>{unit.title}</h3>
      <p class="quiet">{runsFor(unit.researcher)}</p>
      <progress max={items} value={done} aria-label={progress(done, items)} />
      <dl class="facts">
        <div>
          <dt>{program}</dt>
          <dd>
            {kernelName && `${kernelName} `}
            <code title={unit.kernel}>{shortHash(unit.kernel)}</code>
          </dd>
        </div>
        <div>
          <dt>{threads}</dt>
          <dd>{countWords(units.length)}</dd>
        </div>
        <div>
          <dt>{memoryLabel}</dt>
          <dd>{memory > 0 ? bytesWords(memory) : '–'}</dd>
        </div>
        <div>
          <dt>{limit}</dt>
          <dd>{instructions(fuelWords(unit.fuelCap))}</dd>
        </div>
      </dl>
      <Program kernel={unit.kernel} name={kernelName ?? shortHash(unit.kernel)} />
    </article>
  );
}

/** What runs on this computer at this moment, and for whom. */
export function Now() {
  const groups = byJob(engineState.value?.running ?? []);
  const { title, nothing } = words('volunteer').now;
  return (
    <section class="panel" aria-labelledby="now-title">
      <h2 id="now-title">{title}</h2>
      {groups.length === 0 && <p class="quiet">{nothing}</p>}
      {groups.map((units) => (
        <RunningJob key={units[0].job} units={units} />
      ))}
    </section>
  );
}

/** What this device has done and earned, as the coordinator has it on its books. */
export function Earned() {
  const state = engineState.value;
  const standing = state?.standing;
  const { earned, figures, andHeld, device } = words('volunteer').now;
  const counted = (count: number | undefined) => (count === undefined ? '–' : countWords(count));
  return (
    <section class="panel" aria-labelledby="earned-title">
      <h2 id="earned-title">{earned}</h2>
      <dl class="figures">
        <Figure {...figures.computed} value={counted(state?.computedItems)} />
        <Figure {...figures.held} value={counted(standing?.heldItems)} />
        <Figure {...figures.final} value={counted(standing?.finalItems)} />
        <Figure {...figures.refuted} value={counted(standing?.refutedItems)} />
        <Figure {...figures.fuel} value={standing ? fuelWords(standing.finalFuel) : '–'} />
        <Figure
          name={figures.earned.name}
          value={standing ? amountWords(standing.earned) : '–'}
          unit={standing ? words('common').token : undefined}
          hint={standing && standing.held > 0n ? andHeld(amountWords(standing.held)) : figures.earned.hint}
        />
      </dl>
      {state?.device && (
        <p class="quiet device">
          {device} <code>{state.device}</code>
        </p>
      )}
    </section>
  );
}
