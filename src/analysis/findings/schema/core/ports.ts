import type { Place } from './place';
import type { NameRule } from '../formats/names';

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** The name of a port of a container, which others may refer to instead of the number. */
export const portName: NameRule = name => {
  if (name.length > 15) { return `has ${name.length} characters, and may have 15`; }
  if (!/^[-a-z0-9]*$/.test(name)) { return "must be of lower case letters, digits and '-'"; }
  if (!/[a-z]/.test(name)) { return 'must have a letter'; }
  return name.includes('--') || name.startsWith('-') || name.endsWith('-') ? "must not begin or end with '-', nor have two in a row" : undefined;
};

/** A number that must be that of a port; absent is 0, which is none. */
export function checkPortNumber(port: Place): void {
  if (port.number < 1 || port.number > 65535) { port.report(port.exists ? 'bounds' : 'required', `${port.number} is no port: they are 1 to 65535`); }
}

/** A port by its number or its name. */
export function checkPortOrName(port: Place): void {
  if (typeof port.value !== 'string') {
    checkPortNumber(port);
  } else if (port.text === '') {
    port.report('format', 'a name of a port must not be empty');
  } else {
    port.named(portName);
  }
}
