import { Duration } from 'cdk8s';
import { GRPC, HTTP, problemsOf, TCP } from './_target';
import { ClientTls } from '../../../src/traffic/destination/client-tls';
import { H2UpgradePolicy } from '../../../src/traffic/destination/connection-pool';
import type { ConnectionPool } from '../../../src/traffic/destination/connection-pool';
import { connectionPoolSetting } from '../../../src/traffic/destination/connection-pool-setting';
import { HashAlgorithm } from '../../../src/traffic/destination/hash-algorithm';
import { LoadBalancer } from '../../../src/traffic/destination/load-balancer';
import type { WarmingLoadBalancerOptions } from '../../../src/traffic/destination/load-balancer-options';
import { Locality } from '../../../src/traffic/destination/locality';
import type { OutlierDetection } from '../../../src/traffic/destination/outlier-detection';
import { outlierDetectionSetting } from '../../../src/traffic/destination/outlier-detection';
import { MtlsMode } from 'cdk8s-istio';

describe('a connection pool', () => {
  it('writes what it says of TCP and of HTTP, and nothing else', () => {
    expect(connectionPoolSetting({
      maxConnections: 1,
      connectTimeout: Duration.millis(30),
      tcpIdleTimeout: Duration.seconds(0),
      maxConnectionDuration: Duration.minutes(5),
      tcpKeepalive: { probes: 3, time: Duration.hours(2), interval: Duration.seconds(75) },
      http1MaxPendingRequests: 2,
      http2MaxRequests: 3,
      maxRequestsPerConnection: 4,
      maxRetries: 5,
      httpIdleTimeout: Duration.millis(1500),
      maxConcurrentStreams: 6,
      h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
      useClientProtocol: false,
    }).wire).toEqual({
      tcp: {
        maxConnections: 1,
        connectTimeout: '30ms',
        idleTimeout: '0s',
        maxConnectionDuration: '300s',
        tcpKeepalive: { probes: 3, time: '7200s', interval: '75s' },
      },
      http: {
        http1MaxPendingRequests: 2,
        http2MaxRequests: 3,
        maxRequestsPerConnection: 4,
        maxRetries: 5,
        idleTimeout: '1500ms',
        maxConcurrentStreams: 6,
        h2UpgradePolicy: 'UPGRADE',
        useClientProtocol: false,
      },
    });
    expect(connectionPoolSetting({ maxConnections: 1 }).wire).toEqual({ tcp: { maxConnections: 1 } });
    expect(connectionPoolSetting({ maxRetries: 1 }).wire).toEqual({ http: { maxRetries: 1 } });
  });

  it.each<[string, ConnectionPool, string]>([
    ['says nothing', {}, 'it is empty'],
    ['says nothing of something', { maxConnections: undefined }, 'it is empty'],
    ['has a limit of 0, which Istio takes for none', { maxConnections: 0 }, 'maxConnections 0 is not possible, which Istio would take for no limit'],
    ['has a negative limit', { http1MaxPendingRequests: -1 }, 'http1MaxPendingRequests -1 is not possible'],
    ['has half a request', { http2MaxRequests: 1.5 }, 'http2MaxRequests 1.5 is not possible'],
    ['has no number', { maxRetries: NaN }, 'maxRetries NaN is not possible'],
    ['has a limit that 32 bits do not hold', { maxConnections: 2 ** 31 }, 'from 1 to 2147483647'],
    ['has too many requests on a connection', { maxRequestsPerConnection: 2 ** 29 + 1 }, 'from 1 to 536870912'],
    ['connects in no time', { connectTimeout: Duration.seconds(0) }, 'connectTimeout of 0ms'],
    ['connects in a fraction of a millisecond', { connectTimeout: Duration.millis(0.5) }, 'connectTimeout of 0.5ms'],
    ['is never idle', { httpIdleTimeout: Duration.millis(0) }, 'httpIdleTimeout of 0ms'],
    ['is idle for a fraction of a millisecond', { tcpIdleTimeout: Duration.millis(0.1) }, 'at least 1, or 0 for none'],
    ['is idle for longer than Istio can write', { httpIdleTimeout: Duration.days(4_000_000_000) }, 'longer than Istio can write'],
    ['has probes of nothing', { tcpKeepalive: {} }, "'tcpKeepalive' is empty"],
    ['probes in fractions of a second', { tcpKeepalive: { time: Duration.millis(1500) } }, 'no whole number of seconds'],
    ['has no probes', { tcpKeepalive: { probes: 0 } }, 'tcpKeepalive.probes 0'],
    ['has an unknown policy', { h2UpgradePolicy: 'ALWAYS' as H2UpgradePolicy }, "h2UpgradePolicy 'ALWAYS' is not known"],
    ['keeps and changes the version of HTTP', { useClientProtocol: true, h2UpgradePolicy: H2UpgradePolicy.UPGRADE }, 'choose one'],
    ['limits streams where HTTP/2 is not spoken', { maxConcurrentStreams: 10 }, 'do not speak it'],
    ['has two timeouts of which one is ignored', { tcpIdleTimeout: Duration.seconds(1), httpIdleTimeout: Duration.seconds(1) }, 'ignored beside'],
  ])('is refused if it %s', (_, pool, problem) => {
    expect(problemsOf(connectionPoolSetting(pool)).join('\n')).toContain(problem);
  });

  it('says nothing of HTTP where none is spoken', () => {
    const fields: ConnectionPool[] = [
      { http1MaxPendingRequests: 1 }, { http2MaxRequests: 1 }, { maxRequestsPerConnection: 1 }, { maxRetries: 1 },
      { httpIdleTimeout: Duration.seconds(1) }, { maxConcurrentStreams: 1 },
      { h2UpgradePolicy: H2UpgradePolicy.DEFAULT }, { useClientProtocol: true },
    ];
    for (const field of fields) {
      const setting = connectionPoolSetting({ maxConnections: 1, ...field });
      expect(problemsOf(setting, { ports: [TCP] })).toEqual([
        `connection pool for the whole service: ${Object.keys(field)[0]} is about HTTP, and its ports 'tcp' (tcp) speak none; leave it out.`,
      ]);
      expect(problemsOf(setting, { ports: [GRPC, TCP] }, { port: 'tcp' })).toHaveLength(1);
      expect(problemsOf(setting, { ports: [GRPC, TCP] }, { port: 'grpc' })).toEqual([]);
    }
  });

  it('says of TCP connections how long they last for the whole service only, where Istio reads it', () => {
    for (const pool of [{ tcpIdleTimeout: Duration.seconds(1) }, { maxConnectionDuration: Duration.seconds(1) }]) {
      const setting = connectionPoolSetting(pool);
      expect(problemsOf(setting, { ports: [TCP] })).toEqual([]);
      expect(problemsOf(setting, { ports: [TCP] }, { port: 'tcp' })[0]).toContain('is read for the whole service only');
      expect(problemsOf(setting, { ports: [TCP], versions: ['v1'] }, { version: 'v1' })[0]).toContain('is read for the whole service only');
      expect(problemsOf(setting, { ports: [HTTP, TCP], versions: ['v1'] }, { version: 'v1', port: 'http' })).toEqual([]);
    }
  });

  it('changes the version of HTTP on ports only that speak it', () => {
    for (const pool of [{ h2UpgradePolicy: H2UpgradePolicy.UPGRADE }, { useClientProtocol: true }]) {
      expect(problemsOf(connectionPoolSetting(pool), { ports: [HTTP, TCP] })[0]).toContain("say it with 'port', of those that do");
      expect(problemsOf(connectionPoolSetting(pool), { ports: [HTTP, TCP] }, { port: 'http' })).toEqual([]);
    }
    expect(problemsOf(connectionPoolSetting({ http2MaxRequests: 1 }), { ports: [HTTP, TCP] })).toEqual([]);
  });

  it('does not upgrade to what is spoken already', () => {
    const upgrade = connectionPoolSetting({ h2UpgradePolicy: H2UpgradePolicy.UPGRADE });
    expect(problemsOf(upgrade, { ports: [GRPC] })[0]).toContain('speak HTTP/2 already');
    expect(problemsOf(upgrade, { ports: [HTTP] })).toEqual([]);
  });
});

