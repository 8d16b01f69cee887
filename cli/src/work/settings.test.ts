import { ALWAYS } from '@manyhands/browser-worker/server';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../exit-codes.ts';
import { parseConfig, reloaded, settingsOf } from './settings.ts';

const FULL = `{
  "coordinator": "https://hands.example.org/",
  "threads": 6,
  "account": "0x${'aB'.repeat(20)}",
  "share": 0.5,
  "hours": "22:00-06:00",
  "days": "mon-fri",
  "drainSeconds": 60,
  "seatMb": 256,
  "state": "/var/lib/manyhands",
  "metrics": "[::1]:9465",
  "categories": "medicine, art",
  "job": "${'0a'.repeat(16)}"
}`;

describe("a fleet's file", () => {
  it('is read with the checks of the options', () => {
    expect(parseConfig(FULL, 'work.json')).toEqual({
      coordinator: 'https://hands.example.org',
      threads: 6,
      account: `0x${'ab'.repeat(20)}`,
      share: 0.5,
      hours: [{ from: 22 * 60, to: 6 * 60 }],
      days: [1, 2, 3, 4, 5],
      drainSeconds: 60,
      seatMb: 256,
      state: '/var/lib/manyhands',
      metrics: { host: '::1', port: 9465 },
      categories: ['medicine', 'art'],
      job: ['0a'.repeat(16)],
    });
  });

  it.each<[string, string, RegExp]>([
    [
      'an unknown key',
      '{\n  "threads": 2,\n  "thread": 2\n}',
      /^work\.json:3: “thread” is no setting; there are coordinator, threads/,
    ],
    ['a name that every object has', '{"toString": 1}', /^work\.json:1: “toString” is no setting/],
    [
      'too many threads',
      '{\n\n"threads": 900}',
      /^work\.json:3: “threads” is “900”: a whole number from 1 to 256/,
    ],
    ['half a thread', '{"threads": 1.5}', /:1: “threads” is “1\.5”/],
    ['a list', '{"hours":\n ["22:00-06:00"]}', /:1: “hours” is neither a text nor a number/],
    ['nothing', '{"account": null}', /:1: “account” is neither/],
    ['a share in per cent', '{"share": 50}', /“share” is “50”: a share from 0\.05 to 1/],
    ['hours', '{"hours": "22-06"}', /HH:MM-HH:MM/],
    ['days', '{"days": "weekdays"}', /mon-fri/],
    ['an address', '{"account": "0x12"}', /40 hex digits/],
    ['another protocol', '{"coordinator": "ftp://x"}', /http or https/],
    ['metrics on no address', '{"metrics": "9465"}', /HOST:PORT is needed/],
    ['metrics on no port', '{"metrics": "127.0.0.1:99999"}', /HOST:PORT is needed/],
    [
      'a category that is none',
      '{"categories": "art,mining"}',
      /“mining” is no category; there are mathematics/,
    ],
    ['a job that is none', '{"job": "ab,cd"}', /a job is 32 hex digits/],
    [
      'the same key twice',
      '{\n"threads": 1,\n"share": 1,\n"threads": 2}',
      /:4: “threads” is there twice, first in line 2/,
    ],
    ['a value that looks like a key', '{"state": "\\"threads\\":",\n"share": 7}', /:2: “share”/],
    ['no object', '[1]', /one JSON object is needed/],
    ['no JSON, with the line', '{\n"threads": 1\n"share": 1}', /^work\.json:3: this is no JSON/],
    ['nothing at all', '', /^work\.json.*this is no JSON/],
  ])('%s is refused, and the message says where and what to do', (_, text, message) => {
    const parse = () => parseConfig(text, 'work.json');
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});

describe('settings', () => {
  it('of the command line win over the file, and the file over what is usual', () => {
    const file = { threads: 2, share: 0.5, drainSeconds: 5 };
    expect(settingsOf(file, { threads: 4 })).toMatchObject({ threads: 4, share: 0.5, drainSeconds: 5 });
    expect(settingsOf({}, {})).toMatchObject({
      coordinator: 'http://127.0.0.1:8787',
      share: 1,
      drainSeconds: 30,
      schedule: ALWAYS,
    });
    expect(settingsOf({}, {}).threads).toBeUndefined();
  });

  it('hours that are over before anything could end in time are refused', () => {
    const hours = [{ from: 60, to: 61 }];
    expect(() => settingsOf({ hours, drainSeconds: 60 }, {})).toThrow(/hours of 1 minutes/);
    expect(settingsOf({ hours, drainSeconds: 59 }, {}).schedule.windows).toEqual(hours);
  });

  it('that a running process cannot take up wait for the next start', () => {
    const present = settingsOf({}, { state: '/a' });
    const changed = settingsOf({ threads: 3, metrics: { host: '::1', port: 1 } }, { state: '/b' });
    expect(reloaded(present, changed)).toEqual({
      settings: { ...changed, state: '/a', metrics: undefined, joinKeyFile: undefined },
      waiting: ['state', 'metrics'],
    });
  });
});
