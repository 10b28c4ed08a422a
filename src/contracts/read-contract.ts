import type { Admission, ContractDocument, ContractIdentity, ContractService } from './contract-document';
import { CONTRACT_FORMAT, CONTRACT_VERSION } from './contract-document';
import { place, Reading } from './reading';
import { AppProtocol } from '../calls/app-protocol';
import type { AddressBlock, CalleePort } from '../calls/callee';
import type { ConditionData } from '../calls/condition-data';
import { PathPattern } from '../calls/path-pattern';
import { MtlsMode } from '../policies/mtls-mode';
import { isCidr } from '../private/cidr';
import { dnsLabelProblem, dnsSubdomainProblem, serviceNameProblem } from '../private/naming';

/** A contract, or what is wrong with it. */
export interface ReadContract {
  readonly document?: ContractDocument;
  readonly problems: readonly string[];
}

/** One identity, those of a namespace, or those of a trust domain. */
const PRINCIPAL = /^[^/*]+\/(\*|ns\/[^/*]+\/sa\/(\*|[^/*]+))$/;

/** How many problems of one contract are told, before the rest is only counted. */
const TOLD = 5;

/** Reads a contract; nothing of it that is not understood is passed over. */
export function readContract(value: unknown): ReadContract {
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== CONTRACT_FORMAT) {
    return { problems: [`is no contract: its 'format' is ${format === undefined ? 'missing' : `'${String(format)}'`}, and not '${CONTRACT_FORMAT}'; give what a ContractExport has written.`] };
  }
  if (version !== CONTRACT_VERSION) {
    return { problems: [`is of version ${version === undefined ? 'none' : `'${String(version)}'`}, and this library reads version '${CONTRACT_VERSION}'; use releases of cdk8s-istio on both sides that write and read the same version.`] };
  }
  const reading = new Reading();
  const fields = reading.object(value, '', ['format', 'version', 'name', 'services']);
  const document: ContractDocument = {
    format,
    version,
    name: reading.text(fields.name, 'name'),
    services: reading.list(fields.services, 'services', (service, at) => readService(reading, service, at)),
  };
  if (reading.problems.length > 0) {
    const rest = reading.problems.length - TOLD;
    return { problems: [`cannot be read: ${[...reading.problems.slice(0, TOLD), ...rest > 0 ? [`${rest} more`] : []].join('; ')}; export it again.`] };
  }
  return { document, problems: [] };
}

function readService(reading: Reading, value: unknown, at: string): ContractService {
  const fields = reading.object(value, at, [
    'name', 'namespace', 'host', 'otherHosts', 'ports', 'podLabels', 'addresses', 'machines', 'identities', 'meshed', 'authorizes', 'mtls', 'trustDomains', 'admits',
  ]);
  const service = {
    name: reading.text(fields.name, place(at, 'name')),
    namespace: reading.text(fields.namespace, place(at, 'namespace')),
    host: reading.text(fields.host, place(at, 'host')),
    ...reading.optional(fields, 'otherHosts', at, (hosts, where) => reading.texts(hosts, where)),
    ports: reading.list(fields.ports, place(at, 'ports'), (port, where) => readPort(reading, port, where)),
    podLabels: reading.labels(fields.podLabels, place(at, 'podLabels')),
    ...reading.optional(fields, 'addresses', at, (list, where) => reading.list(list, where, (block, one) => readBlock(reading, block, one))),
    ...reading.optional(fields, 'machines', at, (flag, where) => reading.flag(flag, where)),
    identities: reading.list(fields.identities, place(at, 'identities'), (identity, where) => readIdentity(reading, identity, where)),
    meshed: reading.flag(fields.meshed, place(at, 'meshed')),
    authorizes: reading.flag(fields.authorizes, place(at, 'authorizes')),
    ...reading.optional(fields, 'mtls', at, (mode, where) => reading.oneOf(mode, where, MtlsMode)),
    trustDomains: reading.texts(fields.trustDomains, place(at, 'trustDomains')),
    admits: reading.list(fields.admits, place(at, 'admits'), (admission, where) => readAdmission(reading, admission, where)),
  };
  for (const [i, { port }] of service.admits.entries()) {
    if (port !== '' && !service.ports.some(({ name }) => name === port)) {
      reading.problems.push(`${at}.admits[${i}].port is '${port}', and no port of the service has this name`);
    }
  }
  reading.check(place(at, 'name'), serviceNameProblem('name', service.name));
  reading.check(place(at, 'namespace'), dnsLabelProblem('namespace', service.namespace));
  service.trustDomains.forEach((domain, i) => reading.check(`${at}.trustDomains[${i}]`, dnsSubdomainProblem('trust domain', domain)));
  if (service.identities.length === 0) {
    reading.problems.push(`${at}.identities is empty, and a service is somebody`);
  }
  return service;
}

