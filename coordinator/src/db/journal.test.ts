import { describe } from 'vitest';
import { MemoryJournal } from '../dispatch/memory-journal.ts';
import { type JournalUnderTest, journalSuite } from './journal.suite.ts';
import { pgliteForm, postgresForm } from './testing/forms.ts';
import { sqlJournal } from './testing/journal.ts';

describe('in memory', () => journalSuite(async () => inMemory()));
describe('SQL on PGlite', () => {
  const form = pgliteForm();
  journalSuite(async () => sqlJournal(await form.fresh()));
});
describe('SQL on PostgreSQL', () => {
  const form = postgresForm();
  journalSuite(async () => sqlJournal(await form.fresh()));
});

function inMemory(): JournalUnderTest {
  const journal = new MemoryJournal(() => 1_000_000_000);
  return {
    journal,
    addJob: async (terms, budget) => journal.addJob(terms, budget),
    silence: async (me) => {
      journal.beats.set(me, { at: 0, seenBans: 0 });
    },
    entries: async () => journal.entries,
  };
}
