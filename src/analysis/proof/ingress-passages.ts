import type { Passage } from './gateway-passages';
import { asWorkload } from '../decision/gateway-routing';
import { dig } from '../json';
import type { Destination, Element, MeshModel } from '../model';

/** Controllers and class by which Istio knows the Ingresses that its own gateway serves. */
const CONTROLLER = 'istio.io/ingress-controller';
const CLASS = 'istio';
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/**
 * Ways through the platform's gateways that Kubernetes' own Ingresses make. What they match is not read: each counts for every request. One
 * without class counts too, since istiod may be told to take those.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/kubernetes-ingress/
 */
export function ingressPassages(model: MeshModel): readonly Passage[] {
  return model.others.filter(element => isIngress(element) && isIstios(model, element)).flatMap(object => {
    const spec = dig(object.object, 'spec');
    const ways = [
      { host: '*', rule: 'defaultBackend', backends: [dig(spec, 'defaultBackend')] },
      ...list(dig(spec, 'rules')).map((rule, i) => ({
        host: String(dig(rule, 'host') ?? '*'), rule: `rules[${i}]`, backends: list(dig(rule, 'http', 'paths')).map(path => dig(path, 'backend')),
      })),
    ];
    return ways.flatMap(({ host, rule, backends }) => {
      const destinations = backends.flatMap(backend => destinationOf(model, object, backend));
      return destinations.length === 0 ? [] : model.ingressGateways.map((gateway): Passage => ({
        gateway: `${gateway.namespace}/${gateway.labels.get('app') ?? 'ingress gateway'}`,
        by: `Ingress ${object.namespace}/${object.name}`,
        pods: asWorkload(gateway),
        port: 80,
        hosts: [host],
        matches: [],
        destinations,
        object,
        rule,
      }));
    });
  });
}

function isIngress({ kind, object }: Element): boolean {
  return kind === 'Ingress' && String(dig(object, 'apiVersion')).startsWith('networking.k8s.io/');
}

function isIstios(model: MeshModel, { object }: Element): boolean {
  const name = dig(object, 'spec', 'ingressClassName') ?? dig(object, 'metadata', 'annotations', CLASS_ANNOTATION);
  return name === undefined || name === CLASS || model.others.some(one =>
    one.kind === 'IngressClass' && one.name === name && dig(one.object, 'spec', 'controller') === CONTROLLER);
}

/** Ports may go by their names. */
function destinationOf({ services, meshConfig }: MeshModel, { namespace }: Element, backend: unknown): Destination[] {
  const name = dig(backend, 'service', 'name');
  if (typeof name !== 'string') { return []; }
  const number = dig(backend, 'service', 'port', 'number');
  const called = dig(backend, 'service', 'port', 'name');
  const port = typeof number === 'number' ? number
    : services.in(namespace).find(service => service.name === name)?.ports.find(one => one.name === called)?.port;
  return [{ host: `${name}.${namespace}.svc.${meshConfig.clusterDomain}`, ...port === undefined ? {} : { port } }];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
