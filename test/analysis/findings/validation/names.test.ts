import { fine, wrong } from './_texts';
import { addressProblem, subnetProblem } from '../../../../src/analysis/findings/validation/addresses';
import { dnsLabelProblem, fqdnProblem, hostProblem, isGeneratedSni, isPartialWildcard, wildcardDomainProblem } from '../../../../src/analysis/findings/validation/dns-names';
import { gatewayHostProblem, sidecarHostProblem } from '../../../../src/analysis/findings/validation/namespaced-hosts';

test('a DNS label has letters of either case, digits, and hyphens inside, 63 at most', () => {
  fine(dnsLabelProblem, 'a', 'Reviews', 'v1', 'a-b', '1', 'a'.repeat(63));
  wrong(dnsLabelProblem, '', '-a', 'a-', 'a.b', 'a_b', 'é', 'a'.repeat(64));
});

test('a host name has labels between dots, may end with a dot, and not with a number', () => {
  fine(fqdnProblem, 'reviews', 'reviews.bookinfo.svc.cluster.local', 'example.com.', '1.example.com');
  wrong(fqdnProblem, '', '.', 'a..b', '.a', 'a.1', '10.0.0.1', '*.example.com', `${'a.'.repeat(128)}a`);
});

test('a wildcard is the first label, or what it begins with', () => {
  fine(wildcardDomainProblem, '*', '*.example.com', '*api.example.com', '*-api.example.com', 'example.com');
  wrong(wildcardDomainProblem, 'api.*.com', 'api*.example.com', '**.example.com', '*._');
  expect(['*api.example.com', '*-api'].every(isPartialWildcard)).toBe(true);
  expect(['*', '*.example.com', 'example.com'].some(isPartialWildcard)).toBe(false);
});

test('an address stands for a host where one may', () => {
  fine(hostProblem, '10.0.0.1', '::1', 'example.com');
  wrong(hostProblem, '10.0.0', '10.0.0.256');
});

test('an SNI name that Istio makes names port and host', () => {
  expect(['outbound_.80_._.a.b', 'outbound_.80_.v1_.a.b'].every(isGeneratedSni)).toBe(true);
  expect(['outbound_.x_._.a', 'outbound_.80_._.1', 'outbound_80_a', 'inbound_.80_._.a'].some(isGeneratedSni)).toBe(false);
});

test('an address is of IPv4 without leading zeros, or of IPv6', () => {
  fine(addressProblem, '0.0.0.0', '::', 'fe80::1%eth0');
  wrong(addressProblem, '', '01.2.3.4', '1.2.3', 'localhost', '10.0.0.0/8');
});

test('a block has a length that its addresses have', () => {
  fine(subnetProblem, '10.0.0.0/8', '10.1.2.3/32', '::/0', 'fd00::/128', '10.0.0.1');
  wrong(subnetProblem, '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8/8', 'fe80::1%eth0/64');
});

test('a Gateway serves whole names with a dot, wildcards and addresses, for one namespace or all', () => {
  fine(gatewayHostProblem, '*', 'example.com', '*.example.com', './*', '*/example.com', 'bookinfo/*.example.com', '10.0.0.1');
  wrong(gatewayHostProblem, 'reviews', '*api.example.com', '~/example.com', 'a_b/example.com', '/example.com', 'bookinfo/', 'https://example.com', '::1');
});

test('a Sidecar sees hosts of a namespace, and no addresses', () => {
  const sees = (text: string): string | undefined => sidecarHostProblem(text, false);
  fine(sees, './*', '*/*', '~/*', 'bookinfo/reviews.bookinfo.svc.cluster.local');
  wrong(sees, '*', 'example.com', 'bookinfo/reviews', 'bookinfo/10.0.0.1', '~bookinfo/example.com', '/example.com');
  expect(sidecarHostProblem('~bookinfo/example.com', true)).toBeUndefined();
});
