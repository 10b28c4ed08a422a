import type { ModelOptions } from '../../../src/analysis/model';
import type { Json } from '../world';
import { ask, namespace, networking, service, workload } from '../world';

/* A headless Service's name leads to its pods' own addresses: nothing translates ports, and the caller chooses the pod. */

const host = 'db.shop.svc.cluster.local';
const only = networking('Sidecar', 'shop/web', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: [`shop/${host}`] }] });
const headless = (ports: readonly Json[], name = 'db'): Json => service(`shop/${name}`, ports, { clusterIP: 'None', selector: { app: 'db' } });
const http = { name: 'http', port: 8080 };

function verdict(manifests: readonly Json[], request: Json = {}, options?: ModelOptions): string {
  const world = [namespace('shop'), workload('shop/web'), workload('shop/db', { kind: 'StatefulSet' }), only, ...manifests];
  return ask(world, { to: 'shop/db', ...request }, options).verdict;
}

describe('A headless Service', () => {
  test('leads to the port that its caller names, not to another that the Service would make of it', () => {
    expect(verdict([headless([http])])).toBe('ALLOW');
    expect(verdict([headless([{ ...http, port: 80, targetPort: 8080 }])])).toBe('DENY');
    expect(verdict([headless([{ ...http, port: 80, targetPort: 8080 }])], { port: 80 })).toBe('ALLOW');
    expect(verdict([headless([{ ...http, port: 8080, targetPort: 'http' }])])).toBe('ALLOW');
  });

  test.each([
    'db-0.db', 'db-0.db.shop', 'db-0.db.shop.svc', `db-0.${host}`, `db-0.${host}:8080`, `DB-12.${host}.`,
  ])('is meant by the name of its pod %s', name => {
    expect(verdict([headless([http])], { host: name })).toBe('ALLOW');
  });

  test.each([`a.b.${host}`, `.${host}`, 'db-0.db.bank', 'db-0'])('is not meant by %s', name => {
    expect(verdict([headless([http])], { host: name })).toBe('DENY');
  });

  test('lends its name to pods only if it has one for each', () => {
    expect(verdict([service('shop/db', [http])], { host: `db-0.${host}` })).toBe('DENY');
  });

  test('gives way to another service of the name of a pod', () => {
    const entry = networking('ServiceEntry', 'shop/e', { hosts: [`db-0.${host}`], ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' });
    expect(verdict([headless([http]), entry], { host: `db-0.${host}` })).not.toBe('ALLOW');
  });

  test('is reached by no route for another host: requests stay at the address that the caller chose', () => {
    const front = service('shop/front', [http], { selector: { app: 'front' } });
    const known = networking('Sidecar', 'shop/web', { egress: [{ hosts: ['shop/*'] }] });
    const route = networking('VirtualService', 'shop/front', { hosts: ['front.shop.svc.cluster.local'], http: [{ route: [{ destination: { host } }] }] });
    expect(verdict([headless([http]), front, known, route], { host: 'front.shop.svc.cluster.local' })).toBe('UNKNOWN');
    expect(verdict([service('shop/db', [http]), front, known, route], { host: 'front.shop.svc.cluster.local' })).toBe('ALLOW');
  });

  test('has no subsets that choose pods', () => {
    const route = networking('VirtualService', 'shop/db', { hosts: [host], http: [{ route: [{ destination: { host, subset: 'v1' } }] }] });
    const rule = networking('DestinationRule', 'shop/db', { host, subsets: [{ name: 'v1', labels: { version: 'v1' } }] });
    expect(verdict([headless([http]), route, rule])).toBe('UNKNOWN');
  });
});

describe('A port by its name', () => {
  const named = (spec: Json): Json[] => [
    workload('shop/db', { kind: 'StatefulSet', ports: [], spec }), service('shop/db', [{ name: 'http', port: 80, targetPort: 'web' }]),
  ];
  const container = (name: string, rest: Json = {}): Json => ({ name, ports: [{ name: 'web', containerPort: 8080 }], ...rest });

  test('is that of a container, or of an init container that keeps running', () => {
    expect(verdict(named({ containers: [container('app')] }))).toBe('ALLOW');
    expect(verdict(named({ containers: [], initContainers: [container('helper', { restartPolicy: 'Always' })] }))).toBe('ALLOW');
  });

  test('is none of an init container that is gone by then', () => {
    expect(verdict(named({ containers: [], initContainers: [container('helper')] }))).toBe('DENY');
  });
});

describe('A workload that an autoscaler scales', () => {
  test('is more than one pod, and does not only call itself', () => {
    const scaler = (spec: Json): Json => ({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'shop' }, spec });
    const mtls = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default', namespace: 'shop' }, spec: { mtls: { mode: 'STRICT' } } };
    const itself = (...more: Json[]): string => ask([namespace('shop'), workload('shop/web'), mtls, ...more], { to: 'shop/web' }).verdict;
    expect(itself()).toBe('ALLOW');
    expect(itself(scaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }))).toBe('DENY');
    expect(itself(scaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } }))).toBe('ALLOW');
    expect(itself(scaler({}))).toBe('ALLOW');
  });
});
