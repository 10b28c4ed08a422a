import { addressBlock, inBlock } from '../../../../src/analysis/decision/match/addresses';
import { isUnknown, Unknown } from '../../../../src/analysis/decision/tri';

const unknown = new Unknown('nobody knows');

describe('a block of addresses', () => {
  test.each<[string, string, number]>([
    ['10.0.0.1', 'ipv4', 32], ['10.0.0.0/8', 'ipv4', 8], ['0.0.0.0/0', 'ipv4', 0], ['10.0.0.1/32', 'ipv4', 32],
    ['::1', 'ipv6', 128], ['2001:db8::/33', 'ipv6', 33], ['::/128', 'ipv6', 128],
  ])('%s', (text, family, prefix) => expect(addressBlock(text)).toMatchObject({ text, family, prefix }));

  test.each(['', 'x', '10.0.0.0/33', '10.0.0.0/64', '::/129', '10.0.0.0/', '/8', '10.0.0.0/8/8', '10.0.0.0/8 ', ' 10.0.0.0/8', 'x/10.0.0.0/8', '10.0.0.0/0008', '::1%eth0', '10.0.0'])('"%s" is none', text => {
    expect(addressBlock(text)).toBeUndefined();
    expect(isUnknown(inBlock(text, '10.0.0.1'))).toBe(true);
    expect(isUnknown(inBlock(text, unknown))).toBe(true);
  });
});

describe('an address', () => {
  test.each<[string, string, boolean]>([
    ['10.0.0.0/8', '10.255.255.255', true], ['10.0.0.0/8', '11.0.0.0', false], ['10.0.0.1', '10.0.0.1', true], ['10.0.0.1', '10.0.0.2', false],
    ['0.0.0.0/0', '255.1.2.3', true], ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true], ['2001:db8::/32', '2001:db9::1', false], ['::/0', '2001:db8::1', true],
    // One address of IPv4 may be written in two ways, and is never one of IPv6.
    ['10.0.0.0/8', '::ffff:10.1.2.3', true], ['10.0.0.0/8', '::ffff:11.1.2.3', false],
    ['::/0', '10.1.2.3', false], ['::/0', '::ffff:10.1.2.3', false], ['::/64', '::ffff:10.1.2.3', false],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true], ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true], ['::ffff:10.0.0.0/104', '11.1.2.3', false],
    ['::ffff:0:0/96', '11.1.2.3', true], ['::ffff:0:0/96', '2001:db8::1', false], ['::ffff:0:0/95', '11.1.2.3', false],
    ['2001:db8::/97', '10.1.2.3', false],
  ])('in %s, %s: %s', (block, address, expected) => expect(inBlock(block, address)).toBe(expected));

  test('that is none is unknown', () => {
    expect(isUnknown(inBlock('10.0.0.0/8', 'nobody'))).toBe(true);
    expect(isUnknown(inBlock('::/0', ''))).toBe(true);
  });

  test('that nobody knows is one of IPv4: in a block of all of those, else unknown', () => {
    expect(inBlock('0.0.0.0/0', unknown)).toBe(true);
    expect(inBlock('::/0', unknown)).toBe(unknown);
    expect(inBlock('0.0.0.0/1', unknown)).toBe(unknown);
  });

  test('is looked for in the right block, whatever has been asked before', () => {
    for (let i = 0; i < 10_100; i++) { inBlock(`10.${Math.floor(i / 256)}.${i % 256}.0/24`, '10.0.0.1'); }
    expect(inBlock('10.0.0.0/24', '10.0.0.1')).toBe(true);
    expect(inBlock('10.0.1.0/24', '10.0.0.1')).toBe(false);
  });
});
