import type { Cursor } from '../cursor';
import { quoted } from './words';

const PREFIX = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/;
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** What is wrong with the first key or value of a map of labels that is wrong. */
export function labelProblem(labels: Cursor): { readonly path: string; readonly message: string } | undefined {
  for (const [key, value] of labels.entries) {
    if (!isLabelKey(key)) { return { path: value.path, message: `${quoted(key)} is no key of a label` }; }
    if (value.string !== undefined && value.string !== '' && !NAME.test(value.string)) {
      return { path: value.path, message: `${quoted(value.string)} is no value of a label` };
    }
  }
  return undefined;
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  if (name.length > 63 || !NAME.test(name)) { return false; }
  return slash < 0 || (slash <= 253 && PREFIX.test(key.slice(0, slash)));
}
