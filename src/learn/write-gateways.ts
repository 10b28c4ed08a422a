import type { Declarable, UnitEdge } from './declarable';
import type { Edge } from './edges';
import { isOutsideHost } from './hosts';
import type { KnownWorkload } from './known-workloads';
import { readPrincipal } from './principal';
import { listed, Questions } from './questions';
import type { Unit } from './units';
import { groupBy, keyOfUnit } from './units';
import { commentOf, writeCalls } from './write-calls';
import { ours } from './write-units';
import { sortedUnique } from '../private/naming';
import type { Code, Expression, SourceFile, Variable } from '../source-code';
import { commented, create, invoke } from '../source-code';

/** What a gateway leads to. */
interface Exposed {
  readonly unit: Unit;
  /** What is exposed on each host. */
  readonly byHost: ReadonlyMap<string, readonly UnitEdge[]>;
  /** No host was seen. */
  readonly isMadeUp: boolean;
}

/** The gateway as istioctl installs it, and as Helm does: nothing has to be said of the first. */
const PRESETS: { readonly [key: string]: string } = { 'istio-system/istio-ingressgateway': 'istioctl', 'istio-ingress/istio-ingress': 'helm' };

/** The platform's gateways, where they are other than those that are known without; and the name of each. */
export function gatewayPlatform(
  gateways: readonly KnownWorkload[], questions: Questions,
): { readonly code?: Expression; readonly nameOf: (gateway: KnownWorkload) => string | undefined } {
  const [only, ...others] = gateways;
  const preset = only === undefined ? 'istioctl' : Object.prototype.hasOwnProperty.call(PRESETS, only.key) ? PRESETS[only.key] : undefined;
  if (others.length === 0 && preset !== undefined) {
    return { ...preset === 'istioctl' ? {} : { code: invoke(ours('Platform'), preset) }, nameOf: () => undefined };
  }
  const names = new Map(gateways.map(({ key, name, namespace }) => [key, gateways.filter(other => other.name === name).length > 1 ? `${namespace}-${name}` : name]));
  const installed = gateways.map(gateway => [names.get(gateway.key)!, commented(
    questions.ask('gateway', gateway.key, `which labels have the pods of ${gateway.name}${gateway.principals.length === 1 ? '' : ', and which service account'}?`),
    {
      namespace: gateway.namespace,
      serviceAccount: readPrincipal(gateway.principals[0])?.serviceAccount ?? gateway.name,
      podLabels: { app: gateway.app },
    },
  )] as const);
  return { code: invoke(ours('Platform'), 'istioctl', { ingressGateways: Object.fromEntries(installed) }), nameOf: ({ key }) => names.get(key) };
}

/** Writes what gateways expose. */
export class GatewayWriter {
  private readonly ids = new Set<string>();

  public constructor(
    private readonly file: SourceFile, private readonly questions: Questions,
    private readonly namespaces: ReadonlyMap<string, Variable>, private readonly callees: ReadonlyMap<string, Code>,
    private readonly declarable: Declarable,
  ) {
    for (const unit of declarable.units) { this.ids.add(keyOfUnit(unit)); }
  }

  /**
   * @param name the gateway's name on the platform; undefined for the only one
   * @returns the edges that became calls
   */
  public write(gateway: KnownWorkload, name: string | undefined, edges: readonly UnitEdge[]): readonly Edge[] {
    const byUnit = [...groupBy(edges, ({ target }) => keyOfUnit(target.unit)).values()] as readonly (readonly UnitEdge[])[];
    for (const list of byUnit) {
      const unit = keyOfUnit(list[0].target.unit);
      if (list.some(({ protocol, answered }) => protocol === 'tcp' && answered > 0)) {
        this.file.comment(this.questions.ask('gateway', unit,
          `connections came to ${unit} through ${gateway.name}; on which port of the gateway, and with TLS? Declare an IngressGateway for them, with TcpCall.`));
      }
    }
    const usable = byUnit.map(list => list.filter(({ protocol }) => protocol !== 'tcp')).filter(list => list.some(({ answered }) => answered > 0));
    const exposed = usable.map(list => this.withHosts(gateway, list, usable.length === 1));
    for (const group of sharingHosts(exposed)) { this.writeGroup(gateway, name, group); }
    return exposed.flatMap(({ byHost }) => [...new Set([...byHost.values()].flat())].filter(({ answered }) => answered > 0));
  }

