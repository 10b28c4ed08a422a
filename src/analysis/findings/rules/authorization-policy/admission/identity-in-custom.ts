import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { AUTHORIZATION_POLICY } from '../../../validation/kinds';
import { places, within } from '../../../validation/places';

const FIELDS = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'].flatMap(field => [field, `not${field[0].toUpperCase()}${field.slice(1)}`]);
const KEYS = new Set(['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal']);

export const IDENTITY_IN_CUSTOM: Rule = {
  code: 'MESH0903',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'rule of CUSTOM about who calls',
  explanation: 'The provider of CUSTOM is asked before anyone is identified. Istio refuses rules of it that depend on identities or tokens.',
  fix: 'Match addresses, hosts, paths or methods, and let the provider look at the caller; or add a policy that allows or denies.',
  *find(world) {
    for (const { object, at } of places(world, AUTHORIZATION_POLICY, 'spec')) {
      if (at.at('action').string !== 'CUSTOM') { continue; }
      for (const { path, name } of identityInputs(at)) { yield { object, path, message: `${name} cannot be used with CUSTOM` }; }
    }
  },
};

function identityInputs(spec: Cursor): readonly { readonly path: string; readonly name: string }[] {
  return [
    ...within(spec, 'rules[].from[].source').flatMap(source => FIELDS.filter(field => source.at(field).length > 0).map(name => ({ path: source.at(name).path, name }))),
    ...within(spec, 'rules[].when[].key').filter(({ string = '' }) => KEYS.has(string) || string.startsWith('request.auth.')).map(({ path, string: name = '' }) => ({ path, name })),
  ];
}
