import fc from 'fast-check';
import { IdentityForm, MtlsMode, RolloutStage } from 'cdk8s-istio';

/** An application with users, conditions and policies beside its calls, as plain data. */
export interface SecurityPlan {
  readonly identityForm: IdentityForm;
  /** How far the namespace of the callees is. */
  readonly stage: RolloutStage;
  readonly callees: readonly CalleePlan[];
  readonly calls: readonly SecurityCallPlan[];
  /** Do both workloads that call run as one service account? */
  readonly shared: boolean;
  /** Does the gateway demand a token? */
  readonly gatewayToken: boolean;
  /** Who verifies tokens for all callees at once: then none does for itself. */
  readonly namespaceToken?: TokenPlan;
}

/** Tokens are verified; are they demanded, too? */
export type TokenPlan = 'accepted' | 'demanded';

export interface CalleePlan {
  readonly name: string;
  readonly tcp: boolean;
  readonly token?: TokenPlan;
  readonly mtls?: MtlsMode;
  readonly portMtls?: MtlsMode;
  /** Is everything denied that a certain stranger sends? */
  readonly deny: boolean;
  /** Is the denial only tried? */
  readonly dryRun: boolean;
  readonly audit: boolean;
  /** Is an external authorizer asked about everything? */
  readonly asked: boolean;
}

export type CallerName = 'web0' | 'web1' | 'namespace' | 'trustDomain' | 'gateway';

export interface SecurityCallPlan {
  readonly from: CallerName;
  readonly to: string;
  readonly tcp: boolean;
  readonly methods?: readonly string[];
  readonly paths: readonly string[];
  /** What is asked of the user: groups of which the token must have one; empty for any user. */
  readonly groups?: readonly string[];
  /** Values of header x-tenant, one of which must be there, or (`not`) none of which may. */
  readonly tenant?: { readonly not: boolean; readonly values: readonly string[] };
  readonly sourceIp?: string;
}

export interface SecurityRequest {
  readonly from: 'web0' | 'web1' | 'stranger' | 'otherDomain' | 'plaintext' | 'internet';
  readonly to: number;
  readonly method: string;
  readonly path: string;
  readonly tenant?: string;
  /** The groups of the user, if there is one. */
  readonly groups?: readonly string[];
  readonly address: string;
}

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const token = maybe(fc.constantFrom<TokenPlan>('accepted', 'demanded'));
const PATHS = ['/a', '/b/*', '*.css', '*'];

const rawCallee = fc.record({
  tcp: fc.boolean(),
  token,
  mtls: maybe(fc.constantFrom(MtlsMode.STRICT, MtlsMode.PERMISSIVE)),
  portMtls: maybe(fc.constantFrom(MtlsMode.STRICT, MtlsMode.PERMISSIVE)),
  deny: fc.boolean(),
  dryRun: fc.boolean(),
  audit: fc.boolean(),
  asked: fc.boolean(),
});

const rawCall = fc.record({
  from: fc.constantFrom<CallerName>('web0', 'web1', 'namespace', 'trustDomain', 'gateway'),
  to: fc.nat(9),
  tcp: fc.boolean(),
  methods: maybe(fc.subarray(['GET', 'POST'], { minLength: 1 })),
  paths: fc.subarray(PATHS, { minLength: 1 }),
  user: fc.boolean(),
  groups: fc.subarray(['staff', 'admin*']),
  tenant: maybe(fc.record({ not: fc.boolean(), values: fc.subarray(['blue', 'green*'], { minLength: 1 }) })),
  sourceIp: maybe(fc.constantFrom('10.1.0.0/16', '10.2.0.0/16')),
});

/** Random applications; what is refused is left out of them, so every plan can be synthesized. */
export const securityPlans: fc.Arbitrary<SecurityPlan> = fc.record({
  identityForm: fc.constantFrom(IdentityForm.PRINCIPALS, IdentityForm.SERVICE_ACCOUNTS),
  stage: fc.constantFrom(RolloutStage.ENFORCE, RolloutStage.ENFORCE, RolloutStage.WARN, RolloutStage.OBSERVE),
  shared: fc.boolean(),
  gatewayToken: fc.boolean(),
  namespaceToken: token,
  callees: fc.array(rawCallee, { minLength: 1, maxLength: 2 }),
  calls: fc.array(rawCall, { maxLength: 6 }),
}).map(raw => {
  const enforced = raw.stage === RolloutStage.ENFORCE;
  const callees = raw.callees.map((one, i): CalleePlan => ({
    name: `callee${i}`,
    ...one,
    token: raw.namespaceToken ? undefined : one.token,
    ...enforced ? {} : { mtls: undefined, portMtls: undefined },
    // An inner trust domain is as wide as its aliases, the stranger's among them: what is declared would be denied.
    deny: one.deny && !raw.calls.some(call => call.from === 'trustDomain'),
  }));
  const calls = raw.calls.flatMap(({ user, ...call }): SecurityCallPlan[] => {
    const callee = callees[call.to % callees.length];
    const verified = raw.namespaceToken ?? callee.token;
    if (call.tcp && (!callee.tcp || call.from === 'gateway')) {
      return [];
    }
    const atGateway = call.from === 'gateway';
    return [{
      ...call,
      to: callee.name,
      // Through a gateway, each callee has paths of its own.
      paths: atGateway ? [`/${callee.name}`] : call.paths,
      groups: !call.tcp && (verified === 'demanded' || (verified && user)) ? call.groups : undefined,
      tenant: call.tcp || atGateway ? undefined : call.tenant,
      sourceIp: atGateway ? undefined : call.sourceIp,
    }];
  });
  return { ...raw, callees, calls };
});

export const securityRequests: fc.Arbitrary<SecurityRequest> = fc.record({
  from: fc.constantFrom('web0', 'web0', 'web1', 'stranger', 'otherDomain', 'plaintext', 'internet'),
  to: fc.nat(9),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  path: fc.constantFrom('/a', '/b/1', '/x.css', '/other', '/callee0', '/callee1'),
  tenant: maybe(fc.constantFrom('blue', 'greenish', 'red')),
  groups: maybe(fc.subarray(['staff', 'administrators', 'guests'])),
  address: fc.constantFrom('10.1.2.3', '10.2.2.3', '10.3.2.3'),
});
