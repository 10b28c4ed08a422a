import { parse } from 'yaml';
import { Reader } from '../json';
import type { MeshConfig, PathNormalization } from './mesh-config';
import { DEFAULT_MESH_CONFIG } from './mesh-config';
import type { Source } from './source';

/** Whether the object tells how the mesh is set: istiod's ConfigMap, or an IstioOperator. */
export function isMeshConfig(source: Source, rootNamespace: string): boolean {
  if (source.kind === 'IstioOperator' && source.group === 'install.istio.io') { return true; }
  return source.kind === 'ConfigMap' && source.group === '' && source.namespace === rootNamespace && source.name === 'istio';
}

/** What of the mesh's configuration an object sets. */
export function readMeshConfig(source: Source): Partial<MeshConfig> {
  if (source.kind === 'IstioOperator') { return readSettings(source.reader.object('spec').object('meshConfig')); }
  const text = source.reader.object('data').string('mesh');
  if (text === undefined) { return {}; }
  try {
    return readSettings(new Reader(parse(text, { maxAliasCount: 100, logLevel: 'error' }), 'data.mesh'));
  } catch {
    return { problems: ['data.mesh of the ConfigMap istio is not YAML'] };
  }
}

function readSettings(settings: Reader): Partial<MeshConfig> {
  const outbound = settings.object('outboundTrafficPolicy');
  const capture = settings.object('defaultConfig').object('proxyMetadata').string('ISTIO_META_DNS_CAPTURE');
  const normalization = settings.object('pathNormalization').string('normalization');
  const read: { -readonly [K in keyof MeshConfig]?: MeshConfig[K] | undefined } = {
    trustDomain: settings.string('trustDomain'),
    trustDomainAliases: settings.strings('trustDomainAliases'),
    rootNamespace: settings.string('rootNamespace'),
    // The zero value of this mode in MeshConfig is REGISTRY_ONLY, too.
    outboundMode: outbound.exists ? outbound.string('mode') === 'ALLOW_ANY' ? 'ALLOW_ANY' : 'REGISTRY_ONLY' : undefined,
    autoMtls: settings.boolean('enableAutoMtls'),
    pathNormalization: normalization === undefined ? undefined : readNormalization(normalization),
    serviceExportTo: settings.strings('defaultServiceExportTo'),
    virtualServiceExportTo: settings.strings('defaultVirtualServiceExportTo'),
    destinationRuleExportTo: settings.strings('defaultDestinationRuleExportTo'),
    dnsCapture: capture === undefined ? undefined : capture === 'true',
    extensionProviders: settings.objects('extensionProviders')?.map(provider => provider.string('name')).filter(name => name !== undefined),
    defaultAccessLogging: (settings.object('defaultProviders').strings('accessLogging') ?? []).length > 0 || (settings.string('accessLogFile') ?? '') !== '',
    problems: settings.problems.length === 0 ? undefined : settings.problems,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function readNormalization(name: string): PathNormalization {
  return name === 'NONE' || name === 'MERGE_SLASHES' || name === 'DECODE_AND_MERGE_SLASHES' ? name : DEFAULT_MESH_CONFIG.pathNormalization;
}
