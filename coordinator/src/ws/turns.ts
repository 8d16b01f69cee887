/** So long frames are taken in one turn of the event loop; what is left waits for the next one. */
const TURN_MS = 4;

let waiting: (() => void)[] = [];
let next = 0;

/**
 * Does steps in their order, a few milliseconds of them in each turn of the event loop. Without this hundreds of busy
 * sessions fill a turn for as long as all their answers take, and each reply of the database, which claims and commits
 * need one after the other, would wait for that. Steps must not throw.
 */
export function inTurn(step: () => void): void {
  if (waiting.push(step) === 1) setImmediate(takeTurn);
}

function takeTurn(): void {
  const end = performance.now() + TURN_MS;
  while (next < waiting.length) {
    waiting[next++]();
    if (performance.now() >= end) break;
  }
  if (next < waiting.length) {
    setImmediate(takeTurn);
    if (next < 1_024) return;
    waiting = waiting.slice(next);
  } else waiting = [];
  next = 0;
}
