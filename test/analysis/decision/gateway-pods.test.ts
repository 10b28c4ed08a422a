import { AccessSets } from '../../../src/analysis/access-sets';
import { mentionedPorts } from '../../../src/analysis/access-sets/mentioned-ports';
import { buildModel } from '../../../src/analysis/model';
import { ask, authorization, namespace, networking, peerAuthentication, service, verdict, workload, world } from '../world';
import type { Json } from '../world';

const PROXY = { name: 'istio-proxy', image: 'auto', ports: [{ containerPort: 8080 }] };
const pods = (...beside: Json[]): Json => workload('edge/gw', {
  annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [PROXY, ...beside] },
});
const server = (protocol: string, tls?: Json): Json =>
  networking('Gateway', 'edge/gw', { selector: { app: 'gw' }, servers: [{ port: { number: 8080, name: 'x', protocol }, hosts: ['*'], ...tls && { tls } }] });
const edge = (...more: Json[]): Json[] =>
  world(namespace('edge'), service('edge/gw', [{ name: 'http', port: 80, targetPort: 8080 }]), peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }), ...more);
const anybody = { from: 'outside', to: 'edge/gw', port: 8080 };
const closed = authorization('edge/deny', {});

describe('the pods of a gateway', () => {
  test('take plaintext where a server has no TLS, whatever PeerAuthentications say', () => {
    expect(verdict(edge(pods(), server('HTTP')), anybody)).toBe('ALLOW');
    expect(verdict(edge(pods(), server('HTTP')), { from: 'shop/web', to: 'edge/gw' })).toBe('ALLOW');
    expect(verdict(edge(pods(), server('TCP')), { ...anybody, method: null })).toBe('ALLOW');
    expect(verdict(edge(pods(), server('HTTPS', { mode: 'ISTIO_MUTUAL' })), anybody)).toBe('DENY');
    expect(verdict(edge(pods(), server('HTTPS', { mode: 'SIMPLE', credentialName: 'c' })), anybody)).toBe('UNKNOWN');
  });

  test('do not learn who calls there', () => {
    const known = authorization('edge/allow', { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] });
    const nobody = authorization('edge/allow', { rules: [{ from: [{ source: { notNamespaces: ['shop'] } }] }] });
    const asked = { from: 'shop/web', to: 'edge/gw' };
    expect([known, nobody].map(policy => verdict(edge(pods(), server('HTTP'), policy), asked))).toEqual(['DENY', 'ALLOW']);
    expect(ask(edge(pods(), server('HTTP'), known), asked).reason).toMatch(/without identity/);
  });

  test('answer at ports of other containers past the proxy', () => {
    const beside = pods({ name: 'admin', image: 'admin:1' });
    for (const manifests of [edge(beside, closed), edge(beside, closed, server('HTTP'))]) {
      expect(verdict(manifests, { ...anybody, port: 9000 })).toBe('UNKNOWN');
    }
    expect(verdict(edge(beside, closed, server('HTTP')), anybody)).toBe('DENY');
    expect(verdict(edge(pods(), closed), { ...anybody, port: 9000 })).toBe('DENY');
    // One that is gone before the proxy starts does not answer.
    const early = workload('edge/gw', { annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [PROXY], initContainers: [{ name: 'early', image: 'early:1' }] } });
    expect(verdict(edge(early, closed), { ...anybody, port: 9000 })).toBe('DENY');
  });

  test('have a port of its own for every server, to which a Service may lead or not', () => {
    const ports = (...more: Json[]) => {
      const model = buildModel(more.map(object => ({ object })));
      return mentionedPorts(model, model.workloads.all.find(({ name }) => name === 'gw')!);
    };
    const other = networking('Gateway', 'evil/x', { selector: { app: 'gw' }, servers: [{ port: { number: 9443, name: 'x', protocol: 'HTTP' }, hosts: ['*'] }, { port: { number: 80, name: 'y', protocol: 'HTTP' }, hosts: ['*'] }] });
    expect(ports(...edge(pods(), other))).toEqual([8080, 9443, 15020, 15021, 15090]);
    expect(ports(pods(), other)).toEqual([80, 9443, 15020, 15021, 15090]);
  });

  test('are the same as sets', () => {
    const access = (...more: Json[]) => {
      const model = buildModel(edge(...more).map(object => ({ object })));
      const sets = new AccessSets(model);
      const gateway = model.workloads.all.find(({ name }) => name === 'gw')!;
      const { may, must } = sets.identityAccess(gateway, more.includes(closed) ? 9000 : 8080);
      const { sets: algebra } = sets.space.algebra;
      return [must, may].map(set => algebra.intersection(set, sets.space.anonymous) !== algebra.none);
    };
    expect(access(pods(), server('HTTP'))).toEqual([true, true]);
    expect(access(pods(), server('HTTPS', { mode: 'ISTIO_MUTUAL' }))).toEqual([false, false]);
    expect(access(pods({ name: 'admin', image: 'admin:1' }), closed)).toEqual([false, true]);
    expect(access(pods(), closed)).toEqual([false, false]);
  });
});
