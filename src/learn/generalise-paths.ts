import { PathPattern } from '../calls/path-pattern';

/** More siblings than this are values and not names: one template stands for them. Not at the top, where they are what a server offers. */
export const MANY = 30;

/** Paths in the words of policies. */
export interface GeneralPath {
  /** An exact path, or a template. */
  readonly pattern: string;
  /** How many different paths it stands for. */
  readonly count: number;
  /** One of them. */
  readonly example: string;
  /** What was made one: 'ids' by their form, 'values' by their number. @default - nothing: it is one path */
  readonly joined?: 'ids' | 'values';
}

/** Paths that were generalised, and those that no policy can say. */
export interface GeneralPaths {
  readonly patterns: readonly GeneralPath[];
  readonly unsayable: readonly { readonly path: string; readonly problem: string }[];
}

const ID = '{*}';

/** Numbers, UUIDs, long hexadecimal numbers, and what else is long and mixed: hashes and random keys. */
export function isId(segment: string): boolean {
  if (/^\d+$/.test(segment) || /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(segment) || /^(?=.*\d)[0-9a-f]{12,}$/i.test(segment)) { return true; }
  const digits = segment.replace(/\D/g, '').length;
  const mixed = /[a-z]/.test(segment) && /[A-Z]/.test(segment);
  return (/^[A-Za-z0-9]{20,}$/.test(segment) && digits >= 3) || (/^[\w-]{20,}$/.test(segment) && mixed && digits >= 3);
}

/** Segments that are ids become `{*}`, and so do segments of which there are many at one place. */
export function generalisePaths(paths: Iterable<string>): GeneralPaths {
  const root = new Place();
  const unsayable: { path: string; problem: string }[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const sent = normalised(path);
    if (seen.has(sent)) { continue; }
    seen.add(sent);
    // In a policy they would stand for others.
    const problem = /[*{}]/.test(sent) ? `path '${sent}' contains '*', '{' or '}', which policies read as a pattern.` : PathPattern.parse(sent).problem;
    if (problem === undefined) { root.add(sent); } else { unsayable.push({ path: sent, problem }); }
  }
  root.join(0);
  const patterns = [...root.patterns([])].sort((a, b) => (a.pattern < b.pattern ? -1 : a.pattern > b.pattern ? 1 : 0));
  return { patterns, unsayable: unsayable.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** What a proxy makes of a path before policies look at it, as Istio has it by default: BASE. */
function normalised(path: string): string {
  const decoded = path.replace(/\\/g, '/').replace(/%([0-9A-Fa-f]{2})/g, (text, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : text;
  });
  const kept: string[] = [];
  const segments = decoded.split('/').slice(1);
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '..') { kept.pop(); }
    if (segment !== '.' && segment !== '..') { kept.push(segment); } else if (last) { kept.push(''); }
  });
  return `/${kept.join('/')}`;
}

/** A place in the tree of segments. */
class Place {
  private readonly below = new Map<string, Place>();
  /** Paths that end here: how many, all of them as long as they are few, and the first in the order of letters. */
  private count = 0;
  private ends: string[] = [];
  private example = '';
  private isJoined = false;

  public add(path: string): void {
    let place: Place = this;
    for (const segment of path.slice(1).split('/')) {
      place = place.child(isId(segment) ? ID : segment);
    }
    place.end([path], 1, path);
  }

  public join(depth: number): void {
    const values = [...this.below].filter(([segment]) => segment !== ID && segment !== '');
    if (depth > 0 && values.length > MANY) {
      const one = this.child(ID);
      one.isJoined = true;
      for (const [segment, place] of values) {
        this.below.delete(segment);
        one.merge(place);
      }
    }
    for (const place of this.below.values()) { place.join(depth + 1); }
  }

  public* patterns(segments: readonly string[], values: boolean = false): Generator<GeneralPath> {
    if (this.count > 0) { yield* this.ending(segments, values); }
    for (const [segment, place] of this.below) { yield* place.patterns([...segments, segment], values || place.isJoined); }
  }

  private* ending(segments: readonly string[], values: boolean): Generator<GeneralPath> {
    const joined = segments.includes(ID) ? { joined: values ? 'values' as const : 'ids' as const } : {};
    const { example } = this;
    const pattern = `/${segments.join('/')}`;
    if (PathPattern.parse(pattern).problem === undefined) {
      yield { pattern, count: this.count, example, ...joined };
    } else if (this.count <= MANY) {
      // No template ends with a slash.
      yield* this.ends.map(path => ({ pattern: path, count: 1, example: path }));
    } else {
      yield { pattern: `/${segments.slice(0, -1).join('/')}/{**}`, count: this.count, example, joined: 'values' };
    }
  }

  private merge(other: Place): void {
    if (other.count > 0) { this.end(other.ends, other.count, other.example); }
    for (const [segment, place] of other.below) { this.child(segment).merge(place); }
  }

  private end(paths: readonly string[], count: number, example: string): void {
    if (this.count === 0 || example < this.example) { this.example = example; }
    this.count += count;
    this.ends.push(...paths.slice(0, Math.max(0, MANY - this.ends.length)));
  }

  private child(segment: string): Place {
    let place = this.below.get(segment);
    if (place === undefined) {
      place = new Place();
      this.below.set(segment, place);
    }
    return place;
  }
}
