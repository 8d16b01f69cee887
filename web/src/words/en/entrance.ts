/** What pages say that open with the key of an account. */
export const words = {
  keyRefused: 'This key opens no account here. Look whether it is whole and whether it was renewed since.',
  signIn: {
    title: 'Open your account',
    key: 'Key of your account',
    keep: 'Keep the key in this browser',
    keepHint:
      'Otherwise it is forgotten when this page is closed. Do not keep it on somebody else’s computer.',
    open: 'Open',
    newTitle: 'No account yet?',
    newHint:
      'Make one here: it needs a name and nothing else. If the operator of this coordinator gave you a key, use that.',
    name: 'Name',
    make: 'Make an account',
  },
  fresh: {
    title: 'Your new key',
    hint: 'Write it down now: it is shown once, and nobody can read it again. Whoever has it can do all that your account can.',
    copy: 'Copy',
    copied: 'Copied.',
    done: 'I have it',
  },
  account: {
    title: 'The key',
    hint: 'A new key takes the place of the old one at once, everywhere: also on your server.',
    renew: 'Renew the key',
    sure: 'Yes, the old key shall open nothing',
    leave: 'Leave',
  },
  renewed: 'The old key opens nothing any more.',
  wallet: {
    title: 'Sign in with Ethereum',
    hint: 'Your wallet signs a text that opens the account of its address. That costs nothing and moves no money. The sign-in ends after a week.',
    keep: 'Keep me signed in in this browser',
    open: 'Sign in with the wallet',
    asked: 'Your wallet asks you.',
    none: 'There is no wallet in this browser. A key or a new account does as well: volunteer jobs need no wallet.',
    declined: 'The wallet signed nothing.',
  },
};
