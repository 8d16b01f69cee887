import { type Endpoint, expose } from 'comlink';
import type { SeatApi, SeatReport } from '../messages.ts';
import { Seat } from './seat.ts';
import { ownWords, Signal } from './signal.ts';

/** Offers a {@link Seat} on a worker's endpoint. */
export function serveSeat(endpoint?: Endpoint): void {
  let seat: Seat | undefined;
  const api: SeatApi = {
    connect: (port, words) => {
      seat = new Seat((report: SeatReport) => port.postMessage(report), new Signal(words ?? ownWords()));
    },
    load: (load) => seat?.load(load),
    unload: (key) => seat?.unload(key),
    limit: (share) => seat?.limit(share),
    run: (order) => void seat?.run(order),
    stop: (order) => seat?.stop(order),
    finish: (order) => seat?.finish(order),
  };
  expose(api, endpoint);
}
