import type { AccessGrant } from './access-grant';
import type { AllowedAccess } from './allowed-access';
import { grantedOf, reachableFromOutside, unknownWorkloads } from './questions';
import { problemsOfAllowed } from './read-allowed-access';
import type { MeshModel } from '../model';
import { nameOf } from '../model';

/** What of some access is possible; throws an error that says what is wrong with the question. */
export function grantedBy(model: MeshModel, unwanted: readonly AllowedAccess[]): AccessGrant[] {
  const problems = [
    ...problemsOfAllowed(unwanted),
    ...unwanted.flatMap((entry, i) => typeof entry?.callee === 'string' && /^(pods|addresses):/.test(entry.callee)
      ? [`entry ${i}: callee must be a workload or anyone, not ${entry.callee}`] : []),
    ...unwanted.flatMap((entry, i) => typeof entry?.client === 'string' && /^(?:(?:pods|addresses):|internet$)/.test(entry.client)
      ? [`entry ${i}: client must be a workload, principal:ID, outside or anyone, not ${entry.client}`] : []),
    ...unwanted.flatMap((entry, i) => entry?.protocol !== undefined && entry.protocol !== 'TCP' ? [`entry ${i}: protocol must be TCP`] : []),
  ];
  const absent = problems.length > 0 ? [] : unknownWorkloads(model, unwanted.flatMap(({ client, callee }) => [client, callee]));
  const wrong = [...problems, ...absent.map(name => `there is no workload ${name} in the manifests`)];
  if (wrong.length > 0) { throw new Error(`what must not be granted cannot be asked: ${wrong.join('; ')}`); }
  return [...grantedOf(model, unwanted)];
}

/** Who may reach workloads from outside; throws an error that names what means no workload. */
export function openFromOutside(model: MeshModel, patterns: readonly string[]): AccessGrant[] {
  const isMeant = (pattern: string, name: string): boolean => pattern === '*' || pattern === name
    || (pattern.endsWith('/*') && name.startsWith(pattern.slice(0, -1)));
  const names = model.workloads.all.map(nameOf);
  const idle = patterns.filter(pattern => !names.some(name => isMeant(pattern, name)));
  if (idle.length > 0) { throw new Error(`${idle.join(', ')} means no workload of the manifests: say NAMESPACE/WORKLOAD, NAMESPACE/* or *`); }
  return [...reachableFromOutside(model, callee => patterns.some(pattern => isMeant(pattern, nameOf(callee))))];
}
