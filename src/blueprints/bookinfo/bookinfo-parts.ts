/** Where Istio publishes the images of its sample. */
const IMAGES = 'registry.istio.io/release';
const TAG = '1.20.3';

/** Where a container of the sample may write. */
export interface ScratchVolume {
  readonly name: string;
  readonly path: string;
  /** Where the image of today writes, if upstream's path is a leftover. */
  readonly alsoAt?: string;
}

/** One version of one application of the sample. */
export interface BookinfoPart {
  readonly app: string;
  readonly version: string;
  readonly image: string;
  readonly env: { readonly [name: string]: string };
  readonly volumes: readonly ScratchVolume[];
  readonly podAnnotations: { readonly [key: string]: string };
}

/** The applications, in upstream's order. */
export const BOOKINFO_APPS = ['details', 'ratings', 'reviews', 'productpage'] as const;

/** The port of every application. */
export const BOOKINFO_PORT = 9080;

/** The path at which every application says that it is well. */
export const BOOKINFO_HEALTH = '/health';

/** The service account of an application. */
export function bookinfoServiceAccount(app: string): string {
  return `bookinfo-${app}`;
}

const TMP: ScratchVolume = { name: 'tmp', path: '/tmp' };

/**
 * What upstream's `samples/bookinfo/platform/kube/bookinfo.yaml` deploys.
 *
 * @see https://github.com/istio/istio/tree/master/samples/bookinfo
 */
export const BOOKINFO_PARTS: readonly BookinfoPart[] = [
  part('details', 'v1'),
  part('ratings', 'v1'),
  ...['v1', 'v2', 'v3'].map(version => part('reviews', version, {
    env: { LOG_DIR: '/tmp/logs' },
    // Open Liberty keeps its output elsewhere than the WebSphere Liberty for which upstream mounts the volume.
    volumes: [TMP, { name: 'wlp-output', path: '/opt/ibm/wlp/output', alsoAt: '/opt/ol/wlp/output' }],
  })),
  part('productpage', 'v1', {
    volumes: [TMP],
    podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(BOOKINFO_PORT), 'prometheus.io/path': '/metrics' },
  }),
];

/** The one part of that name and version. */
export function bookinfoPart(app: string, version: string): BookinfoPart {
  return BOOKINFO_PARTS.find(candidate => candidate.app === app && candidate.version === version)!;
}

function part(app: string, version: string, more: Partial<BookinfoPart> = {}): BookinfoPart {
  return { app, version, image: `${IMAGES}/examples-bookinfo-${app}-${version}:${TAG}`, env: {}, volumes: [], podAnnotations: {}, ...more };
}
