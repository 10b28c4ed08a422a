import type { Place } from './place';
import { qualifiedName } from '../formats/names';
import { quantityOf } from '../formats/quantity';
import { shown } from '../problems';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

export function checkResources(resources: Place, claims: ReadonlySet<string>): void {
  if (!resources.exists) { return; }
  const [limits, requests] = [resources.at('limits'), resources.at('requests')];
  for (const amounts of [limits, requests]) {
    for (const [name, amount] of amounts.entries) { checkAmount(name, amount); }
  }
  for (const [name, request] of requests.entries) {
    const limit = limits.at(name);
    if (limits.keys.includes(name)) {
      if (isExtended(name) && amountOf(limit) !== amountOf(request)) {
        request.report('object', `of ${name} as much must be requested as the limit is, ${String(limit.value)}`);
      } else if (amountOf(request) > amountOf(limit)) {
        request.report('object', `${String(request.value)} is more than the limit, ${amountOf(limit) === 0 ? 0 : String(limit.value)}`);
      }
    } else if (isExtended(name)) {
      request.report('object', `${name} needs a limit as well`);
    }
  }
  const huge = [limits, requests].some(amounts => amounts.keys.some(name => name.startsWith('hugepages-')));
  if (huge && ![limits, requests].some(amounts => amounts.keys.some(name => name === 'cpu' || name === 'memory'))) {
    resources.report('object', 'huge pages need cpu or memory beside them');
  }
  for (const claim of resources.at('claims').items) {
    const name = claim.at('name');
    if (name.needed() && !claims.has(name.text)) { name.report('object', `the pod has no claim ${shown(name.text)}`); }
  }
}

function checkAmount(name: string, amount: Place): void {
  const problem = resourceProblem(name);
  if (problem !== undefined) { amount.report('format', `the resource ${shown(name)} ${problem}`); }
  if (amountOf(amount) < 0) { amount.report('bounds', `${String(amount.value)} is less than 0`); }
  if (isExtended(name) && !isCountable(amountOf(amount))) { amount.report('format', `${String(amount.value)} is no whole number, as ${name} needs`); }
}

/** As thousandths it must fit into 64 bits, unless it does not fit into them by itself. */
function isCountable(amount: number): boolean {
  return Number.isInteger(amount) && (amount < 2 ** 63 / 1000 || amount >= 2 ** 63);
}

function resourceProblem(name: string): string | undefined {
  if (qualifiedName(name) !== undefined) { return qualifiedName(name); }
  if (!name.includes('/')) {
    return STANDARD.includes(name) || name.startsWith('hugepages-') ? undefined : `is none of ${STANDARD.join(', ')}`;
  }
  return name.startsWith('requests.') ? "must not begin with 'requests.'" : undefined;
}

function isExtended(name: string): boolean {
  return name.startsWith('hugepages-') || name.includes('/') && !name.split('/')[0].endsWith('kubernetes.io');
}

function amountOf(amount: Place): number {
  return amount.exists ? quantityOf(amount.value) ?? 0 : 0;
}
