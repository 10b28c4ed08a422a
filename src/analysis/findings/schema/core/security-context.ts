import type { Place } from './place';

const LARGEST_ID = 2 ** 31 - 1;

export function checkContainerSecurity(context: Place): void {
  if (!context.exists) { return; }
  for (const field of ['runAsUser', 'runAsGroup']) { context.at(field).between(0, LARGEST_ID); }
  context.at('procMount').oneOf('Default', 'Unmasked');
  checkSeccomp(context.at('seccompProfile'));
  checkAppArmor(context.at('appArmorProfile'));
  if (context.at('allowPrivilegeEscalation').value !== false) { return; }
  if (context.at('privileged').isTrue) { context.report('object', 'allowPrivilegeEscalation cannot be false where privileged is true'); }
  if (context.at('capabilities', 'add').texts.includes('CAP_SYS_ADMIN')) {
    context.report('object', 'allowPrivilegeEscalation cannot be false where CAP_SYS_ADMIN is added');
  }
}

export function checkPodSecurity(context: Place, spec: Place): void {
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup']) { context.at(field).between(0, LARGEST_ID); }
  context.at('supplementalGroups').items.forEach(group => group.between(0, LARGEST_ID));
  if (spec.at('shareProcessNamespace').isTrue && spec.at('hostPID').isTrue) {
    spec.at('shareProcessNamespace').report('choice', 'shareProcessNamespace and hostPID exclude each other');
  }
  context.at('fsGroupChangePolicy').oneOf('Always', 'OnRootMismatch');
  context.at('supplementalGroupsPolicy').oneOf('Merge', 'Strict');
  context.at('seLinuxChangePolicy').oneOf('Recursive', 'MountOption');
  checkSysctls(context.at('sysctls'), spec);
  checkSeccomp(context.at('seccompProfile'));
  checkAppArmor(context.at('appArmorProfile'));
}

function checkSysctls(sysctls: Place, spec: Place): void {
  sysctls.distinct(sysctl => sysctl.at('name'));
  for (const sysctl of sysctls.items) {
    const name = sysctl.at('name');
    if (!name.needed()) { continue; }
    if (name.text.length > 253 || !/^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(name.text)) {
      name.report('format', `'${name.text}' is no name of a setting`);
    }
    if (spec.at('hostNetwork').isTrue && name.text.startsWith('net.')) { name.report('object', `${name.text} cannot be set on the network of the host`); }
  }
}

function checkSeccomp(profile: Place): void {
  if (!profile.exists) { return; }
  const [type, file] = [profile.at('type'), profile.at('localhostProfile')];
  if (type.needed()) { type.oneOf('Localhost', 'RuntimeDefault', 'Unconfined'); }
  if (type.text === 'Localhost') {
    if (!file.exists) { file.needed(); }
    checkDescending(file);
  } else {
    file.forbidden("this is for the type 'Localhost'");
  }
}

function checkAppArmor(profile: Place): void {
  if (!profile.exists) { return; }
  const [type, name] = [profile.at('type'), profile.at('localhostProfile')];
  if (type.needed()) { type.oneOf('Localhost', 'RuntimeDefault', 'Unconfined'); }
  if (type.text !== 'Localhost') {
    name.forbidden("this is for the type 'Localhost'");
  } else if (name.needed() && name.text.trim() !== name.text) {
    name.report('format', 'this begins or ends with a space');
  }
}

/** A path that leads down from where it is taken. */
export function checkDescending(path: Place): void {
  if (path.text.startsWith('/')) { path.report('format', `'${path.text}' must be a relative path`); }
  if (path.text.split('/').includes('..')) { path.report('format', `'${path.text}' must not lead up`); }
}
