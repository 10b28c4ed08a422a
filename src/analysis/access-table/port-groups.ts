import { AccessLayer } from '../access/access-decision';
import type { AccessByIdentity, AccessSets, AccessSpace, ByIdentity } from '../access-sets';
import { isStrict, mentionedPorts, otherPort } from '../access-sets/mentioned-ports';
import type { IntegerSet, ProductSet } from '../algebra';
import { dimensionsOf } from '../algebra';
import { attachedTo } from '../decision/attachment';
import { inboundChain, receivesInbound } from '../decision/inbound';
import { hasSidecar } from '../decision/proxies';
import type { MeshModel, Workload } from '../model';

/** Ports at which the callee's own side treats all callers alike. */
export interface PortGroup {
  readonly ports: IntegerSet;
  /** What identities may do there; what plaintext may, any of them may, for it is for callers to choose. */
  readonly access: AccessByIdentity;
  /** What holds callers to that. */
  readonly boundaries: readonly AccessLayer[];
  /** The same, and NetworkPolicies. */
  readonly withNetwork: readonly AccessLayer[];
}

/** All ports of a callee, by what may be done there. */
export function portGroups(sets: AccessSets, model: MeshModel, callee: Workload): readonly PortGroup[] {
  const { integers } = sets.space.algebra;
  const mentioned = mentionedPorts(model, callee);
  const proxied = hasSidecar(model, callee) === true;
  const policed = attachedTo(model.authorizationPolicies, callee, model)
    .some(({ action, dryRun }) => action !== 'AUDIT' && (!dryRun || action === 'CUSTOM'));
  const { byIdentity } = sets.space;
  const groups: { access: AccessByIdentity; boundaries: readonly AccessLayer[]; ports: number[]; rest: boolean }[] = [];
  const isLike = (a: AccessByIdentity, b: AccessByIdentity): boolean =>
    byIdentity.equals(a.may, b.may) && (areExact(a, b) || byIdentity.equals(a.must, b.must)) && a.causes.join(' ') === b.causes.join(' ');
  for (const port of [...mentioned, undefined]) {
    const number = port ?? otherPort(mentioned);
    const access = asCallersLike(sets.space, sets.accessByIdentity(callee, number), () => inboundChain(model, callee, number).protocol === 'http');
    const boundaries = proxied ? boundariesAt(model, callee, number, policed) : [];
    let group = groups.find(one => one.boundaries.join() === boundaries.join() && isLike(one.access, access));
    if (group === undefined) { groups.push(group = { access, boundaries, ports: [], rest: false }); }
    if (port === undefined) { group.rest = true; } else { group.ports.push(port); }
  }
  return groups.map(({ access, boundaries, ports, rest }) => ({
    access,
    boundaries,
    withNetwork: [...boundaries, AccessLayer.NETWORK_POLICY],
    ports: rest ? integers.complement(integers.of(...mentioned.filter(port => !ports.includes(port)))) : integers.of(...ports),
  }));
}

function areExact(...all: readonly AccessByIdentity[]): boolean {
  return all.every(({ must, may }) => must === may);
}

function asCallersLike(space: AccessSpace, { must, may, causes }: AccessByIdentity, isHttp: () => boolean): AccessByIdentity {
  const { byIdentity } = space;
  const chosen = (set: ByIdentity): ByIdentity => {
    const any = byIdentity.union(set, byIdentity.of(byIdentity.at(set, undefined)));
    // Everything stays everything.
    return any !== byIdentity.all && isHttp() ? byIdentity.map(any, one => filled(space, one)) : any;
  };
  const most = chosen(may);
  return { must: must === may ? most : chosen(must), may: most, causes };
}

const fillings = new WeakMap<AccessSpace, Map<ProductSet, ProductSet>>();

/** Found once: many callers may do the same. */
function filled(space: AccessSpace, set: ProductSet): ProductSet {
  let known = fillings.get(space);
  if (known === undefined) { fillings.set(space, known = new Map()); }
  let found = known.get(set);
  if (found === undefined) { known.set(set, found = withBytes(space, set)); }
  return found;
}

/**
 * Who may send every request may send whatever there is, identity by identity: that bytes are refused on a port of HTTP is no matter of access,
 * and would only make two rows of one.
 */
function withBytes(space: AccessSpace, set: ProductSet): ProductSet {
  const { sets, optionalStrings } = space.algebra;
  // Most rules name methods, and then nobody may send everything.
  if (sets.isEmpty(sets.forEvery(set, space.method, optionalStrings.present))) { return set; }
  const refused = sets.difference(space.http, set);
  if (sets.isEmpty(refused)) { return sets.all; }
  const others = [...dimensionsOf(refused)].filter(dimension => dimension !== space.principal);
  const some = others.reduce((rest, dimension) => sets.project(rest, dimension), refused);
  return sets.union(set, sets.complement(some));
}

function boundariesAt(model: MeshModel, callee: Workload, port: number, policed: boolean): readonly AccessLayer[] {
  if (receivesInbound(model, callee, port).intercepted !== true) { return []; }
  return [
    ...isStrict(model, callee, port) ? [AccessLayer.MUTUAL_TLS] : [],
    ...policed ? [AccessLayer.AUTHORIZATION_POLICY] : [],
  ];
}
