import { existsSync, readFileSync } from 'node:fs';
import { pageOf } from '../../bench/docs';
import type { Report } from '../../bench/results';

const RESULTS = 'bench/results.json';

test('the page tells what was measured last, and nothing else', () => {
  expect(existsSync(RESULTS)).toBe(true);
  const report = JSON.parse(readFileSync(RESULTS, 'utf8')) as Report;
  expect(readFileSync('docs/performance.md', 'utf8')).toBe(pageOf(report));
});

test('a ratio that misses its bound is said to miss', () => {
  const ratio = { name: 'one to another', value: 2, atMost: 1, good: false };
  const page = pageOf({ node: 'v20', cpu: 'a processor', cores: 2, gigabytes: 8, time: 'wall', measured: [], ratios: [ratio, { ...ratio, value: 1, good: true }] });
  expect(page).toContain('| one to another | 2 | at most 1 | missed |');
  expect(page).toContain('| one to another | 1 | at most 1 |  |');
});
