import { acceptedTokens, asksForToken } from './conditions';
import type { DeclaredBounds, DeclaredEdge } from './declaration';
import { anonymously, declaredByIdentity, issued, tokenless, withoutToken } from './declared-sets';
import { differenceId } from './difference-id';
import type { Example } from './example';
import { exampleOf, exampleText } from './example';
import type { Difference } from './proof';
import { requestOf } from '../access-diff/request-of';
import type { AccessSets, ByIdentity } from '../access-sets';
import { mentionedPorts, otherPort, PROXY_PORTS } from '../access-sets/mentioned-ports';
import type { ProductSet } from '../algebra';
import { fingerprint } from '../algebra';
import { decide } from '../decision/decide';
import type { Element, MeshModel, Workload } from '../model';

/**
 * What identities may do at a workload by mutual TLS and AuthorizationPolicy alone beyond what was declared, whatever any
 * caller's proxy and the network do; and which declared calls these would refuse.
 */
export function identityProof(
  model: MeshModel, sets: AccessSets, bounds: DeclaredBounds, workload: Workload, incoming: readonly DeclaredEdge[],
): Difference[] {
  const trustDomains = [model.meshConfig.trustDomain, ...model.meshConfig.trustDomainAliases];
  return portsOf(model, workload, incoming).flatMap(port => {
    const edges = incoming.filter(edge => edge.targetPort === port);
    const byIdentity = edges.map(edge => declaredByIdentity(sets.space, edge, trustDomains));
    if (isAsDeclared({ model, sets, bounds, workload, port, edges, declared: byIdentity })) { return []; }
    const declared = byIdentity.map(set => sets.space.byIdentity.toSet(set));
    const access = sets.identityAccess(workload, port);
    const algebra = sets.space.algebra.sets;
    const differences: Difference[] = [];
    const together = algebra.union(...declared);
    const beyond = bounds.authorizationPolicy ? algebra.difference(access.may, together) : algebra.none;
    const excess = beyond === algebra.none ? beyond : algebra.intersection(beyond, issued(sets.space));
    if (excess !== algebra.none) {
      const example = exampleOf(sets.space, excess);
      const cause = access.causes.length > 0 ? ` (${access.causes[0]})` : '';
      differences.push({
        id: differenceId('safety', 'authorizationPolicy', `${workload.namespace}/${workload.name}:${port}`, fingerprint(excess)),
        declared: edges,
        side: 'safety',
        layer: 'authorizationPolicy',
        path: bounds.path,
        message: `mutual TLS and AuthorizationPolicy ${cause ? 'may ' : ''}let ${exampleText(example)} reach ${workload.namespace}/${workload.name} on port ${port}${cause}, which was not declared`,
        ...objectOf(decidingObject(model, workload, port, example)),
      });
    }
    const whereOf = (edge: DeclaredEdge): string => `${edge.caller.name}:${workload.namespace}/${workload.name}:${port}`;
    const calls = edges.map((edge, i) => (asksForToken(edge) ? algebra.intersection(declared[i], acceptedTokens(sets.space, model, workload))
      : edge.conditions ? withoutToken(sets.space, declared[i]) : declared[i]));
    differences.push(...edges.filter((_, i) => calls[i] === algebra.none).map((edge): Difference => ({
      id: differenceId('liveness', 'authorizationPolicy', whereOf(edge), JSON.stringify(edge)),
      declared: edges,
      side: 'liveness',
      layer: 'authorizationPolicy',
      path: edge.caller.name,
      message: `no request can be the declared call to '${edge.callee.name}' on port ${port}: ${impossibility(edge)} at ${workload.namespace}/${workload.name}`,
    })));
    if (algebra.isSubset(together, access.must)) {
      return differences;
    }
    edges.forEach((edge, i) => {
      const call = edge.conditions ? calls[i] : withoutToken(sets.space, declared[i]);
      const where = whereOf(edge);
      // Where no policy asks for identities, it does not matter that the callee learns none.
      const plainly = !bounds.authorizationPolicy && algebra.isSubset(anonymously(sets.space, call), access.must);
      const missing = plainly ? algebra.none : algebra.difference(call, access.must);
      if (missing !== algebra.none) {
        const example = exampleOf(sets.space, missing);
        const cause = access.causes.length > 0 ? `, as far as manifests tell: ${access.causes[0]}` : '';
        differences.push({
          id: differenceId('liveness', 'authorizationPolicy', where, fingerprint(missing)),
          declared: edges,
          side: 'liveness',
          layer: 'authorizationPolicy',
          path: edge.caller.name,
          message: `the declared call to '${edge.callee.name}' is refused by mutual TLS or AuthorizationPolicy of ${workload.namespace}/${workload.name}: ${exampleText(example)} on port ${port}${cause}`,
          ...objectOf(decidingObject(model, workload, port, example)),
        });
      }
    });
    return differences;
  });
}

/** What is asked of one port of a callee. */
interface Question {
  readonly model: MeshModel;
  readonly sets: AccessSets;
  readonly bounds: DeclaredBounds;
  readonly workload: Workload;
  readonly port: number;
  readonly edges: readonly DeclaredEdge[];
  readonly declared: readonly ByIdentity[];
}

/** Whether for certain nothing differs, identity by identity. If not, whole sets tell what does. */
function isAsDeclared({ model, sets, bounds, workload, port, edges, declared }: Question): boolean {
  const { space, space: { byIdentity } } = sets;
  const access = sets.accessByIdentity(workload, port);
  const together = byIdentity.union(...declared);
  const within = (set: ByIdentity, limit: () => ProductSet): ByIdentity => byIdentity.intersection(set, byIdentity.of(limit()));
  return (!bounds.authorizationPolicy || byIdentity.isSubset(access.may, together)) && byIdentity.isSubset(together, access.must)
    && edges.every((edge, i) => !byIdentity.isEmpty(asksForToken(edge) ? within(declared[i], () => acceptedTokens(space, model, workload))
      : edge.conditions ? within(declared[i], () => tokenless(space)) : declared[i]));
}

function impossibility(edge: DeclaredEdge): string {
  return asksForToken(edge) ? 'no RequestAuthentication accepts a token that meets its conditions' : 'its conditions contradict each other';
}

/** Every port that anybody mentions, and one that nobody does; those of the proxy itself belong to the platform. */
export function portsOf(model: MeshModel, workload: Workload, incoming: readonly DeclaredEdge[]): number[] {
  const mentioned = [...new Set([
    ...mentionedPorts(model, workload), ...incoming.map(edge => edge.targetPort),
    ...workload.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port),
  ])];
  return [...mentioned.filter(port => !PROXY_PORTS.includes(port)), otherPort(mentioned)].sort((x, y) => x - y);
}

/** The object by which the decision of one such request falls. */
export function decidingObject(model: MeshModel, workload: Workload, port: number, example: Example): Element | undefined {
  const principal = example.get('principal');
  const from = typeof principal === 'string' ? { kind: 'principal' as const, principal } : { kind: 'outside' as const };
  // All of the request counts: a header, an address or a claim may be what the object asks for.
  return decide(model, requestOf(example, from, workload, port)).layers.find(({ layer }) => layer === 'authorizationPolicy')?.object;
}

function objectOf(object: Element | undefined): { readonly object?: Element } {
  return object ? { object } : {};
}
