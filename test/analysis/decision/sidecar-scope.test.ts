import { scopeOf } from '../../../src/analysis/decision/sidecar-scope';
import { hostWithin } from '../../../src/analysis/hosts';
import { buildModel } from '../../../src/analysis/model';
import { Dice } from '../access-sets/_dice';
import { randomMesh } from '../access-sets/_meshes';
import { routing } from '../access-sets/_routing';

test('the VirtualServices for a host are those that the proxy knows and that speak for it, in their order', () => {
  let found = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const dice = new Dice(seed);
    const mesh = randomMesh(dice);
    // With many, they are looked for by their hosts.
    const more = dice.many(0, 12, () => routing(dice)).flat();
    const model = buildModel([...mesh.manifests, ...more].map(object => ({ object })), mesh.options);
    for (const workload of model.workloads.all) {
      const scope = scopeOf(model, workload);
      for (const { host } of [...model.services.all, { host: 'x.org' }]) {
        const speaking = scope.virtualServices().filter(route => route.hosts.some(own => hostWithin(host, own)));
        expect(scope.virtualServicesFor(host).map(({ namespace, name }) => `${namespace}/${name}`))
          .toEqual(speaking.map(({ namespace, name }) => `${namespace}/${name}`));
        found += speaking.length;
      }
    }
  }
  expect(found).toBeGreaterThan(1000);
});
