import { formatsOf } from '../formats.ts';

const { count, date } = formatsOf('en');
const tryAnother = 'Try another browser or device; if it says the same, tell the researcher.';

export const words = {
  documentTitle: 'Check a result – Manyhands',
  title: 'Check a result yourself',
  lead: 'Recompute an item of a certified job in this browser, and compare it with what was delivered.',
  wholeTable: (
    <>
      Whether a whole table is the one that was certified, <code>manyhands verify</code> tells without any
      coordinator.
    </>
  ),
  whatIsThis: 'What is this?',
  asking: {
    job: 'Job',
    jobHint: '32 hex digits',
    item: 'Item',
    itemHint: 'from 0 on',
    scope: 'Recompute',
    scopes: { item: 'This item alone', unit: 'All items that were computed together with it' },
    explained:
      'Nothing is fetched or run by itself. If you press the button, this tab downloads the job’s program and inputs, checks them against the signed certificate, and runs the program on one core until it is done or you stop it. It cannot read your files or reach the network, and nothing is stored or sent.',
    recompute: 'Recompute here',
    noJob: 'A job’s id has 32 digits, 0 to 9 and a to f.',
    noItem: 'An item is a whole number, from 0 on.',
  },
  checks: {
    certificate: 'The certificate’s signature and error bound hold.',
    program: 'The program is the one that the certificate names.',
    datasets: 'So is the data that all items share.',
    inputs: 'The inputs are those that the certificate’s input root was made of.',
  },
  rebuild: {
    title: 'Is a program what its source says?',
    kernel: 'Program',
    kernelHint: 'its hash, 64 hex digits',
    explained:
      'If you press the button, this tab downloads the compiler (about 14 megabytes) and the source that was published with the program, compiles it, and compares the hashes. Nothing that it makes is run, stored or sent.',
    begin: 'Compile here',
    noKernel: 'A program’s hash has 64 digits, 0 to 9 and a to f.',
    tooLong: 'Compiling took longer than three minutes and was ended.',
    nothing: 'The two hashes will be shown here.',
    fetching: { title: 'Fetching', sentence: 'The compiler and the source are on their way.' },
    compiling: { title: 'Compiling', sentence: 'It takes some seconds.' },
    sourceless: 'The program was published as a module, without a source.',
    same: 'The published source gives this program, byte for byte, and the same careful build of it.',
    other: 'The published source gives another program, or this page has another version of the compiler.',
    compared: 'Hashes',
    named: 'At the coordinator',
    made: 'Made here',
    program: 'Program',
    build: 'Careful build',
    source: 'Read the source',
  },
  outcome: 'Outcome',
  nothing: { title: 'Nothing runs', sentence: 'The comparison will be shown here.' },
  fetching: { title: 'Fetching and checking', sentence: 'The program and the inputs are on their way.' },
  computing: 'Computing',
  progress: (done: number, all: number) => `${count(done)} of ${count(all)} items done.`,
  failed: 'This could not be checked',
  match: 'Match',
  mismatch: 'Mismatch',
  same: (items: number) =>
    items === 1
      ? 'This browser computed the same bytes with the same fuel.'
      : `This browser computed the same bytes with the same fuel for all ${count(items)} items.`,
  other: (wrong: number, items: number) =>
    items === 1
      ? `This browser computed something else than what was delivered. ${tryAnother}`
      : `${count(wrong)} of ${count(items)} items came out otherwise than they were delivered. ${tryAnother}`,
  comparison: {
    same: (item: number) => `Item ${item}: both are the same`,
    differ: (item: number) => `Item ${item}: they differ`,
    delivered: 'Delivered',
    recomputed: 'Recomputed here',
    ended: 'Ended',
    result: 'Result',
    fuel: 'Fuel',
    bytes: 'Bytes',
    ends: { ok: 'ended well', trap: 'trapped', exhausted: 'ran out of fuel' },
    none: 'none',
    noRow: 'no row of this job',
    manyBytes: (bytes: number) => `(${count(bytes)} bytes)`,
    fromByte: (byte: number) => `byte ${count(byte)}:`,
  },
  origin: {
    job: 'Job',
    certified: 'Certified',
    at: (time: Date) => `${date(time, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
    signer: 'Signed by',
    program: 'Program',
    trust:
      'Whether to trust that signer is yours to say; that the result follows from the inputs is now shown.',
  },
};
