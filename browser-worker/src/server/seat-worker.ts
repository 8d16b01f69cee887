/** Entry of a compute thread on servers. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { serveSeat } from '../seat/serve-seat.ts';
import { nodeEndpoint } from './node-endpoint.ts';

serveSeat(nodeEndpoint(parentPort as MessagePort));
