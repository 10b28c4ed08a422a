import type { Condition, OperationField, SourceField, Values } from '../model';
import { AddressAuthority } from './address-authority';
import type { Arrival } from './arrival';
import { inBlock } from './match/addresses';
import { claimPath, matchesClaim, matchesRequestPrincipal } from './match/claims';
import { expandPrincipal, expandTrustDomain, matchesNamespace, matchesPrincipal, matchesServiceAccount, matchesTrustDomain } from './match/identities';
import { isPathTemplate, matchesPolicyPath } from './match/paths';
import { matchesPolicyHeader, matchesPolicyString } from './match/strings';
import { oncePer } from './once';
import type { Tri } from './tri';
import { isUnknown, not, some, Unknown } from './tri';

/** What matching needs to know beside the request. */
export interface MatchContext {
  readonly policyNamespace: string;
  readonly trustDomains: readonly string[];
}

/** One input of a rule: how one of its values matches, and whether it exists on HTTP only. */
interface Input {
  readonly httpOnly: boolean;
  readonly match: (value: string, arrival: Arrival, context: MatchContext) => Tri;
}

/** What a principal stands for, which all requests to its policy ask. */
const principalsOf = oncePer((trustDomains: readonly string[], value: string) => expandPrincipal(value, trustDomains));

const principal: Input = {
  httpOnly: false,
  match: (value, arrival, context) => principalsOf(context.trustDomains, value).some(one => matchesPrincipal(one, arrival.identity)),
};
const namespace: Input = { httpOnly: false, match: (value, arrival) => matchesNamespace(value, arrival.identity) };
const serviceAccount: Input = {
  httpOnly: false,
  match: (value, arrival, context) => matchesServiceAccount(value, context.policyNamespace, arrival.identity),
};
const trustDomain: Input = {
  httpOnly: false,
  match: (value, arrival, context) => expandTrustDomain(value, context.trustDomains).some(one => matchesTrustDomain(one, arrival.identity)),
};
const peerAddress: Input = { httpOnly: false, match: (value, arrival) => inBlock(value, arrival.peerAddress) };
const remoteAddress: Input = { httpOnly: false, match: (value, arrival) => inBlock(value, arrival.remoteAddress) };
const requestPrincipal: Input = {
  httpOnly: true,
  match: (value, { claims }) => isUnknown(claims) ? claims : matchesRequestPrincipal(value, claims),
};
const port: Input = {
  httpOnly: false,
  match: (value, arrival) => /^\d{1,5}$/.test(value) ? Number(value) === arrival.port : new Unknown(`${value} is not a port`),
};

const SOURCE_INPUTS: Readonly<Record<SourceField, Input>> = {
  principals: principal,
  requestPrincipals: requestPrincipal,
  namespaces: namespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  ipBlocks: peerAddress,
  remoteIpBlocks: remoteAddress,
};

const OPERATION_INPUTS: Readonly<Record<OperationField, Input>> = {
  hosts: {
    httpOnly: true,
    match: (value, { authority }) => {
      if (authority instanceof AddressAuthority) { return authority.matches(value); }
      if (isUnknown(authority)) { return value === '*' ? true : authority; }
      return matchesPolicyHeader(value, authority, { ignoreCase: true });
    },
  },
  ports: port,
  methods: { httpOnly: true, match: (value, arrival) => matchesPolicyHeader(value, arrival.method) },
  paths: { httpOnly: true, match: (value, { path }) => matchPath(value, path) },
};

function matchPath(value: string, path: string | Unknown): Tri {
  if (!isUnknown(path)) { return matchesPolicyPath(value, path); }
  return value === '*' && !isPathTemplate(value) ? true : path;
}

