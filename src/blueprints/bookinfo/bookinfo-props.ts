import type { BookinfoDatabase } from './bookinfo-database';
import type { BookinfoRouting } from './bookinfo-routing';
import type { ExternalAddresses } from '../../gateways/external-addresses';
import type { GatewayTls } from '../../gateways/gateway-tls';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';

/** Shares of the traffic of reviews, in percent; they add up to 100. */
export interface BookinfoReviewsWeights {
  /**
   * The version without stars.
   * @default 0
   */
  readonly v1?: number;
  /**
   * The version with black stars.
   * @default 0
   */
  readonly v2?: number;
  /**
   * The version with red stars.
   * @default 0
   */
  readonly v3?: number;
}

/** Choices about Bookinfo. */
export interface BookinfoProps extends SecureNamespaceProps {
  /**
   * The host on which the product page is served.
   * @default 'bookinfo.example.com'
   */
  readonly host?: string;

  /**
   * How the gateway terminates TLS.
   * @default - plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * The name of the platform's gateway.
   * @default 'ingressgateway'
   */
  readonly gateway?: string;

  /**
   * Shares of the traffic of reviews.
   * @default - an even split, as upstream's Service makes
   */
  readonly reviewsWeights?: BookinfoReviewsWeights;

  /**
   * Routings of upstream's samples. Those that decide about the same host are alternatives.
   * @default - none: `reviewsWeights` decide about reviews, and of the others v1 takes everything
   */
  readonly routings?: BookinfoRouting[];

  /**
   * Databases that are deployed, each with the version of ratings that asks it. No request goes there without a routing.
   * @default - those that routings bring: ratings-db and ratings-mysql
   */
  readonly databases?: BookinfoDatabase[];

  /**
   * The addresses at which details v2 may ask Google for its books, on host 'www.googleapis.com'; with them it is deployed.
   * No request goes there without a routing.
   * @default - details v2 is not deployed
   */
  readonly googleApis?: ExternalAddresses;

  /**
   * May the product page ask ratings itself? It does so only for its API path '/api/v1/products/{id}/ratings'.
   * @default false
   */
  readonly ratingsApi?: boolean;
}
