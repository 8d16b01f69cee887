/** What a page can read of its machine, where its browser tells. Decisions are the engine's: its timers run in hidden pages. */
import { NO_READINGS, type Pressure, type Readings } from '../governor/readings.ts';

interface Battery extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
}
interface Connection extends EventTarget {
  readonly saveData?: boolean;
  readonly type?: string;
}
interface IdleDetector extends EventTarget {
  readonly userState: 'active' | 'idle' | null;
  start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
}
interface PressureObserver {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
/** What some browsers have and TypeScript's library does not know. */
interface Platform {
  readonly navigator: Navigator & {
    readonly connection?: Connection;
    getBattery?(): Promise<Battery>;
  };
  readonly IdleDetector?: { new (): IdleDetector; requestPermission(): Promise<PermissionState> };
  readonly PressureObserver?: {
    new (heard: (records: readonly { readonly state: Pressure }[]) => void): PressureObserver;
  };
}

type Sensor = (read: (part: Partial<Readings>) => void, until: AbortSignal) => void | Promise<void>;

const platform = globalThis as unknown as Platform;
const PRESSURE_MS = 2_000;
/** The least that browsers allow, in milliseconds. */
const IDLE_MS = 60_000;

/** Tells all readings now and whenever one changes; returns what ends that. */
export function watchSensors(heard: (readings: Readings) => void): () => void {
  let readings = NO_READINGS;
  const ending = new AbortController();
  for (const sensor of SENSORS) {
    const read = (part: Partial<Readings>) => {
      readings = { ...readings, ...part };
      if (!ending.signal.aborted) heard(readings);
    };
    // What a browser or an embedding page denies is not known, as where there is no such sensor.
    Promise.resolve(sensor(read, ending.signal)).catch(() => {});
  }
  return () => ending.abort();
}

/** Whether this browser can say that somebody uses the machine, if it is allowed to. */
export const canTellWhetherInUse = platform.IdleDetector !== undefined;

/** Asks for leave to know whether somebody uses the machine: needs a click. Resolves with whether it was given. */
export async function askWhetherInUse(): Promise<boolean> {
  const leave = await platform.IdleDetector?.requestPermission().catch(() => 'denied');
  if (leave === 'granted') window.dispatchEvent(new Event(GRANTED));
  return leave === 'granted';
}

const GRANTED = 'manyhands-idle-granted';

const battery: Sensor = async (read, signal) => {
  const found = await platform.navigator.getBattery?.();
  if (!found) return;
  const tell = () => read({ battery: { charging: found.charging, level: found.level } });
  for (const change of ['chargingchange', 'levelchange']) found.addEventListener(change, tell, { signal });
  tell();
};

const metered: Sensor = (read, signal) => {
  const { connection } = platform.navigator;
  if (!connection) return;
  const tell = () => read({ metered: connection.saveData === true || connection.type === 'cellular' });
  connection.addEventListener('change', tell, { signal });
  tell();
};

const visibility: Sensor = (read, signal) => {
  const tell = () => read({ hidden: document.visibilityState === 'hidden' });
  document.addEventListener('visibilitychange', tell, { signal });
  tell();
};

/** Starts when leave was given in an earlier visit, or else once it is given. */
const inUse: Sensor = async (read, signal) => {
  if (!platform.IdleDetector) return;
  const { state } = await navigator.permissions.query({ name: 'idle-detection' as PermissionName });
  if (state !== 'granted')
    await new Promise((resolve) => window.addEventListener(GRANTED, resolve, { signal, once: true }));
  const detector = new platform.IdleDetector();
  const tell = () => read({ inUse: detector.userState === 'active' });
  detector.addEventListener('change', tell, { signal });
  await detector.start({ threshold: IDLE_MS, signal });
  tell();
};

const pressure: Sensor = async (read, signal) => {
  if (!platform.PressureObserver) return;
  const observer = new platform.PressureObserver((records) => {
    const last = records.at(-1);
    if (last) read({ pressure: last.state });
  });
  signal.addEventListener('abort', () => observer.disconnect());
  await observer.observe('cpu', { sampleInterval: PRESSURE_MS });
};

const SENSORS: readonly Sensor[] = [battery, metered, visibility, inUse, pressure];
