import { type Endpoint, expose } from 'comlink';
import type { SeatApi, SeatReport } from '../messages.ts';
import { Seat } from './seat.ts';

/** Offers a {@link Seat} on a worker's endpoint. */
export function serveSeat(endpoint?: Endpoint): void {
  let port: MessagePort | undefined;
  const seat = new Seat((report: SeatReport) => port?.postMessage(report));
  const api: SeatApi = {
    connect: (reports) => {
      port = reports;
    },
    load: (load) => seat.load(load),
    unload: (key) => seat.unload(key),
    limit: (share) => seat.limit(share),
    run: (order) => void seat.run(order),
    stop: () => seat.stop(),
  };
  expose(api, endpoint);
}
