/**
 * Runs builds: what seats, referee and tests share. Free of compiler code and of Node, so that it works
 * in browsers, workers and Node alike.
 */
export { KernelAbort } from './abort.ts';
export {
  BUILD_SECTION,
  type BuildFacts,
  CAREFUL_SECTION,
  checkBuild,
  compileBuild,
  factsOf,
  isFast,
  type NaNMode,
  type Reset,
} from './build.ts';
export { instantiate, Kernel, type KernelOptions } from './kernel.ts';
export { type SliceOptions, Stopped } from './slices.ts';
