/** Entry of a compute worker in browsers. */
import { serveSeat } from '../seat/serve-seat.ts';

serveSeat();
