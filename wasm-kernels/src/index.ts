/** The kernel toolchain's door for Node: compile, inspect, instrument, try out, referee, and all of `runtime`. */
export type { CompiledKernel } from './compile/compile.ts';
export type { Diagnostic } from './compile/diagnostics.ts';
export type { KernelFiles } from './compile/files.ts';
export type { KernelSymbols, Wanted } from './compile/source-map.ts';
export type { Explained } from './debug/explain.ts';
export type { FunctionCost, LineCost, Profile, WrittenCost } from './debug/profile.ts';
export { inspect } from './inspect/inspect.ts';
export { type Label, labelOf } from './inspect/label.ts';
export { type Build, type InstrumentOptions, instrument, REWRITER_VERSION } from './instrument/instrument.ts';
export * from './runtime/index.ts';
export { REFERENCE_FUEL_PER_SECOND, rateOf } from './sandbox/calibration.ts';
export { type CompileOptions, compileKernel } from './sandbox/compile.ts';
export { type ExplainOptions, explain, kernelSymbols, profile } from './sandbox/explain.ts';
export {
  type PreparedKernel,
  type PrepareOptions,
  prepareKernel,
  type RawKernel,
} from './sandbox/prepare.ts';
export { DEFAULT_LIMITS, type SandboxLimits } from './sandbox/process.ts';
export { type Execution, type RefereeOptions, RefereePool } from './sandbox/referee.ts';
export type { Choice, Named, TimedResult, TrialItem, TrialReply } from './sandbox/requests.ts';
export { type TrialOptions, trial } from './sandbox/trial.ts';
