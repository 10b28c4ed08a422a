import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/ */
export const UNKNOWN_TRUST_DOMAIN: Rule = {
  code: 'MESH0946',
  severity: 'warning',
  aliases: ['KIA0108'],
  title: 'trust domain that is not of the mesh',
  explanation: "Identities of another trust domain are refused unless the mesh has it for an alias, so a caller of it does not come in. cluster.local stands for the mesh's own.",
  fix: "Write the mesh's trust domain, or tell with --mesh-config what it is.",
  *find(world) {
    const { trustDomain, trustDomainAliases } = world.model.meshConfig;
    const known = new Set([trustDomain, ...trustDomainAliases, 'cluster.local']);
    for (const { policy, at, value } of valuesOf(world, 'principals', 'source.principal')) {
      const [, domain] = /^([^/*]+)\/ns\//.exec(value) ?? [];
      if (domain === undefined || known.has(domain)) { continue; }
      yield { object: policy, path: at.path, message: `${quoted(domain)} is neither the mesh's trust domain nor one of its aliases` };
    }
  },
};
