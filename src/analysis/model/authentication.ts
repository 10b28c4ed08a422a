import type { Reader } from '../json';
import type { Element } from './element';
import type { Labels } from './labels';
import type { Source } from './source';
import { elementOf } from './source';

export type PeerMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export interface PeerAuthentication extends Element {
  /** Undefined without a selector and with one that selects everything: both are for the whole namespace. */
  readonly selector?: Labels;
  readonly mode: PeerMode;
  readonly ports: ReadonlyMap<number, PeerMode>;
}

export function readPeerAuthentication(source: Source): PeerAuthentication {
  const spec = source.reader.object('spec').knows('selector', 'mtls', 'portLevelMtls');
  const labels = spec.object('selector').knows('matchLabels').map('matchLabels');
  const ports = (spec.entries('portLevelMtls') ?? []).map(([port, entry]) => [Number(port), readMode(entry)] as const);
  return {
    ...labels === undefined || labels.size === 0 ? {} : { selector: labels },
    mode: readMode(spec.object('mtls')),
    ports: new Map(ports),
    ...elementOf(source),
  };
}

/** `mtls: {}` is UNSET. */
function readMode(mtls: Reader): PeerMode {
  const mode = mtls.knows('mode').string('mode') ?? 'UNSET';
  if (mode === 'UNSET' || mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT') { return mode; }
  mtls.report(`mode ${mode} is not a mode of mutual TLS`);
  return 'UNSET';
}

export interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Whether it looks for the token where tokens usually are: the Authorization header or `access_token`. */
  readonly usualPlace: boolean;
  /** Headers in which it looks besides, in lower case. */
  readonly headers: readonly string[];
  readonly spaceDelimitedClaims: readonly string[];
  readonly path: string;
}

/** Selects by labels, or is attached to gateways and waypoints by reference. */
export interface Attachment {
  readonly selector?: Labels;
  readonly hasTargets: boolean;
}

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/ */
export interface RequestAuthentication extends Element, Attachment {
  readonly rules: readonly JwtRule[];
}

export function readRequestAuthentication(source: Source): RequestAuthentication {
  const spec = source.reader.object('spec');
  return {
    ...readAttachment(spec),
    rules: (spec.objects('jwtRules') ?? []).map((rule, i): JwtRule => ({
      issuer: rule.string('issuer') ?? '',
      audiences: rule.strings('audiences') ?? [],
      ...placesOf(rule),
      spaceDelimitedClaims: rule.strings('spaceDelimitedClaims') ?? [],
      path: `jwtRules[${i}]`,
    })),
    ...elementOf(source),
  };
}

function placesOf(rule: Reader): Pick<JwtRule, 'usualPlace' | 'headers'> {
  const headers = (rule.objects('fromHeaders') ?? []).map(header => (header.string('name') ?? '').toLowerCase());
  const nowhere = !rule.has('fromHeaders') && !rule.has('fromParams') && !rule.has('fromCookies');
  return { usualPlace: nowhere || headers.includes('authorization') || (rule.strings('fromParams') ?? []).includes('access_token'), headers };
}

export function readAttachment(spec: Reader): Attachment {
  const selector = spec.object('selector').knows('matchLabels').map('matchLabels');
  return {
    ...selector === undefined ? {} : { selector },
    hasTargets: spec.object('targetRef').exists || (spec.objects('targetRefs') ?? []).length > 0,
  };
}
