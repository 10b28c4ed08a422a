import { existsSync } from 'node:fs';
import type { AllowedAccess } from '../../analysis/access-diff/allowed-access';
import { problemsOfAllowed } from '../../analysis/access-diff/read-allowed-access';
import { isObject, valueAt } from '../../analysis/json';
import { InputError } from '../input-error';
import { readText } from '../load-manifests';
import { parseManifests } from '../parse-manifests';

/**
 * Reads a file that lists access: `version: 1` and the entries under a key.
 *
 * @param key `allow` or `deny`
 * @param reasons whether each entry must say why
 */
export function readAllowedFile(file: string, key: 'allow' | 'deny', reasons: boolean): AllowedAccess[] {
  if (!existsSync(file)) { throw new InputError(`${file}: there is no such file`); }
  const documents = parseManifests(file, readText(file)).map(({ object }) => object);
  const fail = (what: string): never => { throw new InputError(`${file}: ${what}`); };
  if (documents.length !== 1) { fail(`there must be one document with "version: 1" and "${key}", not ${documents.length}`); }
  const [document] = documents;
  if (!isObject(document)) { return fail(`there must be an object with "version: 1" and "${key}"`); }
  if (valueAt(document, 'version') !== 1) { fail(`"version" must be 1, not ${JSON.stringify(valueAt(document, 'version')) ?? 'nothing'}`); }
  const stray = Object.keys(document).filter(name => name !== 'version' && name !== key);
  if (stray.length > 0) { fail(`nobody knows ${stray.join(', ')}; there are "version" and "${key}"`); }
  const list = valueAt(document, key);
  if (!Array.isArray(list)) { return fail(`"${key}" must be a list of entries`); }
  const entries: unknown[] = reasons ? list : list.map((entry: unknown) => isObject(entry) && !('reason' in entry) ? { ...entry, reason: 'none given' } : entry);
  const problems = problemsOfAllowed(entries);
  if (problems.length > 0) { fail(problems.join('; ')); }
  return entries as AllowedAccess[];
}
