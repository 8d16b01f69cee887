/** A simulated machine: what a page's sensors read, in every page and frame of a context, moved from tests. */
import type { BrowserContext, Frame, Page } from 'playwright';

/** Set before anything of the page runs; moved by events, in place of this machine's own. */
function simulate(): void {
  const battery = Object.assign(new EventTarget(), { charging: true, level: 0.8 });
  const connection = Object.assign(new EventTarget(), { saveData: false });
  let visibility = 'visible';
  let pressed: (records: { state: string }[]) => void = () => {};
  class PressureObserver {
    constructor(heard: typeof pressed) {
      pressed = heard;
    }
    async observe(): Promise<void> {}
    disconnect(): void {}
  }
  Object.defineProperty(navigator, 'getBattery', { value: async () => battery });
  Object.defineProperty(navigator, 'connection', { value: connection });
  Object.defineProperty(document, 'visibilityState', { get: () => visibility });
  Object.assign(window, {
    PressureObserver,
    machine: {
      battery(charging: boolean, level: number) {
        Object.assign(battery, { charging, level });
        for (const change of ['chargingchange', 'levelchange']) battery.dispatchEvent(new Event(change));
      },
      saveData(saveData: boolean) {
        connection.saveData = saveData;
        connection.dispatchEvent(new Event('change'));
      },
      show(state: 'visible' | 'hidden') {
        visibility = state;
        document.dispatchEvent(new Event('visibilitychange'));
      },
      pressure: (state: string) => pressed([{ state }]),
    },
  });
}

export interface Machine {
  battery(charging: boolean, level: number): void;
  saveData(saveData: boolean): void;
  show(state: 'visible' | 'hidden'): void;
  pressure(state: string): void;
}

/** Gives all pages of a context that are yet to be opened a simulated machine. */
export const simulateMachine = (context: BrowserContext): Promise<unknown> => context.addInitScript(simulate);

/** Changes what the sensors of a page, or of a frame in it, read. */
export const moveMachine = <K extends keyof Machine>(
  where: Page | Frame,
  sensor: K,
  ...to: Parameters<Machine[K]>
): Promise<void> =>
  where.evaluate(
    ([name, values]) => {
      const { machine } = window as unknown as { machine: Record<string, (...all: unknown[]) => void> };
      machine[name as string](...(values as unknown[]));
    },
    [sensor, to] as const,
  );

/** Keeps all processors busy with other work than ours, as other programs do, until it is ended. */
export async function keepBusy(context: BrowserContext): Promise<() => Promise<void>> {
  const other = await context.newPage();
  await other.evaluate(() => {
    const spin = URL.createObjectURL(new Blob(['for (;;);'], { type: 'text/javascript' }));
    for (let i = 0; i < 4 * navigator.hardwareConcurrency; i++) new Worker(spin);
  });
  return () => other.close();
}
