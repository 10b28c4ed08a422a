import { existsSync } from 'node:fs';
import { counter, serve, startPrometheus, until } from './_prometheus';
import { runAsync } from './_run';

/**
 * A real server: Debian's package prometheus, or the one that the variable PROMETHEUS names. Where there is neither these tests are skipped;
 * CI installs it, and sets the variable.
 */
const PROMETHEUS = process.env.PROMETHEUS ?? '/usr/bin/prometheus';
const withPrometheus = process.env.PROMETHEUS !== undefined || existsSync(PROMETHEUS) ? describe : describe.skip;

const MUTUAL = { connection_security_policy: 'mutual_tls', response_flags: '-' };

function source(workload: string, namespace = 'shop') {
  return {
    source_workload: workload,
    source_workload_namespace: namespace,
    source_canonical_service: workload.replace(/-v\d+$/, ''),
    source_canonical_revision: 'latest',
    source_principal: `spiffe://cluster.local/ns/${namespace}/sa/${workload.replace(/-v\d+$/, '')}`,
    source_cluster: 'Kubernetes',
  };
}

function destination(service: string, version = 'v1') {
  return {
    destination_workload: `${service}-${version}`,
    destination_workload_namespace: 'shop',
    destination_canonical_service: service,
    destination_canonical_revision: version,
    destination_principal: `spiffe://cluster.local/ns/shop/sa/${service}-${version}`,
    destination_service: `${service}.shop.svc.cluster.local`,
    destination_service_name: service,
    destination_service_namespace: 'shop',
    destination_cluster: 'Kubernetes',
  };
}

const http = (labels: { readonly [label: string]: string }, value: number) =>
  counter('istio_requests_total', { reporter: 'destination', request_protocol: 'http', response_code: '200', ...MUTUAL, ...labels }, value);

withPrometheus('a real Prometheus', () => {
  let exporter: Awaited<ReturnType<typeof serve>>;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
  let code: string;
  let questions: string;

  beforeAll(async () => {
    const started = Date.now();
    exporter = await serve((_, __, response) => {
      // Begins while it is scraped, and stays.
      const moves = 5 + Math.floor((Date.now() - started) / 500);
      response.setHeader('content-type', 'text/plain');
      response.end(`${[
        '# TYPE istio_requests_total counter',
        http({ ...source('web-v1'), ...destination('cart', 'v1') }, moves),
        http({ ...source('web-v1'), ...destination('cart', 'v2') }, 30 * moves),
        // Once, and never again.
        http({ ...source('report'), ...destination('cart', 'v1') }, 1),
        http({ ...source('web-v1'), ...destination('stock'), request_protocol: 'grpc', grpc_response_status: '0' }, 2),
        http({ ...source('intruder'), ...destination('stock'), request_protocol: 'grpc', grpc_response_status: '7' }, 9),
        http({ ...source('intruder'), ...destination('cart', 'v1'), response_code: '403' }, 4),
        http({ ...source('web-v1'), ...destination('cart', 'v1'), reporter: 'source', response_code: '503', response_flags: 'UH' }, 2),
        http({ ...destination('cart', 'v1'), source_workload: 'unknown', source_workload_namespace: 'unknown', source_principal: 'unknown', connection_security_policy: 'none' }, 6),
        http({ ...source('web-v1'), reporter: 'source', destination_workload: 'unknown', destination_service: 'api.bank.example', destination_service_name: 'api.bank.example', destination_service_namespace: 'shop' }, 1),
        http({ ...source('web-v1'), reporter: 'source', destination_workload: 'unknown', destination_service: 'BlackHoleCluster', destination_service_name: 'BlackHoleCluster', response_code: '502' }, 1),
        http({ ...source('istio-ingressgateway', 'istio-system'), source_principal: 'spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account', ...destination('web') }, 8),
        http({ ...source('never'), ...destination('cart', 'v1') }, 0),
        '# TYPE istio_tcp_connections_opened_total counter',
        counter('istio_tcp_connections_opened_total', { reporter: 'destination', request_protocol: 'tcp', ...MUTUAL, ...source('cart-v1'), ...destination('db') }, 1),
      ].join('\n')}\n`);
    });
    prometheus = await startPrometheus(PROMETHEUS, exporter.url);
    await until(prometheus.url, 'istio_tcp_connections_opened_total', 1);
    await until(prometheus.url, 'increase(istio_requests_total[1m]) > 0', 2);
    const learned = await runAsync('learn', '--prometheus', prometheus.url, '--window', '10m');
    expect(learned.code).toBe(0);
    ({ out: code, error: questions } = learned);
  }, 120_000);
  afterAll(async () => {
    await prometheus?.stop();
    await exporter?.close();
  });

  test('tells every call, those too that were made once', () => {
    expect(code.match(/^\w+\.(?:calls\.to|expose)\(.*/gm)?.sort()).toEqual([
      'cartV1.calls.to(db, TcpCall.port());', 'report.calls.to(cart, HttpCall.any());', 'web.calls.to(apiBankExample, HttpCall.any());',
      'web.calls.to(cart, HttpCall.any());', 'web.calls.to(stock, HttpCall.any());', 'webGateway.expose(web, HttpCall.any());',
    ]);
  });
  test('tells versions and their shares', () => {
    const [v1, v2] = ['v1', 'v2'].map(version => Number(new RegExp(`addVersion\\('${version}', \\{[^}]*weight: (\\d+),`).exec(code)?.[1]));
    expect(v1 + v2).toBe(100);
    expect(v2).toBeGreaterThan(v1);
  });
  test('makes questions of what was refused, blocked, or had no identity', () => {
    expect(code).not.toMatch(/intruder\.calls/);
    expect(code).toContain('Question: should it be allowed? All of it was refused (403).');
    expect(code).toContain('Question: should it be allowed? All of it was refused (gRPC status 7).');
    expect(code).toContain('Question: who called shop/cart in plain text?');
    expect(code).toContain('Question: what did shop/web-v1 call as BlackHoleCluster?');
    expect(questions).toContain('callers without an identity (1): shop/cart');
  });
  test('tells what does not synthesize, which is nothing', () => {
    expect(questions).not.toContain('does not synthesize');
  });
  test('knows nothing of metrics that nobody counts, and says so', async () => {
    const { code: exit, error } = await runAsync('learn', '--prometheus', `${prometheus.url}/`, '--window', '1ms');
    expect(exit).toBe(2);
    expect(error).toContain('nothing was counted in the last 1ms');
  });
  test('tells an error of its own', async () => {
    const { code: exit, error } = await runAsync('learn', '--prometheus', prometheus.url, '--window', '99999999y');
    expect(exit).toBe(2);
    expect(error).toMatch(/^http:\/\/127\.0\.0\.1:\d+: Prometheus answers with an error: bad_data: .* \(status 400\)$/);
  });
});
