import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import { byPrincipal } from './by-principal';
import type { Changes, Comparison, Found, Version } from './comparison';
import { calleeOf, noChanges } from './comparison';
import { exampleAmong } from './example';
import type { ComparedPorts } from './ports';
import { comparedPorts, portWords } from './ports';
import { ordinaryPoints, requestOf } from './request-of';
import type { Part } from './rise';
import { risen, risenParts, undecided } from './rise';
import { AccessVerdict } from '../access/access-decision';
import type { Access } from '../access-sets';
import { sayAccess } from '../access-table';
import type { ProductSet } from '../algebra';
import { extensionIn } from '../decision/layers/extensions';
import type { Caller, Request } from '../decision/request';
import type { Workload } from '../model';

/** A change of some ports alike. */
interface PortPart extends Part {
  readonly ports: readonly number[];
  readonly causes: readonly string[];
}

/** What identities may do at a callee by its own side alone, whatever callers' proxies and the network do. */
function identityAt(comparison: Comparison, version: Version, workload: Workload | undefined, port: number): Access {
  return workload === undefined ? { ...comparison.space.algebra.bounds.none, causes: [] } : version.access.identityAccess(workload, port);
}

/** What the boundary of identities of one callee newly allows, and what it leaves undecided for another reason than before. */
export function identityChanges(comparison: Comparison, callee: AlignedWorkload): Changes {
  const { sets } = comparison.space.algebra;
  const ports = comparedPorts(comparison, callee);
  const found = noChanges();
  const allowed = new PartsByPort();
  const open = new PartsByPort();
  for (const port of ports.all) {
    const before = identityAt(comparison, comparison.before, callee.before, port);
    const after = identityAt(comparison, comparison.after, callee.after, port);
    const more = comparison.allowance.beyond(comparison, callee, port, risen(sets, before, after));
    for (const part of risenParts(sets, more, before, after)) { allowed.add(part, port, after.causes); }
    if (!sameDoubts(comparison, callee, before, after)) {
      const set = comparison.allowance.beyond(comparison, callee, port, undecided(sets, before, after));
      if (!sets.isEmpty(set)) { open.add({ set, before: AccessVerdict.UNKNOWN, after: AccessVerdict.UNKNOWN }, port, after.causes); }
    }
  }
  found.allowed.push(...allowed.parts().flatMap(part => changesOf(comparison, callee, part, ports)));
  found.undecided.push(...open.parts().flatMap(part => changesOf(comparison, callee, part, ports)));
  return found;
}

/** Parts that are the same for several ports. */
class PartsByPort {
  private readonly found = new Map<ProductSet, (Part & { readonly ports: number[]; readonly causes: Set<string> })[]>();

  public add(part: Part, port: number, causes: readonly string[]): void {
    const alike = this.found.get(part.set) ?? [];
    this.found.set(part.set, alike);
    const same = alike.find(({ before, after }) => before === part.before && after === part.after);
    if (same === undefined) { alike.push({ ...part, ports: [port], causes: new Set(causes) }); } else {
      same.ports.push(port);
      causes.forEach(cause => same.causes.add(cause));
    }
  }

  public parts(): readonly PortPart[] {
    return [...this.found.values()].flat().map(part => ({ ...part, causes: [...part.causes] }));
  }
}

function changesOf(comparison: Comparison, callee: AlignedWorkload, part: PortPart, compared: ComparedPorts): readonly Found[] {
  const { space, before, after } = comparison;
  const { sets } = space.algebra;
  const isUndecided = part.before === part.after;
  return byPrincipal(space, part.set).map((share): Found => {
    const set = sets.intersection(share.requests, sets.where(space.principal, share.principals));
    const example = isUndecided ? undefined
      : exampleAmong(examplesOf(comparison, callee, part.ports[0], set), before.model, after.model, AccessChangeLayer.IDENTITY, 'risen');
    const change: AccessChange = {
      layer: AccessChangeLayer.IDENTITY,
      clients: [...after.words.say(share.principals)],
      ...calleeOf(callee),
      ports: portWords(part.ports, compared),
      operations: sayAccess(space, after.words, share.requests).flatMap(({ operations }) => operations),
      before: part.before,
      after: part.after,
      ...example === undefined ? {} : { example },
      causes: part.after === AccessVerdict.UNKNOWN ? [...part.causes] : [],
    };
    return { change, meaning: { space, set, ports: part.ports, compared } };
  });
}

/** Requests of a set at the boundary of identities: identities that there are come first. */
function* examplesOf({ space, before, after }: Comparison, callee: AlignedWorkload, port: number, set: ProductSet): Generator<Request> {
  const { sets, strings } = space.algebra;
  const accounts = [...before.model.workloads.all, ...after.model.workloads.all]
    .filter(({ namespace }) => namespace === callee.namespace).map(({ namespace, serviceAccount }) => `${namespace}/sa/${serviceAccount}`);
  const { trustDomain } = after.model.meshConfig;
  const known = space.has(space.principal, strings.oneOf(accounts.map(account => `${trustDomain}/ns/${account}`)));
  const trusted = space.has(space.principal, strings.prefix(`${trustDomain}/ns/`));
  for (const point of ordinaryPoints(space, set, [known, trusted])) {
    for (const from of callersAt(point, sets.isEmpty(sets.intersection(set, space.anonymous)))) { yield requestOf(point, from, callee, port); }
  }
}

/** Who has what a point says of the principal; where it does not matter, whoever has none too. */
function callersAt(point: ReadonlyMap<string, unknown>, identified: boolean): readonly Caller[] {
  const principal = point.get('principal');
  if (typeof principal === 'string') { return [{ kind: 'principal', principal }]; }
  return identified ? [] : [{ kind: 'outside' }];
}

/** Whether what is not known is so for the same reasons; extensions by what they are, too. */
function sameDoubts({ before, after }: Comparison, callee: AlignedWorkload, was: Access, is: Access): boolean {
  if (is.causes.some(cause => !was.causes.includes(cause))) { return false; }
  if (callee.before === undefined || callee.after === undefined) { return true; }
  const [old, current] = [extensionIn(before.model, callee.before, 'SIDECAR_INBOUND'), extensionIn(after.model, callee.after, 'SIDECAR_INBOUND')];
  return JSON.stringify(old?.object.spec) === JSON.stringify(current?.object.spec);
}
