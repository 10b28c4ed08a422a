import type { Case } from './cases';
import { CORE_KINDS } from '../../../src/analysis/findings/schema/generated/core-kinds';

/** A difference that is as it should be. */
export interface Explanation {
  /** Whose answer differs from ours. */
  readonly oracle: 'the API server' | 'kubectl-validate';
  /** Why it differs, and why ours is right, or as near as it can be. */
  readonly why: string;
  readonly applies: (asked: Case, theirs: readonly string[], ours: readonly string[]) => boolean;
}

const OUR_GROUPS = /^(?:(?:networking|security|telemetry|extensions)\.istio\.io|gateway\.networking\.(?:x-)?k8s\.io)\//;
const NAMED_BY_PATH = ['ClusterRole', 'ClusterRoleBinding', 'PodDisruptionBudget', 'Role', 'RoleBinding'];

/** Every difference that is let pass. Whatever is none of these is a failure. */
export const EXPLANATIONS: readonly Explanation[] = [
  {
    oracle: 'the API server',
    why: 'Of a group that is neither Istio\'s, nor the Gateway API\'s, nor of a kind that we know, nobody can say from manifests whether a cluster serves it.',
    applies: ({ object }, theirs, ours) => ours.length === 0 && theirs.some(why => why.startsWith('no matches for kind')) && !OUR_GROUPS.test(String(object.apiVersion)),
  },
  {
    oracle: 'the API server',
    why: 'Names of time zones are looked up in the case in which they are written; JavaScript does not tell the case.',
    applies: (_, theirs, ours) => ours.length === 0 && theirs.every(why => /spec\.timeZone: Invalid value: "[A-Z/]+": unknown time zone/.test(why)),
  },
  {
    oracle: 'kubectl-validate',
    why: 'As above, of groups that nobody knows.',
    applies: ({ object }, theirs, ours) => ours.length === 0 && !OUR_GROUPS.test(String(object.apiVersion))
      && theirs.some(why => /failed to locate OpenAPI|not found in .* groupversion/.test(why)),
  },
  {
    oracle: 'kubectl-validate',
    why: 'Of kinds of Kubernetes that no mesh is made of, as ResourceQuota, ours says nothing.',
    applies: ({ object }, _, ours) => ours.length === 0 && !OUR_GROUPS.test(String(object.apiVersion))
      && !Object.prototype.hasOwnProperty.call(CORE_KINDS, `${String(object.apiVersion)}/${String(object.kind)}`),
  },
  {
    oracle: 'kubectl-validate',
    why: 'It wants a DNS name of kinds whose name the API server only wants to fit into a path, as system:reader does.',
    applies: ({ object }, theirs, ours) => ours.length === 0 && NAMED_BY_PATH.includes(String(object.kind))
      && theirs.every(why => /is invalid: \[?metadata\.name: /.test(why)),
  },
  {
    oracle: 'kubectl-validate',
    why: 'It reads JSON as YAML, whose parser takes no key of more than 1,024 characters.',
    applies: ({ object }, theirs, ours) => ours.length === 0 && theirs.every(why => why.includes('failed to parse yaml')) && /"[^"]{1024,}":/.test(JSON.stringify(object)),
  },
  {
    oracle: 'kubectl-validate',
    why: 'It takes versions of which the CRD says that they are not served.',
    applies: (_, theirs, ours) => theirs.length === 0 && ours.length === 1 && ours[0].startsWith('unknown-kind'),
  },
  {
    oracle: 'kubectl-validate',
    why: 'It refuses items of one key in lists that only server-side apply takes for maps; the API server creates the object.',
    applies: (_, theirs, ours) => ours.length === 0 && theirs.every(why => why.includes('Duplicate value')),
  },
  {
    oracle: 'kubectl-validate',
    why: 'The API server reads bytes from a list of numbers as well as from base64.',
    applies: ({ object }, theirs, ours) => ours.length === 0 && object.kind === 'Secret' && theirs.every(why => why.includes('must be of type string: "array"')),
  },
  {
    oracle: 'kubectl-validate',
    why: 'Of kinds of Kubernetes\' own it knows the schema alone, and not what the API server checks by hand; of Kubernetes 1.30 at that.',
    applies: ({ object }, theirs, ours) => theirs.length === 0 && ours.length > 0 && !OUR_GROUPS.test(String(object.apiVersion)),
  },
];
