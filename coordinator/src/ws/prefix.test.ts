import { expect, it } from 'vitest';
import { hostOf, prefixOf } from './prefix.ts';

it.each([
  ['203.0.113.77', '203.0.113'],
  ['::ffff:203.0.113.77', '203.0.113'],
  ['127.0.0.1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['2001:db8:7:1::5', '2001:db8:7'],
  ['2001:db8:7:2:0:0:0:9', '2001:db8:7'],
  ['2001:db8::1', '2001:db8:0'],
  ['::', '0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0'],
  ['nonsense', ''],
])('[AS1] %s belongs to “%s”', (address, prefix) => {
  expect(prefixOf(address)).toBe(prefix);
});

it.each([
  ['203.0.113.77', '203.0.113.77'],
  ['::ffff:203.0.113.77', '203.0.113.77'],
  ['2001:db8:7:1::5', '2001:db8:7:1'],
  ['2001:db8:7:1:ffff::1%eth0', '2001:db8:7:1'],
])('%s is the machine “%s”', (address, host) => {
  expect(hostOf(address)).toBe(host);
});