describe('outlier detection', () => {
  it('writes what it says, in the field that Istio reads', () => {
    expect(outlierDetectionSetting({
      consecutive5xxErrors: 7,
      consecutiveGatewayErrors: 0,
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 2,
      interval: Duration.minutes(5),
      baseEjectionTime: Duration.millis(900),
      maxEjectionPercent: 100,
      minHealthPercent: 0,
    }).wire).toEqual({
      consecutive5xxErrors: 7,
      consecutiveGatewayErrors: 0,
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 2,
      interval: '300s',
      baseEjectionTime: '900ms',
      maxEjectionPercent: 100,
      minHealthPercent: 0,
    });
    expect(outlierDetectionSetting({ consecutive5xxErrors: 1, interval: undefined }).wire).toEqual({ consecutive5xxErrors: 1 });
  });

  it.each<[string, OutlierDetection, string]>([
    ['says nothing', {}, 'it is empty'],
    ['counts half an error', { consecutive5xxErrors: 0.5 }, 'consecutive5xxErrors 0.5'],
    ['counts fewer than no errors', { consecutiveGatewayErrors: -1 }, 'consecutiveGatewayErrors -1'],
    ['ejects no share, which Istio takes for ten percent', { maxEjectionPercent: 0 }, 'which Istio would take for 10'],
    ['ejects more than all', { maxEjectionPercent: 101 }, 'from 1 to 100'],
    ['needs more than all', { minHealthPercent: 101 }, 'from 0 to 100'],
    ['looks in no time', { interval: Duration.millis(0) }, 'interval of 0ms'],
    ['ejects for a fraction of a millisecond', { baseEjectionTime: Duration.millis(0.2) }, 'baseEjectionTime of 0.2ms'],
    ['counts gateway errors that never come so far', { consecutiveGatewayErrors: 5 }, 'has no effect'],
    ['counts gateway errors that count elsewhere before', { consecutiveGatewayErrors: 3, consecutive5xxErrors: 3 }, 'has no effect'],
    ['counts its own failures with the others', { consecutiveLocalOriginFailures: 3 }, "without 'splitExternalLocalOriginErrors'"],
    ['counts its own failures, and none', { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 0 }, 'consecutiveLocalOriginFailures 0'],
    ['ejects nobody', { consecutive5xxErrors: 0 }, 'it ejects nobody'],
  ])('is refused if it %s', (_, detection, problem) => {
    expect(problemsOf(outlierDetectionSetting(detection)).join('\n')).toContain(problem);
  });

  it('counts gateway errors alone, or before others', () => {
    expect(problemsOf(outlierDetectionSetting({ consecutive5xxErrors: 0, consecutiveGatewayErrors: 9 }))).toEqual([]);
    expect(problemsOf(outlierDetectionSetting({ consecutiveGatewayErrors: 4 }))).toEqual([]);
  });
});

