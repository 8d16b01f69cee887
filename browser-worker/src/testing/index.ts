/** For tests, here and of sister packages: a coordinator that does what it is told, and a kernel to hand out. */
export { ScriptedCoordinator } from './scripted-coordinator.ts';
export { type FrameOf, ScriptedSession } from './session.ts';
export { type Spin, spinKernel, spun } from './spin.ts';
