import {
  expandPrincipal, expandTrustDomain, matchesNamespace, matchesPrincipal, matchesServiceAccount, matchesTrustDomain,
  spiffe, trustDomainOf, withScheme,
} from '../../../../src/analysis/decision/match/identities';

const WEB = 'spiffe://cluster.local/ns/shop/sa/web';

test('an identity is a URI, with its trust domain first', () => {
  expect(spiffe('cluster.local', 'shop', 'web')).toBe(WEB);
  expect(trustDomainOf(WEB)).toBe('cluster.local');
  expect(withScheme('cluster.local/ns/shop/sa/web')).toBe(WEB);
  expect(withScheme(WEB)).toBe(WEB);
});

test('without identity nothing matches, not even *', () => {
  for (const pattern of ['*', '*web', 'cluster.local*', 'undefined', '']) {
    expect(matchesPrincipal(pattern, undefined)).toBe(false);
    expect(matchesNamespace(pattern, undefined)).toBe(false);
    expect(matchesTrustDomain(pattern, undefined)).toBe(false);
    expect(matchesServiceAccount(pattern, 'shop', undefined)).toBe(false);
  }
});

describe('principals', () => {
  test.each<[string, string, boolean]>([
    ['*', WEB, true], ['*', '', false], ['*', 'x', true],
    ['cluster.local/ns/shop/sa/web', WEB, true], ['cluster.local/ns/shop/sa/we', WEB, false], [WEB, WEB, false],
    ['cluster.local/ns/shop/*', WEB, true], ['cluster.local/ns/pay/*', WEB, false], ['luster.local*', WEB, false], ['spiffe*', WEB, false],
    ['*/sa/web', WEB, true], ['*/sa/we', WEB, false], ['*web', 'https://x/web', false],
    ['*cluster.local/ns/shop/sa/web', WEB, true], ['*spiffe://cluster.local/ns/shop/sa/web', WEB, false], ['*//cluster.local/ns/shop/sa/web', WEB, false],
    ['a*b', 'spiffe://axb', false], ['a*b', 'spiffe://a*b', true],
  ])('%s of %s: %s', (pattern, identity, expected) => expect(matchesPrincipal(pattern, identity)).toBe(expected));
});

describe('namespaces', () => {
  test.each<[string, string, boolean]>([
    ['shop', WEB, true], ['sho', WEB, false], ['hop', WEB, false], ['*', WEB, true], ['s*', WEB, true], ['*p', WEB, true], ['s*p', WEB, true], ['x*', WEB, false],
    ['s.op', WEB, false], ['shop', 'spiffe://cluster.local/ns/shop', false], ['shop', 'spiffe://x/ns/pay/ns/shop/y', true], ['shop', 'x\n/ns/shop/y', true],
  ])('%s of %j: %s', (pattern, identity, expected) => expect(matchesNamespace(pattern, identity)).toBe(expected));
});

describe('service accounts', () => {
  test.each<[string, string, string, boolean]>([
    ['web', 'shop', WEB, true], ['web', 'pay', WEB, false], ['we', 'shop', WEB, false], ['eb', 'shop', WEB, false],
    ['shop/web', 'pay', WEB, true], ['pay/web', 'shop', WEB, false], ['shop/we', 'shop', WEB, false], ['w.b', 'shop', WEB, false],
    ['web', 'shop', 'spiffe://cluster.local/ns/shop/x/sa/web', true], ['web', 'shop', 'spiffe://cluster.local/ns/shop/sa/web/x', true],
    ['web', 'shop', 'spiffe://cluster.local/ns/shop/sa/webx', false], ['web', 'shop', 'spiffe:///ns/shop/sa/web', false], ['web', 'shop', 'x/ns/shop/sa/web', false],
  ])('%s, of a policy of %s, of %s: %s', (value, namespace, identity, expected) => expect(matchesServiceAccount(value, namespace, identity)).toBe(expected));
});

describe('trust domains', () => {
  test.each<[string, string, boolean]>([
    ['*', WEB, true], ['*', 'https://x/y', false], ['cluster.local', WEB, true], ['cluster', WEB, false], ['local', WEB, false], ['cluster-local', WEB, false],
    ['cluster.*', WEB, true], ['cluste*', WEB, true], ['x*', WEB, false], ['*.local', WEB, true], ['*local', WEB, true], ['*.org', WEB, false],
    ['*web', WEB, false], ['cluster.local', 'spiffe://cluster.local', false],
  ])('%s of %s: %s', (pattern, identity, expected) => expect(matchesTrustDomain(pattern, identity)).toBe(expected));
});

describe('with aliases of the trust domain', () => {
  const OURS = ['new.org', 'old.org'];

  test.each<[string, readonly string[]]>([
    ['cluster.local/ns/shop/sa/web', ['new.org/ns/shop/sa/web', 'old.org/ns/shop/sa/web']],
    ['old.org/ns/shop/sa/web', ['new.org/ns/shop/sa/web', 'old.org/ns/shop/sa/web']],
    ['other.org/ns/shop/sa/web', ['other.org/ns/shop/sa/web']],
    ['old*/ns/shop/sa/web', ['new.org/ns/shop/sa/web', 'old.org/ns/shop/sa/web']],
    ['older*/ns/shop/sa/web', ['older*/ns/shop/sa/web']],
    // What begins with * already matches what ends alike.
    ['*ld.org/ns/shop/sa/web', ['new.org/ns/shop/sa/web', '*ld.org/ns/shop/sa/web']],
    ['*.org/ns/shop/sa/web', ['*.org/ns/shop/sa/web', '*.org/ns/shop/sa/web']],
    ['*.com/ns/shop/sa/web', ['*.com/ns/shop/sa/web']],
    ['*/ns/shop/sa/web', ['*/ns/shop/sa/web']],
    ['*', ['*']], ['*/sa/web', ['*/sa/web']], ['old.org/ns/shop/*', ['old.org/ns/shop/*']],
  ])('the principal %s stands for %j', (principal, expected) => expect(expandPrincipal(principal, OURS)).toEqual(expected));

  test('an alias with a wildcard stands for what it covers', () => {
    expect(expandPrincipal('old.org/ns/shop/sa/web', ['new.org', '*.org'])).toEqual(['new.org/ns/shop/sa/web', '*.org/ns/shop/sa/web']);
    expect(expandPrincipal('old.com/ns/shop/sa/web', ['new.org', '*.org'])).toEqual(['old.com/ns/shop/sa/web']);
    expect(expandPrincipal('old.com/ns/shop/sa/web', ['new.org', 'old*'])).toEqual(['new.org/ns/shop/sa/web', 'old*/ns/shop/sa/web']);
  });

  test('one trust domain of the mesh stands for all', () => {
    expect(expandTrustDomain('old.org', OURS)).toEqual(OURS);
    expect(expandTrustDomain('other.org', OURS)).toEqual(['other.org']);
  });
});