describe('a load balancer', () => {
  const wireOf = (balancer: LoadBalancer) => balancer._toSetting().wire;

  it('is one of the simple ones', () => {
    expect([LoadBalancer.leastRequest(), LoadBalancer.roundRobin(), LoadBalancer.random(), LoadBalancer.passthrough()].map(wireOf)).toEqual([
      { simple: 'LEAST_REQUEST' }, { simple: 'ROUND_ROBIN' }, { simple: 'RANDOM' }, { simple: 'PASSTHROUGH' },
    ]);
  });

  it('sends like to like, by ring or table', () => {
    expect(wireOf(LoadBalancer.hashByHeader('x-user'))).toEqual({ consistentHash: { httpHeaderName: 'x-user' } });
    expect(wireOf(LoadBalancer.hashByQueryParameter('user', { algorithm: HashAlgorithm.maglev() }))).toEqual({
      consistentHash: { httpQueryParameterName: 'user', maglev: { tableSize: 65537 } },
    });
    expect(wireOf(LoadBalancer.hashBySourceIp({ algorithm: HashAlgorithm.ringHash(2048), locality: Locality.disabled() }))).toEqual({
      consistentHash: { useSourceIp: true, ringHash: { minimumRingSize: 2048 } }, localityLbSetting: { enabled: false },
    });
    expect(wireOf(LoadBalancer.hashByCookie('session', { ttl: Duration.seconds(0), path: '/', attributes: { SameSite: 'Strict', Secure: '' } }))).toEqual({
      consistentHash: { httpCookie: { name: 'session', ttl: '0s', path: '/', attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }] } },
    });
  });

  it('lets new pods warm up', () => {
    const warmup = { duration: Duration.minutes(1), minimumPercent: 20, aggression: 1.5 };
    expect(wireOf(LoadBalancer.roundRobin({ warmup }))).toEqual({
      simple: 'ROUND_ROBIN', warmup: { duration: '60s', minimumPercent: 20, aggression: 1.5 },
    });
  });

  it('regards where pods run', () => {
    expect(wireOf(LoadBalancer.leastRequest({ locality: Locality.distribute({ from: 'eu/*', to: { 'eu/a': 80, 'eu/b/*': 20 } }) }))).toEqual({
      simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, distribute: [{ from: 'eu/*', to: { 'eu/a': 80, 'eu/b/*': 20 } }] },
    });
    expect(wireOf(LoadBalancer.random({ locality: Locality.failover({ from: 'eu', to: 'us' }) })).localityLbSetting).toEqual({
      enabled: true, failover: [{ from: 'eu', to: 'us' }],
    });
  });

  it.each<[string, LoadBalancer, string]>([
    ['hashes by no header', LoadBalancer.hashByHeader(''), "header ''"],
    ['hashes by what is no header', LoadBalancer.hashByHeader('x user'), "header 'x user'"],
    ['hashes by no cookie', LoadBalancer.hashByCookie(''), "cookie ''"],
    ['hashes by no parameter', LoadBalancer.hashByQueryParameter(''), 'without a name'],
    ['gives a cookie that is never set a path', LoadBalancer.hashByCookie('a', { path: '/' }), "no 'ttl'"],
    ['gives a cookie that is never set attributes', LoadBalancer.hashByCookie('a', { attributes: { Secure: '' } }), "no 'ttl'"],
    ['gives a cookie an attribute without name', LoadBalancer.hashByCookie('a', { ttl: Duration.hours(1), attributes: { '': 'x' } }), "attribute ''"],
    ['has an empty ring', LoadBalancer.hashBySourceIp({ algorithm: HashAlgorithm.ringHash(0) }), 'ring hash size 0'],
    ['has a table of no prime size', LoadBalancer.hashBySourceIp({ algorithm: HashAlgorithm.maglev(65536) }), 'maglev table size 65536'],
    ['has too great a table', LoadBalancer.hashBySourceIp({ algorithm: HashAlgorithm.maglev(5_000_011) }), 'maglev table size 5000011'],
    ['has no number for a table', LoadBalancer.hashBySourceIp({ algorithm: HashAlgorithm.maglev(NaN) }), 'maglev table size NaN'],
    ...([
      ['warms up in no time', { warmup: { duration: Duration.seconds(0) } }, "warm-up's duration of 0ms"],
      ['warms up from more than all', { warmup: { duration: Duration.seconds(1), minimumPercent: 101 } }, "warm-up's minimumPercent of 101"],
      ['warms up backwards', { warmup: { duration: Duration.seconds(1), aggression: 0.5 } }, "warm-up's aggression 0.5"],
      ['fails over to nowhere', { locality: Locality.failover() }, 'names no region'],
      ['fails over to itself', { locality: Locality.failover({ from: 'eu', to: 'eu' }) }, 'itself'],
      ['fails over to a zone', { locality: Locality.failover({ from: 'eu', to: 'us/a' }) }, "'us/a', which is no region"],
      ['fails over twice', { locality: Locality.failover({ from: 'eu', to: 'us' }, { from: 'eu', to: 'ap' }) }, 'given twice'],
      ['prefers no labels', { locality: Locality.failoverPriority() }, 'names no label'],
      ['prefers what is no label', { locality: Locality.failoverPriority('a=b=c') }, "'a=b=c', which is no label"],
      ['distributes nothing', { locality: Locality.distribute() }, 'is empty'],
      ['distributes to nowhere', { locality: Locality.distribute({ from: '*', to: {} }) }, 'adds up to 0 (nothing)'],
      ['distributes too little', { locality: Locality.distribute({ from: '*', to: { eu: 90 } }) }, 'adds up to 90 (eu 90)'],
      ['distributes shares of nothing', { locality: Locality.distribute({ from: '*', to: { eu: 100, us: 0 } }) }, "gives 'us' 0 percent"],
      ['distributes twice', { locality: Locality.distribute({ from: 'eu', to: { eu: 100 } }, { from: 'eu/*', to: { us: 100 } }) }, "'eu' and from 'eu/*'"],
      ['distributes to a place and a part of it', { locality: Locality.distribute({ from: '*', to: { 'eu/*': 50, 'eu/a': 50 } }) }, 'overlap'],
      ['distributes to no place', { locality: Locality.distribute({ from: '*', to: { 'a/b/c/d': 100 } }) }, "locality 'a/b/c/d'"],
    ] as [string, WarmingLoadBalancerOptions, string][]).map(([what, options, problem]): [string, LoadBalancer, string] =>
      [what, LoadBalancer.leastRequest(options), problem]),
  ])('is refused if it %s', (_, balancer, problem) => {
    expect(problemsOf(balancer._toSetting()).join('\n')).toContain(problem);
  });

  it('hashes by what there is: of TCP, the address', () => {
    for (const balancer of [LoadBalancer.hashByHeader('x'), LoadBalancer.hashByCookie('x'), LoadBalancer.hashByQueryParameter('x')]) {
      expect(problemsOf(balancer._toSetting(), { ports: [TCP] })[0]).toContain('speak no HTTP; use LoadBalancer.hashBySourceIp()');
    }
    const bySource = LoadBalancer.hashBySourceIp()._toSetting();
    expect(problemsOf(bySource, { ports: [TCP] })).toEqual([]);
    expect(problemsOf(bySource, { ports: [TCP] }, { port: 'tcp' })[0]).toContain('for the whole service only');
    expect(problemsOf(bySource, { ports: [HTTP] }, { port: 'http' })).toEqual([]);
  });

  it('does not pass by versions', () => {
    expect(problemsOf(LoadBalancer.passthrough()._toSetting(), { versions: ['v1'] })[0]).toContain('whatever version answers there');
    expect(problemsOf(LoadBalancer.passthrough()._toSetting())).toEqual([]);
  });
});

