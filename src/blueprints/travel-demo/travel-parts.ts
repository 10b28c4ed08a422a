import { MYSQL_CREDENTIALS, MYSQL_PORT } from '../mysql';

/** Where Kiali publishes the images of its demo. */
const IMAGES = 'quay.io/kiali/demo_travels';

/** The names of the demo's namespaces. */
export interface TravelNamespaces {
  readonly agency: string;
  readonly portal: string;
  readonly control: string;
}

/** As upstream's instructions name them. */
export const TRAVEL_NAMESPACES: TravelNamespaces = { agency: 'travel-agency', portal: 'travel-portal', control: 'travel-control' };

/** The value of an environment variable: text, or the database's password. */
export type TravelEnvValue = string | typeof MYSQL_CREDENTIALS;

/** One version of one application of the demo. */
export interface TravelPart {
  readonly app: string;
  readonly version: string;
  readonly deployment: string;
  readonly container: string;
  readonly image: string;
  /** Undefined if nothing calls it. */
  readonly port?: number;
  readonly env: { readonly [name: string]: TravelEnvValue };
  /** Is its proxy told which tags its spans carry? */
  readonly tagged: boolean;
}

/** The portals, and what upstream sets for each. */
export const TRAVEL_PORTALS = {
  voyages: { name: 'voyages.fr', country: 'France', coordinates: '48.861310,2.337418', container: 'voyages' },
  // Upstream copied the name of the container.
  viaggi: { name: 'viaggi.it', country: 'Italy', coordinates: '41.890668,12.492194', container: 'control' },
  travels: { name: 'travels.uk', country: 'United Kingdom', coordinates: '55.956245,-3.187915', container: 'control' },
} as const;

/** The header by which portals, and the agency's services after them, say for whom they ask. */
export const PORTAL_HEADER = 'portal';

/** The headers of the business, by which spans are tagged. */
export const TAGGED_HEADERS = [PORTAL_HEADER, 'device', 'user', 'travel'] as const;

/** The port of every application but the dashboard and the database. */
export const TRAVEL_PORT = 8000;

/** Tells Istio's agent of old to wait for no port of the application; the agent of today reads it no more. */
export const APPLICATION_PORTS: { readonly [key: string]: string } = { 'readiness.status.sidecar.istio.io/applicationPorts': '' };

/** The agency's application of a name and version. */
export function agencyPart(app: string, version: string, { agency }: TravelNamespaces): TravelPart {
  const url = (name: string) => `http://${name}.${agency}:${TRAVEL_PORT}`;
  const needs: { readonly [name: string]: TravelEnvValue } = app === 'discounts' ? {}
    : app === 'travels'
      ? Object.fromEntries(['flights', 'hotels', 'cars', 'insurances'].map(name => [`${name.toUpperCase()}_SERVICE`, url(name)]))
      : {
        DISCOUNTS_SERVICE: url('discounts'),
        MYSQL_SERVICE: `mysqldb.${agency}:3306`,
        MYSQL_USER: 'root',
        MYSQL_PASSWORD: MYSQL_CREDENTIALS,
        MYSQL_DATABASE: 'test',
      };
  return {
    app,
    version,
    deployment: `${app}-${version}`,
    container: app,
    image: `${IMAGES}_${app}:v1`,
    port: TRAVEL_PORT,
    env: { CURRENT_SERVICE: app, CURRENT_VERSION: version, LISTEN_ADDRESS: `:${TRAVEL_PORT}`, ...needs },
    tagged: app !== 'insurances',
  };
}

/** A version of the database; all of them run the same image. */
export function mysqldbPart(version: string): TravelPart {
  return {
    app: 'mysqldb',
    version,
    deployment: `mysqldb-${version}`,
    container: 'mysqldb',
    image: `${IMAGES}_mysqldb:v1`,
    port: MYSQL_PORT,
    env: { MYSQL_ROOT_PASSWORD: MYSQL_CREDENTIALS },
    tagged: false,
  };
}

/** The portal of a name. */
export function portalPart(app: keyof typeof TRAVEL_PORTALS, { agency }: TravelNamespaces): TravelPart {
  const { name, country, coordinates, container } = TRAVEL_PORTALS[app];
  return {
    app,
    version: 'v1',
    deployment: app,
    container,
    image: `${IMAGES}_portal:v1`,
    port: TRAVEL_PORT,
    env: {
      LISTEN_ADDRESS: `:${TRAVEL_PORT}`,
      PORTAL_COORDINATES: coordinates,
      PORTAL_COUNTRY: country,
      PORTAL_NAME: name,
      TRAVELS_AGENCY_SERVICE: `http://travels.${agency}:${TRAVEL_PORT}`,
    },
    tagged: true,
  };
}

/** The dashboard. */
export function controlPart({ portal }: TravelNamespaces): TravelPart {
  const portals = Object.entries(TRAVEL_PORTALS).map(([app, { name }]) => `${name};http://${app}.${portal}:${TRAVEL_PORT}`);
  return {
    app: 'control',
    version: 'v1',
    deployment: 'control',
    container: 'control',
    image: `${IMAGES}_control:v1`,
    port: 8080,
    env: { PORTAL_SERVICES: portals.join() },
    tagged: false,
  };
}

/** How hard the load tester tries. */
export interface TravelLoad {
  readonly connections: number;
}

/** As upstream and the tutorial set it. */
export const TRAVEL_LOAD: TravelLoad = { connections: 50 };

/** The load tester. */
export function loadtesterPart({ agency }: TravelNamespaces, { connections } = TRAVEL_LOAD): TravelPart {
  return {
    app: 'loadtester',
    version: 'v1',
    deployment: 'loadtester',
    container: 'loadtester',
    image: `${IMAGES}_loadtester:v1`,
    env: {
      CONNECTIONS: String(connections),
      NUMCALLS: '20',
      RATE: '0',
      SLEEP: '5',
      TRAVELS_AGENCY_SERVICE: `http://travels.${agency}:${TRAVEL_PORT}`,
    },
    tagged: false,
  };
}
