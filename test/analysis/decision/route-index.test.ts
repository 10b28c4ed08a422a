import * as fc from 'fast-check';
import { mayOverlap, maySpeakFor } from '../../../src/analysis/decision/route-index';
import { hostsOverlap, hostWithin } from '../../../src/analysis/hosts';
import type { VirtualService } from '../../../src/analysis/model';

const host = fc.constantFrom('a.one.svc', 'b.one.svc', 'a.two.svc', 'example.com', '*.one.svc', '*.svc', '*.com', '*');
const namespace = fc.constantFrom('one', 'two', '~');
const routes = fc.array(fc.record({ namespace, hosts: fc.array(host, { maxLength: 3 }) }), { minLength: 16, maxLength: 30 })
  .map(all => all as unknown as readonly VirtualService[]);
const imports = fc.array(fc.record({ namespace: fc.oneof(namespace, fc.constant('*')), host }), { maxLength: 4 });

test('all routes that what is imported selects are among those found, in their order', () => {
  fc.assert(fc.property(routes, imports, (all, imported) => {
    const selected = (some: readonly VirtualService[]): readonly VirtualService[] => some.filter(route => imported.some(entry =>
      (entry.namespace === '*' || entry.namespace === route.namespace) && route.hosts.some(own => hostsOverlap(own, entry.host))));
    expect(selected(mayOverlap(all, imported))).toEqual(selected(all));
  }));
});

test('all routes that speak for a host are among those found, in their order', () => {
  fc.assert(fc.property(routes, host.filter(one => !one.startsWith('*')), (all, asked) => {
    const speaking = (some: readonly VirtualService[]): readonly VirtualService[] =>
      some.filter(({ hosts }) => hosts.some(own => hostWithin(asked, own)));
    expect(speaking(maySpeakFor(all, asked))).toEqual(speaking(all));
  }));
});

test('routes of other hosts are not looked at', () => {
  const all = Array.from({ length: 1000 }, (_, i) => ({ namespace: 'one', hosts: [`service-${i}.one.svc`] })) as unknown as readonly VirtualService[];
  expect(mayOverlap(all, [{ namespace: 'one', host: 'service-7.one.svc' }, { namespace: '*', host: 'service-3.one.svc' }])).toEqual([all[3], all[7]]);
});