function readPort(reading: Reading, value: unknown, at: string): CalleePort {
  const fields = reading.object(value, at, ['name', 'port', 'targetPort', 'protocol', 'mtls']);
  return {
    name: reading.text(fields.name, place(at, 'name')),
    port: reading.port(fields.port, place(at, 'port')),
    targetPort: reading.port(fields.targetPort, place(at, 'targetPort')),
    protocol: reading.oneOf(fields.protocol, place(at, 'protocol'), AppProtocol),
    ...reading.optional(fields, 'mtls', at, (mode, where) => reading.oneOf(mode, where, MtlsMode)),
  };
}

function readBlock(reading: Reading, value: unknown, at: string): AddressBlock {
  const fields = reading.object(value, at, ['cidr', 'except']);
  reading.check(place(at, 'cidr'), cidrProblem(String(fields.cidr)));
  return { cidr: reading.text(fields.cidr, place(at, 'cidr')), ...reading.optional(fields, 'except', at, (list, where) => reading.texts(list, where)) };
}

function readIdentity(reading: Reading, value: unknown, at: string): ContractIdentity {
  const fields = reading.object(value, at, ['trustDomain', 'serviceAccount', 'podLabels', 'cidrs']);
  const identity = {
    trustDomain: reading.text(fields.trustDomain, place(at, 'trustDomain')),
    serviceAccount: reading.text(fields.serviceAccount, place(at, 'serviceAccount')),
    ...reading.optional(fields, 'podLabels', at, (labels, where) => reading.labels(labels, where)),
    ...reading.optional(fields, 'cidrs', at, (list, where) => reading.texts(list, where)),
  };
  reading.check(place(at, 'trustDomain'), dnsSubdomainProblem('trust domain', identity.trustDomain));
  reading.check(place(at, 'serviceAccount'), dnsSubdomainProblem('service account', identity.serviceAccount));
  (identity.cidrs ?? []).forEach((cidr, i) => reading.check(`${at}.cidrs[${i}]`, cidrProblem(cidr)));
  return identity;
}

/** A contract tells of machines, which are somewhere. */
function cidrProblem(cidr: string): string | undefined {
  return !isCidr(cidr) ? `'${cidr}' is no CIDR block` : Number(cidr.split('/')[1]) === 0 ? `'${cidr}' is every address that there is` : undefined;
}

function readAdmission(reading: Reading, value: unknown, at: string): Admission {
  const fields = reading.object(value, at, ['principal', 'port', 'methods', 'paths', 'hosts', 'conditions']);
  const texts = (list: unknown, where: string): string[] => reading.texts(list, where);
  const admission = {
    principal: reading.text(fields.principal, place(at, 'principal')),
    port: reading.text(fields.port, place(at, 'port')),
    ...reading.optional(fields, 'methods', at, texts),
    ...reading.optional(fields, 'paths', at, texts),
    ...reading.optional(fields, 'hosts', at, texts),
    ...reading.optional(fields, 'conditions', at, (list, where) => reading.list(list, where, (one, each) => readCondition(reading, one, each))),
  };
  reading.check(place(at, 'principal'), PRINCIPAL.test(admission.principal) ? undefined
    : `'${admission.principal}' is no identity, such as 'cluster.local/ns/shop/sa/web'`);
  (admission.paths ?? []).forEach((path, i) => reading.check(`${at}.paths[${i}]`, PathPattern.parse(path).problem));
  return admission;
}

function readCondition(reading: Reading, value: unknown, at: string): ConditionData {
  const fields = reading.object(value, at, ['key', 'values', 'notValues']);
  return {
    key: reading.text(fields.key, place(at, 'key')),
    ...reading.optional(fields, 'values', at, (list, where) => reading.texts(list, where)),
    ...reading.optional(fields, 'notValues', at, (list, where) => reading.texts(list, where)),
  };
}
