import type { Chapter } from './page.ts';

export const KERNELS: Chapter = {
  title: 'Kernels',
  where:
    'when a kernel is compiled, checked or tried: by `manyhands`, the SDK and the coordinator alike, and when a job is quoted or started',
  pages: {
    KERNEL_COMPILE_FAILED: {
      why: 'A name that is not there, a type that does not fit, a missing import, or TypeScript that AssemblyScript does not have: closures, `any`, union types other than `T | null`.',
      remedy:
        'Read `details.diagnostics`: file, line, column and message of each; mend the source and send it again.',
      example: "kernel.ts:3:12: Cannot find name 'total'.",
    },
    KERNEL_SIGNATURE: {
      why: 'The file exports no function or several, a parameter is an array of no fixed layout, an object or a function, the result is `void`, or a finished module lacks `memory`, `alloc` or `run`.',
      remedy:
        'Export one function whose parameters and result are numbers, booleans, strings, typed arrays, `Dataset`, or a flat class of them.',
      example:
        'kernel.ts:7: a kernel is one function, and this file exports init, step (choose one (--export NAME), or drop the `export` of the others)',
    },
    KERNEL_INVALID: {
      why: 'The file is text (`.wat`), was cut short on its way, is a component instead of a core module, or comes from a compiler whose output needs features that are not standard yet.',
      remedy: 'Check that the file is a WebAssembly binary that today’s engines accept.',
      example: 'the module is malformed at byte 1042',
    },
    KERNEL_IMPORT_REFUSED: {
      why: 'The program asks its host for something: a clock, the console, the page, sockets. Two honest devices would give different answers.',
      remedy:
        'Remove the import named in the message: clocks, random numbers and I/O would make answers differ. Pass what you need as inputs.',
      example:
        'the kernel imports function env.Date.now: a clock differs from run to run: pass the time as an input',
    },
    KERNEL_FEATURE_REFUSED: {
      why: 'The compiler was told to use threads, relaxed SIMD, exceptions, tail calls, garbage collection, 64-bit memory or several memories, or an export has a name that the instrumented build needs.',
      remedy: 'Compile without the feature named in the message (threads, relaxed SIMD and the like).',
      example: 'the kernel uses threads (at byte 512); compile it without',
    },
    KERNEL_TOO_LARGE: {
      why: 'Tables are compiled into the module, debug information was not stripped, or the module declares more memory than it is given.',
      remedy:
        'Move tables into a dataset, or optimise the module for size; where its calls nest too deep, use fewer locals and shorter chains of calls.',
      example: 'a kernel may have 16777216 bytes',
    },
    KERNEL_UNKNOWN: {
      why: 'The hash is of a kernel that was never published to this coordinator, of the source instead of the module, or of the instrumented build.',
      remedy: 'Publish the kernel first, or check the hash.',
      example: 'no kernel has the hash 3f1e…; publish it first',
    },
    KERNEL_STOPPED: {
      why: 'The operator stopped it, mostly after reports: within a second nothing of it is given out any more, on any coordinator of the network.',
      remedy:
        'The message has the reason; talk to the operator. Jobs wait and go on where they were once the stop is lifted.',
      example: 'The operator has stopped this kernel; nothing of it runs anywhere.',
    },
    KERNEL_REFUSED: {
      why: 'The operator looked at it and decided against it; it never runs here.',
      remedy: 'The message has the reason; change the kernel, or talk to the operator.',
      example: 'The operator has looked at this kernel and refused it.',
    },
    KERNEL_UNREVIEWED: {
      why: 'This coordinator runs only what its operator has reviewed, and nobody has looked at this kernel yet.',
      remedy:
        'Start the job again once `GET /v1/kernels/:hash` says `approved`; publish the source, so that there is something to review.',
      example: 'The operator has not reviewed this kernel yet; its jobs wait for that.',
    },
    KERNEL_UNLISTED: {
      why: 'This coordinator runs only kernels that its operator has put on a list.',
      remedy: 'Ask the operator to list its hash, or use a coordinator that runs anyone’s kernels.',
      example: 'This coordinator runs only kernels on its operator’s list; this one is not on it.',
    },
    KERNEL_TRIAL_FAILED: {
      why: 'None of the sample items ends well: an index out of bounds, a division by zero, a dataset of another format than the kernel expects, or items that cost more than the fuel cap.',
      remedy:
        'Run the item named in `details` locally with `manyhands run` on a table of that row; check limits of memory and fuel.',
      example: 'none of 3 sample items ends well; the first says: trap: memory access out of bounds',
    },
    KERNEL_IMPURE: {
      why: 'A finished module keeps something between calls that putting back memory and globals does not undo, or reads memory that it never wrote.',
      remedy: 'Let an item depend on its inputs only: no state may survive from one call to the next.',
      example:
        'sample item 2 gives a different answer after others ran: its result depends on more than its input',
    },
    SHARE_FIXED: {
      why: 'A kernel or a dataset is its bytes, and what is stated with them when they first come is kept as it is: whoever sends them again cannot take the share, nor state one where there was none.',
      remedy:
        'Send them without a share, or with the one in `details.share`; whoever changes the bytes has something else, with a share of its own.',
      example: 'this kernel is here already, with 2 % for 0x70…: what was stated first is never changed',
    },
    SHARES_EXCESSIVE: {
      why: 'Each author and owner stays within its limit, but all of them together would leave whoever computes less than half of the price after the operator’s fee.',
      remedy: 'Use fewer datasets with shares, or a kernel whose author takes less.',
      example:
        'the kernel’s author and the datasets’ owners would take 55 % of the price, more than half of what the operator’s fee of 5 % leaves',
    },
    SANDBOX_LIMIT: {
      why: 'A source that compiles for minutes, a module of many megabytes, or an item that runs longer or needs more memory than the sandbox has.',
      remedy: 'Make the source or the item smaller, or raise the limit named in the message.',
      example: 'the sandboxed process was given up: it took more than 60 s',
    },
  },
};
