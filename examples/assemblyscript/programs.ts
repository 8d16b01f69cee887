/** The AssemblyScript project's example programs that compute something, and what it takes to run each as a kernel. */
import type { Value } from '@manyhands/protocol';

/** One line of a program, and what stands there instead. */
export interface Change {
  readonly file: string;
  readonly line: string;
  readonly becomes: string;
}

export interface Program {
  readonly name: string;
  /** Its files in the folder of examples; without `wrapper` the first one is the kernel. */
  readonly files: readonly string[];
  /** A file of `assembly/` here, which imports the program and returns what that leaves in memory or in variables. */
  readonly wrapper?: string;
  /** Which exported function is the kernel. */
  readonly function: string;
  readonly changes: readonly Change[];
  /** Files in the place of what a page's JavaScript would hand in. */
  readonly given?: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly Value[])[];
}

const LIFE = 'game-of-life/assembly';
const LOADER = ['loader/assembly/index.ts', 'loader/assembly/myConsole.ts'];

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);
const libm = (name: string, rows: Program['rows']): Program => ({
  name: `libm, ${name}`,
  files: ['libm/assembly/libm.ts'],
  function: name,
  changes: [],
  rows,
});
const ARGUMENTS = [0, -0, 0.5, -3, 1e-310, 1e6, 709.9, Number.POSITIVE_INFINITY, Number.NaN].map((x) => [x]);

export const PROGRAMS: readonly Program[] = [
  ...['sin', 'tan', 'exp', 'log2', 'cbrt', 'asinh'].map((name) => libm(name, ARGUMENTS)),
  libm(
    'pow',
    ARGUMENTS.flatMap(([x]) => [[x, 0.5] as const, [2, x] as const]),
  ),
  {
    name: 'loader, getMyArray',
    files: LOADER,
    function: 'getMyArray',
    changes: [],
    rows: [0, 1, 1000].map((size) => [size]),
  },
  {
    name: 'loader, computeSum',
    files: LOADER,
    function: 'computeSum',
    changes: ['time', 'timeEnd'].map((call) => ({
      file: LOADER[0],
      line: `  console.${call}("sum"); // see Example 3`,
      becomes: '',
    })),
    rows: [[new Int32Array()], [Int32Array.from([1, -2, 2 ** 31 - 1])]],
  },
  {
    name: 'i64, mul',
    files: ['i64/assembly/i64.ts'],
    wrapper: 'product.ts',
    function: 'product',
    changes: [],
    rows: count(20).map((i) => [i * 0x0bad_cafe, i * 77, 0xffff_ffff - i, i]),
  },
  {
    name: 'interference',
    files: ['interference/assembly/index.ts'],
    wrapper: 'image.ts',
    function: 'image',
    changes: [],
    rows: count(5).map((i) => [Math.fround(i * 0.37), 64, 40]),
  },
  {
    name: 'mandelbrot',
    files: ['mandelbrot/assembly/index.ts'],
    wrapper: 'line.ts',
    function: 'line',
    // It writes from address 0 on, over the tables of Math.log2: a line of 512 pixels fits in front of them.
    changes: [
      {
        file: 'mandelbrot/assembly/index.ts',
        line: '  var stride     = (y * width) << 1;',
        becomes: '  var stride: u32 = 0;',
      },
    ],
    rows: count(20).map((y) => [y * 10, 320, 200, 40]),
  },
  {
    name: 'n-body',
    files: ['n-body/assembly/index.ts'],
    wrapper: 'energy.ts',
    function: 'energy',
    // The compiler of today asks for it.
    changes: [
      {
        file: 'n-body/assembly/index.ts',
        line: 'var system: NBodySystem;',
        becomes: 'var system!: NBodySystem;',
      },
    ],
    rows: [1, 10, 1000, 50_000].map((steps) => [steps]),
  },
  {
    name: 'game-of-life',
    files: [`${LIFE}/index.ts`],
    wrapper: 'life.ts',
    function: 'life',
    changes: [],
    given: {
      [`${LIFE}/config.ts`]:
        'export const BGR_ALIVE: u32 = 0xe692d3;\nexport const BGR_DEAD: u32 = 0x851ba6;\nexport const BIT_ROT: i32 = 10;\n',
    },
    rows: count(10).map((seed) => [seed, 16, 8, 20]),
  },
];
