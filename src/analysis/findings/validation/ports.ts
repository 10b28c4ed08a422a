/** What is wrong with the number of a port. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : `${port} is no port: they are numbered from 1 to 65535`;
}
