/** Kernels to start from, each with rows to try it on. What they are is said in the words of the page. */
import bases from './examples/bases.txt?raw';
import flight from './examples/flight.txt?raw';
import pi from './examples/pi.txt?raw';
import search from './examples/search.txt?raw';

export interface Example {
  readonly name: 'flight' | 'bases' | 'pi' | 'search';
  readonly source: string;
  /** CSV. */
  readonly rows: string;
}

export const EXAMPLES: readonly Example[] = [
  { name: 'flight', source: flight, rows: 'start\n1\n6\n27\n97\n871\n6171\n' },
  { name: 'bases', source: bases, rows: 'sequence\nGATTACA\nGGGCCC\nAATTN\n' },
  { name: 'pi', source: pi, rows: 'seed,points\n1,100000\n2,100000\n3,100000\n' },
  { name: 'search', source: search, rows: 'pattern\nthe\nand\nwhale\n' },
];
