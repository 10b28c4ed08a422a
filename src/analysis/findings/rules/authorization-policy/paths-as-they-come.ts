import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/ops/best-practices/security/#understand-path-normalization-in-authorization-policies */
export const PATHS_AS_THEY_COME: Rule = {
  code: 'MESH0977',
  severity: 'warning',
  aliases: [],
  title: 'denial of a path that can be written otherwise',
  explanation: 'Proxies compare paths as the mesh normalizes them. Where that leaves //a, /a/ and /%61 what they are, a caller steps around what is denied by its path, '
    + 'and an application that is less strict serves it.',
  fix: 'Allow the paths that may be called, in place of denying others; or set the pathNormalization of the mesh to DECODE_AND_MERGE_SLASHES.',
  *find(world) {
    const { pathNormalization } = world.model.meshConfig;
    if (pathNormalization === 'DECODE_AND_MERGE_SLASHES' || pathNormalization === 'MERGE_SLASHES') { return; }
    for (const { policy, at, value, negated } of valuesOf(world, 'paths')) {
      const denies = (policy.action === 'DENY' && !negated) || (policy.action === 'ALLOW' && negated);
      if (!denies || policy.dryRun || value === '*' || value === '/*') { continue; }
      yield { object: policy, path: at.path, message: `${quoted(value)} is denied, but not its other spellings: the mesh normalizes paths by ${pathNormalization} only` };
    }
  },
};
