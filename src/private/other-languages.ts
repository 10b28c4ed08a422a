/** Is this process run by jsii for an app in Python, Java, Go or .NET? Each of its runtimes sets the variable. */
export function runsForAnotherLanguage(): boolean {
  return process.env.JSII_AGENT !== undefined;
}
