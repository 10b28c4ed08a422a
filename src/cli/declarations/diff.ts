import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE } from './shared';

export const DIFF = {
  name: 'diff',
  summary: 'what a newer version newly allows and denies',
  forms: ['OLD NEW [--allow FILE] [OPTIONS]', '[OLD] NEW --not-granted FILE --not-public WHAT [OPTIONS]'],
  description: ['Says what a newer version of manifests newly allows and newly denies: each boundary alone, and all layers together.'],
  arguments: { value: 'DIR', path: 'read', needs: 'two folders or files of manifests, OLD and NEW' },
  options: {
    'allow': { value: 'FILE', path: 'read', description: 'new access that may be, as YAML or JSON, with reasons' },
    'not-granted': { value: 'FILE', path: 'read', description: 'access that must not be possible in NEW, in the same form; without OLD nothing is compared' },
    'not-public': {
      value: 'WHAT', multiple: true, description: 'NAMESPACE/WORKLOAD, NAMESPACE/* or * that nobody may reach from outside: without identity, or through a gateway; without OLD nothing is compared',
    },
    'format': { value: 'FORMAT', choices: ['text', 'json', 'markdown'], default: 'text', description: 'how it is printed' },
    'context': { ...CONTEXT, description: 'manifests that others own, the same in both versions' },
    'old-context': { ...CONTEXT, description: 'those of the older version, where they differ' },
    'exclude': EXCLUDE,
  },
  examples: [
    { line: 'cdk8s-istio diff main/dist/ dist/', description: 'what a pull request newly allows and denies' },
    { line: 'cdk8s-istio diff main/dist/ dist/ --allow allowed.yaml --format markdown', description: 'for a comment on it, new access that was agreed on left out' },
    { line: "cdk8s-istio diff dist/ --not-public 'payments/*'", description: 'whether anybody outside reaches payments; nothing is compared' },
  ],
  exitCodes: { 0: 'there is no new access and nothing of what must not be', 1: 'there is or may be' },
} as const satisfies Declaration;
