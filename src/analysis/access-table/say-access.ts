import type { IdentityWords } from './identity-words';
import type { SaidAccess } from './said-access';
import { sideWords } from './side-words';
import type { AccessClient } from '../access/access-client';
import type { AccessOperation } from '../access/access-operation';
import { AccessProtocol } from '../access/access-operation';
import type { AccessSpace } from '../access-sets';
import type { Box, OptionalLanguage, ProductSet } from '../algebra';
import { boxes, cover, dimensionsOf } from '../algebra';

/** Beyond so many boxes a set is said by boxes that do not overlap, which may be more, but are quickly found. */
const FEW = 32;

/**
 * Says a set of requests in words, in as few rows as possible: who, and what each of them may do. What a row does not
 * mention can be anything. Rows may overlap; together they are the set. No rows are the empty set.
 *
 * @param identities says who has an identity; of the same space as the set
 */
export function sayAccess(space: AccessSpace, identities: IdentityWords, set: ProductSet): readonly SaidAccess[] {
  const rows = new Map<string, { readonly clients: readonly AccessClient[]; readonly operations: AccessOperation[] }>();
  for (const { principals, operation: { ...operation } } of saidOf(space, set)) {
    // It is given away, and may be changed there.
    if (operation.conditions !== undefined) { operation.conditions = { ...operation.conditions }; }
    const clients = identities.say(principals);
    const key = JSON.stringify(clients);
    const row = rows.get(key);
    if (row === undefined) { rows.set(key, { clients, operations: [operation] }); } else { row.operations.push(operation); }
  }
  return [...rows.values()];
}

/** What some identities may do, one of them as well as the other. */
interface Said {
  readonly principals: OptionalLanguage;
  readonly operation: AccessOperation;
}

const known = new WeakMap<AccessSpace, Map<ProductSet, readonly Said[]>>();

/** What is said of a set in every mesh. */
function saidOf(space: AccessSpace, set: ProductSet): readonly Said[] {
  let sets = known.get(space);
  if (sets === undefined) { known.set(space, sets = new Map()); }
  let said = sets.get(set);
  if (said === undefined) {
    sets.set(set, said = byProtocol(space, set).flatMap(([protocol, part]) =>
      boxesOf(space, part).map(box => ({ principals: principalsOf(space, box), operation: operationOf(space, protocol, box) }))));
  }
  return said;
}

/** What is the same for requests and for bytes is said once. */
function byProtocol(space: AccessSpace, set: ProductSet): readonly (readonly [AccessProtocol, ProductSet])[] {
  const { sets } = space.algebra;
  const http = sets.restrict(set, space.method, space.algebra.optionalStrings.present);
  const bytes = sets.at(set, space.method, undefined);
  if (http === bytes && !asksForHttp(space, set)) { return [[AccessProtocol.ANY, set]]; }
  const parts: (readonly [AccessProtocol, ProductSet])[] = [
    [AccessProtocol.HTTP, sets.intersection(set, space.http)],
    // Bytes have nothing of what HTTP has.
    [AccessProtocol.TCP, [...dimensionsOf(bytes)].filter(isHttpOnly(space)).reduce((rest, dimension) => sets.project(rest, dimension), bytes)],
  ];
  return parts.filter(([, part]) => !sets.isEmpty(part));
}

function asksForHttp(space: AccessSpace, set: ProductSet): boolean {
  return [...dimensionsOf(set)].some(isHttpOnly(space));
}

function isHttpOnly(space: AccessSpace): (dimension: { readonly name: string }) => boolean {
  return dimension => ![space.principal, space.source, space.remote, space.serverName].some(({ name }) => name === dimension.name);
}

function boxesOf({ algebra: { sets } }: AccessSpace, set: ProductSet): readonly Box[] {
  const disjoint = boxes(sets, set);
  return disjoint.length > 1 && disjoint.length <= FEW ? cover(sets, set) : disjoint;
}

function principalsOf(space: AccessSpace, box: Box): OptionalLanguage {
  const side = box.find(({ dimension }) => dimension === space.principal);
  return side === undefined ? space.algebra.optionalStrings.all : side.values as OptionalLanguage;
}

function operationOf(space: AccessSpace, protocol: AccessProtocol, box: Box): AccessOperation {
  const conditions: { [name: string]: string } = {};
  let methods: string | undefined;
  let paths: string | undefined;
  let hosts: string | undefined;
  for (const { dimension, values } of box) {
    switch (dimension) {
      case space.principal: break;
      case space.method:
        methods = methodWords(space, values as OptionalLanguage);
        break;
      case space.path: paths = dimension.domain.describe(values); break;
      case space.host: hosts = dimension.domain.describe(values); break;
      default: conditions[dimension.name.replace(':', ' ')] = sideWords(space, { dimension, values });
    }
  }
  return {
    protocol,
    ...methods === undefined ? {} : { methods },
    ...paths === undefined ? {} : { paths },
    ...hosts === undefined ? {} : { hosts },
    ...Object.keys(conditions).length === 0 ? {} : { conditions },
  };
}

/** Undefined for all of them. */
function methodWords({ algebra: { strings, optionalStrings } }: AccessSpace, values: OptionalLanguage): string | undefined {
  const methods = optionalStrings.presentOf(values);
  return methods === strings.all ? undefined : strings.describe(methods);
}
