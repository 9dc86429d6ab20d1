import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkOf } from '../src/network.ts';

const hex = (group: number): string => group.toString(16);
const group = fc.integer({ min: 0, max: 0xffff });
const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count });

describe('the network of an address', () => {
  it('AS-14: IPv4 as it is, whatever clothes it wears', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const mapped = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
        for (const spelling of [
          `::ffff:${address}`,
          `::FFFF:${address}`,
          `::ffff:${mapped}`,
          `0:0:0:0:0:ffff:${mapped}`,
        ]) {
          expect(networkOf(spelling)).toBe(address);
        }
      }),
    );
  });

  it('AS-14: all addresses of one /64 are one network, in every spelling, and no other is', () => {
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (prefix, host, other) => {
        fc.pre(prefix.some((part) => part !== 0) && prefix[0] !== 0);
        const network = networkOf([...prefix, ...host].map(hex).join(':'));
        expect(networkOf([...prefix, ...other].map((part) => hex(part).padStart(4, '0').toUpperCase()).join(':'))).toBe(
          network,
        );
        expect(networkOf(`${prefix.map(hex).join(':')}::`)).toBe(network);
        expect(networkOf(`${prefix.map(hex).join(':')}::1%eth0`)).toBe(network);
        const next = [...prefix.slice(0, 3), (prefix[3]! + 1) % 0x10000];
        expect(networkOf([...next, ...host].map(hex).join(':'))).not.toBe(network);
      }),
    );
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
  });

  it('what is no address stands for itself', () => {
    expect(networkOf('')).toBe('');
    expect(networkOf('unknown')).toBe('unknown');
  });
});
