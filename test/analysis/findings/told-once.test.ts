import type { Finding } from '../../../src/analysis/findings';
import { toldOnce } from '../../../src/analysis/findings/told-once';

const finding = (code: string, path: string, severity: Finding['severity'] = 'error', name = 'reviews'): Finding =>
  ({ code, aliases: [], severity, object: { apiVersion: 'v1', kind: 'Service', namespace: 'bookinfo', name }, path, message: '', fix: '' });
const told = (...findings: Finding[]): readonly string[] => toldOnce(findings, item => item).map(({ code }) => code);

test('what is refused at a place is not told again by who would have looked later', () => {
  expect(told(finding('MESH0441', 'spec.a.b'), finding('MESH0401', 'spec.a.b'), finding('MESH0101', 'spec.a.b'))).toEqual(['MESH0101']);
  expect(told(finding('MESH0441', 'spec.a.b'), finding('MESH0401', 'spec.a.b'))).toEqual(['MESH0401']);
});

test('the place holds what is directly in it, and is held, but no more', () => {
  expect(told(finding('MESH0401', 'spec.a'), finding('MESH0441', 'spec.a[0]'), finding('MESH0442', 'spec.a["x.y"]'), finding('MESH0443', 'spec.a[0].b'))).toEqual(['MESH0401', 'MESH0443']);
  expect(told(finding('MESH0401', 'spec.a.b'), finding('MESH0441', 'spec.a'), finding('MESH0442', 'spec'))).toEqual(['MESH0401', 'MESH0442']);
  expect(told(finding('MESH0401', 'spec'), finding('MESH0441', 'spec.a'))).toEqual(['MESH0401', 'MESH0441']);
  expect(told(finding('MESH0401', 'spec.a'), finding('MESH0441', 'spec.ab'))).toEqual(['MESH0401', 'MESH0441']);
});

test('warnings, other objects and objects as a whole hold nothing back', () => {
  expect(told(finding('MESH0401', 'spec.a', 'warning'), finding('MESH0441', 'spec.a'))).toEqual(['MESH0401', 'MESH0441']);
  expect(told(finding('MESH0401', 'spec.a', 'error', 'ratings'), finding('MESH0441', 'spec.a'))).toEqual(['MESH0401', 'MESH0441']);
  expect(told(finding('MESH0401', ''), finding('MESH0441', ''))).toEqual(['MESH0401', 'MESH0441']);
});

test('two findings of one stage are two mistakes', () => {
  expect(told(finding('MESH0441', 'spec.a'), finding('MESH0442', 'spec.a'), finding('MESH0401', 'spec.b'), finding('MESH0402', 'spec.b')))
    .toEqual(['MESH0441', 'MESH0442', 'MESH0401', 'MESH0402']);
});
