import type { Chapter } from './page.ts';

export const JOBS: Chapter = {
  title: 'Jobs and results',
  where: 'when a job is quoted, started, called, changed or read',
  pages: {
    JOB_UNKNOWN: {
      why: "The id has a typing error, or the job is another account's: both look alike, so that ids tell nothing.",
      remedy: 'Check the id, and that you use the key that created the job.',
      example: 'you have no job 8c2f…; GET /v1/jobs lists those that run',
    },
    JOB_NOT_CERTIFIED: {
      why: "Items are still computed or on hold until more of the same devices' work was audited; an open job is certified only after it was closed.",
      remedy: 'Wait until the job’s state is `certified`.',
      example: 'the job is running; its certificate is signed once all items are final',
    },
    RESULTS_PRIVATE: {
      why: 'Paid results belong to who paid for them until they publish them.',
      remedy:
        'Ask the researcher of the job to run `manyhands release` on it; results of volunteer science are public without it.',
      example: 'the results of this job belong to the researcher who paid for them',
    },
    RESULTS_FOLDED: {
      why: 'The job was started with `keep`: its rows are folded into sums, tops or histograms as they become final, and not stored.',
      remedy:
        'Ask for the results without `from` and `follow`; they are what the job’s `keep` says. Single units of such a job are not kept: only their digests are.',
      example:
        'this job keeps a fold of its results; ask for it as CSV or NDJSON, without `follow` and `from`',
    },
    ITEM_UNKNOWN: {
      why: 'Counting began at 1, or the item is of a part that was appended later.',
      remedy: 'Items count from 0; the job’s `items` says how many there are.',
      example: 'this job has items 0 to 1999, and none of number 2000',
    },
    JOB_CLOSED: {
      why: 'Only jobs that were started open take more inputs and calls, and none does after it was closed.',
      remedy: 'Start the job with `open: true`; once closed, or never open, it stays so: start another.',
      example:
        'this job is running and takes no more inputs; only one that is started with “open” does, until it is closed',
    },
    INPUTS_AHEAD: {
      why: "A call's item comes behind all items that the job has already, and some of these are not given out yet.",
      remedy: 'Try again in a moment, or use an open job of its own for calls.',
      example:
        'items of this job are not given out yet; call again once they are, or use an open job for calls alone',
    },
    NO_SEAT: {
      why: 'All seats that may take the job are busy, or nobody is connected.',
      remedy:
        'Nothing was added to the job. Try again, allow a longer wait, or connect a contributor of your own.',
      example: 'no seat was idle in time, and nothing was added to the job; try again',
    },
    CALL_UNANSWERED: {
      why: 'The item runs longer than the call may wait, or the device that took it went away; the item goes to another one.',
      remedy: 'Read its row from the job’s results: the item is in the details.',
      example: 'no seat answered in time; item 412 stays in the job and its row will be among the results',
    },
    JOB_STATE: {
      why: 'The job is paused, cancelled, finished or not started yet.',
      remedy: 'Look at the job’s state first; the message names what it is and what would be needed.',
      example: 'this job is cancelled; calls need it running',
    },
    FUEL_CAP_INVALID: {
      why: 'Fuel is counted in numbers that JavaScript keeps exactly.',
      remedy: 'Name a smaller cap, or split the item: so much fuel is months of a core.',
      example: 'an item may use up to 9007199254740991 fuel, not 18446744073709551615',
    },
    POLICY_INVALID: {
      why: 'More equal answers are asked for than executions, a share lies outside of 0 to 1, a pool is unknown, or both a policy and a bound are given.',
      remedy: 'Correct the number named in the message.',
      example: 'a job has a policy or a target bound, not both',
    },
    BOUND_UNREACHABLE: {
      why: 'A bound is proved by audits of items: a small job has too few of them for a tight bound.',
      remedy:
        'Take the quorum that `details.offer` names, ask for the bound in `details.best`, or put more items into the job.',
      example:
        'audits cannot prove 0.0001 for 200 items; the best is 0.012, and a quorum of 2 of 3 proves more',
    },
    KEEP_INVALID: {
      why: 'A column is named that the kernel does not give, a function does not exist or does not take the column’s type, or the text has a typing error.',
      remedy: 'Correct what stands at `details.position` of `details.field`; docs/KEEP.md has the language.',
      example: 'a job keeps what `reduce` or what `top` asks for, not both',
    },
    BUDGET_FULL: {
      why: "A unit's worst case, every item at its fuel cap, is set aside before it runs, and what is left of the budget is less.",
      remedy: 'Raise the budget to at least what the message names, or lower the price or the fuel cap.',
      example:
        'the budget of 100 token units does not cover one unit of 16 items, for which 2400 must be set aside',
    },
  },
};
