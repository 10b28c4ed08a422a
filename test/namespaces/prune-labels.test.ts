import { App, Chart } from 'cdk8s';
import { Manifests } from '../_manifests';
import {
  ClusterIssuer, GatewayCertificate, GatewayTls, HttpCall, IngressGateway, Issuer, IssuerReference, IssuerSource, JwtAuthentication, JwtIssuer,
  LeastPrivilegeWorkload, MeshDefaults, SecureNamespace, SharedGateway,
} from 'cdk8s-istio';

const MANAGED_BY = 'app.kubernetes.io/managed-by';
const PART_OF = 'app.kubernetes.io/part-of';

describe('Everything can be pruned by label', () => {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults');
  const ingress = new SecureNamespace(app, 'istio-ingress', { adopt: true });
  new SharedGateway(ingress, 'entry').delegate('shop', 'shop.example.com');
  const plain = new Chart(app, 'A chart: of others', { namespace: 'certificates' });
  new Issuer(plain, 'own', { source: IssuerSource.selfSigned() });
  new ClusterIssuer(new Chart(app, ' without: namespace_ '), 'everywhere', { source: IssuerSource.selfSigned() });
  const shop = new SecureNamespace(app, 'shop', { partOf: 'web-shop' });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 8080 });
  const gateway = new IngressGateway(shop, 'edge', { hosts: ['www.example.com'], tls: GatewayTls.simple('cert') });
  gateway.expose(web, HttpCall.get('/'));
  new GatewayCertificate(shop, 'certificate', { gateway, issuer: IssuerReference.clusterIssuer('letsencrypt') });
  new JwtAuthentication(shop, 'users', { gateway, issuers: [JwtIssuer.google()] });
  const made = Manifests.of(app);

  it('in every chart, of whatever kind', () => {
    const bare = made.all.filter(({ metadata: { labels = {} } }) => labels[MANAGED_BY] !== 'cdk8s' || !labels[PART_OF]);
    expect(bare.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([]);
    expect(made.get('ClusterIssuer', 'everywhere').metadata.labels?.[PART_OF]).toBe('without--namespace');
    expect(made.get('Issuer', 'own').metadata.labels).toEqual({ [MANAGED_BY]: 'cdk8s', [PART_OF]: 'certificates' });
  });

  it('with what is said of the namespace', () => {
    for (const { kind, metadata } of made.all.filter(one => one.metadata.namespace === 'shop')) {
      expect([kind, metadata.labels?.[PART_OF]]).toEqual([kind, 'web-shop']);
    }
    expect(made.get('Certificate', 'certificate').metadata).toMatchObject({ namespace: 'istio-system', labels: { [PART_OF]: 'web-shop' } });
  });
});