const CONDITION_INPUTS: ReadonlyMap<string, Input> = new Map<string, Input>([
  ['source.ip', peerAddress],
  ['remote.ip', remoteAddress],
  ['source.namespace', namespace],
  ['source.serviceAccount', serviceAccount],
  ['source.principal', principal],
  ['source.trustDomain', trustDomain],
  ['request.auth.principal', requestPrincipal],
  ['request.auth.audiences', claim(['aud'])],
  ['request.auth.presenter', claim(['azp'])],
  ['destination.ip', { httpOnly: false, match: (value, arrival) => inBlock(value, arrival.destinationAddress) }],
  ['destination.port', port],
  ['connection.sni', {
    httpOnly: false,
    match: (value, { serverName }) => isUnknown(serverName) ? serverName : matchesPolicyString(value, serverName),
  }],
]);

function claim(path: readonly string[]): Input {
  return { httpOnly: true, match: (value, { claims }) => isUnknown(claims) ? claims : matchesClaim(path, value, claims) };
}

/** Headers that proxies and clients add on the way: absent from a question does not mean absent from the request. */
const ADDED_ON_THE_WAY = /^(?:x-forwarded-|x-envoy-|x-b3-|x-request-id$|traceparent$|tracestate$|via$|user-agent$|accept$|accept-encoding$|content-|transfer-encoding$|:scheme$|:protocol$)/;

function header(name: string): Input {
  return {
    httpOnly: true,
    match: (value, arrival) => {
      const got = headerOf(name, arrival);
      return isUnknown(got) ? got : matchesPolicyHeader(value, got);
    },
  };
}

function headerOf(name: string, arrival: Arrival): string | undefined | Unknown {
  switch (name) {
    case ':method': return arrival.method;
    case ':authority':
    case 'host': return arrival.authority;
    // With its query, which an arrival no longer has.
    case ':path': return new Unknown('the header :path is not modelled');
  }
  const value = arrival.headers.get(name);
  if (value === undefined && ADDED_ON_THE_WAY.test(name)) {
    return new Unknown(`the request does not say what the header ${name} is, which proxies and clients add`);
  }
  return value;
}

function conditionInput(key: string): Input | Unknown {
  const known = CONDITION_INPUTS.get(key);
  if (known !== undefined) { return known; }
  const bracketed = /^request\.headers\[(.+)\]$/.exec(key);
  if (bracketed !== null) { return header(bracketed[1].toLowerCase()); }
  if (key.startsWith('request.auth.claims')) {
    const path = claimPath(key.slice('request.auth.claims'.length));
    if (path !== undefined) { return claim(path); }
  }
  return new Unknown(`the condition ${key} depends on what no manifest tells`);
}

/** Whether an input exists on HTTP only, so that on a connection it decides nothing. */
export function isHttpOnlySource(field: SourceField): boolean {
  return SOURCE_INPUTS[field].httpOnly;
}

export function isHttpOnlyOperation(field: OperationField): boolean {
  return OPERATION_INPUTS[field].httpOnly;
}

export function isHttpOnlyCondition(key: string): boolean {
  const input = conditionInput(key);
  return isUnknown(input) ? false : input.httpOnly;
}

export function matchesSource(field: SourceField, values: Values, arrival: Arrival, context: MatchContext): Tri {
  return matchesValues(SOURCE_INPUTS[field], values, arrival, context);
}

export function matchesOperation(field: OperationField, values: Values, arrival: Arrival, context: MatchContext): Tri {
  return matchesValues(OPERATION_INPUTS[field], values, arrival, context);
}

export function matchesCondition(condition: Condition, arrival: Arrival, context: MatchContext): Tri {
  const input = conditionInput(condition.key);
  return isUnknown(input) ? input : matchesValues(input, condition, arrival, context);
}

/** One of the values, and none of the others. Where there are no values, any will do. */
function matchesValues(input: Input, { values, notValues }: Values, arrival: Arrival, context: MatchContext): Tri {
  const test = (value: string): Tri => input.match(value, arrival, context);
  const positive = values.length === 0 ? true : some(values, test);
  if (positive === false) { return false; }
  const negative = notValues.length === 0 ? true : not(some(notValues, test));
  if (negative === false) { return false; }
  return isUnknown(positive) ? positive : negative;
}
