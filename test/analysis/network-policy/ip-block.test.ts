import { egress, ingress, outside, pod, policy, verdict } from './_fixtures';
import { NetworkPolicies } from '../../../src/analysis/network-policy';

const block = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, except } });
const from = (...peers: unknown[]) => [ingress({ from: peers })];
const to = (...peers: unknown[]) => [egress({ to: peers })];

describe('ipBlock', () => {
  test('it admits the addresses of its range, first and last included', () => {
    const addresses = ['10.1.255.255', '10.2.0.0', '10.2.255.255', '10.3.0.0'];
    expect(addresses.map((address) => verdict(from(block('10.2.0.0/16')), { from: outside(address) })))
      .toEqual(['DENY', 'ALLOW', 'ALLOW', 'DENY']);
  });

  test('it does not admit its exceptions', () => {
    const policies = to(block('0.0.0.0/0', '10.0.0.0/8', '192.168.0.0/16'));
    expect(verdict(policies, { to: outside('203.0.113.9') })).toBe('ALLOW');
    expect(verdict(policies, { to: outside('10.1.2.3') })).toBe('DENY');
    expect(verdict(policies, { to: outside('192.168.1.1') })).toBe('DENY');
  });

  test('another block may admit what one excepts', () => {
    expect(verdict(from(block('10.0.0.0/8', '10.1.0.0/16'), block('10.1.2.0/24')), { from: outside('10.1.2.3') })).toBe('ALLOW');
  });

  test('bits beyond the prefix do not count', () => {
    expect(verdict(from(block('10.9.9.9/8')), { from: outside('10.1.2.3') })).toBe('ALLOW');
  });

  test('IPv6, long, short and mixed', () => {
    const policies = from(block('2001:db8::/32', '2001:db8:1::/48'));
    expect(verdict(policies, { from: outside('2001:db8:0:0:0:0:0:1') })).toBe('ALLOW');
    expect(verdict(policies, { from: outside('2001:db8::') })).toBe('ALLOW');
    expect(verdict(policies, { from: outside('2001:DB8:1::1') })).toBe('DENY');
    expect(verdict(policies, { from: outside('2001:db9::1') })).toBe('DENY');
    expect(verdict(from(block('64:ff9b::/96')), { from: outside('64:ff9b::192.0.2.33') })).toBe('ALLOW');
    expect(verdict(from(block('::1/128')), { from: outside('::1') })).toBe('ALLOW');
  });

  test('0.0.0.0/0 has no IPv6 address, and ::/0 no IPv4 one', () => {
    expect(verdict(from(block('0.0.0.0/0')), { from: outside('2001:db8::1') })).toBe('DENY');
    expect(verdict(from(block('::/0')), { from: outside('10.0.0.1') })).toBe('DENY');
    expect(verdict(from(block('0.0.0.0/0')), { from: outside('::ffff:10.0.0.1') })).toBe('ALLOW');
  });

  test('it also holds for pods, by their address, as in Kubernetes\' own tests', () => {
    expect(verdict(to(block('10.244.1.7/32')), { to: pod('other/db', { addresses: ['10.244.1.7'] }) })).toBe('ALLOW');
    expect(verdict(to(block('10.244.1.7/32')), { to: pod('other/db', { addresses: ['10.244.1.8'] }) })).toBe('DENY');
    expect(verdict(from(block('10.244.1.7/32')), { from: pod('shop/web', { addresses: ['10.244.1.7'] }) })).toBe('ALLOW');
  });
});

