import type { IConstruct } from 'constructs';
import type { GatewayCertificateNeeds, ICertifiedGateway } from './certified-gateway';
import type { GatewayClaim, GatewayConflict } from '../analysis/gateway-conflicts';
import { gatewayConflicts } from '../analysis/gateway-conflicts';
import type { Manifest } from '../analysis/manifest';
import { buildModel } from '../analysis/model';
import { Mesh } from '../mesh/mesh';
import { perApp } from '../private/per-app';
import type { Problems, SynthesizedApp } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';
import { contextOf, contextOptions } from '../proof/context';
import { ProvedGateways } from '../proof/gateways';

/** Checks what concerns gateways of an app together: once for all of them. */
export function checkGateway(gateway: ICertifiedGateway): void {
  const gateways = perApp(gateway, 'Gateways', () => new Set<ICertifiedGateway>());
  gateways.add(gateway);
  Synthesis.of(gateway).addAppCheck('gateways', app => problemsOf([...gateways], app));
}

function problemsOf(gateways: readonly ICertifiedGateway[], app: SynthesizedApp): Problems {
  const problems: Problems = new Map();
  const report = (gateway: IConstruct, problem: string) =>
    problems.set(gateway, [...new Set([...problems.get(gateway) ?? [], problem])]);
  const byMesh = new Map<Mesh, ICertifiedGateway[]>();
  for (const gateway of gateways) {
    const mesh = Mesh.of(gateway);
    byMesh.set(mesh, [...byMesh.get(mesh) ?? [], gateway]);
  }
  for (const [mesh, own] of byMesh) {
    for (const { construct, text } of conflictsIn(mesh, own, app)) {
      report(construct, text);
    }
    const context = contextOf(mesh).objects.map(object => object as Json);
    const written = app.objects.map(({ manifest }) => manifest as Json);
    for (const gateway of own) {
      misplaced(gateway.toCertificateNeeds(), [...written, ...context]).forEach(problem => report(gateway, problem));
    }
  }
  return problems;
}

/** Conflicts of which one side is a gateway of ours, told at each that is. */
function conflictsIn(
  mesh: Mesh, own: readonly IConstruct[], app: SynthesizedApp,
): { readonly construct: IConstruct; readonly text: string }[] {
  const context = contextOf(mesh);
  const manifests: Manifest[] = [
    // Whatever such a Gateway delegates, others may claim a host besides.
    ...ProvedGateways.of(own[0]).reliedOnIn(mesh).map(({ object }): Manifest => ({ object: forEverybody(object) })),
    ...context.objects.map((object): Manifest => ({ object })),
    ...app.objects.map(({ object: { node }, manifest }): Manifest => ({ object: manifest, origin: { constructPath: node.path } })),
  ].filter(({ object }) => ['Gateway', 'VirtualService'].includes((object as Json | undefined)?.kind as string));
  const ownerOf = ({ object }: GatewayClaim): IConstruct | undefined =>
    own.find(({ node }) => object.origin?.constructPath?.startsWith(`${node.path}/`));
  const nameOf = (claim: GatewayClaim): string => {
    const owner = ownerOf(claim);
    const { kind, namespace, name, origin } = claim.object;
    return `${owner ? `'${owner.node.path}', in ` : ''}${kind} ${namespace}/${name}${origin?.constructPath === undefined ? ' of the context' : ''}`;
  };
  return gatewayConflicts(buildModel(manifests, contextOptions(mesh, context))).flatMap(conflict =>
    [conflict.claims, [conflict.claims[1], conflict.claims[0]] as const].flatMap(([ours, other]) => {
      const construct = ownerOf(ours);
      return construct && construct !== ownerOf(other) ? [{ construct, text: textOf(conflict, nameOf(other)) }] : [];
    }));
}

function textOf({ what, port, host }: GatewayConflict, other: string): string {
  switch (what) {
    case 'host': return `host '${host}' on port ${port} is also served by ${other}; of two Gateways on the same pods Istio drops one: serve a host once, or share one Gateway (SharedGateway).`;
    case 'route': return `host '${host}' on port ${port} is also routed by ${other}; one VirtualService speaks for a host: expose all of it from one IngressGateway, which may expose services of other namespaces.`;
    case 'port': return `port ${port} is also used by ${other}, for another protocol; of two on the same pods Istio drops one: give one of them another port.`;
  }
}

/** A Gateway whose hosts are for VirtualServices of every namespace. */
function forEverybody({ spec: { servers, ...spec }, ...gateway }: any): object {
  const open = (hosts: string[]): string[] => hosts.map(host => host.replace(/^[^/]*/, '*'));
  return { ...gateway, spec: { ...spec, servers: servers.map((server: any) => ({ ...server, hosts: open(server.hosts) })) } };
}

interface Json {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly secretName?: string };
}

/** A Secret that is only where the gateway's pods do not read it. */
function misplaced({ namespace, credentialName }: GatewayCertificateNeeds, manifests: readonly Json[]): string[] {
  if (credentialName === undefined) {
    return [];
  }
  const secrets = manifests.filter(({ kind, metadata, spec }) =>
    (kind === 'Secret' && metadata?.name === credentialName) || (kind === 'Certificate' && spec?.secretName === credentialName));
  const places = [...new Set(secrets.map(({ metadata }) => metadata?.namespace ?? 'default'))].sort();
  return places.length === 0 || places.includes(namespace) ? [] : [
    `credential '${credentialName}' is a Secret of namespace ${places.map(place => `'${place}'`).join(', ')}, and the gateway's pods read Secrets of their own namespace '${namespace}' only; put it there.`,
  ];
}
