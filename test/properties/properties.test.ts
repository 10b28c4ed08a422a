import fc from 'fast-check';
import { build, gatewayHost } from './_build';
import { emittedSentences, selects } from './_emitted';
import { expectedSentences, withoutRepetition } from './_expected';
import type { Plan } from './_plan';
import { isNamespace, orders, plans, PORTS, targetsOf } from './_plan';
import type { Manifest } from '../_manifests';
import { Manifests } from '../_manifests';

// Random apps are warned of much that is meant.
beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  jest.restoreAllMocks();
});

// One seed for all, so that an app that several properties look at is synthesized once.
const seed = Number(process.env.FC_SEED ?? 20261121);
const numRuns = 120;
const written = new Map<string, Manifests>();

function manifestsOf(plan: Plan): Manifests {
  const key = JSON.stringify(plan);
  const known = written.get(key) ?? Manifests.of(build(plan));
  written.set(key, known);
  return known;
}

function whateverIsDeclared(title: string, property: (manifests: Manifests, plan: Plan) => void): void {
  it(title, () => fc.assert(fc.property(plans, plan => property(manifestsOf(plan), plan)), { seed, numRuns }));
}

const ofKind = (manifests: Manifests, kind: string): Manifest[] => manifests.all.filter(manifest => manifest.kind === kind);
const sameNamespace = (one: Manifest, other: Manifest): boolean => one.metadata.namespace === other.metadata.namespace;

describe('an AuthorizationPolicy', () => {
  whateverIsDeclared('has no rule that is empty, or without callers, or without what they may do', manifests => {
    for (const { metadata, spec } of ofKind(manifests, 'AuthorizationPolicy')) {
      // Without rules it admits nobody.
      expect(spec.action).toBe(metadata.name === 'deny-all' ? undefined : 'ALLOW');
      for (const rule of spec.rules ?? []) {
        expect(rule.from.length).toBeGreaterThan(0);
        expect(rule.to.length).toBeGreaterThan(0);
        for (const { source } of rule.from) {
          expect(Object.keys(source)).toEqual(['principals']);
          expect(source.principals.length).toBeGreaterThan(0);
        }
        // Istio drops the whole of a rule for one HTTP field where there is no HTTP.
        if (rule.to.some(({ operation }: any) => operation.ports.includes(String(PORTS.tcp.targetPort)))) {
          expect(rule.to.flatMap(({ operation }: any) => Object.keys(operation)).filter((field: string) => field !== 'ports')).toEqual([]);
        }
        for (const { operation } of rule.to) {
          expect(operation.ports.length).toBeGreaterThan(0);
          for (const list of Object.values<string[]>(operation)) {
            expect(list.length).toBeGreaterThan(0);
            expect(list.filter(value => typeof value !== 'string' || value === '')).toEqual([]);
          }
        }
      }
    }
  });
});

