import { quoted } from './words';

/** What is wrong with the number of a port. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : `${port} is no port: they are numbered from 1 to 65535`;
}

/** What is wrong with a port as policies write it: a text. Zero passes. */
export function policyPortProblem(text: string): string | undefined {
  return /^[0-9]+$/.test(text) && Number(text) <= 65535 ? undefined : `${quoted(text)} is no number of a port`;
}
