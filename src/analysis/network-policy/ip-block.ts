import { covers, inRange, overlap, parseCidr, type IpAddress, type IpRange } from './addresses';
import { checkFields, field, isObject, shown, type Problems } from './json';
import { doubt, type Doubt } from './truth';

/** A compiled `ipBlock`: a range of addresses without some ranges in it. */
export interface IpBlock {
  /** As the policy has it. */
  readonly text: string;
  readonly cidr: IpRange;
  readonly except: readonly IpRange[];
}

/**
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function compileIpBlock(block: unknown, path: string, problems: Problems): IpBlock | Doubt {
  if (!isObject(block)) return doubt(problems.add(path, `must be an object, is ${shown(block)}`));
  checkFields(block, ['cidr', 'except'], path, problems);
  const cidr = parseCidr(field(block, 'cidr'));
  if (cidr === undefined) return doubt(problems.add(`${path}.cidr`, `must be a CIDR, is ${shown(field(block, 'cidr'))}`));
  const listed = field(block, 'except') ?? [];
  if (!Array.isArray(listed)) return doubt(problems.add(`${path}.except`, `must be a list, is ${shown(listed)}`));
  const except: IpRange[] = [];
  for (const [i, text] of listed.entries()) {
    const range = parseCidr(text);
    if (range === undefined) return doubt(problems.add(`${path}.except[${i}]`, `must be a CIDR, is ${shown(text)}`));
    if (!covers(cidr, range) || covers(range, cidr)) {
      return doubt(problems.add(`${path}.except[${i}]`, `must lie within cidr and be smaller, is ${shown(text)}`));
    }
    except.push(range);
  }
  return { text: String(field(block, 'cidr')), cidr, except };
}

/** In its range, and in none of its exceptions. */
export function blockHas(block: IpBlock, address: IpAddress): boolean {
  return inRange(block.cidr, address) && !block.except.some((range) => inRange(range, address));
}

/** Whether the outer has every address of the inner: what the outer leaves out of it, the inner must leave out too. */
export function coversBlock(outer: IpBlock, inner: IpBlock): boolean {
  return covers(outer.cidr, inner.cidr) && outer.except.every((hole) => !overlap(hole, inner.cidr) || inner.except.some((own) => covers(own, hole)));
}

/** Where the answer of the block may change on the way through all addresses, in no order. */
export function blockEdges(block: IpBlock): IpAddress[] {
  return [block.cidr, ...block.except].flatMap(({ family, first, last }) => [{ family, value: first }, { family, value: last + 1n }]);
}
