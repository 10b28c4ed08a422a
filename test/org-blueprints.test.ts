import { ApiObject, App, Duration, JsonPatch, Size } from 'cdk8s';
import { KubeResourceQuota, Quantity } from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct, IConstruct, IMixin } from 'constructs';
import { Manifests, refusal } from './_manifests';
import type { LeastPrivilegeWorkloadProps, SecureNamespaceProps } from 'cdk8s-istio';
import {
  CanaryService, ContractExport, HttpCall, LeastPrivilegeWorkload, Mesh, RolloutStage, SecureNamespace, ServiceContract, ServiceReference,
} from 'cdk8s-istio';

/** What an organisation changes: other defaults, one more prop, one more rule. */
class AcmeNamespace extends SecureNamespace {
  public readonly team: string;

  public constructor(scope: Construct, id: string, { team, ...props }: SecureNamespaceProps & { readonly team: string }) {
    super(scope, id, {
      ...props, labels: { 'acme.example/team': team, ...props.labels }, workloadDefaults: { podLabels: { team }, ...props.workloadDefaults },
    });
    this.team = team;
    new KubeResourceQuota(this, 'quota', { spec: { hard: { pods: Quantity.fromNumber(20) } } });
    this.node.addValidation({ validate: () => this.imagesFromElsewhere() });
  }

  private imagesFromElsewhere(): string[] {
    const objects = this.node.findAll().filter(construct => ApiObject.isApiObject(construct)).map(object => object.toJson());
    return objects.filter(one => one?.kind === 'Deployment').flatMap(({ metadata, spec }) => {
      const images = (spec.template.spec.containers as { image: string }[]).map(({ image }) => image);
      return images.filter(image => !image.startsWith('registry.acme.example/'))
        .map(image => `${metadata.name} runs '${image}', and Acme runs what is in registry.acme.example; push it there.`);
    });
  }
}

class AcmeService extends LeastPrivilegeWorkload {
  public constructor(scope: Construct, id: string, props: LeastPrivilegeWorkloadProps) {
    super(scope, id, { health: '/healthz', port: 8080, ...props, image: `registry.acme.example/${props.image}` });
    this.traffic.timeout(Duration.seconds(10));
  }
}

describe('Classes that extend ours', () => {
  const build = () => {
    const app = new App();
    const shop = new AcmeNamespace(app, 'shop', { team: 'shop' });
    const cart = new AcmeService(shop, 'cart', { image: 'cart:1' });
    const web = new AcmeService(shop, 'web', { image: 'web:1', port: 80 });
    web.calls.to(cart, HttpCall.get('/cart/*'));
    return { app, shop, cart, web };
  };

  it('are what ours are: proved, with names without a trace of the subclass', () => {
    const made = Manifests.of(build().app);
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/shop/sa/web GET /cart/* :8080']);
    expect(made.container('cart-v1')).toMatchObject({ image: 'registry.acme.example/cart:1', readinessProbe: { httpGet: { path: '/healthz', port: 8080 } } });
    expect(made.container('web-v1').ports).toEqual([expect.objectContaining({ containerPort: 80 })]);
    expect(made.spec('VirtualService', 'cart').http[0].timeout).toBe('10s');
    expect(made.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'acme.example/team': 'shop', 'istio-injection': 'enabled' });
    expect(made.pod('Deployment', 'web-v1').metadata.labels.team).toBe('shop');
    expect(made.names('ResourceQuota')).toEqual(['quota']);
  });

  it('may have rules of their own, about what is written in the end', () => {
    const { app, web } = build();
    web.apiObject.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/image', 'docker.io/web:1'));
    expect(refusal(app)).toContain("[shop] web-v1 runs 'docker.io/web:1', and Acme runs what is in registry.acme.example; push it there.");
  });

  it('are found where ours are looked for', () => {
    const { shop, cart, app } = build();
    expect(SecureNamespace.isSecureNamespace(shop)).toBe(true);
    expect(cart).toBeInstanceOf(LeastPrivilegeWorkload);
    const contract = new ContractExport(app, 'contract', { services: [cart], file: 'never.json' }).toDocument();
    const other = new App();
    expect(ServiceReference.fromContract(other, 'cart', ServiceContract.fromDocument(contract)).name).toBe('cart');
  });

  it('of the mesh bring its rules along', () => {
    class AcmeMesh extends Mesh {
      public constructor(scope: Construct) {
        super(scope, 'mesh', { trustDomain: 'acme.example', workloadDefaults: { resources: { memory: { limit: Size.mebibytes(99) } } } });
      }
    }
    const app = new App();
    new AcmeMesh(app);
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop', { rollout: RolloutStage.ENFORCE }), 'web', { image: 'web:1' });
    expect(Manifests.of(app).container('web-v1').resources.limits).toEqual({ memory: '99Mi' });
    expect(Mesh.of(app).trustDomain).toBe('acme.example');
  });
});

/** Gives whatever makes pods an annotation. */
class OnCall implements IMixin {
  public constructor(private readonly team: string) {}
  public supports(construct: IConstruct): boolean {
    return ApiObject.isApiObject(construct) && construct.kind === 'Deployment';
  }
  public applyTo(construct: IConstruct): void {
    (construct as ApiObject).metadata.addAnnotation('acme.example/on-call', this.team);
  }
}

/** Gives every service that is declared a timeout. */
class Timeouts implements IMixin {
  public supports(construct: IConstruct): boolean {
    return construct instanceof LeastPrivilegeWorkload || construct instanceof CanaryService;
  }
  public applyTo(construct: IConstruct): void {
    (construct as LeastPrivilegeWorkload | CanaryService).traffic.timeout(Duration.seconds(3));
  }
}

/** Opens what nobody may open. */
class Careless implements IMixin {
  public supports(construct: IConstruct): boolean {
    return ApiObject.isApiObject(construct) && construct.kind === 'AuthorizationPolicy' && construct.name === 'cart';
  }
  public applyTo(construct: IConstruct): void {
    (construct as ApiObject).addJsonPatch(JsonPatch.replace('/spec/rules', [{}]));
  }
}

describe('Mixins', () => {
  const build = (...mixins: IMixin[]) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    const reviews = new CanaryService(shop, 'reviews', { port: 80 });
    reviews.addVersion('v1', { image: 'reviews:1' });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    web.calls.to(cart, HttpCall.get('/cart'));
    web.calls.to(reviews, HttpCall.get('/reviews'));
    shop.with(...mixins);
    return app;
  };

  it('reach what ours have made, and are part of what is proved', () => {
    const made = Manifests.of(build(new OnCall('shop')));
    const reached = made.all.filter(one => one.metadata.annotations?.['acme.example/on-call'] === 'shop').map(one => one.metadata.name);
    expect(reached.sort()).toEqual(['cart-v1', 'reviews-v1', 'web-v1']);
    expect(refusal(build(new Careless()))).toContain('safety: mutual TLS and AuthorizationPolicy let');
  });

  it('declare with the facades of ours; what is open to a caller stays what it was', () => {
    class WhereItMatters extends Timeouts {
      public override supports(construct: IConstruct): boolean {
        return super.supports(construct) && construct.node.id !== 'web';
      }
    }
    const made = Manifests.of(build(new WhereItMatters()));
    expect(made.names('VirtualService').sort()).toEqual(['cart', 'reviews']);
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/shop/sa/web GET /cart :80']);
  });
});
