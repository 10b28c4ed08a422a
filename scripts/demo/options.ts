/** The one option with which a demo was started; undefined without. Ends the demo if it is another, or one too many. */
export function optionOf(...known: string[]): string | undefined {
  const [option, ...more] = process.argv.slice(2);
  const wrong = option !== undefined && !known.includes(option) ? option : more[0];
  if (wrong !== undefined) {
    console.error(`demo: '${wrong}' is no option here; give one of ${known.join(', ')}, or none.`);
    process.exit(2);
  }
  return option;
}
