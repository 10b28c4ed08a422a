import { CoreNode } from './core-node';
import { checkTyped } from './core-value';
import type { NameRule } from './formats/names';
import { dnsLabel, labelValue, qualifiedName } from './formats/names';
import { CORE_KINDS } from './generated/core-kinds';
import type { Problems } from './problems';
import { shown } from './problems';
import type { JsonObject } from '../../json';
import { isObject, valueAt } from '../../json';

const MOST_ANNOTATION_BYTES = 256 * 1024;

export interface MetaRules {
  readonly namespaced: boolean;
  readonly name: NameRule;
}

const KNOWN_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];

/** Checks the metadata of an object as the API server reads it. */
export function checkObjectMeta(metadata: unknown, rules: MetaRules, problems: Problems): void {
  const before = problems.count;
  problems.enter('metadata');
  checkTyped(metadata, CoreNode.at(CORE_KINDS.ObjectMeta), problems);
  problems.leave();
  if (problems.count === before) { checkTypedMeta(metadata, rules, false, problems); }
}

/**
 * The same of metadata whose types have been checked.
 *
 * @param knownFinalizers whether a finalizer without a group must be one of Kubernetes'; of custom resources it need not
 */
export function checkTypedMeta(metadata: unknown, { namespaced, name }: MetaRules, knownFinalizers: boolean, problems: Problems): void {
  const meta = isObject(metadata) ? metadata : {};
  problems.enter('metadata');
  checkName(meta, name, problems);
  if (namespaced) { checkWith(dnsLabel, meta, 'namespace', problems); }
  const generation = valueAt(meta, 'generation');
  if (typeof generation === 'number' && generation < 0) { problems.addAt('generation', 'metadata', `${generation} is less than 0`); }
  checkLabels(valueAt(meta, 'labels'), problems);
  checkAnnotations(valueAt(meta, 'annotations'), problems);
  checkFinalizers(valueAt(meta, 'finalizers'), knownFinalizers, problems);
  checkOwners(valueAt(meta, 'ownerReferences'), problems);
  problems.leave();
}

function checkName(meta: JsonObject, rule: NameRule, problems: Problems): void {
  const generateName = textAt(meta, 'generateName');
  // What is generated follows a prefix, which may end with a dash.
  const prefix = generateName !== undefined ? rule(generateName.replace(/-$/, 'a')) : undefined;
  if (prefix !== undefined) { problems.addAt('generateName', 'metadata', `${shown(generateName)} ${prefix}`); }
  if (textAt(meta, 'name') === undefined && generateName === undefined) {
    problems.addAt('name', 'required', 'this is missing, and so is generateName');
  } else {
    checkWith(rule, meta, 'name', problems);
  }
}

function checkWith(rule: NameRule, meta: JsonObject, key: string, problems: Problems): void {
  const text = textAt(meta, key);
  const problem = text === undefined ? undefined : rule(text);
  if (problem !== undefined) { problems.addAt(key, 'metadata', `${shown(text)} ${problem}`); }
}

/** Labels of an object or of a template. */
function checkLabels(labels: unknown, problems: Problems): void {
  if (!isObject(labels)) { return; }
  problems.enter('labels');
  for (const name of Object.keys(labels)) {
    const problem = qualifiedName(name);
    if (problem !== undefined) { problems.addAt(name, 'metadata', `the key ${shown(name)} ${problem}`); }
    const text = labels[name] ?? '';
    const wrong = typeof text === 'string' ? labelValue(text) : undefined;
    if (wrong !== undefined) { problems.addAt(name, 'metadata', `the value ${shown(text)} ${wrong}`); }
  }
  problems.leave();
}

function checkAnnotations(annotations: unknown, problems: Problems): void {
  if (!isObject(annotations)) { return; }
  problems.within('annotations', () => {
    let bytes = 0;
    for (const [name, value] of Object.entries(annotations)) {
      // Of annotations, the case of the key does not count.
      const problem = qualifiedName(name.toLowerCase());
      if (problem !== undefined) { problems.addAt(name, 'metadata', `the key ${shown(name)} ${problem}`); }
      bytes += Buffer.byteLength(name) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    }
    if (bytes > MOST_ANNOTATION_BYTES) { problems.add('bounds', `annotations have ${bytes} bytes, and may have ${MOST_ANNOTATION_BYTES}`); }
  });
}

function checkFinalizers(finalizers: unknown, known: boolean, problems: Problems): void {
  if (!Array.isArray(finalizers)) { return; }
  problems.within('finalizers', () => {
    for (const [i, finalizer] of finalizers.entries()) {
      const text = typeof finalizer === 'string' ? finalizer : '';
      const problem = qualifiedName(text) ?? (known && !text.includes('/') && !KNOWN_FINALIZERS.includes(text) ? "must have a group before it, as 'example.com/name'" : undefined);
      if (problem !== undefined) { problems.addAt(i, 'metadata', `${shown(finalizer)} ${problem}`); }
    }
    if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
      problems.add('metadata', 'orphan and foregroundDeletion exclude each other');
    }
  });
}

function checkOwners(owners: unknown, problems: Problems): void {
  if (!Array.isArray(owners)) { return; }
  problems.within('ownerReferences', () => {
    for (const [i, owner] of owners.entries()) {
      for (const key of ['apiVersion', 'kind', 'name', 'uid']) {
        if (textAt(owner, key) === undefined) { problems.within(i, () => problems.addAt(key, 'required', 'this is missing or empty')); }
      }
      if (/\/.*\/|\/$/.test(textAt(owner, 'apiVersion') ?? '')) {
        problems.within(i, () => problems.addAt('apiVersion', 'metadata', `${shown(textAt(owner, 'apiVersion'))} is no version of an API`));
      }
      if (textAt(owner, 'apiVersion') === 'v1' && textAt(owner, 'kind') === 'Event') { problems.addAt(i, 'metadata', 'an Event owns nothing'); }
    }
    if (owners.filter(owner => valueAt(owner, 'controller') === true).length > 1) { problems.add('metadata', 'more than one owner is the controller'); }
  });
}

/** A text that is not empty. */
function textAt(object: unknown, key: string): string | undefined {
  const value = valueAt(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
