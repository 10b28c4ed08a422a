import type { Place } from './place';
import { checkDescending } from './security-context';
import { shown } from '../problems';

export function checkMounts(container: Place, volumes: ReadonlySet<string>): void {
  const devices = container.at('volumeDevices').items;
  const mounts = container.at('volumeMounts');
  mounts.distinct(mount => mount.at('mountPath'));
  for (const mount of mounts.items) {
    const [name, path] = [mount.at('name'), mount.at('mountPath')];
    if (name.needed() && !volumes.has(name.text)) { name.report('object', `the pod has no volume ${shown(name.text)}`); }
    path.needed();
    if (devices.some(device => device.at('name').text === name.text || device.at('devicePath').text === path.text)) {
      mount.report('object', 'this is a device as well');
    }
    checkDescending(mount.at('subPath'));
    checkDescending(mount.at('subPathExpr'));
    if (mount.at('subPathExpr').text !== '' && mount.at('subPath').text !== '') {
      mount.at('subPathExpr').report('choice', 'subPathExpr and subPath exclude each other');
    }
    const propagation = mount.at('mountPropagation');
    propagation.oneOf('None', 'HostToContainer', 'Bidirectional');
    if (propagation.text === 'Bidirectional' && !container.at('securityContext', 'privileged').isTrue) {
      propagation.report('object', "'Bidirectional' needs a privileged container");
    }
    checkReadOnly(mount);
  }
}

function checkReadOnly(mount: Place): void {
  const recursive = mount.at('recursiveReadOnly');
  if (!recursive.exists) { return; }
  recursive.oneOf('Disabled', 'Enabled', 'IfPossible');
  if (recursive.text !== 'Disabled' && !mount.at('readOnly').isTrue) { recursive.report('object', `${recursive.text} needs readOnly`); }
  const propagation = mount.at('mountPropagation').text;
  if (recursive.text !== 'Disabled' && propagation !== '' && propagation !== 'None') { recursive.report('object', `${recursive.text} needs mountPropagation 'None'`); }
}
