import { ourOpinion } from './_opinions';

const object = (kind: string, group: string, spec: object): Record<string, unknown> =>
  ({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name: 'reviews', namespace: 'bookinfo' }, spec });
const MANY = Array.from({ length: 5000 }, (_, i) => `host-${i}.example.com`);

test('of thousands of hosts, the one that overlaps is found', () => {
  const virtualService = (hosts: readonly string[]): Record<string, unknown> => object('VirtualService', 'networking',
    { hosts, gateways: ['bookinfo/bookinfo'], http: [{ route: [{ destination: { host: 'reviews' } }] }] });
  expect(ourOpinion(virtualService(MANY))).toBe('accepted');
  expect(ourOpinion(virtualService([...MANY, MANY[0]]))).toBe('refused');
  expect(ourOpinion(virtualService([...MANY, '*.com']))).toBe('refused');
  expect(ourOpinion(virtualService([...MANY, '*.example.org', '*.org']))).toBe('refused');
});

test('of thousands of hosts that a Sidecar sees, the one that is there twice is found', () => {
  const sidecar = (hosts: readonly string[]): Record<string, unknown> => object('Sidecar', 'networking', { egress: [{ hosts }] });
  const hosts = MANY.map(host => `bookinfo/${host}`);
  expect(ourOpinion(sidecar(hosts))).toBe('accepted');
  expect(ourOpinion(sidecar([...hosts, `./${MANY[4999]}`]))).toBe('warned of');
});

test('one wrong value among thousands is found', () => {
  const policy = (paths: readonly string[]): Record<string, unknown> => object('AuthorizationPolicy', 'security',
    { action: 'ALLOW', rules: [{ to: [{ operation: { methods: ['GET'], paths } }] }] });
  expect(ourOpinion(policy(MANY.map(host => `/${host}/{*}`)))).toBe('accepted');
  expect(ourOpinion(policy([...MANY, '/{id}']))).toBe('refused');
});
