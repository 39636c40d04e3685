/** The process is alive. Says nothing about the database. */
export function GET(): Response {
  return Response.json({ status: "alive" });
}
