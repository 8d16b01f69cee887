import { isIPv4, isIPv6 } from 'node:net';
import { LOOPBACK } from '../domain/eligibility.ts';

/**
 * What stands for one household or machine room: IPv4 /24, IPv6 /48. Two devices of one prefix never vote on the same
 * item [AS1]; `loopback` is exempt, so that a laptop can check itself. Empty for what is no address.
 */
export function prefixOf(address: string): string {
  const plain = plainOf(address);
  if (isIPv4(plain)) return plain.startsWith('127.') ? LOOPBACK : plain.split('.').slice(0, 3).join('.');
  if (!isIPv6(plain)) return '';
  const groups = expanded(plain);
  return groups.every((group, i) => group === (i === 7 ? 1 : 0))
    ? LOOPBACK
    : groups
        .slice(0, 3)
        .map((group) => group.toString(16))
        .join(':');
}

/** What counts as one machine: an IPv4 address, an IPv6 /64; other texts stand for themselves. */
export function hostOf(address: string): string {
  const plain = plainOf(address);
  return isIPv6(plain)
    ? expanded(plain)
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(':')
    : plain;
}

const plainOf = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** The eight groups of an IPv6 address. */
function expanded(address: string): number[] {
  const [head, tail] = address.split('::');
  const groupsOf = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const before = groupsOf(head);
  const after = groupsOf(tail);
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}
