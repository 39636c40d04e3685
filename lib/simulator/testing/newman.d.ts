/** As much of newman as the test of the export uses; the package has no types of its own. */
declare module "newman" {
  interface Failure {
    source?: { name?: string };
    error: { message: string };
  }
  export interface Summary {
    run: { failures: Failure[]; stats: { requests: { total: number }; assertions: { total: number } } };
  }
  const newman: {
    run(
      options: { collection: object; environment: object; reporters: string[]; bail?: boolean },
      done: (error: Error | null, summary: Summary) => void,
    ): void;
  };
  export default newman;
}
