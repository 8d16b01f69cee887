/** WASI calls about the process itself: arguments, clocks, random numbers, waiting, the end. */
import { ABSOLUTE_TIME, ERRNO, type Errno, EVENT, refuse } from './constants.ts';
import { type Item, ProgramExit } from './item.ts';
import { COPY_FUEL_PER_BYTE, RANDOM_FUEL_PER_BYTE, SUBSCRIPTION_FUEL, VECTOR_FUEL } from './prices.ts';

const SUBSCRIPTION_BYTES = 48;
const EVENT_BYTES = 32;
const MOST_SUBSCRIPTIONS = 1024;

export const PROCESS_CALLS = {
  args_get: (item: Item, pointers: number, bytes: number) => writeTexts(item, item.args, pointers, bytes),
  args_sizes_get: (item: Item, count: number, size: number) => writeSizes(item, item.args, count, size),
  environ_get: (item: Item, pointers: number, bytes: number) =>
    writeTexts(item, item.environment, pointers, bytes),
  environ_sizes_get: (item: Item, count: number, size: number) =>
    writeSizes(item, item.environment, count, size),

  clock_res_get(item: Item, id: number, result: number): void {
    if (!item.clock.exists(id)) refuse(ERRNO.inval);
    item.memory.setU64(result, item.clock.resolution);
  },
  clock_time_get(item: Item, id: number, _precision: bigint, result: number): void {
    if (!item.clock.exists(id)) refuse(ERRNO.inval);
    item.memory.setU64(result, item.clock.look(id));
  },

  random_get(item: Item, pointer: number, length: number): void {
    item.memory.check(pointer, length);
    const bytes = new Uint8Array(length >>> 0);
    item.spend(bytes.length * RANDOM_FUEL_PER_BYTE);
    item.random.fill(bytes);
    item.memory.write(pointer, bytes);
  },

  poll_oneoff,

  proc_exit(_item: Item, code: number): never {
    throw new ProgramExit(code);
  },
  proc_raise: () => refuse(ERRNO.nosys),
  sched_yield: () => undefined,
};

function writeSizes({ memory }: Item, texts: readonly Uint8Array[], count: number, size: number): void {
  memory.setU32(count, texts.length);
  memory.setU32(
    size,
    texts.reduce((sum, text) => sum + text.length + 1, 0),
  );
}

function writeTexts(item: Item, texts: readonly Uint8Array[], pointers: number, bytes: number): void {
  const { memory } = item;
  let at = bytes >>> 0;
  texts.forEach((text, i) => {
    memory.setU32((pointers >>> 0) + 4 * i, at);
    memory.write(at, text);
    memory.setU8(at + text.length, 0);
    at += text.length + 1;
    item.spend(VECTOR_FUEL + text.length * COPY_FUEL_PER_BYTE);
  });
}

interface Subscription {
  readonly user: bigint;
  readonly type: number;
  /** Of a clock: monotonic nanoseconds. */
  readonly deadline: bigint;
  readonly error: Errno;
  /** Of a file: bytes that can be read. */
  readonly available: number;
}

/** Files are always ready; only where all wait for clocks does the clock move to the first that ends. */
function poll_oneoff(item: Item, from: number, to: number, count: number, result: number): void {
  if (count >>> 0 === 0 || count >>> 0 > MOST_SUBSCRIPTIONS) refuse(ERRNO.inval);
  item.spend(count * SUBSCRIPTION_FUEL);
  const all = Array.from({ length: count }, (_, i) => subscription(item, from + i * SUBSCRIPTION_BYTES));
  const ready = all.filter(({ type }) => type !== EVENT.clock);
  const clocks = all.filter(({ type }) => type === EVENT.clock);
  const refused = clocks.filter(({ error }) => error !== ERRNO.success);
  const [first = 0n] = clocks.map(({ deadline }) => deadline).sort((a, b) => Number(a - b));
  if (ready.length === 0 && refused.length === 0) item.clock.sleepUntil(1, first);
  const events =
    ready.length + refused.length > 0
      ? [...ready, ...refused]
      : clocks.filter(({ deadline }) => deadline <= first);
  events.forEach((event, i) => {
    writeEvent(item, to + i * EVENT_BYTES, event);
  });
  item.memory.setU32(result, events.length);
}

function subscription({ memory, clock, descriptors }: Item, at: number): Subscription {
  const user = memory.u64(at);
  const type = memory.u8(at + 8);
  const none = { user, type, deadline: 0n, error: ERRNO.success, available: 0 };
  const id = memory.u32(at + 16);
  switch (type) {
    case EVENT.clock: {
      if (!clock.exists(id)) return { ...none, error: ERRNO.inval };
      const absolute = (memory.u16(at + 40) & ABSOLUTE_TIME) !== 0;
      return { ...none, deadline: clock.deadline(id, memory.u64(at + 24), absolute) };
    }
    case EVENT.read:
    case EVENT.write: {
      const open = descriptors.find(id);
      if (open === null) return { ...none, error: ERRNO.badf };
      return { ...none, available: Math.max(0, open.entry.size - open.position) };
    }
    default:
      return refuse(ERRNO.inval);
  }
}

function writeEvent({ memory }: Item, at: number, { user, error, type, available }: Subscription): void {
  memory.write(at, new Uint8Array(EVENT_BYTES));
  memory.setU64(at, user);
  memory.setU16(at + 8, error);
  memory.setU8(at + 10, type);
  if (type === EVENT.read) memory.setU64(at + 16, BigInt(available));
}
