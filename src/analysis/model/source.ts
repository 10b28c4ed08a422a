import type { JsonObject } from '../json';
import { Reader, stringOr, valueAt } from '../json';
import type { Manifest, Origin } from '../manifest';
import type { Element } from './element';

/**
 * An object on its way into the model.
 */
export interface Source {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Does it name itself? What only begins a name is another object each time. */
  readonly isNamed: boolean;
  readonly object: JsonObject;
  readonly origin?: Origin;
  readonly reader: Reader;
}

export function sourceOf(object: JsonObject, manifest: Manifest, defaultNamespace: string): Source {
  const apiVersion = stringOr(valueAt(object, 'apiVersion'), '');
  const metadata = valueAt(object, 'metadata');
  const name = stringOr(valueAt(metadata, 'name'), '');
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: stringOr(valueAt(object, 'kind'), ''),
    namespace: stringOr(valueAt(metadata, 'namespace'), defaultNamespace),
    name: name || stringOr(valueAt(metadata, 'generateName'), ''),
    isNamed: name !== '',
    object,
    origin: manifest.origin,
    reader: new Reader(object),
  };
}

/** Call it last: it shares the reader's list of problems. */
export function elementOf(source: Source): Element {
  const timestamp = valueAt(valueAt(source.object, 'metadata'), 'creationTimestamp');
  const created = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return {
    kind: source.kind,
    namespace: source.namespace,
    name: source.name,
    origin: source.origin,
    object: source.object,
    problems: source.reader.problems,
    ...Number.isNaN(created) ? {} : { created: Math.floor(created / 1000) },
  };
}