describe('a NetworkPolicy', () => {
  whateverIsDeclared('has no rule without peers or without ports, and no peer that is everybody', manifests => {
    for (const { spec } of ofKind(manifests, 'NetworkPolicy')) {
      expect(spec.policyTypes.length).toBeGreaterThan(0);
      expect('ingress' in spec).toBe(spec.policyTypes.includes('Ingress'));
      expect('egress' in spec).toBe(spec.policyTypes.includes('Egress'));
      for (const [rule, side] of [...(spec.ingress ?? []).map((one: any) => [one, 'from']), ...(spec.egress ?? []).map((one: any) => [one, 'to'])]) {
        expect(Object.keys(rule).sort()).toEqual([side, 'ports'].sort());
        expect(rule[side].length).toBeGreaterThan(0);
        expect(rule.ports.length).toBeGreaterThan(0);
        for (const peer of rule[side]) {
          expect(peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name']).toMatch(/^[a-z0-9-]+$/);
          expect(Object.keys(peer.podSelector?.matchLabels ?? { any: '' })).not.toEqual([]);
        }
        for (const port of rule.ports) {
          expect(port.port).toBeGreaterThan(0);
          expect(port.protocol).toMatch(/^(TCP|UDP)$/);
        }
      }
    }
  });
});

describe('a name', () => {
  whateverIsDeclared("is one that Kubernetes takes, and says 'undefined' nowhere", manifests => {
    expect(manifests.yaml).not.toMatch(/undefined|NaN|\[object/);
    for (const { metadata } of manifests.all) {
      expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    }
  });

  whateverIsDeclared('is that of one object', manifests => {
    const ids = manifests.all.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

describe('what is declared', () => {
  whateverIsDeclared('is what the policies say, no less and no more', (manifests, plan) => {
    const [expected, emitted] = [expectedSentences(plan), emittedSentences(manifests.all)];
    expect([...emitted.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [policy, said] of emitted) {
      expect(`${policy}: ${withoutRepetition(said).join('; ')}`).toBe(`${policy}: ${withoutRepetition(expected.get(policy)!).join('; ')}`);
    }
  });

  it('gives the same bytes in whatever order it is declared', () => fc.assert(fc.property(plans, orders, (plan, order) => {
    expect(filesOf(build(plan, order + 1).synthYaml())).toEqual(filesOf(manifestsOf(plan).yaml));
  }), { seed, numRuns }));

  it('adds no rule when a call is taken away', () => fc.assert(fc.property(plans, fc.nat(99), (plan, which) => {
    fc.pre(plan.calls.length > 0);
    const before = manifestsOf(plan);
    const after = Manifests.of(build({ ...plan, calls: plan.calls.filter((_, i) => i !== which % plan.calls.length) }));
    const [saidBefore, saidAfter] = [emittedSentences(before.all), emittedSentences(after.all)];
    for (const [policy, said] of saidAfter) {
      const known = saidBefore.get(policy)!;
      expect(withoutRepetition(new Set([...said, ...known])).filter(sentence => sentence !== '~/*'))
        .toEqual(withoutRepetition(known).filter(sentence => sentence !== '~/*'));
    }
    for (const [policy, count] of rulesOf(after)) {
      expect({ policy, more: count > rulesOf(before).get(policy)! }).toEqual({ policy, more: false });
    }
  }), { seed, numRuns }));
});

describe('a Sidecar', () => {
  whateverIsDeclared('stands alone: one at most selects a pod', manifests => {
    const sidecars = ofKind(manifests, 'Sidecar');
    for (const deployment of ['Deployment', 'DaemonSet', 'Job'].flatMap(kind => ofKind(manifests, kind))) {
      const theirs = sidecars.filter(sidecar => sameNamespace(sidecar, deployment));
      expect(theirs.filter(({ spec }) => spec.workloadSelector && selects(spec.workloadSelector.labels, deployment)).length).toBeLessThanOrEqual(1);
      expect(theirs.filter(({ spec }) => !spec.workloadSelector).length).toBeLessThanOrEqual(1);
    }
  });

  whateverIsDeclared('names hosts by their full names, and only those of services that are called', (manifests, plan) => {
    const called = plan.calls.flatMap(call => targetsOf(plan, call.to)).map(path => path.split('/')[1]);
    for (const { spec } of ofKind(manifests, 'Sidecar')) {
      expect(spec.outboundTrafficPolicy.mode).toBe('REGISTRY_ONLY');
      for (const host of spec.egress.flatMap((listener: any) => listener.hosts)) {
        if (host !== '~/*') {
          const [, namespace, service, of] = /^([a-z0-9-]+)\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.cluster\.local$/.exec(host)!;
          expect(of).toBe(namespace);
          expect(called).toContain(service);
        }
      }
    }
  });
});

describe('a route', () => {
  whateverIsDeclared('belongs to one VirtualService a host and gateway', manifests => {
    const owners = ofKind(manifests, 'VirtualService').flatMap(({ spec }) =>
      spec.hosts.flatMap((host: string) => (spec.gateways ?? ['mesh']).map((gateway: string) => `${host} at ${gateway}`)));
    expect(owners).toEqual([...new Set(owners)]);
    const rules = ofKind(manifests, 'DestinationRule').map(({ metadata, spec }) => `${spec.host} in ${metadata.namespace}`);
    expect(rules).toEqual([...new Set(rules)]);
  });

  whateverIsDeclared('leads to subsets that exist, have pods, and take all of the traffic', manifests => {
    const deployments = ofKind(manifests, 'Deployment');
    for (const virtualService of ofKind(manifests, 'VirtualService')) {
      const { http = [], tcp = [] } = virtualService.spec;
      expect(http.length + tcp.length).toBeGreaterThan(0);
      for (const { route } of [...http, ...tcp]) {
        expect(route.reduce((sum: number, { weight }: any) => sum + (weight ?? 100), 0)).toBe(100);
        for (const { destination } of route.filter((one: any) => one.destination.subset !== undefined)) {
          const rule = ofKind(manifests, 'DestinationRule').find(({ spec }) => spec.host === destination.host)!;
          const subset = rule.spec.subsets.find((one: any) => one.name === destination.subset);
          const [app, namespace] = destination.host.split('.');
          expect(deployments.filter(one => one.metadata.namespace === namespace && selects({ app, ...subset.labels }, one))).toHaveLength(1);
          const places = [rule, virtualService].map(one => manifests.all.indexOf(one));
          // In the file of one namespace the subset comes first.
          expect(!sameNamespace(rule, virtualService) || places[0] < places[1]).toBe(true);
        }
      }
    }
  });

  whateverIsDeclared('at a gateway leads where that gateway was told to, and nowhere else', (manifests, plan) => {
    for (const namespace of plan.namespaces) {
      for (const gateway of namespace.gateways) {
        const found = ofKind(manifests, 'VirtualService').filter(({ spec }) => spec.gateways?.includes(gateway));
        const calls = plan.calls.filter(call => call.from === gateway);
        expect(found).toHaveLength(calls.length > 0 ? 1 : 0);
        for (const { spec } of found) {
          expect(spec.hosts).toEqual([gatewayHost(gateway)]);
          const hosts = spec.http.flatMap((one: any) => one.route.map(({ destination }: any) => destination.host));
          const exposed = calls.flatMap(call => targetsOf(plan, call.to)).map(path => path.split('/')[1]);
          for (const { to } of calls.filter(call => call.to.split('/').length === 3)) {
            // A version that is exposed by itself gets all of it: the others refuse the gateway.
            const [, service, version] = to.split('/');
            expect(spec.http.map(({ route }: any) => route.map(({ destination }: any) => `${destination.host.split('.')[0]}/${destination.subset}`)))
              .toContainEqual([`${service}/${version}`]);
          }
          expect([...new Set(hosts.map((host: string) => host.split('.')[0]))].sort()).toEqual([...new Set(exposed)].sort());
        }
      }
    }
  });
});

describe('the generator', () => {
  it('makes what the properties are about', () => {
    const samples = fc.sample(plans, { seed, numRuns: 300 });
    const calls = samples.flatMap(plan => plan.calls.map(call => ({ plan, call })));
    expect(calls.length).toBeGreaterThan(300);
    expect(calls.filter(({ call }) => call.rpc).length).toBeGreaterThan(0);
    expect(calls.filter(({ call }) => call.port === 'tcp').length).toBeGreaterThan(0);
    expect(calls.filter(({ call }) => call.hosts).length).toBeGreaterThan(0);
    expect(calls.filter(({ plan, call }) => isNamespace(plan, call.from)).length).toBeGreaterThan(0);
    expect(calls.filter(({ plan, call }) => isNamespace(plan, call.to)).length).toBeGreaterThan(0);
    expect(calls.filter(({ call }) => call.from.includes('/g')).length).toBeGreaterThan(0);
    expect(calls.filter(({ call }) => call.to.split('/').length === 3).length).toBeGreaterThan(0);
  });
});

/** What is written for each namespace, in the order of its file. */
function filesOf(yaml: string): { [namespace: string]: string } {
  const files: { [namespace: string]: string } = {};
  for (const text of yaml.split(/^---\n/m)) {
    const [, namespace] = (/^ {2}namespace: (.*)$/m.exec(text) ?? /^kind: Namespace\n[^]*^ {2}name: (.*)$/m.exec(text))!;
    files[namespace] = `${files[namespace] ?? ''}---\n${text}`;
  }
  return files;
}

function rulesOf(manifests: Manifests): Map<string, number> {
  return new Map(manifests.all.map(({ kind, metadata, spec }) => [
    `${kind} ${metadata.namespace}/${metadata.name}`,
    [spec?.rules, spec?.ingress, spec?.egress].reduce((sum, rules) => sum + (rules?.length ?? 0), 0),
  ]));
}
