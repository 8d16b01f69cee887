import type { RunningUnit } from '@manyhands/browser-worker';
import { Figure } from '../shared/figure.tsx';
import { amountWords, bytesWords, countWords, fuelWords, shortHash } from '../shared/words.ts';
import { Program } from './label.tsx';
import { engineState, jobs } from './state.ts';

/** The seats that compute the same job count as one thing that runs. */
function byJob(units: readonly RunningUnit[]): RunningUnit[][] {
  const groups = new Map<string, RunningUnit[]>();
  for (const unit of units) groups.set(unit.job, [...(groups.get(unit.job) ?? []), unit]);
  return [...groups.values()];
}

function RunningJob({ units }: { units: readonly RunningUnit[] }) {
  const [unit] = units;
  const kernelName = jobs.value?.find(({ job }) => job === unit.job)?.kernelName;
  const done = units.reduce((sum, { done }) => sum + done, 0);
  const items = units.reduce((sum, { items }) => sum + items, 0);
  const memory = units.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return (
    <article class="running">
      <h3>{unit.title}</h3>
      <p class="quiet">
        for <b>{unit.researcher || 'a researcher without a name'}</b>
      </p>
      <progress max={items} value={done} aria-label={`${done} of ${items} items of the present units`} />
      <dl class="facts">
        <div>
          <dt>Program</dt>
          <dd>
            {kernelName && `${kernelName} `}
            <code title={unit.kernel}>{shortHash(unit.kernel)}</code>
          </dd>
        </div>
        <div>
          <dt>Threads</dt>
          <dd>{units.length}</dd>
        </div>
        <div>
          <dt>Memory</dt>
          <dd>{memory > 0 ? bytesWords(memory) : '–'}</dd>
        </div>
        <div>
          <dt>Limit an item</dt>
          <dd>{fuelWords(unit.fuelCap)} instructions</dd>
        </div>
      </dl>
      <Program kernel={unit.kernel} name={kernelName ?? shortHash(unit.kernel)} />
    </article>
  );
}

/** What runs on this computer at this moment, and for whom. */
export function Now() {
  const groups = byJob(engineState.value?.running ?? []);
  return (
    <section class="panel" aria-labelledby="now-title">
      <h2 id="now-title">Running now</h2>
      {groups.length === 0 && <p class="quiet">Nothing.</p>}
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
  const words = (count: number | undefined) => (count === undefined ? '–' : countWords(count));
  return (
    <section class="panel" aria-labelledby="earned-title">
      <h2 id="earned-title">Your part</h2>
      <dl class="figures">
        <Figure name="Computed" value={words(state?.computedItems)} hint="items in this visit" />
        <Figure name="On hold" value={words(standing?.heldItems)} hint="until more checks pass" />
        <Figure name="Final" value={words(standing?.finalItems)} hint="items checked" />
        <Figure name="Refuted" value={words(standing?.refutedItems)} hint="items proved wrong" />
        <Figure
          name="Fuel"
          value={standing ? fuelWords(standing.finalFuel) : '–'}
          hint="instructions, final"
        />
        <Figure
          name="Earned"
          value={standing ? amountWords(standing.earned) : '–'}
          unit={standing ? 'HAND' : undefined}
          hint={standing && standing.held > 0n ? `and ${amountWords(standing.held)} on hold` : 'final'}
        />
      </dl>
      {state?.device && (
        <p class="quiet device">
          This device: <code>{state.device}</code>
        </p>
      )}
    </section>
  );
}
