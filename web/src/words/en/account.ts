import { formatsOf } from '../formats.ts';

const { count, percent, plural } = formatsOf('en');

export const words = {
  documentTitle: 'Your account · Manyhands',
  title: 'Your account',
  lead: 'Who is paid for what this browser computes, and what it keeps.',
  making: {
    title: 'An account of your own',
    explained:
      'An account receives what your work earns. It is made in this page, its secret never leaves it, and you need none to help: without one your work is a gift. Any Ethereum address of yours does as well: type it where the work is started.',
    paidTo: 'This browser’s work is paid to',
    make: 'Make an account',
    haveWords: 'I have twelve words',
    writeDown:
      'Write these twelve words down, in this order, on paper. Whoever has them has the money, and nobody can bring them back for you.',
    fromPaper: (word: number) => `From your paper: word ${count(word)}`,
    goOn: 'Go on',
    wrongWord: (word: number) => `That is not word ${count(word)}: look at your copy again.`,
    yourAccount: 'Your account:',
    use: 'Use it for this browser’s work',
    file: 'Besides the words you may keep a file that wallets can read, under a password of your own.',
    password: (least: number) => `Password, at least ${count(least)} characters`,
    shortPassword: (least: number) =>
      `A password of at least ${count(least)} characters, or the file protects nothing.`,
    saveFile: 'Save encrypted file',
    encrypting: (done: number) => `Encrypting, ${percent(done)}`,
    twelveWords: 'Your twelve words, in their order',
    find: 'Find my account',
    wordCount: (wanted: number, given: number) =>
      `An account has ${count(wanted)} words; ${plural(given, { one: 'this is #', other: 'these are #' })}.`,
    wrongWords: 'These are not the words of an account: one of them is misspelt, or their order is another.',
    leave: 'Leave without it',
  },
  earnings: {
    title: 'Earnings',
    account: 'Account',
    look: 'Look',
    none: 'No account is chosen yet.',
    figures: {
      earned: { name: 'Earned', hint: 'checked, and yours for good' },
      held: { name: 'On hold', hint: 'until more checks pass' },
      settled: { name: 'Settled', hint: 'written on the chain' },
      paid: { name: 'Paid out', hint: 'in your account' },
    },
    noChain: 'the chain does not answer',
    unanswered: 'The coordinator does not answer; this page asks again in a few seconds.',
    paysNobody: 'This coordinator pays nobody: its jobs are volunteer science.',
    settlements:
      'Settlements pay out by themselves where that costs little; smaller amounts keep until they are worth it.',
  },
  payout: {
    title: 'Not paid out yet',
    offer: (due: string, fee: string, net: string) =>
      `${due} are settled. Paying them out costs ${fee} of the chain’s fees, which are taken off: you get ${net}. You need no coins of the chain. Or wait: larger amounts cost less in proportion.`,
    belowGas: (due: string, fee: string) =>
      `Your balance of ${due} is too small for what claiming it costs, about ${fee}; it keeps, and grows with your work.`,
    pending: 'It is being paid out. This may take some minutes.',
    dropped: 'The last payout was given up before it cost anything; you can ask again.',
    words: 'The account’s twelve words, to sign with',
    pay: 'Sign and pay out',
    otherAccount: 'These are the words of another account.',
    byWallet: 'Claim with this browser’s wallet',
    byWalletMeans:
      'The wallet pays the chain’s fees, and nothing is taken off. The money goes to the account above.',
    steps: {
      connecting: 'The wallet is asked for its address.',
      network: 'The wallet is asked to use this chain.',
      asking: 'The wallet is asked to send the claim.',
      mining: 'The claim is on its way. This may take some minutes.',
    },
  },
  epochs: {
    title: 'Settlements',
    explained:
      'Each settlement publishes what every account was given. Whoever keeps the newest list can claim with “manyhands claim --leaves”, even if this coordinator is gone.',
    epoch: (number: number, at: string) => `Settlement ${number}, ${at}:`,
    paid: (amount: string) => `${amount} new.`,
    list: 'The list',
  },
  receipt: {
    title: 'Your receipt',
    says: (amount: string, epoch: number) =>
      `The operator has signed that you have ${amount}, and that settlement ${count(epoch)} and every later one says so.`,
    means:
      'This browser keeps it. You need it only if the operator cheats or disappears: then it is your proof, and the chain pays by it without the operator. Save a copy now and then.',
    save: 'Save the receipt',
    forged:
      'The coordinator gave a receipt that the operator did not sign. It was not kept; have what is settled paid out.',
  },
  statement: {
    title: 'Every payment, line by line',
    explained:
      'A statement as CSV. Each line says in which settlement it became payable, and by which transaction. The balance is public; its lines are told to you alone. Your words sign the request here, and are sent nowhere.',
    words: 'The account’s twelve words, to ask with',
    ask: 'Sign and save',
    saved: 'Saved.',
  },
  kept: {
    title: 'What this browser keeps',
    nothing: 'Nothing.',
    names: {
      'device-key': 'The key that names this browser: reputation and earnings on hold belong to it.',
      payee: 'The account that its work is paid to.',
      receipt: 'What the operator signed that this account has.',
      history: 'What it did, day by day.',
      rules: 'When it rests.',
      language: 'The language that you chose.',
    },
    yes: (threads: number, until: string) =>
      `Your yes to ${plural(threads, { one: '# thread', other: '# threads' })}, until ${until}.`,
    forSite: (said: string) => `${said} (For a website that you visited.)`,
    save: 'Save a copy',
    erase: 'Erase',
    eraseAll: 'Yes, erase all of it',
    eraseMeans:
      'This browser starts again as a newcomer, and what it has on hold and was not checked yet may go unpaid. Stop the work first if it runs in another tab.',
    copy: 'The copy holds the key: keep it to yourself. The coordinator keeps what payments rest on, counts and ledger entries, under the addresses of device and account.',
  },
  record: {
    title: 'What the coordinator keeps of this browser',
    explained:
      'Counts of its work, its name if you gave it one, receipts of your consent and, under its key, what certificates rest on.',
    save: 'Save the record',
    remove: 'Remove it there',
    removeSure: 'Yes, remove what may be',
    removeMeans:
      'Its name and counts are removed there, and its reputation with them. Bans, payments, what certificates rest on, and receipts within their time stay. Stop the work first if it runs in another tab.',
    saved: 'Saved.',
    erased: (entries: number) =>
      entries === 0
        ? 'There was nothing that may be removed.'
        : `Removed: ${plural(entries, { one: '# entry', other: '# entries' })}. Saving the record shows what stays.`,
  },
};
