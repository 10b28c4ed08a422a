/** Texts of which the fields of some kind or other allow some and refuse others. */
export const TEXTS: readonly string[] = [
  'a', 'reviews', 'reviews.default.svc.cluster.local', '*', '*.example.com', 'example.com', '', '1s', '0s', '10ms', '0.5ms', '1h30m', '1.5h', '-1s', '1d', '1', 'abc',
  '10.0.0.1', '10.0.0.0/8', '010.0.0.1', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', '2001:db8::/32', '1.2.3', '1.2.3.4.5', 'http://a.b/c', 'https://a.b:443', 'oci://x/y', 'http://a:b', 'http://[::1]:80/',
  'file:///x', 'ftp://x', 'HTTP://x', 'a b', 'unix:///tmp/x', 'unix://@x', 'unix://x', 'unix:///tmp/', 'HTTP', 'HTTPS', 'TCP', 'UDP', 'TLS', 'HTTP2', 'GRPC',
  'A', 'a.b', 'a/b', 'a_b', '-a', 'a-', '/', '/a', '/a//b', '/a/../b', '/a%2fb', '/a/.', 'a\nb', 'ä', '😀', '😀😀', 'x'.repeat(63), 'x'.repeat(64), 'y'.repeat(254), 'z'.repeat(5000),
  '80', '443', '0', '65535', '65536', '+80', '0x50', '1.0', 'example.com/name', 'Example.com/Name', '/name', 'name/', 'istio.io/dry-run', 'PT1S', 'YQ==', 'YQ', 'Hostname', 'IPAddress', 'Exact', 'PathPrefix', 'true',
  'ReplaceFullPath', 'ReplacePrefixMatch', '%zz', '*.', 'a*', 'ipv4', 'NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'X-Header', 'toString', '__proto__', 'constructor', '0.5', '1e3', '10%', '100m', '64Mi',
];

export const NUMBERS: readonly number[] = [
  0, 1, -1, 2, 80, 443, 8080, 100, 101, 200, 399, 599, 600, 1000, 65535, 65536,
  0.5, 99.9, -0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e18, 1e19, 1e21, -(2 ** 31) - 1, 5e-324,
];

/** A value of each type. */
export const OTHERS: readonly unknown[] = [null, true, false, 0, 1, 80, 0.5, '', 'a', '80', [], ['a'], [null], [{}], {}, { a: 'b' }, { name: 'a' }, [['a']], [1, 1]];
