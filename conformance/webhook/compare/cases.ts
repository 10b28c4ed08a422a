import { MAPS, NUMBERS, TEXTS } from './values';
import { isObject } from '../../../src/analysis/json';
import type { JsonObject } from '../../../src/analysis/json';
import { fixtures } from '../../../test/analysis/findings/_fixtures';
import type { Random } from '../../apiserver/compare/random';

type Container = Record<string | number, unknown>;

interface Place {
  readonly container: Container;
  readonly key: string | number;
  /** Without indices. */
  readonly path: string;
}

/** Objects of Istio: those of the rules' examples, and as many as asked for in which something of others, or odd, has come in. */
export function makeCases(count: number, random: Random): readonly JsonObject[] {
  const objects = fixtures().flatMap(({ manifests }) => manifests.map(({ object }) => object));
  const originals = objects.flatMap(object => isObject(object) && isIstio(object) ? [bare(object)] : []);
  const byKind = new Map<string, JsonObject[]>();
  for (const original of originals) {
    const kind = String(original.kind);
    byKind.set(kind, [...byKind.get(kind) ?? [], original]);
  }
  const kinds = [...byKind.values()];
  const donors = new Donors(originals);
  const mutants = Array.from({ length: count }, () => donors.mutant(random.pick(random.pick(kinds)), random));
  return [...originals, ...mutants];
}

function isIstio({ apiVersion, kind }: JsonObject): boolean {
  return /^(?:networking|security|telemetry|extensions)\.istio\.io\//.test(String(apiVersion)) && typeof kind === 'string';
}

/** Without what nobody asks about. */
function bare(object: JsonObject): JsonObject {
  const { name, namespace = 'bookinfo', labels, annotations } = isObject(object.metadata) ? object.metadata : {};
  const metadata = { name, namespace, ...labels === undefined ? {} : { labels }, ...annotations === undefined ? {} : { annotations } };
  return { apiVersion: object.apiVersion, kind: object.kind, metadata, spec: object.spec };
}

/** What objects of each kind have at each path. */
class Donors {
  private readonly values = new Map<string, unknown[]>();
  private readonly keys = new Map<string, Set<string>>();

  public constructor(objects: readonly JsonObject[]) {
    for (const { kind, spec } of objects) { this.record(String(kind), spec); }
  }

  public mutant(original: JsonObject, random: Random): JsonObject {
    const copy = clone(original);
    for (let i = random.pick([1, 1, 1, 2, 3]); i > 0; i--) { this.change(copy, random); }
    return copy;
  }

  private record(path: string, value: unknown): void {
    this.values.set(path, [...this.values.get(path) ?? [], value]);
    for (const [key, inner] of Array.isArray(value) ? value.map(item => ['[]', item] as const) : Object.entries(isObject(value) ? value : {})) {
      if (key !== '[]') { this.keys.set(path, (this.keys.get(path) ?? new Set()).add(key)); }
      this.record(`${path}.${key}`, inner);
    }
  }

  private change(object: JsonObject, random: Random): void {
    const places = placesIn(object.spec, String(object.kind));
    if (places.length === 0) { return; }
    const { container, key, path } = random.pick(places);
    const value = container[key];
    const changes: (() => void)[] = [
      () => { container[key] = clone(random.pick(this.values.get(path) ?? [value])); },
      () => { if (Array.isArray(container)) { container.splice(Number(key), 1); } else { delete container[key]; } },
    ];
    if (typeof value === 'string') { changes.push(...twice(() => { container[key] = random.pick(TEXTS); })); }
    if (typeof value === 'number') { changes.push(...twice(() => { container[key] = random.pick(NUMBERS); })); }
    if (typeof value === 'boolean') { changes.push(() => { container[key] = !value; }); }
    if (Array.isArray(value)) { changes.push(() => { container[key] = []; }, () => { value.push(clone(value[0] ?? {})); }); }
    if (isObject(value)) {
      changes.push(() => { container[key] = {}; }, ...twice(() => { this.add(value as Container, path, random); }));
      if (MAPS.test(path)) { changes.push(() => { (value as Container)[random.pick(TEXTS)] = clone(Object.values(value)[0] ?? 'x'); }); }
    }
    random.pick(changes)();
  }

  /** A field that another object has at this path. */
  private add(value: Container, path: string, random: Random): void {
    const key = random.pick([...this.keys.get(path) ?? ['x']]);
    value[key] = clone(random.pick(this.values.get(`${path}.${key}`) ?? ['x']));
  }
}

function placesIn(value: unknown, path: string): readonly Place[] {
  const container = value as Container;
  const at = (key: string | number, inner: string): readonly Place[] => [{ container, key, path: inner }, ...placesIn(container[key], inner)];
  if (Array.isArray(value)) { return value.flatMap((_, i) => at(i, `${path}.[]`)); }
  return isObject(value) ? Object.keys(value).flatMap(key => at(key, `${path}.${key}`)) : [];
}

function twice<T>(value: T): readonly T[] {
  return [value, value];
}

function clone<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value)) as T;
}
