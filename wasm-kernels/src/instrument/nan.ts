/**
 * Canonical NaNs [KR2]. WebAssembly leaves sign and payload of a computed NaN open: one engine gives different bits in
 * its two compilers. While it is only a float that does not matter; here it gets the one canonical form wherever its bits
 * could be seen, or where it is computed if that is cheaper or the only place. Loads, constants and conversions have
 * definite bits, and what is copied from memory to memory keeps them.
 *
 * A parameter, a call's result and a global may hold an open NaN; a vector that crosses a call, a return or a global is
 * canonical, because the other side could not tell in which lanes to look. A class of vectors whose lanes are used in
 * both widths is made canonical where it is computed. Every NaN that shows is thus +canonical, whichever place was
 * chosen; an abs, neg or copysign counts as a place of computation for that reason.
 *
 * Strict is always right. Lazy leaves the stores of one width of floats alone (see nan-memory.ts) and everything else
 * as it is: the same classes, the same places, so the same bits. So does the third way, which takes it for granted that
 * no computed NaN is stored.
 */
import type { ModuleMap } from '../binary/module.ts';
import type { Edit } from './edit.ts';
import { RANK } from './edit.ts';
import { type FloatStore, planAbsence } from './nan-absence.ts';
import { canonical, canonicalLocal, canonicalResults, refuseNaN } from './nan-code.ts';
import { floatFlow, type Site, type ValueClass } from './nan-flow.ts';
import { planOpenMemory } from './nan-memory.ts';
import { type Shape, WIDTH, widthOf } from './nan-operations.ts';
import type { Scratch } from './scratch.ts';

/** How a build treats NaNs. */
export type NaNPlan =
  | { readonly kind: 'strict' }
  | {
      readonly kind: 'lazy';
      /** Index of the global that is set where bits of a NaN may have been seen. */
      readonly flag: number;
      /** Bytes of the floats whose stores are left alone. */
      readonly bytes: 4 | 8;
    }
  /** `flag` is set where a computed NaN was, or may have been, stored: see nan-absence.ts. */
  | { readonly kind: 'absent'; readonly flag: number };

export interface NaNFacts {
  /** Places where a computed NaN's bits could show. */
  readonly sites: number;
  readonly storesComputedFloats: boolean;
  /** Whether stores can be added up instead: see nan-absence.ts. */
  readonly sumsStores: boolean;
  /** Bytes of the floats whose stores lazy NaNs may leave alone; null where they would gain nothing. */
  readonly lazyBytes: 4 | 8 | null;
}

/**
 * Lazy NaNs look at places around integers, and leave floats alone: where integers are used so much more often than
 * computed floats are stored they cannot be faster, and the code would be four times as large.
 */
const INTEGERS_PER_FLOAT = 100;

/** What a module does with floats. One walk over all code. */
export function nanFacts(module: ModuleMap): NaNFacts {
  const imported = module.functions.length - module.bodies.length;
  const stored = { f32: 0, f64: 0 };
  let sites = 0;
  let sumsStores = false;
  let integers = 0;
  module.bodies.forEach((_, i) => {
    const { classes, integerAccesses } = floatFlow(module, imported + i);
    integers += integerAccesses;
    for (const values of classes) {
      if (values.open === WIDTH.none) continue;
      sumsStores ||= summedStores(values).length > 0;
      for (const { role, weight } of values.sites) {
        if (role === 'seen' || role === 'stored') sites++;
        if (role === 'stored' && values.open & WIDTH.f32) stored.f32 += weight;
        if (role === 'stored' && values.open & WIDTH.f64) stored.f64 += weight;
      }
    }
  });
  const most = Math.max(stored.f32, stored.f64);
  const bytes = stored.f64 >= stored.f32 ? 8 : 4;
  const lazyBytes = most * INTEGERS_PER_FLOAT > integers ? bytes : null;
  return { sites, storesComputedFloats: most > 0, sumsStores, lazyBytes };
}

/** What a function body needs for its NaNs; `index` counts imported functions first. */
export function planNaNs(module: ModuleMap, index: number, plan: NaNPlan, scratch: Scratch): Edit[] {
  const { classes } = floatFlow(module, index);
  switch (plan.kind) {
    case 'strict':
      return classes.flatMap((values) => strict(values, scratch));
    case 'lazy': {
      const edits = classes.flatMap((values) => lazy(values, plan, scratch));
      return [...edits, ...planOpenMemory(module, index, plan, scratch)];
    }
    case 'absent': {
      const stores = classes.flatMap(summedStores);
      const summed = new Set(stores.map(({ at }) => at));
      const edits = classes.flatMap((values) => strict(values, scratch)).filter(({ at }) => !summed.has(at));
      return [...edits, ...planAbsence(module, index, stores, plan.flag, scratch)];
    }
  }
}

