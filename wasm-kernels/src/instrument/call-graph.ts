/** Who may call whom. Indirect calls reach every function of their type that a table may hold. */
import { CodeCursor } from '../binary/code.ts';
import { type FunctionType, type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';

const REF_FUNC = 0xd2;

export interface CallGraph {
  /**
   * By function index, whom each calls; behind the last function stands one entry for each type that indirect calls
   * name, with the functions that they may reach.
   */
  readonly callees: readonly (readonly number[])[];
  /** By type index, the entry of indirect calls; −1 where no function can be reached. */
  readonly byType: readonly number[];
  /** Functions that may be called otherwise than by a direct call: through a table, by the host, at the start. */
  readonly pinned: ReadonlySet<number>;
  /** Those of them that indirect calls may reach. */
  readonly reachable: ReadonlySet<number>;
}

export function callGraphOf(module: ModuleMap): CallGraph {
  const { functions, exports, start } = module;
  const { direct, indirect, named } = scan(module);
  const reachable = new Set([...module.referenced, ...named]);
  const entries = new Map<string, number>();
  const callees: number[][] = direct.map((set) => [...set]);
  for (const index of reachable) {
    const key = keyOf(module.types[functions[index]]);
    const entry = entries.get(key) ?? callees.push([]) - 1;
    entries.set(key, entry);
    callees[entry].push(index);
  }
  const byType = module.types.map((type) => entries.get(keyOf(type)) ?? -1);
  indirect.forEach((types, index) => {
    for (const entry of new Set([...types].map((type) => byType[type])))
      if (entry >= 0) callees[index].push(entry);
  });
  const exported = exports.flatMap(({ kind, index }) => (kind === 0 ? [index] : []));
  return {
    callees,
    byType,
    reachable,
    pinned: new Set([...reachable, ...exported, ...(start === null ? [] : [start])]),
  };
}

/** Two indices may name the same type. */
const keyOf = ({ parameters, results }: FunctionType): string => `${parameters}>${results}`;

/** By function index, the functions and the types of tables' functions that it calls, and all that `ref.func` names. */
function scan({ bytes, bodies, functions }: ModuleMap) {
  const imported = functions.length - bodies.length;
  const direct = functions.map(() => new Set<number>());
  const indirect = functions.map(() => new Set<number>());
  const named = new Set<number>();
  bodies.forEach((body, i) => {
    const index = imported + i;
    const cursor = new CodeCursor(bytes, readLocals(bytes, body).end, body.end);
    while (cursor.step()) {
      if (cursor.op === OP.call) direct[index].add(cursor.index);
      else if (cursor.op === OP.callIndirect) indirect[index].add(cursor.index);
      else if (cursor.op === REF_FUNC) named.add(cursor.index);
    }
  });
  return { direct, indirect, named };
}

/** All entries from which one of these is reached, these included. */
export function reaching(callees: readonly (readonly number[])[], targets: Iterable<number>): Set<number> {
  const callers = reversed(callees);
  const found = new Set(targets);
  const left = [...found];
  for (let at = left.pop(); at !== undefined; at = left.pop())
    for (const caller of callers[at]) {
      if (found.has(caller)) continue;
      found.add(caller);
      left.push(caller);
    }
  return found;
}

export function reversed(edges: readonly (readonly number[])[]): number[][] {
  const back = edges.map((): number[] => []);
  edges.forEach((targets, from) => {
    for (const to of targets) back[to].push(from);
  });
  return back;
}

/** All entries, each behind those that it calls, as far as calls go in no circle. */
export function calleesFirst(callees: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const seen = new Uint8Array(callees.length);
  for (let root = 0; root < callees.length; root++) {
    if (seen[root]) continue;
    seen[root] = 1;
    const path = [{ at: root, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (top.next === callees[top.at].length) {
        order.push(top.at);
        path.pop();
        continue;
      }
      const callee = callees[top.at][top.next++];
      if (seen[callee]) continue;
      seen[callee] = 1;
      path.push({ at: callee, next: 0 });
    }
  }
  return order;
}
