import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Opinion } from './_opinions';
import { ourOpinion } from './_opinions';
import type { JsonObject } from '../../../src/analysis/json';

/** What istiod's own code said of objects, as conformance/webhook/run.sh has recorded it: those that it judged for different reasons. */
const RECORDED = readFileSync(join(__dirname, 'webhook.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line) as [Opinion, JsonObject]);

test('istiod had much to say', () => {
  const count = (opinion: Opinion): number => RECORDED.filter(([theirs]) => theirs === opinion).length;
  expect(count('refused')).toBeGreaterThan(300);
  expect(count('warned of')).toBeGreaterThan(20);
  expect(count('accepted')).toBeGreaterThan(200);
});

test('whatever istiod refuses, warns of or accepts, so do the rules of one object', () => {
  expect(RECORDED.filter(([theirs, object]) => ourOpinion(object) !== theirs)).toEqual([]);
});
