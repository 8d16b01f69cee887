/** Whether a worker works now, and how it says so. */
import { type EnginePhase, type Schedule, scheduleAt } from '@manyhands/browser-worker/server';

/** Until when that holds; null: for good. */
export type Duty =
  | { readonly kind: 'work'; readonly until: Date | null }
  | { readonly kind: 'rest'; readonly until: Date };

/** It was asked to end, or may not go on. */
export const ENDED = { kind: 'ended' } as const;

/** Rests as soon as the hours end within the time that a drain may take, so that nothing runs outside of them. */
export function dutyAt(schedule: Schedule, now: Date, drainMs: number): Duty {
  const present = scheduleAt(schedule, now);
  if (present.kind === 'closed') return { kind: 'rest', until: present.opens };
  if (present.until === null) return { kind: 'work', until: null };
  const lastWork = new Date(present.until.getTime() - drainMs);
  const after = scheduleAt(schedule, present.until);
  if (after.kind === 'open' || now < lastWork)
    return { kind: 'work', until: after.kind === 'open' ? present.until : lastWork };
  return { kind: 'rest', until: after.opens };
}

/** What happens now, for whoever looks at the terminal, the journal or /healthz. */
export function sentenceOf(phase: EnginePhase, duty: Duty | typeof ENDED, seats: number): string {
  switch (phase.kind) {
    case 'idle':
      return idleSentence(duty);
    case 'elsewhere':
      return 'Nothing runs here: another process has the seats.';
    case 'connecting':
      return 'It connects to the coordinator.';
    case 'working':
      return `It works with ${seats} ${seats === 1 ? 'seat' : 'seats'}.`;
    case 'reconnecting':
      return `The coordinator is away (${phase.message}); it is tried again and again, and what is computed is kept.`;
    case 'refused':
      return `The coordinator refuses this device: ${phase.message} (${phase.code}).`;
    case 'stopping':
      return 'It takes no more work, finishes what is under way and hands it in.';
    default:
      return phase satisfies never;
  }
}

function idleSentence(duty: Duty | typeof ENDED): string {
  if (duty.kind === 'ended') return 'Nothing runs any more.';
  return duty.kind === 'work'
    ? 'Nothing runs: it is about to begin.'
    : `Nothing runs: these are not its hours. It goes on at ${localTime(duty.until)}.`;
}

const pad = (n: number): string => String(n).padStart(2, '0');

const localTime = (at: Date): string =>
  `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
