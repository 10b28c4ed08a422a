import { App, Duration, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../../_manifests';
import '../../../src/testing';
import {
  CanaryService, ClientTls, HttpCall, Injection, LeastPrivilegeWorkload, LoadBalancer, Locality, MtlsMode, SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';
import { HttpRequest } from 'cdk8s-istio/testing';

const HOST = 'travels.agency.svc.cluster.local';

function agency(mtls?: MtlsMode) {
  const app = new App();
  const namespace = new SecureNamespace(app, 'agency', { mtls });
  const travels = new CanaryService(namespace, 'travels', { port: 8000 });
  const v1 = travels.addVersion('v1', { image: 'travels:1', weight: 50 });
  const v2 = travels.addVersion('v2', { image: 'travels:2', weight: 50 });
  const portal = new LeastPrivilegeWorkload(namespace, 'portal', { image: 'portal:1' });
  portal.calls.to(travels, HttpCall.any());
  return { app, namespace, travels, v1, v2, portal };
}

describe('traffic policies of a service', () => {
  it('add to its one DestinationRule', () => {
    const { app, travels, v2, portal } = agency();
    travels.traffic.connectionPool({ maxConnections: 1, http1MaxPendingRequests: 1 });
    travels.traffic.outlierDetection({ consecutive5xxErrors: 1, maxEjectionPercent: 100 });
    travels.traffic.loadBalancer(LoadBalancer.hashByHeader('user'), { version: v2 });
    const made = Manifests.of(app);
    expect(made.names('DestinationRule')).toEqual(['travels']);
    expect(made.spec('DestinationRule', 'travels')).toEqual({
      host: HOST,
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } },
        outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 },
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'user' } } } },
      ],
    });
    expect(made.yaml).not.toContain('consecutiveErrors');
    expect(app).toAllow(portal, HttpRequest.get('/travels'), travels);
  });

  it('make one for a workload without versions, which has none otherwise', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'agency');
    const hotels = new LeastPrivilegeWorkload(namespace, 'hotels', { image: 'hotels:1', ports: [WorkloadPort.http(8000), WorkloadPort.tcp(3306)] });
    const portal = new LeastPrivilegeWorkload(namespace, 'portal', { image: 'portal:1' });
    portal.calls.to(hotels, HttpCall.any());
    expect(Manifests.of(app).names('DestinationRule')).toEqual([]);
    hotels.traffic.connectionPool({ tcpIdleTimeout: Duration.hours(8) });
    hotels.traffic.outlierDetection({ consecutive5xxErrors: 1 }, { port: 'http' });
    const made = Manifests.of(app);
    expect(made.spec('DestinationRule', 'hotels')).toEqual({
      host: 'hotels.agency.svc.cluster.local',
      trafficPolicy: {
        connectionPool: { tcp: { idleTimeout: '28800s' } },
        portLevelSettings: [{
          port: { number: 8000 }, connectionPool: { tcp: { idleTimeout: '28800s' } }, outlierDetection: { consecutive5xxErrors: 1 },
        }],
      },
    });
    expect(made.names('VirtualService')).toEqual([]);
  });

  it('may insist on the mutual TLS that callers use anyway', () => {
    const { app, travels, v1, portal } = agency();
    travels.traffic.clientTls(ClientTls.istioMutual());
    travels.traffic.connectionPool({ maxConnections: 9 }, { port: 'http' });
    travels.traffic.connectionPool({ maxConnections: 7 }, { version: v1, port: 'http' });
    const { trafficPolicy, subsets } = Manifests.of(app).spec('DestinationRule', 'travels');
    // An entry for a port forgets everything else: what is said of the whole service stands there again.
    expect(trafficPolicy.portLevelSettings[0].tls).toEqual({ mode: 'ISTIO_MUTUAL' });
    expect(subsets[0].trafficPolicy.portLevelSettings[0].tls).toEqual({ mode: 'ISTIO_MUTUAL' });
    expect(app).toAllow(portal, HttpRequest.get('/travels'), travels);
  });

  it('may not send plain text to who takes none', () => {
    const { app, travels, v2 } = agency();
    travels.traffic.clientTls(ClientTls.disable(), { version: v2 });
    expect(refusal(app)).toContain("[agency/travels] client TLS for version 'v2': it sends plain text, and port 'http' takes the mesh's mutual TLS only");
  });

  it('are held against the declared calls, when a patch says otherwise', () => {
    const { app, travels } = agency();
    travels.traffic.clientTls(ClientTls.istioMutual());
    travels.destinationRule.addJsonPatch(JsonPatch.replace('/spec/trafficPolicy/tls/mode', 'DISABLE'));
    expect(refusal(app)).toContain('liveness');
  });

  it('tell all mistakes at once, with the path', () => {
    const { app, namespace, travels } = agency();
    const other = new CanaryService(namespace, 'other', { port: 80 });
    const foreign = other.addVersion('v1', { image: 'other:1' });
    travels.traffic.connectionPool({});
    travels.traffic.connectionPool({ maxConnections: 0 });
    travels.traffic.outlierDetection({ consecutive5xxErrors: -1 }, { port: 'grpc' });
    travels.traffic.outlierDetection({ consecutive5xxErrors: 1 }, { version: foreign });
    travels.traffic.loadBalancer(LoadBalancer.random({ locality: Locality.failover({ from: 'eu', to: 'us' }) }));
    const told = refusal(app);
    for (const part of [
      'connection pool for the whole service: it is empty',
      'connection pool for the whole service: maxConnections 0 is not possible',
      'connection pool for the whole service: it is said twice',
      "outlier detection for port 'grpc': the port does not exist; the ports are 'http' (http 8000)",
      "outlier detection for 'agency/other/v1', which is a version of another service; give a version of 'agency/travels'",
      'load balancer for the whole service: it fails over by locality',
    ]) {
      expect(told).toContain(`[agency/travels] ${part}`);
    }
    expect(told).not.toMatch(/undefined|\bat .*\.ts/);
  });

  describe.each([
    ['HTTP', WorkloadPort.http(8443), HttpCall.any()], ['TCP', WorkloadPort.tcp(8443), TcpCall.port()],
  ])('may send TLS over %s to containers without a proxy', (_, port, call) => {
    const legacy = (tls: ClientTls) => {
      const app = new App();
      const namespace = new SecureNamespace(app, 'legacy', { injection: Injection.disabled() });
      const db = new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', ports: [port] });
      const client = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'client', { image: 'client:1' });
      client.calls.to(db, call);
      db.traffic.clientTls(tls);
      return { app, db };
    };

    it('which the proof takes for granted that they end', () => {
      expect(refusal(legacy(ClientTls.simple()).app)).toBe('');
      expect(refusal(legacy(ClientTls.mutual({ clientCertificate: '/c.pem', privateKey: '/k.pem' })).app)).toBe('');
      expect(refusal(legacy(ClientTls.disable()).app)).toBe('');
    });

    it('and nothing else', () => {
      const { app, db } = legacy(ClientTls.simple());
      db.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/ingress', []));
      expect(refusal(app)).toContain('liveness');
      const other = legacy(ClientTls.disable());
      other.db.traffic.destinationRule.addJsonPatch(JsonPatch.replace('/spec/trafficPolicy/tls/mode', 'SIMPLE'));
      expect(refusal(other.app)).toContain('liveness');
    });
  });

  it('warn of outlier detection that ejects nobody of few', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { app, travels, v2 } = agency();
    travels.traffic.outlierDetection({ consecutive5xxErrors: 1 });
    travels.traffic.outlierDetection({ consecutive5xxErrors: 1, maxEjectionPercent: 100 }, { version: v2 });
    app.synthYaml();
    const written = write.mock.calls.map(([text]) => String(text)).filter(text => text.includes('outlier'));
    write.mockRestore();
    expect(written).toEqual([
      "warning: [agency/travels] outlier detection for the whole service: it ejects nobody where there are fewer than ten pods, since 'maxEjectionPercent' is 10 unless said; say it.\n",
    ]);
  });

  it('warn of what no proxy follows, and write nothing of it', () => {
    const app = new App();
    const bare = new SecureNamespace(app, 'bare', { injection: Injection.disabled() });
    const db = new LeastPrivilegeWorkload(bare, 'db', { image: 'db:1', port: 80 });
    new LeastPrivilegeWorkload(bare, 'client', { image: 'client:1' }).calls.to(db, HttpCall.any());
    db.traffic.connectionPool({ maxConnections: 1 });
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const made = Manifests.of(app);
    const written = write.mock.calls.map(([text]) => String(text));
    write.mockRestore();
    expect(made.names('DestinationRule')).toEqual([]);
    expect(written).toEqual([expect.stringContaining('warning: [bare/db] what is declared of its traffic has no effect')]);
  });

  it('are nothing for a workload that nobody can call', () => {
    const app = new App();
    const client = new LeastPrivilegeWorkload(new SecureNamespace(app, 'agency'), 'client', { image: 'client:1' });
    client.traffic.connectionPool({ maxConnections: 1 });
    expect(refusal(app)).toContain('the service has no port');
  });

  it('hold for connections without HTTP', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'agency');
    const db = new LeastPrivilegeWorkload(namespace, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(3306)] });
    const client = new LeastPrivilegeWorkload(namespace, 'client', { image: 'client:1' });
    client.calls.to(db, TcpCall.port());
    db.traffic.connectionPool({ maxConnections: 100, connectTimeout: Duration.millis(30), tcpIdleTimeout: Duration.seconds(0) });
    db.traffic.loadBalancer(LoadBalancer.hashBySourceIp());
    expect(Manifests.of(app).spec('DestinationRule', 'db').trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 100, connectTimeout: '30ms', idleTimeout: '0s' } },
      loadBalancer: { consistentHash: { useSourceIp: true } },
    });
  });
});
