import { AddressAuthority } from '../../../src/analysis/decision/address-authority';
import type { Arrival } from '../../../src/analysis/decision/arrival';
import type { MatchContext } from '../../../src/analysis/decision/authorization-inputs';
import {
  isHttpOnlyCondition, isHttpOnlyOperation, isHttpOnlySource, matchesCondition, matchesOperation, matchesSource,
} from '../../../src/analysis/decision/authorization-inputs';
import { isUnknown, Unknown } from '../../../src/analysis/decision/tri';
import type { Tri } from '../../../src/analysis/decision/tri';
import type { OperationField, SourceField } from '../../../src/analysis/model';

const context: MatchContext = { policyNamespace: 'pay', trustDomains: ['cluster.local', 'old.org'] };
const unknown = new Unknown('nobody knows');
const arrival: Arrival = {
  http: true,
  port: 8080,
  identity: 'spiffe://cluster.local/ns/shop/sa/web',
  peerAddress: '10.0.0.1',
  remoteAddress: '1.2.3.4',
  destinationAddress: '10.0.0.2',
  serverName: 'outbound_.80_._.api',
  method: 'GET',
  path: '/a',
  authority: 'Api.Pay:80',
  headers: new Map([['x-team', 'a'], ['via', 'x']]),
  claims: { iss: 'id', sub: 'alice', aud: ['web', 'api'], azp: 'cli', groups: ['dev'], realm: { roles: ['user'] } },
};
const said = (answer: Tri): string => isUnknown(answer) ? 'unknown' : String(answer);
const source = (field: SourceField, values: readonly string[], notValues: readonly string[] = [], at: Partial<Arrival> = {}): string =>
  said(matchesSource(field, { values, notValues }, { ...arrival, ...at }, context));
const operation = (field: OperationField, values: readonly string[], notValues: readonly string[] = [], at: Partial<Arrival> = {}): string =>
  said(matchesOperation(field, { values, notValues }, { ...arrival, ...at }, context));
const condition = (key: string, values: readonly string[], notValues: readonly string[] = [], at: Partial<Arrival> = {}): string =>
  said(matchesCondition({ key, values, notValues }, { ...arrival, ...at }, context));

describe('a source', () => {
  test.each<[SourceField, string, string]>([
    ['principals', 'cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/we'], ['principals', 'old.org/ns/shop/sa/web', 'other.org/ns/shop/sa/web'],
    ['requestPrincipals', 'id/alice', 'id/bob'], ['namespaces', 'shop', 'pay'], ['serviceAccounts', 'shop/web', 'web'],
    ['trustDomains', 'cluster.local', 'other.org'], ['trustDomains', 'old.org', 'old'], ['ipBlocks', '10.0.0.0/8', '1.2.3.4'], ['remoteIpBlocks', '1.2.3.4', '10.0.0.0/8'],
  ])('%s: %s is one, %s is not', (field, yes, no) => {
    expect([source(field, [yes]), source(field, [no]), source(field, [], [yes]), source(field, [], [no])]).toEqual(['true', 'false', 'false', 'true']);
  });

  test('a service account without namespace is of the policy\'s', () =>
    expect(source('serviceAccounts', ['web'], [], { identity: 'spiffe://cluster.local/ns/pay/sa/web' })).toBe('true'));
  test('claims that nobody knows leave requestPrincipals unknown', () => expect(source('requestPrincipals', ['*'], [], { claims: unknown })).toBe('unknown'));
  test('a block that is none is unknown', () => expect(source('ipBlocks', ['everywhere'])).toBe('unknown'));
});

describe('an operation', () => {
  test.each<[OperationField, string, string]>([
    ['hosts', 'api.pay:80', 'api.pay'], ['hosts', 'API*', 'x*'], ['ports', '8080', '80'], ['methods', 'GET', 'get'], ['paths', '/a', '/b'], ['paths', '/{*}', '/{*}/b'],
  ])('%s: %s is one, %s is not', (field, yes, no) => {
    expect([operation(field, [yes]), operation(field, [no]), operation(field, [], [yes]), operation(field, [], [no])]).toEqual(['true', 'false', 'false', 'true']);
  });

  test.each(['http', '', '8080x', 'x8080', '808080', '8080-8081', '-1'])('"%s" is no port', text => expect(operation('ports', [text])).toBe('unknown'));
  test('a port may have leading zeros', () => expect(operation('ports', ['08080'])).toBe('true'));
  test('a path that nobody knows is any path, and else unknown', () => {
    const path = { path: unknown };
    expect([operation('paths', ['*'], [], path), operation('paths', ['/*'], [], path), operation('paths', ['{*}'], [], path)]).toEqual(['true', 'unknown', 'unknown']);
  });
  test('a host that nobody knows is any host, and else unknown', () => {
    const at = { authority: unknown };
    expect([operation('hosts', ['*'], [], at), operation('hosts', ['a*'], [], at)]).toEqual(['true', 'unknown']);
  });
  test('a host or a method without text is there', () => {
    expect(operation('hosts', ['*'], [], { authority: '' })).toBe('true');
    expect(operation('methods', ['*'], [], { method: '' })).toBe('true');
  });
  test('of an address that is not known, its port is', () => {
    const at = { authority: new AddressAuthority(8080) };
    expect([operation('hosts', ['*:8080'], [], at), operation('hosts', ['api'], [], at), operation('hosts', ['10.0.0.1:8080'], [], at)]).toEqual(['true', 'false', 'unknown']);
  });
});

