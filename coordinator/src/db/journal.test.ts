import { describe } from 'vitest';
import { MemoryJournal } from '../dispatch/memory-journal.ts';
import { type JournalUnderTest, journalSuite } from './journal.suite.ts';
import { journalRatesSuite } from './journal-rates.suite.ts';
import { pgliteForm, postgresForm } from './testing/forms.ts';
import { sqlJournal } from './testing/journal.ts';

describe('in memory', () => {
  journalSuite(async () => inMemory());
  describe('rates', () => journalRatesSuite(async () => inMemory()));
});
describe('SQL on PGlite', () => {
  const form = pgliteForm();
  const open = async (): Promise<JournalUnderTest> => sqlJournal(await form.fresh());
  journalSuite(open);
  describe('rates', () => journalRatesSuite(open));
});
describe('SQL on PostgreSQL', () => {
  const form = postgresForm();
  const open = async (): Promise<JournalUnderTest> => sqlJournal(await form.fresh());
  journalSuite(open);
  describe('rates', () => journalRatesSuite(open));
});

function inMemory(): JournalUnderTest {
  const journal = new MemoryJournal(() => 1_000_000_000);
  return {
    journal,
    addJob: async (terms, budget) => journal.addJob(terms, budget),
    silence: async (me) => {
      const row = journal.beats.get(me);
      if (row !== undefined) row.at = 0;
    },
    entries: async () => journal.entries,
  };
}
