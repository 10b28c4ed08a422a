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

/** The version of details that asks Google for its books, in plain HTTP: a proxy puts on TLS. */
export const DETAILS_V2: BookinfoPart = part('details', 'v2', { env: { DO_NOT_ENCRYPT: 'true' } });

/** The host of Google's API for books. */
export const GOOGLE_APIS = 'www.googleapis.com';

/** A version of ratings that asks a database; one image knows them all. */
export function ratingsPart(version: string): BookinfoPart {
  return { ...part('ratings', 'v2'), version };
}

/** What upstream's `bookinfo-db.yaml` deploys, and where the image writes. */
export const MONGODB = {
  app: 'mongodb',
  port: 27017,
  image: `${IMAGES}/examples-bookinfo-mongodb:${TAG}`,
  args: ['--ipv6', '--bind_ip_all'],
  directories: [
    { name: 'data-db', path: '/data/db' },
    { name: 'data-configdb', path: '/data/configdb' },
    { name: 'tmp', path: '/tmp' },
  ],
  user: 999,
} as const;

/** What upstream's `bookinfo-mysql.yaml` deploys. */
export const MYSQLDB_IMAGE = `${IMAGES}/examples-bookinfo-mysqldb:${TAG}`;

/** The one part of that name and version. */
export function bookinfoPart(app: string, version: string): BookinfoPart {
  return BOOKINFO_PARTS.find(candidate => candidate.app === app && candidate.version === version)!;
}

function part(app: string, version: string, more: Partial<BookinfoPart> = {}): BookinfoPart {
  return { app, version, image: `${IMAGES}/examples-bookinfo-${app}-${version}:${TAG}`, env: {}, volumes: [], podAnnotations: {}, ...more };
}
