import * as fc from 'fast-check';
import { GRPC, HTTP, policies, target, TCP } from './_target';
import '../../_seed';
import { connectionPoolSetting } from '../../../src/traffic/destination/connection-pool-setting';
import { DestinationPolicies } from '../../../src/traffic/destination/destination-policies';
import { LoadBalancer } from '../../../src/traffic/destination/load-balancer';
import { Locality } from '../../../src/traffic/destination/locality';
import { outlierDetectionSetting } from '../../../src/traffic/destination/outlier-detection';
import type { Setting, SettingScope } from '../../../src/traffic/destination/setting';

const TARGET = target({ ports: [HTTP, GRPC, TCP], versions: ['v1', 'v2'] });
const pool = (maxConnections: number) => connectionPoolSetting({ maxConnections });
const outliers = (consecutive5xxErrors: number) => outlierDetectionSetting({ consecutive5xxErrors });

/**
 * What Istio makes of a DestinationRule for a cluster, as its MergeSubsetTrafficPolicy does it: an entry for a port replaces
 * everything, a subset's own policy the parts that it says.
 */
function merged(top: any, subset: any, port: number): any {
  const parts = ['connectionPool', 'loadBalancer', 'outlierDetection', 'tls'];
  const at = (policy: any) => {
    const entry = policy?.portLevelSettings?.find((one: any) => one.port.number === port);
    return { policy: entry ?? policy, entry: entry !== undefined };
  };
  const original = at(top).policy;
  const { policy: special, entry } = at(subset);
  const all = parts.map(part => [part, entry ? special[part] : special?.[part] ?? original?.[part]]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

function toMerged(all: DestinationPolicies, version: string | undefined, port: number) {
  return merged(all.toTrafficPolicy(TARGET), version === undefined ? undefined : all.toSubsetPolicy(TARGET, version), port);
}

describe('what is said of the traffic to a service', () => {
  it('is nothing in the DestinationRule if nothing is said', () => {
    expect(policies().toTrafficPolicy(TARGET)).toBeUndefined();
    expect(policies().toSubsetPolicy(TARGET, 'v1')).toBeUndefined();
    expect(policies([pool(1), { version: 'v1' }]).toTrafficPolicy(TARGET)).toBeUndefined();
    expect(policies([pool(1)]).toSubsetPolicy(TARGET, 'v1')).toBeUndefined();
  });

  it('holds for the whole service, a version, a port', () => {
    const all = policies([pool(1)], [pool(2), { version: 'v2' }], [pool(3), { port: 'grpc' }]);
    expect(all.toTrafficPolicy(TARGET)).toEqual({
      connectionPool: { tcp: { maxConnections: 1 } },
      portLevelSettings: [{ port: { number: 9000 }, connectionPool: { tcp: { maxConnections: 3 } } }],
    });
    expect(all.toSubsetPolicy(TARGET, 'v2')).toEqual({ connectionPool: { tcp: { maxConnections: 2 } } });
    expect(all.toSubsetPolicy(TARGET, 'v1')).toBeUndefined();
  });

  it('is repeated for a port of which something else is said, since Istio would forget it there', () => {
    const all = policies([outliers(1)], [pool(3), { port: 'grpc' }]);
    expect(all.toTrafficPolicy(TARGET)).toEqual({
      outlierDetection: { consecutive5xxErrors: 1 },
      portLevelSettings: [{
        port: { number: 9000 }, connectionPool: { tcp: { maxConnections: 3 } }, outlierDetection: { consecutive5xxErrors: 1 },
      }],
    });
  });

  it('stands beside a failover by locality of a version, where Istio looks for it', () => {
    const failover = LoadBalancer.leastRequest({ locality: Locality.failover({ from: 'eu', to: 'us' }) })._toSetting();
    const all = policies([outliers(1)], [outliers(2), { port: 'grpc' }], [failover, { version: 'v1' }]);
    expect(all.problems(TARGET)).toEqual([]);
    expect(all.toSubsetPolicy(TARGET, 'v1')).toEqual({
      loadBalancer: failover.wire,
      outlierDetection: { consecutive5xxErrors: 1 },
      portLevelSettings: [{ port: { number: 9000 }, loadBalancer: failover.wire, outlierDetection: { consecutive5xxErrors: 2 } }],
    });
  });

  it('cannot be a failover by locality without outlier detection', () => {
    const failover = LoadBalancer.random({ locality: Locality.failoverPriority('topology.istio.io/network') })._toSetting();
    expect(policies([failover, { version: 'v1' }], [outliers(1), { version: 'v2' }]).problems(TARGET)).toEqual([
      "load balancer for version 'v1': it fails over by locality, which Istio ignores without outlier detection; add traffic.outlierDetection().",
    ]);
    expect(policies([failover, { version: 'v1' }], [outliers(1), { version: 'v1' }]).problems(TARGET)).toEqual([]);
  });

  it('is said once for each scope; an error names both', () => {
    const said = [[pool(1), { version: 'v1' }], [pool(2), { version: 'v1' }]] as const;
    const problem = 'connection pool for version \'v1\': it is said twice, as {"tcp":{"maxConnections":1}} and as {"tcp":{"maxConnections":2}}; say it once.';
    expect(policies(...said).problems(TARGET)).toEqual([problem]);
    expect(policies(...[...said].reverse()).problems(TARGET)).toEqual([problem]);
    expect(policies([pool(1)], [pool(1)]).problems(TARGET)[0]).toContain('said twice');
  });

  it('is refused for a port that is not there, and for a service without ports', () => {
    expect(policies([pool(1), { port: 'metrics' }]).problems(TARGET)).toEqual([
      "connection pool for port 'metrics': the port does not exist; the ports are 'http' (http 8000), 'grpc' (grpc 9000), 'tcp' (tcp 3306).",
    ]);
    expect(policies([pool(1)]).problems(target({ ports: [] }))[0]).toContain('the service has no port');
  });

  const scope = fc.record({
    version: fc.constantFrom(undefined, 'v1', 'v2'), port: fc.constantFrom(undefined, 'http', 'grpc', 'tcp'),
  });
  const setting: fc.Arbitrary<Setting> = fc.oneof(
    fc.integer({ min: 1, max: 9 }).map(pool),
    fc.integer({ min: 1, max: 9 }).map(outliers),
    fc.constantFrom(LoadBalancer.random()._toSetting(), LoadBalancer.roundRobin()._toSetting(),
      LoadBalancer.leastRequest({ locality: Locality.failover({ from: 'a', to: 'b' }) })._toSetting()),
  );
  const said: fc.Arbitrary<(readonly [Setting, SettingScope])[]> = fc.uniqueArray(fc.tuple(setting, scope), {
    maxLength: 12, selector: ([one, at]) => JSON.stringify([one.name, at.version ?? '', at.port ?? '']),
  });

  it('comes to what is said most narrowly, for every version and port, as Istio merges it', () => {
    fc.assert(fc.property(said, list => {
      const all = policies(...list);
      for (const version of [undefined, 'v1', 'v2']) {
        for (const { name: port, port: number } of TARGET.ports) {
          const expected = Object.fromEntries(['connectionPool', 'loadBalancer', 'outlierDetection'].flatMap(name => {
            const narrowest = [{ version, port }, { version, port: undefined }, { version: undefined, port }, { version: undefined, port: undefined }]
              .map(one => list.find(([declared, at]) => declared.name === name && at.version === one.version && at.port === one.port))
              .find(found => found !== undefined);
            return narrowest ? [[name, narrowest[0].wire]] : [];
          }));
          expect(toMerged(all, version, number)).toEqual(expected);
        }
      }
    }), { numRuns: 300 });
  });

  it('is the same in any order', () => {
    fc.assert(fc.property(said, fc.infiniteStream(fc.nat()), (list, dice) => {
      const shuffled = list.map(item => ({ item, at: dice.next().value })).sort((a, b) => a.at - b.at).map(({ item }) => item);
      const text = (all: DestinationPolicies) => JSON.stringify([
        all.toTrafficPolicy(TARGET), all.toSubsetPolicy(TARGET, 'v1'), all.toSubsetPolicy(TARGET, 'v2'), all.problems(TARGET),
      ]);
      expect(text(policies(...shuffled))).toBe(text(policies(...list)));
    }), { numRuns: 100 });
  });
});
