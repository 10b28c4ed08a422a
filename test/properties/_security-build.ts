import { App } from 'cdk8s';
import type { CalleePlan, SecurityCallPlan, SecurityPlan } from './_security-plan';
import {
  AuditPolicy, ConnectionCondition, DenyPolicy, ExternalAuthorization, ExternalAuthorizer, HttpCall, IngressGateway, JwtAuthentication, JwtIssuer,
  LeastPrivilegeWorkload, Mesh, MtlsMode, RequestCondition, RolloutStage, SecureNamespace, ServiceReference, TcpCall, TrustDomain, WorkloadPort,
} from 'cdk8s-istio';
import type { Call, Calls } from 'cdk8s-istio';

export const ISSUER = 'https://login.example.com';
export const [OWN_DOMAIN, OTHER_DOMAIN] = ['own.example', 'other.example'];
export const HOST = 'shop.example.com';

/** Builds the app of a plan. */
export function buildSecurity(plan: SecurityPlan): App {
  const app = new App();
  const authorizer = ExternalAuthorizer.grpc('opa', { service: 'opa.policy.svc.cluster.local', port: 9191, podLabels: { app: 'opa' } });
  new Mesh(app, 'mesh', {
    trustDomain: OWN_DOMAIN, trustDomainAliases: [OTHER_DOMAIN], identityForm: plan.identityForm, authorizers: [authorizer],
  });
  const front = new SecureNamespace(app, 'front');
  const back = new SecureNamespace(app, 'back', { rollout: plan.stage });
  const issuers = [JwtIssuer.of({ issuer: ISSUER, jwksUri: `${ISSUER}/keys` })];
  const requireToken = (token: string) => ({ issuers, requireToken: token === 'demanded' });
  const stranger = new ServiceReference(front, 'stranger', {
    namespace: 'elsewhere', serviceAccount: 'stranger', podLabels: { app: 'stranger' }, ports: [WorkloadPort.http(80)],
  });
  const callees = new Map(plan.callees.map(callee => {
    const { name, tcp, token, mtls, portMtls, deny, dryRun, audit, asked } = callee;
    const workload = new LeastPrivilegeWorkload(back, name, {
      image: 'callee:1',
      mtls,
      ports: [
        WorkloadPort.http(8080, { mtls: portMtls }),
        ...tcp ? [WorkloadPort.tcp(7070, permissive(plan, callee) ? { mtls: MtlsMode.STRICT } : {})] : [],
      ],
    });
    token && new JwtAuthentication(back, `${name}-users`, { ...requireToken(token), workload });
    deny && new DenyPolicy(back, `${name}-deny`, { workload, from: [stranger], dryRun: dryRun ? true : undefined });
    audit && new AuditPolicy(back, `${name}-audit`, { workload, calls: [HttpCall.get('/a')] });
    asked && new ExternalAuthorization(back, `${name}-opa`, { workload, authorizer, calls: [HttpCall.any()] });
    return [name, workload];
  }));
  plan.namespaceToken && new JwtAuthentication(back, 'users', requireToken(plan.namespaceToken));
  const gateway = new IngressGateway(front, 'entry', { hosts: [HOST] });
  plan.gatewayToken && new JwtAuthentication(front, 'entry-users', { issuers, gateway });
  const web0 = new LeastPrivilegeWorkload(front, 'web0', { image: 'web:1' });
  const callers: { readonly [name: string]: { readonly calls: Calls } } = {
    web0,
    web1: new LeastPrivilegeWorkload(front, 'web1', { image: 'web:1', ...plan.shared ? { serviceAccount: web0.serviceAccount } : {} }),
    namespace: front,
    trustDomain: new TrustDomain(front, 'other', { trustDomain: OTHER_DOMAIN, cidrs: ['10.0.0.0/8'] }),
  };
  for (const call of plan.calls) {
    const callee = callees.get(call.to)!;
    if (call.from === 'gateway') {
      gateway.expose(callee, callOf(call));
    } else {
      callers[call.from].calls.to(callee, callOf(call));
    }
  }
  return app;
}

/** Would callers in plain text be taken where servers speak first? */
function permissive({ stage }: SecurityPlan, { mtls }: CalleePlan): boolean {
  return stage === RolloutStage.OBSERVE || mtls === MtlsMode.PERMISSIVE;
}

function callOf({ tcp, methods, paths, groups, tenant, sourceIp }: SecurityCallPlan): Call {
  const connection = sourceIp === undefined ? [] : [ConnectionCondition.sourceIp(sourceIp)];
  if (tcp) {
    return TcpCall.port().when(...connection);
  }
  const header = tenant && RequestCondition.header('x-tenant', ...tenant.values);
  const call = HttpCall.of({ methods: methods && [...methods], paths: [...paths] })
    .when(...connection, ...header ? [tenant.not ? header.not() : header] : []);
  return groups ? call.byUser({ issuer: ISSUER, ...groups.length > 0 ? { claims: { groups: [...groups] } } : {} }) : call;
}
