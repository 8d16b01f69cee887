import { formatsOf } from '../formats.ts';

const { count, percent, plural } = formatsOf('en');

export const words = {
  documentTitle: 'Console · Manyhands',
  title: 'Console',
  lead: 'Write a kernel, try it here, have the network compute a table with it.',
  nav: 'Parts of the console',
  leave: 'Leave',
  leaving: {
    asks: (jobs: number) =>
      `This browser has keys that pay for ${plural(jobs, { one: 'one job', other: '# jobs' })}. Without them results that are not paid yet stay unpaid; deposits can be taken out either way.`,
    forget: 'Leave and forget them',
    keep: 'Leave and keep them here',
  },
  pages: {
    home: 'Begin',
    kernel: 'Kernel',
    new: 'New job',
    jobs: 'My jobs',
    job: 'Job',
    usage: 'Usage',
    keys: 'Keys',
    datasets: 'Datasets',
  },
  home: {
    title: 'From a function to a result table',
    steps: [
      {
        name: 'Kernel.',
        says: 'Write one function, or start from an example. It is compiled in this page, and errors show at their line.',
      },
      { name: 'Trial.', says: 'Run it here on rows of yours: time, fuel and output of each.' },
      { name: 'Job.', says: 'Publish it, drop a table on the page, see what it will take, start.' },
      { name: 'Results.', says: 'Watch them come, download them with a signed certificate.' },
    ],
    begin: 'Write a kernel',
    job: 'Start a job',
    free: 'Jobs are volunteer science unless you set a price: they cost nothing and need no wallet.',
  },
  editor: {
    label: 'Source of the kernel. Escape, then Tab leaves the editor.',
    leave: 'In the editor Tab indents; Escape, then Tab leaves it. The draft stays in this browser.',
    start: 'Start from an example',
    examples: {
      flight: 'Numbers: Collatz flights',
      bases: 'Texts: bases of reads',
      pi: 'Random numbers: π by points',
      search: 'A shared dataset: patterns in a text',
    },
    compiling: 'Compiling…',
    compiled: (milliseconds: number) =>
      `Compiled in ${count(milliseconds)} ms, by the compiler that the coordinator uses.`,
    faults: (faults: number) => plural(faults, { one: '# error', other: '# errors' }),
    at: (line: number, column: number) => `Line ${line}, column ${column}`,
    tooLong: 'This source takes more than a minute to compile and was given up.',
    /** CodeMirror's own words. */
    phrases: {
      Diagnostics: 'Diagnostics',
      'No diagnostics': 'No diagnostics',
      Completions: 'Completions',
      'Control character': 'Control character',
      'Selection deleted': 'Selection deleted',
    },
  },
  schema: {
    title: 'Columns',
    inputs: 'In',
    outputs: 'Out',
    datasets: 'Datasets',
    optional: '(may be absent)',
    none: 'none',
    label: 'What the program is',
  },
  inputs: {
    title: 'Where the inputs come from',
    kinds: { rows: 'Typed rows', file: 'A table', range: 'A range of numbers' },
    rows: 'Rows as CSV; the first line names the columns',
    file: 'CSV, TSV, NDJSON, FASTA or FASTQ, also compressed with gzip',
    drop: 'Choose a file, or drop it here.',
    chosen: (name: string, size: string) => `${name}, ${size}`,
    dataset: (name: string) => `File of the dataset “${name}”`,
    ends: { from: 'From', to: 'Up to, without', step: 'In steps of' },
    notWhole: 'From, to and step are whole numbers, and no step is 0.',
    items: (items: string) => `${items} items: every combination, the last column fastest.`,
    nothing: 'There are no inputs yet.',
    noDataset: (name: string) => `The dataset “${name}” has no file yet.`,
  },
  trial: {
    title: 'Trial in this browser',
    begin: 'Try it here',
    explained: (most: number) =>
      `Runs the first ${count(most)} items with the very program that contributors would run. Nothing is sent anywhere.`,
    running: 'Running…',
    nothing: 'Nothing was tried yet.',
    summary: (items: number, failed: number, time: string, fuel: string) =>
      `${plural(items, { one: '# item', other: '# items' })}, ${failed === 0 ? 'none failed' : `${count(failed)} failed`}, ${time} and ${fuel} instructions in all.`,
    stale: 'This is of the program before the last change.',
    tooLong: 'An item took more than five minutes and was given up.',
    table: 'Items that were tried',
    item: 'Item',
    fuel: 'Instructions',
    time: 'Time',
    memory: 'Memory',
    statuses: { ok: 'ok', trap: 'Failed:', exhausted: 'Took too many instructions.' },
  },
  publish: {
    title: 'Publish',
    explained:
      'The coordinator compiles the same source and keeps it under its hash. Everybody can read it: whoever lends a computer may see what it runs.',
    name: 'Name, as contributors see it',
    publish: 'Publish the kernel',
    publishing: 'The coordinator compiles and inspects it…',
    same: 'Published. The coordinator made the same program of it, byte for byte.',
    other: 'Published. The source was changed meanwhile, so it is another program than the one above.',
    needsAccount: 'Publishing needs an account.',
    toAccount: 'Open or make one',
    job: 'Start a job with it',
  },
  choice: {
    title: 'Which kernel?',
    none: 'Nothing was published from this browser yet.',
    write: 'Write a kernel',
    hash: 'Or the hash of any published kernel, 64 digits',
    take: 'Take it',
  },
  preview: {
    title: 'How the table’s columns become parameters: its first rows',
    columnFor: (parameter: string) => `Column for ${parameter}`,
    none: '– none –',
    absent: 'absent',
    row: 'Row',
    notUsed: '(not used)',
    moreUnused: (columns: number) =>
      plural(columns, { one: '# more column is not used.', other: '# more columns are not used.' }),
    opening: 'Looking at the table…',
    reading: (rows: number, share: string, size: string) =>
      `Reading: ${plural(rows, { one: '# row', other: '# rows' })}, ${share} of ${size}.`,
    unmapped: (missing: readonly string[]) => `Choose a column for ${missing.join(', ')}.`,
    ready: (items: number) => `Everything fits: ${plural(items, { one: '# item', other: '# items' })}.`,
  },
  told: {
    title: 'Before anything is sent',
    visible:
      'The kernel, the inputs and the outputs are visible to the strangers who compute them. What must stay secret does not belong in a job.',
    what: [
      {
        name: 'Use synthetic keys.',
        says: 'Replace names and numbers by keys that mean something to you alone, and leave out columns that the kernel does not read.',
      },
      {
        name: 'Split.',
        says: 'Give items that say little each: one computer sees a few of them, never the whole table.',
      },
      {
        name: 'Take a private pool.',
        says: 'An operator can name computers of yours that alone compute a job; the command line and the SDK make such jobs.',
      },
    ],
    read: 'I have read this: strangers may see all of it.',
  },
  checks: {
    assurance: 'How sure must it be?',
    fewer: 'audits of some items',
    more: 'each item several times',
    usual: 'The usual audits of a secret few items',
    bound: (bound: number) => `At most ${percent(bound, 3)} wrong items, by as many audits as that takes`,
    quorum: (equal: number, executions: number) =>
      `Every item until ${count(equal)} of at most ${count(executions)} computers agree`,
  },
  job: {
    of: (name: string) => `New job: ${name}`,
    inputs: 'Inputs',
    named: 'What contributors see',
    title: 'Title',
    category: 'What it is for',
  },
  paying: {
    title: 'Does it pay?',
    free: 'volunteer science, free',
    paid: 'paid',
    off: 'This coordinator settles on no chain: its jobs are volunteer science.',
    price: 'Price of a reference core-hour, in HAND',
    priceSlider: 'Price, in steps',
    perHour: (price: string) => `${price} HAND for a reference core-hour`,
    priceHint: 'Dearer jobs are done sooner where others pay less.',
    budget: 'Budget, in HAND',
    budgetHint: (margin: number) =>
      `The most that the job may cost. Unless you type another: the estimate, ${percent(margin)} more, and what is set aside for a unit while it is computed.`,
    below: (cost: string) =>
      `This is less than the estimate of ${cost} HAND: the job would stop before its end.`,
    noAmount: 'Price and budget are amounts above zero like 1.5, with nine decimals at most.',
    ahead: 'Pay ahead, so that this page may be closed',
    aheadHint:
      'Vouchers for the whole budget are signed at the start, in twenty steps: the coordinator redeems no more than the next step above what is owed.',
    asItGoes:
      'Vouchers follow what is owed while the job’s page is open and seen in this browser; results beyond the credit window wait for them.',
    perDay: 'Signed for on a day (UTC) at most, in HAND; empty: no limit',
    wallet:
      'Your wallet is asked to approve and deposit the budget, two transactions. A key made in this page signs the vouchers and stays in this browser: it can spend this budget on this job and nothing else. What is not spent can be taken out on the job’s page.',
    noWallet:
      'There is no wallet in this browser: paid jobs need one that holds HAND. The command line has one of its own.',
    costHint: (window: string) =>
      `estimated at this price, checks included; results worth ${window} HAND come before vouchers cover them`,
    steps: {
      connecting: 'Your wallet asks which account pays.',
      network: 'Your wallet may ask to change to the coordinator’s chain…',
      approving: 'Your wallet asks whether the hub may take the budget: first of two transactions.',
      depositing: 'Your wallet asks to deposit the budget: the last transaction.',
      mining: 'The chain takes the transaction up…',
      withdrawing: 'Your wallet asks to take the deposit out.',
    },
    unkept:
      'This browser keeps nothing, so the key that pays would be lost with this page. Press again to pay all the same: then keep the page open until the job is over. What is not spent can be taken out with “manyhands withdraw” and the same wallet.',
    deposited: 'The budget is deposited. Starting again uses it, and nothing is deposited twice.',
    out: 'The job’s page has the way to take it out.',
    start: 'Deposit and start the job',
  },
  estimate: {
    title: 'What it will take',
    items: 'Items',
    itemsHint: (fuel: string) => `each of about ${fuel} instructions`,
    work: 'Computation',
    workHint: 'of one reference core, without checks',
    time: 'Time',
    timeHint: 'with all who are connected now; other jobs share them',
    nobody: 'unknown',
    nobodyHint: 'nobody is connected now: the job waits until somebody is',
    bound: 'Wrong at most',
    boundHint: (confidence: string) => `of the items, ${confidence} sure, if nobody is caught lying`,
    executions: 'Runs of an item',
    auditCount: (audits: number) =>
      `checks included; ${plural(audits, { one: '# audit', other: '# audits' })}`,
    audits: 'Audits of some items',
    cost: 'Price',
    free: 'free',
    freeHint: 'volunteer science: no wallet, no budget',
    honest:
      'Instructions and computation are from a trial of some of your items on the coordinator’s own machine, not from all of them; the time is a division by what is connected, not a promise.',
    alternatives: 'What other checks would prove',
    checks: 'Checks',
    credibility: 'Votes weighted by record',
    take: (policy: string) => `Take instead: ${policy}`,
    sending: 'Sending the inputs…',
    trying: 'The coordinator tries some of the items…',
    starting: 'Starting…',
    again: 'The estimate is of what was wished before; the coordinator is asked again.',
    needsInputs: 'The inputs are not ready yet.',
    needsRead: 'First say above that you have read who sees the job.',
    ask: 'Send and estimate',
    start: 'Start the job',
  },
};
