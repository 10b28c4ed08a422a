import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export const UNKNOWN_METHOD: Rule = {
  code: 'MESH0942',
  severity: 'warning',
  aliases: ['KIA0102'],
  title: 'method that HTTP does not have',
  explanation: "Methods are compared letter by letter, in capitals, with the request's. Of gRPC the method is POST, and what is called is the path.",
  fix: 'Name a method of HTTP in capitals; for gRPC leave methods out and name paths such as /package.Service/Method.',
  *find(world) {
    for (const { policy, at, value } of valuesOf(world, 'methods')) {
      if (METHODS.some(method => matches(value, method))) { continue; }
      const meant = METHODS.find(method => method === value.toUpperCase());
      yield {
        object: policy,
        path: at.path,
        message: `no request has the method ${quoted(value)}`,
        ...meant === undefined ? {} : { fix: `Write ${meant}.` },
      };
    }
  },
};

function matches(pattern: string, method: string): boolean {
  if (pattern.startsWith('*')) { return method.endsWith(pattern.slice(1)); }
  return pattern.endsWith('*') ? method.startsWith(pattern.slice(0, -1)) : method === pattern;
}
