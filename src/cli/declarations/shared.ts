import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS } from '../../analysis/findings/world/istio-versions';

/** What commands that read manifests have in common. */

export const MANIFESTS = {
  value: 'DIR',
  path: 'read',
  needs: 'a folder or file of manifests, or - for standard input',
} as const;

export const CONTEXT = { value: 'DIR', path: 'read', multiple: true, description: 'manifests that others own' } as const;

export const ISTIO_VERSION = {
  value: 'VERSION', offers: ISTIO_VERSIONS, default: DEFAULT_ISTIO_VERSION, description: 'the release of Istio that is meant',
} as const;

export const MESH_CONFIG = {
  value: 'FILE', path: 'read', description: "how the mesh is set: a MeshConfig, istiod's ConfigMap, or an IstioOperator",
} as const;

export const EXCLUDE = {
  value: 'PATTERN',
  multiple: true,
  description: "files and folders to leave out, as * and ** find them: 'charts', '*.tpl.yaml', 'deploy/values/**'",
} as const;

export const WATCH = { description: 'runs again whenever the files change, until Ctrl-C' } as const;