  private withHosts(gateway: KnownWorkload, edges: readonly UnitEdge[], isOnly: boolean): Exposed {
    const [{ target: { unit } }] = edges;
    const seen = sortedUnique(edges.flatMap(({ host, answered }) => (host !== undefined && answered > 0 ? [host] : [])));
    const nameless = edges.filter(({ host }) => host === undefined);
    if (seen.length > 0) {
      const lost = nameless.flatMap(({ requests }) => [...requests.values()]).filter(({ answered }) => answered > 0).map(({ method, path }) => `${method} ${path}`);
      if (lost.length > 0) {
        this.file.comment(this.questions.ask('hosts', keyOfUnit(unit),
          `on which host are these exposed? Through ${gateway.name} came ${listed(sortedUnique(lost), 5)}, without a host's name; they are not exposed.`));
      }
      return { unit, byHost: new Map(seen.map(one => [one, edges.filter(({ host }) => host === one)])), isMadeUp: false };
    }
    const served = isOnly ? gateway.hosts.filter(isOutsideHost) : [];
    return { unit, byHost: new Map((served.length > 0 ? served : [`${unit.name}.${unit.namespace}.example.com`]).map(host => [host, nameless])), isMadeUp: served.length === 0 };
  }

  private writeGroup(gateway: KnownWorkload, name: string | undefined, group: readonly Exposed[]): void {
    const [{ unit: { namespace, name: service } }] = group;
    const id = this.freeId(namespace, `${service}-gateway`);
    const madeUp = group.filter(({ isMadeUp }) => isMadeUp).flatMap(({ byHost }) => [...byHost.keys()]);
    const serves = gateway.hosts.length > 0 ? ` ${gateway.name} serves ${listed(gateway.hosts, 5)}.` : '';
    const question = madeUp.length === 0 ? undefined
      : this.questions.ask('hosts', `${namespace}/${service}`, `which hosts?${serves} Made up: ${madeUp.join(', ')}.`);
    const hosts = sortedUnique(group.flatMap(({ byHost }) => [...byHost.keys()]));
    const variable = this.file.declare(id, create(ours('IngressGateway'), this.namespaces.get(namespace)!, id, {
      hosts: question === undefined ? hosts : commented(question, hosts), ...name === undefined ? {} : { gateway: name },
    }));
    for (const { unit, byHost } of group) {
      const about = `${gateway.name} to ${keyOfUnit(unit)}`;
      // What is the same on several hosts is said once.
      const said = groupBy(byHost, ([, edges]) => writeCalls(edges, this.declarable.portsOf(unit), about, new Questions()).key);
      for (const same of said.values()) {
        const own = same.map(([host]) => host);
        const narrow = (call: Expression): Expression => (own.length === hosts.length ? call : invoke(call, 'onHosts', ...own));
        const written = writeCalls(same[0][1], this.declarable.portsOf(unit), about, this.questions, narrow);
        const callee = this.callees.get(keyOfUnit(unit))!;
        if (written.calls.length > 0) { this.file.add(invoke(variable, 'expose', callee, ...written.calls), commentOf(written)); }
      }
    }
  }

  private freeId(namespace: string, wanted: string): string {
    let id = wanted;
    for (let i = 2; this.ids.has(`${namespace}/${id}`); i++) { id = `${wanted}-${i}`; }
    this.ids.add(`${namespace}/${id}`);
    return id;
  }
}

/** Whatever is exposed on a host is exposed by one gateway. */
function sharingHosts(exposed: readonly Exposed[]): readonly (readonly Exposed[])[] {
  const groupOf = new Map<string, Exposed[]>();
  const groups = new Set<Exposed[]>();
  for (const one of exposed) {
    const hosts = [...one.byHost.keys()];
    const members = [...new Set(hosts.flatMap(host => groupOf.get(host) ?? []))];
    const met = new Set(hosts.map(host => groupOf.get(host)).filter(group => group !== undefined));
    const joined = [...members, one];
    met.forEach(group => groups.delete(group));
    groups.add(joined);
    for (const { byHost } of joined) { for (const host of byHost.keys()) { groupOf.set(host, joined); } }
  }
  return [...groups];
}
