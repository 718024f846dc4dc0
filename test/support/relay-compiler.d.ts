/** What tests use of a package that comes without types. */
declare module 'relay-compiler' {
  /** Where the compiler's binary for this platform is. */
  const binary: string;
  export default binary;
}
