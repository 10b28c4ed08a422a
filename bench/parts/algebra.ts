import type { Language, ProductSet } from '../../src/analysis/algebra';
import { Algebra, boxes, cover, witness } from '../../src/analysis/algebra';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

function timed<T>(what: string, work: () => T, count = 1): T {
  const start = process.hrtime.bigint();
  const result = work();
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const rate = count > 1 ? `, ${Math.round(count / milliseconds * 1000)} a second` : '';
  console.log(`  ${what}: ${milliseconds.toFixed(0)} ms${rate}`);
  return result;
}

function smallOperations(): void {
  const { strings } = new Algebra({ excluded: '\0\r\n' });
  const languages = Array.from({ length: 400 }, (_, i) => [
    strings.exact(`/a${i}/b`), strings.prefix(`/a${i}/`), strings.suffix(`/x${i}`), strings.re2(`/v${i}/[^/]+/x`) as Language,
  ][i % 4]);
  console.log('operations on pairs of 400 languages, none asked twice');
  const count = 40_000;
  timed('union, intersection, difference', () => {
    for (let i = 0; i < count; i++) {
      const [a, b] = [languages[i % 400], languages[(i * 7 + Math.floor(i / 400)) % 400]];
      if (i % 3 === 0) { strings.union(a, b); } else if (i % 3 === 1) { strings.intersection(a, b); } else { strings.difference(a, b); }
    }
  }, count);
}

/** Rules as of one callee: a caller, a method, and a path or everything below it. */
function rules(count: number, callers: number): void {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const algebra = new Algebra({ excluded: '\0\r\n' });
  const { sets, strings } = algebra;
  const [client, method, path] = ['client', 'method', 'path'].map(name => algebra.dimension(name, strings));
  console.log(`${count} rules of ${callers} callers`);
  const all = timed('boxes built', () => Array.from({ length: count }, (_, i) => sets.box([
    { dimension: client, values: strings.exact(`spiffe://cluster.local/ns/team-${i % callers % 40}/sa/caller-${i % callers}`) },
    { dimension: method, values: strings.exact(METHODS[i % 4]) },
    { dimension: path, values: i % 3 === 0 ? strings.prefix(`/files/${i}/`) : strings.exact(`/items/${i}`) },
  ])), count);
  const union = timed('their union', () => sets.union(...all), count);
  timed('the same one by one', () => {
    let grown: ProductSet = sets.none;
    for (const one of all) { grown = sets.union(grown, one); }
    if (grown !== union) { throw new Error('the order of a union changed it'); }
  }, count);
  timed('nothing is missing', () => sets.isSubset(union, sets.union(...[...all].reverse())));
  const wider = sets.union(union, sets.box([{ dimension: method, values: strings.exact('GET') }, { dimension: path, values: strings.prefix('/admin/') }]));
  const found = timed('a witness of what a further rule adds', () => witness(sets, sets.difference(wider, union)));
  console.log(`    ${JSON.stringify(Object.fromEntries(found ?? []))}`);
  const table = timed('as boxes', () => boxes(sets, union));
  console.log(`    ${table.length} boxes`);
  if (table.length <= 200) { console.log(`    ${timed('as few boxes', () => cover(sets, union)).length} boxes`); }
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  console.log(`  kept: ${JSON.stringify(algebra.size)}, about ${megabytes.toFixed(0)} MB, until the algebra is let go`);
}

/** How fast the algebra of sets is, and how much it keeps. */
export function measureAlgebra(): void {
  smallOperations();
  rules(100, 20);
  rules(1000, 100);
  rules(5000, 500);
  rules(5000, 1);
}
