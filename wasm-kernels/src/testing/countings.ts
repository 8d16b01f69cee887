import { mapModule, readLocals } from '../binary/module.ts';
import { Body } from '../instrument/metering/body.ts';
import { buildGraph, type Callee } from '../instrument/metering/build-graph.ts';
import { Graph } from '../instrument/metering/graph.ts';
import { type Counting, planFunction } from '../instrument/metering/plan-function.ts';

const CALLEE: Callee = { paid: 0, silent: false, stretch: 0, mayEnd: false, recurs: false };

type LoopKind = Counting['kind'] | 'rounds without check';

const kindOf = (how: Counting): LoopKind =>
  how.kind === 'rounds' && !how.checked ? 'rounds without check' : how.kind;

/** How the loops of a module's first function are counted, in the order in which they begin. */
export function kindsOf(bytes: Uint8Array): (LoopKind | null)[] {
  const module = mapModule(bytes);
  const [span] = module.bodies;
  const [body, graph] = [new Body(), new Graph()];
  body.read(bytes, readLocals(bytes, span).end, span.end);
  const results = module.types[module.functions[0]].results.length;
  buildGraph(graph, body, {
    types: module.types,
    results,
    callee: () => CALLEE,
    indirect: () => CALLEE,
  });
  const plan = planFunction({
    graph,
    body,
    callersPay: false,
    recursive: false,
    sliced: false,
    mostMemory: 2 ** 26,
  });
  return plan.counting.map((how) => (how === null ? null : kindOf(how)));
}