describe('a condition', () => {
  test.each<[string, string, string]>([
    ['source.ip', '10.0.0.1', '1.2.3.4'], ['remote.ip', '1.2.3.4', '10.0.0.1'], ['destination.ip', '10.0.0.2', '10.0.0.1'], ['destination.port', '8080', '80'],
    ['source.namespace', 'shop', 'pay'], ['source.serviceAccount', 'shop/web', 'web'], ['source.principal', 'cluster.local/ns/shop/sa/web', 'web'], ['source.trustDomain', 'cluster.local', 'x'],
    ['request.auth.principal', 'id/alice', 'alice'], ['request.auth.audiences', 'api', 'cli'], ['request.auth.presenter', 'cli', 'api'],
    ['request.auth.claims[groups]', 'dev', 'ops'], ['request.auth.claims[realm][roles]', 'user', 'dev'], ['request.auth.claims[sub]', 'al*', 'b*'],
    ['connection.sni', 'outbound_.80_*', 'outbound_.81_*'],
    ['request.headers[x-team]', 'a', 'b'], ['request.headers[X-Team]', 'a', 'A'], ['request.headers[:method]', 'GET', 'POST'], ['request.headers[:authority]', 'Api.Pay:80', 'api.pay:80'],
    ['request.headers[host]', 'Api.Pay:80', 'api'], ['request.headers[via]', 'x', 'y'],
  ])('%s: %s is one, %s is not', (key, yes, no) => {
    expect([condition(key, [yes]), condition(key, [no]), condition(key, [], [yes]), condition(key, [], [no])]).toEqual(['true', 'false', 'false', 'true']);
  });

  test.each([
    'request.headers[:path]', 'experimental.envoy.filters.a[b]', 'request.auth.claims', 'request.auth.claims[', 'request.auth.claims[a]b', 'request.headers[]', 'xrequest.headers[a]', 'request.headers[a]x', 'source.names', '',
  ])('%s depends on what no manifest tells', key => {
    expect(condition(key, ['a'])).toBe('unknown');
    expect(condition(key, [], ['a'])).toBe('unknown');
    expect(isHttpOnlyCondition(key)).toBe(key === 'request.headers[:path]');
  });

  test.each([
    'x-forwarded-proto', 'x-envoy-a', 'x-b3-traceid', 'x-request-id', 'traceparent', 'tracestate', 'user-agent', 'accept', 'accept-encoding', 'content-type', 'transfer-encoding', ':scheme', ':protocol',
  ])('the header %s may be added on the way', name => expect(condition(`request.headers[${name}]`, ['a'])).toBe('unknown'));
  test.each(['x-team2', 'x-request-id2', 'my-x-forwarded-for', 'accept-language', 'viaduct', 'forwarded', 'user-agent2'])('the header %s is not there unless it is said', name => {
    expect(condition(`request.headers[${name}]`, ['*'])).toBe('false');
    expect(condition(`request.headers[${name}]`, [], ['*'])).toBe('true');
  });

  test('claims or a server name that nobody knows leave it unknown', () => {
    expect(condition('request.auth.claims[a]', ['x'], [], { claims: unknown })).toBe('unknown');
    expect(condition('request.auth.principal', ['x'], [], { claims: unknown })).toBe('unknown');
    expect(condition('connection.sni', ['*'], [], { serverName: unknown })).toBe('unknown');
    expect(condition('request.headers[host]', ['*'], [], { authority: unknown })).toBe('unknown');
  });
});

describe('values', () => {
  test('one of the values, and none of the others', () => {
    expect(source('namespaces', ['pay', 'shop'], ['legacy'])).toBe('true');
    expect(source('namespaces', ['shop'], ['s*'])).toBe('false');
    expect(source('namespaces', ['pay'], ['legacy'])).toBe('false');
    expect(source('namespaces', [], [])).toBe('true');
  });

  test('what is not known does not matter where the rest decides', () => {
    expect(source('ipBlocks', ['nowhere', '10.0.0.1'])).toBe('true');
    expect(source('ipBlocks', ['10.0.0.1'], ['nowhere'])).toBe('unknown');
    expect(source('ipBlocks', ['nowhere'], ['10.0.0.1'])).toBe('false');
    expect(source('ipBlocks', ['nowhere'], ['1.1.1.1'])).toBe('unknown');
  });
});

test('what a connection does not have', () => {
  expect((['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'trustDomains', 'ipBlocks', 'remoteIpBlocks'] as const).filter(isHttpOnlySource)).toEqual(['requestPrincipals']);
  expect((['hosts', 'ports', 'methods', 'paths'] as const).filter(isHttpOnlyOperation)).toEqual(['hosts', 'methods', 'paths']);
  const keys = [
    'source.ip', 'remote.ip', 'source.namespace', 'source.serviceAccount', 'source.principal', 'source.trustDomain', 'request.auth.principal', 'request.auth.audiences', 'request.auth.presenter',
    'destination.ip', 'destination.port', 'connection.sni', 'request.headers[a]', 'request.auth.claims[a]',
  ];
  expect(keys.filter(isHttpOnlyCondition)).toEqual(['request.auth.principal', 'request.auth.audiences', 'request.auth.presenter', 'request.headers[a]', 'request.auth.claims[a]']);
});
