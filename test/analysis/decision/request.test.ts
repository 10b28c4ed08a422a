import { describeCaller, describeRequest } from '../../../src/analysis/decision/request';

test('who asks, in words', () => {
  expect(describeCaller({ kind: 'workload', namespace: 'shop', workload: 'web' })).toBe('shop/web');
  expect(describeCaller({ kind: 'principal', principal: 'cluster.local/ns/shop/sa/web' })).toBe('cluster.local/ns/shop/sa/web');
  expect(describeCaller({ kind: 'outside' })).toBe('outside');
  expect(describeCaller({ kind: 'internet' })).toBe('the internet');
});

test('what is asked, in words', () => {
  const request = { from: { kind: 'outside' as const }, to: { namespace: 'pay', workload: 'api' }, port: 3306, headers: new Map() };
  expect(describeRequest(request)).toBe('TCP to port 3306');
  expect(describeRequest({ ...request, method: 'GET' })).toBe('GET /');
  expect(describeRequest({ ...request, method: 'GET', path: '/a' })).toBe('GET /a');
});
