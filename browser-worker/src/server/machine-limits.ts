/** How many seats a machine or container has room for: a decision from numbers that {@link readMachine} reads. */

export interface Machine {
  /** Cores that the kernel of the system lets this process run on. */
  readonly cores: number;
  /** Cores that the cgroup's cpuset names, or null where it names none. */
  readonly cpuset: number | null;
  /** Cores' worth of time that the cgroup grants, or null without a quota. */
  readonly quota: number | null;
  /** What the cgroup may use of memory, in bytes, or null without a limit. */
  readonly memoryBytes: number | null;
}

export interface Room {
  readonly seats: number;
  /** Why it is not more, as a sentence's end. */
  readonly because: string;
}

/** What the process takes beside its seats: Node, the engine, downloads and answers that wait. */
export const BASE_MB = 192;
/** What a seat may take unless said: a kernel of the usual 64 MiB, of which it keeps two, and its thread. */
export const SEAT_MB = 192;
const MB = 1024 * 1024;

/** Seats by processor time: a quota of two and a half cores keeps two seats busy. */
export function roomByCores({ cores, cpuset, quota }: Machine): Room {
  const bounds: Room[] = [
    { seats: cores, because: `${cores} cores are here` },
    ...(cpuset === null ? [] : [{ seats: cpuset, because: `the cgroup's cpuset has ${cpuset} cores` }]),
    ...(quota === null
      ? []
      : [{ seats: Math.floor(quota), because: `the cgroup's quota is ${quota} cores` }]),
  ];
  return atLeastOne(bounds.reduce((least, bound) => (bound.seats < least.seats ? bound : least)));
}

/** Seats that fit the cgroup's memory; null: it sets no limit. */
export function roomByMemory({ memoryBytes }: Machine, seatMb: number): Room | null {
  if (memoryBytes === null) return null;
  const mb = Math.floor(memoryBytes / MB);
  return atLeastOne({
    seats: Math.floor((mb - BASE_MB) / seatMb),
    because: `${mb} MiB of memory hold ${BASE_MB} MiB and ${seatMb} MiB for each seat`,
  });
}

/** `wanted` seats, or where nobody said how many, all that the cores allow; never more than memory holds. */
export function seatsFor(machine: Machine, wanted: number | undefined, seatMb: number): Room {
  const asked =
    wanted === undefined ? roomByCores(machine) : { seats: wanted, because: 'so many were asked for' };
  const memory = roomByMemory(machine, seatMb);
  return memory !== null && memory.seats < asked.seats ? memory : asked;
}

const atLeastOne = (room: Room): Room => ({ ...room, seats: Math.max(1, room.seats) });
