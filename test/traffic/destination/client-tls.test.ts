import { App, JsonPatch } from 'cdk8s';
import { refusal } from '../../_manifests';
import {
  ClientTls, HttpCall, Injection, LeastPrivilegeWorkload, Mechanism, MtlsMode, SecureNamespace, TcpCall, WorkloadPort,
} from 'cdk8s-istio';
import type { SecureNamespaceProps } from 'cdk8s-istio';

const FILES = { clientCertificate: '/cert.pem', privateKey: '/key.pem' };
const MODES = { ISTIO_MUTUAL: ClientTls.istioMutual(), DISABLE: ClientTls.disable(), SIMPLE: ClientTls.simple(), MUTUAL: ClientTls.mutual(FILES) };

// Whoever asks for no identity, so that only TLS decides.
const enforce = [Mechanism.SIDECAR, Mechanism.NETWORK_POLICY];
const CALLEES: { readonly [what: string]: SecureNamespaceProps } = {
  'no proxy': { injection: Injection.disabled() },
  'STRICT, and asks for identities': { mtls: MtlsMode.STRICT },
  'STRICT': { mtls: MtlsMode.STRICT, enforce },
  'PERMISSIVE': { mtls: MtlsMode.PERMISSIVE, enforce },
  'DISABLE': { mtls: MtlsMode.DISABLE, enforce },
};

function called(props: SecureNamespaceProps, tcp: boolean) {
  const app = new App();
  const client = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'client', { image: 'client:1' });
  const db = new LeastPrivilegeWorkload(new SecureNamespace(app, 'other', props), 'db', {
    image: 'db:1', ports: [tcp ? WorkloadPort.tls(8443) : WorkloadPort.http(8443)],
  });
  client.calls.to(db, tcp ? TcpCall.port() : HttpCall.any());
  return { app, db };
}

const CASES = Object.keys(CALLEES).flatMap(callee => [false, true].flatMap(tcp =>
  Object.keys(MODES).map(mode => ({ callee, tcp, mode: mode as keyof typeof MODES }))));

// The facade knows rules, the proof reads manifests: two judges of one thing.
it.each(CASES)('client TLS $mode to $callee (without HTTP: $tcp) is refused where the proof finds that calls do not come through', ({ callee, tcp, mode }) => {
  const declared = called(CALLEES[callee], tcp);
  declared.db.traffic.clientTls(MODES[mode]);
  const refused = refusal(declared.app);

  const patched = called(CALLEES[callee], tcp);
  patched.db.traffic.connectionPool({ maxConnections: 1 });
  patched.db.traffic.destinationRule.addJsonPatch(JsonPatch.add('/spec/trafficPolicy/tls', { mode, ...mode === 'MUTUAL' ? FILES : {} }));
  const proof = refusal(patched.app);

  // What containers make of TLS of their own, the proof takes for granted where it was declared, and only there.
  const left = proof.includes('cannot be decided');
  expect(refused.includes('client TLS')).toBe(proof.includes('does not come through') || (left && !['SIMPLE', 'MUTUAL'].includes(mode)));
  expect(refused.includes('liveness')).toBe(false);
  expect(refused === '').toBe(proof === '' || left);
});

it('client TLS is judged by what each port takes', () => {
  const app = new App();
  const client = new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'client', { image: 'client:1' });
  const db = new LeastPrivilegeWorkload(new SecureNamespace(app, 'other', { enforce }), 'db', {
    image: 'db:1', ports: [WorkloadPort.http(8000), WorkloadPort.http(9000, { name: 'http-plain', mtls: MtlsMode.DISABLE })],
  });
  client.calls.to(db, HttpCall.any().onPort('http'), HttpCall.any().onPort('http-plain'));
  db.traffic.clientTls(ClientTls.disable(), { port: 'http-plain' });
  expect(refusal(app)).toBe('');
  db.traffic.clientTls(ClientTls.istioMutual(), { port: 'http' });
  expect(refusal(app)).toBe('');
  const wide = new LeastPrivilegeWorkload(db.node.scope as SecureNamespace, 'wide', {
    image: 'db:1', ports: [WorkloadPort.http(8000), WorkloadPort.http(9000, { name: 'http-plain', mtls: MtlsMode.DISABLE })],
  });
  wide.traffic.clientTls(ClientTls.disable());
  expect(refusal(app)).toContain("client TLS for the whole service: it sends plain text, and port 'http' takes the mesh's mutual TLS only");
  expect(refusal(app)).not.toContain("port 'http-plain' takes");
});
