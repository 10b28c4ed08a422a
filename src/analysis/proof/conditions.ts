import type { DeclaredCondition, DeclaredEdge } from './declaration';
import { AccessSpace } from '../access-sets';
import { conditionInput, matching } from '../access-sets/inputs';
import { tokensOf } from '../access-sets/tokens';
import type { Point, ProductSet } from '../algebra';
import { witness } from '../algebra';
import { attachedTo } from '../decision/attachment';
import type { MeshModel, Workload } from '../model';

/** The requests for which everything holds that is asked besides who calls, what and how; claims count as read. */
export function conditionSet(space: AccessSpace, edge: DeclaredEdge, trustDomains: readonly string[]): ProductSet {
  const { sets } = space.algebra;
  const place = {
    space,
    trustDomains,
    policyNamespace: edge.callee.namespace,
    http: edge.operation !== undefined,
    port: edge.targetPort,
    verified: sets.all,
    doubt: () => {},
  };
  return sets.intersection(...(edge.conditions ?? []).map(({ key, values = [], notValues = [] }) => {
    const input = conditionInput(key);
    if (input === undefined) { throw new Error(`condition '${key}' cannot be proved`); }
    return space.byIdentity.toSet(matching(input, { values, notValues }, place).must);
  }));
}

/** Does the call need a token? */
export function asksForToken({ conditions = [] }: DeclaredEdge): boolean {
  return conditions.some(isAboutTokens);
}

function isAboutTokens({ key, values }: DeclaredCondition): boolean {
  return key.startsWith('request.auth.') && values !== undefined;
}

/** The requests whose token the callee certainly accepts. */
export function acceptedTokens(space: AccessSpace, model: MeshModel, callee: Workload): ProductSet {
  return tokensOf(space, attachedTo(model.requestAuthentications, callee, model), () => {}).verified;
}

/** What a request must bring along so that the conditions of a call hold. */
export interface Belongings {
  readonly headers: ReadonlyMap<string, string>;
  readonly claims?: unknown;
  readonly address?: string;
}

const NOTHING: Belongings = { headers: new Map() };

/** One example of what meets the conditions; undefined if nothing does. */
export function belongingsFor(model: MeshModel, edge: DeclaredEdge, callee: Workload): Belongings | undefined {
  if (edge.conditions === undefined) { return NOTHING; }
  const space = new AccessSpace();
  const { sets } = space.algebra;
  const asked = conditionSet(space, edge, []);
  const point = witness(sets, asksForToken(edge) ? sets.intersection(asked, acceptedTokens(space, model, callee)) : asked);
  return point && belongingsOf(point);
}

function belongingsOf(point: Point): Belongings {
  const headers = new Map<string, string>();
  const claims: Record<string, unknown> = {};
  for (const [name, value] of point) {
    if (typeof value !== 'string') { continue; }
    if (name.startsWith('header:')) {
      headers.set(name.slice('header:'.length), value);
    } else if (name === 'claim:iss' || name === 'claim:sub') {
      claims[name.slice('claim:'.length)] = value;
    } else if (name.startsWith('claim:')) {
      setInside(claims, name.slice('claim:'.length).split('.'), value.split(AccessSpace.SEPARATOR).slice(0, -1));
    } else if (name === 'remote') {
      headers.set('x-forwarded-for', value);
    }
  }
  const source = point.get('source');
  return { headers, ...Object.keys(claims).length > 0 ? { claims } : {}, ...typeof source === 'string' ? { address: source } : {} };
}

function setInside(claims: Record<string, unknown>, [name, ...rest]: readonly string[], values: readonly string[]): void {
  if (rest.length === 0) {
    claims[name] = values;
  } else {
    setInside(claims[name] = (claims[name] ?? {}) as Record<string, unknown>, rest, values);
  }
}
