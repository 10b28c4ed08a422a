/** Texts that are right in one place or another, and those that are nowhere. */
export const TEXTS: readonly string[] = [
  '', '*', '.', '~', '*.example.com', '*api.example.com', 'a_b', 'reviews', 'reviews.bookinfo.svc.cluster.local', 'a.', '.a', 'a..b',
  '1.2', 'a.1', 'UPPER.Case', 'foo-', '-foo', '*-x', 'a'.repeat(64), 'x/y', './*', '*/*', '~/x.com', 'bookinfo/*', 'a/b/c', '10.0.0.1',
  '10.0.0.0/8', '10.0.0.0/33', 'fe80::1%eth0', '::1', '01.2.3.4', '%', '%%', '%A%', '%A(x)%', '%A(', '%A([ "x" , "y" ]) %', '%A(["x)%',
  '%A()%', 'a\tb', 'a\nb', '(', 'a**', '[z-a]', '\\d+', '(?=a)', 'x{1001}', '\\pN', '(?P<n>a)', '1s', '1.5ms', '1h', '0s', '0.0005s',
  '1500ms', '2.5s', 'http', 'HTTPS', 'tcp', 'TLS', 'UDP', 'GRPC', 'mysql', 'unix:///a', 'unix://@a', 'unix://a', 'unix:///a/', 'mesh',
  'gw', 'ns/gw', 'gw.ns.svc.cluster.local', '@request.auth.claims.x', '@request.auth.claims[x]', ':path', ':authority', 'Host', 'x y',
  '5xx,503', '5xx, 503', 'NOT_FOUND', 'GET', 'get', '/a/{*}', '/a/{**}/b', '/{**}/{*}', '/a{b', '/*/{*}', '80', '65536', '-1', 'ns/sa',
  'cluster*', 'c*r', 'request.headers[x]', 'request.headers', 'source.ip', 'source.trustDomain', 'destination.labels[a]', 'unknown.key',
  'configmap://ca', 'configmap://other/ca', 'us-east', 'us-east/*', 'us/z/*', '*/x', 'a//b', 'ECDHE-RSA-AES128-SHA', 'ALL', '127.0.0.1:80',
  '[::1]:80', 'response.code >= 400', 'has(x)', 'SIMPLE', 'ISTIO_MUTUAL', 'STATIC', 'DNS', 'DYNAMIC_DNS', 'DENY', 'CUSTOM',
];

export const NUMBERS: readonly number[] = [
  0, 1, -1, 2, 7, 80, 99, 100, 101, 199, 200, 301, 404, 443, 600, 601, 65535, 65536, 65537, 5000011, 0.5, 0.00001,
];

/** Objects whose keys anyone may choose. */
export const MAPS = /\.(?:headers|withoutHeaders|queryParams|add|set|labels|matchLabels|sourceLabels|ports|to|customTags|tagOverrides)$/;
