import type { Admission } from './contract-document';
import { conditionOf } from './exported-service';
import type { ReferencedService } from './service-references';
import { AccessSpace } from '../analysis/access-sets';
import type { ProductSet } from '../analysis/algebra';
import type { DeclaredOperation } from '../analysis/proof';
import { operationSet } from '../analysis/proof/declared-sets';
import { exampleOf, exampleText } from '../analysis/proof/example';
import { isHttp } from '../calls/app-protocol';
import type { DeclaredCall } from '../calls/declared-call';
import type { HttpOperation } from '../calls/http-operation';
import { principalOf } from '../policies/identity-source';
import { sortedUnique } from '../private/naming';

/**
 * The calls that a contract does not admit, each with a request of it: held as sets, so that several admissions together may
 * admit one call.
 */
export function refusedCalls(service: ReferencedService, calls: readonly DeclaredCall[]): string[] {
  const { name, saidBy, admits = [], trustDomains } = service;
  if (saidBy === undefined) {
    return [];
  }
  const space = new AccessSpace();
  const { sets } = space.algebra;
  return sortedUnique(calls.flatMap(call => {
    const { caller, port } = call;
    const principal = principalOf(caller);
    const allowed = admits.filter(admission =>
      admission.port === port.name && isMeant(admission, principal, trustDomains) && asksNoMore(admission, call));
    const asked = plain(call.arrives ?? call.operation);
    if (allowed.some(admission => isSame(admission, asked))) {
      return [];
    }
    const admitted = sets.union(...allowed.map(admission => requestsOf(space, admission, isHttp(port.protocol))));
    const refused = sets.difference(requestsOf(space, asked, call.operation !== undefined), admitted);
    if (refused === sets.none) {
      return [];
    }
    const what = call.operation === undefined ? 'a connection' : exampleText(exampleOf(space, refused), principal).replace(` of ${principal}`, '');
    return [`is called by '${caller.name}' (${principal}) on port '${port.name}', and ${saidBy} does not admit ${what}; ${admittedText(admits, principal, trustDomains)}. Have '${name}' admit it in its own app and export the contract again, or call less.`];
  }));
}

/** Most calls are admitted word by word, and need no sets to be told so. */
function isSame(admission: DeclaredOperation, { methods, paths, hosts }: DeclaredOperation): boolean {
  const alike = (some: readonly string[] | undefined, others: readonly string[] | undefined): boolean =>
    JSON.stringify(some && sortedUnique(some)) === JSON.stringify(others && sortedUnique(others));
  return alike(admission.methods, methods) && alike(admission.paths, paths) && alike(admission.hosts, hosts);
}

/** Bytes over a port for HTTP are no request; a connection to any other port is whatever it carries. */
function requestsOf(space: AccessSpace, operation: DeclaredOperation, http: boolean): ProductSet {
  const { sets } = space.algebra;
  return http ? sets.intersection(space.http, operationSet(space, operation)) : sets.all;
}

function plain({ methods, paths, hosts }: HttpOperation = {}): DeclaredOperation {
  return { ...methods ? { methods } : {}, ...paths ? { paths: paths.map(({ text }) => text) } : {}, ...hosts ? { hosts } : {} };
}

/** Does the callee take the caller for one that is meant? To it, all of its trust domains are one. */
function isMeant(admission: Pick<Admission, 'principal'>, principal: string, trustDomains: readonly string[]): boolean {
  const [domain, ...rest] = principal.split('/');
  const names = trustDomains.includes(domain) && admission.principal !== `${domain}/*` ? trustDomains : [domain];
  return names.map(name => [name, ...rest].join('/')).some(one =>
    (admission.principal.endsWith('*') ? one.startsWith(admission.principal.slice(0, -1)) : one === admission.principal));
}

/** Whatever must hold besides, the call itself asks for. */
function asksNoMore({ conditions = [] }: Admission, call: DeclaredCall): boolean {
  const asked = new Set((call.conditions ?? []).map(condition => JSON.stringify(conditionOf(condition))));
  return conditions.every(condition => asked.has(JSON.stringify(conditionOf(condition))));
}

function admittedText(admits: readonly Admission[], principal: string, trustDomains: readonly string[]): string {
  const meant = admits.filter(admission => isMeant(admission, principal, trustDomains));
  const own = sortedUnique(meant.map(({ port, methods, paths, hosts, conditions }) => [
    (methods ?? ['any method']).join(' '), (paths ?? ['any path']).join(' '), ...hosts ? [`for ${hosts.join(' ')}`] : [],
    `on '${port}'`, ...conditions ? ['on conditions'] : [],
  ].join(' ')));
  return own.length === 0 ? 'it admits nothing of this caller' : `of this caller it admits ${own.join('; ')}`;
}
