import { fine, wrong } from './_texts';
import { celProblem } from '../../../../src/analysis/findings/validation/cel-syntax';
import { nanoseconds, precisionProblem, secondsProblem } from '../../../../src/analysis/findings/validation/durations';
import { headerValueProblem } from '../../../../src/analysis/findings/validation/header-values';
import { changedHeaderProblem, headerNameProblem, isClaimKey, matchedHeaderProblem, requestHeaderProblem } from '../../../../src/analysis/findings/validation/headers';
import { serviceAccountProblem, trustDomainProblem } from '../../../../src/analysis/findings/validation/identities';
import { keySetProblem, privateKeys } from '../../../../src/analysis/findings/validation/key-sets';
import { localitiesProblem } from '../../../../src/analysis/findings/validation/localities';
import { pathTemplateProblem } from '../../../../src/analysis/findings/validation/path-templates';
import { regexProblem, syntaxProblem } from '../../../../src/analysis/findings/validation/regular-expressions';
import { unixSocketProblem } from '../../../../src/analysis/findings/validation/unix-sockets';

test('durations add up, without rounding', () => {
  expect(nanoseconds('1h30m0.5s')).toBe(5_400_500_000_000n);
  expect(nanoseconds('-1.5ms')).toBe(-1_500_000n);
  expect(['', '1', 's', '1x', '1.s.'].map(nanoseconds)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('times are whole milliseconds, ages whole seconds; too short ones are for others to refuse', () => {
  fine(precisionProblem, '1s', '1.5s', '1ms', '0s', '0.5ms', 'soon');
  wrong(precisionProblem, '1.5ms', '1.0005s');
  fine(secondsProblem, '1h', '86400s');
  wrong(secondsProblem, '1.5s', '500ms');
});

test('in the values of headers a % begins a variable that ends', () => {
  fine(headerValueProblem, '', 'a', '100%%', '%HOSTNAME%', 'a %REQ(x)% b', '%START_TIME(%Y)%', '%PER_REQUEST_STATE(a) %', '%UPSTREAM_METADATA(["a", "b"])%', 'a\tb', '%A(x\\))%');
  wrong(headerValueProblem, '50%', '%', '%A', '%A(', '%A()%', '%A(x)', '%A(x)b%', '%A(["a" "b"])%', '%A(["a"]', '%START_TIME%%', 'a\nb', '\u0000', '%A(\\');
});

test('names of headers are tokens; claims and pseudo-headers can be matched as well', () => {
  fine(headerNameProblem, 'x-a', 'X_A', '!#$');
  wrong(headerNameProblem, '', 'a b', 'é', ':path');
  fine(matchedHeaderProblem, ':path', '@request.auth.claims.iss', '@request.auth.claims[iss]', 'x-a');
  wrong(matchedHeaderProblem, ':other', '@request.auth.claims', '@request.auth.claims.', '@request.auth.claims[]');
  expect(isClaimKey('@Request.Auth.Claims.iss')).toBe(true);
});

test('the host can be set on requests only, and nothing else that begins with a colon', () => {
  fine(requestHeaderProblem, 'Host', ':authority', 'x-a');
  wrong(requestHeaderProblem, ':path', '');
  wrong(changedHeaderProblem, 'Host', ':authority', ':status', '');
});

test('regular expressions are those of RE2, and no longer than Istio takes', () => {
  fine(regexProblem, 'a', '(?i)a|b', '\\pL+', '\\p{Greek}', '\\bword\\b', '[[:alpha:]]', '(?P<name>a)', '(?m)^a$', 'a'.repeat(1024));
  wrong(regexProblem, '', '(', 'a**', '(?=a)', '(?<!a)b', '\\1', '[z-a]', 'a{1001}', '\\p*', '[[:nope:]]', 'a'.repeat(1025), 'é'.repeat(513));
  expect(syntaxProblem('')).toBeUndefined();
});

test('templates of paths have operators as whole segments, the last of which may be the rest', () => {
  fine(pathTemplateProblem, '/a', '/a/*', '*', '/a/{*}', '/a/{*}/b/{**}', '/{**}/b', '/a b');
  wrong(pathTemplateProblem, '/a/{id}', '/a{*}', '/{**}/{*}', '/{**}/{**}', '/*/{*}', '/a//{*}', '/a b/{*}', '/{');
});

test('service accounts have a namespace or none, and no wildcard; trust domains a wildcard at one end', () => {
  fine(serviceAccountProblem, 'a', 'b/a');
  wrong(serviceAccountProblem, 'a/b/c', '/a', 'a/', '*', 'b/*', 'a'.repeat(321));
  fine(trustDomainProblem, '*', 'cluster.local', '*.local', 'cluster.*');
  wrong(trustDomainProblem, 'a*b', '*a*', '**', 'a/b');
});

test('localities are parts without gaps, a wildcard last, none within one before', () => {
  const check = (...list: string[]): boolean => localitiesProblem(list) === undefined;
  expect([check('a'), check('a/b', 'a/c'), check('a/b/c', 'a/b/d'), check('a/*', 'b/*'), check('*')]).toEqual([true, true, true, true, true]);
  expect([check('*/a'), check('a//b'), check('**'), check('')]).toEqual([false, false, false, false]);
  expect([check('a', 'a'), check('a', 'a/b'), check('a/b', 'a'), check('a/*', 'a/b'), check('*', 'a'), check('a/b', 'a/b/c')]).toEqual([false, false, false, false, false, false]);
});

test('sockets of Unix are files, or abstract', () => {
  fine(unixSocketProblem, 'unix:///a/b', 'unix://@a');
  wrong(unixSocketProblem, 'unix://', 'unix://a', 'unix:///a/');
});

test('keys have a type, and what the type needs', () => {
  const key = (more: object): string => JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'AQAB', y: 'AQAB', ...more }] });
  fine(keySetProblem, '', key({}), '{"kty":"RSA","n":"AQAB","e":"AQAB"}', '{"keys":[]}');
  wrong(keySetProblem, '{', '[]', '{}', '{"keys":{}}', key({ kty: 'XX' }), key({ crv: 'P-1' }), key({ x: '!' }), key({ x: undefined }));
  expect([privateKeys(key({})), privateKeys(key({ d: 'AQAB' })), privateKeys('{"kty":"oct","k":"AQAB"}'), privateKeys('{')]).toEqual([[], [0], [0], []]);
});

test('expressions of CEL are read to their end', () => {
  fine(celProblem, 'response.code >= 400', 'a && (b || !c)', 'has(request.headers["x"].y)', 'x in [1, 2u, 0xff, .5, 1e3]', 'm == {"a": 1, b: [c]}', "r'\\d' + b'a'", '"""a\n"b""" != ""', 'a ? b : c ? d : e',
    'list.exists(i, i > 1)', 'size(x) == 3 // many', '-1 < --x', 'a.b.c(d)[0]', 'Msg{a: 1}', '!!a', 'x.map(i, i > 1, i)');
  wrong(celProblem, '', 'a =', 'response.code => 400', 'a && ', '(a', 'a)', '[1', '{a}', 'a b', '"a', "'\\q'", 'has(x)', 'x.all(1, true)', 'if', 'a.if', '@', 'f(a,)', '1.', 'a ? b');
  expect(celProblem('('.repeat(100_000))).toContain('nested too deeply');
});