describe('client TLS', () => {
  const FILES = { clientCertificate: '/etc/certs/cert.pem', privateKey: '/etc/certs/key.pem' };

  it('writes a mode and its files, and whose certificates count', () => {
    const wireOf = (tls: ClientTls) => tls._toSetting().wire;
    expect(wireOf(ClientTls.istioMutual())).toEqual({ mode: 'ISTIO_MUTUAL' });
    expect(wireOf(ClientTls.disable())).toEqual({ mode: 'DISABLE' });
    expect(wireOf(ClientTls.simple())).toEqual({ mode: 'SIMPLE', caCertificates: 'system' });
    expect(wireOf(ClientTls.simple({ insecureSkipVerify: true, sni: 'db' }))).toEqual({ mode: 'SIMPLE', insecureSkipVerify: true, sni: 'db' });
    expect(wireOf(ClientTls.mutual({ ...FILES, caCertificates: '/etc/certs/ca.pem', subjectAltNames: ['db.example.com'] }))).toEqual({
      mode: 'MUTUAL', ...FILES, caCertificates: '/etc/certs/ca.pem', subjectAltNames: ['db.example.com'],
    });
  });

  it.each<[string, ClientTls, string]>([
    ['reads a file of nowhere', ClientTls.mutual({ ...FILES, privateKey: 'key.pem' }), "privateKey 'key.pem'"],
    ['reads no file', ClientTls.simple({ caCertificates: '' }), "caCertificates ''"],
    ['names no server', ClientTls.simple({ sni: '' }), "'sni' is empty"],
    ['asks for no name', ClientTls.simple({ subjectAltNames: [] }), "'subjectAltNames' is empty"],
    ['asks for an empty name', ClientTls.simple({ subjectAltNames: [''] }), 'an empty name'],
    ['looks and does not look', ClientTls.simple({ insecureSkipVerify: true, subjectAltNames: ['a'] }), 'leave out one or the other'],
  ])('is refused if it %s', (_, tls, problem) => {
    expect(problemsOf(tls._toSetting(), { meshed: false, mtls: undefined, authorizes: false }).join('\n')).toContain(problem);
  });

  it('fits what the other side takes', () => {
    const modes = { istio: ClientTls.istioMutual(), none: ClientTls.disable(), simple: ClientTls.simple(), mutual: ClientTls.mutual(FILES) };
    const fitting = (changes: Parameters<typeof problemsOf>[1]) =>
      Object.entries(modes).filter(([, tls]) => problemsOf(tls._toSetting(), changes).length === 0).map(([mode]) => mode);
    expect(fitting({ mtls: MtlsMode.STRICT })).toEqual(['istio']);
    expect(fitting({ mtls: MtlsMode.STRICT, authorizes: false })).toEqual(['istio']);
    expect(fitting({ mtls: MtlsMode.PERMISSIVE })).toEqual(['istio']);
    expect(fitting({ mtls: MtlsMode.PERMISSIVE, authorizes: false })).toEqual(['istio', 'none']);
    expect(fitting({ mtls: MtlsMode.DISABLE, authorizes: false })).toEqual(['none']);
    expect(fitting({ mtls: MtlsMode.DISABLE, authorizes: false, ports: [TCP] })).toEqual(['none', 'simple', 'mutual']);
    expect(fitting({ meshed: false, mtls: undefined, authorizes: false })).toEqual(['none', 'simple', 'mutual']);
  });

  it('without identity is refused with words', () => {
    expect(problemsOf(ClientTls.disable()._toSetting())).toEqual([
      "client TLS for the whole service: it sends plain text, and port 'http' takes the mesh's mutual TLS only (mTLS mode 'STRICT'); leave client TLS alone.",
    ]);
  });
});
