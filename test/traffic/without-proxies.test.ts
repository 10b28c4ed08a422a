import { App, Duration } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { AccessCaller, CanaryService, HttpCall, Injection, LeastPrivilegeWorkload, Mechanism, MeshAccess, SecureNamespace } from 'cdk8s-istio';

/** A canary and its caller, each in a namespace of its own. */
class Shop {
  public readonly app = new App();
  public readonly canary: CanaryService;

  public constructor(meshed: { canary: boolean; caller?: boolean }, weights: { v1?: number; v2?: number } = {}) {
    const namespace = (id: string, injected: boolean) => new SecureNamespace(this.app, id, {
      injection: injected ? Injection.enabled() : Injection.disabled(), enforce: [Mechanism.NETWORK_POLICY],
    });
    this.canary = new CanaryService(namespace('back', meshed.canary), 'api', { port: 8080 });
    this.canary.addVersion('v1', { image: 'api:1', weight: weights.v1 });
    this.canary.addVersion('v2', { image: 'api:2', weight: weights.v2 });
    if (meshed.caller !== undefined) {
      const web = new LeastPrivilegeWorkload(namespace('front', meshed.caller), 'web', { image: 'web:1' });
      web.calls.to(this.canary, HttpCall.any());
    }
  }

  public get kinds(): string[] {
    return Manifests.of(this.app).all.map(({ kind }) => kind);
  }
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What is printed at a synth. */
function warned(app: App): string {
  const write = jest.mocked(process.stderr.write);
  write.mockClear();
  app.synthYaml();
  return write.mock.calls.map(([chunk]) => String(chunk)).join('');
}

describe('Traffic that no proxy follows', () => {
  it('is no object: neither the service nor its caller has a proxy', () => {
    const shop = new Shop({ canary: false, caller: false });
    expect(shop.kinds).not.toContain('VirtualService');
    expect(shop.kinds).not.toContain('DestinationRule');
  });

  it('needs no weights, and every version is reached', () => {
    const shop = new Shop({ canary: false, caller: false });
    expect(refusal(shop.app)).toBe('');
    const access = MeshAccess.fromApp(shop.app);
    for (const version of ['v1', 'v2']) {
      expect(access.decide({
        from: AccessCaller.workload('front', 'web-v1'), to: { namespace: 'back', workload: `api-${version}` }, port: 8080, method: 'GET',
      }).verdict).toBe('ALLOW');
    }
  });

  it('is warned of, if it says anything', () => {
    const nothing = 'what is declared of its traffic has no effect, since neither it nor any of its callers has a proxy';
    expect(warned(new Shop({ canary: false, caller: false }).app)).toBe('');
    expect(warned(new Shop({ canary: false, caller: false }, { v1: 90, v2: 10 }).app)).toContain(nothing);
    const delayed = new Shop({ canary: false, caller: false });
    delayed.canary.traffic.delay(Duration.seconds(1));
    delayed.canary.traffic.shift({ version: delayed.canary.addVersion('v3', { image: 'api:3' }), weight: 100 });
    expect(warned(delayed.app)).toContain(nothing);
    expect(delayed.kinds).not.toContain('VirtualService');
  });

  it('is still wrong if it is wrong', () => {
    expect(refusal(new Shop({ canary: false, caller: false }, { v1: 90 }).app)).toContain('weights add up to 90');
  });
});

describe('Traffic that a proxy follows', () => {
  it.each([
    ["the caller's", { canary: false, caller: true }], ["the service's, if nobody is declared to call it", { canary: true }],
    ['that of somebody who is not declared', { canary: false }],
  ])('is written: %s', (_, meshed) => {
    const shop = new Shop(meshed, { v1: 90, v2: 10 });
    expect(shop.kinds).toContain('VirtualService');
    expect(shop.kinds).toContain('DestinationRule');
    expect(warned(shop.app)).toBe('');
  });

  it('needs weights', () => {
    expect(refusal(new Shop({ canary: false, caller: true }).app)).toContain('weights add up to 0');
  });
});