/** A store of one float; not of a vector. */
const toFloatStore = ({ at, role, shape }: Site): FloatStore | null =>
  role === 'stored' && (shape === 'f32' || shape === 'f64') ? { at, shape } : null;

/** The class's stores that would be made canonical one by one. */
function summedStores(values: ValueClass): FloatStore[] {
  if (values.open === WIDTH.none || placeOf(values) === 'origins') return [];
  return values.sites.flatMap((site) => toFloatStore(site) ?? []);
}

const isSink = ({ role }: Site): boolean => role === 'seen' || role === 'stored';
const isLoad = ({ role }: Site): boolean => role === 'loaded';
const isOrigin = (site: Site): boolean => !isSink(site) && !isLoad(site);
const weightOf = (sites: readonly Site[]): number => sites.reduce((sum, { weight }) => sum + weight, 0);

/** Whether vectors of the class are used with lanes of another width than they were computed in. */
const isMixed = ({ open, used }: ValueClass): boolean =>
  open === WIDTH.both || (open !== WIDTH.none && (used & ~open) !== 0);

/** Where the class is made canonical. The same for strict and lazy. */
function placeOf(values: ValueClass): 'origins' | 'sinks' {
  const { sites, escapes, foreign } = values;
  const cheaper = weightOf(sites.filter(isOrigin)) < weightOf(sites.filter(isSink));
  return escapes || foreign || isMixed(values) || cheaper ? 'origins' : 'sinks';
}

function strict(values: ValueClass, scratch: Scratch): Edit[] {
  if (values.open === WIDTH.none) return [];
  const chosen = values.sites.filter(placeOf(values) === 'origins' ? isOrigin : isSink);
  return chosen.map((site) => canonicalAt(site, values, scratch));
}

function lazy(values: ValueClass, { bytes, flag }: NaNPlan & { kind: 'lazy' }, scratch: Scratch): Edit[] {
  const width = bytes === 4 ? WIDTH.f32 : WIDTH.f64;
  const foreign = ((values.open | values.used) & ~width) !== 0;
  const staysOpen = ({ role, shape }: Site): boolean =>
    role === 'stored' && (shape === 'bits' ? (values.open & ~width) === 0 : widthOf(shape) === width);
  const sinks = values.sites.filter((site) => isSink(site) && !staysOpen(site));
  const shows = sinks.length > 0 || values.escapes || isMixed(values);
  const place = values.open === WIDTH.none ? 'loads' : placeOf(values);
  const edits: Edit[] = [];
  if (shows && place === 'origins')
    edits.push(...values.sites.filter(isOrigin).map((site) => canonicalAt(site, values, scratch)));
  if (place === 'sinks') edits.push(...sinks.map((site) => canonicalAt(site, values, scratch)));
  // What was loaded may be a NaN that was stored open. Its own sinks make it canonical too; elsewhere strict shows it as it is.
  if (foreign || (shows && place !== 'sinks'))
    for (const site of values.sites)
      if (isLoad(site) && (site.shape === 'bits' || widthOf(site.shape) === width)) {
        const shape = bytes === 4 ? 'f32' : 'f64';
        const form = site.shape === shape ? shape : bytes === 4 ? 'f32x4' : 'f64x2';
        edits.push({ at: site.at, rank: RANK.after, bytes: refuseNaN(form, flag, scratch) });
      }
  return edits;
}

function canonicalAt(site: Site, values: ValueClass, scratch: Scratch): Edit {
  const { at, role, slot, types } = site;
  const rank = isSink(site) || role === 'given' ? RANK.before : RANK.after;
  if (role === 'returned') return { at, rank, bytes: canonicalResults(types, scratch) };
  const shape = laneShape(site, values);
  if (role === 'given') return { at, rank, bytes: canonicalLocal(shape as 'f32' | 'f64', slot) };
  return { at, rank, bytes: canonical(shape, scratch) };
}

/** A vector that is seen as a whole has the lanes in which its class was computed: one width, or it is not made canonical here. */
function laneShape({ shape }: Site, { open }: ValueClass): Exclude<Shape, 'bits'> {
  return shape === 'bits' ? (open === WIDTH.f32 ? 'f32x4' : 'f64x2') : shape;
}