describe('an address that is not known', () => {
  test('is UNKNOWN if the block has some addresses and not others', () => {
    expect(verdict(from(block('10.0.0.0/8')))).toBe('UNKNOWN');
    expect(verdict(from(block('10.0.0.0/8')), { from: outside() })).toBe('UNKNOWN');
    expect(verdict(to(block('0.0.0.0/0', '10.0.0.0/8')))).toBe('UNKNOWN');
    expect(verdict(from(block('0.0.0.0/1')))).toBe('UNKNOWN');
    expect(verdict(from(block('128.0.0.0/1')))).toBe('UNKNOWN');
    expect(verdict(from(block('0.0.0.0/0', '0.0.0.0/1')))).toBe('UNKNOWN');
    expect(new NetworkPolicies(from(block('10.0.0.0/8'))).decide(outside(), pod('shop/db'), 80).causes)
      .toEqual(['the address of the outside is not known']);
  });

  test('is decided if the blocks have all addresses, also together', () => {
    expect(verdict(from(block('0.0.0.0/0')))).toBe('ALLOW');
    expect(verdict(from(block('0.0.0.0/1'), block('128.0.0.0/1')))).toBe('ALLOW');
    expect(verdict(from(block('0.0.0.0/0', '10.0.0.0/8'), block('10.0.0.0/8')))).toBe('ALLOW');
    expect(verdict([...from(block('0.0.0.0/1')), policy({ ingress: [{ from: [block('128.0.0.0/1')] }] }, 'shop/other')])).toBe('ALLOW');
  });

  test('is decided if the blocks have none that it can have', () => {
    expect(verdict(from(block('::/0')))).toBe('DENY');
    expect(verdict(from(block('10.0.0.0/8')), { options: { podCidrs: ['172.20.0.0/16'] } })).toBe('DENY');
  });

  test('is decided if a selector admits the pod, whatever its address', () => {
    expect(verdict(from(block('10.0.0.0/8'), { podSelector: {} }))).toBe('ALLOW');
  });

  test('is decided if the port is not admitted anyway', () => {
    expect(verdict([ingress({ from: [block('10.0.0.0/8')], ports: [{ port: 80 }] })])).toBe('DENY');
  });

  test('lies in the pods\' own ranges, where those are given', () => {
    const options = { podCidrs: ['10.244.0.0/16'] };
    expect(verdict(to(block('0.0.0.0/0', '10.0.0.0/8')), { options })).toBe('DENY');
    expect(verdict(to(block('10.0.0.0/8')), { options })).toBe('ALLOW');
    expect(verdict(to(block('10.244.7.0/24')), { options })).toBe('UNKNOWN');
    expect(verdict(to(block('10.0.0.0/8')), { options, to: outside() })).toBe('UNKNOWN');
  });

  test('may be of both families in a dual-stack cluster: then both must agree', () => {
    const options = { ipFamilies: ['IPv4', 'IPv6'] as const };
    expect(verdict(from(block('0.0.0.0/0')), { options })).toBe('UNKNOWN');
    expect(verdict(from(block('0.0.0.0/0'), block('::/0')), { options })).toBe('ALLOW');
  });

  test('that cannot be read is like one that is missing', () => {
    expect(verdict(from(block('10.0.0.0/8')), { from: outside('10.0.0.256') })).toBe('UNKNOWN');
    expect(verdict(from(block('10.0.0.0/8')), { from: pod('shop/web', { addresses: [] }) })).toBe('UNKNOWN');
  });
});

describe('dual-stack pods', () => {
  const web = pod('shop/web', { addresses: ['10.244.0.1', 'fd00::1'] });

  test('connect over the family that both have', () => {
    const v4 = pod('shop/db', { addresses: ['10.244.0.2'] });
    expect(verdict(from(block('10.244.0.0/16')), { from: web, to: v4 })).toBe('ALLOW');
    expect(verdict(from(block('fd00::/64')), { from: web, to: v4 })).toBe('DENY');
  });

  test('are UNKNOWN if the families are treated differently', () => {
    const both = pod('shop/db', { addresses: ['10.244.0.2', 'fd00::2'] });
    expect(verdict(from(block('10.244.0.0/16')), { from: web, to: both })).toBe('UNKNOWN');
    expect(verdict(from(block('10.244.0.0/16'), block('fd00::/64')), { from: web, to: both })).toBe('ALLOW');
  });

  test('are denied if each family is stopped at one end', () => {
    const both = pod('shop/db', { addresses: ['10.244.0.2', 'fd00::2'] });
    const policies = [...from(block('10.244.0.0/16')), ...to(block('fd00::/64'))];
    expect(verdict(policies, { from: web, to: both })).toBe('DENY');
  });
});
